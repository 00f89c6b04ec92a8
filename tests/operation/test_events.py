"""What the engine costs in events: counted, not timed."""

import numpy as np
from floors import CONTROL, floor, lane, seat

from simulator.operation.post import Wish

TWO = Wish((CONTROL["x-ray"], CONTROL["documents"]), ("always", "always"), 2)
SEATS = [seat("x-ray"), seat("documents"), seat("x-ray", "documents")]


def events(day):
    """Events made so far."""
    return next(day.env._eid)


def played(n, selected, wish=TWO, seats=SEATS, stream=1):
    day = lane(floor(np.arange(n) * 400, seats, stream=stream, times={"x-ray": 90, "documents": 300}), length=10**7)
    idle = events(day)
    for row in selected:
        day.select("unit", row, wish)
    day.advance(10**7)
    return day, events(day) - idle


def test_a_consignment_that_nobody_selects_causes_no_event():
    _, few = played(100, [])
    _, many = played(100_000, [])
    assert few == many


def test_selected_ones_cause_at_most_one_and_a_half_events_a_seat_filled_and_one_more():
    base = played(2_000, [])[1]
    for wish, seats, stream in (
        (TWO, SEATS, 1),
        (Wish((CONTROL["examination"],), ("always",), 2), [seat("examination")] * 4, 0),
    ):
        day, made = played(2_000, range(0, 2_000, 3), wish, seats, stream)
        seats_filled = sum(len(job.officers) for job in day.posts["unit"].jobs)
        assert made - base <= 1.5 * seats_filled + len(day.posts["unit"].orders)


def test_all_at_once_costs_no_more():
    n = 300
    day = lane(floor([100] * n, SEATS, times={"x-ray": 60, "documents": 60}), length=10**7)
    idle = events(day)
    for row in range(n):
        day.select("unit", row, TWO)
    day.advance(10**7)
    assert len(day.posts["unit"].jobs) == 2 * n
    assert events(day) - idle <= 1.5 * 2 * n + n + 10


def test_deciding_at_many_times_costs_nothing_by_itself():
    day = lane(floor(np.arange(300) * 400, SEATS, times={"x-ray": 90, "documents": 300}), length=10**7)
    idle = events(day)
    for row in range(300):
        day.advance(row * 397 + 1)
        assert day.select("unit", row, TWO) == "effect"
    day.advance(10**7)
    seats_filled = sum(len(job.officers) for job in day.posts["unit"].jobs)
    assert events(day) - idle <= 1.5 * seats_filled + 300
