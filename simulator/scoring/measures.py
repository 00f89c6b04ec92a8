"""Measures of one unit: counts and minutes from what happened at its post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from simulator.common.clock import HOUR, MINUTE
from simulator.operation.controls import ALARM, DANGER, POSITIVE
from simulator.operation.engine import Lane
from simulator.operation.post import COMING, LEFT, LOST, WAITING, WORKING, Job, Post
from simulator.scoring.machines import busy_between, lost_by_control, lost_orders, machine_uses
from simulator.scoring.model import Decided, HourUse, Outage, StationUse
from simulator.scoring.presence import all_jobs, presences
from simulator.scoring.verdicts import Happened, arrived, delay, open_alarm

NOT_DONE = (COMING, WAITING, WORKING, LEFT, LOST)
"""States of a selection that no control has ended."""


def _none(_row: int) -> frozenset[str]:
    """No indicator shows."""
    return frozenset()


@dataclass(frozen=True)
class Judged:
    """What the measures of a unit are taken from: its post, its lane, its decisions, the kinds of hidden rows.

    `decided` are decisions on single consignments with their rows, `bagged` those on receptacles and dispatches,
    `inside` the items that were ordered because of these; `shows` gives the indicators that count for a consignment.
    """

    happened: Happened
    lane: Lane
    post: Post
    decided: Sequence[tuple[int, Decided]]
    kinds: Mapping[int, str]
    bagged: Sequence[Decided] = ()
    inside: frozenset[int] = frozenset()
    shows: Callable[[int], frozenset[str]] = _none

    @property
    def done(self) -> Mapping[int, list[Job]]:
        """Finished controls by consignment."""
        return self.happened.done[self.post.floor.unit]

    def found(self, kind: str) -> list[int]:
        """Hidden consignments of a kind that this unit stopped, ascending."""
        stops = ((row, self.lane.found(row)) for row in self.lane.stopped if self.kinds.get(row) == kind)
        return sorted(row for row, stop in stops if stop is not None and stop.unit == self.post.floor.unit)

    def passed(self, kind: str) -> list[int]:
        """Hidden consignments of a kind that came to this post, ascending."""
        unit = self.post.floor.unit
        return [row for row in self.due_here(kind) if arrived(self.happened, self.lane, unit, row)]

    def due_here(self, kind: str) -> list[int]:
        """Hidden consignments of a kind whose way leads past this post, ascending."""
        return sorted(row for row, is_kind in self.kinds.items() if is_kind == kind and self.post.floor.place(row) >= 0)

    def knowable(self, kind: str) -> list[int]:
        """Of these, those that a system showed to the unit before they left."""
        return [row for row in self.passed(kind) if self._in_time(row)]

    def _in_time(self, row: int) -> bool:
        floor = self.post.floor
        return bool(floor.known[floor.place(row)] < self.lane.due(self.post, row))

    def clean_controlled(self) -> list[int]:
        """Controlled consignments that hold nothing, ascending."""
        return sorted(row for row in self.done if self.kinds.get(row) not in ("case", "irregularity"))


def counts(judged: Judged) -> dict[str, object]:
    """Counts of selections and controls, by field of UnitScore."""
    effective = [(row, each) for row, each in judged.decided if each.effect == "effect"]
    selected = {row for row, each in effective if each.act == "select"}
    samples = {row for row, each in effective if each.act == "sample"} - selected
    clean = [row for row in judged.clean_controlled() if row in selected]
    grounded = _grounded(effective)
    orders = judged.post.orders.values()
    finds = {*judged.found("case"), *judged.found("irregularity")}
    hidden = {row for row, kind in judged.kinds.items() if kind != "decoy"}
    return {
        "cases_passed": len(judged.passed("case")),
        "cases_stopped_before": len(judged.due_here("case")) - len(judged.passed("case")),
        "cases_knowable": len(judged.knowable("case")),
        "cases_found": len(judged.found("case")),
        "cases_alarm_unresolved": sum(
            row not in finds and open_alarm(judged.done.get(row, ())) is not None for row in judged.passed("case")
        ),
        "irregularities_passed": len(judged.passed("irregularity")),
        "irregularities_found": len(judged.found("irregularity")),
        "decisions": len(judged.decided) + len(judged.bagged),
        "selected": len(selected),
        "samples": len(samples),
        "controlled": len(selected & set(judged.done)),
        "samples_controlled": len(samples & set(judged.done)),
        "samples_with_find": len(samples & finds),
        "hidden_not_shown": len((selected & hidden & set(judged.done)) - finds),
        "with_find": len(selected & finds),
        "nothing_found_grounded": sum(row in grounded for row in clean),
        "nothing_found_ungrounded": sum(row not in grounded for row in clean),
        "decoys_controlled": sum(judged.kinds.get(row) == "decoy" for row in judged.done),
        "not_controlled": sum(
            o.state in NOT_DONE and o.row not in judged.done and o.row not in judged.inside for o in orders
        ),
        "without_effect": _without_effect(judged),
        "lead_minutes": lead_minutes(judged, effective),
    }


def _without_effect(judged: Judged) -> dict[str, int]:
    """Decisions without effect by reason."""
    every = [*(each for _, each in judged.decided), *judged.bagged]
    return dict(sorted(Counter(each.effect for each in every if each.effect != "effect").items()))


def _grounded(effective: Sequence[tuple[int, Decided]]) -> set[int]:
    return {row for row, each in effective if each.grounded}


def lead_minutes(judged: Judged, effective: Sequence[tuple[int, Decided]]) -> float | None:
    """Median minutes from the first decision on a found case until it would have left; None without a find."""
    first: dict[int, int] = {}
    for row, each in effective:
        first.setdefault(row, each.t)
    leads = [
        (judged.lane.planned(judged.post, row) - first[row]) / MINUTE for row in judged.found("case") if row in first
    ]
    return round(median(leads), 1) if leads else None


def delays(judged: Judged) -> dict[str, object]:
    """What controls cost clean consignments, by field of UnitScore."""
    late = {row: delay(judged.lane, judged.post, row, judged.done[row]) for row in judged.clean_controlled()}
    late = {row: seconds for row, seconds in late.items() if seconds}
    floor = judged.post.floor
    return {
        "delay_minutes": round(sum(late.values()) / MINUTE, 1),
        "delayed": len(late),
        "onward_missed": sum(bool(floor.flight_out[floor.place(row)] >= 0) for row in late),
    }


def stations(post: Post) -> list[StationUse]:
    """What each kind of control and of work after finds did, those that were used; minutes are all that were used."""
    begun = [job for job in all_jobs(post) if job.start is not None]
    mine = ((row, post.lane.found(row)) for row in post.lane.stopped)
    stops = Counter(stop.control for _, stop in mine if stop is not None and stop.unit == post.floor.unit)
    used = ((control, [job for job in begun if job.control == control.index]) for control in post.floor.controls)
    lost = lost_by_control(post)
    return [
        StationUse(
            control=control.code,
            done=sum(job.result >= 0 for job in jobs),
            alarms=sum(job.result in (ALARM, DANGER, POSITIVE) for job in jobs),
            finds=stops[control.index],
            minutes_used=round(sum((job.end - (job.start or 0)) * len(job.officers) for job in jobs) / MINUTE, 1),
            step=control.step,
            lost=lost.get(control.index, 0),
        )
        for control, jobs in used
        if jobs or control.index in lost
    ]


def hours(post: Post, length: int) -> list[HourUse]:
    """Officers and machines at work (averages) in each hour, jobs that wait at its end, what left before its turn."""
    out = []
    jobs = all_jobs(post)
    times = presences(post)
    uses, lost = machine_uses(post), [order.due for order in lost_orders(post)]
    begun = [job for job in jobs if job.start is not None]
    for hour in range(-(-length // HOUR)):
        begin, end = hour * HOUR, min((hour + 1) * HOUR, length)
        on = sum(_overlap(span, begin, end) for officer in post.officers for span in officer.seat.spans)
        busy = sum(_overlap((job.start or 0, job.end), begin, end) * len(job.officers) for job in begun)
        waiting = sum(job.pushed <= end < (job.end if job.start is None else job.start) for job in jobs)
        away = sum(_overlap(span, begin, end) for presence in times for span in presence.away)
        width = end - begin
        out.append(
            HourUse(
                hour=hour,
                on_shift=round(on / width, 2),
                busy=round(busy / width, 2),
                away=round(away / width, 2),
                waiting=waiting,
                lost=sum(begin <= due < end for due in lost),
                machines=busy_between(uses, begin, end),
            )
        )
    return out


def outages(post: Post) -> list[Outage]:
    """When machines were down, in order of time."""
    down = ((begin, machine, end) for machine, spans in post.floor.outages.items() for begin, end in spans)
    return [Outage(machine=machine, begin=begin, end=end) for begin, machine, end in sorted(down)]


def _overlap(span: tuple[int, int], begin: int, end: int) -> int:
    return max(0, min(span[1], end) - max(span[0], begin))
