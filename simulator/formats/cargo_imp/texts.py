"""Segments of words and codes: free text, accounting information, special handling.

SSR/KEEP AWAY FROM HEAT        each line is a text of its own
/CALL BEFORE DELIVERY
ACC/GEN/FREIGHT PREPAID        each line has an identifier and a text
/GEN/CONTRACT 12
SPH/PER/EAW/SPX                codes, on any number of lines
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from simulator.formats.cargo_imp.fields import fits, limits, lines_of
from simulator.formats.cargo_imp.lines import Segment
from simulator.formats.notes import Notes


def read_texts(segment: Segment, notes: Notes) -> tuple[str, ...]:
    """Free text, line by line."""
    return tuple(fits(line[0], "text", body, notes) for line, body in zip(segment.lines, segment.bodies(), strict=True))


def write_texts(name: str, texts: Iterable[str]) -> list[str]:
    """Free text; a line that is too long is broken between words."""
    return lines_of(name, [line for text in texts for line in broken(text, limits()["text"])])


def broken(text: str, width: int) -> list[str]:
    """A text as lines of at most `width` characters, as it is if it fits."""
    return [text] if len(text) <= width else wrap(text, width) or [text[:width]]


def read_text(segment: Segment, notes: Notes) -> str:
    """The text of a segment of one line."""
    for number, text in segment.lines[1:]:
        notes.keep(number, text, segment.name)
    return segment.lines[0][1][4:]


def write_text(name: str, text: str) -> list[str]:
    """A segment of one line."""
    return [f"{name}/{text}"]


def read_signature(segment: Segment, notes: Notes) -> str:
    """The text of a segment of one line that is a signature."""
    return fits(segment.line, "signature", read_text(segment, notes), notes)


def read_accounting(segment: Segment, notes: Notes) -> tuple[tuple[str, str], ...]:
    """Identifier and text of each line."""
    held = []
    for (number, _), body in zip(segment.lines, segment.bodies(), strict=True):
        kind, _, text = body.partition("/")
        held.append((kind, fits(number, "accounting", text, notes)))
    return tuple(held)


def write_accounting(name: str, held: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each."""
    return lines_of(name, [f"{kind}/{text}" for kind, text in held])


def read_codes(segment: Segment, notes: Notes) -> tuple[str, ...]:
    """Special handling codes."""
    codes = tuple(code for body in segment.bodies() for code in body.split("/") if code)
    check_codes(segment.line, codes, notes)
    return codes


def check_codes(line: int, codes: tuple[str, ...], notes: Notes) -> None:
    """Flag codes that are not three characters, and more codes than are allowed."""
    for code in codes:
        if len(code) != 3:
            notes.flag(line, "shape", "special handling", code)
    if len(codes) > limits()["handling"]:
        notes.flag(line, "too-many", "special handling", f"{len(codes)} codes, allowed are {limits()['handling']}")


def write_codes(name: str, codes: Iterable[str]) -> list[str]:
    """Codes on one line."""
    return [f"{name}/{'/'.join(codes)}"]
