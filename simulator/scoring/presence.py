"""What officers did with their time: every second of a shift is in exactly one of five kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.common.clock import MINUTE
from simulator.operation.officers import Officer
from simulator.operation.post import Job, Post
from simulator.operation.roster import Spans, common, total, without
from simulator.scoring.model import OfficerTime


@dataclass(frozen=True)
class Presence:
    """One officer's time, seconds from the start.

    `on` is what he is there for: his shifts without absences. `used` is at work at a control, be it past the shift;
    what is `on` and not used is a break, a hand-over, rest of what tires, or idle. Work may cut a break short.
    """

    officer: Officer
    on: Spans
    used: Spans
    breaks: Spans
    handovers: Spans
    rests: Spans
    idle: Spans

    @property
    def away(self) -> Spans:
        """On a break or taking over."""
        return (*self.breaks, *self.handovers)


def presences(post: Post) -> list[Presence]:
    """The time of each officer of a post until now."""
    used: list[list[tuple[int, int]]] = [[] for _ in post.officers]
    for job in all_jobs(post):
        for index in job.officers:
            used[index].append((job.start or 0, job.end))
    return [_presence(post, officer, used[officer.index]) for officer in post.officers]


def all_jobs(post: Post) -> list[Job]:
    """Jobs that ended, are under way or wait."""
    return [*post.jobs, *post.unfinished()]


def _presence(post: Post, officer: Officer, used: Sequence[tuple[int, int]]) -> Presence:
    seat = officer.seat
    spared = without(seat.spans, used)
    resting = [(begin, end) for index, begin, end in post.rests if index == officer.index]
    return Presence(
        officer,
        on=tuple(sorted((*seat.spans, *seat.breaks, *seat.handovers))),
        used=tuple(sorted(used)),
        breaks=without(seat.breaks, used),
        handovers=without(seat.handovers, used),
        rests=common(spared, resting),
        idle=without(spared, resting),
    )


def officers(post: Post) -> list[OfficerTime]:
    """Minutes of each officer; `on` and `over` together are used, breaks, hand-over, rest and idle together."""
    return [_minutes(presence) for presence in presences(post)]


def _minutes(presence: Presence) -> OfficerTime:
    seat = presence.officer.seat

    def minutes(spans: Spans) -> float:
        return round(total(spans) / MINUTE, 1)

    return OfficerTime(
        role=seat.role,
        shift=seat.shift,
        minutes_on=minutes(presence.on),
        minutes_used=minutes(presence.used),
        minutes_over=minutes(without(presence.used, presence.on)),
        minutes_break=minutes(presence.breaks),
        minutes_handover=minutes(presence.handovers),
        minutes_rest=minutes(presence.rests),
        minutes_absent=minutes(seat.absent),
        minutes_idle=minutes(presence.idle),
    )


def together(staff: Sequence[OfficerTime]) -> dict[str, float]:
    """Minutes of all officers of a unit, by field of UnitScore."""
    return {name: round(sum(getattr(one, name) for one in staff), 1) for name in _MINUTES}


_MINUTES = tuple(name for name in OfficerTime.model_fields if name.startswith("minutes_"))
