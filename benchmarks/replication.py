"""One replication of a drill of 20,000 consignments, 5 % selected, against a bare SimPy loop of 10,000 timeouts."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.measure import Ratio, main, timed
from benchmarks.posts import CONTROL, NO_FLIGHTS, WEEK, selected, week
from simulator.operation.course import Course, Ground, Move
from simulator.operation.post import Wish

TIMEOUTS, N, SHARE = 10_000, 20_000, 0.05


def replication() -> float:
    """Put the decisions of a reference player in and run to the end; the mean of 20 after a first."""
    posts = week(N, each=2)
    wish = Wish((CONTROL["x-ray"], CONTROL["examination"]), ("always", "on-alarm"), 2)
    chosen = zip(posts, selected(posts, SHARE), strict=True)
    moves = [Move(0, post.unit, row, "select", wish) for post, at in chosen for row in post.rows[at].tolist()]
    ground = Ground("joint", tuple(posts), NO_FLIGHTS, WEEK)
    Course(ground).play(moves)
    return timed(lambda: [Course(ground).play(moves) for _ in range(20)]) / 20


def timeouts() -> float:
    """A process that does nothing but wait; the mean of 20 after a first."""
    _wait(1)
    return timed(_wait, 20) / 20


def _wait(times: int) -> None:
    for _ in range(times):
        env = simpy.Environment()
        env.process(_waiting(env))
        env.run()


def _waiting(env: simpy.Environment) -> Generator[simpy.Event, Any, None]:
    for _ in range(TIMEOUTS):
        yield env.timeout(1)


CASES = {"replication": replication, "timeouts": timeouts}
BOUNDS = (
    Ratio(
        "One replication of 20,000 consignments, 5 % selected, against 10,000 bare timeouts",
        "replication",
        "timeouts",
        at_most=2.5,
    ),
)

if __name__ == "__main__":
    main("benchmarks.replication")
