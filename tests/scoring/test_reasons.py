"""Reasons, records and confidence, worked out by hand.

Examination takes 300 s, from 10 to 310 s for 0 and from 310 to 610 s for 1. 0 holds a case that it finds.
"""

import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat

from simulator.operation.course import Course, Ground, Move
from simulator.operation.post import Wish
from simulator.scoring.measures import Judged
from simulator.scoring.model import Decided
from simulator.scoring.model_after import FindWork, StepTold
from simulator.scoring.model_measures import Signal
from simulator.scoring.pooled import pooled, sensitivity
from simulator.scoring.reasons import confidence, reasons, recording
from simulator.scoring.verdicts import Happened

EXAMINE = Wish((CONTROL["examination"],), ("always",), 2)
SHOWS = {0: frozenset({"no-street", "odd-weight"})}


def decided(seq, t, row, act="select", **more):
    fields = {
        "seq": seq, "t": t, "unit": "unit", "who": "p-1", "consignment": str(row), "act": act, "priority": 2,
        "controls": ["examination"] if act == "select" else [], "reasons": [], "grounded": None, "confidence": None,
        "effect": "effect", "result": None,
    }  # fmt: skip
    return row, Decided(**{**fields, **more})


@pytest.fixture
def judged():
    def make(*told, bagged=()):
        ground = floor(
            [10] * 3, [seat("examination")], release=[5_000] * 3, hidden={0: ("case", "weapons", "undeclared")},
            times={"examination": 300},
        )  # fmt: skip
        course = Course(Ground("joint", (ground,), NO_FLIGHTS, 7_200))
        course.play([Move(0, "unit", row, "select", EXAMINE) for row in (0, 1)])
        lane = course.lanes["joint"]
        shows = lambda row: SHOWS.get(row, frozenset())  # noqa: E731
        return Judged(Happened.of(course), lane, lane.posts["unit"], told, {0: "case"}, bagged=bagged, shows=shows)

    return make


def test_reasons_are_right_where_they_show(judged):
    """no-street for 0 and 1 shows in 0 only: 1 of 2. odd-weight for 0, said twice, counts once: 1 of 1."""
    given, late = reasons(
        judged(
            decided(1, 0, 0, reasons=["no-street", "odd-weight"]),
            decided(2, 5, 0, act="hold", reasons=["odd-weight"]),
            decided(3, 6, 1, reasons=["no-street"]),
        )
    )
    assert [(each.indicator, each.given, each.right) for each in given] == [("no-street", 2, 1), ("odd-weight", 1, 1)]
    assert late == 0


def test_what_is_given_after_the_result_does_not_count(judged):
    """The result of 0 came at 310 s."""
    given, late = reasons(
        judged(decided(1, 309, 0, reasons=["no-street"]), decided(2, 310, 0, reasons=["odd-weight", "no-hs"]))
    )
    assert ([each.indicator for each in given], late) == (["no-street"], 2)


def test_what_had_no_effect_gives_no_reason(judged):
    assert reasons(judged(decided(1, 0, 0, reasons=["no-street"], effect="left"))) == ([], 0)


def work(**more):
    fields = {
        "consignment": "0", "find": "drugs", "t": 310, "expected": ["secure", "record", "hand-over", "report"],
        "steps": [StepTold(step="secure", t=400, minutes=1), StepTold(step="report", t=500, minutes=1)],
        "missing": ["record"], "unreached": ["hand-over"], "in_order": True, "authority": "narcotics", "handed_to": "",
        "laboratory": "", "minutes": 2,
    }  # fmt: skip
    return FindWork(**{**fields, **more})


def test_records(judged):
    """Selections: 0 (with reason and ground), 1 (with confidence) and a receptacle; openings: 0, 1, and a hold.

    Steps after the find: 4 expected, 1 missing, 1 cut off: 2 done. Handed over: no; reported: yes.
    """
    _, bag = decided(4, 7, 9, controls=["belt-x-ray"], reasons=["no-street"])
    told = recording(
        judged(
            decided(1, 0, 0, reasons=["no-street"], ground="indicators"),
            decided(2, 0, 1, confidence="low"),
            decided(3, 6, 2, act="hold"),
            bagged=[bag],
        ),
        [work()],
    )
    assert (told.selections, told.with_reason, told.with_confidence) == (3, 2, 1)
    assert (told.openings, told.with_ground) == (3, 1)
    assert (told.steps_expected, told.steps_done) == (4, 2)
    assert (told.hand_overs, told.handed_right, told.reports, told.reported) == (1, 0, 1, 1)


def test_a_find_is_handed_over_to_whom_it_belongs(judged):
    told = recording(judged(), [work(handed_to="narcotics"), work(handed_to="police")])
    assert (told.hand_overs, told.handed_right) == (2, 1)


def test_the_last_confidence_before_the_result_holds(judged):
    """0 is found; said high at last. 1 is controlled without a find, said low. 2 is never controlled, said low."""
    told = confidence(
        judged(
            decided(1, 0, 0, confidence="low"),
            decided(2, 5, 0, confidence="high"),
            decided(3, 400, 0, confidence="medium"),
            decided(4, 0, 1, confidence="low"),
            decided(5, 0, 2, confidence="low"),
        )
    )
    assert [(each.level, each.selected, each.controlled, each.found) for each in told] == [
        ("low", 2, 1, 0),
        ("high", 1, 1, 1),
    ]


def test_d_prime_and_criterion():
    """H = 8.5 / 11 = 0.7727, z = 0.748; F = 20.5 / 991 = 0.0207, z = -2.040. d' = 2.79, c = -(0.748 - 2.040) / 2."""
    told = Signal(cases=10, cases_selected=8, clean=990, clean_selected=20)
    assert sensitivity(told) == (2.79, 0.65)


def test_all_found_and_none_missed_gives_a_figure_too():
    d_prime, _ = sensitivity(Signal(cases=10, cases_selected=10, clean=100, clean_selected=0))
    assert d_prime == 4.27


def test_units_are_pooled_and_few_cases_give_no_figure():
    units = [Signal(cases=5, cases_selected=4, clean=495, clean_selected=10)] * 2
    told = pooled(units, [], few=10)
    assert (told.signal.cases, told.d_prime, told.criterion) == (10, 2.79, 0.65)
    assert pooled(units, [], few=11).d_prime is None
