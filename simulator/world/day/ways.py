"""Which part of the way of a consignment the timetable flies: the route of its traffic, and what lies before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from simulator.world.day.taken import Taken
from simulator.world.places import Place, distance_km

MOST_AIRPORTS = 4


@dataclass(frozen=True)
class Way:
    """`route` is flown by the timetable; `origin` may lie before it, over `detour` (empty: none); `ends`: whether the
    route ends where the consignment is going."""

    route: tuple[str, ...]
    origin: str
    detour: str
    ends: bool


class Network:
    """The legs of a timetable, the posts of the units, and where airports lie."""

    def __init__(
        self, legs: AbstractSet[tuple[str, str]], posts: AbstractSet[str], places: Mapping[str, Place]
    ) -> None:
        self._legs, self._posts, self._places = legs, posts, places

    def way(self, one: Taken) -> Way | None:
        """The way of a consignment, None if no flight brings it to a post or away from one."""
        stops = list(_stops(one))
        flown = self._flown(stops) or self._over_a_hub(stops)
        if flown is None:
            return None
        at, route = flown
        before = [stop for stop in stops[1:at] if stop not in route]
        return Way(tuple(route), stops[0], before[0] if before else "", route[-1] == stops[-1])

    def _flown(self, stops: Sequence[str]) -> tuple[int, list[str]] | None:
        """The longest part that is flown and passes a post, the last of equal ones, and where it begins."""
        best: tuple[int, list[str]] | None = None
        for at in range(len(stops) - 1):
            for end in range(at + 2, min(at + MOST_AIRPORTS, len(stops)) + 1):
                part = list(stops[at:end])
                if not self._posts & set(part) or not all(leg in self._legs for leg in pairwise(part)):
                    continue
                if best is None or len(part) >= len(best[1]):
                    best = at, part
        return best

    def _over_a_hub(self, stops: Sequence[str]) -> tuple[int, list[str]] | None:
        """A flight into the last post on the way from the airport that lies best, and what is flown from there."""
        at = max((place for place, stop in enumerate(stops) if place and stop in self._posts), default=0)
        hubs = sorted(start for start, end in self._legs if at and end == stops[at] and start not in stops)
        if not hubs:
            return None
        post, first = self._places[stops[at]], self._places[stops[0]]
        hub = min(hubs, key=lambda code: distance_km(first, self._places[code]) + distance_km(self._places[code], post))
        route = [hub, stops[at]]
        for leg in pairwise(stops[at:]):
            if leg not in self._legs or len(route) == MOST_AIRPORTS:
                break
            route.append(leg[1])
        return at, route


def _stops(one: Taken) -> list[str]:
    """The airports in their order, none twice."""
    return list(dict.fromkeys(code for code in (one.origin, *one.via, one.destination) if code))
