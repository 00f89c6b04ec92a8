"""A scenario with the traffic of real days: entries of the traffic, flights of the timetable, rows of each entry.

The messages are read here and nowhere else. What leaves this room holds no name, address or number of theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from simulator.common.errors import DrillError, Fault, listed, refuse
from simulator.scenario.checks import check
from simulator.scenario.findings import Finding
from simulator.scenario.findings import path as place_text
from simulator.scenario.model import Flight, Scenario, Traffic
from simulator.world.day import flown, folder
from simulator.world.day.flown import Days
from simulator.world.day.gathered import Gathered, gathered
from simulator.world.day.given import given
from simulator.world.day.taken import Taken
from simulator.world.day.ways import Network, Way
from simulator.world.places import places

_MOST_CODES = 30


@dataclass(frozen=True)
class Expanded:
    """A scenario without messages; `given`: by position in its traffic the rows that take the place of drawn ones.

    `taken` consignments came out of the messages; `left` says how many did not, and why.
    """

    scenario: Scenario
    given: Mapping[int, pl.DataFrame]
    taken: int = 0
    left: Mapping[str, int] | None = None


def expanded(scenario: Scenario, beside: Path) -> Expanded:
    """The scenario with the messages of its real days read; `beside` is the folder that the scenario file lies in.

    DrillError with faults that name `real_days[…].from`.
    """
    if not scenario.real_days:
        return Expanded(scenario, {})
    told = []
    for place, day in enumerate(scenario.real_days):
        told += folder.told(beside / day.messages, f"real_days[{place}].from")
    held = gathered(told)
    _check_airports(scenario, held)
    days = Days(scenario, held.flights, held.consignments)
    timetable = _timetable(scenario, held, days)
    flying = scenario.model_copy(update={"timetable": timetable, "real_days": []})
    groups, left = _routed(flying, held)
    return _entries(flying, groups, left, days)


def _check_airports(scenario: Scenario, held: Gathered) -> None:
    known, first = places(scenario), dict[str, Taken]()
    for one in held.consignments:
        for code in (one.origin, *one.via, one.destination):
            if code and code not in known:
                first.setdefault(code, one)
    if first:
        spot = next(iter(first.values())).spot
        params = {"codes": listed(sorted(first), _MOST_CODES), "name": spot.file, "at": spot.line}
        raise DrillError(Fault("day-airports", params, field="real_days[0].from"))


def _timetable(scenario: Scenario, held: Gathered, days: Days) -> list[Flight]:
    """The timetable with the flights of manifests that can be flown within the drill."""
    own = list(scenario.timetable)
    added = list(flown.entries(scenario, held.flights, days, places(scenario)).values())
    trial = scenario.model_copy(update={"timetable": [*own, *added], "real_days": []})
    wrong = {found.loc[1] for found in check(trial) if found.loc[:1] == ("timetable",) and len(found.loc) > 1}
    return [*own, *(flight for place, flight in enumerate(added, len(own)) if place not in wrong)]


Groups = dict[tuple[str, tuple[str, ...], bool], list[tuple[Taken, Way]]]


def _routed(scenario: Scenario, held: Gathered) -> tuple[Groups, Counter[str]]:
    """Consignments by stream, route, and whether they end there; and why others are left out."""
    legs = {(one.origin, one.destination) for one in scenario.timetable}
    network = Network(legs, {unit.post for unit in scenario.units}, places(scenario))
    groups, left = Groups(), Counter[str]()
    for one in held.consignments:
        placed = _placed(one, scenario)
        if not placed.origin or not placed.destination or placed.origin == placed.destination:
            left["tell no way"] += 1
            continue
        way = network.way(placed)
        if way is None:
            left["pass no post on flights of the timetable"] += 1
        else:
            groups.setdefault((one.stream, way.route, way.ends), []).append((placed, way))
    return groups, left


def _placed(one: Taken, scenario: Scenario) -> Taken:
    """Mail that names countries only, from and to the first airport that the timetable serves in each."""
    if one.stream != "mail" or (one.origin and one.destination):
        return one
    known = places(scenario)
    starts = [flight.origin for flight in scenario.timetable]
    ends = [unit.post for unit in scenario.units] + [flight.destination for flight in scenario.timetable]
    origin = one.origin or next((code for code in starts if known[code].country == one.sender), "")
    origin = origin or next((code for code, place in known.items() if place.country == one.sender), "")
    destination = one.destination or next((code for code in ends if known[code].country == one.receiver), "")
    return replace(one, origin=origin, destination=destination)


def _entries(scenario: Scenario, groups: Groups, left: Counter[str], days: Days) -> Expanded:
    """The groups as entries of the traffic; those that no post would see in the drill are left out."""
    own, keys = list(scenario.traffic), sorted(groups)
    entries = [_entry(key, groups[key]) for key in keys]
    trial = scenario.model_copy(update={"traffic": [*own, *entries]})
    wrong = _wrong(check(trial), len(own))
    for place in sorted(wrong):
        left["pass no post within the drill, or no system shows them"] += len(groups[keys[place - len(own)]])
    kept = [place for place in range(len(keys)) if place + len(own) not in wrong]
    taken = sum(len(groups[keys[place]]) for place in kept)
    if not taken:
        why = listed(f"{count:,} {reason}" for reason, count in sorted(left.items()))
        raise refuse("day-nothing", field="real_days[0].from", left=why)
    whole = scenario.model_copy(update={"traffic": [*own, *(entries[place] for place in kept)]})
    faults = [Fault(found.code, found.params, field=_field(found, len(own))) for found in check(whole)]
    if faults:
        raise DrillError(faults)
    rows = {len(own) + at: given(groups[keys[place]], days) for at, place in enumerate(kept)}
    return Expanded(whole, rows, taken, dict(sorted(left.items())))


def _wrong(found: Sequence[Finding], own: int) -> set[int]:
    """Entries of the real day that cannot be flown or seen."""
    places_of = {one.loc[1] for one in found if one.loc[:1] == ("traffic",) and len(one.loc) > 1}
    return {place for place in places_of if isinstance(place, int) and place >= own}


def _field(found: Finding, own: int) -> str:
    at = found.loc[1] if found.loc[:1] == ("traffic",) and len(found.loc) > 1 else -1
    return "real_days[0].from" if isinstance(at, int) and at >= own else place_text(found.loc)


def _entry(key: tuple[str, tuple[str, ...], bool], held: Sequence[tuple[Taken, Way]]) -> Traffic:
    stream, route, ends = key
    origins = Counter(way.origin for _, way in held)
    return Traffic.model_validate(
        {
            "stream": stream,
            "route": list(route),
            "count": len(held),
            "origins": {code: float(count) for code, count in sorted(origins.items())},
            # What goes on from where the timetable ends is in transit there.
            "procedures": {} if ends else {"transit": 1.0},
        }
    )
