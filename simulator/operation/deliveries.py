"""Controlled deliveries: a find travels on under watch, if an authority agrees in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.operation.authorities import answered
from simulator.operation.post import WAITING, WORKING

if TYPE_CHECKING:
    from simulator.decisions.decision import Decision
    from simulator.operation.engine import Lane
    from simulator.operation.post import Post

_NEVER_FOR = {"danger": "never-with-danger", "irregularity": "not-for-this-find"}
"""Kinds of finds that are not let travel on, and what is said instead."""


@dataclass(frozen=True)
class Delivery:
    """A proposed controlled delivery: to whom, when, until when an answer was wanted; `answer` None where none came."""

    unit: str
    row: int
    to: str
    t: int
    until: int
    substitute: bool
    answer: int | None
    accepted: bool


class Deliveries:
    """The proposals of a lane. `agreed` are finds (unit, row) that leave as soon as the work at them is done."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.all: list[Delivery] = []
        self.agreed: set[tuple[str, int]] = set()

    def propose(self, unit: str, row: int, said: Decision) -> str:
        """Propose to an authority to let a find travel on under watch."""
        stop = self.lane.stopped.get(row)
        if stop is None or stop.unit != unit:
            return "nothing-found-there"
        if stop.find in _NEVER_FOR:
            return _NEVER_FOR[stop.find]
        if any((each.unit, each.row) == (unit, row) for each in self.all):
            return "proposed-already"
        floor, now = self.lane.posts[unit].floor, self.lane.now
        after, agrees = answered(floor, said.to, "delivers_exchanged" if said.substitute else "delivers", row)
        in_time = now + after <= (said.until or 0) and now + after < self.lane.length
        told = now + after if in_time else None
        accepted = agrees and in_time
        self.all.append(Delivery(unit, row, said.to, now, said.until or 0, said.substitute, told, accepted))
        if accepted:
            self.lane.env.timeout(after).callbacks.append(lambda _: self._agree(unit, row))
        return "effect"

    def _agree(self, unit: str, row: int) -> None:
        """An authority agrees: what is under way at the goods is finished, then they leave."""
        post, stop = self.lane.posts[unit], self.lane.stopped.get(row)
        if stop is None or stop.unit != unit:
            return
        self.agreed.add((unit, row))
        order = post.orders.get(row)
        if order is None or order.state not in (WAITING, WORKING):
            self.leave(post, row)

    def leave(self, post: Post, row: int) -> None:
        """Let a find travel on under watch, if that was agreed: it stays found, and its place is free."""
        unit = post.floor.unit
        if (unit, row) not in self.agreed:
            return
        self.agreed.discard((unit, row))
        self.lane.stopped[row] = replace(self.lane.stopped[row], watched=self.lane.now)
        self.lane.aftermath.drop(unit, row)
        self.lane.holds.end(unit, row)
        self.lane.let_go(post, row)
