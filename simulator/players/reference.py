"""Reference players beside each unit: same post, officers and luck, the other units' decisions as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from simulator.common.errors import refuse
from simulator.operation.course import JOINT, Course, Ground, Move
from simulator.players import ceiling, chance, informed, rules
from simulator.players.desk import Desk
from simulator.players.outlook import Outlook, together
from simulator.scenario.model import Scenario
from simulator.scoring.model import Reference
from simulator.scoring.place import CEILING, CHANCE, INFORMED, RULES, TOGETHER

DRAWS = 200

Report = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


def merged(own: Sequence[Move], others: Sequence[Move]) -> list[Move]:
    """All decisions in order of time; at the same time others' come first, as they stand in the log."""
    return sorted([*others, *own], key=lambda move: move.t)


def found_by(
    ground: Ground, unit: str, own: Sequence[Move], others: Sequence[Move], cases: Collection[int]
) -> tuple[int, int]:
    """Cases that a unit finds, and consignments that it controls, if it decides `own`."""
    course = Course(ground.around(unit, others))
    relevant = merged(own, others) if len(course.lane_of) > 1 else own
    course.play(relevant)
    lane = course.lanes[course.lane_of[unit]]
    stops = (lane.found(row) for row in lane.stopped if row in cases)
    found = sum(stop is not None and stop.unit == unit for stop in stops)
    return found, len({job.row for job in lane.posts[unit].jobs if job.start is not None})


def check_draws(draws: int) -> None:
    """DrillError if `chance` cannot draw so many times."""
    if draws < 1:
        raise refuse("draws-few", value=draws)


class Watch(NamedTuple):
    """What reference players see: a scenario, the desk and the outlook of every unit."""

    scenario: Scenario
    desk: Callable[[str], Desk]
    outlook: Callable[[str], Outlook]


def references_by_unit(
    ground: Ground,
    units: Sequence[str],
    watch: Watch,
    moves: Sequence[Move],
    cases: Collection[int],
    draws: int,
    report: Callable[[str, float], None],
) -> dict[str, list[Reference]]:
    """`references` at the post of each unit; `moves` are what all of them decided. DrillError if `draws` is below 1."""
    check_draws(draws)

    def told(before: int, done: int, of: int) -> None:
        report("reference players", (before + done / of) / len(units))

    out = {}
    for at, unit in enumerate(units):
        others = [move for move in moves if move.unit != unit]
        partners = [other for other in units if other != unit] if ground.kind == JOINT else []
        desk, outlook = watch.desk(unit), watch.outlook(unit)
        planned = plans(watch.scenario, desk, outlook, [watch.outlook(other) for other in partners], cases)
        out[unit] = [
            *references(ground, desk, others, cases, draws, partial(told, at)),
            *(_reference(player, [found_by(ground, unit, own, others, cases)]) for player, own in planned.items()),
        ]
    return out


def plans(
    scenario: Scenario, desk: Desk, outlook: Outlook, partners: Sequence[Outlook], cases: Collection[int]
) -> dict[str, list[Move]]:
    """What those who plan would decide at a post, by player; `partners` are the outlooks of the other units."""
    floor, length = desk.floor, desk.length
    out = {INFORMED: informed.moves(scenario, floor, outlook, length)}
    if partners:
        out[TOGETHER] = informed.moves(scenario, floor, together(outlook, partners), length)
    return {**out, CEILING: ceiling.moves(floor, cases, length)}


def references(
    ground: Ground,
    desk: Desk,
    others: Sequence[Move],
    cases: Collection[int],
    draws: int = DRAWS,
    report: Report | None = None,
) -> list[Reference]:
    """`rules` and `chance` at the post of one desk."""
    unit = desk.floor.unit
    by_rules = found_by(ground, unit, rules.moves(desk), others, cases)
    by_chance = []
    for draw in range(draws):
        by_chance.append(found_by(ground, unit, chance.moves(desk, draw), others, cases))
        if report:
            report(draw + 1, draws)
    return [_reference(RULES, [by_rules]), _reference(CHANCE, by_chance)]


def _reference(player: str, outcomes: Sequence[tuple[int, int]]) -> Reference:
    found, controlled = np.array(outcomes, dtype=np.float64).T
    low, high = np.quantile(found, [0.05, 0.95], method="inverted_cdf")
    counts = Counter(int(number) for number in found.tolist())
    return Reference(
        player=player,
        draws=len(outcomes),
        found=round(float(found.mean()), 2),
        found_low=float(low),
        found_high=float(high),
        controlled=round(float(controlled.mean()), 1),
        found_counts={str(number): counts[number] for number in sorted(counts)},
    )
