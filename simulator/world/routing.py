"""How the traffic of an entry travels: flights that follow each other, real origins, detours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.common.clock import HOUR, MINUTE
from simulator.common.errors import refuse
from simulator.world.atlas import Atlas
from simulator.world.habits import habits
from simulator.world.profiles import generic

CAPACITY = {"cargo": 4.0, "passenger": 1.0}
LEGS_MOST = 3
_DETOUR_FACTOR, _DETOUR_KM = 1.4, 600.0


@dataclass(frozen=True)
class Chains:
    """Ways along one route: `legs` are rows of the flights, shape (m, LEGS_MOST), -1 beyond the last leg.

    `weights` say how much of the traffic takes a way, shape (m,).
    """

    legs: npt.NDArray[np.int32]
    weights: Floats


@dataclass(frozen=True)
class Entry:
    """One entry of a scenario's traffic, its count drawn and its flights found.

    `given`: rows of a real day (`day.given.SCHEMA`) in place of what is drawn, None for ordinary traffic.
    """

    kind: str
    size: int
    route: tuple[str, ...]
    origins: Mapping[str, float]
    ways: Chains
    given: pl.DataFrame | None = None


def chains(flights: pl.DataFrame, route: Sequence[str], connection: int, field: str) -> Chains:
    """Every flight of the first leg with the next onward flight of each further leg.

    A connection takes at least `connection` s after the landing. A freighter weighs 4 passenger flights.
    Refuses (`no-connection`, naming `field`) a route on which no flight connects to the end.
    """
    legs = [_on(flights, start, end) for start, end in pairwise(route)]
    departs, lands = flights["departs"].to_numpy(), flights["lands"].to_numpy()
    ways = np.full((len(legs[0]), LEGS_MOST), -1, dtype=np.int32)
    ways[:, 0] = legs[0]
    for place, onward in enumerate(legs[1:], start=1):
        ready = lands[ways[:, place - 1]] + connection
        # `onward` is sorted by departure because the flights are.
        found = np.searchsorted(departs[onward], ready)
        ways = ways[found < len(onward)]
        ways[:, place] = onward[found[found < len(onward)]]
    if not len(ways):
        raise refuse("no-connection", field=field, route="-".join(route))
    carries = flights["carries"].cast(pl.String).replace_strict(CAPACITY, return_dtype=pl.Float64).to_numpy()
    return Chains(ways, carries[ways[:, 0]])


def origins(luck: Stream, n: int, entry: Entry, atlas: Atlas) -> Ints:
    """Where n consignments of an entry really come from, as positions in the atlas, shape (n,)."""
    weights = {code: weight for code, weight in entry.origins.items() if weight > 0}
    weights = weights or {entry.route[0]: 1.0}
    places = np.array([atlas.index(code) for code in weights])
    return places[luck.choose(n, list(weights.values()))]


def feeding(origin: Ints, over: Ints, first: int, stream: str, atlas: Atlas) -> Ints:
    """How long goods are on their way to the first flight of a route (s, whole minutes), shape (n,).

    By the great circle over the detour (-1 none), with the least connection after each flight; 0 where they start at
    the first airport.
    """
    flown, direct = atlas.distance, over < 0
    km = np.where(direct, flown[origin, first], flown[origin, over] + flown[over, first])
    connections = np.where(direct, 1, 2) * generic("connection", stream)
    takes = km / habits(stream).feeder_speed * HOUR + connections
    return np.where(origin == first, 0, np.ceil(takes / MINUTE).astype(np.int64) * MINUTE)


def detours(luck: Stream, origin: Ints, entry: Entry, share: float, atlas: Atlas) -> Ints:
    """An unusual airport between the origin and the first airport of the route, -1 for most, shape (n,).

    Only goods that start before the route can make one. The way over it is at least 1.4 times the direct
    way and 600 km more.
    """
    first, taken = atlas.index(entry.route[0]), [atlas.index(code) for code in entry.route]
    chosen, drawn = luck.chance(len(origin), share), luck.uniform(len(origin))
    over = np.full(len(origin), -1)
    for start in np.unique(origin[chosen & (origin != first)]):
        open_to = _detours(int(start), first, taken, atlas)
        here = chosen & (origin == start)
        if len(open_to):
            over[here] = open_to[(drawn[here] * len(open_to)).astype(np.int64)]
    return over


def _detours(start: int, first: int, taken: Sequence[int], atlas: Atlas) -> Ints:
    direct = atlas.distance[start, first]
    longer = atlas.distance[start] + atlas.distance[:, first] > _DETOUR_FACTOR * direct + _DETOUR_KM
    longer[[start, *taken]] = False
    return np.flatnonzero(longer)


def _on(flights: pl.DataFrame, start: str, end: str) -> Ints:
    leg = (flights["origin"] == start) & (flights["destination"] == end)
    return np.flatnonzero(leg.to_numpy())
