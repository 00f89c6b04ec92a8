"""The work after a find: standing orders, the steps that follow, presumptive finds, what to do at a danger sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.common.chance import luck_many
from simulator.common.clock import DAY, NEVER
from simulator.operation.authorities import answered
from simulator.operation.controls import (
    CONFIRMED,
    FIND,
    IRREGULARITY,
    NOT_CONFIRMED,
    POSITIVE,
    SAFE,
    index_of,
    untimely,
)
from simulator.operation.post import COMING, DONE, WAITING, WITHDRAWN, WORKING, Job, Order, Wish
from simulator.scenario.numbers import Triangular, quantile

if TYPE_CHECKING:
    from simulator.decisions.decision import Decision
    from simulator.operation.engine import Lane
    from simulator.operation.post import Post

_LABORATORY = Triangular[int](kind="triangular", low=DAY, mode=5 * DAY, high=20 * DAY)
"""From sample to result. Source: domain facts 5.2, 1 to 20 days."""


@dataclass
class Presumed:
    """A find for which a field test alone speaks: where and when (s), and when and by what that ended.

    `by`: `laboratory` or `examination`; empty as long as it is open.
    """

    unit: str
    row: int
    t: int
    ended: int | None = None
    by: str = ""


class Aftermath:
    """What follows finds and danger signs in a lane.

    `presumed` are the presumptive finds that are open, by row, `tested` all there ever were; `opened` tells unit, row
    and time of what was opened after it had shown a danger sign.
    """

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.standing: dict[tuple[str, str], tuple[tuple[int, ...], str]] = {}
        self.handed: dict[tuple[str, int], str] = {}
        self.opened: list[tuple[str, int, int]] = []
        self.presumed: dict[int, Presumed] = {}
        self.tested: list[Presumed] = []
        self._kept: set[tuple[str, int]] = set()
        self._signs: set[tuple[str, int]] = set()
        self._safe: set[tuple[str, int]] = set()
        self._asking: set[str] = set()

    # decisions

    def order(self, unit: str, said: Decision) -> str:
        """Take a standing order for all finds of a kind from now on; the last one counts."""
        if said.on == "not-presented":
            self._asking.add(unit)
            return "effect"
        steps = tuple(index_of(step) for step in said.steps)
        if not all(map(self.lane.posts[unit].floor.able, steps)):
            return "cannot-do"
        self.standing[unit, said.on] = steps, said.to
        return "effect"

    def follow_up(self, unit: str, row: int, said: Decision) -> str:
        """Have steps carried out at what was found, or where a danger sign was seen."""
        post = self.lane.posts[unit]
        order, stop = post.orders.get(row), self.lane.stopped.get(row)
        steps = tuple(index_of(step) for step in said.steps)
        if order is None or not ((unit, row) in self._signs or (stop is not None and stop.unit == unit)):
            return "nothing-found-there"
        if not all(map(post.floor.able, steps)):
            return "cannot-do"
        if order.state == WORKING and not order.at_step:
            return "in-control"
        if stop is not None and stop.watched is not None:
            return "left"
        if stop is None and (reason := self.lane.reach(post, row, order.place, self.lane.now)):
            return reason
        if untimely(steps) and not post.opened(row):
            return "not-opened"
        order = self._instead(post, order)
        going_on = order.at_step and order.state in (WAITING, WORKING)
        self._follow(post, order, steps, said.to)
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

    # what follows a control

    def asks_again(self, post: Post) -> bool:
        """Whether a unit has what was not found asked for again, by a standing order."""
        return post.floor.unit in self._asking

    def keeps(self, unit: str, row: int) -> bool:
        """Whether a find, or work at what may be a danger, keeps a consignment, whatever a hold says."""
        return (unit, row) in self._kept

    def found(self, post: Post, order: Order, shown: int) -> bool:
        """Something was found, or a field test says so: the consignment is stopped.

        Whether anything follows: the standing order for such finds, or of what was ordered a test of what was opened.
        """
        control, before = post.floor.controls[order.controls[order.k]], self.lane.stopped.get(order.row)
        find = control.tells if shown == POSITIVE else post.floor.hidden[order.row].find
        if control.opens:
            self._opened(post, order)
        if before is None:
            self.lane.stop(post, order.row, control.index, shown, find)
            if shown == POSITIVE:
                self._presume(post, order)
        elif before.presumptive and shown != POSITIVE:
            self._examined(post, order, control.index, shown, find)
        else:
            return False
        # The steps after a presumptive find are not done once more when an examination finds the same.
        if (before is None or before.find != find) and self._stand(post, order, find, without=control.index):
            return True
        following = order.controls[order.k + 1 : order.k + 2]
        goes_on = shown == POSITIVE or (bool(following) and post.floor.controls[following[0]].needs_open)
        if goes_on:
            self._stay(post, order)
        return goes_on

    def _presume(self, post: Post, order: Order) -> None:
        presumed = Presumed(post.floor.unit, order.row, self.lane.now)
        self.presumed[order.row] = presumed
        self.tested.append(presumed)

    def _examined(self, post: Post, order: Order, control: int, shown: int, find: str) -> None:
        """An examination finds something where a field test spoke before: the same, or something else."""
        self._end_presumption(order.row, "examination")
        if post.floor.confirms(order.row):
            self.lane.stopped[order.row] = replace(self.lane.stopped[order.row], shown=shown)
        else:
            self.lane.stop(post, order.row, control, shown, find)

    def halts(self, post: Post, order: Order) -> None:
        """A control shows a danger sign, unless that was cleared before: a standing order replaces the rest."""
        if (post.floor.unit, order.row) not in self._safe:
            self._signs.add((post.floor.unit, order.row))
            self._stand(post, order, "danger")

    def nothing(self, post: Post, order: Order) -> None:
        """An examination found nothing: a presumptive find is none; note whether it opened what may be a danger."""
        self._opened(post, order)
        if order.row in self.presumed:
            self._clear(post, order.row, "examination")

    def carried_out(self, post: Post, order: Order) -> None:
        """A step has been carried out: its own consequences."""
        step = post.floor.controls[order.controls[order.k]].code
        if step == "notify" and (post.floor.unit, order.row) in self._signs:
            after, _ = answered(post.floor, "disposal", "refuses", order.row)
            self._later(after, lambda: self._disposed(post, order))
        elif step == "sample":
            days = quantile(_LABORATORY, luck_many(post.floor.key, "laboratory", post.floor.post, "", 0, [order.row]))
            self._later(int(days[0]), lambda: self._analysed(post, order))

    def _analysed(self, post: Post, order: Order) -> None:
        """The laboratory's result has come: it confirms what was really found, and ends what was only presumed."""
        stop = self.lane.stopped.get(order.row)
        holds = post.floor.confirms(order.row) or (stop is not None and stop.shown in (FIND, IRREGULARITY))
        self._tell(post, order, index_of("sample"), CONFIRMED if holds else NOT_CONFIRMED)
        if order.row in self.presumed and holds:
            self._end_presumption(order.row, "laboratory")
        elif order.row in self.presumed:
            self._clear(post, order.row, "laboratory")

    def _end_presumption(self, row: int, by: str) -> None:
        presumed = self.presumed.pop(row, None)
        if presumed is not None:
            presumed.ended, presumed.by = self.lane.now, by

    def _clear(self, post: Post, row: int, by: str) -> None:
        """A presumptive find was none: what is still to be done at it is dropped, and it goes on if it is here."""
        self._end_presumption(row, by)
        self.drop(post.floor.unit, row)
        self.lane.deliveries.agreed.discard((post.floor.unit, row))
        order = post.orders[row]
        if order.state in (COMING, WAITING):
            order.state = WITHDRAWN
        elif order.at_step:
            order.controls = order.controls[: order.k + 1]
        if self.lane.stopped[row].watched is None:
            self.lane.lift(post, row)

    def _disposed(self, post: Post, order: Order) -> None:
        """The disposal service has looked: it takes the danger away, or all may go on."""
        unit, real = post.floor.unit, post.floor.signs[order.row].real
        self._tell(post, order, index_of("notify"), CONFIRMED if real else SAFE)
        if not real:
            self._signs.discard((unit, order.row))
            self._safe.add((unit, order.row))
        if order.row in self.lane.stopped:
            return
        if real:
            again = post.orders[order.row]
            if again.state in (COMING, WAITING) and not again.at_step:
                again.state = WITHDRAWN
            self.lane.stop(post, order.row, index_of("notify"), FIND, "danger")
        else:
            self.drop(unit, order.row)
            self.lane.let_go(post, order.row)

    def _stand(self, post: Post, order: Order, kind: str, without: int = -1) -> bool:
        """Begin with the standing order for a kind, without what was just done; whether there is one."""
        ordered, to = self.standing.get((post.floor.unit, kind), ((), ""))
        steps = tuple(step for step in ordered if step != without)
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
        self._stay(post, order)

    def _stay(self, post: Post, order: Order) -> None:
        """A consignment stays until all is done: no flight brings it to the posts behind until then."""
        unit, row = post.floor.unit, order.row
        if row not in self.lane.stopped and (unit, row) not in self._kept:
            self.lane.onward.keep(post, row, order.place, NEVER)
        self._kept.add((unit, row))
        self.lane.staying[unit, row] = order.due = NEVER

    def drop(self, unit: str, row: int) -> None:
        """Nothing keeps a consignment any more but what is said of it from now on."""
        self._kept.discard((unit, row))

    def _opened(self, post: Post, order: Order) -> None:
        """Note that something was opened after it had shown a danger sign, and before anybody said that it is none."""
        if (post.floor.unit, order.row) in self._signs:
            self.opened.append((post.floor.unit, order.row, self.lane.now))

    def _tell(self, post: Post, order: Order, control: int, shown: int) -> None:
        now = self.lane.now
        post.jobs.append(Job(order.row, control, now, now, now, shown, ()))

    def _later(self, after: int, what: Callable[[], None]) -> None:
        if self.lane.now + after < self.lane.length:
            self.lane.env.timeout(after).callbacks.append(lambda _: what())
