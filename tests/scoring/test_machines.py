"""Machines, and what was lost to deadlines, worked out by hand.

One X-ray and its operator, 100 s a consignment, a drill of 2 h. Consignments are ready at 10 s; 0 and 1 leave at
1,000 s, 2 leaves at 150 s. In order: 0 from 10 to 110 s, 1 from 110 to 210 s; 2 is gone when the X-ray is free.
"""

import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat
from hypothesis import given
from hypothesis import strategies as st

from simulator.operation.course import Course, Ground, Move
from simulator.operation.post import Wish
from simulator.scoring.machines import lost_minutes, lost_orders, machine_times
from simulator.scoring.measures import hours, stations

XRAY = Wish((CONTROL["x-ray"],), ("always",), 2)
BOTH = Wish((CONTROL["x-ray"], CONTROL["examination"]), ("always", "always"), 2)


def played(wish, seats, release, outages=(), length=7_200, seconds=100, rows=3):
    ground = floor(
        [10] * rows, seats, release=release, times={"x-ray": seconds}, machines={"x-ray": 1},
        outages={"x-ray": tuple(outages)} if outages else {},
    )  # fmt: skip
    course = Course(Ground("joint", (ground,), NO_FLIGHTS, length))
    course.play([Move(0, "unit", row, "select", wish) for row in range(rows)])
    return course.lanes["joint"].posts["unit"]


@pytest.fixture
def post():
    return played(XRAY, [seat("x-ray")], [1_000, 1_000, 150])


def test_one_left_while_it_waited(post):
    """2 leaves at 150 s, in the first hour; nobody had worked on it."""
    assert [order.row for order in lost_orders(post)] == [2]
    assert [use.lost for use in stations(post)] == [1]
    assert [hour.lost for hour in hours(post, 7_200)] == [1, 0]
    assert lost_minutes(post) == 0.0


def test_the_time_of_a_machine(post):
    """There 120 min; used 200 s = 3.3 min; the rest is idle."""
    (machine,) = machine_times(post, 7_200)
    figures = (machine.minutes_there, machine.minutes_used, machine.minutes_down, machine.minutes_idle)
    assert figures == (120.0, 3.3, 0.0, 116.7)
    assert [hour.machines for hour in hours(post, 7_200)] == [{"x-ray": round(200 / 3_600, 2)}, {}]


def test_a_machine_that_goes_down_finishes_its_control():
    """Down from 50 to 650 s, but busy until 110 s: 540 s = 9 min down. 1 goes through afterwards, 2 has left."""
    post = played(XRAY, [seat("x-ray")], [1_000, 1_000, 150], outages=[(50, 650)])
    (machine,) = machine_times(post, 7_200)
    assert (machine.minutes_used, machine.minutes_down) == (3.3, 9.0)


def test_work_that_a_deadline_made_vain():
    """Both were X-rayed, 200 s = 3.3 min of officer and machine; nobody who examines came before they left."""
    post = played(BOTH, [seat("x-ray"), seat("examination", spans=[(3_000, 7_200)])], [1_000, 1_000], rows=2)
    assert [order.row for order in lost_orders(post)] == [0, 1]
    assert lost_minutes(post) == 3.3
    assert machine_times(post, 7_200)[0].minutes_lost == 3.3
    assert {use.control: use.lost for use in stations(post)} == {"x-ray": 0, "examination": 2}


@given(
    st.lists(st.integers(100, 7_000), min_size=1, max_size=8),
    st.lists(st.integers(0, 7_000), max_size=3, unique=True),
    st.integers(30, 900),
)
def test_used_down_and_idle_are_all_the_time_there_is(release, down, seconds):
    spans = [(begin, begin + 150) for begin in sorted(down)]
    post = played(XRAY, [seat("x-ray")], release, outages=spans, seconds=seconds, rows=len(release))
    (machine,) = machine_times(post, 7_200)
    parts = machine.minutes_used + machine.minutes_down + machine.minutes_idle
    assert parts == pytest.approx(machine.minutes_there, abs=0.2)
    assert min(machine.minutes_down, machine.minutes_idle) >= 0
