"""Ratings, strengths, areas, the plan, the network, and the appendix over all units are told as the score has them."""

import debrief_scores as made

from simulator.common.clock import HOUR
from simulator.debrief.story import story
from simulator.scoring.model_judging import Correction, Judging, VerdictChange
from simulator.scoring.model_measures import Confidence, MachineTime, Pooled, ReasonUse, Signal
from simulator.scoring.model_rating import Evaluation, Measured, Observation, Plan, Proposed, RatingSet

GOAL = {"code": "early", "text": "Select before the flight lands.", "capability": "Targeting", "tasks": ["Look."]}


def cells(table):
    return [row.cells for row in table.rows]


def rated(rating, why="", **measured):
    fields = {"measure": "cases-found", "part": 7, "whole": 12, "value": 0.5833, "performed": 0.6, "some": 0.4}
    each = Measured(**{**fields, "major": 0.2, "proposes": rating, **measured})
    return [Proposed(objective="early", rating=rating, why=why, measures=[each])]


def scored(*ratings, **changes):
    units = [made.unit(code, ratings=told) for code, told in zip(("zhetysu", "aviayuklar"), ratings, strict=False)]
    return made.small(units=units, objectives=[GOAL], **changes)


def test_the_proposed_rating_stands_in_full_with_its_figures():
    told = story(scored(rated("S"), rated(None, "too-few", few=True))).ratings
    one, two = (cells(table)[0] for table in told.units)
    assert one == (
        "Select before the flight lands.",
        "S – Performed with Some Challenges",
        "Cases found, of those that came to the post: 7 of 12 (58 %)",
        "–",
    )
    assert two[1:3] == (
        "Unrated: too few to judge",
        "Cases found, of those that came to the post: 7 of 12, too few to judge",
    )
    assert cells(told.thresholds) == [
        ("Select before the flight lands.", "Cases found, of those that came to the post", "60 %", "40 %", "20 %")
    ]
    assert cells(told.objectives) == [("Select before the flight lands.", "Targeting", "Look.")]
    assert [fact.label[0] for fact in told.meanings] == ["P", "S", "M", "U"]


def test_what_evaluators_set_stands_beside_it_the_last_first():
    said = Evaluation(
        ratings=[
            RatingSet(unit="zhetysu", objective="early", rating="M", reason="Late.", by="A. Expert"),
            RatingSet(unit="zhetysu", objective="early", rating="P", reason="Not so late."),
        ],
        observations=[Observation(text="=cmd()", time="02:30", unit="zhetysu", objective="early")],
    )
    told = story(scored(rated("S")), evaluation=said).ratings
    assert cells(told.units[0])[0][-1] == (
        "P – Performed without Challenges. Reason: Not so late."
        " M – Performed with Major Challenges. Reason: Late. (A. Expert)"
    )
    assert cells(told.observations) == [("02:30", "ACCU Zhetysu", "=cmd()", "Select before the flight lands.")]


def test_a_harm_that_is_too_great_says_so():
    harm = {"measure": "flights-missed", "part": 2, "whole": None, "value": 2, "most": 0.0}
    none = dict.fromkeys(("performed", "some", "major"))
    told = story(scored(rated("M", **harm, **none))).ratings
    assert cells(told.units[0])[0][2] == "Clean consignments that missed their onward flight: 2, too many"


def test_a_score_without_ratings_tells_none():
    assert story(made.small()).ratings.units == ()


def test_areas_lead_to_the_plan_with_lines_to_fill_in():
    told = story(made.small()).improvement
    zhetysu = [row for table in told.areas if "Zhetysu" in table.caption for row in cells(table)]
    unknown = next(row for row in zhetysu if row[0] == "Cases that no system of the unit showed in time")
    assert unknown == (
        "Cases that no system of the unit showed in time",
        "1 of 3",
        "4",
        "Data did not reach the unit before the consignment left",
    )
    plan = next(row for row in cells(told.plan) if row[1].startswith("Cases that no system"))
    assert plan[0] == "Cooperation between units and with partners"
    assert plan[1] == "Cases that no system of the unit showed in time (ACCU Zhetysu: 1 of 3)"
    assert plan[3:] == ("Organization", "________", "________", "________")


def test_the_scenario_may_say_who_carries_the_plan_out():
    told = story(made.small(plan=Plan(responsible={"en": "Head of unit"}, ends="30 June"))).improvement
    assert cells(told.plan)[0][-3:] == ("Head of unit", "________", "30 June")


def test_a_unit_that_decided_nothing_has_neither_strengths_nor_areas():
    units = [made.unit("zhetysu", decisions=0)]
    told = story(made.small(units=units)).improvement
    assert (told.strengths, told.areas, told.plan.rows) == ((), (), ())


def test_the_network_has_one_line_a_case():
    told = story(made.small()).network
    first, *_, last = cells(told.cases)
    assert first[1:] == (
        "ACCU Aviayuklar, 08 Nov 06:00 (UTC+05:00) (3 indicators); ACCU Zhetysu, 08 Nov 19:00 (UTC+06:00) (3 indicators)",
        "ACCU Zhetysu, 08 Nov 20:00 (UTC+06:00)",
        "ACCU Zhetysu, 09 Nov 01:00 (UTC+06:00)",
    )
    assert last[1:] == ("nobody", "nobody", "nobody")
    assert cells(told.units) == [
        ("ACCU Zhetysu", "1", "0", "2", "1", "0", "1"),
        ("ACCU Aviayuklar", "2", "1", "0", "0", "2", "0"),
    ]


def test_units_on_lanes_of_their_own_are_no_network():
    told = story(made.small(about=made.about(kind="parallel"))).network
    assert (told.cases.rows, told.units.rows) == ((), ())


def test_all_units_together_stand_in_the_appendix():
    signal = Signal(cases=10, cases_selected=8, clean=990, clean_selected=20)
    told = Confidence(level="high", selected=12, controlled=10, found=5)
    few = Confidence(level="low", selected=12, controlled=9, found=0)
    pooled = Pooled(signal=signal, d_prime=2.79, criterion=0.65, confidence=[told, few])
    told = story(made.small(pooled=pooled)).pooled
    assert [fact.value for fact in told.facts] == ["8 of 10", "20 of 990", "2.79", "0.65"]
    assert [row[-1] for row in cells(told.confidence)] == ["50 %", "too few to judge"]
    assert story(made.small()).pooled.facts[2].value == "too few to judge"


def test_reasons_that_were_wrong_or_showed_stand_one_by_one():
    reasons = [
        ReasonUse(indicator="no-street", given=4, right=3),
        ReasonUse(indicator="odd-weight", given=9, right=9),
        ReasonUse(indicator="detour", given=2, right=2),
    ]
    told = story(made.small(units=[made.unit("zhetysu", reasons=reasons, reasons_late=2)])).units[0].work
    assert [row[1:4] for row in cells(told.reasons)] == [("4", "3", "1"), ("11", "11", "0")]
    assert told.reasons.caption.endswith("; 2 given afterwards do not count")


def test_notes_without_a_listed_reason_are_feedback_only():
    silent = made.decided(1, "zhetysu", "784512999990", HOUR, reasons=[], grounded=None)
    told = story(made.small(decisions=[silent]), notes={1: "The sender called twice."}).units[0].work
    assert cells(told.own_words) == [("784512999990", "The sender called twice.", "–")]


def test_officers_and_machines_over_time_and_what_was_lost():
    machine = MachineTime(
        machine="x-ray", count=1, minutes_there=1440, minutes_used=60, minutes_down=0, minutes_idle=1380
    )
    hours = [
        made.HourUse(hour=hour, on_shift=4, busy=1, waiting=hour, lost=hour % 2, machines={"x-ray": 0.5})
        for hour in range(24)
    ]
    unit = made.unit("zhetysu", machines=[machine], hours=hours, lost_controls=12, lost_minutes=30.0)
    told = story(made.small(units=[unit])).units[0]
    assert len(told.work.periods.rows) == 12
    assert cells(told.work.periods)[1] == ("08 Nov 08:00 to 10:00", "1.0 of 4.0", "0.5", "3", "1")
    assert cells(told.work.machines) == [("X-ray", "1", "24.0 h", "1.0 h", "23.0 h")]
    facts = {fact.label: (fact.value, fact.note) for group in told.facts for fact in group.facts}
    assert facts["Left while they waited for a control"] == ("12", "officers had worked 30 min on them")


def test_a_drill_that_was_judged_again_says_so():
    judging = Judging(
        number=1, at="2026-11-24T20:11+00:00", by="A. Expert", file="corrections.yaml",
        corrections=[Correction(consignment="465-1", kind="clean", reason="Flour.")],
        changes=[
            VerdictChange(
                lane="joint", consignment="465-1", kind_before="case", kind="clean", outcome_before="found",
                outcome="nothing-found", unit_before="zhetysu", unit="zhetysu", grounded=True,
            )
        ],
    )  # fmt: skip
    told = story(made.small(judgings=[judging])).judged
    assert told.note == (
        "Judged again on 2026-11-24 20:11 UTC, by the corrections of the key in corrections.yaml."
        " It was asked for by A. Expert. 1 verdict differs from the one before. The verdicts before are kept beside the new ones."
    )
    assert cells(told.corrections) == [("465-1", "It is clean", "Flour.")]
    assert cells(told.changes[0]) == [
        ("465-1", "Case: found (ACCU Zhetysu)", "Clean: nothing found, grounded (ACCU Zhetysu)")
    ]
    assert story(made.small()).judged.note == ""
