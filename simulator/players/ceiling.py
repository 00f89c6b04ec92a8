"""`ceiling`: knows what is hidden and which control reacts to it, and plans just that.

No unit could; it says what officers, machines and time of a post allow.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from simulator.common.clock import MINUTE
from simulator.operation.controls import index_of
from simulator.operation.course import Move
from simulator.operation.floor import Floor
from simulator.operation.post import Wish
from simulator.players.menu import EXAMINE, TEST, WIDTH, Staff
from simulator.players.standing import standing_moves
from simulator.scoring.bound import upper
from simulator.scoring.plan import plan
from simulator.scoring.task import Choice, Step, Task

GROUND = "information"
"""Why it has letters opened."""
_TRIES = 20
"""How often something is asked for at most."""
_SLOWER = 4
"""Spans of the timetable that the bound takes together."""


class Target(NamedTuple):
    """A case that this post can find: when it is known and can be there, until when (s), by which controls.

    `asked`: seconds from asking until it is there.
    """

    row: int
    place: int
    known: int
    asked: int
    ready: int
    release: int
    controls: tuple[int, ...]
    bag: bool


def moves(floor: Floor, cases: Collection[int], length: int) -> list[Move]:
    """The decisions: every case that the post can find, each in time for its place in the plan."""
    staff = Staff(floor, length)
    targets = [each for row in sorted(cases) if (each := _target(staff, row)) is not None]
    begins = _begins(staff, targets)
    out = []
    for number, target in enumerate(targets):
        begin = begins.get(number)
        t = target.known if begin is None else max(target.known, begin - target.asked)
        wish = Wish(target.controls, ("always",) * len(target.controls), 3 if begin is None else 1, GROUND)
        out.append(Move(t, floor.unit, target.row, "select", wish, target.bag))
    return [*standing_moves(floor), *sorted(out, key=lambda move: (move.t, move.row))]


def _target(staff: Staff, row: int) -> Target | None:
    """A case with the controls that find it here; None if none does, or nobody knows of it in time."""
    floor, at = staff.floor, staff.floor.place(row)
    if at < 0:
        return None
    noticed = int(floor.noticed[at]) if len(floor.noticed) else staff.length
    known = max(0, min(int(floor.known[at]), noticed))
    controls = _finding(staff, row, at)
    brought = floor.brought_after(np.array([at]))[0]
    tries = next((attempt for attempt in range(_TRIES) if not floor.lost(at, attempt)), _TRIES)
    ready = max(known + brought, int(floor.ready[at])) + tries * brought
    release = min(int(floor.release[at]), staff.length)
    if not controls or ready >= release:
        return None
    return Target(row, at, known, brought * (1 + tries), ready, release, controls, int(floor.known[at]) > known)


def _finding(staff: Staff, row: int, at: int) -> tuple[int, ...]:
    """The controls that find what is hidden, as luck will have it; empty if none does."""
    floor = staff.floor
    examine, test = index_of(EXAMINE), index_of(TEST)
    places = np.array([at])
    if not staff.by(examine):
        return ()
    floor.foresee(examine, places)
    if floor.reacts(examine, at):
        return (examine,)
    if floor.able(test) and floor.confirms(row):
        floor.foresee(test, places)
        return (examine, test) if floor.reacts(test, at) else ()
    return ()


def _begins(staff: Staff, targets: list[Target]) -> dict[int, int]:
    """When the plan begins with each of the targets that it has time for (s)."""
    if not targets:
        return {}
    menu = tuple(_steps(staff, target) for target in targets)
    times = np.array([(target.ready, target.release) for target in targets]) / MINUTE
    task = Task(menu, np.eye(len(targets)), times[:, 0], times[:, 1], np.ones(len(targets)), staff.offer(1.0), WIDTH)
    price = upper(task.coarse(_SLOWER)).later(0, _SLOWER, task.offer.shape[1])
    return {each.job: int(each.begin * MINUTE) for each in plan(task, price).placed}


def _steps(staff: Staff, target: Target) -> Choice:
    """What the controls of a target really take."""
    steps = []
    for control in target.controls:
        stream = staff.floor.streams[target.place]
        crew = staff.floor.controls[control].crew[stream]
        minutes = staff.floor.duration(control, target.place) / MINUTE * crew
        steps.append(Step(staff.by(control), minutes, crew, staff.also(control, stream)))
    return tuple(steps)
