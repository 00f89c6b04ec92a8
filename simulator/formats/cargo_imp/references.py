"""Who issued, who sends and which other references a waybill carries.

ISU/01OCT06/ALMATY/A ISSUER             day, place, signature
REF/ALAFFKC/FILE1/AGT/CODE1/ALA         office, its file, participant: kind, code, airport
NOM/NORTH HANDLING/ALMATY               nominated handling party, place
SRI/NUMBER/FIRST/SECOND                 shipment reference and what supplements it
OPI/OTHER FIRM                          another participant: name,
/ALAFFXX/FILE2/TRK/CODE2/ALA            and the fields of REF
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from simulator.formats.cargo_imp.fields import DAY, fits, keep, lines_of, only, slashed
from simulator.formats.cargo_imp.lines import Segment
from simulator.formats.notes import Notes

_ISSUED = re.compile(DAY + "[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Execution:
    """Day like `01OCT06`, place and signature of the issue."""

    day: str = ""
    place: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Who takes part: an office (`ALAFFKC`: airport, function, company) and its file, or a participant.

    `participant` is its kind, as `AGT`. `name` stands only where it is another than the sender.
    """

    office: str = ""
    file: str = ""
    participant: str = ""
    code: str = ""
    airport: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class HandlingParty:
    """The nominated handling party."""

    name: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentReference:
    """Reference of the shipment and what supplements it."""

    number: str = ""
    first: str = ""
    second: str = ""


def read_execution(segment: Segment, notes: Notes) -> Execution:
    """Day, place and signature."""
    day, place, signature = only(segment, notes, 3)
    if not _ISSUED.fullmatch(day):
        notes.flag(segment.line, "date", "day of issue", day)
    fits(segment.line, "place", place, notes)
    return Execution(day, place, fits(segment.line, "signature", signature, notes))


def write_execution(name: str, held: Execution) -> list[str]:
    """Day, place and signature."""
    return [f"{name}/{slashed(held.day, held.place, held.signature)}"]


def read_reference(segment: Segment, notes: Notes) -> Reference:
    """Who sends the message."""
    return Reference(*only(segment, notes, 5))


def write_reference(name: str, held: Reference) -> list[str]:
    """Who sends the message."""
    return [f"{name}/{_reference_text(held)}"]


def _reference_text(held: Reference) -> str:
    return slashed(held.office, held.file, held.participant, held.code, held.airport)


def read_others(segment: Segment, notes: Notes) -> tuple[Reference, ...]:
    """Another participant."""
    name, *bodies = segment.bodies()
    keep(segment.lines[2:], segment.name, notes)
    office, file, participant, code, airport = ((bodies or [""])[0].split("/", 4) + [""] * 5)[:5]
    return (Reference(office, file, participant, code, airport, name),)


def write_others(name: str, held: Iterable[Reference]) -> list[str]:
    """Other participants, a segment for each."""
    return [line for other in held for line in lines_of(name, (other.name, _reference_text(other)))]


def read_handling_party(segment: Segment, notes: Notes) -> HandlingParty:
    """The nominated handling party."""
    return HandlingParty(*only(segment, notes, 2))


def write_handling_party(name: str, held: HandlingParty) -> list[str]:
    """The nominated handling party."""
    return [f"{name}/{slashed(held.name, held.place)}"]


def read_shipment_reference(segment: Segment, notes: Notes) -> ShipmentReference:
    """Reference of the shipment."""
    return ShipmentReference(*only(segment, notes, 3))


def write_shipment_reference(name: str, held: ShipmentReference) -> list[str]:
    """Reference of the shipment."""
    return [f"{name}/{slashed(held.number, held.first, held.second)}"]
