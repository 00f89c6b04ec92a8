"""Checks of the timetable: flights that cannot be flown, stand twice, or have nothing to do with the drill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from simulator.common.clock import HOUR, duration_text
from simulator.common.tables import codes
from simulator.scenario.findings import Finding, doubles, unknown
from simulator.scenario.model import Scenario
from simulator.scenario.timetable import Planned, kilometres, planned, sites

SLOWEST, FASTEST = 150, 1100
"""Possible speeds over the great circle, km/h, taxiing included."""
BEFORE = 12 * HOUR
"""What landed longer before the drill than this has left when it begins; no system shows anything earlier."""
MOST_FLIGHTS = 20_000


def check_flights(scenario: Scenario) -> Iterator[Finding]:
    """Everything about flights by themselves."""
    total = sum(flight.repeat.times if flight.repeat else 1 for flight in scenario.timetable)
    if total > MOST_FLIGHTS:
        yield Finding("flights-many", ("timetable",), {"count": total, "most": MOST_FLIGHTS})
        return
    yield from _airlines(scenario)
    known = sites(scenario)
    flights = planned(scenario, known)
    yield from _days(scenario, flights)
    for flight in flights:
        if flight.turn == 0:
            yield from _flown(flight, kilometres(known[flight.origin], known[flight.destination]))


def check_within(scenario: Scenario, flights: Sequence[Planned]) -> Iterator[Finding]:
    """Flights that land long before the drill or depart after it; one finding an entry of the timetable."""
    for entry, turns in groupby(flights, key=lambda flight: flight.entry):
        own = list(turns)
        early = next((flight for flight in own if flight.arrives < -BEFORE), None)
        late = next((flight for flight in own if flight.departs > scenario.length), None)
        if early:
            ahead = {"ahead": duration_text(-early.arrives), "most": duration_text(BEFORE)}
            yield Finding("flight-early", ("timetable", entry, "arrives"), ahead)
        elif late and late.turn:
            fit = {"times": len(own), "fit": late.turn}
            yield Finding("flight-repeats", ("timetable", entry, "repeat", "times"), fit)
        elif late:
            after = {"late": duration_text(late.departs - scenario.length)}
            yield Finding("flight-late", ("timetable", entry, "departs"), after)


def _airlines(scenario: Scenario) -> Iterator[Finding]:
    known = codes("world", "airlines")
    own = {flight.number[:2] for flight in scenario.timetable if flight.prefix}
    for entry, flight in enumerate(scenario.timetable):
        if flight.number[:2] not in own:
            yield from unknown("airline-unknown", ("timetable", entry, "number"), flight.number[:2], known)


def _days(scenario: Scenario, flights: Sequence[Planned]) -> Iterator[Finding]:
    """Numbers that depart twice on a day; one finding an entry."""
    numbers = [scenario.timetable[flight.entry].number for flight in flights]
    named = ((("timetable", f.entry, "number"), (number, f.day)) for f, number in zip(flights, numbers, strict=True))
    told = set()
    for finding in doubles(named):
        if finding.loc not in told:
            told.add(finding.loc)
            number, day = finding.params["value"]
            params = {"number": number, "day": day.isoformat(), "first": finding.params["first"]}
            yield Finding("flight-double", finding.loc, params)


def _flown(flight: Planned, distance: float) -> Iterator[Finding]:
    """One flight over a distance (km) that leads nowhere, back in time, too fast or too slow."""
    seconds, loc = flight.arrives - flight.departs, ("timetable", flight.entry)
    if flight.origin == flight.destination:
        yield Finding("flight-nowhere", (*loc, "to"), {"value": flight.destination})
    elif seconds <= 0:
        yield Finding("flight-backwards", (*loc, "arrives"), {"gap": duration_text(-seconds)})
    elif not SLOWEST <= distance / seconds * HOUR <= FASTEST:
        flown = {"km": round(distance), "time": duration_text(seconds), "speed": round(distance / seconds * HOUR)}
        yield Finding("flight-speed", (*loc, "arrives"), {**flown, "low": SLOWEST, "high": FASTEST})
