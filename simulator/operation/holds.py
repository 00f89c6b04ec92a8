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
        if reason:
            return reason
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
        self.lane.keep(post, row, at, until)
        return "effect"

    def end(self, unit: str, row: int) -> bool:
        """End a hold now; whether there was one."""
        hold = self._open(unit, row)
        if hold is None:
            return False
        hold.end = self.lane.now
        post = self.lane.posts[unit]
        # What missed its flight by the hold waits for the next one in any case.
        if post.floor.flight_out.item(post.floor.place(row)) < 0:
            self.lane.keep(post, row, post.floor.place(row), self.lane.now)
        return True

    def _open(self, unit: str, row: int) -> Hold | None:
        now = self.lane.now
        return next((hold for hold in self.all if (hold.unit, hold.row) == (unit, row) and hold.end > now), None)
