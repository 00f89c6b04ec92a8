"""The timetable of a scenario in seconds from its start, for checks: planned flights and the airports between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from math import asin, cos, radians, sin, sqrt

from simulator.common.clock import MINUTE, parse_offset, since
from simulator.common.tables import table
from simulator.scenario.model import Flight, Scenario

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Site:
    """An airport on the globe (degrees) and on the clock (seconds east of UTC)."""

    latitude: float
    longitude: float
    offset: int


@dataclass(frozen=True, slots=True)
class Planned:
    """One flight of one day: `entry` is its position in the timetable, `turn` counts its repetitions from 0.

    `departs` and `arrives` are seconds from the start, `day` is the local date of departure.
    """

    entry: int
    turn: int
    origin: str
    destination: str
    departs: int
    arrives: int
    day: date


def sites(scenario: Scenario) -> dict[str, Site]:
    """All airports by code: the shipped table, and over it those of the scenario."""
    found = {row["code"]: _site(row["latitude"], row["longitude"], row["offset"]) for row in table("world", "airports")}
    own = {code: _site(port.latitude, port.longitude, port.offset) for code, port in scenario.airports.items()}
    return found | own


def _site(latitude: str | float, longitude: str | float, offset: str) -> Site:
    return Site(float(latitude), float(longitude), parse_offset(offset))


def planned(scenario: Scenario, known: Mapping[str, Site]) -> tuple[Planned, ...]:
    """Every repetition of every flight whose airports are known, in the order of the timetable."""
    return tuple(
        flight
        for entry, written in enumerate(scenario.timetable)
        if written.origin in known and written.destination in known
        for flight in _turns(scenario, entry, written, known)
    )


def _turns(scenario: Scenario, entry: int, written: Flight, known: Mapping[str, Site]) -> Iterator[Planned]:
    departs = _seconds(scenario, written.departs, known[written.origin])
    arrives = _seconds(scenario, written.arrives, known[written.destination])
    every, times = (written.repeat.every, written.repeat.times) if written.repeat else (0, 1)
    for turn in range(times):
        late = turn * every
        day = (written.departs + timedelta(seconds=late)).date()
        yield Planned(entry, turn, written.origin, written.destination, departs + late, arrives + late, day)


def _seconds(scenario: Scenario, local: datetime, site: Site) -> int:
    return since(scenario.start, local.replace(tzinfo=timezone(timedelta(seconds=site.offset))))


def kilometres(start: Site, end: Site) -> float:
    """Length of the great circle between two airports."""
    height = sin(radians(end.latitude - start.latitude) / 2) ** 2
    width = sin(radians(end.longitude - start.longitude) / 2) ** 2
    across = height + cos(radians(start.latitude)) * cos(radians(end.latitude)) * width
    return 2 * EARTH_KM * asin(min(1.0, sqrt(across)))


def connection(stream: str) -> int:
    """Least time (s) from a landing to the onward departure, of the shipped profiles."""
    rows = table("world", "profiles")
    found = next(row for row in rows if (row["what"], row["stream"]) == ("connection", stream))
    return round(float(found["mode"]) * MINUTE)
