"""Status of consignments (FSU, and FSA as an answer), versions 14 and 15.

    FSU/14
    465-12345675TASTBS/T20K100                 a consignment; each one is followed by its statuses
    RCF/KC0123/17APR1530-N/TBS/P12K60/A1525    a status: its code, and the fields of LAYOUTS
    ULD/PMC01473KC/AKE01063KC                  unit load devices
    OSI/ANY WORDS
    OCI/KZ/ISS/RA/00001-01

Some statuses go on in a second line: RCS and FOH with the volume (`/MC2.96`), RCT and TFD with the carrier it comes
from and a name (`/SU/AERODAR`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.formats.cargo_imp import oci, texts
from simulator.formats.cargo_imp.fields import (
    DAY,
    NUMBER,
    TIME,
    Quantity,
    flight,
    head,
    head_text,
    keep,
    quantity,
    quantity_text,
    read_head,
    slashed,
)
from simulator.formats.cargo_imp.lines import Line, Message, Segment, grouped, segments
from simulator.formats.cargo_imp.security import check_order
from simulator.formats.check import uld_flaw
from simulator.formats.notes import Notes

_ON_FLIGHT = ("flight", "moment", "route", "quantity", "departure", "arrival", "volume")
_FROM_FLIGHT = ("flight", "moment", "airport", "quantity", "departure", "arrival")
_HERE = ("moment", "airport", "quantity", "name")
LAYOUTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("BKD", "MAN", "DEP", "PRE"), _ON_FLIGHT),
    **dict.fromkeys(("ARR", "RCF", "AWR", "FIW"), _FROM_FLIGHT),
    **dict.fromkeys(("FOH", "RCS", "NFD", "AWD", "DLV", "DDL", "CCD", "TGC", "DPU", "DOC", "FOW"), _HERE),
    **dict.fromkeys(("RCT", "TFD"), ("carrier", "moment", "airport", "quantity", "manifest")),
    "TRM": ("carrier", "airport", "quantity"),
    "DIS": ("flight", "moment", "airport", "discrepancy", "quantity"),
    "CRC": ("moment", "airport", "quantity", "flight", "day", "route"),
}
"""The fields of each status in their order (grammar fsa15.g4 of github gumraq/iata-messages, Apache-2.0)."""

_ATTACHED = ("ULD", "OSI", "OCI")
_MOMENT = re.compile(rf"{DAY}(?:{TIME}(?:-[A-Z])?)?")
_TIME = re.compile(rf"[A-Z]{TIME}(?:-[A-Z])?")
_SHAPES = {
    "moment": _MOMENT,
    "day": re.compile(DAY),
    "airport": re.compile("[A-Z]{3}"),
    "route": re.compile("[A-Z]{6}"),
    "carrier": re.compile("[A-Z0-9]{2}"),
    "discrepancy": re.compile("[A-Z]{4}"),
    "departure": _TIME,
    "arrival": _TIME,
    "volume": re.compile(f"(?:MC|CF|CC|CI){NUMBER}|DG[0-9]{{1,2}}"),
    "manifest": re.compile("[0-9]{6}"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """Something that happened to a consignment.

    `moment`: day, or day and local time, and whether it was another day: `03MAY0015-N` (next). `departure`, `arrival`:
    `A` actual, `E` estimated or `S` scheduled time. `route`: two airports. `manifest`: number of a transfer manifest.
    `from_carrier`, `from_name`: from whom it was taken over.
    """

    code: str
    flight: str = ""
    carrier: str = ""
    moment: str = ""
    day: str = ""
    airport: str = ""
    route: str = ""
    discrepancy: str = ""
    quantity: Quantity | None = None
    departure: str = ""
    arrival: str = ""
    volume: str = ""
    manifest: str = ""
    name: str = ""
    from_carrier: str = ""
    from_name: str = ""
    ulds: tuple[str, ...] = ()
    service_information: tuple[str, ...] = ()
    oci: tuple[oci.OciLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsignmentStatus:
    """What is said of one air waybill."""

    number: str
    origin: str = ""
    destination: str = ""
    quantity: Quantity | None = None
    statuses: tuple[Status, ...] = ()
    service_information: tuple[str, ...] = ()
    oci: tuple[oci.OciLine, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Status of one or more air waybills; `kind` is `FSU` (sent unasked) or `FSA` (an answer)."""

    kind: str = "FSU"
    consignments: tuple[ConsignmentStatus, ...] = ()


def read_status(message: Message, notes: Notes) -> StatusReport | None:
    """The status of a message; None if it names no air waybill."""
    names = frozenset(text[:3] for _, text in message.lines if text[3:4] == "/" and text[:3].isalpha())
    before, groups = grouped(segments(message.lines, names), _is_consignment)
    keep((line for segment in before for line in segment.lines), "", notes)
    if not groups:
        return None
    return StatusReport(message.kind, tuple(_consignment(group, message.kind, notes) for group in groups))


def _is_consignment(segment: Segment) -> bool:
    return not segment.name and head(segment.lines[0][1]) is not None


def _consignment(group: list[Segment], kind: str, notes: Notes) -> ConsignmentStatus:
    """A consignment and its statuses; what follows a status belongs to it."""
    start, total = read_head(group[0], notes)
    above, statuses = grouped(group[1:], lambda segment: bool(segment.name) and segment.name not in _ATTACHED)
    held = _attached(above, kind, notes)
    if held["ulds"]:
        keep(((segment.line, "/".join(segment.bodies())) for segment in above if segment.name == "ULD"), "ULD", notes)
    return ConsignmentStatus(
        start.number,
        start.origin,
        start.destination,
        total,
        tuple(_status(status, kind, notes) for status in statuses),
        held["service_information"],
        held["oci"],
    )


def _attached(found: list[Segment], kind: str, notes: Notes) -> dict[str, Any]:
    """Unit load devices, service information, customs and security lines."""
    held: dict[str, Any] = {"ulds": (), "service_information": (), "oci": ()}
    numbers: list[int] = []
    for segment in found:
        if segment.name == "ULD":
            devices = (text for body in segment.bodies() for text in body.split("/") if text)
            held["ulds"] += tuple(_device(segment.line, text, notes) for text in devices)
        elif segment.name == "OSI":
            held["service_information"] += texts.read_texts(segment, notes)
        elif segment.name != "OCI":
            keep(segment.lines, "", notes)
        else:
            held["oci"] += oci.read_oci(segment, notes)
            numbers += [number for number, _ in segment.lines]
    check_order(held["oci"], numbers, kind, (), notes)
    return held


def _device(line: int, text: str, notes: Notes) -> str:
    if uld_flaw(text.partition("-")[0]):
        notes.flag(line, "shape", "unit load device", text)
    return text


def _status(group: list[Segment], kind: str, notes: Notes) -> Status:
    """`RCF/KC0123/17APR1530-N/TBS/P12K60/A1525`, by the layout of its code."""
    first, *attached = group
    (line, text), *below = first.lines
    names = _names(first.name, text[4:])
    fields = text[4:].split("/", len(names) - 1)
    held: dict[str, Any] = {name: field for name, field in zip(names, fields, strict=False) if field}
    for name, field in held.items():
        _check(line, f"{name} of {first.name}", name, field, notes)
    if "quantity" in held and (size := quantity(held["quantity"])) is not None:
        held["quantity"] = size
    elif "quantity" in held:
        notes.keep(line, held.pop("quantity"), first.name)
    return Status(first.name, **held, **_continued(below, names, notes), **_attached(attached, kind, notes))


def _check(line: int, where: str, name: str, field: str, notes: Notes) -> None:
    shape = _SHAPES.get(name)
    if name == "flight":
        flight(line, field, notes)
    elif shape and not shape.fullmatch(field):
        notes.flag(line, "shape", where, field)


def _continued(below: list[Line], names: tuple[str, ...], notes: Notes) -> dict[str, Any]:
    """The second line: the volume, or the carrier it comes from and a name."""
    held: dict[str, Any] = {}
    for number, text in below:
        carrier, _, name = text[1:].partition("/")
        if not {"volume", "carrier"} & {*held, *names} and _SHAPES["volume"].fullmatch(text[1:]):
            held["volume"] = text[1:]
        elif "from_carrier" not in held and "carrier" in names and len(carrier) == 2:
            held |= {"from_carrier": carrier, "from_name": name}
        else:
            notes.keep(number, text)
    return held


def _names(code: str, body: str) -> tuple[str, ...]:
    """The fields of a status; of a code that is not known, those that its first fields look like."""
    return LAYOUTS.get(code) or (_HERE if _MOMENT.fullmatch(body.partition("/")[0]) else _FROM_FLIGHT)


def write_status(report: StatusReport, version: int = 15) -> list[str]:
    """The lines of a status message, from `FSU/15` on."""
    lines = [f"{report.kind}/{version}"]
    for held in report.consignments:
        lines.append(head_text(held.number, held.origin, held.destination, held.quantity))
        lines += _attached_lines(held)
        for status in held.statuses:
            lines += _status_lines(status)
    return lines


def _status_lines(status: Status) -> list[str]:
    names = LAYOUTS.get(status.code) or (_FROM_FLIGHT if status.flight or not status.moment else _HERE)
    fields = [_field_text(status, name) for name in names]
    lines = [f"{status.code}/{slashed(*fields)}"]
    if status.volume and "volume" not in names:
        lines.append(f"/{status.volume}")
    if status.from_carrier:
        lines.append(f"/{slashed(status.from_carrier, status.from_name)}")
    return lines + ([f"ULD/{'/'.join(status.ulds)}"] if status.ulds else []) + _attached_lines(status)


def _field_text(status: Status, name: str) -> str:
    value = getattr(status, name)
    return quantity_text(value) if isinstance(value, Quantity) else value or ""


def _attached_lines(held: Status | ConsignmentStatus) -> list[str]:
    lines = texts.write_texts("OSI", held.service_information) if held.service_information else []
    return lines + (oci.write_oci("OCI", held.oci) if held.oci else [])
