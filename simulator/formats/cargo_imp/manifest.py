"""Flight manifest (FFM), version 8.

    FFM/8
    1/KC0123/17APR1250/ALA/UPB3101/GE/17APR1530/TBS   part, flight, departure, airport, aircraft, first arrival
    TBS/17APR1530/17APR1700                           point of unloading: arrival, departure; /NIL: nothing
    465-12345675TASTBS/T2K30MC0.33/SHOES              a load, as `load` has it
    ULD/PMC01473KC-M/HT180                            unit load device: number, position, remarks
    /ISTTK387/18APR                                   onward
    /2                                                space left in it: 0 none to 3 three quarters
    465-12345686TASTBS/P10K100T20/BOOKS               loads in it
    LAST                                              or CONT, when another part follows

Loads before the first unit load device are loose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.formats.cargo_imp.fields import DAY, TIME, flight, keep, slashed
from simulator.formats.cargo_imp.lines import Message, Segment, grouped, segments
from simulator.formats.cargo_imp.load import (
    Load,
    Onward,
    is_load,
    load_lines,
    onward_text,
    read_loads,
    read_onward,
)
from simulator.formats.check import uld_flaw
from simulator.formats.notes import Notes

_POINT = re.compile(rf"[A-Z]{{3}}(?:/NIL)?(?:/(?:{DAY}{TIME})?)*")
_MOMENT = re.compile(f"{DAY}(?:{TIME})?")
_NAMES = frozenset(("ULD", "DIM", "OSI", "COR", "OCI"))
_ENDS = ("LAST", "CONT")


@dataclass(frozen=True, slots=True)
class Uld:
    """A unit load device and what is in it. `free`: space left, `0` none to `3` three quarters."""

    number: str
    position: str = ""
    remarks: str = ""
    onward: tuple[Onward, ...] = ()
    free: str = ""
    loads: tuple[Load, ...] = ()


@dataclass(frozen=True, slots=True)
class Unloading:
    """What is unloaded at one airport."""

    airport: str
    nil: bool = False
    arrival: str = ""
    departure: str = ""
    loose: tuple[Load, ...] = ()
    ulds: tuple[Uld, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstArrival:
    """Where the aircraft lands first."""

    country: str
    moment: str
    airport: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a flight carries. `ends`: `LAST`, `CONT` if another part follows, empty if the message does not say."""

    part: str = ""
    flight: str = ""
    departure: str = ""
    airport: str = ""
    registration: str = ""
    first_arrival: FirstArrival | None = None
    unloadings: tuple[Unloading, ...] = ()
    ends: str = ""


def read_manifest(message: Message, notes: Notes) -> Manifest | None:
    """The manifest of a message; None if nothing of it could be read."""
    found = list(segments(message.lines, _NAMES))
    ends = next((place for place, segment in enumerate(found) if segment.lines[0][1] in _ENDS), len(found))
    before, groups = grouped(found[:ends], _is_point)
    top, loads = grouped(before, _is_load_or_uld)
    if not top and not loads and not groups:
        keep(message.lines, "", notes)
        return None
    keep((line for segment in (*top[1:], *found[ends + 1 :]) for line in segment.lines), "", notes)
    held = _flight_line(top[0], notes) if top else {}
    unloadings = [_unloading(group, message.kind, notes) for group in groups]
    if loads:
        notes.flag(loads[0][0].line, "missing", "", "point of unloading")
        unloadings.insert(0, Unloading("", **_cargo([s for load in loads for s in load], message.kind, notes)))
    if ends == len(found):
        notes.flag(message.lines[-1][0], "cut", "", "LAST or CONT")
    last = found[ends].lines[0][1] if ends < len(found) else ""
    return Manifest(**held, unloadings=tuple(unloadings), ends=last)


def _is_point(segment: Segment) -> bool:
    """Whether a segment is a point of unloading; COR or OSI may be airports too, alone or with a time."""
    text = segment.lines[0][1]
    return _POINT.fullmatch(text) is not None and (not segment.name or len(text) == 3 or text[-1].isdigit())


def _is_uld(segment: Segment) -> bool:
    return segment.name == "ULD"


def _is_load_or_uld(segment: Segment) -> bool:
    return is_load(segment) or _is_uld(segment)


def _flight_line(segment: Segment, notes: Notes) -> dict[str, Any]:
    """`1/KC0123/17APR1250/ALA/UPB3101/GE/17APR1530/TBS`: aircraft and first arrival may be missing."""
    (line, text), *more = segment.lines
    keep(more, "", notes)
    fields = text.split("/", 7)
    part, number, departure, airport = (*fields, "", "", "")[:4]
    rest = fields[4:]
    registration = rest.pop(0) if rest and len(rest) != 3 else ""
    if rest and len(rest) != 3:
        notes.flag(line, "fields", "first arrival", f"{len(rest)} fields instead of 3: {'/'.join(rest)}")
    if not _MOMENT.fullmatch(departure):
        notes.flag(line, "date", "departure", departure)
    return {
        "part": part,
        "flight": flight(line, number, notes),
        "departure": departure,
        "airport": airport,
        "registration": registration,
        "first_arrival": FirstArrival(*rest) if len(rest) == 3 else None,
    }


def _unloading(group: list[Segment], kind: str, notes: Notes) -> Unloading:
    """`TBS/NIL/17APR1530/17APR1700`: an empty field may stand where NIL does not."""
    (_, text), *more = group[0].lines
    keep(more, "", notes)
    airport, *fields = text.split("/")
    nil = fields.pop(0) if fields and fields[0] in ("NIL", "") else ""
    arrival, departure = (*fields, "", "")[:2]
    return Unloading(airport, nil == "NIL", arrival, departure, **_cargo(group[1:], kind, notes))


def _cargo(found: Sequence[Segment], kind: str, notes: Notes) -> dict[str, Any]:
    """Loose loads and unit load devices."""
    loose, devices = grouped(found, _is_uld)
    return {
        "loose": read_loads(loose, kind, notes),
        "ulds": tuple(_uld(device, kind, notes) for device in devices),
    }


def _uld(group: list[Segment], kind: str, notes: Notes) -> Uld:
    """`PMC01473KC-M/HT180`, then onward and the space left, then loads."""
    (line, text), *more = group[0].lines
    device, _, remarks = text[4:].partition("/")
    number, _, position = device.partition("-")
    if uld_flaw(number):
        notes.flag(line, "shape", "unit load device", number)
    onward: list[Onward] = []
    free = ""
    for below in more:
        body = below[1][1:]
        if goes_on := read_onward(body):
            onward.append(goes_on)
        elif len(body) == 1 and body.isdecimal():
            free = body
        else:
            notes.keep(*below, "ULD")
    return Uld(number, position, remarks, tuple(onward), free, read_loads(group[1:], kind, notes))


def write_manifest(held: Manifest, version: int = 8) -> list[str]:
    """The lines of a manifest, from `FFM/8` on."""
    arrival = held.first_arrival
    first = (held.part, held.flight, held.departure, held.airport, held.registration)
    landing = (arrival.country, arrival.moment, arrival.airport) if arrival else ()
    lines = [f"FFM/{version}", slashed(*first, *landing) if held.registration else slashed(*first[:4], *landing)]
    for point in held.unloadings:
        lines += _unloading_lines(point)
    return [*lines, held.ends] if held.ends else lines


def _unloading_lines(point: Unloading) -> list[str]:
    lines = [slashed(point.airport, *(["NIL"] if point.nil else []), point.arrival, point.departure)]
    lines = lines if point.arrival or not point.departure or point.nil else [f"{point.airport}///{point.departure}"]
    lines += [line for load in point.loose for line in load_lines(load)]
    for device in point.ulds:
        position = f"-{device.position}" if device.position else ""
        lines.append(slashed("ULD", device.number + position) + (f"/{device.remarks}" if device.remarks else ""))
        lines += [f"/{onward_text(onward)}" for onward in device.onward]
        lines += [f"/{device.free}"] if device.free else []
        lines += [line for load in device.loads for line in load_lines(load)]
    return lines
