"""Which characters the fonts of a printed page can show; others are transliterated, because a page with a hole in it
is no valid PDF/UA.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path
from unicodedata import bidirectional

_SAFE = re.compile(r"[\t\n\x20-\x7e\xa0-\xac\xae-\xff\u0100-\u017f\u0410-\u044f\u0401\u0451\u10d0-\u10f0–—’“”…·]*")
"""What every text font of the folder shows: most texts need no look into the fonts."""
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")


def folder() -> Path:
    """Where the fonts lie."""
    import manimgx_fonts

    return Path(manimgx_fonts.__file__).parent


def families() -> list[str]:
    """The families in the order in which they are tried."""
    scripts = ("Georgian", "Armenian", "Arabic", "Hebrew", "Devanagari", "Thai")
    return ["Noto Sans", *(f"Noto Sans {script}" for script in scripts), "Noto Sans Symbols"]


def showable(text: str) -> str:
    """The text with what no font can show transliterated, or `?` in its place."""
    if _SAFE.fullmatch(text):
        return text
    known = covered()
    return "".join(
        sign if ord(sign) in known or _INVISIBLE.match(sign) or sign in "\n\t" else _other(sign) for sign in text
    )


def from_left(text: str) -> str:
    """The text with what is written from right to left transliterated: tagged charts can not hold it."""
    return "".join(_other(sign) if bidirectional(sign) in ("R", "AL") else sign for sign in text)


def _other(sign: str) -> str:
    from anyascii import anyascii

    return str(anyascii(sign)) or "?"


@cache
def covered() -> frozenset[int]:
    """Code points that any of the fonts shows."""
    return frozenset().union(*(_covered(path.read_bytes()) for path in sorted(folder().glob("*.ttf"))))


def _covered(font: bytes) -> set[int]:
    """Code points of a TrueType font, from the tables of formats 4 and 12 of its `cmap`.

    Source: OpenType specification 1.9.1, chapter cmap.
    """
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    base = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, base + 2)
    points: set[int] = set()
    for n in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, base + 4 + 8 * n)
        (form,) = struct.unpack_from(">H", font, base + offset)
        if form == 12:
            (groups,) = struct.unpack_from(">I", font, base + offset + 12)
            for first, last, _ in struct.iter_unpack(
                ">III", font[base + offset + 16 : base + offset + 16 + 12 * groups]
            ):
                points.update(range(first, last + 1))
        elif form == 4:
            points |= _segments(font, base + offset)
    return points


def _segments(font: bytes, at: int) -> set[int]:
    """Code points of a table of format 4."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double)
    ranges = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", font, ranges)
    points: set[int] = set()
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = (point + deltas[n]) & 0xFFFF
            if offsets[n]:
                (glyph,) = struct.unpack_from(">H", font, ranges + 2 * n + offsets[n] + 2 * (point - start))
            if glyph:
                points.add(point)
    return points
