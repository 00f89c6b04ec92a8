"""House waybills under an air waybill (FHL), versions 4 and 5.

    FHL/5
    MBI/465-12345675TASALA/T7K1000             the air waybill and all of its pieces
    HBS/NWT0001/TASALA/1/K400/4/COMPUTER PARTS a house: number, route, pieces, weight, pieces that the shipper
                                               loaded, description
    /SPX/PER                                   special handling
    TXT/MEMORY BOARDS AND OTHER PARTS          and the segments of LAYOUT, in its order
    HBS/...                                    the next house

The grammar that the project holds allows parties and values once, after all houses. Read are those of each house;
where they stand only once, after several houses, they are read as the last one's and flagged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from simulator.formats.cargo_imp import charges, oci, parties, texts
from simulator.formats.cargo_imp.fields import (
    Head,
    Quantity,
    amount,
    count,
    count_text,
    fits,
    head_text,
    keep,
    limits,
    lines_of,
    only,
    read_head,
)
from simulator.formats.cargo_imp.layout import Layout, Part
from simulator.formats.cargo_imp.lines import Message, Segment, grouped, segments
from simulator.formats.cargo_imp.security import check_order
from simulator.formats.check import house_flaw
from simulator.formats.notes import Notes
from simulator.formats.quantities import plain

_CODES = re.compile(r"[A-Z0-9]{3}(?:/[A-Z0-9]{3})*")


@dataclass(frozen=True, slots=True)
class House:
    """A house waybill. `loaded`: pieces that the shipper loaded and counted."""

    number: str
    origin: str = ""
    destination: str = ""
    pieces: int | None = None
    weight: Decimal | None = None
    weight_unit: str = "K"
    loaded: int | None = None
    description: str = ""
    handling: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    tariffs: tuple[str, ...] = ()
    oci: tuple[oci.OciLine, ...] = ()
    shipper: parties.Party | None = None
    consignee: parties.Party | None = None
    valuation: charges.Valuation | None = None


@dataclass(frozen=True, slots=True)
class HouseList:
    """The house waybills under one air waybill."""

    master: str
    origin: str = ""
    destination: str = ""
    quantity: Quantity | None = None
    houses: tuple[House, ...] = ()


def read_tariffs(segment: Segment, notes: Notes) -> tuple[str, ...]:
    """Commodity codes, one a line."""
    codes = tuple(segment.bodies())
    if len(codes) > limits()["tariffs"]:
        notes.flag(segment.line, "too-many", segment.name, f"{len(codes)} codes, allowed are {limits()['tariffs']}")
    return codes


@cache
def layout(version: int) -> Layout:
    """The segments of a house after its first, in their order; parties are written by tags from version 5 on."""
    party = parties.write_tagged if version >= 5 else parties.write_named
    return Layout(
        Part("TXT", "text", texts.read_texts, texts.write_texts, many=True),
        Part("HTS", "tariffs", read_tariffs, lines_of, many=True),
        Part("OCI", "oci", oci.read_oci, oci.write_oci, many=True),
        Part("SHP", "shipper", parties.read_named_party, party),
        Part("CNE", "consignee", parties.read_named_party, party),
        Part("CVD", "valuation", charges.read_house_valuation, charges.write_house_valuation),
    )


def read_houses(message: Message, notes: Notes) -> HouseList | None:
    """The houses of a message; None if it names neither an air waybill nor a house."""
    names = layout(5).names | {"MBI", "HBS"}
    before, groups = grouped(segments(message.lines, names), lambda segment: segment.name == "HBS")
    master = next((segment for segment in before if segment.name == "MBI"), None)
    keep((line for segment in before if segment is not master for line in segment.lines), "", notes)
    if master is None and not groups:
        return None
    start, total = read_head(master, notes) if master else (Head(), None)
    if master is None or not groups:
        notes.flag(message.line, "missing" if groups else "cut", "", "HBS" if master else "MBI")
    houses = tuple(_house(group, message.kind, notes) for group in groups)
    _flag_shared(houses, groups, notes)
    return HouseList(start.number, start.origin, start.destination, total, houses)


def _house(group: list[Segment], kind: str, notes: Notes) -> House:
    first, *others = group
    held = {**_summary(first, notes), **layout(5).read(others, notes)}
    numbers = [number for segment in others if segment.name == "OCI" for number, _ in segment.lines]
    check_order(held.get("oci", ()), numbers, kind, held["handling"], notes)
    return House(**held)


def _summary(segment: Segment, notes: Notes) -> dict[str, Any]:
    """`AEI12345678/SINJFK/1/K400/4/COMPUTER PARTS`, and special handling on the lines below."""
    line, more = segment.line, segment.lines[1:]
    number, route, pieces, weight, loaded, description = only(Segment("HBS", segment.lines[:1]), notes, 6)
    if loaded and not loaded.isdecimal():
        loaded, description = "", "/".join(filter(None, (loaded, description)))
    if house_flaw(number):
        notes.flag(line, "shape", "house waybill", number)
    if len(route) not in (0, 3, 6):
        notes.flag(line, "shape", "route", route)
    handling: tuple[str, ...] = ()
    for number_of_line, text in more:
        if _CODES.fullmatch(text[1:]):
            handling += tuple(text[1:].split("/"))
        else:
            notes.keep(number_of_line, text, "HBS")
    texts.check_codes(line, handling, notes)
    return {
        "number": number,
        "origin": route[:-3],
        "destination": route[-3:],
        "pieces": count(line, "pieces", pieces, notes),
        "weight": amount(line, "weight", weight[1:], notes),
        "weight_unit": weight[:1] or "K",
        "loaded": count(line, "pieces loaded", loaded, notes),
        "description": fits(line, "description", description, notes),
        "handling": handling,
    }


def _flag_shared(houses: tuple[House, ...], groups: list[list[Segment]], notes: Notes) -> None:
    having = [bool(house.shipper or house.consignee) for house in houses]
    if len(having) > 1 and having[-1] and not any(having[:-1]):
        line = next(segment.line for segment in groups[-1] if segment.name in ("SHP", "CNE"))
        notes.flag(line, "shared", "SHP and CNE")


def write_houses(held: HouseList, version: int = 5) -> list[str]:
    """The lines of a list of houses, from `FHL/5` on."""
    lines = [f"FHL/{version}", "MBI/" + head_text(held.master, held.origin, held.destination, held.quantity)]
    for house in held.houses:
        lines += [_summary_text(house), *(["/" + "/".join(house.handling)] if house.handling else [])]
        lines += layout(version).write(house)
    return lines


def _summary_text(house: House) -> str:
    weight = f"{house.weight_unit}{plain(house.weight)}" if house.weight is not None else ""
    route = house.origin + house.destination
    counts = (count_text(house.pieces), weight, count_text(house.loaded))
    return "/".join(("HBS", house.number, route, *counts, house.description))
