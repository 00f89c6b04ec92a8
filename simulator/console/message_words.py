"""What the tables of messages are made of: fields, rows, and words that all formats share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.formats.iata_codes import titles

Fields = Iterator[tuple[str, str]]
"""Names and values; those without a value are left out."""
Rows = Iterator[tuple[str, ...]]

_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """A text without what would steer a terminal, or turn the direction of writing."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def spaced(*parts: object) -> str:
    """The parts that say something, with a space between them."""
    return " ".join(str(part) for part in parts if part not in (None, ""))


def listed(*parts: object) -> str:
    """The parts that say something, with a comma between them."""
    return ", ".join(str(part) for part in parts if part not in (None, ""))


def handled(codes: Iterable[str]) -> str:
    """Special handling codes with what they mean, each on a line."""
    known = titles("SpecialHandlingCode")
    return "\n".join(spaced(code, known.get(code)) for code in codes)
