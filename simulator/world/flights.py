"""The timetable as flights: every repetition is one row, in seconds from the start of the drill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone

import numpy as np
import polars as pl

from simulator.common.chance import Stream
from simulator.common.clock import since
from simulator.scenario.model import Flight, Scenario
from simulator.scenario.numbers import quantile
from simulator.world.places import Place, airlines, places

CARRIES = ("cargo", "passenger")
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "number": pl.String,
    "airline": pl.String,
    "origin": pl.String,
    "destination": pl.String,
    "carries": pl.Enum(CARRIES),
    "aircraft": pl.String,
    "departs": pl.Int32,
    "arrives": pl.Int32,
    "lands": pl.Int32,
    "day": pl.String,
}


def build(scenario: Scenario, key: bytes) -> pl.DataFrame:
    """All flights, sorted by planned departure.

    `departs` and `arrives` are planned, `lands` is when it really lands (s); `day` is the local date of
    departure as cargo messages write it, `08NOV`. An early flight saves at most half of its time in the air.
    """
    known = places(scenario)
    stream = Stream(key, "flights")
    rows = [row for flight in scenario.timetable for row in _repeats(scenario, flight, known)]
    planned = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    delays = [_delays(stream, flight) for flight in scenario.timetable]
    departs, arrives = planned["departs"].to_numpy(), planned["arrives"].to_numpy()
    lands = np.maximum(arrives + np.concatenate(delays), departs + (arrives - departs + 1) // 2)
    flights = planned.with_columns(pl.Series("lands", lands, dtype=pl.Int32))
    return flights.sort("departs", "number", "origin", maintain_order=True)


def prefixes(scenario: Scenario) -> Mapping[str, str]:
    """Air waybill prefix of every airline of the timetable; what a trainer writes beats the shipped table.

    An airline that neither names gets a prefix that nobody else here has, from 998 down.
    """
    found = {code: airline.prefix for code, airline in airlines().items()}
    found |= {flight.number[:2]: flight.prefix for flight in scenario.timetable if flight.prefix}
    needed = dict.fromkeys(flight.number[:2] for flight in scenario.timetable)
    spare = (text for text in (f"{number:03d}" for number in range(998, 0, -1)) if text not in found.values())
    return {airline: found.get(airline) or next(spare) for airline in needed}


def _repeats(scenario: Scenario, flight: Flight, known: Mapping[str, Place]) -> Iterator[tuple[object, ...]]:
    departs = _seconds(scenario, flight.departs, known[flight.origin])
    arrives = _seconds(scenario, flight.arrives, known[flight.destination])
    fixed = (
        flight.number,
        flight.number[:2],
        flight.origin,
        flight.destination,
        flight.carries,
        flight.aircraft,
    )
    for turn in range(_times(flight)):
        shift = turn * flight.repeat.every if flight.repeat else 0
        day = (flight.departs + timedelta(seconds=shift)).strftime("%d") + _month(flight.departs, shift)
        yield (*fixed, departs + shift, arrives + shift, 0, day)


def _times(flight: Flight) -> int:
    return flight.repeat.times if flight.repeat else 1


def _delays(stream: Stream, flight: Flight) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    drawn = quantile(flight.delay, stream.uniform(_times(flight)))
    return np.rint(drawn).astype(np.int64)


def _seconds(scenario: Scenario, local: datetime, place: Place) -> int:
    return since(scenario.start, local.replace(tzinfo=timezone(timedelta(seconds=place.offset))))


def _month(local: datetime, shift: int) -> str:
    # strftime("%b") would follow the locale of the machine.
    months = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
    return months[(local + timedelta(seconds=shift)).month - 1]
