"""Stories of what follows a find or a danger sign. Every control and every step takes ten minutes."""

import numpy as np
import pytest
from floors import CONTROL, Flights, floor, lane, seat
from hypothesis import given
from hypothesis import strategies as st

from simulator.common.clock import NEVER
from simulator.decisions.decision import Decision
from simulator.operation.controls import RESULTS
from simulator.operation.floor import Sign
from simulator.operation.observations import observation
from simulator.operation.post import DONE, LOST, Job, Wish

TEN = 600
EVERYTHING = tuple(CONTROL)
DRUGS, BOMB = ("case", "cocaine", "in-goods"), ("case", "explosives", "inside-device")
SURE = {CONTROL["x-ray"]: 1.0}
STEPS = ("secure", "photograph", "weigh", "record", "hand-over", "report")
CAREFUL = Decision("", "standing", on="danger", steps=("stop", "isolate", "notify"))


def wish(*codes, when="always"):
    return Wish(tuple(CONTROL[code] for code in codes), ("always", *[when] * (len(codes) - 1)), 2)


def day(n=2, hidden=None, signs=None, officers=2, **more):
    seats = [seat(*EVERYTHING) for _ in range(officers)]
    hidden = {0: DRUGS} if hidden is None else hidden
    times = dict.fromkeys(CONTROL, TEN)
    return lane(floor([0] * n, seats, times=times, hidden=hidden, signs=signs or {}, stream=2, **more))


def steps(lane, row=0):
    """(step or control, result) of what was done with a consignment, in order."""
    post = lane.posts["unit"]
    return [(post.floor.controls[job.control].code, RESULTS[job.result]) for job in post.jobs if job.row == row]


def certain(monkeypatch):
    """Every control reacts to what is hidden."""
    monkeypatch.setattr("simulator.operation.floor.detection", lambda *_: 1.0)


def test_without_a_standing_order_the_work_ends_with_the_find(monkeypatch):
    certain(monkeypatch)
    one = day()
    one.select("unit", 0, wish("examination"))
    one.advance(20_000)
    assert steps(one) == [("examination", "find")]
    assert one.posts["unit"].orders[0].state == DONE


def test_a_standing_order_has_every_step_done_before_other_work(monkeypatch):
    certain(monkeypatch)
    one = day(n=6, officers=1)
    one.aftermath.order("unit", Decision("", "standing", on="drugs", steps=STEPS, to="narcotics"))
    for row in range(6):
        one.select("unit", row, wish("examination"))
    one.advance(40_000)
    done = [job.row for job in one.posts["unit"].jobs]
    assert done[: len(STEPS) + 1] == [0] * (len(STEPS) + 1)
    assert steps(one) == [("examination", "find"), *((step, "carried-out") for step in STEPS)]
    assert one.aftermath.handed == {("unit", 0): "narcotics"}


def test_a_standing_order_is_for_its_kind_of_find_only(monkeypatch):
    certain(monkeypatch)
    one = day()
    one.aftermath.order("unit", Decision("", "standing", on="wildlife", steps=STEPS, to="cites"))
    one.select("unit", 0, wish("examination"))
    one.advance(20_000)
    assert steps(one) == [("examination", "find")]


def test_a_follow_up_adds_steps_to_a_find(monkeypatch):
    certain(monkeypatch)
    one = day()
    one.select("unit", 0, wish("examination"))
    one.advance(2_000)
    assert one.aftermath.follow_up("unit", 1, Decision("x", "follow-up", steps=("secure",))) == "nothing-found-there"
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=("secure", "weigh"))) == "effect"
    one.advance(2_100)
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=("report",))) == "effect"
    one.advance(20_000)
    assert [step for step, _ in steps(one)] == ["examination", "secure", "weigh", "report"]


def test_a_danger_sign_under_a_standing_order_is_never_opened():
    one = day(hidden={0: BOMB}, signs={0: Sign(SURE, real=True)})
    one.aftermath.order("unit", CAREFUL)
    one.select("unit", 0, wish("x-ray", "examination"))
    one.advance(80_000)
    expected = [("x-ray", "danger"), ("stop", "carried-out"), ("isolate", "carried-out"), ("notify", "carried-out")]
    assert steps(one) == [*expected, ("notify", "confirmed")]
    assert one.stopped[0].t > 4 * TEN
    assert not one.aftermath.opened


def test_what_only_looked_like_a_danger_is_given_back_and_leaves_late():
    one = day(hidden={}, signs={0: Sign(SURE, real=False)}, release=[1_000, NEVER])
    one.aftermath.order("unit", CAREFUL)
    one.select("unit", 0, wish("x-ray", "examination"))
    one.advance(80_000)
    assert steps(one)[-1] == ("notify", "safe")
    assert 0 not in one.stopped
    assert one.due(one.posts["unit"], 0) == one.posts["unit"].jobs[-1].end > 1_000


def test_opening_after_a_danger_sign_is_noted_whether_it_was_one_or_not():
    for hidden, real in (({0: BOMB}, True), ({}, False)):
        one = day(hidden=hidden, signs={0: Sign(SURE, real=real)})
        one.select("unit", 0, wish("x-ray", "examination", when="on-alarm"))
        one.advance(20_000)
        assert [(unit, row) for unit, row, _ in one.aftermath.opened] == [("unit", 0)]


def test_a_trainee_stops_what_waits_to_be_opened():
    one = day(n=3, hidden={0: BOMB}, signs={0: Sign(SURE, real=True)}, officers=1)
    one.select("unit", 0, wish("x-ray", "examination"))
    one.advance(100)
    for row in (1, 2):
        one.select("unit", row, Wish((CONTROL["x-ray"],), ("always",), 1))
    one.advance(1_000)
    assert steps(one) == [("x-ray", "danger")]
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=CAREFUL.steps)) == "effect"
    one.advance(80_000)
    assert "examination" not in {step for step, _ in steps(one)}
    assert not one.aftermath.opened


def test_a_sample_comes_back_after_days_or_not_at_all(monkeypatch):
    certain(monkeypatch)
    results = set()
    for length in (86_400, 21 * 86_400):
        seats = [seat(*EVERYTHING)]
        one = lane(floor([0], seats, times=dict.fromkeys(CONTROL, TEN), hidden={0: DRUGS}, stream=2), length=length)
        one.aftermath.order("unit", Decision("", "standing", on="drugs", steps=("sample",)))
        one.select("unit", 0, wish("examination"))
        one.advance(length)
        results.add(steps(one)[-1])
    assert results == {("sample", "carried-out"), ("sample", "confirmed")}


def test_a_controlled_delivery_is_for_finds_only_and_never_for_a_danger(monkeypatch):
    certain(monkeypatch)
    one = day(n=3, hidden={0: DRUGS, 1: BOMB}, officers=3)
    for row in range(3):
        one.select("unit", row, wish("examination"))
    one.advance(2_000)
    ask = Decision("x", "propose", to="narcotics", until=86_000)
    assert one.deliveries.propose("unit", 0, ask) == "effect"
    assert one.deliveries.propose("unit", 0, ask) == "proposed-already"
    assert one.deliveries.propose("unit", 1, ask) == "never-with-danger"
    assert one.deliveries.propose("unit", 2, ask) == "nothing-found-there"


def test_an_answer_after_the_deadline_is_no_answer(monkeypatch):
    certain(monkeypatch)
    one = day()
    one.select("unit", 0, wish("examination"))
    one.advance(2_000)
    one.deliveries.propose("unit", 0, Decision("x", "propose", to="narcotics", until=2_060))
    assert one.deliveries.all[0].answer is None
    assert not one.deliveries.all[0].accepted


def test_what_is_not_found_is_asked_for_again_by_hand_or_by_standing_order():
    always = day(not_found=(1.0, 1.0, 1.0), hidden={})
    always.select("unit", 0, wish("x-ray"))
    always.advance(100)
    assert always.posts["unit"].orders[0].state == LOST
    assert always.select("unit", 0, wish("x-ray")) == "effect"
    half = [day(n=200, not_found=(0.5, 0.5, 0.5), hidden={}, officers=0) for _ in range(2)]
    half[1].aftermath.order("unit", Decision("", "standing", on="not-presented", steps=("ask-again",)))
    for one in half:
        one.select_many("unit", [(row, wish("x-ray")) for row in range(200)])
        one.advance(1_000)
    once, again = (len(one.posts["unit"].presented()) for one in half)
    assert 60 < once < 140
    assert again == 200
    assert len({row for row, _ in half[0].posts["unit"].lost}) == 200 - once


def test_a_hold_keeps_a_consignment_as_long_as_law_and_space_allow():
    one = day(n=3, hidden={}, release=[1_000] * 3, hold_space=1, hold_limit=7_200, officers=1)
    assert one.holds.place("unit", 0, 9_000) == "hold-too-long"
    assert one.holds.place("unit", 0, 7_000) == "effect"
    assert one.holds.place("unit", 1, 5_000) == "no-hold-space"
    one.advance(3_000)
    assert one.select("unit", 1, wish("x-ray")) == "left"
    assert one.select("unit", 0, wish("x-ray")) == "effect"
    assert one.release("unit", 0) == "effect"
    assert one.holds.place("unit", 0, 4_000) == "left"


def test_an_order_allows_a_longer_hold():
    one = day(hidden={}, release=[1_000, NEVER], hold_limit=7_200, hold_decided=72_000)
    assert one.holds.place("unit", 0, 50_000) == "hold-too-long"
    assert one.holds.place("unit", 0, 50_000, "order") == "effect"


def test_a_hold_can_cost_the_onward_flight():
    flights = Flights(np.array([4_000, 40_000]), np.array([6_000, 42_000]), np.array([0, 0]))
    one = lane(
        floor([0], [seat(*EVERYTHING)], stream=2, flight_out=[0], release=[1_300], hold_limit=NEVER), flights=flights
    )
    one.holds.place("unit", 0, 5_000)
    assert one.due(one.posts["unit"], 0) == 40_000 - 45 * 60


def test_a_contact_is_asked_once_and_answers_by_its_own_luck():
    one = day(n=300, hidden={})
    said = Decision("x", "ask", to="carrier", question="documents")
    assert [one.inquiries.ask("unit", row, said) for row in range(300)] == ["effect"] * 300
    assert one.inquiries.ask("unit", 0, said) == "asked-already"
    refused = sum(each.refused for each in one.inquiries.all)
    assert 20 < refused < 75  # 15 %
    assert all(30 * 60 <= each.answer - each.t <= 300 * 60 for each in one.inquiries.all)


@given(row=st.integers(0, 10_000), control=st.sampled_from(["x-ray", "dog", "trace", "belt-x-ray"]))
def test_words_and_figures_of_an_alarm_do_not_depend_on_what_is_hidden(row, control):
    job = Job(row, CONTROL[control], 0, 0, 1, RESULTS.index("alarm"), (0,))
    empty, full = (floor([0], [], hidden=hidden) for hidden in ({}, {row: DRUGS}))
    assert observation(empty, job) == observation(full, job)
    assert "{" not in observation(empty, job).told()


@pytest.mark.parametrize("control", [code for code in CONTROL if code != "documents"])
def test_every_result_of_a_control_has_words(control):
    post = floor([0], [])
    kind = post.controls[CONTROL[control]]
    if kind.step:
        results = []
    elif control == "examination":
        results = ["nothing", "find", "irregularity"]
    elif kind.can_find:
        results = ["positive", "negative"]
    else:
        results = ["alarm", "clear"]
    for result in results:
        assert observation(post, Job(0, kind.index, 0, 0, 1, RESULTS.index(result), (0,)))
    assert results or kind.step


TESTED = wish("examination", "field-test")
"""Opened with nothing seen, then tested: how what is soaked into cloth comes out."""


def draws(monkeypatch, *finding, again=False, test=True):
    """Which controls react, whatever is hidden; `again` is the second search, `test` whether a laboratory confirms."""
    monkeypatch.setattr("simulator.operation.floor.Floor.reacts", lambda _, control, __: control in finding)
    monkeypatch.setattr("simulator.operation.floor.Floor.reacts_again", lambda *_: again)
    monkeypatch.setattr("simulator.operation.floor.Floor.confirms", lambda *_: test)


def positive(monkeypatch, *, hidden=None, again=False, standing=STEPS, until=20_000, **more):
    """A clean consignment (or what is `hidden`) whose field test is positive, and the standing order for drugs."""
    draws(monkeypatch, CONTROL["field-test"], again=again, test=bool(hidden))
    one = day(hidden=hidden or {}, **more)
    if standing:
        one.aftermath.order("unit", Decision("", "standing", on="drugs", steps=standing, to="narcotics"))
    one.select("unit", 0, TESTED)
    one.advance(until)
    return one


@pytest.mark.parametrize("hidden", [{}, {0: DRUGS}])
def test_a_positive_field_test_is_a_find_to_the_unit_whatever_is_in_it(monkeypatch, hidden):
    one = positive(monkeypatch, hidden=hidden)
    assert steps(one)[:2] == [("examination", "nothing"), ("field-test", "positive")]
    assert [step for step, _ in steps(one)[2:]] == list(STEPS)
    assert one.stopped[0].find == "drugs"
    ask = Decision("x", "propose", to="narcotics", until=80_000)
    assert one.deliveries.propose("unit", 0, ask) == "effect"
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=("sample",))) == "effect"
    assert (one.found(0) is not None) == bool(hidden)


def test_searching_again_ends_a_presumptive_find_and_it_goes_on(monkeypatch):
    one = positive(monkeypatch, release=[9_000, NEVER])
    assert one.due(one.posts["unit"], 0) == NEVER
    assert one.select("unit", 0, wish("examination")) == "effect"
    one.advance(30_000)
    assert steps(one)[-1] == ("examination", "nothing")
    assert 0 not in one.stopped
    assert one.due(one.posts["unit"], 0) == one.posts["unit"].jobs[-1].end
    assert [(each.by, each.ended) for each in one.aftermath.tested] == [("examination", one.posts["unit"].jobs[-1].end)]
    assert one.select("unit", 0, wish("x-ray")) == "left"


def test_searching_again_may_find_it_and_the_work_is_not_done_twice(monkeypatch):
    one = positive(monkeypatch, hidden={0: DRUGS}, again=True)
    first = one.stopped[0].t
    one.select("unit", 0, wish("examination"))
    one.advance(60_000)
    assert steps(one)[-1] == ("examination", "find")
    assert (one.stopped[0].t, one.stopped[0].presumptive) == (first, False)
    assert one.select("unit", 0, wish("examination")) == "stopped-already"


@pytest.mark.parametrize(("hidden", "told"), [({}, "not-confirmed"), ({0: DRUGS}, "confirmed")])
def test_the_laboratory_ends_a_presumptive_find(monkeypatch, hidden, told):
    draws(monkeypatch, CONTROL["field-test"], test=bool(hidden))
    times = dict.fromkeys(CONTROL, TEN)
    one = lane(floor([0], [seat(*EVERYTHING)], times=times, hidden=hidden, stream=2), length=21 * 86_400)
    one.aftermath.order("unit", Decision("", "standing", on="drugs", steps=("sample",)))
    one.select("unit", 0, TESTED)
    one.advance(21 * 86_400)
    assert steps(one)[-1] == ("sample", told)
    assert (0 in one.stopped) == bool(hidden)
    assert not one.aftermath.presumed


def test_a_positive_field_test_is_an_alarm_to_what_follows(monkeypatch):
    draws(monkeypatch, CONTROL["field-test"], test=False)
    one = day(hidden={})
    one.select("unit", 0, Wish((*TESTED.controls, CONTROL["dog"]), ("always", "always", "on-alarm"), 2))
    one.advance(20_000)
    assert steps(one)[-1] == ("dog", "clear")


def test_a_field_test_needs_what_has_been_opened(monkeypatch):
    certain(monkeypatch)
    one = day(n=3, hidden={1: BOMB}, signs={1: Sign(SURE, real=True)})
    assert one.select("unit", 0, wish("field-test")) == "not-opened"
    assert one.select("unit", 0, wish("field-test", "examination")) == "not-opened"
    assert one.select("unit", 0, wish("examination")) == "effect"
    one.select("unit", 1, wish("x-ray"))
    one.advance(5_000)
    assert one.select("unit", 0, wish("field-test")) == "effect"
    for step in ("field-test", "sample"):
        assert one.aftermath.follow_up("unit", 1, Decision("x", "follow-up", steps=(step,))) == "not-opened"


def test_a_field_test_behind_an_examination_is_done_on_what_that_finds(monkeypatch):
    certain(monkeypatch)
    one = day()
    one.select("unit", 0, wish("examination", "field-test", "dog", when="on-alarm"))
    one.advance(20_000)
    assert steps(one) == [("examination", "find"), ("field-test", "positive")]
    assert one.stopped[0].find == "drugs" and not one.aftermath.tested


def test_a_letter_is_swabbed_outside_without_a_ground_and_opened_with_one():
    one = day(hidden={}, letters=np.array([True, True]))
    assert one.select("unit", 0, wish("trace")) == "effect"
    assert one.select("unit", 1, wish("trace", "examination")) == "no-ground"
    ordered = wish("examination", "field-test")._replace(ground="indicators")
    assert one.select("unit", 1, ordered) == "effect"


def test_what_is_no_danger_may_be_opened_and_shows_no_sign_any_more():
    one = day(hidden={}, signs={0: Sign(SURE, real=False)})
    one.aftermath.order("unit", CAREFUL)
    one.select("unit", 0, wish("x-ray"))
    one.advance(20_000)
    assert steps(one)[-1] == ("notify", "safe")
    one.select("unit", 0, wish("x-ray", "examination"))
    one.advance(40_000)
    assert [step for step, _ in steps(one)[5:]] == ["x-ray", "examination"]
    assert not one.aftermath.opened


def test_what_may_be_a_danger_does_not_fly_on_before_anybody_has_looked():
    flights = Flights(np.array([4_000, 40_000]), np.array([6_000, 42_000]), np.array([0, 0]))
    times, signs = dict.fromkeys(CONTROL, TEN), {0: Sign({CONTROL["x-ray"]: 1.0}, real=False)}
    here = floor([0], [seat(*EVERYTHING)], stream=2, flight_out=[0], release=[1_300], times=times, signs=signs)
    there = floor([7_000], [seat(*EVERYTHING)], stream=2, flight_in=[0], times=times, unit="there", post="TAS")
    one = lane(here, there, flights=flights)
    one.aftermath.order("unit", CAREFUL)
    one.select("unit", 0, wish("x-ray"))
    one.select("there", 0, wish("x-ray"))
    one.advance(80_000)
    assert steps(one)[-1] == ("notify", "safe")
    assert one.due(one.posts["unit"], 0) == 40_000 - 45 * 60
    assert one.posts["there"].jobs[0].start == 43_000


def test_steps_that_a_post_cannot_do_are_not_taken(monkeypatch):
    certain(monkeypatch)
    one = day(machines={"x-ray": 1})
    said = Decision("", "standing", on="drugs", steps=("secure", "field-test", "record"))
    assert one.aftermath.order("unit", said) == "cannot-do"
    one.select("unit", 0, wish("examination"))
    one.advance(5_000)
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=("field-test",))) == "cannot-do"
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=("secure", "record"))) == "effect"


def delivered(monkeypatch, what=DRUGS, **more):
    """A find whose proposed delivery is agreed to after 100 s."""
    certain(monkeypatch)
    monkeypatch.setattr("simulator.operation.deliveries.answered", lambda *_: (100, True))
    one = day(hidden={0: what}, hold_space=1, hold_limit=NEVER, **more)
    one.holds.place("unit", 0, 50_000)
    one.select("unit", 0, wish("examination"))
    one.advance(2_000)
    return one, one.deliveries.propose("unit", 0, Decision("x", "propose", to="narcotics", until=9_000))


def test_an_agreed_delivery_leaves_under_watch_and_stays_found(monkeypatch):
    one, effect = delivered(monkeypatch, release=[1_500, NEVER])
    assert effect == "effect"
    one.advance(3_000)
    assert one.stopped[0].watched == 2_100 and one.found(0)
    assert one.due(one.posts["unit"], 0) == 2_100
    assert one.holds.place("unit", 1, 50_000) == "effect"
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=("record",))) == "left"


def test_a_delivery_leaves_when_the_work_at_it_is_done(monkeypatch):
    certain(monkeypatch)
    monkeypatch.setattr("simulator.operation.deliveries.answered", lambda *_: (100, True))
    one = day()
    one.aftermath.order("unit", Decision("", "standing", on="drugs", steps=("secure", "photograph")))
    one.select("unit", 0, wish("examination"))
    one.advance(700)
    one.deliveries.propose("unit", 0, Decision("x", "propose", to="narcotics", until=9_000))
    one.advance(20_000)
    assert one.stopped[0].watched == one.posts["unit"].jobs[-1].end > 800


def test_an_irregularity_is_not_delivered_under_watch(monkeypatch):
    assert delivered(monkeypatch, ("irregularity", "undervalued", ""))[1] == "not-for-this-find"


def test_a_hold_that_ends_in_time_costs_no_flight():
    flights = Flights(np.array([4_000, 40_000]), np.array([6_000, 42_000]), np.array([0, 0]))
    here = floor([0], [seat(*EVERYTHING)], stream=2, flight_out=[0], release=[1_300], hold_limit=NEVER)
    there = floor([7_000], [seat(*EVERYTHING)], stream=2, flight_in=[0], unit="there", post="TAS")
    one = lane(here, there, flights=flights)
    one.select("there", 0, wish("x-ray"))
    one.holds.place("unit", 0, 5_000)
    one.advance(1_000)
    assert one.release("unit", 0) == "effect"
    assert one.due(one.posts["unit"], 0) == 1_300
    one.advance(20_000)
    assert one.posts["there"].jobs[0].start == 7_000


def test_a_hold_that_ends_too_late_takes_the_next_flight():
    flights = Flights(np.array([4_000, 20_000, 40_000]), np.array([6_000, 22_000, 42_000]), np.array([0, 0, 0]))
    one = lane(
        floor([0], [seat(*EVERYTHING)], stream=2, flight_out=[0], release=[1_300], hold_limit=NEVER), flights=flights
    )
    one.holds.place("unit", 0, 30_000)
    one.advance(2_000)
    one.release("unit", 0)
    assert one.due(one.posts["unit"], 0) == 20_000 - 45 * 60


def test_what_is_under_control_beyond_its_release_has_not_left():
    one = day(hidden={}, signs={0: Sign(SURE, real=True)}, release=[300, NEVER], hold_limit=NEVER, officers=1)
    one.select("unit", 0, wish("x-ray", "examination"))
    one.advance(400)
    assert one.withdraw("unit", 0) == "in-control"
    assert one.holds.place("unit", 0, 500) == "effect"
    one.advance(700)
    assert one.aftermath.follow_up("unit", 0, Decision("x", "follow-up", steps=CAREFUL.steps)) == "in-control"
