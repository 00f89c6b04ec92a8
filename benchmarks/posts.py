"""Posts made of arrays for the benchmarks of the engine: no world, no scenario, only what the engine works on."""

from __future__ import annotations

import numpy as np

from simulator.common.chance import Ints, Stream
from simulator.operation.controls import controls
from simulator.operation.engine import Flights
from simulator.operation.floor import Floor
from simulator.operation.roster import Seat
from simulator.scenario.model import ControlTimes

DAY, WEEK = 86_400, 7 * 86_400
KEY = bytes(16)
NO_FLIGHTS = Flights(*[np.empty(0, dtype=np.int64)] * 3)
CONTROL = {control.code: control.index for control in controls()}
TIMES = {"documents": 360, "x-ray": 540, "examination": 1200}
DAYS = tuple((day * DAY + 8 * 3600, day * DAY + 20 * 3600) for day in range(7))
ALWAYS = ((0, WEEK),)


def seats(each: int, codes: tuple[str, ...] = ("documents", "x-ray", "examination")) -> tuple[Seat, ...]:
    """Officers of one control each: `each` on days and `each` around the clock."""
    return tuple(
        Seat(code, "shift", (CONTROL[code],), spans) for spans in (DAYS, ALWAYS) for code in codes for _ in range(each)
    )


def floor(post: str, rows: Ints, ready: Ints, release: Ints, officers: tuple[Seat, ...], machines: int = 24) -> Floor:
    """A post of parcels with fixed durations; every consignment is known from the start."""
    none = np.full(len(rows), -1, dtype=np.int64)
    own = {code: ControlTimes.model_construct(time=seconds) for code, seconds in TIMES.items()}
    return Floor(
        unit=post,
        post=post,
        key=KEY,
        rows=rows,
        ready=ready,
        release=release,
        known=np.zeros(len(rows), dtype=np.int64),
        flight_in=none,
        flight_out=none,
        stream=np.ones(len(rows), dtype=np.int64),
        streams=[1] * len(rows),
        seats=officers,
        machines={"x-ray": machines},
        controls=controls(own),
        presentation=(1, 1, 1),
        hidden={},
    )


def week(n: int, posts: tuple[str, ...] = ("ALA", "TAS", "TBS"), each: int = 12) -> list[Floor]:
    """A week of n consignments, in the waves of 140 flights a post.

    They are ready 60, 75 or 90 minutes after landing, and leave 4, 8 or 24 hours later.
    """
    out = []
    for at, post in enumerate(posts):
        stream, size = Stream(KEY, f"week:{post}"), n // len(posts)
        lands = np.sort(stream.integers(140, 0, WEEK - 40_000))
        ready = lands[np.sort(stream.integers(size, 0, 139))] + np.array([60, 75, 90])[stream.integers(size, 0, 2)] * 60
        release = ready + np.array([4, 8, 24])[stream.integers(size, 0, 2)] * 3600
        out.append(floor(post, np.arange(size) + at * size, ready, release, seats(each)))
    return out


def selected(posts: list[Floor], share: float) -> list[Ints]:
    """Positions of a random share of each post's consignments."""
    return [np.flatnonzero(Stream(KEY, f"selected:{post.post}").chance(len(post.rows), share)) for post in posts]
