"""The engine on a week of 1,000,000 consignments at three posts, 3 % selected, against one SimPy process each.

Both get the same arrays, durations and reactions; X-ray, then examination on an alarm; priority and deadline. The
process per consignment is the idiom of SimPy's own examples (PriorityResource, request or timeout); it is given its
officers without shifts, which favours it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.measure import Ratio, main, timed
from benchmarks.posts import CONTROL, NO_FLIGHTS, WEEK, selected, week
from simulator.operation.course import Course, Ground, Move
from simulator.operation.floor import Floor
from simulator.operation.post import Wish

N, SHARE, OFFICERS = 1_000_000, 0.03, 24
XRAY, EXAMINATION = CONTROL["x-ray"], CONTROL["examination"]
REPEATS = 3


def engine() -> float:
    """Our engine, with all decisions put in at the start."""
    posts = week(N)
    wish = Wish((XRAY, EXAMINATION), ("always", "on-alarm"), 2)
    chosen = zip(posts, selected(posts, SHARE), strict=True)
    moves = [Move(0, post.unit, row, "select", wish) for post, at in chosen for row in post.rows[at].tolist()]
    ground = Ground("joint", tuple(posts), NO_FLIGHTS, WEEK)
    for post in posts:
        post.inbound()
        post.place(0)
    return timed(lambda: Course(ground).play(moves))


def process_each() -> float:
    """One SimPy process per consignment, selected or not."""
    posts = week(N)
    chosen = selected(posts, SHARE)
    for post, at in zip(posts, chosen, strict=True):
        post.foresee(XRAY, at)
        post.foresee(EXAMINATION, at)
    return timed(_processes, posts, chosen)


def _processes(posts: list[Floor], chosen: list[Any]) -> None:
    env = simpy.Environment()
    for post, at in zip(posts, chosen, strict=True):
        wanted = set(at.tolist())
        desks = {control: simpy.PriorityResource(env, OFFICERS) for control in (XRAY, EXAMINATION)}
        for place, (ready, release) in enumerate(zip(post.ready.tolist(), post.release.tolist(), strict=True)):
            env.process(_consignment(env, post, desks, place, ready, release, place in wanted))
    env.run(until=WEEK)


def _consignment(
    env: simpy.Environment, post: Floor, desks: dict[int, Any], place: int, ready: int, release: int, wanted: bool
) -> Generator[simpy.Event, Any, None]:
    yield env.timeout(ready)
    if not wanted:
        return
    for control in (XRAY, EXAMINATION):
        with desks[control].request(priority=2) as request:
            got = yield request | env.timeout(max(0, release - env.now))
            if request not in got:
                return
            yield env.timeout(post.duration(control, place))
        if not post.reacts(control, place):
            return


CASES = {"engine": engine, "process_each": process_each}
BOUNDS = (
    Ratio(
        "A week of 1,000,000 consignments, 3 % selected: one SimPy process each, against the engine",
        "process_each",
        "engine",
        at_least=50,
    ),
)

if __name__ == "__main__":
    main("benchmarks.engine_week")
