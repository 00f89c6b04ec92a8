"""The files of a zip, one after the other, in bounded time and memory. Nothing is written anywhere."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from simulator.common.errors import DrillError, Fault, refuse
from simulator.formats.door import MOST_BYTES

MOST_MEMBERS = 5_000
MOST_UNPACKED = 2 * MOST_BYTES
"""Bytes of all members together: a day of messages of a large post is half of it."""
MOST_RATIO = 100
"""Messages pack to a tenth, at the most to a thirtieth; what packs better is looked at only while it is small."""
_SMALL = 2**20
_AT_ONCE = 2**16
_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_SEALED = 0x1
_LEFT_OUT = ("__MACOSX/", "Thumbs.db", ".DS_Store", "desktop.ini")
"""What systems put beside the files of people."""
_OFFICE = ("[Content_Types].xml", "mimetype")
"""Files that only documents of office programs hold, which are zips too."""


@dataclass(frozen=True)
class Member:
    """One file of a zip: its bytes, or why it cannot be read."""

    name: str
    data: bytes = b""
    fault: Fault | None = None


def is_zip(data: bytes) -> bool:
    """Whether a file is a zip."""
    return data.startswith(_MARKS)


def members(data: bytes) -> Iterator[Member]:
    """The files of a zip in their order, without folders; what is packed again inside stays packed.

    A member that is sealed, damaged or too large has a fault. Raises a `DrillError` if the zip itself is too large,
    damaged or empty, a document of an office program, or holds too much.
    """
    if len(data) > MOST_BYTES:
        raise refuse("message-large", limit=MOST_BYTES // 2**20)
    # Each entry of its list takes memory, so they are counted before the list is read.
    if data.count(_ENTRY) > 2 * MOST_MEMBERS:
        raise refuse("message-many", most=MOST_MEMBERS, what="files")
    try:
        packed = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise refuse("message-zip", reason=str(error) or "it is damaged") from error
    with packed:
        yield from _opened(packed)


def _opened(packed: zipfile.ZipFile) -> Iterator[Member]:
    files = [info for info in packed.infolist() if not info.filename.endswith("/")]
    if any(info.filename in _OFFICE for info in files):
        raise refuse("message-office")
    files = [info for info in files if not info.filename.startswith(_LEFT_OUT) and not _hidden(info.filename)]
    if not files:
        raise refuse("message-empty")
    if len(files) > MOST_MEMBERS:
        raise refuse("message-many", most=MOST_MEMBERS, what="files")
    left = MOST_UNPACKED
    for info in files:
        member = _member(packed, info, left)
        left -= len(member.data)
        if left <= 0:
            raise refuse("message-swollen", limit=MOST_UNPACKED // 2**20)
        yield member


def _hidden(name: str) -> bool:
    return name.rsplit("/", 1)[-1] in _LEFT_OUT


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> Member:
    name = info.filename
    if info.flag_bits & _SEALED:
        return Member(name, fault=Fault("message-sealed", file=name))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Member(name, fault=Fault("message-zip", {"reason": "it is packed in an unusual way"}, file=name))
    try:
        return Member(name, _unpacked(packed, info, left))
    except DrillError as error:
        return Member(name, fault=error.faults[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        reason = str(error) or "it is damaged"
        return Member(name, fault=Fault("message-zip", {"reason": reason}, file=name))


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, unpacked piece by piece: what the zip says of its size is not believed."""
    parts, size = [], 0
    most = min(MOST_BYTES, left)
    with packed.open(info) as stream:
        while part := stream.read(_AT_ONCE):
            parts.append(part)
            size += len(part)
            if size > _SMALL and size > MOST_RATIO * max(info.compress_size, 1):
                raise refuse("message-bomb", file=info.filename, ratio=MOST_RATIO)
            if size > most:
                if most == left:
                    break
                raise refuse("message-large", file=info.filename, limit=MOST_BYTES // 2**20)
    return b"".join(parts)
