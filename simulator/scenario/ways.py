"""How the routes of the traffic are flown: which flights follow each other, and which posts they pass in time."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.scenario.check_flights import BEFORE
from simulator.scenario.model import Scenario
from simulator.scenario.numbers import quantile
from simulator.scenario.timetable import Planned, connection

_CERTAIN = 0.999


@dataclass(frozen=True)
class Way:
    """How one entry of the traffic is flown.

    - `unserved`: the first leg that no flight of the timetable flies, else None
    - `connected`: whether flights follow each other to the end, even if they are late
    - `passed`: for each chain of flights the posts that it passes within the drill; no sets twice
    """

    unserved: tuple[str, str] | None
    connected: bool
    passed: frozenset[frozenset[str]]


class Legs:
    """The flights of every leg, in the order of their departures."""

    def __init__(self, scenario: Scenario, flights: Sequence[Planned]) -> None:
        self._scenario = scenario
        self._legs: dict[tuple[str, str], list[Planned]] = defaultdict(list)
        for flight in sorted(flights, key=lambda flight: flight.departs):
            self._legs[flight.origin, flight.destination].append(flight)
        self._departs = {leg: [flight.departs for flight in on] for leg, on in self._legs.items()}
        late = [quantile(flight.delay, np.array([_CERTAIN]))[0] for flight in scenario.timetable]
        self._late = [max(0, round(float(seconds))) for seconds in late]

    def onward(self, origin: str) -> list[str]:
        """Where flights of the timetable lead from an airport."""
        return sorted({end for start, end in self._legs if start == origin})

    def way(self, stream: str, route: Sequence[str], posts: frozenset[str]) -> Way:
        """How a route is flown: every flight of the first leg, then the next onward flight that can be reached."""
        legs = list(pairwise(route))
        unserved = next((leg for leg in legs if leg not in self._legs), None)
        if unserved:
            return Way(unserved, False, frozenset())
        chains = [[flight] for flight in self._legs[legs[0]]]
        for leg in legs[1:]:
            chains = [[*chain, found] for chain in chains if (found := self._next(leg, chain[-1], connection(stream)))]
        passed = frozenset(frozenset(self._passed(chain) & posts) for chain in chains)
        return Way(None, bool(chains), passed)

    def _next(self, leg: tuple[str, str], inbound: Planned, stay: int) -> Planned | None:
        ready = inbound.arrives + self._late[inbound.entry] + stay
        place = bisect_left(self._departs[leg], ready)
        return self._legs[leg][place] if place < len(self._legs[leg]) else None

    def _passed(self, chain: Sequence[Planned]) -> set[str]:
        """Airports where a consignment of this chain is between the begin and the end of the drill."""
        length = self._scenario.length
        out = {flight.origin for flight in chain if 0 < flight.departs <= length}
        into = {flight.destination for flight in chain if -BEFORE <= flight.arrives <= length}
        waits = {flight.origin: flight.departs for flight in chain[1:]}
        return out | {code for code in into if waits.get(code, 1) > 0}


def ways(scenario: Scenario, legs: Legs) -> Mapping[int, Way]:
    """The way of every entry of the traffic, by its position."""
    posts = frozenset(unit.post for unit in scenario.units)
    found: dict[tuple[str, ...], Way] = {}
    for entry in scenario.traffic:
        key = (entry.stream, *entry.route)
        if key not in found:
            found[key] = legs.way(entry.stream, entry.route, posts)
    return {place: found[entry.stream, *entry.route] for place, entry in enumerate(scenario.traffic)}
