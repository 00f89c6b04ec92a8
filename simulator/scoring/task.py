"""What is to be planned: controls of consignments, within times, with the officers and machines of a post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulator.common.chance import Floats


class Step(NamedTuple):
    """A part of a control: `minutes` of officers of one of the resources `by`, `crew` of them at once.

    `also` is a resource that is needed for as long (a machine, a dog that is not at rest), -1 for none.
    """

    by: tuple[int, ...]
    minutes: float
    crew: int = 1
    also: int = -1

    @property
    def wall(self) -> float:
        """Minutes from begin to end."""
        return self.minutes / self.crew


Choice = tuple[Step, ...]
"""One way to control something: steps one after the other."""


@dataclass(frozen=True)
class Task:
    """What is to be planned.

    - `menu`: the ways to control something
    - `value`: of each job under each choice, shape (jobs, choices); 0 where it is no choice
    - `ready`, `deadline`: minutes between which all steps of a job have to begin, shape (jobs,)
    - `size`: how often a job takes the minutes of its choice (items in a bag), shape (jobs,)
    - `offer`: minutes of each resource in each span of `width` minutes, shape (resources, spans)
    """

    menu: tuple[Choice, ...]
    value: Floats
    ready: Floats
    deadline: Floats
    size: Floats
    offer: Floats
    width: float

    @cached_property
    def need(self) -> Floats:
        """Minutes of each resource that a choice takes, shape (choices, resources); officers by the first of `by`."""
        need = np.zeros((len(self.menu), len(self.offer)))
        for number, choice in enumerate(self.menu):
            for step in choice:
                need[number, step.by[0]] += step.minutes
                if step.also >= 0:
                    need[number, step.also] += step.wall
        return need

    def until(self, end: float) -> Task:
        """The same with the spans that begin before a time (minutes)."""
        return replace(self, offer=self.offer[:, : int(-(-end // self.width)) + 1])

    def coarse(self, by: int) -> Task:
        """The same with spans `by` times as wide: its bound is no lower, and found sooner."""
        spans = -(-self.offer.shape[1] // by) * by
        padded = np.pad(self.offer, ((0, 0), (0, spans - self.offer.shape[1])))
        offer = padded.reshape(len(self.offer), -1, by).sum(axis=2)
        return Task(self.menu, self.value, self.ready, self.deadline, self.size, offer, self.width * by)


class Bound(NamedTuple):
    """No plan is worth more than `value`; `price` of a minute of each resource in each span, as `Task.offer`."""

    value: float
    price: Floats

    def later(self, spans: int, by: int, many: int) -> Floats:
        """The prices of `many` spans, each a part of `by` of those that were priced, from the span `spans` of these."""
        price = np.repeat(self.price[:, spans:], by, axis=1)[:, :many]
        return np.pad(price, ((0, 0), (0, many - price.shape[1])))
