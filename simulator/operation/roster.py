"""Who works when: shifts with hand-over and breaks, absences, and what tires."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.common.chance import luck_many
from simulator.common.clock import DAY, MINUTE, local, since
from simulator.common.tables import table
from simulator.operation.controls import control_index, permitted
from simulator.scenario.shifts import breaks_of, clock_seconds, shift_length

if TYPE_CHECKING:
    from simulator.scenario.model import Officers, Scenario, Shift, Unit

Spans = tuple[tuple[int, int], ...]
"""Times from begin to end, seconds from the start of the drill, ascending and apart."""
DAYS = 1_000
"""Luck of an officer or a machine on a day is drawn by number * DAYS + day."""


class Rest(NamedTuple):
    """A control that tires: after `works` seconds of it since the last rest, none of it for `rests` seconds."""

    control: int
    works: int
    rests: int


@dataclass(frozen=True)
class Seat:
    """One officer, all times clipped to the drill: `spans` are those in which he may begin a control.

    `breaks` and `handovers` are the other times of his shifts; `absent` are shifts that he does not come to.
    """

    role: str
    shift: str
    permits: tuple[int, ...]
    spans: Spans
    breaks: Spans = ()
    handovers: Spans = ()
    absent: Spans = ()
    rest: Rest | None = None


class Duty(NamedTuple):
    """One shift on one day; `day` counts from the day before the drill begins."""

    day: int
    whole: tuple[int, int]
    handover: tuple[int, int]
    breaks: Spans


def seats(scenario: Scenario, unit: Unit, offset: int, key: bytes) -> tuple[Seat, ...]:
    """The officers of a unit in the order of the scenario; `offset` is the post's local time in seconds.

    Absences are drawn by drill key, post, officer and day alone.
    """
    out: list[Seat] = []
    for group in unit.officers:
        duties = _duties(scenario.shifts[group.shift], scenario, offset)
        for _ in range(group.count):
            away = _absent(group.absence, key, unit.post, len(out), duties)
            out.append(_seat(group, duties, away, scenario.length))
    return tuple(out)


def _seat(group: Officers, duties: tuple[Duty, ...], away: set[int], length: int) -> Seat:
    here = [duty for duty in duties if duty.day not in away]
    breaks = [pause for duty in here for pause in duty.breaks]
    handovers = without([duty.handover for duty in here], breaks)
    return Seat(
        role=group.role,
        shift=group.shift,
        permits=permitted(group.role),
        spans=clipped(without([duty.whole for duty in here], [*breaks, *handovers]), length),
        breaks=clipped(breaks, length),
        handovers=clipped(handovers, length),
        absent=clipped([duty.whole for duty in duties if duty.day in away], length),
        rest=resting(group.role),
    )


def _duties(shift: Shift, scenario: Scenario, offset: int) -> tuple[Duty, ...]:
    """A shift on all days that touch the drill."""
    length = shift_length(shift)
    out = []
    for day in range(scenario.length // DAY + 3):
        begin = midnight(scenario, offset) + day * DAY + clock_seconds(shift.start)
        breaks = tuple(sorted((begin + low, begin + high) for low, high in breaks_of(shift)))
        out.append(Duty(day, (begin, begin + length), (begin, begin + shift.handover), breaks))
    return tuple(out)


def midnight(scenario: Scenario, offset: int) -> int:
    """Seconds from the start to the local midnight with which the day before the drill begins; negative."""
    first = local(scenario.start, 0, offset).replace(hour=0, minute=0, second=0) - timedelta(days=1)
    return since(scenario.start, first)


def _absent(share: float, key: bytes, post: str, officer: int, duties: tuple[Duty, ...]) -> set[int]:
    """The days on which an officer does not come."""
    if not share:
        return set()
    days = np.array([duty.day for duty in duties])
    drawn = luck_many(key, "absences", post, "", 0, officer * DAYS + days)
    return set(days[drawn < share].tolist())


@cache
def resting(role: str) -> Rest | None:
    """What tires in a role, by the table of roles."""
    row = next(row for row in table("operation", "roles") if row["code"] == role)
    if not row["rests_control"]:
        return None
    return Rest(control_index(row["rests_control"]), int(row["works"]) * MINUTE, int(row["rests"]) * MINUTE)


def clipped(spans: Iterable[tuple[int, int]], length: int) -> Spans:
    """The parts of spans within the drill, in order of time."""
    cut = ((max(begin, 0), min(end, length)) for begin, end in spans)
    return tuple(sorted((begin, end) for begin, end in cut if begin < end))


def without(spans: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]]) -> Spans:
    """The parts of spans that lie in none of the holes, in order of time."""
    left = sorted(spans)
    for low, high in sorted(holes):
        left = [
            part
            for begin, end in left
            for part in ((begin, min(end, low)), (max(begin, high), end))
            if part[0] < part[1]
        ]
    return tuple(left)


def common(spans: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> Spans:
    """The parts of spans that lie in one of the others too; the others do not overlap."""
    other = list(others)
    cut = ((max(begin, low), min(end, high)) for begin, end in spans for low, high in other)
    return tuple(sorted((begin, end) for begin, end in cut if begin < end))


def total(spans: Iterable[tuple[int, int]]) -> int:
    """Seconds of spans that do not overlap."""
    return sum(end - begin for begin, end in spans)
