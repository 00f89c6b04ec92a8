"""Best plans: what no plan exceeds, and plans that come near it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plans import planned, task
from simulator.scoring.bound import upper
from simulator.scoring.plan import plan
from simulator.scoring.task import Step, Task


def tiny(values, minutes=10.0, *, ready=0.0, deadline=60.0, officers=1, size=1.0, crew=1, also=-1, machines=()):
    """Jobs of one choice for one team, in four spans of a quarter of an hour."""
    n = len(values)
    menu = ((Step((0,), minutes * crew, crew, also),),)
    offer = np.array([[15.0 * officers] * 4, *([15.0 * count] * 4 for count in machines)])
    return Task(
        menu,
        np.array(values, dtype=float)[:, None],
        np.full(n, ready),
        np.full(n, deadline),
        np.full(n, size),
        offer,
        15.0,
    )


def test_what_fits_is_all_done():
    made = plan(tiny([3.0, 2.0, 1.0]))
    assert (made.value, sorted(each.job for each in made.placed)) == (6.0, [0, 1, 2])


def test_with_too_little_time_the_most_valuable_are_done():
    made = plan(tiny([1.0, 5.0, 3.0], minutes=25.0))
    assert sorted(each.job for each in made.placed) == [1, 2]


def test_nothing_begins_before_it_is_ready_or_after_its_deadline():
    assert [each.begin for each in plan(tiny([1.0], ready=31.0)).placed] == [31.0]
    assert not plan(tiny([1.0], ready=50.0, deadline=40.0)).placed


def test_a_crew_needs_all_its_officers_and_a_machine_is_shared():
    assert not plan(tiny([1.0], crew=2)).placed
    assert len(plan(tiny([1.0], crew=2, officers=2)).placed) == 1
    one_machine = tiny([1.0] * 6, officers=3, minutes=15.0, also=1, machines=(1,))
    assert len(plan(one_machine).placed) == 4


def test_steps_come_one_after_the_other_and_take_from_what_is_left():
    twice = Task(
        ((Step((0,), 15.0), Step((0,), 15.0)),),
        np.ones((2, 1)),
        np.zeros(2),
        np.full(2, 60.0),
        np.ones(2),
        np.full((1, 4), 15.0),
        15.0,
    )
    made = plan(twice)
    assert len(made.placed) == 2 and made.left.min() == pytest.approx(0.0)


def test_a_task_without_jobs_or_value_has_an_empty_plan():
    assert plan(tiny([])).value == plan(tiny([0.0])).value == upper(tiny([])).value == 0.0


@pytest.mark.parametrize(
    ("jobs", "load", "seed"), [(10, 1.0, 1), (100, 2.5, 2), (300, 0.7, 1), (300, 1.5, 2), (300, 3.0, 1), (300, 3.0, 2)]
)
def test_a_plan_comes_within_three_percent_of_the_bound(jobs, load, seed):
    made, bound = planned(task(jobs, load, seed))
    assert 0.97 * bound.value <= made.value <= bound.value * (1 + 1e-9)


@settings(max_examples=20)
@given(st.integers(1, 40), st.floats(0.5, 4.0), st.integers(0, 1000))
def test_no_plan_exceeds_bound_or_offer_and_no_job_is_done_twice(jobs, load, seed):
    what = task(jobs, load, seed)
    made, bound = planned(what)
    assert made.value <= bound.value + 1e-6
    assert made.left.min() >= -1e-6
    assert len({each.job for each in made.placed}) == len(made.placed)
    used = sum((slot.minutes.sum() for each in made.placed for slot in each.slots), 0.0)
    assert used == pytest.approx(what.offer.sum() - made.left.sum())
