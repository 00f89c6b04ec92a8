"""What a file must be before anything is read from it: text of a bounded size, neither packed nor binary."""

from __future__ import annotations

import codecs
import re

from simulator.common.errors import refuse

MOST_BYTES = 16 * 2**20
"""A day of mail of a large post is below 10 MB; nothing that a trainer hands over is larger."""

_PACKED = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
}
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python knows encodings that are slow or that unpack; only these may be named by a file.
_NAMED = re.compile(
    r"utf-?(8|16|16le|16be|32)|(us-)?ascii|iso-?8859-?\d{1,2}|(windows-?|cp)125\d|koi8-[ru]", re.IGNORECASE
)
# What text holds none of, while a picture or a program always does: control characters other than tab, LF, FF, CR.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1b]")
_CONTROL_SHARE = 0.01


def text_of(data: bytes, named: str | None = None) -> tuple[str, bool]:
    """The text of a file, and whether it was in the encoding that it should be in.

    Tried in this order: the byte order mark, UTF-8, the encoding that the file names, Windows-1252. Raises a
    `DrillError` for what is empty, larger than `MOST_BYTES`, packed, or no text.
    """
    if len(data) > MOST_BYTES:
        raise refuse("message-large", limit=MOST_BYTES // 2**20)
    packed = next((kind for mark, kind in _PACKED.items() if data.startswith(mark)), None)
    if packed:
        raise refuse("message-packed", kind=packed)
    text, clean = _decoded(data, named)
    if not text.strip():
        raise refuse("message-empty")
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise refuse("message-binary")
    return text, clean


def _decoded(data: bytes, named: str | None) -> tuple[str, bool]:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    known = named if named and _NAMED.fullmatch(named) else None
    for encoding in (marked, "utf-8", known):
        try:
            return data.decode(encoding or "utf-8"), True
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace"), False
