"""Stories of flights: landing, a joint day at two posts, missed connections."""

import numpy as np
from floors import CONTROL, floor, lane, seat

from simulator.common.clock import NEVER
from simulator.operation.engine import Flights
from simulator.operation.post import GONE, Wish

EXAMINE = Wish((CONTROL["examination"],), ("always",), 1)
CASE = {0: ("case", "weapons", "undeclared")}
HOUR = 3600


def flights(*departs_lands_leg):
    return Flights(*np.array(departs_lands_leg, dtype=np.int64).reshape(-1, 3).T)


# flight 0 brings it to the first post, flight 1 on to the second, flights 2 and 3 go there later
DAY = flights((-HOUR, HOUR, 0), (5 * HOUR, 7 * HOUR, 1), (9 * HOUR, 11 * HOUR, 1), (20 * HOUR, 22 * HOUR, 1))


def two_posts(seconds, release_out=4 * HOUR, hidden=None):
    seats = [seat("examination"), seat("examination")]
    more = {"times": {"examination": seconds}, "hidden": hidden}
    first = floor([2 * HOUR], seats, release=[release_out], flight_in=[0], flight_out=[1], unit="first", **more)
    second = floor([8 * HOUR], seats, release=[12 * HOUR], flight_in=[1], unit="second", post="TAS", **more)
    return lane(first, second, flights=DAY, length=2 * 86_400)


def test_a_consignment_is_presented_when_its_flight_has_landed_and_is_broken_down():
    day = two_posts(600)
    day.select("first", 0, EXAMINE)
    day.advance(10 * HOUR)
    assert day.posts["first"].jobs[0].start == 2 * HOUR


def test_what_was_found_at_the_first_post_does_not_come_to_the_second():
    day = two_posts(600, hidden=CASE)
    day.select("first", 0, EXAMINE)
    day.select("second", 0, EXAMINE)
    day.advance(86_400)
    assert day.stopped[0].unit == "first"
    assert day.posts["second"].jobs == [] and day.posts["second"].orders[0].state == GONE


def test_what_the_first_post_lets_pass_is_found_at_the_second():
    day = two_posts(600, hidden=CASE)
    day.select("second", 0, EXAMINE)
    day.advance(86_400)
    assert (day.stopped[0].unit, day.stopped[0].t) == ("second", 8 * HOUR + 600)


def test_a_long_control_makes_it_miss_its_flight_and_come_with_the_next():
    day = two_posts(3 * HOUR)
    day.select("second", 0, EXAMINE)
    day.select("first", 0, EXAMINE)
    day.advance(86_400)
    assert day.posts["first"].jobs[0].end == 5 * HOUR
    assert day.posts["second"].jobs[0].start == 12 * HOUR
    assert day.due(day.posts["second"], 0) == 16 * HOUR


def test_without_a_later_flight_it_does_not_come():
    day = two_posts(20 * HOUR)
    day.select("first", 0, EXAMINE)
    day.select("second", 0, EXAMINE)
    day.advance(2 * 86_400)
    assert day.due(day.posts["second"], 0) == NEVER
    assert day.posts["second"].orders[0].state == GONE


def test_after_it_missed_its_flight_the_second_post_can_still_decide():
    day = two_posts(3 * HOUR)
    day.select("first", 0, EXAMINE)
    day.advance(13 * HOUR)
    assert day.select("second", 0, EXAMINE) == "effect"
    day.advance(86_400)
    assert day.posts["second"].jobs[0].start == 13 * HOUR + 1


def test_the_second_unit_is_not_told_that_the_first_has_stopped_it():
    day = two_posts(600, hidden=CASE)
    day.select("first", 0, EXAMINE)
    day.advance(3 * HOUR)
    assert day.stopped[0].unit == "first"
    assert day.select("first", 0, EXAMINE) == "stopped-already"
    assert day.select("second", 0, EXAMINE) == "effect"
    day.advance(86_400)
    assert day.posts["second"].orders[0].state == GONE


def test_a_missed_flight_makes_it_miss_those_behind():
    """Posts first, second and third in a row; a control at the first makes it a day late at both others."""
    seats, hours = [seat("examination"), seat("examination")], HOUR
    more = {"times": {"examination": 600}}
    day = flights(
        *(-hours, hours, 0), *(5 * hours, 7 * hours, 1), *(10 * hours, 12 * hours, 2),
        *(29 * hours, 31 * hours, 1), *(34 * hours, 36 * hours, 2),
    )  # fmt: skip
    first = floor([2 * HOUR], seats, release=[4 * HOUR], flight_in=[0], flight_out=[1], unit="first",
                  times={"examination": 3 * HOUR})  # fmt: skip
    second = floor(
        [8 * HOUR], seats, release=[9 * HOUR], flight_in=[1], flight_out=[2], unit="second", post="TAS", **more
    )
    third = floor([13 * HOUR], seats, release=[20 * HOUR], flight_in=[2], unit="third", post="TBS", **more)
    lanes = lane(first, second, third, flights=day, length=3 * 86_400)
    for unit in ("third", "second", "first"):
        lanes.select(unit, 0, EXAMINE)
    lanes.advance(3 * 86_400)
    starts = {unit: post.jobs[0].start // HOUR for unit, post in lanes.posts.items()}
    assert starts == {"first": 2, "second": 32, "third": 37}


def gap(seconds, *onward):
    """Posts first and third; between them flights meet where no unit works. Three `onward` flights from there."""
    seats = [seat("examination")]
    day = flights(*(-HOUR, HOUR, 0), *(5 * HOUR, 7 * HOUR, 1), *(9 * HOUR, 11 * HOUR, 1), *onward)
    first = floor([2 * HOUR], seats, release=[4 * HOUR], flight_in=[0], flight_out=[1], unit="first",
                  times={"examination": seconds})  # fmt: skip
    third = floor([14 * HOUR], seats, release=[30 * HOUR], flight_in=[3], unit="third", post="TBS",
                  times={"examination": 600})  # fmt: skip
    lanes = lane(first, third, flights=day, length=3 * 86_400)
    for unit in ("third", "first"):
        lanes.select(unit, 0, EXAMINE)
    lanes.advance(3 * 86_400)
    return lanes.posts["third"].jobs[0].start // HOUR


def test_a_missed_flight_is_followed_through_airports_without_a_post():
    tight = (10 * HOUR, 13 * HOUR, 2, 15 * HOUR, 18 * HOUR, 2)
    assert gap(600, *tight) == 14
    assert gap(3 * HOUR, *tight) == 19


def test_who_misses_a_flight_may_still_reach_the_one_behind():
    assert gap(3 * HOUR, 12 * HOUR, 13 * HOUR, 2, 15 * HOUR, 18 * HOUR, 2) == 14


def daily(*, third):
    """Posts first and second, a flight a day between them and one onward; perhaps a third post behind."""
    days = range(5)
    first_leg = [time for d in days for time in (5 * HOUR + d * 86_400, 7 * HOUR + d * 86_400, 1)]
    second_leg = [time for d in days for time in (10 * HOUR + d * 86_400, 12 * HOUR + d * 86_400, 2)]
    seats, more = [seat("examination")], {"times": {"examination": 600}}
    posts = [
        floor([2 * HOUR], seats, release=[15_300], flight_in=[0], flight_out=[1], unit="first",
              times={"examination": 3 * HOUR}),
        floor([8 * HOUR], seats, release=[33_300], flight_in=[1], flight_out=[6], unit="second", post="TAS", **more),
    ]  # fmt: skip
    if third:
        posts.append(floor([13 * HOUR], seats, release=[20 * HOUR], flight_in=[6], unit="third", post="TBS", **more))
    lanes = lane(*posts, flights=flights(-HOUR, HOUR, 0, *first_leg, *second_leg), length=5 * 86_400)
    for unit in reversed(lanes.posts):
        assert lanes.select(unit, 0, EXAMINE) == "effect"
    lanes.advance(5 * 86_400)
    return lanes


def test_who_comes_late_and_misses_a_flight_again_is_still_seen_whether_or_not_a_post_follows():
    for third in (False, True):
        day = daily(third=third)
        assert day.posts["second"].jobs[0].start == 32 * HOUR
        assert day.planned(day.posts["second"], 0) == 34 * HOUR - 45 * 60


def test_who_comes_late_but_reaches_its_flight_leaves_with_it():
    day = flights(-HOUR, HOUR, 0, *(5 * HOUR, 7 * HOUR, 1), *(9 * HOUR, 11 * HOUR, 1), *(20 * HOUR, 22 * HOUR, 2))
    seats, leaves = [seat("examination")], 20 * HOUR - 45 * 60
    first = floor([2 * HOUR], seats, release=[15_300], flight_in=[0], flight_out=[1], unit="first",
                  times={"examination": 3 * HOUR})  # fmt: skip
    second = floor([8 * HOUR], seats, release=[leaves], flight_in=[1], flight_out=[3], unit="second", post="TAS")
    lanes = lane(first, second, flights=day)
    lanes.select("first", 0, EXAMINE)
    lanes.advance(21 * HOUR)
    assert lanes.due(lanes.posts["second"], 0) == leaves
    assert lanes.select("second", 0, EXAMINE) == "left"
