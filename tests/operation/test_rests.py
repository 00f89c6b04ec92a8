"""What tires: a dog rests for half an hour after half an hour of work, its handler may do what else he can."""

import numpy as np
from floors import CONTROL, floor, lane, seat

from simulator.operation.post import Wish
from simulator.operation.roster import Rest, resting

TEN, HALF_HOUR = 600, 1_800
DOG = Rest((CONTROL["dog"], CONTROL["belt-dog"]), HALF_HOUR, HALF_HOUR)
SNIFF = Wish((CONTROL["dog"],), ("always",), 2)


def worked(ready, *, codes=("dog",), times=TEN, spans=((0, 10**6),), wishes=None, **more):
    """(row, start, end) of the controls of one handler."""
    ground = floor(ready, [seat(*codes, rest=DOG, spans=spans)], times=dict.fromkeys(CONTROL, times), **more)
    day = lane(ground, length=10**6)
    for row in range(len(ready)):
        day.select("unit", row, (wishes or {}).get(row, SNIFF))
    day.advance(10**6)
    return [(job.row, job.start, job.end) for job in day.posts["unit"].jobs if job.start is not None], day.posts["unit"]


def test_the_dog_of_the_table_rests_thirty_minutes_after_thirty():
    assert resting("dog-handler") == DOG
    assert resting("inspector") is None


def test_a_dog_rests_after_half_an_hour_of_work():
    jobs, post = worked([0] * 5)
    assert [start for _, start, _ in jobs] == [1, 601, 1201, 1801 + HALF_HOUR, 2401 + HALF_HOUR]
    assert post.rests == [(0, 1801, 3601)]


def test_a_control_that_has_begun_is_finished_before_the_rest():
    jobs, post = worked([0] * 3, times=1_700)
    assert [start for _, start, _ in jobs] == [1, 1701, 3401 + HALF_HOUR]
    assert post.rests[0] == (0, 3401, 5201)


def test_as_long_a_time_without_work_is_a_rest():
    jobs, post = worked([0, 0, 3_001, 3_001, 3_001])
    assert [start for _, start, _ in jobs] == [1, 601, 3001, 3601, 4201]
    assert post.rests == [(0, 4801, 6601)]


def test_a_shorter_time_without_work_is_none():
    jobs, _ = worked([0, 0, 3_000, 3_000])
    assert [start for _, start, _ in jobs] == [1, 601, 3000, 3600 + HALF_HOUR]


def test_the_handler_may_examine_while_the_dog_rests():
    examine = {row: Wish((CONTROL["examination"],), ("always",), 3) for row in (3, 4)}
    jobs, _ = worked([0] * 6, codes=("dog", "examination"), wishes=examine)
    assert jobs[3:] == [(3, 1801, 2401), (4, 2401, 3001), (5, 1801 + HALF_HOUR, 2401 + HALF_HOUR)]


def test_a_handler_who_examines_when_the_rest_ends_takes_the_dog_afterwards():
    examine = {3: Wish((CONTROL["examination"],), ("always",), 3)}
    jobs, _ = worked([0, 0, 0, 3_300, 3_300], codes=("dog", "examination"), wishes=examine)
    assert jobs[3:] == [(3, 3300, 3900), (4, 3900, 4500)]


def test_a_rest_goes_on_through_the_end_of_a_shift():
    jobs, post = worked([0] * 4, spans=[(0, 1_500), (2_000, 9_000)])
    assert [start for _, start, _ in jobs] == [1, 601, 1201, 1801 + HALF_HOUR]
    assert post.rests == [(0, 1801, 3601)]


def test_two_dogs_take_turns():
    handlers = [seat("dog", rest=DOG)] * 2
    day = lane(floor(np.zeros(9), handlers, times={"dog": 1_800}), length=10**5)
    for row in range(9):
        day.select("unit", row, SNIFF)
    day.advance(10**5)
    begun = [(job.start, job.officers[0]) for job in day.posts["unit"].jobs][:6]
    assert begun == [(1, 0), (1, 1), (3601, 0), (3601, 1), (7201, 0), (7201, 1)]


def test_the_belt_tires_the_same_dog():
    belt = {row: Wish((CONTROL["belt-dog"],), ("always",), 2) for row in (1, 3)}
    jobs, post = worked([0] * 4, codes=("dog", "belt-dog"), wishes=belt)
    assert [start for _, start, _ in jobs] == [1, 601, 1201, 1801 + HALF_HOUR]
    assert post.rests == [(0, 1801, 3601)]
