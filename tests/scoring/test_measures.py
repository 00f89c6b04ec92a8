"""Measures of one unit, worked out by hand on a tiny day.

One officer, examination takes 300 s, documents 100 s. Consignments are ready at 10 s; four of them:
0 holds a case, 1 is clean and leaves at 500 s, 2 is a decoy, 3 is clean and nobody looks at it.
"""

from dataclasses import replace

import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat

from simulator.operation.controls import CARRIED_OUT, POSITIVE
from simulator.operation.course import Course, Ground, Move
from simulator.operation.post import Wish
from simulator.scoring.measures import Judged, counts, delays, hours, stations
from simulator.scoring.model import Decided
from simulator.scoring.presence import officers
from simulator.scoring.verdicts import Happened

EXAMINE = Wish((CONTROL["examination"],), ("always",), 2)
KINDS = {0: "case", 2: "decoy"}


def decided(seq, t, row, act="select", *, grounded=None, effect="effect"):
    return row, Decided(
        seq=seq, t=t, unit="unit", who="p-1", consignment=str(row), act=act, controls=["examination"], priority=2,
        reasons=[] if grounded is None else ["cash-freight"], grounded=grounded, confidence=None, effect=effect, result=None,
    )  # fmt: skip


@pytest.fixture
def day():
    ground = floor(
        [10] * 4, [seat("examination", spans=[(0, 3_600)])], release=[2_000, 500, 2_000, 2_000],
        hidden={0: ("case", "weapons", "undeclared")}, times={"examination": 300},
    )  # fmt: skip
    course = Course(Ground("joint", (ground,), NO_FLIGHTS, 7_200))
    moves = [Move(0, "unit", row, "select", EXAMINE) for row in (0, 1)] + [Move(100, "unit", 2, "sample", EXAMINE)]
    effects = course.play(moves)
    told = [
        decided(1, 0, 0, grounded=True),
        decided(2, 0, 1, grounded=False),
        decided(3, 100, 2, "sample"),
        decided(4, 3_000, 3, effect="left"),
    ]
    lane = course.lanes["joint"]
    assert effects == ["effect"] * 3
    return Judged(Happened.of(course), lane, lane.posts["unit"], told, KINDS)


def test_counts(day):
    figures = counts(day)
    assert figures == {
        "cases_passed": 1,
        "cases_stopped_before": 0,
        "cases_knowable": 1,
        "cases_found": 1,
        "cases_alarm_unresolved": 0,
        "irregularities_passed": 0,
        "irregularities_found": 0,
        "decisions": 4,
        "selected": 2,
        "samples": 1,
        "controlled": 2,
        "samples_controlled": 1,
        "samples_with_find": 0,
        "hidden_not_shown": 0,
        "with_find": 1,
        "nothing_found_grounded": 0,
        "nothing_found_ungrounded": 1,
        "decoys_controlled": 1,
        "not_controlled": 0,
        "without_effect": {"left": 1},
        "lead_minutes": 33.3,
    }


def test_what_was_sampled_and_selected_counts_once_as_selected(day):
    twice = replace(day, decided=[*day.decided, decided(5, 3_500, 2, grounded=True)])
    figures = counts(twice)
    assert (figures["selected"], figures["samples"]) == (3, 0)
    assert (figures["controlled"], figures["samples_controlled"]) == (3, 0)
    assert figures["nothing_found_grounded"] + figures["nothing_found_ungrounded"] == 2


def test_the_clean_one_left_110_seconds_late(day):
    assert delays(day) == {"delay_minutes": 1.8, "delayed": 1, "onward_missed": 0}


def test_the_officer_was_on_for_an_hour_and_worked_for_fifteen_minutes(day):
    (officer,) = officers(day.post)
    assert (officer.minutes_on, officer.minutes_used) == (60.0, 15.0)


def test_the_station_did_three_examinations_with_one_find(day):
    (station,) = stations(day.post)
    assert (station.control, station.done, station.finds, station.minutes_used) == ("examination", 3, 1, 15.0)


def test_finds_are_consignments_and_work_after_them_is_a_row():
    """A field test after the find is another control, and the same find."""
    ground = floor([10], [seat("examination", "field-test", "secure")], hidden={0: ("case", "opiates", "undeclared")},
                   times={"examination": 300, "field-test": 60, "secure": 120})  # fmt: skip
    course = Course(Ground("joint", (ground,), NO_FLIGHTS, 7_200))
    course.play([Move(0, "unit", 0, "select", EXAMINE)])
    post = course.lanes["joint"].posts["unit"]
    first = next(job for job in post.jobs)
    for code, begin, seconds, result in (("field-test", 400, 60, POSITIVE), ("secure", 500, 120, CARRIED_OUT)):
        post.jobs.append(first._replace(control=CONTROL[code], start=begin, end=begin + seconds, result=result))
    rows = [(use.control, use.done, use.alarms, use.finds, use.minutes_used, use.step) for use in stations(post)]
    assert rows == [
        ("examination", 1, 0, 1, 5.0, False), ("field-test", 1, 1, 0, 1.0, False), ("secure", 1, 0, 0, 2.0, True),
    ]  # fmt: skip


def test_the_first_hour_was_a_quarter_busy(day):
    first, second = hours(day.post, 7_200)
    assert (first.on_shift, first.busy, first.waiting) == (1.0, 0.25, 0)
    assert (second.on_shift, second.busy) == (0.0, 0.0)


def ended(moves, length, *, release, ready=(10, 10, 10), seconds=300):
    """A day that ends at `length` for one examiner."""
    post = floor(list(ready), [seat("examination")], release=release, times={"examination": seconds})
    course = Course(Ground("joint", (post,), NO_FLIGHTS, length))
    course.play(moves)
    lane = course.lanes["joint"]
    return Judged(Happened.of(course), lane, lane.posts["unit"], [], {})


def test_work_under_way_and_jobs_that_wait_at_the_end_are_counted():
    moves = [Move(0, "unit", row, "select", EXAMINE) for row in range(3)]
    day = ended(moves, 7_200, release=[9_000] * 3, seconds=5_000)
    (officer,) = officers(day.post)
    assert officer.minutes_used == round((7_200 - 10) / 60, 1)
    assert [hour.waiting for hour in hours(day.post, 7_200)] == [2, 1]
    assert hours(day.post, 7_200)[1].busy == 1.0
    assert [(use.done, use.minutes_used) for use in stations(day.post)] == [(1, officer.minutes_used)]
    assert counts(day)["not_controlled"] == 2


def test_what_was_asked_for_and_never_came_up_is_not_controlled():
    day = ended([Move(0, "unit", 2, "select", EXAMINE)], 7_200, release=[9_000] * 3, ready=(10, 10, 8_000))
    assert counts(day)["not_controlled"] == 1
