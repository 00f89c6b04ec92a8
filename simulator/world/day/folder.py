"""The files of a real day, in a folder or a zip. What cannot be read is told by its file name, never quoted."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from simulator.common.errors import DrillError, Fault, refuse
from simulator.formats.archive import is_zip, members
from simulator.formats.door import MOST_BYTES
from simulator.formats.recognise import read_file
from simulator.world.day import air, post
from simulator.world.day.taken import Spot, Told

MOST_FILES = 50_000
MOST_ALL = 512 * 2**20
"""Bytes of all files together, unpacked."""
_MOST_TOLD = 20
_WHY = {
    "message-large": "it is larger than any file of messages",
    "message-many": "it holds more than any file of messages",
    "message-packed": "it is packed",
    "message-binary": "it holds no text",
    "message-empty": "it is empty",
    "message-doctype": "it declares a document type",
}
_SEALED = "it is sealed, damaged or too large"
_OTHER = "it is in none of the formats that are read"


def told(path: Path, field: str) -> list[Told]:
    """What the messages of a folder or zip tell, in the order of their names.

    DrillError, naming `field`: if it is not there, holds no message, or has files that are none; all of these at once.
    """
    found, faults, count = list[Told](), list[Fault](), 0
    for name, data in _files(path, field):
        count += 1
        try:
            readings = read_file(data or b"")
        except DrillError as error:
            reason = _WHY.get(error.faults[0].code, _OTHER) if data is not None else _SEALED
            faults.append(Fault("day-unread", {"name": name, "reason": reason}, field=field))
            continue
        for reading in readings:
            spot = Spot(name, reading.line)
            found += [*air.told(reading.record, spot), *post.told(reading.record, spot)]
    if len(faults) > _MOST_TOLD:
        more = Fault("day-unread-more", {"count": len(faults) - _MOST_TOLD}, field=field)
        faults = [*faults[:_MOST_TOLD], more]
    if faults:
        raise DrillError(faults)
    if not any(one.consignments or one.dispatched for one in found):
        raise refuse("day-empty", field=field, path=str(path), files=count)
    return found


def _files(path: Path, field: str) -> Iterator[tuple[str, bytes | None]]:
    """Names and bytes, sorted; None for a file of a zip that cannot be had. Hidden files are none of them."""
    try:
        if path.is_dir():
            yield from _bounded(_in_folder(path), field)
        elif path.is_file():
            yield from _in_zip(path, field)
        else:
            raise refuse("day-missing", field=field, path=str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there can be no such path"
        # In a folder it is mostly one of its files that cannot be read.
        failed = getattr(error, "filename", None) or path
        raise refuse("day-unreadable", field=field, path=str(failed), reason=reason) from error


def _bounded(files: Iterator[tuple[str, bytes]], field: str) -> Iterator[tuple[str, bytes]]:
    size = 0
    for count, (name, data) in enumerate(files):
        size += len(data)
        if count >= MOST_FILES or size > MOST_ALL:
            raise refuse("day-large", field=field, files=MOST_FILES, size=MOST_ALL // 2**20)
        yield name, data


def _in_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path)
        if _hidden(name.parts) or not stat.S_ISREG(file.stat().st_mode):
            continue
        with file.open("rb") as stream:
            yield name.as_posix(), stream.read(MOST_BYTES + 1)


def _in_zip(path: Path, field: str) -> Iterator[tuple[str, bytes | None]]:
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if not is_zip(data):
        raise refuse("day-zip", field=field, path=str(path))
    try:
        held = sorted(members(data), key=lambda member: member.name)
    except DrillError as error:
        reason = _WHY.get(error.faults[0].code, "it is damaged or holds too much; unpack it into a folder")
        raise refuse("day-unreadable", field=field, path=str(path), reason=reason) from error
    yield from ((member.name, None if member.fault else member.data) for member in held)


def _hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
