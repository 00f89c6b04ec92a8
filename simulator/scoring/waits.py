"""Why a consignment that was selected was not controlled: what it waited for, and what was missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.operation.post import COMING, LOST, WORKING, Order, Post
from simulator.scoring.model import Cause, Waited

if TYPE_CHECKING:
    from simulator.operation.engine import Lane


def waited(lane: Lane, post: Post, row: int) -> Waited | None:
    """What a selection waited for until its consignment left or the drill ended; None if nobody selected it."""
    order = post.orders.get(row)
    if order is None:
        return None
    control = post.floor.controls[order.controls[order.k]].code
    if order.state == LOST:
        asked = max(t for lost, t in post.lost if lost == row)
        return Waited(cause="not-found", control=control, since=asked)
    until = min(lane.due(post, row), lane.length)
    if order.state == COMING or order.pushed >= until:
        return Waited(cause="too-late", control=control, since=order.ready)
    return Waited(cause=_cause(post, order, until), control=control, since=order.pushed)


def _cause(post: Post, order: Order, until: int) -> Cause:
    """Nobody was on shift, the machine was down, or others came first."""
    if order.state == WORKING:
        return "under-way"
    spans = list(_stretches(post, order, until))
    if not any(staffed for staffed, _ in spans):
        return "nobody-on-shift"
    if not any(staffed and works for staffed, works in spans):
        return "machine-down"
    return "queue"


def _stretches(post: Post, order: Order, until: int) -> Iterator[tuple[bool, bool]]:
    """For each stretch of the wait in which nothing changed: whether a crew was on shift, and the machine worked."""
    control = order.controls[order.k]
    able = [officer.seat.spans for officer in post.officers if control in officer.seat.permits]
    machine = post.floor.machine(control, post.floor.streams[order.place])
    down = post.floor.outages.get(machine, ()) if machine else ()
    edges = {edge for span in (*(span for spans in able for span in spans), *down) for edge in span}
    begins = sorted({order.pushed, *(edge for edge in edges if order.pushed < edge < until)})
    for t in begins:
        on = sum(any(begin <= t < end for begin, end in spans) for spans in able)
        broken = sum(begin <= t < end for begin, end in down)
        works = machine is None or broken < post.floor.machines.get(machine, 0)
        yield on >= order.crew[order.k], works
