"""The time of one officer, worked out by hand: on from 0 to 100 min, of which 10 hand-over and 20 break."""

from floors import CONTROL, floor, lane, seat

from simulator.operation.post import Wish
from simulator.operation.roster import Rest
from simulator.scoring.measures import hours, outages
from simulator.scoring.presence import officers

MIN = 60
DOG = Wish((CONTROL["dog"],), ("always",), 2)


def day_of(ready, *, seconds=15 * MIN, rest=None, **more):
    officer = seat(
        "dog", spans=[(10 * MIN, 50 * MIN), (70 * MIN, 100 * MIN)], handovers=((0, 10 * MIN),),
        breaks=((50 * MIN, 70 * MIN),), absent=((200 * MIN, 260 * MIN),), rest=rest,
    )  # fmt: skip
    day = lane(floor([minute * MIN for minute in ready], [officer], times={"dog": seconds}, **more), length=300 * MIN)
    for row in range(len(ready)):
        day.select("unit", row, DOG)
    day.advance(300 * MIN)
    return day.posts["unit"]


def minutes(post):
    (told,) = officers(post)
    return {
        name.removeprefix("minutes_"): value
        for name, value in told.model_dump().items()
        if name.startswith("minutes_") and value
    }


def test_an_idle_officer_has_a_hand_over_a_break_and_waits():
    assert minutes(day_of([])) == {"on": 100.0, "handover": 10.0, "break": 20.0, "absent": 60.0, "idle": 70.0}


def test_work_cuts_a_break_short_and_goes_on_after_the_shift():
    assert minutes(day_of([40, 40, 95, 95])) == {
        "on": 100.0, "used": 45.0, "over": 10.0, "handover": 10.0, "break": 15.0, "absent": 60.0, "idle": 40.0,
    }  # fmt: skip
    assert minutes(day_of([45]))["break"] == 10.0


def test_the_dog_at_rest_is_not_idle():
    rest = Rest((CONTROL["dog"],), 15 * MIN, 30 * MIN)
    told = minutes(day_of([10], rest=rest))
    assert (told["used"], told["rest"], told["idle"]) == (15.0, 25.0, 30.0)


def test_breaks_and_hand_over_are_apart_in_the_first_hours():
    first, second, *_ = hours(day_of([]), 300 * MIN)
    assert (first.on_shift, first.away) == (round(40 / 60, 2), round(20 / 60, 2))
    assert (second.on_shift, second.away) == (0.5, round(10 / 60, 2))


def test_outages_stand_in_order_of_time():
    post = day_of([], outages={"x-ray": ((50, 60), (200, 300)), "trace": ((100, 150),)})
    assert [(each.machine, each.begin, each.end) for each in outages(post)] == [
        ("x-ray", 50, 60), ("trace", 100, 150), ("x-ray", 200, 300),
    ]  # fmt: skip
