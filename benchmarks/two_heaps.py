"""The engine against a plain two-heap reference, on a post with priority, deadline and shifts only; equal outcomes."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from benchmarks.measure import Ratio, main, timed
from benchmarks.posts import CONTROL, DAYS, KEY, NO_FLIGHTS, TIMES, WEEK, floor
from simulator.common.chance import Stream
from simulator.operation.course import Course, Ground, Move
from simulator.operation.floor import Floor
from simulator.operation.post import Wish
from simulator.operation.roster import Seat

N, SECONDS = 30_000, TIMES["documents"]
DOCUMENTS = CONTROL["documents"]
Outcome = dict[int, tuple[int, int]]


def post() -> Floor:
    """30,000 consignments over a week, twelve officers around the clock and twelve on days."""
    stream = Stream(KEY, "two heaps")
    ready = stream.integers(N, 1, WEEK - 10_000)
    officers = [Seat("officer", "shift", (DOCUMENTS,), spans) for spans in (((0, WEEK),), DAYS) for _ in range(12)]
    return floor("ALA", np.arange(N), ready, ready + stream.integers(N, 600, 20_000), tuple(officers))


def priorities() -> list[int]:
    """Priority of each consignment."""
    drawn: list[int] = Stream(KEY, "priority").integers(N, 1, 3).tolist()
    return drawn


def by_engine(ground: Ground, moves: list[Move]) -> Outcome:
    """Start and officer of each control."""
    course = Course(ground)
    course.play(moves)
    jobs = course.lanes["joint"].posts["ALA"].jobs
    return {job.row: (job.start, job.officers[0]) for job in jobs if job.start is not None}


def by_heaps(
    ready: list[int], release: list[int], priority: list[int], spans: list[tuple[tuple[int, int], ...]]
) -> Outcome:
    """The same by two heaps: officers by the time they are free, consignments by (priority, ready, row)."""
    arrivals = sorted(range(len(ready)), key=lambda row: (ready[row], row))
    free = [(begin, index, begin, end) for index, shifts in enumerate(spans) for begin, end in shifts]
    free.sort()
    busy_until = [0] * len(spans)
    idle: list[tuple[int, int]] = []
    waiting: list[tuple[int, int, int]] = []
    out: Outcome = {}
    at = now = 0
    while at < len(arrivals) or waiting:
        times = [ready[arrivals[at]]] if at < len(arrivals) else []
        if waiting and free:
            times.append(free[0][0])
        if not times:
            break
        now = min(times)
        while at < len(arrivals) and ready[arrivals[at]] <= now:
            row = arrivals[at]
            heappush(waiting, (priority[row], ready[row], row))
            at += 1
        while free and free[0][0] <= now:
            _, index, _, end = heappop(free)
            if busy_until[index] <= now < end:
                heappush(idle, (index, end))
            elif busy_until[index] > now and busy_until[index] < end:
                heappush(free, (busy_until[index], index, now, end))
        while waiting and idle:
            index, end = heappop(idle)
            if end <= now:
                continue
            while waiting and release[waiting[0][2]] <= now:
                heappop(waiting)
            if not waiting:
                heappush(idle, (index, end))
                break
            row = heappop(waiting)[2]
            out[row] = (now, index)
            busy_until[index] = now + SECONDS
            if now + SECONDS < end:
                heappush(free, (now + SECONDS, index, now, end))
    return out


def _moves() -> list[Move]:
    wishes = {level: Wish((DOCUMENTS,), ("always",), level) for level in (1, 2, 3)}
    return [Move(0, "ALA", row, "select", wishes[level]) for row, level in enumerate(priorities())]


def _columns(one: Floor) -> tuple[list[int], list[int], list[int], list[tuple[tuple[int, int], ...]]]:
    return one.ready.tolist(), one.release.tolist(), priorities(), [seat.spans for seat in one.seats]


def engine() -> float:
    """Our engine; it refuses to be timed if its outcomes differ from the heaps'."""
    one = post()
    ground, moves = Ground("joint", (one,), NO_FLIGHTS, WEEK), _moves()
    if by_engine(ground, moves) != by_heaps(*_columns(one)):
        raise ValueError("engine and heaps differ")
    return timed(by_engine, ground, moves)


def heaps() -> float:
    """The two heaps."""
    return timed(by_heaps, *_columns(post()))


CASES = {"engine": engine, "heaps": heaps}
BOUNDS = (Ratio("The engine against two plain heaps, same outcomes", "engine", "heaps", at_most=6),)

if __name__ == "__main__":
    main("benchmarks.two_heaps")
