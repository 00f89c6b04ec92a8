"""How long the best plans take that reference players stand on: a person waits for them after a drill."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Seconds, main, timed
from simulator.scoring.bound import upper
from simulator.scoring.plan import Plan, plan
from simulator.scoring.task import Bound, Step, Task

WIDTH = 15.0
OFFICERS = (3, 2, 4)
"""At X-ray sets, with dogs, at benches."""
MEAN = (9.0, 6.0, 35.0)
POWER = (0.7, 0.6, 0.97)
"""Minutes of a control and how likely it finds something. Assumptions, near the tables of the program."""
MENU = (
    *((Step((team,), minutes),) for team, minutes in enumerate(MEAN)),
    (Step((0,), MEAN[0]), Step((2,), 0.1 * MEAN[2])),
    (Step((1,), MEAN[1]), Step((2,), 0.05 * MEAN[2])),
)
CHANCE = (*POWER, POWER[0] * POWER[2], POWER[1] * POWER[2])


def task(jobs: int, load: float, seed: int = 1) -> Task:
    """A post with more to control than it has time for if `load` is above 1; values are spread as risks are."""
    rng = np.random.default_rng(seed)
    length = int(jobs * 30 / (sum(OFFICERS) * load)) + 240
    ready = np.sort(rng.integers(0, length - 200, jobs)).astype(np.float64)
    worth = rng.lognormal(3, 0.8, jobs)
    open_to = rng.random((jobs, len(MENU))) < 0.6
    open_to[:, 2] |= ~open_to.any(axis=1)
    offer = np.repeat(WIDTH * np.array([OFFICERS], dtype=np.float64).T, -(-length // int(WIDTH)), axis=1)
    value = worth[:, None] * np.array(CHANCE) * open_to
    deadline = np.minimum(ready + rng.integers(60, 240, jobs), length)
    return Task(MENU, value, ready, deadline, np.ones(jobs), offer, WIDTH)


def planned(what: Task, coarse: int = 4) -> tuple[Plan, Bound]:
    """The plan and its bound."""
    bound = upper(what.coarse(coarse))
    return plan(what, bound.later(0, coarse, what.offer.shape[1])), bound


def informed() -> float:
    """300 controls."""
    return timed(planned, task(300, 1.5))


def ceiling() -> float:
    """10 cases."""
    return timed(planned, task(10, 1.0))


def _warm(case: str) -> float:
    """The same when scipy has been loaded, as it is when the second post is planned."""
    planned(task(4, 1.0))
    return {"informed": informed, "ceiling": ceiling}[case]()


CASES = {"informed": lambda: _warm("informed"), "ceiling": lambda: _warm("ceiling")}
BOUNDS = (
    Seconds("The plan of `informed` for 300 controls", "informed", at_most=2.0),
    Seconds("The plan of `ceiling` for 10 cases", "ceiling", at_most=0.05),
)


if __name__ == "__main__":
    main("benchmarks.plans")
