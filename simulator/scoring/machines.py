"""What machines of a post were used for, and what was lost to deadlines: work on what left before its turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simulator.common.clock import MINUTE
from simulator.operation.post import LEFT, WAITING, Job, Order, Post
from simulator.scoring.model_measures import MachineTime
from simulator.scoring.presence import all_jobs

Use = tuple[int, int, int]
"""Begin and end (s) of work with a machine, and its consignment."""


def lost_orders(post: Post) -> list[Order]:
    """Selections whose consignment left while it waited for a control, in order of time and row."""
    now = post.lane.now
    gone = (o for o in post.orders.values() if o.state == LEFT or (o.state == WAITING and o.due <= now))
    return sorted((order for order in gone if not order.at_step), key=lambda order: (order.due, order.row))


def lost_by_control(post: Post) -> dict[int, int]:
    """Controls that nobody began before the consignment left, by index of the control."""
    out: dict[int, int] = {}
    for order in lost_orders(post):
        control = order.controls[order.k]
        out[control] = out.get(control, 0) + 1
    return out


def lost_minutes(post: Post) -> float:
    """Officers' minutes on consignments that left before the next control that was ordered began."""
    rows = {order.row for order in lost_orders(post)}
    spent = (job for job in post.jobs if job.row in rows and job.start is not None)
    return round(sum((job.end - (job.start or 0)) * len(job.officers) for job in spent) / MINUTE, 1)


def machine_times(post: Post, length: int) -> list[MachineTime]:
    """The time of each kind of machine that the post has."""
    lost = {order.row for order in lost_orders(post)}
    uses = machine_uses(post)
    return [
        _time(machine, count, uses.get(machine, []), post.floor.outages.get(machine, ()), lost, length)
        for machine, count in sorted(post.floor.machines.items())
        if count
    ]


def machine_uses(post: Post) -> dict[str, list[Use]]:
    """Work with each kind of machine, what is under way at the end counted until then."""
    out: dict[str, list[Use]] = {}
    for job in all_jobs(post):
        machine = _machine(post, job)
        if machine is not None and job.start is not None:
            out.setdefault(machine, []).append((job.start, job.end, job.row))
    return out


def _machine(post: Post, job: Job) -> str | None:
    return post.floor.machine(job.control, post.floor.streams[post.floor.place(job.row)])


def busy_in(uses: Sequence[Use], begin: int, end: int) -> int:
    """Seconds of work from `begin` until `end`, over all machines of a kind."""
    return sum(max(0, min(stop, end) - max(start, begin)) for start, stop, _ in uses)


def _time(
    machine: str, count: int, uses: Sequence[Use], down: Sequence[tuple[int, int]], lost: set[int], length: int
) -> MachineTime:
    used = busy_in(uses, 0, length)
    broken = sum((end - begin) * min(out, count - busy) for begin, end, busy, out in _stretches(uses, down, length))
    return MachineTime(
        machine=machine,
        count=count,
        minutes_there=round(count * length / MINUTE, 1),
        minutes_used=round(used / MINUTE, 1),
        minutes_down=round(broken / MINUTE, 1),
        minutes_idle=round((count * length - used - broken) / MINUTE, 1),
        minutes_lost=round(sum(end - begin for begin, end, row in uses if row in lost) / MINUTE, 1),
    )


def _stretches(
    uses: Sequence[Use], down: Sequence[tuple[int, int]], length: int
) -> Iterator[tuple[int, int, int, int]]:
    """Stretches in which nothing changed: begin, end, machines busy, machines down. One in use finishes its control."""
    steps = [(t, busy, 0) for begin, end, _ in uses for t, busy in ((begin, 1), (end, -1))]
    steps += [(t, 0, out) for begin, end in down for t, out in ((begin, 1), (end, -1))]
    at = busy = out = 0
    for t, more, broken in sorted((min(max(t, 0), length), more, broken) for t, more, broken in steps):
        if t > at:
            yield at, t, busy, out
        at, busy, out = t, busy + more, out + broken


def busy_between(uses: Mapping[str, Sequence[Use]], begin: int, end: int) -> dict[str, float]:
    """Machines busy from `begin` until `end`, on average, by kind; those that stood still are left out."""
    shares = {machine: busy_in(mine, begin, end) / (end - begin) for machine, mine in sorted(uses.items())}
    return {machine: round(share, 2) for machine, share in shares.items() if share}
