"""When consignments leave a post and with which flight: as planned, or later because something kept them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.common.clock import NEVER
from simulator.operation.post import COMING, GONE, WAITING, WORKING
from simulator.world.passages import CUT_OFF

if TYPE_CHECKING:
    from simulator.operation.engine import Lane
    from simulator.operation.post import Order, Post


class Onward:
    """The times and flights of a lane that differ from the plan, by unit and row.

    `staying`: when it leaves a post where something keeps it (s); `rebooked`: the flight that brings it to a post, -1
    if none does; `moved`: when it leaves a post that it reached too late for its planned flight (s).
    """

    def __init__(self, lane: Lane) -> None:
        self.lane, self.flights = lane, lane.flights
        self.staying: dict[tuple[str, int], int] = {}
        self.rebooked: dict[tuple[str, int], int] = {}
        self.moved: dict[tuple[str, int], int] = {}

    def flight_in(self, post: Post, row: int, at: int) -> int:
        """The flight that brings a consignment to a post, -1 if none does."""
        flight: int = post.floor.flight_in.item(at)
        return self.rebooked.get((post.floor.unit, row), flight)

    def later(self, post: Post, row: int, at: int) -> int:
        """Seconds that a consignment comes later than planned because it missed a flight; NEVER if it does not come."""
        flight = self.rebooked.get((post.floor.unit, row)) if self.rebooked else None
        if flight is None:
            return 0
        if flight < 0:
            return NEVER
        return int(self.flights.lands[flight] - self.flights.lands[post.floor.flight_in[at]])

    def due(self, post: Post, row: int, at: int) -> int:
        """When a consignment leaves a post if nobody holds it, as things stand; NEVER if it does not come."""
        staying = self.staying.get((post.floor.unit, row)) if self.staying else None
        return self.planned(post, row, at) if staying is None else staying

    def planned(self, post: Post, row: int, at: int) -> int:
        """When a consignment would leave a post if no control kept it there; NEVER if it does not come."""
        release: int = post.floor.release.item(at)
        if not self.rebooked:
            return release
        later = self.later(post, row, at)
        if later == NEVER:
            return NEVER
        # What travels on leaves with its flight, however late it came, or with a later one if it missed that.
        travels_on = post.floor.flight_out.item(at) >= 0
        return self.moved.get((post.floor.unit, row), release) if travels_on else release + later

    def keep(self, post: Post, row: int, at: int, end: int) -> None:
        """Have a consignment stay at a post until `end` at least; what travels on may miss its flight by that.

        What was said before of how long it stays does not count any more: it may reach its planned flight again.
        """
        order = post.orders.get(row)
        if order is not None and order.state == WORKING:
            end = max(end, order.until)
        travels_on = post.floor.flight_out.item(at) >= 0
        changed = self._as_planned(post, row, at) if travels_on else []
        if end <= self.planned(post, row, at):
            self.staying.pop((post.floor.unit, row), None)
        elif travels_on:
            changed += self._miss(post, row, at, end, self.staying)
        else:
            self.staying[post.floor.unit, row] = end
        for onward in dict.fromkeys(changed):
            self._expect(onward, row)
        if order is not None and order.state in (COMING, WAITING) and not order.at_step:
            order.due = self.due(post, row, at)

    def overrun(self, post: Post, order: Order, end: int) -> None:
        """Note that a control keeps a consignment beyond its release: it stays for the controls that follow.

        What travels on may miss its onward flight by that; the next one sets the new time to leave.
        """
        if post.floor.flight_out.item(order.place) >= 0:
            self._miss(post, order.row, order.place, end, self.staying)
            order.due = self.staying[post.floor.unit, order.row]
        else:
            order.due = NEVER

    def _miss(self, post: Post, row: int, at: int, end: int, leaves_at: dict[tuple[str, int], int]) -> list[Post]:
        """A consignment can leave a post from `end` only: put it on the next flight of the leg, and so on behind it.

        `leaves_at` takes down when it leaves: `staying` where a control kept it, `moved` at the posts behind. The posts
        behind to which it comes otherwise now.
        """
        missed = post.floor.flight_out.item(at)
        flight = self._next(missed, end)
        leaves_at[post.floor.unit, row] = int(self.flights.departs[flight]) - CUT_OFF if flight >= 0 else NEVER
        onward = self._behind(row, missed)
        if onward is None:
            return []
        there = onward.floor.place(row)
        planned = onward.floor.flight_in.item(there)
        if planned != missed and flight >= 0:
            # No unit works where the two flights meet: there it takes the planned one, or the next that it can reach.
            reached = max(int(self.flights.lands[flight]), int(self.flights.departs[planned]) - CUT_OFF)
            flight = self._next(planned, reached)
        self.rebooked[onward.floor.unit, row] = flight
        leaves = onward.floor.flight_out.item(there)
        ready = onward.floor.ready.item(there) + self.later(onward, row, there)
        if leaves >= 0 and self.flights.departs[leaves] - CUT_OFF < ready:
            return [onward, *self._miss(onward, row, there, ready, self.moved)]
        return [onward]

    def _as_planned(self, post: Post, row: int, at: int) -> list[Post]:
        """Take back what a missed flight changed behind a post; the posts to which it comes as planned again.

        What an order not to load keeps back stays so.
        """
        onward = self._behind(row, post.floor.flight_out.item(at))
        if onward is None or row in self.lane.referrals.not_loaded:
            return []
        if self.rebooked.pop((onward.floor.unit, row), None) is None:
            return []
        missed_again = self.moved.pop((onward.floor.unit, row), None) is not None
        return [onward, *(self._as_planned(onward, row, onward.floor.place(row)) if missed_again else [])]

    def _expect(self, post: Post, row: int) -> None:
        """Look again for a consignment that comes to a post otherwise than was thought, if somebody waits for it."""
        order = post.orders.get(row)
        if order is not None and (order.state == GONE or (order.state == COMING and self.lane.unexpect(post, order))):
            order.state = COMING
            self.lane.expect(post, order)

    def _next(self, like: int, free: int) -> int:
        """The next flight of the same leg that takes a consignment which is free at `free`, -1 if none."""
        same = self.flights.leg == self.flights.leg[like]
        later = np.flatnonzero(same & (self.flights.departs - CUT_OFF >= free))
        return int(later[np.argmin(self.flights.departs[later])]) if len(later) else -1

    def _behind(self, row: int, missed: int) -> Post | None:
        """The next post on the way of a consignment behind a flight; its planned flights tell the way."""
        departs = self.flights.departs
        found = []
        for post in self.lane.posts.values():
            there = post.floor.place(row)
            flight = post.floor.flight_in.item(there) if there >= 0 else -1
            if flight >= 0 and departs[flight] >= departs[missed]:
                found.append((int(departs[flight]), post.floor.unit))
        return self.lane.posts[min(found)[1]] if found else None
