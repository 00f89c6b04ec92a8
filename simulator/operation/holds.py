"""Holds: a consignment is kept beyond its release without a control, as long as the law and the space allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.operation.engine import Lane

ORDER = "order"
"""The legal ground on which a consignment can be held longer than an administration alone may."""


@dataclass
class Hold:
    """A consignment on hold at a post, seconds from the start."""

    unit: str
    row: int
    begin: int
    end: int


class Holds:
    """The holds of a lane."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.all: list[Hold] = []

    def place(self, unit: str, row: int, until: int, ground: str = "") -> str:
        """Hold a consignment until a time; `effect`, or why not. An order allows more time."""
        post, now = self.lane.posts[unit], self.lane.now
        at = post.floor.place(row)
        reason = self.lane.reach(post, row, at, now)
        if reason or self.stopped(unit, row):
            return reason or "stopped-already"
        limit = post.floor.hold_decided if ground == ORDER else post.floor.hold_limit
        if not now < until <= now + limit:
            return "hold-too-long" if until > now else "hold-past"
        own = self._open(unit, row)
        # What has not come takes no place yet, but would: space is promised when the hold is placed.
        if own is None and sum(hold.unit == unit and hold.end > now for hold in self.all) >= post.floor.hold_space:
            return "no-hold-space"
        if own is None:
            self.all.append(Hold(unit, row, now, until))
        else:
            own.end = until
        if not self.lane.aftermath.keeps(unit, row):
            self.lane.onward.keep(post, row, at, until)
        return "effect"

    def end(self, unit: str, row: int) -> bool:
        """End a hold now; whether there was one."""
        hold = self._open(unit, row)
        if hold is None:
            return False
        hold.end = self.lane.now
        if not self.lane.aftermath.keeps(unit, row):
            self.lane.let_go(self.lane.posts[unit], row)
        return True

    def stopped(self, unit: str, row: int) -> bool:
        """Whether a unit has stopped a consignment itself, so that a hold adds nothing."""
        stop = self.lane.stopped.get(row)
        return stop is not None and stop.unit == unit

    def until(self, unit: str, row: int) -> int:
        """When the open hold of a consignment ends (s), 0 without one."""
        hold = self._open(unit, row)
        return 0 if hold is None else hold.end

    def _open(self, unit: str, row: int) -> Hold | None:
        now = self.lane.now
        return next((hold for hold in self.all if (hold.unit, hold.row) == (unit, row) and hold.end > now), None)
