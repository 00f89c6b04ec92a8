"""Checks of the whole: units and their posts, routes that are flown and seen, pools that can be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from simulator.common.clock import MINUTE
from simulator.common.errors import listed, nearest
from simulator.common.tables import table
from simulator.scenario.check_values import quiet_kinds
from simulator.scenario.check_words import pools
from simulator.scenario.findings import Finding
from simulator.scenario.model import CasePool, Pool, Scenario, Traffic
from simulator.scenario.numbers import MOST, bounds
from simulator.scenario.timetable import Planned, connection
from simulator.scenario.tree import Loc
from simulator.scenario.ways import Legs, Way, ways


def check_posts(scenario: Scenario) -> Iterator[Finding]:
    """In a joint drill the units work at different posts, in a parallel one at the same."""
    first: dict[str, str] = {}
    for place, unit in enumerate(scenario.units):
        loc = ("units", place, "post")
        other = first.setdefault(unit.post, unit.code)
        if scenario.kind == "joint" and other != unit.code:
            yield Finding("posts-same", loc, {"post": unit.post, "other": other})
        if scenario.kind == "parallel" and unit.post != scenario.units[0].post:
            yield Finding("posts-differ", loc, {"post": unit.post, "first": scenario.units[0].post})


def check_traffic(scenario: Scenario, flights: Sequence[Planned]) -> Iterator[Finding]:
    """Everything about traffic and pools that takes the timetable and the units together."""
    legs = Legs(scenario, flights)
    flown = ways(scenario, legs)
    seen = _Seen.of(scenario, flown)
    wrong = set()
    for place, entry in enumerate(scenario.traffic):
        for finding in _route(scenario, place, entry, flown[place], legs):
            wrong.add(place)
            yield finding
        if place not in wrong and not seen.units[place]:
            wrong.add(place)
            yield Finding("stream-unseen", ("traffic", place, "stream"), {"stream": entry.stream})
    if scenario.real_days:
        # What the messages of a real day carry is known when they are read: then all of this is looked at again.
        return
    yield from _idle(scenario, flown, [scenario.traffic[place].route for place in wrong])
    yield from _amounts(scenario)
    for loc, pool in pools(scenario):
        yield from _pool(scenario, loc, pool, seen, wrong)


@dataclass(frozen=True)
class _Seen:
    """For each entry of the traffic, the sets of units that one consignment can be known to; empty sets left out."""

    units: Mapping[int, frozenset[frozenset[str]]]

    @classmethod
    def of(cls, scenario: Scenario, flown: Mapping[int, Way]) -> _Seen:
        shown = {
            (unit.code, unit.post): {
                stream for system in unit.systems if system.kind not in quiet_kinds() for stream in system.streams
            }
            for unit in scenario.units
        }
        units = {}
        for place, entry in enumerate(scenario.traffic):
            sets = {
                frozenset(code for (code, post), streams in shown.items() if post in passed and entry.stream in streams)
                for passed in flown[place].passed
            }
            units[place] = frozenset(sets - {frozenset()})
        return cls(units)


def _route(scenario: Scenario, place: int, entry: Traffic, way: Way, legs: Legs) -> Iterator[Finding]:
    """What keeps a route from being flown, or from being anybody's business."""
    loc: Loc = ("traffic", place, "route")
    posts = sorted({unit.post for unit in scenario.units})
    route = "-".join(entry.route)
    if len(set(entry.route)) < len(entry.route):
        yield Finding("route-twice", loc, {"route": route})
    elif not set(posts) & set(entry.route):
        yield Finding("route-unseen", loc, {"route": route, "posts": listed(posts)})
    elif way.unserved:
        start, end = way.unserved
        onward = listed(legs.onward(start)) or "nowhere"
        yield Finding("leg-unserved", loc, {"start": start, "end": end, "onward": onward})
    elif not way.connected:
        stay = connection(entry.stream) // MINUTE
        yield Finding("route-unconnected", loc, {"route": route, "stream": entry.stream, "stay": stay})
    elif not any(way.passed):
        yield Finding("route-outside", loc, {"route": route, "posts": listed(posts)})


def _idle(scenario: Scenario, flown: Mapping[int, Way], wrong: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """Posts that nothing passes; a route that is wrong itself may have been meant to."""
    passed = {post for way in flown.values() for posts in way.passed for post in posts}
    passed |= {code for route in wrong for code in route}
    for place, unit in enumerate(scenario.units):
        if unit.post not in passed:
            yield Finding("post-idle", ("units", place, "post"), {"post": unit.post})


def _amounts(scenario: Scenario) -> Iterator[Finding]:
    """More consignments than a world holds, or more hidden than there are."""
    least = sum(bounds(entry.count)[0] for entry in scenario.traffic)
    most = sum(bounds(entry.count)[1] for entry in scenario.traffic)
    hidden = sum(bounds(pool.count)[1] for _, pool in pools(scenario))
    if most > MOST:
        yield Finding("traffic-large", ("traffic",), {"count": most, "most": MOST})
    if hidden > least:
        yield Finding("hidden-many", ("cases",), {"hidden": hidden, "least": least})


def _pool(scenario: Scenario, loc: Loc, pool: Pool, seen: _Seen, wrong: AbstractSet[int]) -> Iterator[Finding]:
    """A pool whose routes, streams or typologies the traffic does not carry, or that asks for more than it has.

    Nothing is said of a pool that may draw from traffic that is wrong itself.
    """
    yield from _routes(scenario, loc, pool)
    traffic = enumerate(scenario.traffic)
    on_routes = [place for place, entry in traffic if not pool.routes or entry.route in pool.routes]
    carried = {scenario.traffic[place].stream for place in on_routes}
    for number, stream in enumerate(pool.streams):
        if on_routes and stream not in carried:
            params = {"stream": stream, "carried": listed(sorted(carried))}
            yield Finding("pool-stream", (*loc, "streams", number), params)
    open_to = [place for place in on_routes if not pool.streams or scenario.traffic[place].stream in pool.streams]
    if not open_to or not wrong.isdisjoint(open_to):
        return
    together = [place for place in open_to if _known_to(pool, seen.units[place])]
    known = {unit.code for unit in scenario.units}
    if isinstance(pool, CasePool) and pool.units and not together and known.issuperset(pool.units):
        yield Finding("pool-units", (*loc, "units"), {"units": listed(pool.units)})
        return
    yield from _travels(scenario, loc, pool, together)
    least = sum(bounds(scenario.traffic[place].count)[0] for place in together)
    if together and bounds(pool.count)[1] > least:
        yield Finding("pool-large", (*loc, "count"), {"count": bounds(pool.count)[1], "least": least})


def _routes(scenario: Scenario, loc: Loc, pool: Pool) -> Iterator[Finding]:
    """Routes of a pool that are none of the traffic."""
    known = sorted({"-".join(entry.route) for entry in scenario.traffic})
    for number, route in enumerate(pool.routes):
        text = "-".join(route)
        if text not in known:
            params = {"value": text, "allowed": listed(known), "hint": nearest(text, known)}
            yield Finding("route-unknown", (*loc, "routes", number), params)


def _known_to(pool: Pool, sets: frozenset[frozenset[str]]) -> bool:
    """Whether some consignment is known to all units that the pool asks for, or to any if it asks for none."""
    needed = frozenset(pool.units) if isinstance(pool, CasePool) else frozenset[str]()
    return any(needed <= units for units in sets)


def _travels(scenario: Scenario, loc: Loc, pool: Pool, places: Sequence[int]) -> Iterator[Finding]:
    """Typologies and kinds that travel by none of the streams that are left to the pool."""
    left = sorted({scenario.traffic[place].stream for place in places})
    for field, name in (("typologies", "typologies"), ("like", "typologies"), ("kinds", "irregularities")):
        travels = {row["code"]: row["streams"].split("|") for row in table("world", name) if row["streams"]}
        for number, word in enumerate(getattr(pool, field, ())):
            if left and word in travels and not set(travels[word]) & set(left):
                params = {"value": word, "streams": listed(travels[word]), "left": listed(left)}
                yield Finding("typology-stream", (*loc, field, number), params)
