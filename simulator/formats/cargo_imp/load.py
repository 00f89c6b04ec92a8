"""A load of a manifest: what is carried of an air waybill, loose or in a unit load device.

465-12345675TASTBS/T2K30MC0.33/SHOES   air waybill, quantity, description
/SPX/EAW                               special handling
DIM/K25.5/CMT69-68-70/1                dimensions
/K15/CMT29-80-47/2
/ISTTK387/18APR                        onward: airport, carrier, flight, day
/G                                     priority
OSI/HANDLE WITH CARE
COR/T1                                 customs origin
OCI/KZ/ISS/RA/00001-01
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulator.formats.cargo_imp import oci, texts
from simulator.formats.cargo_imp.fields import (
    DAY,
    Dimensions,
    Head,
    Quantity,
    check_awb,
    dimensions,
    dimensions_text,
    fits,
    head,
    head_text,
    keep,
    lines_of,
    quantity,
    slashed,
)
from simulator.formats.cargo_imp.lines import Line, Segment, grouped
from simulator.formats.cargo_imp.security import check_order
from simulator.formats.iata_codes import titles
from simulator.formats.notes import Notes

_ONWARD = re.compile(rf"([A-Z]{{3}})([A-Z0-9]{{2}})([0-9]{{3,4}}[A-Z]?)?(?:/({DAY}))?")
_CODES = re.compile(r"[A-Z0-9]{3}(?:/[A-Z0-9]{3})*")
_CODE = re.compile(r"[A-Z]{3}")
_RUN_OF_CODES = re.compile(r"[A-Z]{3}(?:/?[A-Z]{3})*")


@dataclass(frozen=True, slots=True)
class Onward:
    """Where it goes on: to which airport, with which carrier, on which of its flights (digits), on which day."""

    airport: str
    carrier: str
    flight: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What is carried of an air waybill, loose or in a unit load device."""

    number: str
    origin: str = ""
    destination: str = ""
    quantity: Quantity | None = None
    description: str = ""
    handling: tuple[str, ...] = ()
    dimensions: tuple[Dimensions, ...] = ()
    onward: tuple[Onward, ...] = ()
    priority: str = ""
    service_information: tuple[str, ...] = ()
    customs_origin: str = ""
    oci: tuple[oci.OciLine, ...] = ()


def is_load(segment: Segment) -> bool:
    """Whether a segment begins a load."""
    return not segment.name and head(segment.lines[0][1]) is not None


def read_loads(found: Iterable[Segment], kind: str, notes: Notes) -> tuple[Load, ...]:
    """The loads of segments; what stands before the first one is kept."""
    stray, groups = grouped(found, is_load)
    keep((line for segment in stray for line in segment.lines), "", notes)
    return tuple(_load(group, kind, notes) for group in groups)


def _load(group: list[Segment], kind: str, notes: Notes) -> Load:
    """`465-12345675TASTBS/T2K30MC0.33/SHOES` and what follows it."""
    (line, text), *below = group[0].lines
    start = head(text) or Head()
    check_awb(line, start.number, notes)
    size, _, words = start.rest.partition("/")
    total = quantity(size)
    if total is None:
        notes.flag(line, "shape", "quantity", size)
    description, codes = _described(words)
    fits(line, "description", description, notes)
    held = _details(group[1:], below, codes, notes)
    numbers = [number for segment in group[1:] if segment.name == "OCI" for number, _ in segment.lines]
    check_order(held["oci"], numbers, kind, held["handling"], notes)
    return Load(start.number, start.origin, start.destination, total, description, **held)


def _described(words: str) -> tuple[str, tuple[str, ...]]:
    """Description, and the special handling codes that some write after it, without a space: `SHOES/EAWSPX`."""
    description, _, run = words.partition("/")
    codes = tuple(_CODE.findall(run)) if _RUN_OF_CODES.fullmatch(run) else ()
    if len(codes) == 1 or titles("SpecialHandlingCode").keys() & codes:
        return description, codes
    return words, ()


def _details(found: Iterable[Segment], below: list[Line], codes: tuple[str, ...], notes: Notes) -> dict[str, Any]:
    """The fields of a load that its further lines hold."""
    onward: list[Onward] = []
    sizes: list[Dimensions] = []
    held: dict[str, Any] = {"handling": codes, "service_information": (), "oci": ()}
    for segment in found:
        if segment.name == "DIM":
            below += [(number, "/" + body) for (number, _), body in zip(segment.lines, segment.bodies(), strict=True)]
        elif segment.name == "OSI":
            held["service_information"] += texts.read_texts(segment, notes)
        elif segment.name == "COR":
            held["customs_origin"] = texts.read_text(segment, notes)
        elif segment.name == "OCI":
            held["oci"] += oci.read_oci(segment, notes)
        else:
            keep(segment.lines, "", notes)
    for line, text in below:
        body = text[1:]
        if size := dimensions(body):
            sizes.append(size)
        elif goes_on := read_onward(body):
            onward.append(goes_on)
        elif len(body) == 1 and body.isalpha():
            held["priority"] = body
        elif _CODES.fullmatch(body):
            held["handling"] += tuple(body.split("/"))
        else:
            notes.keep(line, text)
    return {**held, "dimensions": tuple(sizes), "onward": tuple(onward)}


def load_lines(load: Load) -> list[str]:
    """A load as it is written."""
    lines = [f"{head_text(load.number, load.origin, load.destination, load.quantity)}/{load.description}"]
    lines += ["/" + "/".join(load.handling)] if load.handling else []
    lines += lines_of("DIM", map(dimensions_text, load.dimensions)) if load.dimensions else []
    lines += [f"/{onward_text(onward)}" for onward in load.onward]
    lines += [f"/{load.priority}"] if load.priority else []
    lines += texts.write_texts("OSI", load.service_information) if load.service_information else []
    lines += [f"COR/{load.customs_origin}"] if load.customs_origin else []
    return lines + (oci.write_oci("OCI", load.oci) if load.oci else [])


def read_onward(text: str) -> Onward | None:
    """`ISTTK387/18APR`; None if it is none."""
    found = _ONWARD.fullmatch(text)
    return Onward(*found.groups("")) if found else None


def onward_text(onward: Onward) -> str:
    """Where it goes on, as it is written."""
    return slashed(onward.airport + onward.carrier + onward.flight, onward.day)
