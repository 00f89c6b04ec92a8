"""Machines: parcels and pallets on their own X-rays, and what happens when one is down."""

from itertools import pairwise

import numpy as np
import pytest
from floors import CONTROL, floor, lane, seat
from small_scenario import TEXT

from simulator.common.clock import DAY, HOUR
from simulator.operation.outages import changes, outages
from simulator.operation.post import Wish
from simulator.scenario.reader import understand

XRAY = Wish((CONTROL["x-ray"],), ("always",), 2)
GENERAL, MAIL = 0, 1
FAILS = """\
machines: {x-ray: 2}
    failures:
      x-ray: {chance: 0.5, takes: {kind: uniform, low: 30 min, high: 3 h}}
"""


def begun(day):
    return [(job.row, job.start) for job in day.posts["unit"].jobs if job.start is not None]


def played(ready, *, officers=2, machines=None, down=None, stream=MAIL, withdrawn=()):
    ground = floor(
        ready,
        [seat("x-ray")] * officers,
        machines=machines or {"x-ray": 1},
        outages=down,
        stream=stream,
        times={"x-ray": 600},
    )
    day = lane(ground)
    for row in range(len(ready)):
        day.select("unit", row, XRAY)
    day.advance(DAY)
    return day


def test_nothing_begins_while_the_machine_is_down():
    day = played([0, 0, 0], down={"x-ray": ((300, 5_000),)})
    assert begun(day) == [(0, 1), (1, 5_000), (2, 5_600)]


def test_a_control_under_way_is_finished_when_the_machine_fails():
    day = played([0], down={"x-ray": ((300, 5_000),)})
    assert [(job.start, job.end) for job in day.posts["unit"].jobs] == [(1, 601)]


def test_a_machine_that_works_again_before_the_control_ends_changes_nothing():
    assert begun(played([0, 0], down={"x-ray": ((100, 500),)})) == begun(played([0, 0]))


def test_a_machine_that_is_down_from_the_begin():
    assert begun(played([0], down={"x-ray": ((0, 900),)})) == [(0, 900)]


def test_the_other_machine_of_the_kind_works_on():
    day = played([0] * 4, machines={"x-ray": 2}, down={"x-ray": ((300, 5_000),)})
    assert begun(day) == [(0, 1), (1, 1), (2, 601), (3, 1201)]


def test_two_of_a_kind_can_be_down_at_once():
    day = played([0, 10_000, 10_000], machines={"x-ray": 2}, down={"x-ray": ((9_000, 11_000), (9_500, 12_000))})
    assert begun(day) == [(0, 1), (1, 11_000), (2, 11_600)]


def test_pallets_and_parcels_have_their_own_machines():
    both = {"x-ray": 1, "pallet-x-ray": 1}
    day = played([0] * 4, machines=both, stream=[GENERAL, MAIL, GENERAL, MAIL])
    assert begun(day) == [(0, 1), (1, 1), (2, 601), (3, 601)]


def test_without_a_pallet_x_ray_pallets_wait_at_the_one_for_parcels():
    day = played([0] * 3, stream=[GENERAL, MAIL, GENERAL])
    assert begun(day) == [(0, 1), (1, 601), (2, 1201)]


def test_a_pallet_x_ray_that_is_down_keeps_no_parcels():
    both = {"x-ray": 1, "pallet-x-ray": 1}
    day = played([0, 0], machines=both, stream=[GENERAL, MAIL], down={"pallet-x-ray": ((0, 4_000),)})
    assert sorted(begun(day)) == [(0, 4_000), (1, 1)]


FAILING = TEXT.replace("machines: {x-ray: 1}\n", FAILS)


def drawn(key=bytes(16), text=FAILING, length=None, place=0):
    scenario = understand(text.encode(), "story.yaml")
    if length is not None:
        scenario = scenario.model_copy(update={"length": length})
    return outages(scenario, scenario.units[place], 6 * HOUR, key)


def test_failures_are_drawn_by_machine_and_day_alone():
    day, week = drawn()["x-ray"], drawn(length=7 * DAY)["x-ray"]
    assert week[: len(day) - 1] == day[:-1]
    one = drawn(text=TEXT.replace("machines: {x-ray: 1}\n", FAILS.replace("x-ray: 2", "x-ray: 1")), length=7 * DAY)
    assert set(one["x-ray"]) < set(week)
    assert drawn(key=b"1" * 16, length=7 * DAY) != {"x-ray": week}


def test_a_machine_fails_as_often_and_as_long_as_the_scenario_says():
    keys = [index.to_bytes(16, "little") for index in range(60)]
    spans = [span for key in keys for span in drawn(key, length=14 * DAY)["x-ray"]]
    whole = [end - begin for begin, end in spans if begin > 0 and end < 14 * DAY]
    assert len(spans) / (60 * 2 * 14) == pytest.approx(0.5, abs=0.04)
    assert np.mean(whole) == pytest.approx(1.75 * HOUR, rel=0.05)
    assert min(whole) >= HOUR // 2


def test_outages_of_one_machine_never_overlap():
    long = FAILS.replace("x-ray: 2", "x-ray: 1").replace("0.5", "1").replace("high: 3 h", "high: 40 h")
    spans = drawn(text=TEXT.replace("machines: {x-ray: 1}\n", long), length=14 * DAY)["x-ray"]
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))


def test_without_failures_no_machine_is_ever_down():
    assert drawn(text=TEXT) == {} == drawn(place=1)


def test_changes_come_in_order_of_time():
    down = {"x-ray": ((10, 30), (20, 40)), "trace": ((0, 25),)}
    assert changes(down) == [
        (0, "trace", -1), (10, "x-ray", -1), (20, "x-ray", -1), (25, "trace", 1), (30, "x-ray", 1), (40, "x-ray", 1),
    ]  # fmt: skip
