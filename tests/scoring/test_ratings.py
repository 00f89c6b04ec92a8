"""Ratings that figures propose, worked out by hand: each measure against its thresholds, the lowest counts."""

import debrief_scores as made
import pytest

from simulator.common.tables import table
from simulator.scenario.model import Objective
from simulator.scoring.model_after import AfterFinds, Safety
from simulator.scoring.model_measures import CaseWay, ReasonUse, Recording, Timing
from simulator.scoring.ratings import COUNTS, counts_of, proposed

FEW = 10


def goal(*measures, **levels):
    said = [{"measure": measure, **levels} for measure in measures]
    return Objective(code="goal", text="Do it.", measures=said)


def told(unit, *measures, few=FEW, stories=(), **levels):
    (found,) = proposed(unit, [goal(*measures, **levels)], stories, few)
    return found


def test_every_measure_of_the_table_is_counted():
    assert {row["code"] for row in table("scoring", "measures")} == {*COUNTS, "shared-cases-found"}


@pytest.mark.parametrize(
    ("found", "rating"), [(12, "P"), (8, "P"), (7, "S"), (5, "S"), (4, "M"), (3, "M"), (2, "U"), (0, "U")]
)
def test_a_share_reaches_the_highest_threshold_it_can(found, rating):
    """Of 12 cases: P from 60 % (8 of 12 = 67 %; 7 is 58 %), S from 40 % (5; 4 is 33 %), M from 20 % (3; 2 is 17 %)."""
    assert told(made.unit("zhetysu", cases_passed=12, cases_found=found), "cases-found").rating == rating


def test_a_scenario_sets_its_own_thresholds():
    unit = made.unit("zhetysu", cases_passed=12, cases_found=6)
    assert told(unit, "cases-found", performed=0.5).rating == "P"
    assert told(unit, "cases-found", some=0.51, major=0.5).rating == "M"


def test_too_few_cases_propose_nothing():
    rated = told(made.unit("zhetysu", cases_passed=9, cases_found=9), "cases-found")
    assert (rated.rating, rated.why) == (None, "too-few")
    assert told(made.unit("zhetysu", cases_passed=9, cases_found=9), "cases-found", few=9).rating == "P"


def test_one_measure_with_too_few_leaves_the_objective_unrated():
    unit = made.unit("zhetysu", cases_passed=9, reasons=[ReasonUse(indicator="no-street", given=20, right=20)])
    assert told(unit, "reasons-right", "cases-found").why == "too-few"
    assert told(unit, "reasons-right").rating == "P"


def test_unrated_is_neither_the_lowest_nor_left_out():
    rated = proposed(made.unit("zhetysu"), [goal(), goal("steps-after-finds")], [], FEW)
    assert [(each.rating, each.why) for each in rated] == [(None, "not-measured"), (None, "nothing")]


def test_the_lowest_measure_counts():
    """12 of 12 found is P; 12 of 20 reasons right is 60 %: M."""
    unit = made.unit(
        "zhetysu", cases_passed=12, cases_found=12, reasons=[ReasonUse(indicator="no-street", given=20, right=12)]
    )
    assert told(unit, "cases-found", "reasons-right").rating == "M"


@pytest.mark.parametrize(("found", "missed", "rating"), [(12, 0, "P"), (12, 1, "M"), (6, 1, "M"), (0, 1, "U")])
def test_what_harms_others_is_m_at_best(found, missed, rating):
    unit = made.unit("zhetysu", cases_passed=12, cases_found=found, onward_missed=missed)
    assert told(unit, "cases-found", "flights-missed").rating == rating


def test_a_harm_alone_proposes_nothing():
    assert told(made.unit("zhetysu", onward_missed=3), "flights-missed").why == "not-measured"


def test_a_share_of_harm_among_few_does_not_count():
    """2 of 2 clean ones and a sample delayed: 3 in all, too few; among 22 and the sample 2 of 23 = 9 %, within 10 %."""
    good = {"cases_passed": 12, "cases_found": 12}
    unit = made.unit("zhetysu", **good, delayed=2)
    assert told(unit, "cases-found", "clean-delayed").rating == "P"
    many = made.unit("zhetysu", **good, delayed=2, nothing_found_grounded=21)
    assert told(many, "cases-found", "clean-delayed").rating == "P"
    assert told(many, "cases-found", "clean-delayed", most=0.05, few=5).rating == "M"


COUNTED = made.unit(
    "zhetysu",
    cases_passed=6, cases_found=2, irregularities_passed=5, irregularities_found=1, selected=20, controlled=16,
    with_find=3, nothing_found_grounded=9, nothing_found_ungrounded=4, samples_controlled=2, samples_with_find=1,
    not_controlled=2, delayed=3, onward_missed=1, way=CaseWay(selected=4), timing=Timing(selected_early=15),
    reasons=[ReasonUse(indicator="a", given=7, right=5), ReasonUse(indicator="b", given=3, right=3)],
    recording=Recording(
        selections=20, with_reason=18, openings=10, with_ground=6, steps_expected=8, steps_done=7, hand_overs=2,
        handed_right=1, reports=2, reported=2,
    ),
    after=AfterFinds(
        safety=[
            Safety(consignment="1", control="x-ray", t=1, steps=[], right=False, opened=2, danger=True, resolved=""),
            Safety(consignment="2", control="x-ray", t=1, steps=[], right=True, opened=None, danger=True, resolved=""),
        ]
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "part", "whole"),
    [
        ("cases-found", 2, 6),
        ("cases-selected", 4, 6),
        ("irregularities-found", 1, 5),
        ("controls-with-find", 3, 16),
        ("controls-grounded", 9, 13),
        ("reasons-right", 8, 10),
        ("reasons-given", 18, 20),
        ("selected-early", 15, 20),
        ("controlled-in-time", 18, 20),
        ("steps-after-finds", 7, 8),
        ("handed-over", 1, 2),
        ("reported", 2, 2),
        ("ground-recorded", 6, 10),
        ("flights-missed", 1, None),
        ("clean-delayed", 3, 14),
        ("opened-at-danger", 1, None),
    ],
)
def test_what_a_measure_counts(measure, part, whole):
    """Grounded of nothing found: 9 of 9 + 4. In time: 16 + 2 of these and 2 left. Clean: 9 + 4 and one sample."""
    assert counts_of(COUNTED, measure, []) == (part, whole)


def test_cases_of_two_posts_count_for_both():
    """The found case passes Tashkent and Almaty; the others pass one post only."""
    stories = [made.found_case(), made.failed_case()]
    assert [counts_of(made.unit(code), "shared-cases-found", stories) for code in ("zhetysu", "aviayuklar")] == [
        (1, 1), (1, 1),
    ]  # fmt: skip
