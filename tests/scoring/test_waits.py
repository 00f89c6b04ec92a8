"""Why a selection was not controlled: the story of one consignment that waited for a dog."""

import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat

from simulator.operation.course import Course, Ground, Move
from simulator.operation.post import Wish
from simulator.scoring.waits import waited

DOG, XRAY = (Wish((CONTROL[code],), ("always",), 2) for code in ("dog", "x-ray"))


def why(moves, *seats, length=10_000, release=(900, 900), **more):
    """Cause, control and time of the wait of consignment 0."""
    times = {"dog": 300, "x-ray": 300}
    ground = floor([10, 10], seats, release=release, times=times, **more)
    course = Course(Ground("joint", (ground,), NO_FLIGHTS, length))
    course.play([Move(t, "unit", row, "select", wish) for t, row, wish in moves])
    lane = course.lanes["joint"]
    told = waited(lane, lane.posts["unit"], 0)
    return told and (told.cause, told.control, told.since)


def test_nobody_who_may_do_it_was_on_shift():
    assert why([(0, 0, DOG)], seat("dog", spans=[(2_000, 9_000)]), seat("x-ray")) == ("nobody-on-shift", "dog", 10)


def test_the_machine_was_down_all_the_time():
    assert why([(0, 0, XRAY)], seat("x-ray"), outages={"x-ray": ((0, 5_000),)}) == ("machine-down", "x-ray", 10)


def test_others_came_first():
    moves = [(0, 1, XRAY), (0, 0, XRAY._replace(priority=3))]
    assert why(moves, seat("x-ray"), release=(200, 900)) == ("queue", "x-ray", 10)


def test_it_was_asked_for_too_late_to_be_brought():
    assert why([(800, 0, XRAY)], seat("x-ray"), presentation=600) == ("too-late", "x-ray", 1_400)


def test_it_was_not_found_when_it_was_asked_for():
    assert why([(0, 0, XRAY)], seat("x-ray"), not_found=(1.0,) * 3)[0] == "not-found"


def test_the_drill_ended_under_the_control():
    assert why([(0, 0, XRAY)], seat("x-ray"), length=100) == ("under-way", "x-ray", 10)


@pytest.mark.parametrize("moves", [[], [(0, 1, XRAY)]])
def test_what_nobody_selected_waited_for_nothing(moves):
    assert why(moves, seat("x-ray")) is None
