"""Best plans: which controls to carry out when, with the officers and machines of a post.

A linear program (`scoring.bound`) prices every resource in every span of time. The plan puts whole jobs in where they
are worth more than what they take at these prices; no general solver is needed for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.common.chance import Floats
from simulator.scoring.bound import upper
from simulator.scoring.task import Choice, Step, Task

_WORTH = 1e-9
"""Least gain for which a job is put in; below lies rounding."""
PASSES = 15
"""How often a plan is made anew, starting with what had been left out."""
_RAISE = 1.5
"""By how much what was left out moves forward."""
DISCOUNT = 0.7
"""Share of the prices of the bound that whole jobs pay: they cannot use all that lies between others, and what is
left idle is worth nothing. Measured on the tasks of `benchmarks/plans.py`: within 3 % of the bound."""


class Slot(NamedTuple):
    """Where a step is put: from which span, with minutes of which resource in each, and a share of these of `also`."""

    resource: int
    span: int
    minutes: Floats
    also: int
    share: float

    def take(self, left: Floats, later: int = 0) -> None:
        """Take the minutes from what is left; the slot counts from the span `later` of that."""
        here = slice(later + self.span, later + self.span + len(self.minutes))
        left[self.resource, here] -= self.minutes
        if self.also >= 0:
            left[self.also, here] -= self.minutes * self.share

    def give(self, left: Floats) -> None:
        """Give the minutes back."""
        self._replace(minutes=-self.minutes).take(left)


class Placed(NamedTuple):
    """A job in a plan: under which choice, when its first step begins (minutes), and where its steps are put."""

    job: int
    choice: int
    begin: float
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Plan:
    """A plan, its value, and what it leaves of the offer."""

    placed: tuple[Placed, ...]
    value: float
    left: Floats


def plan(task: Task, price: Floats | None = None, passes: int = PASSES) -> Plan:
    """The best of the plans that come from inserting jobs, again and again with those first that had been left out.

    `price` as of a bound; without it the task is bounded here. With one pass only the most valuable jobs come first.
    """
    if not task.value.size or not task.value.max():
        return Plan((), 0.0, task.offer)
    price = DISCOUNT * (upper(task).price if price is None else price)
    value = task.value.max(axis=1)
    made = _squeezed(task, price, value, passes)
    if passes > 1:
        urgent = _squeezed(task, price, value / np.maximum(task.deadline, task.width), passes)
        made = max(made, urgent, key=lambda each: each.value)
    return made


def _squeezed(task: Task, price: Floats, key: Floats, passes: int) -> Plan:
    """Insert the jobs by a key, highest first, and raise that of those that are left out, some times."""
    best, key = Plan((), 0.0, task.offer), key.copy()
    for _ in range(passes):
        made = inserted(task, price, np.argsort(-key, kind="stable"))
        best = max(best, made, key=lambda each: each.value)
        left_out = np.ones(len(key), dtype=np.bool_)
        left_out[[each.job for each in made.placed]] = False
        key[left_out] *= _RAISE
    return best


def gains(task: Task, price: Floats) -> Floats:
    """Value of each job under each choice less what it takes at the mean prices, shape (jobs, choices)."""
    cost = task.need @ price.mean(axis=1)
    gain: Floats = np.where(task.value > 0, task.value - task.size[:, None] * cost[None, :], -np.inf)
    return gain


def inserted(task: Task, price: Floats, order: Iterable[int], most: int = 4) -> Plan:
    """Put jobs in one after the other, each where and under which of its `most` best choices it gains most."""
    left, placed, value = task.offer.copy(), list[Placed](), 0.0
    gain = gains(task, price)
    likely = np.argsort(-gain, axis=1, kind="stable")[:, :most]
    for job in order:
        best: tuple[float, int, list[Slot]] | None = None
        for choice in likely[job].tolist():
            worth = task.value[job, choice]
            if worth <= 0 or (best is not None and worth <= best[0]):
                continue
            found = _slots(task, price, left, job, task.menu[choice])
            if found is not None and (best is None or worth - found[1] > best[0]):
                best = worth - found[1], choice, found[0]
        if best is None or best[0] < -_WORTH:
            continue
        for slot in best[2]:
            slot.take(left)
        begin = max(best[2][0].span * task.width, float(task.ready[job]))
        placed.append(Placed(int(job), best[1], begin, tuple(best[2])))
        value += float(task.value[job, best[1]])
    return Plan(tuple(placed), value, left)


def _slots(task: Task, price: Floats, left: Floats, job: int, choice: Choice) -> tuple[list[Slot], float] | None:
    """Where the steps of a choice fit, each at the lowest price, and what they cost; None if they do not."""
    first = int(task.ready[job] // task.width)
    last = min(int(-(-task.deadline[job] // task.width)), left.shape[1]) - 1
    slots, cost = list[Slot](), 0.0
    for step in choice:
        found = _cheapest(task, price, left, step, float(task.size[job]), first, last)
        if found is None:
            break
        found[0].take(left)
        slots.append(found[0])
        cost += found[1]
        first = found[0].span + len(found[0].minutes) - 1
    for slot in slots:
        slot.give(left)
    return (slots, cost) if len(slots) == len(choice) else None


def _cheapest(
    task: Task, price: Floats, left: Floats, step: Step, size: float, first: int, last: int
) -> tuple[Slot, float] | None:
    """The cheapest place for a step that begins in one of the spans from `first` to `last`, and its cost."""
    minutes = _spread(step, size, task.width)
    spans = len(minutes)
    stop = min(last + spans, left.shape[1])
    if first > last or stop - first < spans:
        return None
    best: tuple[Slot, float] | None = None
    for officers in step.by:
        fits, cost = _fit(left[officers, first:stop], price[officers, first:stop], minutes)
        if step.also >= 0:
            there, more = _fit(left[step.also, first:stop], price[step.also, first:stop], minutes / step.crew)
            fits, cost = fits & there, cost + more
        if not fits.any():
            continue
        at = int(np.argmin(np.where(fits, cost, np.inf)))
        if best is None or cost[at] < best[1] - _WORTH:
            best = Slot(officers, first + at, minutes, step.also, 1.0 / step.crew), float(cost[at])
    return best


def _spread(step: Step, size: float, width: float) -> Floats:
    """Minutes in each span that a step takes; the last span takes the rest."""
    whole, rest = divmod(step.minutes * size, step.crew * width)
    return np.array([step.crew * width] * int(whole) + ([rest] if rest > _WORTH or not whole else []))


def _fit(left: Floats, price: Floats, minutes: Floats) -> tuple[npt.NDArray[np.bool_], Floats]:
    """For each begin whether the minutes are left, and what they cost there."""
    begins = len(left) - len(minutes) + 1
    fits, cost = np.ones(begins, dtype=np.bool_), np.zeros(begins)
    for later, wanted in enumerate(minutes.tolist()):
        fits &= left[later : later + begins] >= wanted - _WORTH
        cost += price[later : later + begins] * wanted
    return fits, cost
