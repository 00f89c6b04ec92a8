"""Values that stand in segments of many kinds: waybill numbers, quantities, sizes, days, texts of a limited length.

Numbers are exact (`Decimal` keeps `913.0`). Days and times stay as they are written, since they name no year and no
time zone: `17APR`, `17APR1250` (day, month, local time), `A0940-N` (actual, on the next day).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from simulator.common.tables import table
from simulator.formats.cargo_imp.lines import Line, Segment
from simulator.formats.check import awb_flaw, countries, flight_flaw
from simulator.formats.notes import Notes
from simulator.formats.quantities import plain

NUMBER = r"[0-9]{1,12}(?:[.,][0-9]{1,9})?"
DAY = r"(?:0[1-9]|[12][0-9]|3[01])(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
TIME = r"(?:[01][0-9]|2[0-4])[0-5][0-9]"

_NUMBER = re.compile(NUMBER)
_COUNT = re.compile(r"[0-9]{1,9}")
_HEAD = re.compile(r"([0-9]{3}-?[0-9]{8})(?:/?([A-Z]{3})?([A-Z]{3}))?(?:/(.*))?")
_QUANTITY = re.compile(
    rf"([A-Z])([0-9]{{1,5}})(?:([KL])({NUMBER}))?(?:(MC|CF|CC|CI)({NUMBER}))?(?:DG([0-9]{{1,2}}))?(?:T([0-9]{{1,5}}))?"
)
_DIMENSIONS = re.compile(
    rf"(?:([KL])({NUMBER}))?/([A-Z]{{3}})(?:([0-9]{{1,5}})-([0-9]{{1,5}})-([0-9]{{1,5}})(?:/([0-9]{{1,5}}))?)?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Pieces and weight, as `T4K800MC4.8`.

    `share` of the consignment: `T` all, `P` a part, `S` all but over several unit load devices, `D` a part of it over
    several. Weight in `K` kilograms or `L` pounds, volume in `MC` cubic metres or `CF` cubic feet; `density` is a group
    that stands where no volume is given. `total` pieces of the whole consignment, where these are not all.
    """

    share: str
    pieces: int
    weight: Decimal | None = None
    weight_unit: str = "K"
    volume: Decimal | None = None
    volume_unit: str = "MC"
    density: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Size of pieces, as `K80.0/CMT80-40-20/4`; the unit `NDA` says that no sizes are known."""

    unit: str
    length: int | None = None
    width: int | None = None
    height: int | None = None
    pieces: int | None = None
    weight: Decimal | None = None
    weight_unit: str = "K"


class Head(NamedTuple):
    """What an air waybill line begins with: number, origin, destination, and what follows the first slash."""

    number: str = ""
    origin: str = ""
    destination: str = ""
    rest: str = ""


def head(text: str) -> Head | None:
    """`465-12345675TASALA/T4K80`; None if it is none."""
    found = _HEAD.fullmatch(text)
    return Head(*found.groups("")) if found else None


def read_head(segment: Segment, notes: Notes) -> tuple[Head, Quantity | None]:
    """An air waybill line and its quantity; a wrong check digit and what is no quantity are flagged.

    Lines that go on with it are kept: none belong there.
    """
    (line, text), *more = segment.lines
    keep(more, "", notes)
    start = head(text[4:] if segment.name else text) or Head(rest=text)
    check_awb(line, start.number, notes)
    total = quantity(start.rest)
    if total is None and start.rest:
        notes.flag(line, "shape", "quantity", start.rest)
    return start, total


def head_text(number: str, origin: str, destination: str, total: Quantity | None) -> str:
    """An air waybill line as it is written."""
    return f"{number}{origin}{destination}" + (f"/{quantity_text(total)}" if total else "")


def check_awb(line: int, number: str, notes: Notes) -> None:
    """Flag a waybill number whose check digit is wrong, or that is not written like one."""
    flaw = awb_flaw(number)
    if flaw:
        notes.flag(line, "check-digit" if flaw == "check" else flaw, "air waybill", number)


def decimal(text: str) -> Decimal | None:
    """`913.0` or, as some write, `913,0`; None if it is no number."""
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def quantity(text: str) -> Quantity | None:
    """`T4K800MC4.8`, `P2K505.0T10`; None if it is none."""
    found = _QUANTITY.fullmatch(text)
    if not found:
        return None
    share, pieces, weight_unit, weight, volume_unit, volume, density, total = found.groups()
    return Quantity(
        share,
        int(pieces),
        decimal(weight) if weight else None,
        weight_unit or "K",
        decimal(volume) if volume else None,
        volume_unit or "MC",
        density or "",
        int(total) if total else None,
    )


def count(line: int, where: str, text: str, notes: Notes) -> int | None:
    """A count that may be missing; flagged if something else stands there."""
    if _COUNT.fullmatch(text):
        return int(text)
    if text:
        notes.flag(line, "shape", where, text)
    return None


def count_text(held: int | None) -> str:
    """A count as it is written, empty for none."""
    return "" if held is None else str(held)


def amount(line: int, where: str, text: str, notes: Notes) -> Decimal | None:
    """A number that may be missing; flagged if something else stands there."""
    held = decimal(text)
    if text and held is None:
        notes.flag(line, "shape", where, text)
    return held


def amount_text(held: Decimal | None) -> str:
    """A number as it is written, empty for none."""
    return "" if held is None else plain(held)


def quantity_text(held: Quantity) -> str:
    """A quantity as it is written."""
    weight = f"{held.weight_unit}{plain(held.weight)}" if held.weight is not None else ""
    volume = f"{held.volume_unit}{plain(held.volume)}" if held.volume is not None else ""
    density = f"DG{held.density}" if held.density else ""
    total = f"T{held.total}" if held.total is not None else ""
    return f"{held.share}{held.pieces}{weight}{volume}{density}{total}"


def dimensions(text: str) -> Dimensions | None:
    """`K80.0/CMT80-40-20/4`, `/NDA`; None if it is none."""
    found = _DIMENSIONS.fullmatch(text)
    if not found:
        return None
    weight_unit, weight, unit, length, width, height, pieces = found.groups()
    return Dimensions(
        unit,
        int(length) if length else None,
        int(width) if width else None,
        int(height) if height else None,
        int(pieces) if pieces else None,
        decimal(weight) if weight else None,
        weight_unit or "K",
    )


def dimensions_text(held: Dimensions) -> str:
    """A size as it is written."""
    weight = f"{held.weight_unit}{plain(held.weight)}" if held.weight is not None else ""
    size = f"{held.length}-{held.width}-{held.height}" if held.length is not None else ""
    pieces = f"/{held.pieces}" if held.pieces is not None else ""
    return f"{weight}/{held.unit}{size}{pieces}"


def only(segment: Segment, notes: Notes, most: int) -> list[str]:
    """The `most` fields of a segment of one line, empty where they are missing; what is more is kept.

    The last field may hold slashes: it is the rest of the line.
    """
    for number, text in segment.lines[1:]:
        notes.keep(number, text, segment.name)
    fields = segment.lines[0][1][4:].split("/", most - 1)
    return fields + [""] * (most - len(fields))


def slashed(*fields: str) -> str:
    """Fields with slashes between them, without the empty ones at the end; a slash inside a field becomes a hyphen."""
    last = max((place for place, field in enumerate(fields, 1) if field), default=0)
    return "/".join(field.replace("/", "-") for field in fields[:last])


def lines_of(name: str, bodies: Iterable[str]) -> list[str]:
    """A segment as lines: the first with its identifier, the others with a slash alone."""
    first, *more = bodies
    return [f"{name}/{first}", *("/" + body for body in more)]


def fits(line: int, field: str, text: str, notes: Notes) -> str:
    """The text as it is; flagged if it is longer than the field may be."""
    if len(text) > limits()[field]:
        notes.flag(line, "too-long", field, f"{len(text)} characters, allowed are {limits()[field]}")
    return text


def flight(line: int, text: str, notes: Notes) -> str:
    """The text as it is; flagged if it is no flight number."""
    if flight_flaw(text):
        notes.flag(line, "shape", "flight", text)
    return text


def country(line: int, text: str, notes: Notes) -> str:
    """The text as it is; flagged if it is no country code."""
    if text and text not in countries():
        notes.flag(line, "country", "country", text)
    return text


def keep(lines: Iterable[Line], where: str, notes: Notes) -> None:
    """Keep lines that were not understood."""
    for number, text in lines:
        notes.keep(number, text, where)


@cache
def limits() -> dict[str, int]:
    """How long a field may be, in characters, or how often it may stand."""
    return {row["field"]: int(row["most"]) for row in table("formats", "cargo_imp_limits")}
