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
from simulator.operation.controls import ALARM, DANGER, FIND, IRREGULARITY, NOTHING, POSITIVE, untimely
from simulator.operation.deliveries import Deliveries
from simulator.operation.holds import Holds
from simulator.operation.inquiries import Inquiries
from simulator.operation.onward import Onward
from simulator.operation.post import COMING, DONE, GONE, LOST, WAITING, WITHDRAWN, WORKING, Order, Post, Wish
from simulator.operation.referrals import Referrals

if TYPE_CHECKING:
    from simulator.operation.floor import Floor
    from simulator.world.world import World

ENGINE = 2
_AFTER_ALL = 2
"""Priority of the event that comes when everything else of a second has happened."""
_FINDS = (FIND, IRREGULARITY, POSITIVE)
_ALARMS = (ALARM, DANGER, *_FINDS)
"""After what a control follows that was ordered on alarm."""


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
    """Where a consignment was stopped, by which control, and the kind of find that the unit took it for.

    `watched`: when it was let travel on under watch (s), if it was.
    """

    unit: str
    t: int
    control: int
    shown: int
    find: str = ""
    watched: int | None = None

    @property
    def presumptive(self) -> bool:
        """Whether a field test alone speaks for it."""
        return self.shown == POSITIVE


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
        self.onward = Onward(self)
        self.staying, self.rebooked, self.moved = self.onward.staying, self.onward.rebooked, self.onward.moved
        self.told: set[tuple[str, int]] = set()
        self.aftermath, self.holds, self.inquiries = Aftermath(self), Holds(self), Inquiries(self)
        self.deliveries, self.referrals = Deliveries(self), Referrals(self)
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
        opens = early = False
        for (row, wish), at, brought in zip(picked, places.tolist(), floor.brought_after(places), strict=True):
            if wish is not last:
                last, crews = wish, floor.crews(wish.controls)
                opens = not wish.ground and any(floor.controls[control].opens for control in wish.controls)
                early = untimely(wish.controls)
            reason = self.reach(post, row, at, now)
            if not reason and row in orders and orders[row].state in (COMING, WAITING, WORKING):
                reason = "selected-already"
            if not reason and opens and floor.sealed(at):
                reason = "no-ground"
            if not reason and early and not post.opened(row):
                reason = "not-opened"
            if not reason:
                before = orders.get(row)
                orders[row] = order = Order(row, at, wish, crews[streams[at]], hidden.get(row))
                if before is not None:
                    order.attempt = before.attempt + (before.state == LOST)
                order.ready = now + brought
                flight: int = self.onward.flight_in(post, row, at) if self.rebooked else floor.flight_in.item(at)
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
        if reason == "nothing-to-withdraw":
            reason = "stopped-already" if self.holds.stopped(unit, row) else "effect"
        return "effect" if ended else reason

    def ready(self, post: Post, row: int) -> int:
        """When a consignment can be presented at a post, as things stand; NEVER if it does not come."""
        at = post.floor.place(row)
        return min(NEVER, post.floor.ready.item(at) + self.onward.later(post, row, at)) if at >= 0 else NEVER

    def due(self, post: Post, row: int) -> int:
        """When a consignment leaves a post if nobody holds it, as things stand; NEVER if it does not come."""
        return self.onward.due(post, row, post.floor.place(row))

    def planned(self, post: Post, row: int) -> int:
        """When a consignment would leave a post if no control kept it there; NEVER if it does not come."""
        return self.onward.planned(post, row, post.floor.place(row))

    def reach(self, post: Post, row: int, at: int, now: int) -> str:
        """Why a unit cannot decide on a consignment now; empty if it can.

        What another unit has stopped can still be selected: it just never comes, and nothing tells why. What the unit
        itself has stopped cannot, unless a field test alone speaks for it.
        """
        if at < 0:
            return "not-at-post"
        if row in self.stopped and self.holds.stopped(post.floor.unit, row) and row not in self.aftermath.presumed:
            return "stopped-already"
        if post.floor.known.item(at) > now and (post.floor.unit, row) not in self.told:
            return "not-known-yet"
        due = self.onward.due(post, row, at) if self.staying or self.rebooked else post.floor.release.item(at)
        return "left" if due <= now and not self._under_control(post, row) else ""

    def _under_control(self, post: Post, row: int) -> bool:
        """Whether ordered controls keep a consignment that would have left by now."""
        order = post.orders.get(row)
        return order is not None and (order.state == WORKING or (order.state == WAITING and order.due > self.env.now))

    # presentation

    def _present(self, post: Post, order: Order, now: int) -> None:
        """Have a consignment presented that is at the post, once it is broken down and at the earliest after asking."""
        floor, at = post.floor, order.place
        ready: int = floor.ready.item(at)
        if self.rebooked or self.staying:
            later = self.onward.later(post, order.row, at)
            if later == NEVER:
                order.state = GONE
                return
            ready += later
            order.due = self.onward.due(post, order.row, at)
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
            if order.row in self.stopped and self._stopped_for(post, order.row):
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

    def _stopped_for(self, post: Post, row: int) -> bool:
        """Whether what was stopped does not come to a post; a presumptive find is looked at again where it is."""
        return self.stopped[row].unit != post.floor.unit or row not in self.aftermath.presumed

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

    def expect(self, post: Post, order: Order) -> None:
        """Have a consignment presented once its flight has landed."""
        flight = self.onward.flight_in(post, order.row, order.place)
        if flight >= 0 and flight not in self._landed:
            self._aboard.setdefault(flight, []).append((post, order))
        else:
            self._present(post, order, self.env.now)

    def unexpect(self, post: Post, order: Order) -> bool:
        """Wait no more for the flight of a consignment; whether anybody did."""
        waiting = next((there for there in self._aboard.values() if (post, order) in there), None)
        if waiting is not None:
            waiting.remove((post, order))
        return waiting is not None

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
            self.expect(post, order)

    # what follows a control

    def shown(self, post: Post, order: Order, result: int) -> None:
        """Go on after a control has shown something: stop the consignment, order what follows, or let it go."""
        if order.k >= order.ordered:
            self.aftermath.carried_out(post, order)
        elif result in _FINDS:
            if not self.aftermath.found(post, order, result):
                self._end(post, order)
                return
        elif result == DANGER:
            self.aftermath.halts(post, order)
        elif result == NOTHING:
            self.aftermath.nothing(post, order)
        self.go_on(post, order, alarm=result in _ALARMS)

    def stop(self, post: Post, row: int, control: int, result: int, find: str) -> None:
        """A consignment goes no further."""
        self.stopped[row] = Stop(post.floor.unit, self.env.now, control, result, find)

    def lift(self, post: Post, row: int) -> None:
        """What was found was nothing: the consignment goes on, late as it is."""
        del self.stopped[row]
        self.let_go(post, row)

    def let_go(self, post: Post, row: int) -> None:
        """A consignment leaves as soon as nothing else holds it."""
        self.onward.keep(post, row, post.floor.place(row), max(self.env.now, self.holds.until(post.floor.unit, row)))

    def found(self, row: int) -> Stop | None:
        """The stop of a consignment that holds what it was stopped for, by the truth; None without one."""
        stop = self.stopped.get(row)
        if stop is None or (stop.presumptive and not self.posts[stop.unit].floor.confirms(row)):
            return None
        return stop

    def go_on(self, post: Post, order: Order, *, alarm: bool) -> None:
        """The next control or step of an order, if there is one that is to follow."""
        following = order.k + 1
        if following < len(order.controls) and (order.whens[following] == "always" or alarm):
            order.k = following
            order.ready = self.env.now
            post.push(order)
        else:
            self._end(post, order)

    def _end(self, post: Post, order: Order) -> None:
        """All that was ordered has been done."""
        order.state = DONE
        if self.deliveries.agreed:
            self.deliveries.leave(post, order.row)

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
