"""How far cases got with a unit, when it decided, and what it decided on at all."""

from __future__ import annotations

from statistics import median

from simulator.common.clock import MINUTE, NEVER
from simulator.decisions.decision import ORDERING
from simulator.operation.post import WITHDRAWN
from simulator.scoring.measures import Judged
from simulator.scoring.model_measures import CaseWay, Signal, Space, Timing


def case_way(judged: Judged) -> CaseWay:
    """How far the cases that came to the post got."""
    passed = set(judged.passed("case"))
    selected = {row for row in passed if row in standing_orders(judged)}
    controlled = passed & set(judged.done)
    return CaseWay(
        decided=len(passed & decided_on(judged)),
        selected=len(selected),
        presented=len(selected & judged.post.presented()),
        controlled=len(controlled),
        control_failed=len(controlled - set(judged.found("case"))),
    )


def standing_orders(judged: Judged) -> set[int]:
    """Consignments whose selection was not taken back, singly or by receptacle."""
    return {row for row, order in judged.post.orders.items() if order.state != WITHDRAWN}


def decided_on(judged: Judged) -> set[int]:
    """Consignments on which a decision took effect, items of receptacles with their receptacle."""
    return {row for row, each in judged.decided if each.effect == "effect"} | judged.inside


def first_selected(judged: Judged) -> dict[int, int]:
    """When each consignment was first selected singly, in effect, random samples apart; by row."""
    first: dict[int, int] = {}
    for row, each in judged.decided:
        if each.effect == "effect" and each.act == "select":
            first.setdefault(row, each.t)
    return first


def timing(judged: Judged) -> Timing:
    """How early the unit selected, and how long it took."""
    first, lane, post = first_selected(judged), judged.lane, judged.post
    known = {row: int(post.floor.known[post.floor.place(row)]) for row in first}
    took = [(t - known[row]) / MINUTE for row, t in first.items() if known[row] < NEVER and t >= known[row]]
    ordered = _first_ordered(judged)
    finds = [(lane.stopped[row].t - ordered[row]) / MINUTE for row in judged.found("case") if row in ordered]
    return Timing(
        selected_early=sum(t < lane.ready(post, row) for row, t in first.items()),
        decide_minutes=_median(took),
        find_minutes=_median(finds),
    )


def _first_ordered(judged: Judged) -> dict[int, int]:
    """When each consignment was first selected or sampled singly, in effect."""
    first: dict[int, int] = {}
    for row, each in judged.decided:
        if each.effect == "effect" and each.act in ORDERING:
            first.setdefault(row, each.t)
    return first


def _median(minutes: list[float]) -> float | None:
    return round(median(minutes), 1) if minutes else None


def space(judged: Judged) -> Space:
    """How much of the room for holds was used."""
    post = judged.post
    holds = [hold for hold in judged.lane.holds.all if hold.unit == post.floor.unit]
    # At one and the same second a place is free again before the next hold takes it.
    steps = sorted((t, step) for hold in holds for t, step in ((hold.begin, 1), (hold.end, -1)))
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    refused = sum(each.effect == "no-hold-space" for _, each in judged.decided)
    return Space(places=None if post.floor.hold_space >= NEVER else post.floor.hold_space, most=most, refused=refused)


def signal(judged: Judged, clean: int) -> Signal:
    """Selections with reasons as answers to what was hidden; `clean` is how many clean ones the unit could know."""
    shown, selected = set(judged.knowable("case")), set(first_selected(judged))
    hidden = {row for row, kind in judged.kinds.items() if kind != "decoy"}
    return Signal(
        cases=len(shown), cases_selected=len(shown & selected), clean=clean, clean_selected=len(selected - hidden)
    )
