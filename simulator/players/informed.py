"""`informed`: every hour it plans the whole timetable of its post anew, by the risk of what it has seen by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulator.common.chance import Floats, Ints
from simulator.common.clock import HOUR, MINUTE
from simulator.operation.course import Move
from simulator.operation.floor import Floor
from simulator.players.menu import WIDTH, Menu, Staff, Way, menu
from simulator.players.outlook import Outlook
from simulator.players.standing import standing_moves
from simulator.players.suspicion import Suspicion
from simulator.scenario.model import Scenario
from simulator.scenario.numbers import quantile
from simulator.scoring.bound import upper
from simulator.scoring.plan import Plan, plan
from simulator.scoring.task import Bound, Task
from simulator.world.world import STREAMS

GROUND = "indicators"
"""Why it has letters opened."""
MOST = 120
"""Jobs that one plan looks at, the most promising first."""
WAYS = 3
"""Ways of each of them that it looks at."""
PASSES = 2
"""How often a plan is made anew in an hour."""
COARSE = 4
"""Spans of the timetable that the bound takes together."""
PRICED = 6
"""Hours after which prices are worked out anew."""
URGENT = (0.1, 0.01)
"""Least value of selections of the first and the second priority."""
_LATEST = 5 * MINUTE
"""How long before it leaves a control begins at the latest."""
_SHIFT = 1.5
"""Hours ahead for which selections are made: the planned hour, and what handlers take to bring it."""


class Jobs(NamedTuple):
    """What could be planned at a time: consignments of the sight by position, or bags (`bag` their place, else -1)."""

    place: Ints
    bag: Ints
    value: Floats
    ready: Floats
    deadline: Floats
    size: Floats

    def taken(self, kept: Ints) -> Jobs:
        """Some of the jobs."""
        place, bag, value = self.place[kept], self.bag[kept], self.value[kept]
        return Jobs(place, bag, value, self.ready[kept], self.deadline[kept], self.size[kept])


@dataclass
class Informed:
    """The player at one post. `moves` gives all its decisions."""

    scenario: Scenario
    floor: Floor
    outlook: Outlook
    length: int

    def __post_init__(self) -> None:
        """Set out what does not change."""
        self.suspicion = Suspicion(self.scenario, self.outlook)
        self.staff = Staff(self.floor, self.length)
        self.menu: Menu = menu(self.staff, self.suspicion.kinds)
        self.streams = np.array([way.stream for way in self.menu.ways], dtype=np.int64)
        places = self.floor.places(self.outlook.sight.rows)
        self.letters = self.floor.letters[places] if len(self.floor.letters) else np.zeros(len(places), dtype=np.bool_)
        middle = (np.arange(21) + 0.5) / 21
        self.brought = np.array([float(quantile(span, middle).mean()) for span in self.floor.presentation])
        self.left = self.staff.offer()
        self.taken = np.zeros(len(self.outlook.sight.rows), dtype=np.bool_)
        self.opened = np.zeros(len(self.outlook.bags.known), dtype=np.bool_)
        self.blind = self._blind()
        self.bound: Bound | None = None
        self.priced = 0
        nothing = np.zeros(0)
        self._need = Task(
            tuple(way.steps for way in self.menu.ways), nothing, nothing, nothing, nothing, self.left, WIDTH
        ).need

    def _blind(self) -> Floats:
        """Risk of an item without data in each bag, shape (bags, kinds)."""
        return self.suspicion.unannounced(self.outlook.bags.leg, 1.0)

    def moves(self) -> list[Move]:
        """The decisions of the drill, in order of time."""
        out = standing_moves(self.floor)
        if not self.menu.ways:
            return out
        for hour in range(-(-self.length // HOUR)):
            out += self._decide(hour)
        return out

    def _decide(self, hour: int) -> list[Move]:
        """What is selected at the begin of an hour."""
        t = hour * HOUR
        if not self.left[: len(self.staff.teams), int(t / MINUTE / WIDTH) :].any():
            return []
        jobs = self._worthwhile(self._jobs(t))
        if not len(jobs.place):
            return []
        first = int(t / MINUTE / WIDTH)
        task = self._task(jobs, t, first)
        price = self._price(hour, task)
        return self._committed(t, first, jobs, plan(task, price, passes=PASSES))

    def _price(self, hour: int, task: Task) -> Floats:
        """What a minute of each resource is worth in each span from an hour on."""
        if self.bound is None or hour - self.priced >= PRICED:
            self.bound, self.priced = upper(task.until(float(task.deadline.max())).coarse(COARSE)), hour
        return self.bound.later(hour - self.priced, COARSE, task.offer.shape[1])

    def _committed(self, t: int, first: int, jobs: Jobs, made: Plan) -> list[Move]:
        """Select now what has to be asked for before the next hour."""
        out = list[Move]()
        for job, choice, begin, slots in sorted(made.placed, key=lambda each: (-jobs.value[each.job].max(), each.job)):
            way = self.menu.ways[choice]
            if begin * MINUTE > HOUR + self.brought[way.stream]:
                continue
            for slot in slots:
                slot.take(self.left, first)
            out += self._selected(t, int(jobs.place[job]), int(jobs.bag[job]), way, float(jobs.value[job, choice]))
        return out

    def _selected(self, t: int, place: int, bag: int, way: Way, value: float) -> list[Move]:
        priority = 1 + sum(value < least for least in URGENT)
        if place >= 0:
            self.taken[place] = True
            ground = GROUND if self.letters[place] else ""
            row = int(self.outlook.sight.rows[place])
            return [Move(t, self.floor.unit, row, "select", way.wish(priority, ground))]
        self.opened[bag] = True
        wish = way.wish(priority)
        return [Move(t, self.floor.unit, row, "select", wish, True) for row in self.outlook.bags.rows[bag].tolist()]

    # what could be controlled

    def _jobs(self, t: int) -> Jobs:
        """What the unit knows at a time, can still be controlled and was not selected, with its worth."""
        sight = self.outlook.sight
        ready = np.maximum(t + self.brought[sight.stream], self.outlook.ready)
        end = np.minimum(self.outlook.release, self.length) - _LATEST
        live = np.flatnonzero((sight.known <= t) & (end > ready) & ~self.taken & (self.outlook.release > t))
        risk = self.suspicion.at(t, live)
        value = (risk @ self.menu.finds.T) * (self.streams[None, :] == sight.stream[live][:, None])
        bags = self._bag_jobs(t)
        return Jobs(
            np.concatenate([live, np.full(len(bags.bag), -1)]),
            np.concatenate([np.full(len(live), -1), bags.bag]),
            np.concatenate([value, bags.value]),
            np.concatenate([ready[live], bags.ready]),
            np.concatenate([end[live], bags.deadline]).astype(np.float64),
            np.concatenate([np.ones(len(live)), bags.size]),
        )

    def _bag_jobs(self, t: int) -> Jobs:
        """The receptacles that are known, hold items without data, and were not selected."""
        bags, mail = self.outlook.bags, STREAMS.index("mail")
        ready = np.maximum(t + self.brought[mail], bags.ready)
        end = np.minimum(bags.release, self.length) - _LATEST
        live = np.flatnonzero((bags.known <= t) & (end > ready) & ~self.opened & ~bags.letters)
        items = np.array([len(bags.blind[at]) for at in live.tolist()], dtype=np.float64)
        whole = np.array([len(bags.rows[at]) for at in live.tolist()], dtype=np.float64)
        value = (self.blind[live] @ self.menu.finds.T) * (self.streams == mail) * items[:, None]
        return Jobs(np.full(len(live), -1), live, value, ready[live], end[live].astype(np.float64), whole)

    def _worthwhile(self, jobs: Jobs) -> Jobs:
        """The jobs, each with the ways, that promise most for what they take, at the prices of before."""
        price = np.ones(len(self.left)) if self.bound is None else self.bound.price.mean(axis=1)
        cost = self._need @ price
        if self.bound is None:
            # Nothing is priced yet: what the best jobs gain in an hour of officers is what an hour is worth.
            cost *= np.quantile((jobs.value / jobs.size[:, None] / cost).max(axis=1), 0.9, method="lower")
        promise = np.where(jobs.value > 0, jobs.value - jobs.size[:, None] * cost, -np.inf)
        kept = np.sort(np.argsort(-promise.max(axis=1), kind="stable")[:MOST])
        jobs, promise = jobs.taken(kept), promise[kept]
        least = -np.partition(-promise, min(WAYS, promise.shape[1]) - 1, axis=1)[:, min(WAYS, promise.shape[1]) - 1]
        return jobs._replace(value=np.where(promise >= least[:, None], jobs.value, 0.0))

    def _task(self, jobs: Jobs, t: int, first: int) -> Task:
        """The planning task at a time: minutes count from then."""
        return Task(
            tuple(way.steps for way in self.menu.ways),
            jobs.value,
            (jobs.ready - t) / MINUTE,
            (jobs.deadline - t) / MINUTE,
            jobs.size,
            self.left[:, first:].copy(),
            WIDTH,
        )


def moves(scenario: Scenario, floor: Floor, outlook: Outlook, length: int) -> list[Move]:
    """All decisions of `informed` at a post."""
    return Informed(scenario, floor, outlook, length).moves()
