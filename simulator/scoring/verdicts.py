"""Verdicts: what became of each consignment. Decided from what happened and the opened truth, without side effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.operation.controls import ALARM, CONFIRMED, DANGER, NOT_CONFIRMED, POSITIVE, SAFE, controls
from simulator.operation.course import Course
from simulator.operation.engine import Lane
from simulator.operation.post import GONE, WITHDRAWN, Job, Post
from simulator.scoring.model import Ending

Grounded = Callable[[str, int], bool | None]
"""Whether a reason that a unit gave for a consignment really shows; None where it gave none."""


@dataclass(frozen=True)
class Verdict:
    """What became of one consignment in one lane.

    Cases and irregularities: found, missed, not-loaded, alarm-unresolved. Decoys and clean ones: untouched,
    nothing-found, delayed. `unit` and `t` (seconds) say who settled it when; `grounded` whether a cited
    indicator shows.
    """

    lane: str
    row: int
    kind: str
    outcome: str
    unit: str | None = None
    t: int | None = None
    grounded: bool | None = None


@dataclass(frozen=True)
class Happened:
    """What happened in a course: its lanes, and the finished controls of each unit by consignment, in order of time."""

    lanes: Mapping[str, Lane]
    done: Mapping[str, Mapping[int, list[Job]]]

    @classmethod
    def of(cls, course: Course) -> Happened:
        """Gather what happened in a course that has been played to its end."""
        posts = [post for lane in course.lanes.values() for post in lane.posts.values()]
        return cls(course.lanes, {post.floor.unit: _by_row(post) for post in posts})


def _by_row(post: Post) -> dict[int, list[Job]]:
    out: dict[int, list[Job]] = {}
    for job in post.jobs:
        if job.start is not None:
            out.setdefault(job.row, []).append(job)
    return out


def delay(lane: Lane, post: Post, row: int, jobs: list[Job]) -> int:
    """Seconds by which a consignment leaves later than without controls, 0 if it does not.

    What misses its onward flight leaves with the next one; without a next one it stays, until the end at least. So does
    what a field test keeps there that nothing has contradicted.
    """
    planned = lane.planned(post, row)
    late = max(0, jobs[-1].end - planned)
    if (post.floor.unit, row) not in lane.staying or not (late or row in lane.stopped):
        return late
    return max(late, min(lane.due(post, row), lane.length) - planned)


def arrived(happened: Happened, lane: Lane, unit: str, row: int) -> bool:
    """Whether a consignment really came to a post: not if it was stopped before or missed its last flight."""
    post, stop = lane.posts[unit], lane.stopped.get(row)
    if row in happened.done[unit]:
        return True
    ready = lane.ready(post, row)
    return ready < lane.length and (stop is None or stop.t > ready)


def open_alarm(done: Sequence[Job]) -> Job | None:
    """The last alarm among finished controls in order of time, None if there is none or it was resolved.

    An examination, a test that can find something, the laboratory or the disposal service resolves an alarm; another
    look at papers or pictures does not. A positive field test is one, until that.
    """
    alarm = None
    for job in done:
        if job.result in (ALARM, DANGER, POSITIVE):
            alarm = job
        elif job.result in (CONFIRMED, NOT_CONFIRMED, SAFE) or controls()[job.control].can_find:
            alarm = None
    return alarm


def hidden_verdict(happened: Happened, lane_name: str, row: int, kind: str) -> Verdict:
    """What became of a case or an irregularity."""
    lane = happened.lanes[lane_name]
    stop = lane.found(row)
    if stop is not None:
        return Verdict(lane_name, row, kind, "found", stop.unit, stop.t)
    done = [(job, name) for name in lane.posts for job in happened.done[name].get(row, ())]
    done.sort(key=lambda each: each[0].end)
    alarm = open_alarm([job for job, _ in done])
    if alarm is not None:
        unit = next(name for job, name in done if job is alarm)
        return Verdict(lane_name, row, kind, "alarm-unresolved", unit, alarm.end)
    comes = any(arrived(happened, lane, name, row) for name in lane.posts)
    return Verdict(lane_name, row, kind, "missed" if comes else "not-loaded")


def clean_verdict(happened: Happened, lane_name: str, row: int, kind: str, grounded: Grounded) -> Verdict:
    """What became of a clean consignment."""
    lane = happened.lanes[lane_name]
    posts = lane.posts.items()
    touched = [(post, done) for name, post in posts if (done := happened.done[name].get(row))]
    if not touched:
        return Verdict(lane_name, row, kind, "untouched")
    late = [post for post, done in touched if delay(lane, post, row, done)]
    post, done = next(((p, d) for p, d in touched if p in late), touched[0])
    reasons = [answer for p, _ in touched if (answer := grounded(p.floor.unit, row)) is not None]
    outcome = "delayed" if late else "nothing-found"
    return Verdict(lane_name, row, kind, outcome, post.floor.unit, done[-1].end, any(reasons) if reasons else None)


def verdicts(happened: Happened, kinds: Mapping[int, str], grounded: Grounded) -> list[Verdict]:
    """Verdicts of all lanes: every hidden consignment, and every clean one that was controlled, by lane and row.

    `kinds` gives the kind of each row of the truth. Consignments without a verdict are untouched and clean.
    """
    out = []
    for name, lane in happened.lanes.items():
        rows = set(kinds).union(*(happened.done[unit] for unit in lane.posts))
        for row in sorted(rows):
            kind = kinds.get(row, "clean")
            if kind in ("case", "irregularity"):
                out.append(hidden_verdict(happened, name, row, kind))
            else:
                out.append(clean_verdict(happened, name, row, kind, grounded))
    return out


def ending(happened: Happened, lane: Lane, unit: str, row: int) -> Ending:
    """How a hidden consignment got past one post, or did not."""
    post = lane.posts[unit]
    stop = lane.found(row)
    if stop is not None and stop.unit == unit:
        return "found"
    done = happened.done[unit].get(row)
    if done:
        return "alarm-unresolved" if open_alarm(done) else "control-found-nothing"
    if not arrived(happened, lane, unit, row):
        return "not-arrived"
    order = post.orders.get(row)
    if order is not None and order.state != WITHDRAWN:
        return "not-arrived" if order.state == GONE else "not-controlled"
    known = post.floor.known[post.floor.place(row)]
    return "not-selected" if known < lane.due(post, row) else "not-known"
