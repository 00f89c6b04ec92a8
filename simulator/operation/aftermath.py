"""The work after a find: standing orders, the steps that follow, what to do at a danger sign, controlled deliveries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.common.chance import luck_many
from simulator.common.clock import DAY, NEVER
from simulator.operation.authorities import answered
from simulator.operation.controls import CONFIRMED, FIND, SAFE, index_of
from simulator.operation.post import COMING, DONE, WAITING, WITHDRAWN, WORKING, Job, Order, Wish
from simulator.scenario.numbers import Triangular, quantile

if TYPE_CHECKING:
    from simulator.decisions.decision import Decision
    from simulator.operation.engine import Lane
    from simulator.operation.post import Post

_LABORATORY = Triangular[int](kind="triangular", low=DAY, mode=5 * DAY, high=20 * DAY)
"""From sample to result. Source: domain facts 5.2, 1 to 20 days."""


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


class Aftermath:
    """What follows finds and danger signs in a lane."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.standing: dict[tuple[str, str], tuple[tuple[int, ...], str]] = {}
        self.handed: dict[tuple[str, int], str] = {}
        self.opened: list[tuple[str, int, int]] = []
        self.deliveries: list[Delivery] = []
        self._signs: set[tuple[str, int]] = set()
        self._asking: set[str] = set()

    # decisions

    def order(self, unit: str, said: Decision) -> str:
        """Take a standing order for all finds of a kind from now on; the last one counts."""
        if said.on == "not-presented":
            self._asking.add(unit)
            return "effect"
        self.standing[unit, said.on] = tuple(index_of(step) for step in said.steps), said.to
        return "effect"

    def follow_up(self, unit: str, row: int, said: Decision) -> str:
        """Have steps carried out at what was found, or where a danger sign was seen."""
        post = self.lane.posts[unit]
        order, stop = post.orders.get(row), self.lane.stopped.get(row)
        if order is None or not ((unit, row) in self._signs or (stop is not None and stop.unit == unit)):
            return "nothing-found-there"
        if order.state == WORKING and not order.at_step:
            return "in-control"
        if stop is None and (reason := self.lane.reach(post, row, order.place, self.lane.now)):
            return reason
        order = self._instead(post, order)
        going_on = order.at_step and order.state in (WAITING, WORKING)
        self._follow(post, order, tuple(index_of(step) for step in said.steps), said.to)
        if not going_on:
            self.lane.go_on(post, order, alarm=True)
        self.lane.settle(post)
        return "effect"

    def _instead(self, post: Post, order: Order) -> Order:
        """The order; if it waits for a control that is not to be done now, one in its place without that."""
        if order.state not in (COMING, WAITING) or order.at_step:
            return order
        done = Wish(order.controls[: order.k], order.whens[: order.k], order.priority)
        fresh = Order(order.row, order.place, done, order.crew[: order.k], post.floor.hidden.get(order.row))
        fresh.k, fresh.state = order.k - 1, DONE
        order.state = WITHDRAWN
        post.orders[order.row] = fresh
        return fresh

    def propose(self, unit: str, row: int, said: Decision) -> str:
        """Propose to an authority to let a find travel on under watch."""
        stop, hidden = self.lane.stopped.get(row), self.lane.posts[unit].floor.hidden.get(row)
        if stop is None or stop.unit != unit or hidden is None:
            return "nothing-found-there"
        if hidden.find == "danger":
            return "never-with-danger"
        if any((each.unit, each.row) == (unit, row) for each in self.deliveries):
            return "proposed-already"
        floor, now = self.lane.posts[unit].floor, self.lane.now
        after, agrees = answered(floor, said.to, "delivers_exchanged" if said.substitute else "delivers", row)
        in_time = now + after <= (said.until or 0)
        told = now + after if in_time and now + after < self.lane.length else None
        self.deliveries.append(
            Delivery(unit, row, said.to, now, said.until or 0, said.substitute, told, agrees and told is not None)
        )
        return "effect"

    # what follows a control

    def asks_again(self, post: Post) -> bool:
        """Whether a unit has what was not found asked for again, by a standing order."""
        return post.floor.unit in self._asking

    def found(self, post: Post, order: Order) -> bool:
        """Something was found: whether a standing order for finds of its kind follows."""
        self._opened(post, order)
        return self._stand(post, order, post.floor.hidden[order.row].find)

    def halts(self, post: Post, order: Order) -> None:
        """A control shows a danger sign: a standing order replaces all further controls."""
        self._signs.add((post.floor.unit, order.row))
        self._stand(post, order, "danger")

    def nothing(self, post: Post, order: Order) -> None:
        """An examination found nothing: note whether it opened what had shown a danger sign."""
        self._opened(post, order)

    def carried_out(self, post: Post, order: Order) -> None:
        """A step has been carried out: its own consequences."""
        step = post.floor.controls[order.controls[order.k]].code
        if step == "notify" and (post.floor.unit, order.row) in self._signs:
            after, _ = answered(post.floor, "disposal", "refuses", order.row)
            self._later(after, lambda: self._disposed(post, order))
        elif step == "sample":
            self._sampled(post, order)

    def _sampled(self, post: Post, order: Order) -> None:
        floor = post.floor
        days = quantile(_LABORATORY, luck_many(floor.key, "laboratory", floor.post, "", 0, [order.row]))
        self._later(int(days[0]), lambda: self._tell(post, order, index_of("sample"), CONFIRMED))

    def _disposed(self, post: Post, order: Order) -> None:
        """The disposal service has looked: the case is stopped, or all may go on."""
        real = post.floor.signs[order.row].real
        self._tell(post, order, index_of("notify"), CONFIRMED if real else SAFE)
        if order.row in self.lane.stopped:
            return
        if real:
            self.lane.stop(post, order.row, index_of("notify"), FIND)
        else:
            self.lane.keep(post, order.row, order.place, self.lane.now)

    def _stand(self, post: Post, order: Order, kind: str) -> bool:
        """Begin with the standing order for a kind; whether there is one."""
        steps, to = self.standing.get((post.floor.unit, kind), ((), ""))
        if not steps:
            return False
        self._follow(post, order, steps, to)
        return True

    def _follow(self, post: Post, order: Order, steps: tuple[int, ...], to: str) -> None:
        """Put steps behind what has been done; the consignment stays for them, before all other work."""
        if to:
            self.handed[post.floor.unit, order.row] = to
        order.follow(steps, post.floor.crews(steps)[post.floor.streams[order.place]])
        order.priority = 0
        order.due = NEVER
        self.lane.staying[post.floor.unit, order.row] = NEVER

    def _opened(self, post: Post, order: Order) -> None:
        """Note that something was opened after it had shown a danger sign."""
        if (post.floor.unit, order.row) in self._signs:
            self.opened.append((post.floor.unit, order.row, self.lane.now))

    def _tell(self, post: Post, order: Order, control: int, shown: int) -> None:
        now = self.lane.now
        post.jobs.append(Job(order.row, control, now, now, now, shown, ()))

    def _later(self, after: int, what: Callable[[], None]) -> None:
        if self.lane.now + after < self.lane.length:
            self.lane.env.timeout(after).callbacks.append(lambda _: what())
