"""Any Cargo-IMP message: reading a text that holds some, writing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from anyascii import anyascii

from simulator.common.errors import listed, refuse
from simulator.formats.cargo_imp.fields import keep, limits
from simulator.formats.cargo_imp.house import HouseList, read_houses, write_houses
from simulator.formats.cargo_imp.lines import OTHER_CHARACTER, Message, messages
from simulator.formats.cargo_imp.manifest import Manifest, read_manifest, write_manifest
from simulator.formats.cargo_imp.status import StatusReport, read_status, write_status
from simulator.formats.cargo_imp.waybill import Waybill, read_waybill, write_waybill
from simulator.formats.door import text_of
from simulator.formats.notes import Notes
from simulator.formats.reading import Reading

Record = Waybill | HouseList | Manifest | StatusReport

MOST_LINES_OF_FILE = 2_000_000
MOST_MESSAGES = 50_000
MOST_FLAGS = 200_000


class Kind(NamedTuple):
    """How messages of one kind are read, and the versions of it that are known."""

    read: Callable[[Message, Notes], Record | None]
    versions: tuple[str, ...]


KINDS = {
    "FWB": Kind(read_waybill, ("16", "17")),
    "FHL": Kind(read_houses, ("4", "5")),
    "FFM": Kind(read_manifest, ("8",)),
    "FSU": Kind(read_status, ("14", "15")),
    "FSA": Kind(read_status, ("14", "15")),
}


def read(data: bytes) -> list[Reading[Record]]:
    """The messages of a file, in their order.

    Raises a `DrillError` for what is no text (`door.text_of`), holds no message, or more than any file of messages:
    `MOST_LINES_OF_FILE`, `MOST_MESSAGES`, `MOST_FLAGS`.
    """
    text, _ = text_of(data)
    _bound(text.count("\n") + text.count("\r"), MOST_LINES_OF_FILE, "lines")
    found = messages(text)
    _bound(len(found), MOST_MESSAGES, "messages")
    if not found:
        raise refuse("message-not-cargo-imp", kinds=", ".join(KINDS))
    readings = []
    flags = 0
    for message in found:
        readings.append(_reading(message))
        flags += len(readings[-1].flags)
        _bound(flags, MOST_FLAGS, "lines that are odd or not understood")
    return readings


def _bound(count: int, most: int, what: str) -> None:
    if count > most:
        raise refuse("message-many", most=most, what=what)


def _reading(message: Message) -> Reading[Record]:
    notes = Notes()
    _check_lines(message, notes)
    kind = KINDS.get(message.kind)
    if kind is None:
        keep(message.lines, "", notes)
        notes.flag(message.line, "kind", "", message.kind)
        return notes.reading(message.kind, message.version, message.line, None)
    if message.version not in kind.versions:
        notes.flag(message.line, "version", message.kind, message.version)
    record = kind.read(message, notes) if message.lines else None
    if record is None:
        notes.flag(message.line, "empty", message.kind)
    return notes.reading(message.kind, message.version, message.line, record)


def _check_lines(message: Message, notes: Notes) -> None:
    """Flag what holds for messages of all kinds: lengths, characters, what stands around a message."""
    most, most_all = limits()["line"], limits()["message"]
    total = 0
    for number, text in message.lines:
        total += len(text) + 2
        if len(text) > most:
            notes.flag(number, "too-long", "line", f"{len(text)} characters, allowed are {most}")
        if not message.plain and (odd := OTHER_CHARACTER.findall(text)):
            notes.flag(number, "character", "line", "".join(dict.fromkeys(odd)))
    if total > most_all:
        notes.flag(message.line, "too-long", "message", f"{total:,} characters, allowed are {most_all:,}")
    for number, text in message.outside:
        notes.keep(number, text, code="envelope")
    for number, text in message.oversized:
        notes.keep(number, text)
    if message.skipped:
        notes.flag(message.line, "more", "", f"{message.skipped:,} lines")


def write(record: Record, version: int | None = None) -> str:
    """A record as a message, with CRLF after each line; without `version` in the newest one.

    Letters of other scripts are written in Latin, small ones as capitals, what the character set lacks as a space.
    Raises a `DrillError` for a version that is not written.
    """
    kind, lines_of, versions = _writer(record)
    if version is not None and version not in versions:
        raise refuse("message-version", kind=kind, value=version, allowed=listed(map(str, versions)))
    lines = lines_of(version or versions[-1])
    return "".join(f"{clean(line)}\r\n" for line in lines)


def _writer(record: Record) -> tuple[str, Callable[[int], list[str]], tuple[int, ...]]:
    if isinstance(record, Waybill):
        return "FWB", lambda version: write_waybill(record, version), (16, 17)
    if isinstance(record, HouseList):
        return "FHL", lambda version: write_houses(record, version), (4, 5)
    if isinstance(record, Manifest):
        return "FFM", lambda version: write_manifest(record, version), (8,)
    return record.kind, lambda version: write_status(record, version), (14, 15)


def clean(line: str) -> str:
    """A line in the characters of Cargo-IMP. `=` is one that ends a message on some networks, so it becomes `-`."""
    plain = line if line.isascii() else anyascii(line)
    return OTHER_CHARACTER.sub(" ", plain.upper()).replace("=", "-").rstrip()
