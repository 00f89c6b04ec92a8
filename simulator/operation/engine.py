"""The engine: one SimPy clock for the posts of a lane. Flights, officers and rosters are its processes.

A consignment that nobody selects is a row in an array and causes no event. A selected one causes at most one event when
it is presented (those of the same second share it), and one for each control that it gets.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import simpy

from simulator.common.chance import Ints
from simulator.common.clock import NEVER
from simulator.operation.aftermath import Aftermath
from simulator.operation.controls import ALARM, DANGER, FIND, IRREGULARITY, NOTHING, POSITIVE, index_of
from simulator.operation.holds import Holds
from simulator.operation.inquiries import Inquiries
from simulator.operation.post import COMING, DONE, GONE, LOST, WAITING, WITHDRAWN, WORKING, Order, Post, Wish
from simulator.operation.referrals import Referrals
from simulator.world.passages import CUT_OFF

if TYPE_CHECKING:
    from simulator.operation.floor import Floor
    from simulator.world.world import World

ENGINE = 2
_AFTER_ALL = 2
"""Priority of the event that comes when everything else of a second has happened."""


@dataclass(frozen=True)
class Flights:
    """What the engine needs of the flights; arrays by flight, int64 seconds; `leg` numbers equal pairs of airports."""

    departs: Ints
    lands: Ints
    leg: Ints

    @classmethod
    def of(cls, world: World) -> Flights:
        """The flights of a world."""
        table = world.flights
        pairs = (table["origin"] + ">" + table["destination"]).to_list()
        number = {pair: index for index, pair in enumerate(dict.fromkeys(pairs))}
        departs, lands = (table[name].to_numpy().astype(np.int64) for name in ("departs", "lands"))
        return cls(departs, lands, np.array([number[pair] for pair in pairs], dtype=np.int64))


@dataclass(frozen=True)
class Stop:
    """Where a consignment was stopped for good."""

    unit: str
    t: int
    control: int
    shown: int


class Clock(simpy.Environment):
    """SimPy's environment; all delays are whole seconds, so its time is whole too."""

    @property
    def now(self) -> int:
        """Seconds from the start."""
        return self._now  # type: ignore[return-value]  # SimPy allows fractions

    def reach(self, t: int) -> None:
        """Run all that happens before t and stand at t; `run(until=t)` would make an event each time for that."""
        while self.peek() < t:
            self.step()
        self._now = t


class Lane:
    """The posts that share one course of events: all of a joint drill, or one unit of a parallel one."""

    def __init__(self, floors: Iterable[Floor], flights: Flights, length: int) -> None:
        self.env = Clock()
        self.flights, self.length = flights, length
        self.stopped: dict[int, Stop] = {}
        self.rebooked: dict[tuple[str, int], int] = {}
        self.moved: dict[tuple[str, int], int] = {}
        self.staying: dict[tuple[str, int], int] = {}
        self.told: set[tuple[str, int]] = set()
        self._opening = index_of("examination")
        self.aftermath, self.holds, self.inquiries = Aftermath(self), Holds(self), Inquiries(self)
        self.referrals = Referrals(self)
        self._coming: dict[int, list[tuple[Post, Order]]] = {}
        self._aboard: dict[int, list[tuple[Post, Order]]] = {}
        self._landed: set[int] = set()
        self._dirty: list[Post] = []
        self._settling = False
        self.posts = {floor.unit: Post(self, floor) for floor in floors}
        for flight in self._inbound():
            self.env.process(self._flight(flight))

    @property
    def now(self) -> int:
        """Seconds from the start."""
        return self.env.now

    def advance(self, t: int) -> None:
        """Run to t. What happens at t itself is left, so that entries at t come before it."""
        if t < self.env.now:
            raise ValueError(f"the clock stands at {self.env.now}, it cannot go back to {t}")
        if t > self.env.now:
            self.env.reach(t)

    # decisions, at the present time; each returns "effect" or why it had none

    def select(self, unit: str, row: int, wish: Wish) -> str:
        """Order controls of a consignment."""
        return self.select_many(unit, ((row, wish),))[0]

    def select_many(self, unit: str, picked: Sequence[tuple[int, Wish]]) -> list[str]:
        """Order controls of several consignments, one after the other; the effect of each."""
        post = self.posts[unit]
        floor, orders, now = post.floor, post.orders, self.env.now
        hidden, streams = floor.hidden, floor.streams
        places = floor.places(np.array([row for row, _ in picked], dtype=np.int64))
        effects: list[str] = []
        last: Wish | None = None
        crews: tuple[tuple[int, ...], ...] = ()
        for (row, wish), at, brought in zip(picked, places.tolist(), floor.brought_after(places), strict=True):
            reason = self.reach(post, row, at, now)
            if not reason and row in orders and orders[row].state in (COMING, WAITING, WORKING):
                reason = "selected-already"
            if not reason and not wish.ground and self._opening in wish.controls and floor.sealed(at):
                reason = "no-ground"
            if not reason:
                if wish is not last:
                    last, crews = wish, floor.crews(wish.controls)
                before = orders.get(row)
                orders[row] = order = Order(row, at, wish, crews[streams[at]], hidden.get(row))
                if before is not None:
                    order.attempt = before.attempt + (before.state == LOST)
                order.ready = now + brought
                flight: int = self._flight_in(post, row, at) if self.rebooked else floor.flight_in.item(at)
                if flight >= 0 and flight not in self._landed:
                    self._aboard.setdefault(flight, []).append((post, order))
                else:
                    self._present(post, order, now)
            effects.append(reason or "effect")
        return effects

    def hand_over(self, unit: str, rows: Iterable[int]) -> None:
        """Let a unit know consignments by their receptacle, if its post system shows that by now."""
        floor = self.posts[unit].floor
        self.told.update((unit, row) for row in rows if floor.noticed_by(row, self.env.now))

    def withdraw(self, unit: str, row: int) -> str:
        """Take a selection back, as long as no control has begun."""
        post = self.posts[unit]
        reason = self.reach(post, row, post.floor.place(row), self.env.now)
        if reason:
            return reason
        order = post.orders.get(row)
        if order is None or order.state not in (COMING, WAITING, WORKING):
            return "nothing-to-withdraw"
        if order.state == WORKING or order.k:
            return "in-control"
        order.state = WITHDRAWN
        self._settle_after_all(post)
        return "effect"

    def release(self, unit: str, row: int) -> str:
        """Say that a consignment may go without control; an open selection is withdrawn."""
        ended = self.holds.end(unit, row)
        reason = self.withdraw(unit, row)
        return "effect" if ended or reason == "nothing-to-withdraw" else reason

    def ready(self, post: Post, row: int) -> int:
        """When a consignment can be presented at a post, as things stand; NEVER if it does not come."""
        at = post.floor.place(row)
        return min(NEVER, post.floor.ready.item(at) + self._later(post, row, at)) if at >= 0 else NEVER

    def due(self, post: Post, row: int) -> int:
        """When a consignment leaves a post if nobody holds it, as things stand; NEVER if it does not come."""
        return self._due(post, row, post.floor.place(row))

    def planned(self, post: Post, row: int) -> int:
        """When a consignment would leave a post if no control kept it there; NEVER if it does not come."""
        return self._planned(post, row, post.floor.place(row))

    def _due(self, post: Post, row: int, at: int) -> int:
        staying = self.staying.get((post.floor.unit, row)) if self.staying else None
        return self._planned(post, row, at) if staying is None else staying

    def _planned(self, post: Post, row: int, at: int) -> int:
        release: int = post.floor.release.item(at)
        if not self.rebooked:
            return release
        later = self._later(post, row, at)
        if later == NEVER:
            return NEVER
        # What travels on leaves with its flight, however late it came, or with a later one if it missed that.
        travels_on = post.floor.flight_out.item(at) >= 0
        return self.moved.get((post.floor.unit, row), release) if travels_on else release + later

    def reach(self, post: Post, row: int, at: int, now: int) -> str:
        """Why a unit cannot decide on a consignment now; empty if it can.

        What another unit has stopped can still be selected: it just never comes, and nothing tells why.
        """
        if at < 0:
            return "not-at-post"
        if self.stopped and row in self.stopped and self.stopped[row].unit == post.floor.unit:
            return "stopped-already"
        if post.floor.known.item(at) > now and (post.floor.unit, row) not in self.told:
            return "not-known-yet"
        if (self._due(post, row, at) if self.staying or self.rebooked else post.floor.release.item(at)) <= now:
            return "left"
        return ""

    # presentation

    def _present(self, post: Post, order: Order, now: int) -> None:
        """Have a consignment presented that is at the post, once it is broken down and at the earliest after asking."""
        floor, at = post.floor, order.place
        ready: int = floor.ready.item(at)
        if self.rebooked or self.staying:
            later = self._later(post, order.row, at)
            if later == NEVER:
                order.state = GONE
                return
            ready += later
            order.due = self._due(post, order.row, at)
        else:
            order.due = floor.release.item(at)
        order.ready = ready = max(order.ready, now, ready)
        if ready in self._coming:
            self._coming[ready].append((post, order))
        else:
            self._coming[ready] = [(post, order)]
            self.env.timeout(ready - now, ready).callbacks.append(self._presented)

    def _presented(self, event: simpy.Event) -> None:
        """Take in all that is presented in this second."""
        reached: list[Post] = []
        for post, order in self._coming.pop(cast("int", event.value)):
            if order.state != COMING:
                continue
            if order.row in self.stopped:
                order.state = GONE
                continue
            if post.floor.lost(order.place, order.attempt):
                self._lose(post, order)
                continue
            post.push(order)
            if post not in reached:
                reached.append(post)
        for post in reached:
            self.settle(post)

    def _lose(self, post: Post, order: Order) -> None:
        """Post, courier or agent do not find what they were asked for; a standing order has them asked again."""
        now = self.env.now
        order.state = LOST
        post.lost.append((order.row, now))
        again = now + post.floor.brought_after(np.array([order.place]))[0]
        if self.aftermath.asks_again(post) and again < order.due:
            order.state = COMING
            order.attempt += 1
            order.ready = again
            self._coming.setdefault(again, []).append((post, order))
            if len(self._coming[again]) == 1:
                self.env.timeout(again - now, again).callbacks.append(self._presented)

    # flights

    def _inbound(self) -> list[int]:
        """Flights that bring something to a post, or could bring what missed such a flight; in order."""
        bring = sorted(set().union(*(post.floor.inbound() for post in self.posts.values())))
        legs = self.flights.leg[bring]
        return np.flatnonzero(np.isin(self.flights.leg, legs)).tolist()

    def _flight(self, flight: int) -> Generator[simpy.Event, Any, None]:
        lands = int(self.flights.lands[flight])
        if lands > 0:
            yield self.env.timeout(lands)
        self._landed.add(flight)
        for post, order in self._aboard.pop(flight, ()):
            now_on = self._flight_in(post, order.row, order.place)
            if now_on >= 0 and now_on not in self._landed:
                self._aboard.setdefault(now_on, []).append((post, order))
            else:
                self._present(post, order, self.env.now)

    def _flight_in(self, post: Post, row: int, at: int) -> int:
        flight: int = post.floor.flight_in.item(at)
        return self.rebooked.get((post.floor.unit, row), flight)

    def _later(self, post: Post, row: int, at: int) -> int:
        """Seconds that a consignment comes later than planned because it missed a flight; NEVER if it does not come."""
        flight = self.rebooked.get((post.floor.unit, row)) if self.rebooked else None
        if flight is None:
            return 0
        if flight < 0:
            return NEVER
        return int(self.flights.lands[flight] - self.flights.lands[post.floor.flight_in[at]])

    def keep(self, post: Post, row: int, at: int, end: int) -> None:
        """Have a consignment stay at a post until `end` at least; what travels on may miss its flight by that."""
        planned = self._planned(post, row, at)
        if end <= planned:
            self.staying.pop((post.floor.unit, row), None)
        elif post.floor.flight_out.item(at) >= 0:
            self._miss(post, row, at, end, self.staying)
        else:
            self.staying[post.floor.unit, row] = end
        order = post.orders.get(row)
        if order is not None and order.state in (COMING, WAITING) and not order.at_step:
            order.due = self._due(post, row, at)

    def overrun(self, post: Post, order: Order, end: int) -> None:
        """Note that a control keeps a consignment beyond its release: it stays for the controls that follow.

        What travels on may miss its onward flight by that; the next one sets the new time to leave.
        """
        if post.floor.flight_out.item(order.place) >= 0:
            self._miss(post, order.row, order.place, end, self.staying)
            order.due = self.staying[post.floor.unit, order.row]
        else:
            order.due = NEVER

    def _miss(self, post: Post, row: int, at: int, end: int, leaves_at: dict[tuple[str, int], int]) -> None:
        """A consignment can leave a post from `end` only: put it on the next flight of the leg, and so on behind it.

        `leaves_at` takes down when it leaves: `staying` where a control kept it, `moved` at the posts behind.
        """
        missed = post.floor.flight_out.item(at)
        flight = self._next(missed, end)
        leaves_at[post.floor.unit, row] = int(self.flights.departs[flight]) - CUT_OFF if flight >= 0 else NEVER
        onward = self._behind(row, missed)
        if onward is None:
            return
        there = onward.floor.place(row)
        planned = onward.floor.flight_in.item(there)
        if planned != missed and flight >= 0:
            # No unit works where the two flights meet: there it takes the planned one, or the next that it can reach.
            reached = max(int(self.flights.lands[flight]), int(self.flights.departs[planned]) - CUT_OFF)
            flight = self._next(planned, reached)
        self.rebooked[onward.floor.unit, row] = flight
        leaves = onward.floor.flight_out.item(there)
        ready = onward.floor.ready.item(there) + self._later(onward, row, there)
        if leaves >= 0 and self.flights.departs[leaves] - CUT_OFF < ready:
            self._miss(onward, row, there, ready, self.moved)

    def _next(self, like: int, free: int) -> int:
        """The next flight of the same leg that takes a consignment which is free at `free`, -1 if none."""
        same = self.flights.leg == self.flights.leg[like]
        later = np.flatnonzero(same & (self.flights.departs - CUT_OFF >= free))
        return int(later[np.argmin(self.flights.departs[later])]) if len(later) else -1

    def _behind(self, row: int, missed: int) -> Post | None:
        """The next post on the way of a consignment behind a flight; its planned flights tell the way."""
        departs = self.flights.departs
        found = []
        for post in self.posts.values():
            there = post.floor.place(row)
            flight = post.floor.flight_in.item(there) if there >= 0 else -1
            if flight >= 0 and departs[flight] >= departs[missed]:
                found.append((int(departs[flight]), post.floor.unit))
        return self.posts[min(found)[1]] if found else None

    # what follows a control

    def shown(self, post: Post, order: Order, result: int) -> None:
        """Go on after a control has shown something: stop the consignment, order what follows, or let it go."""
        if order.k >= order.ordered:
            self.aftermath.carried_out(post, order)
        elif result in (FIND, IRREGULARITY) or (result == POSITIVE and order.kind == "case"):
            self.stop(post, order.row, order.controls[order.k], result)
            if not self.aftermath.found(post, order):
                order.state = DONE
                return
        elif result == DANGER:
            self.aftermath.halts(post, order)
        elif result == NOTHING:
            self.aftermath.nothing(post, order)
        self.go_on(post, order, alarm=result in (ALARM, DANGER))

    def stop(self, post: Post, row: int, control: int, result: int) -> None:
        """A consignment goes no further."""
        self.stopped[row] = Stop(post.floor.unit, self.env.now, control, result)

    def go_on(self, post: Post, order: Order, *, alarm: bool) -> None:
        """The next control or step of an order, if there is one that is to follow."""
        following = order.k + 1
        if following < len(order.controls) and (order.whens[following] == "always" or alarm):
            order.k = following
            order.ready = self.env.now
            post.push(order)
        else:
            order.state = DONE

    def settle(self, post: Post) -> None:
        """Let the free officers of a post choose, once everything of this second has happened."""
        if not post.waiting or post in self._dirty:
            return
        if self.env.peek() > self.env.now:
            self._dirty.append(post)
            self._dispatch()
            return
        self._settle_after_all(post)

    def settle_at(self, post: Post, t: int) -> None:
        """Settle a post at a later time, whatever else happens then."""
        if t < self.length:
            self.env.timeout(t - self.env.now).callbacks.append(lambda _: self.settle(post))

    def _settle_after_all(self, post: Post) -> None:
        """Settle a post when everything else of this second has happened, decisions too."""
        if post not in self._dirty:
            self._dirty.append(post)
        if not self._settling:
            self._settling = True
            after = simpy.Event(self.env)
            after.callbacks.append(self._dispatch)
            after._ok, after._value = True, None  # noqa: SLF001  as SimPy's own events are triggered
            self.env.schedule(after, priority=_AFTER_ALL)  # type: ignore[arg-type]  # its type knows 0 and 1 only

    def _dispatch(self, _event: simpy.Event | None = None) -> None:
        self._settling = False
        posts, self._dirty = self._dirty, []
        for post in posts:
            post.dispatch()
