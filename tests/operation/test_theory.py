"""The post against queueing theory and a plain two-heap reference."""

from heapq import heappop, heappush
from math import factorial

import numpy as np
import pytest
from floors import CONTROL, floor, lane, seat
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.common.chance import Stream
from simulator.operation.post import Wish
from simulator.scenario.numbers import Exponential

DOCUMENTS = Wish((CONTROL["documents"],), ("always",), 2)


def erlang_c(servers, load):
    """Probability to wait in M/M/c; load = arrival rate times mean service time."""
    busy = load**servers / factorial(servers) / (1 - load / servers)
    return busy / (sum(load**k / factorial(k) for k in range(servers)) + busy)


@pytest.mark.parametrize(("officers", "load"), [(1, 0.7), (3, 2.4)])
def test_a_post_with_random_arrivals_and_times_agrees_with_erlang_c(officers, load):
    n, mean = 30_000, 900.0
    ready = 10 + np.cumsum(Stream(bytes(16), "arrivals").exponential(n, mean / load)).astype(np.int64)
    times = {"documents": Exponential[float](kind="exponential", mean=mean)}
    day = lane(floor(ready, [seat("documents")] * officers, times=times), length=int(ready[-1]) + 10**7)
    for row in range(n):
        day.select("unit", row, DOCUMENTS)
    day.advance(day.length)
    waits = np.array([job.start - job.pushed for job in day.posts["unit"].jobs])
    wait = erlang_c(officers, load)
    assert len(waits) == n
    assert (waits > 0).mean() == pytest.approx(wait, rel=0.05)
    assert waits.mean() == pytest.approx(wait * mean / (officers - load), rel=0.12)


def test_littles_law_holds():
    n = 5_000
    ready = 10 + np.cumsum(Stream(bytes(16), "little").exponential(n, 300.0)).astype(np.int64)
    day = lane(floor(ready, [seat("documents")] * 2, times={"documents": 500}), length=int(ready[-1]) + 10**6)
    for row in range(n):
        day.select("unit", row, DOCUMENTS)
    day.advance(day.length)
    jobs = day.posts["unit"].jobs
    end = max(job.end for job in jobs)
    inside = np.zeros(end + 2)
    for job in jobs:
        inside[job.pushed] += 1
        inside[job.end] -= 1
    average = np.cumsum(inside)[:end].mean()
    stay = np.mean([job.end - job.pushed for job in jobs])
    assert average == pytest.approx(n / end * stay, rel=1e-3)


def two_heaps(ready, priority, release, seconds, spans):
    """A post with one control, priorities, deadlines and shifts, as plain heaps: {row: (start, officer) or None}."""
    free = [(spans[index][0], index) for index in range(len(spans))]
    free.sort()
    waiting, out = [], {}
    order = np.lexsort((np.arange(len(ready)), ready)).tolist()
    idle, at, now = [], 0, 0
    while at < len(order) or waiting:
        times = []
        if at < len(order):
            times.append(ready[order[at]])
        if waiting and free:
            times.append(free[0][0])
        if waiting and any(spans[i][0] <= now < spans[i][1] for i in idle):
            times.append(now)
        if not times:
            break
        now = max(now, min(times))
        while at < len(order) and ready[order[at]] <= now:
            row = order[at]
            heappush(waiting, (priority[row], ready[row], row))
            at += 1
        while free and free[0][0] <= now:
            heappush(idle, heappop(free)[1])
        while waiting and idle:
            officer = heappop(idle)
            if now >= spans[officer][1]:
                continue
            while waiting and release[waiting[0][2]] <= now:
                out[heappop(waiting)[2]] = None
            if not waiting:
                heappush(idle, officer)
                break
            row = heappop(waiting)[2]
            out[row] = (now, officer)
            heappush(free, (now + seconds[row], officer))
    return {row: job for row, job in out.items() if job is not None}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 4))
def test_priorities_deadlines_and_shifts_give_the_same_as_two_heaps(seed, n, officers):
    stream = Stream(seed.to_bytes(16, "little"), "two heaps")
    ready = stream.integers(n, 1, 3_000)
    priority, release = stream.integers(n, 1, 3), ready + stream.integers(n, 100, 4_000)
    spans = [(int(begin), int(begin) + 2_500) for begin in stream.integers(officers, 0, 2_000)]
    post = floor(ready, [seat("documents", spans=[span]) for span in spans], release=release, times={"documents": 370})
    day = lane(post, length=20_000)
    for row in range(n):
        day.select("unit", row, Wish(DOCUMENTS.controls, DOCUMENTS.whens, int(priority[row])))
    day.advance(20_000)
    ours = {job.row: (job.start, job.officers[0]) for job in day.posts["unit"].jobs if job.start is not None}
    columns = (ready.tolist(), priority.tolist(), release.tolist(), [370] * n)
    assert ours == two_heaps(*columns, spans)
