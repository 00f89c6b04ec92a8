"""The rate description of an air waybill, which is also where the goods are described.

RTD/1/P6/K120.0/CQ/W120.0/R1.50/T180.00   a numbered line with columns: pieces, weight, rate class,
                                          commodity item (S), chargeable weight, rate, total
/NG/ELECTRICALS                           goods of the line above
/2/NG/NOT RESTRICTED                      a numbered line with goods alone
/3/NC/CONSOLIDATION                       goods of a consolidation
/4/ND/K80.0/CMT80-40-20/4                 dimensions: weight, unit, length, width, height, pieces
/5/ND//NDA                                no dimensions available
/6/NV/MC0.31                              volume
/7/NU/PMC01473R7                          unit load device
/8/NS/12                                  pieces that the shipper loaded and counted
/9/NH/123456                              commodity code
/10/NO/KZ                                 country of origin
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from simulator.formats.cargo_imp.fields import (
    Dimensions,
    amount_text,
    country,
    decimal,
    dimensions,
    dimensions_text,
    fits,
    limits,
    slashed,
)
from simulator.formats.cargo_imp.lines import Line, Segment
from simulator.formats.cargo_imp.texts import broken
from simulator.formats.check import uld_flaw
from simulator.formats.notes import Notes

KINDS = frozenset(("NG", "NC", "ND", "NV", "NU", "NS", "NH", "NO"))


@dataclass(frozen=True, slots=True)
class Goods:
    """What one line says of the goods; `kind` is one of `KINDS`. `dimensions` holds those of `ND`, `text` the rest."""

    kind: str
    text: str = ""
    dimensions: Dimensions | None = None


@dataclass(frozen=True, slots=True)
class RateLine:
    """A numbered line: columns of the waybill, goods, or both.

    `pieces` is their number or, at a rate combination point, an airport.
    """

    pieces: str = ""
    weight: Decimal | None = None
    weight_unit: str = "K"
    rate_class: str = ""
    item: str = ""
    chargeable: Decimal | None = None
    rate: Decimal | None = None
    total: Decimal | None = None
    goods: Goods | None = None


def read_rates(segment: Segment, notes: Notes) -> tuple[RateLine, ...]:
    """The lines of a rate description."""
    held: list[RateLine] = []
    for line, body in zip(segment.lines, segment.bodies(), strict=True):
        number, _, rest = body.partition("/")
        if not number.isdigit():
            _add_goods(held, line, body, notes)
        elif rest[:2] in KINDS and rest[2:3] == "/":
            held.append(RateLine(goods=_goods(line, rest, notes)))
        elif columns := _columns(line, rest, notes):
            held.append(columns)
    if len(held) > limits()["rates"]:
        notes.flag(segment.line, "too-many", segment.name, f"{len(held)} lines, allowed are {limits()['rates']}")
    return tuple(held)


def _add_goods(held: list[RateLine], line: Line, body: str, notes: Notes) -> None:
    """Put goods without a line number to the line before; a line of their own if it has some."""
    if body[:2] not in KINDS or body[2:3] != "/":
        notes.keep(*line, "RTD")
        return
    goods = _goods(line, body, notes)
    if held and held[-1].goods is None:
        held[-1] = replace(held[-1], goods=goods)
    else:
        held.append(RateLine(goods=goods))


def _goods(line: Line, body: str, notes: Notes) -> Goods:
    number, kind, text = line[0], body[:2], body[3:]
    if kind == "ND" and (size := dimensions(text)):
        return Goods(kind, "", size)
    if kind in ("NG", "NC"):
        fits(number, "goods", text, notes)
    elif kind == "NO":
        country(number, text, notes)
    elif kind == "NU" and uld_flaw(text):
        notes.flag(number, "shape", "unit load device", text)
    elif (kind == "NS" and not text.isdigit()) or (kind == "NV" and decimal(text[2:]) is None) or kind == "ND":
        notes.flag(number, "shape", kind, text)
    return Goods(kind, text)


def _columns(line: Line, body: str, notes: Notes) -> RateLine | None:
    """`P6/K120.0/CQ/W120.0/R1.50/T180.00`, each column once; None if something else stands there."""
    fields = {field[:1]: field[1:] for field in body.split("/")}
    unit = "L" if "L" in fields else "K"
    amounts = {letter: decimal(fields[letter]) for letter in (unit, "W", "R", "T") if letter in fields}
    if None in amounts.values() or not fields.keys() <= set("PKLCSWRT"):
        notes.keep(*line, "RTD")
        return None
    texts = (fields.get("C", ""), fields.get("S", ""))
    columns = (amounts.get("W"), amounts.get("R"), amounts.get("T"))
    return RateLine(fields.get("P", ""), amounts.get(unit), unit, *texts, *columns)


def write_rates(name: str, rates: Iterable[RateLine]) -> list[str]:
    """The lines of a rate description, numbered from 1; goods in words that are too long are broken."""
    lines: list[str] = []
    for number, part in enumerate((part for rate in rates for part in _parted(rate)), 1):
        columns, goods = _columns_text(part), _goods_text(part.goods)
        lines.append(f"/{number}/{columns or goods}")
        if columns and goods:
            lines.append(f"/{goods}")
    return [name + lines[0], *lines[1:]]


def _parted(rate: RateLine) -> list[RateLine]:
    """A line as several, if it describes goods with more words than a line holds."""
    if rate.goods is None or rate.goods.kind not in ("NG", "NC"):
        return [rate]
    first, *more = broken(rate.goods.text, limits()["goods"])
    kind = rate.goods.kind
    return [replace(rate, goods=Goods(kind, first)), *(RateLine(goods=Goods(kind, text)) for text in more)]


def _columns_text(rate: RateLine) -> str:
    columns = {
        "P": rate.pieces,
        rate.weight_unit: amount_text(rate.weight),
        "C": rate.rate_class,
        "S": rate.item,
        "W": amount_text(rate.chargeable),
        "R": amount_text(rate.rate),
        "T": amount_text(rate.total),
    }
    return slashed(*(letter + text for letter, text in columns.items() if text))


def _goods_text(goods: Goods | None) -> str:
    if goods is None:
        return ""
    return f"{goods.kind}/{dimensions_text(goods.dimensions) if goods.dimensions else goods.text}"
