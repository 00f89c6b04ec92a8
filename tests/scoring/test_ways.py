"""How far cases got and when was decided, worked out by hand on a tiny day.

Two officers: one examines (300 s), one reads documents (100 s). Consignments are ready at 600 s, leave at 5,000 s, and
are known from the start. All four hold a case:
0 is selected at 60 s for examination: 600 to 900 s, found; 1 is never decided on;
2 is selected at 0 s for documents only: controlled, not found; 3 is selected at 120 s and taken back at 180 s.
"""

from dataclasses import replace

import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat

from simulator.operation.course import Course, Ground, Move
from simulator.operation.holds import Hold
from simulator.operation.post import Wish
from simulator.scoring.measures import Judged
from simulator.scoring.model import Decided
from simulator.scoring.verdicts import Happened
from simulator.scoring.ways import case_way, decided_on, signal, space, timing

EXAMINE = Wish((CONTROL["examination"],), ("always",), 2)
READ = Wish((CONTROL["documents"],), ("always",), 2)


def decided(seq, t, row, act="select", effect="effect"):
    return row, Decided(
        seq=seq, t=t, unit="unit", who="p-1", consignment=str(row), act=act, controls=[], priority=2, reasons=[],
        grounded=None, confidence=None, effect=effect, result=None,
    )  # fmt: skip


@pytest.fixture
def day():
    ground = floor(
        [600] * 6, [seat("examination"), seat("documents")], release=[5_000] * 6,
        hidden=dict.fromkeys(range(4), ("case", "weapons", "undeclared")),
        times={"examination": 300, "documents": 100}, hold_space=3,
    )  # fmt: skip
    course = Course(Ground("joint", (ground,), NO_FLIGHTS, 7_200))
    moves = [(0, 2, "select", READ), (60, 0, "select", EXAMINE), (120, 3, "select", READ), (180, 3, "withdraw", None)]
    course.play([Move(t, "unit", row, act, wish) for t, row, act, wish in moves])
    told = [decided(seq, t, row, act) for seq, (t, row, act, _) in enumerate(moves, 1)]
    lane = course.lanes["joint"]
    return Judged(Happened.of(course), lane, lane.posts["unit"], told, dict.fromkeys(range(4), "case"))


def test_how_far_cases_got(day):
    """Decided on: 0, 2, 3. Still selected: 0, 2. Both were presented and controlled; what was done to 2 found nothing."""
    way = case_way(day)
    assert (way.decided, way.selected, way.presented, way.controlled, way.control_failed) == (3, 2, 2, 2, 1)


def test_a_case_taken_out_of_a_receptacle_was_decided_on(day):
    assert case_way(replace(day, inside=frozenset({1}))).decided == 4


def test_when_was_selected(day):
    """Selected at 0, 60, 120 s, all before 600 s and known from 0 s: 0, 1, 2 min, median 1. Found (900 - 60) s later."""
    told = timing(day)
    assert (told.selected_early, told.decide_minutes, told.find_minutes) == (3, 1.0, 14.0)


def test_without_a_selection_there_is_no_time(day):
    told = timing(replace(day, decided=[]))
    assert (told.selected_early, told.decide_minutes, told.find_minutes) == (0, None, None)


def test_what_had_no_effect_is_not_decided_on(day):
    assert decided_on(replace(day, decided=[*day.decided, decided(9, 6_000, 1, effect="left")])) == {0, 2, 3}


def test_the_most_that_was_held_at_once(day):
    """0 to 100, 50 to 150, 100 to 200 s: the first place is free again when the third is taken, so 2 at once."""
    day.lane.holds.all += [Hold("unit", row, begin, begin + 100) for row, begin in enumerate((0, 50, 100))]
    told = space(replace(day, decided=[decided(9, 0, 1, "hold", "no-hold-space")]))
    assert (told.places, told.most, told.refused) == (3, 2, 1)


def test_selections_as_answers_to_what_was_hidden(day):
    """Cases shown: 4, of them selected 0, 2, 3. Clean ones known: 2 (4 and 5), of them selected: 4."""
    told = signal(replace(day, decided=[*day.decided, decided(9, 200, 4)]), clean=2)
    assert (told.cases, told.cases_selected, told.clean, told.clean_selected) == (4, 3, 2, 1)
