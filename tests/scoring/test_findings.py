"""Strengths and areas for improvement: each rule on a score made by hand."""

import debrief_scores as made
import pytest

from simulator.common.tables import table
from simulator.scoring.findings import cause, findings
from simulator.scoring.model import Observed, Waited
from simulator.scoring.model_measures import ReasonUse, Recording

HOUR = 3600


def told(unit, *stories):
    return {each.code: (each.count, each.of) for each in findings(unit, stories)}


def why(ending, *, shown=("a", "b"), **more):
    story = made.hidden("1", [made.passage("zhetysu", ending, shown=list(shown), **more)])
    return cause(story, story.passages[0])


def seen(control):
    return [Observed(t=HOUR, unit="zhetysu", control=control, result="clear")]


@pytest.mark.parametrize(
    ("expected", "ending", "more"),
    [
        ("", "found", {}),
        ("", "not-arrived", {}),
        ("not-shown", "not-known", {}),
        ("shown-undecided", "not-selected", {}),
        ("little-shown", "not-selected", {"shown": ("a",)}),
        ("shown-let-go", "not-selected", {"decisions": [made.decided(1, "zhetysu", "1", HOUR, act="release")]}),
        ("decided-late", "not-selected", {"decisions": [made.decided(1, "zhetysu", "1", HOUR, effect="left")]}),
        ("queue", "not-controlled", {"waited": Waited(cause="queue", control="x-ray", since=HOUR)}),
        ("machine-down", "not-controlled", {"waited": Waited(cause="machine-down", control="x-ray", since=HOUR)}),
        ("alarm-open", "alarm-unresolved", {}),
        ("control-unsuited", "control-found-nothing", {"observations": seen("x-ray")}),
        ("control-missed", "control-found-nothing", {"observations": seen("dog")}),
    ],
)
def test_why_a_case_got_past(expected, ending, more):
    """X-ray shows it 0.12, the dog 0.75, examination 0.96, all at hand: X-ray is below half of 0.96, the dog is not."""
    assert why(ending, **more) == expected


def test_every_cause_and_every_strength_has_its_words():
    codes = {row["code"] for row in table("debrief", "findings")}
    unit = made.unit("zhetysu", without_effect={"left": 1}, lost_controls=1, onward_missed=1)
    assert set(told(unit, made.found_case(), made.failed_case(), made.unknown_case())) <= codes
    assert {"nobody-on-shift", "machine-down", "queue", "too-late", "not-found", "under-way"} <= codes


def test_areas_name_their_cases():
    (found,) = [each for each in findings(made.unit("zhetysu"), [made.unknown_case()]) if each.rows]
    assert (found.code, found.rows) == ("not-shown", (4711,))


def test_reasons_are_a_strength_from_nine_in_ten():
    """18 of 20 is a strength, and the 2 are an area; 17 of 20 is an area only."""
    good = told(made.unit("zhetysu", reasons=[ReasonUse(indicator="a", given=20, right=18)]))
    assert (good["reasons-held"], good["reasons-wrong"]) == ((18, 20), (2, 20))
    bad = told(made.unit("zhetysu", reasons=[ReasonUse(indicator="a", given=20, right=17)]))
    assert "reasons-held" not in bad


def test_records_that_lack_something_are_areas():
    kept = Recording(selections=4, with_reason=3, openings=5, with_ground=1, hand_overs=2, handed_right=1)
    found = told(made.unit("zhetysu", recording=kept))
    assert (found["no-reason"], found["no-ground"], found["handed-wrong"]) == ((1, 4), (4, 5), (1, 2))


def test_nothing_is_a_strength_that_nobody_did():
    none = {"cases_found": 0, "controlled": 0, "samples_controlled": 0, "nothing_found_grounded": 0}
    found = told(made.unit("zhetysu", **none, nothing_found_ungrounded=0, delayed=0, without_effect={}))
    assert found == {}
