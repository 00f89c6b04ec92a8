"""Stories of referrals: where they exist, until when, what comes back, and what does not fly."""

from dataclasses import replace

import numpy as np
import pytest
from floors import CONTROL, floor, lane, seat
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.common.chance import practice_key
from simulator.common.clock import HOUR, MINUTE
from simulator.operation import referrals
from simulator.operation.controls import false_alarm
from simulator.operation.engine import Flights
from simulator.operation.post import GONE, Wish
from simulator.operation.referrals import Referrals, answer, screened

EXAMINE = Wish((CONTROL["examination"],), ("always",), 1)
DRUGS = ("case", "cocaine", "packaging")
# flight 0 brings it to the first post after ten hours, flight 1 on to the second
DAY = Flights(*(np.array(column) for column in ([10 * HOUR, 20 * HOUR], [13 * HOUR, 22 * HOUR], [0, 1])))
SECURITY = referrals.SECURITY


def post(n=1, **more):
    return replace(floor([14 * HOUR] * n, [seat("examination")], **{"flight_in": [0] * n, **more}), referrals=True)


def day(*posts):
    """A lane with its referrals."""
    there = lane(*(posts or (post(),)), flights=DAY, length=2 * 86_400)
    return there, Referrals(there)


def asked(kind, ground="", at=0):
    there, back = day()
    there.advance(at)
    return back.refer("unit", 0, kind, ground)


def test_where_the_country_has_none_a_referral_has_no_effect():
    there = lane(floor([0], [seat("examination")], flight_in=[0]), flights=DAY)
    assert Referrals(there).refer("unit", 0, "rfi") == "no-referrals-here"


@pytest.mark.parametrize(("at", "effect"), [(0, "effect"), (10 * HOUR - 1, "effect"), (10 * HOUR, "too-late")])
def test_it_can_be_referred_until_its_flight_departs(at, effect):
    assert asked("rfi", at=at) == effect


@pytest.mark.parametrize(("ground", "effect"), [("", "no-ground"), ("indicators", "no-ground"), (SECURITY, "effect")])
def test_not_to_load_needs_a_ground_of_aviation_security(ground, effect):
    assert asked("dnl", ground) == effect


def test_what_is_not_known_or_does_not_come_here_cannot_be_referred():
    _, back = day(post(known=[HOUR]))
    assert [back.refer("unit", row, "rfi") for row in (0, 7)] == ["not-known-yet", "not-at-post"]


def test_the_same_is_asked_once():
    _, back = day()
    assert [back.refer("unit", 0, kind) for kind in ("rfi", "rfi", "rfs")] == ["effect", "asked-already", "effect"]


@given(st.integers(0, 2000), st.sampled_from(["rfi", "rfs", "dnl"]), st.integers(0, 10**6))
def test_answers_come_within_their_times_and_are_the_same_whoever_asks(row, kind, t):
    limits = {"rfi": (15 * MINUTE, 4 * HOUR), "rfs": (HOUR, 6 * HOUR), "dnl": (5 * MINUTE, 30 * MINUTE)}
    here, there = post(2001), replace(post(2001), unit="other", post="TAS")
    told = answer(here, kind, row, t)
    low, high = limits[kind]
    assert low <= told.t - t <= high
    assert answer(there, kind, row, t) == told
    assert answer(here, kind, row, t + 60) == replace(told, t=told.t + 60)


def test_answers_carry_the_codes_of_the_messages():
    here = post(3000)
    codes = {
        (kind, told.said, told.status, told.code)
        for kind in referrals.kinds()
        for told in (answer(here, kind, row, 0) for row in range(3000))
    }
    assert codes == {
        ("rfi", "completed", "SR", "7I"),
        ("rfi", "no-answer", "CB", "7J"),
        ("rfs", "clear", "SR", "8I"),
        ("rfs", "alarm", "CB", "8J"),
        ("dnl", "acknowledged", "CD", "6J"),
    }
    _, back = day()
    for kind in referrals.kinds():
        back.refer("unit", 0, kind, SECURITY)
    assert [each.opened for each in back.all] == [("CB", "7H"), ("CB", "8H"), ("CD", "6H")]


def test_one_request_for_information_in_ten_gets_no_answer():
    here = post(5000)
    nothing = sum(answer(here, "rfi", row, 0).said == "no-answer" for row in range(5000))
    assert stats.binomtest(nothing, 5000, 0.1).pvalue > 0.001


@pytest.mark.parametrize("stream", [0, 1, 2])
def test_a_clean_consignment_is_screened_with_the_false_alarms_of_the_table(stream):
    here = post(5000, stream=[stream] * 5000)
    share = 1 - (1 - false_alarm("x-ray", ("general", "mail", "express")[stream])) * (
        1 - false_alarm("trace", ("general", "mail", "express")[stream])
    )
    alarms = sum(screened(here, row) for row in range(5000))
    assert stats.binomtest(alarms, 5000, share).pvalue > 0.001


def test_what_hides_something_is_found_by_screening_as_the_tables_say():
    here = post(3000, hidden=dict.fromkeys(range(3000), DRUGS))
    alarms = sum(screened(here, row) for row in range(3000))
    assert stats.binomtest(alarms, 3000, 1 - (1 - 0.65) * (1 - 0.9)).pvalue > 0.001


def test_what_is_hidden_changes_neither_time_nor_code_of_other_answers():
    clean, full = post(500), post(500, hidden=dict.fromkeys(range(500), DRUGS))
    for row in range(500):
        assert answer(clean, "rfs", row, 0).t == answer(full, "rfs", row, 0).t
        assert all(answer(clean, kind, row, 0) == answer(full, kind, row, 0) for kind in ("rfi", "dnl"))


def test_answers_are_told_when_they_come():
    there, back = day()
    back.refer("unit", 0, "rfs")
    back.refer("unit", 0, "rfi")
    there.advance(14 * MINUTE)
    assert back.answered("unit") == []
    there.advance(9 * HOUR)
    told = back.answered("unit")
    assert {each.kind for each in told} == {"rfi", "rfs"}
    assert told == sorted(told, key=lambda each: each.answer.t)
    assert back.answered("other") == []


def two_posts():
    second = replace(
        floor([23 * HOUR], [seat("examination")], flight_in=[1], unit="second", post="TAS"), referrals=True
    )
    return day(post(flight_out=[1], release=[19 * HOUR]), second)


@pytest.mark.parametrize(("at", "comes"), [(9 * HOUR, False), (10 * HOUR - 1, True)])
def test_what_is_not_loaded_comes_to_no_post_if_the_order_was_acknowledged_in_time(at, comes):
    there, back = two_posts()
    there.advance(at)
    assert back.refer("unit", 0, "dnl", SECURITY) == "effect"
    for unit in ("unit", "second"):
        there.select(unit, 0, EXAMINE)
    there.advance(2 * 86_400)
    assert (0 not in back.not_loaded) == comes
    assert [bool(each.jobs) for each in there.posts.values()] == [comes, comes]
    assert {each.orders[0].state == GONE for each in there.posts.values()} == {not comes}


def test_the_post_on_the_way_still_gets_what_is_not_to_fly_on_to_the_next():
    there, back = two_posts()
    back.refer("second", 0, "dnl", SECURITY)
    for unit in ("unit", "second"):
        there.select(unit, 0, EXAMINE)
    there.advance(2 * 86_400)
    assert [bool(each.jobs) for each in there.posts.values()] == [True, False]


def test_a_question_that_is_open_when_the_flight_departs_keeps_it_from_flying():
    there, back = day()
    there.advance(10 * HOUR - 10 * MINUTE)
    assert back.refer("unit", 0, "rfi") == "effect"
    there.select("unit", 0, EXAMINE)
    there.advance(86_400)
    assert back.not_loaded[0].kind == "rfi"
    assert there.posts["unit"].jobs == []


def test_what_was_answered_well_in_time_flies():
    key = next(key for key in map(practice_key, range(99)) if answer(post(key=key), "rfi", 0, 0).said == "completed")
    there, back = day(post(key=key))
    back.refer("unit", 0, "rfi")
    there.select("unit", 0, EXAMINE)
    there.advance(2 * 86_400)
    assert back.not_loaded == {}
    assert there.posts["unit"].jobs


def test_an_alarm_of_the_screening_keeps_it_from_flying():
    keys = map(practice_key, range(999))
    key = next(key for key in keys if answer(post(key=key), "rfs", 0, 0).said == "alarm")
    there, back = day(post(key=key))
    back.refer("unit", 0, "rfs")
    there.advance(2 * 86_400)
    assert set(back.not_loaded) == {0}


def test_what_was_to_leave_from_here_can_still_be_controlled():
    here = post(flight_in=[-1], flight_out=[0], release=[9 * HOUR])
    here = replace(here, ready=here.ready * 0 + 1)
    there, back = day(here)
    assert back.refer("unit", 0, "dnl", SECURITY) == "effect"
    there.advance(2 * HOUR)
    there.select("unit", 0, EXAMINE)
    there.advance(86_400)
    assert set(back.not_loaded) == {0}
    assert there.posts["unit"].jobs
