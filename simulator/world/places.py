"""Airports and airlines: where they are, what their clocks show, which air waybill prefix they write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt

from simulator.common.clock import parse_offset
from simulator.common.i18n import pick
from simulator.common.tables import table
from simulator.scenario.model import Airport, Scenario
from simulator.scenario.timetable import EARTH_KM


@dataclass(frozen=True)
class Place:
    """An airport: degrees north and east; `offset` in seconds east of UTC on the day of the drill."""

    code: str
    name: str
    city: str
    country: str
    latitude: float
    longitude: float
    offset: int


@dataclass(frozen=True)
class Airline:
    """An airline: `code` is its designator, `prefix` the three digits its air waybills begin with."""

    code: str
    name: str
    prefix: str
    country: str


@cache
def _shipped() -> tuple[Place, ...]:
    return tuple(
        Place(
            code=row["code"],
            name=row["name"],
            city=row["city"],
            country=row["country"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            offset=parse_offset(row["offset"]),
        )
        for row in table("world", "airports")
    )


def airports() -> dict[str, Place]:
    """The shipped airports by code, in file order. Offsets hold for November 2022."""
    return {place.code: place for place in _shipped()}


def places(scenario: Scenario) -> dict[str, Place]:
    """The shipped airports and the scenario's own, which go first where both have a code.

    The offset of a scenario's airport is written as `+06:00`; the model has checked its form, an
    impossible one (more than 14 hours) raises ValueError.
    """
    own = {code: _own(code, airport) for code, airport in scenario.airports.items()}
    return {**airports(), **own}


def _own(code: str, airport: Airport) -> Place:
    name = pick(airport.name)
    return Place(code, name, name, airport.country, airport.latitude, airport.longitude, parse_offset(airport.offset))


def distance_km(a: Place, b: Place) -> float:
    """Kilometres between two places on the great circle of a sphere (haversine formula, at most 0.6 % off)."""
    north, other = radians(a.latitude), radians(b.latitude)
    half = sin((other - north) / 2) ** 2
    half += cos(north) * cos(other) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


@cache
def _airlines() -> tuple[Airline, ...]:
    rows = table("world", "airlines")
    return tuple(Airline(row["code"], row["name"], row["prefix"], row["country"]) for row in rows)


def airlines() -> dict[str, Airline]:
    """Airlines by designator, in file order.

    Where no public list gives a prefix, the table has an exercise prefix and its source column says so.
    """
    return {airline.code: airline for airline in _airlines()}
