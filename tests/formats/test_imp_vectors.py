"""Messages from outside are read with nothing lost: written again they are the same, but for what is listed here."""

import difflib

import imp_messages as imp
import pytest

from simulator.formats import cargo_imp

# Other charges are written three a line; kept lines are no part of the record.
CHARGES_OF_FIRST = {
    "-/P/SCC70.00",
    "-/P/AWC13.00",
    "-/P/CGC10.00",
    "-/P/RAC360.00",
    "-/P/TEC47.04",
    "+/P/SCC70.00AWC13.00CGC10.00",
    "+/P/RAC360.00TEC47.04",
}
NORMALISED = {("fwb17.txt", 1): CHARGES_OF_FIRST}


def messages():
    for path in sorted(imp.VECTORS.glob("f*.txt")):
        text = path.read_text(encoding="ascii")
        for reading in imp.read(text):
            yield pytest.param(path.name, text, reading, id=f"{path.stem}-{reading.line}")


@pytest.mark.parametrize(("name", "text", "reading"), list(messages()))
def test_what_is_written_is_what_was_read(name, text, reading):
    lines = text.splitlines()
    following = [other.line for other in imp.read(text) if other.line > reading.line]
    end = min(following, default=len(lines) + 1) - 1
    source = [
        line
        for number, line in enumerate(lines[reading.line - 1 : end], reading.line)
        if line and number not in reading.kept
    ]

    changed = {line for line in difflib.ndiff(source, imp.written(reading)) if line[0] in "+-"}

    assert {line[0] + line[2:] for line in changed} == NORMALISED.get((name, reading.line), set())


@pytest.mark.parametrize(("name", "text", "reading"), list(messages()))
def test_what_is_written_is_read_the_same(name, text, reading):
    again = imp.one("\n".join(imp.written(reading)))

    assert again.record == reading.record
    assert again.kept == {}


def test_only_the_broken_line_of_all_samples_is_not_understood():
    kept = {
        (path.name, line): text
        for path in imp.VECTORS.glob("f*.txt")
        for reading in cargo_imp.read(path.read_bytes())
        for line, text in reading.kept.items()
    }

    assert kept == {("fwb17.txt", 143): "ATTACHED", ("fwb17-extract.txt", 3): "...", ("fwb17-extract.txt", 12): "..."}


def test_what_is_flagged_in_the_samples():
    flagged = {
        (path.name, flag.line, flag.code, flag.where, flag.value)
        for path in imp.VECTORS.glob("f*.txt")
        for reading in cargo_imp.read(path.read_bytes())
        for flag in reading.flags
        if flag.code != "not-understood"
    }

    assert flagged == {
        ("ffm8.txt", 24, "check-digit", "air waybill", "074-12345632"),
        ("ffm8.txt", 41, "check-digit", "air waybill", "074-12345641"),
        ("ffm8.txt", 67, "check-digit", "air waybill", "074-67534415"),
        ("ffm8.txt", 47, "security-order", "ISS/AR", "where RA or RC belongs"),
        ("fhl5.txt", 38, "too-long", "description", "27 characters, allowed are 15"),
        ("fhl5.txt", 42, "too-long", "description", "28 characters, allowed are 15"),
        ("fhl5.txt", 43, "shared", "SHP and CNE", ""),
        ("fsu14.txt", 72, "security-order", "OSS", "not after ISS or CSS"),
        ("fwb17-extract.txt", 13, "missing", "", "RTG, SHP, CNE, CVD, ISU, REF"),
    }
