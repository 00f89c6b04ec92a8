"""What is told of work after finds, presumptive finds, dangers and deliveries. Everything takes ten minutes."""

import polars as pl
from floors import CONTROL, NO_FLIGHTS, floor, seat

from simulator.decisions.decision import Decision
from simulator.operation.course import Course, Ground, Move
from simulator.operation.floor import Floor, Sign
from simulator.operation.post import Wish
from simulator.scoring.aftermath import after_finds
from simulator.scoring.measures import Judged, counts, delays, stations
from simulator.scoring.verdicts import Happened, verdicts

TEN, LENGTH = 600, 12_000
DRUGS = ("case", "cocaine", "in-goods")
UNDERVALUED = ("irregularity", "undervalued", "")
STEPS = ("secure", "photograph", "weigh", "sample", "record", "hand-over", "report")
CAREFUL = ("stop", "isolate", "notify", "record", "report")


def wish(*codes):
    return Wish(tuple(CONTROL[code] for code in codes), ("always",) * len(codes), 2)


def judged(monkeypatch, wanted, *, hidden=None, kinds=None, said=(), reacts=("examination",), length=LENGTH, **more):
    """One consignment that is controlled as `wanted`, with what else is `said` (time, decision); what reacts is given."""
    monkeypatch.setattr(Floor, "reacts", lambda _, control, __: control in {CONTROL[code] for code in reacts})
    times = dict.fromkeys(CONTROL, TEN)
    ground = floor([0], [seat(*CONTROL)], times=times, hidden=hidden or {}, stream=2, **more)
    course = Course(Ground("joint", (ground,), NO_FLIGHTS, length))
    moves = [Move(t, "unit", -1 if act.act == "standing" else 0, act.act, None, said=act) for t, act in said]
    course.play(sorted([Move(0, "unit", 0, "select", wanted), *moves], key=lambda move: move.t))
    lane = course.lanes["joint"]
    return Judged(Happened.of(course), lane, lane.posts["unit"], [], kinds or {})


def told(day):
    return after_finds(day, pl.Series(["1"]), [])


def standing(on, steps, to=""):
    return 0, Decision("", "standing", on=on, steps=steps, to=to)


def test_steps_that_the_end_cut_off_are_not_missing(monkeypatch):
    said = [standing("drugs", STEPS[:5])]
    day = judged(monkeypatch, wish("examination"), hidden={0: DRUGS}, kinds={0: "case"}, said=said, length=2_000)
    (work,) = told(day).finds
    assert [step.step for step in work.steps] == ["secure", "photograph"]
    assert work.unreached == ["weigh", "sample", "record"]
    assert work.missing == ["field-test", "hand-over", "report"]


def test_a_false_positive_is_told_apart_and_counts_as_nothing(monkeypatch):
    said = [standing("drugs", STEPS, "narcotics")]
    for hidden, kinds in (({}, {}), ({0: UNDERVALUED}, {0: "irregularity"})):
        day = judged(
            monkeypatch, wish("examination", "field-test"), hidden=hidden, kinds=kinds, said=said, reacts=["field-test"],
            release=[5_000],
        )  # fmt: skip
        after, figures = told(day), counts(day)
        assert after.finds == []
        assert [(each.ended, each.by, each.minutes) for each in after.unconfirmed] == [(None, "", 70.0)]
        assert (figures["cases_found"], figures["irregularities_found"], figures["with_find"]) == (0, 0, 0)
        assert [(use.alarms, use.finds) for use in stations(day.post) if use.control == "field-test"] == [(1, 0)]
    (verdict,) = verdicts(day.happened, {0: "irregularity"}, lambda *_: None)
    assert verdict.outcome == "alarm-unresolved"


def test_what_a_false_positive_keeps_is_delayed_to_the_end(monkeypatch):
    day = judged(monkeypatch, wish("examination", "field-test"), reacts=["field-test"], release=[5_000])
    assert delays(day)["delay_minutes"] == round((LENGTH - 5_000) / 60, 1)


def test_a_true_positive_is_a_find_and_its_test_is_no_missing_step(monkeypatch):
    day = judged(
        monkeypatch, wish("examination", "field-test"), hidden={0: DRUGS}, kinds={0: "case"}, reacts=["field-test"]
    )
    (work,) = told(day).finds
    assert counts(day)["cases_found"] == 1
    assert counts(day)["cases_alarm_unresolved"] == 0
    assert "field-test" not in work.expected
    assert told(day).unconfirmed == []


def test_a_toxic_danger_is_expected_to_be_stopped_isolated_and_written_down(monkeypatch):
    opioid, sign = ("case", "synthetic-opioids", "undeclared"), {0: Sign({CONTROL["trace"]: 1.0}, real=True)}
    said = [standing("danger", CAREFUL)]
    day = judged(
        monkeypatch, wish("trace", "examination"), hidden={0: opioid}, kinds={0: "case"}, said=said, reacts=["trace"],
        signs=sign,
    )  # fmt: skip
    after = told(day)
    (work,), (safety,) = after.finds, after.safety
    assert (work.find, work.missing, work.in_order, work.authority) == ("danger", [], True, "disposal")
    assert (safety.right, safety.opened, safety.resolved) == (True, None, "danger")


def test_opening_what_was_told_to_be_safe_is_no_failure(monkeypatch):
    sign = {0: Sign({CONTROL["x-ray"]: 1.0}, real=False)}
    day = judged(
        monkeypatch, wish("x-ray"), said=[standing("danger", CAREFUL)], reacts=["x-ray"], signs=sign, length=40_000
    )
    assert day.lane.select("unit", 0, wish("examination")) == "effect"
    day.lane.advance(60_000)
    (safety,) = told(day).safety
    assert (safety.right, safety.opened, safety.resolved) == (True, None, "safe")


def test_what_became_of_a_proposal(monkeypatch):
    outcomes = []
    for until, agrees in ((9_000, True), (9_000, False), (700, True)):
        monkeypatch.setattr("simulator.operation.deliveries.answered", lambda *_, agrees=agrees: (100, agrees))
        said = [(650, Decision("1", "propose", to="narcotics", until=until))]
        day = judged(monkeypatch, wish("examination"), hidden={0: DRUGS}, kinds={0: "case"}, said=said)
        (delivery,) = told(day).deliveries
        outcomes.append((delivery.outcome, delivery.left))
        assert counts(day)["cases_found"] == 1
    assert outcomes == [("delivered", 750), ("refused", None), ("no-answer", None)]
