"""Equal luck: what happens to a consignment depends on nothing that anybody decides."""

import numpy as np
from floors import CONTROL, floor, lane, seat
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.operation.post import Wish
from simulator.scenario.numbers import Uniform

N = 40
XRAY = Wish((CONTROL["x-ray"],), ("always",), 2)


def day_of(rows, order=None, officers=1):
    times = {"x-ray": Uniform[int](kind="uniform", low=60, high=600)}
    seats = [seat("x-ray")] * officers
    day = lane(floor([0] * N, seats, times=times, machines={"x-ray": officers}, presentation=1), length=10**6)
    for row in order or rows:
        day.select("unit", row, XRAY)
    day.advance(10**6)
    return {job.row: (job.end - job.start, job.result) for job in day.posts["unit"].jobs}


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, N - 1), min_size=1), st.randoms(use_true_random=False))
def test_the_same_consignment_takes_as_long_and_shows_the_same_whatever_else_is_selected(rows, random):
    order = sorted(rows)
    random.shuffle(order)
    everything = day_of(range(N), officers=3)
    assert day_of(rows, order) == {row: everything[row] for row in rows}


def test_repeating_a_control_gives_the_same_answer():
    day = lane(floor([0] * N, [seat("x-ray")]), length=10**6)
    for _ in range(2):
        for row in range(N):
            assert day.select("unit", row, XRAY) == "effect"
        day.advance(day.now + 50_000)
    shown = [[job.result for job in day.posts["unit"].jobs if job.row == row] for row in range(N)]
    assert all(len(set(results)) == 1 and len(results) == 2 for results in shown)


def test_luck_drawn_ahead_is_the_luck_drawn_when_needed():
    ahead, later = (floor([0] * N, [seat("x-ray")]) for _ in range(2))
    ahead.foresee(CONTROL["x-ray"], np.arange(N))
    for at in reversed(range(N)):
        assert ahead.duration(CONTROL["x-ray"], at) == later.duration(CONTROL["x-ray"], at)
        assert ahead.reacts(CONTROL["x-ray"], at) == later.reacts(CONTROL["x-ray"], at)
