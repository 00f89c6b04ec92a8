"""Are the shipped scenarios worth playing? What simple players find, over many keys.

`python docs/studies/worth_playing.py [SCENARIO …] [--keys N]` prints the table of `docs/scenarios.md`.
All units play the same player at once. `X-ray` sends everything to X-ray (and to examination on an alarm), without
looking; `reader` selects what the pools of the scenario could have drawn, no more. `informed`, `together` and `ceiling`
plan as those beside a unit do; `only` are the cases that units find together and none of them alone. Scenarios are
tuned with `--first 1`; what the page tells is measured on the keys from 3001 on, which no tuning has seen.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from simulator.common.chance import Floats, practice_key
from simulator.common.resources import shipped_scenarios
from simulator.operation.course import Course, Ground, Move
from simulator.operation.engine import Flights
from simulator.operation.floor import floors
from simulator.operation.post import Wish
from simulator.players import ceiling, chance, informed, rules
from simulator.players.desk import Desk
from simulator.players.outlook import Outlook, outlook, together
from simulator.scenario.model import Scenario
from simulator.scenario.numbers import bounds
from simulator.scenario.reader import read
from simulator.view.sight import sight
from simulator.world.build import build, draft
from simulator.world.choosing import Chooser
from simulator.world.typologies import typologies

DRAWS = 4
FIRST = 3001
KEYS, MORE_KEYS = 50, 200
"""Keys of a scenario, and of one with so few cases that 50 keys say little."""
FEW = 5
PLAYERS = ("chance", "xray", "reader", "rules", "informed", "together", "only", "ceiling")


@dataclass(frozen=True)
class Figures:
    """One key: cases, cases found by each player, and how telling indicators are."""

    cases: int
    chance: float
    xray: int
    reader: int
    rules: int
    informed: int
    together: int
    only: int
    ceiling: int
    clean_with_three: float
    cases_with_three: float
    cases_with_few: float
    decoys: int


def all_to_xray(desk: Desk) -> list[Move]:
    """Select every consignment for X-ray as soon as it is known, as a sheet that is filled in to its end does."""
    sight, wish = desk.sight, Wish(desk.controls, desk.plan.whens, 2)
    times = np.maximum(sight.known, 0).tolist()
    return [
        Move(t, desk.floor.unit, row, "select", wish)
        for t, row in zip(times, sight.rows.tolist(), strict=True)
        if t < desk.length
    ]


def open_to_pools(scenario: Scenario, key: bytes) -> Floats:
    """For each consignment how many cases the pools would put into it on average: all that a reader can know."""
    chooser = Chooser.of(scenario, draft(scenario, key))
    mean = np.zeros(chooser.draft.consignments.height)
    for pool in scenario.cases:
        rows = chooser.fits(pool, [typologies()[code] for code in pool.typologies], pool.units).rows
        mean[rows] += sum(bounds(pool.count)) / 2 / len(rows)
    return mean


def who_read_the_scenario(desk: Desk, mean: Floats) -> list[Move]:
    """Select what the pools of the scenario could have drawn, the likeliest first."""
    mine = mean[desk.sight.rows]
    return desk.moves(desk.choose(np.where(mine > 0, mine, -np.inf)))


def measure(scenario_name: str, seed: int) -> Figures:
    """Play one key."""
    scenario = read(scenario_name).scenario
    key = practice_key(seed)
    world, truth = build(scenario, key)
    ground = Ground(scenario.kind, floors(scenario, world, truth, key), Flights.of(world), scenario.length)
    desks = [Desk(floor, sight(world, floor.unit), scenario.length) for floor in ground.floors]
    cases = set(truth.rows("case"))
    lanes = 1 if scenario.kind == "joint" else len(desks)
    shown = np.zeros(world.consignments.height, dtype=np.int64)
    for desk in desks:
        shown[desk.sight.rows] = np.maximum(shown[desk.sight.rows], desk.sight.shown.sum(axis=1))
    hidden = np.isin(np.arange(len(shown)), truth.table["row"].to_numpy())
    of_cases = shown[sorted(cases)]
    count = partial(found, ground, desks, cases)
    outlooks = {desk.floor.unit: outlook(world, desk.floor.unit, desk.sight) for desk in desks}
    alone = finds(ground, desks, cases, partial(who_plans, scenario, outlooks))
    network = finds(ground, desks, cases, partial(who_plan_together, scenario, outlooks)) if lanes == 1 else alone
    return Figures(
        cases=len(cases) * lanes,
        chance=float(np.mean([count(partial(chance.moves, draw=draw)) for draw in range(DRAWS)])),
        xray=count(all_to_xray),
        reader=count(partial(who_read_the_scenario, mean=open_to_pools(scenario, key))),
        rules=count(rules.moves),
        informed=len(alone),
        together=len(network),
        only=len(network - alone),
        ceiling=count(lambda desk: ceiling.moves(desk.floor, cases, desk.length)),
        clean_with_three=float((shown[~hidden] >= 3).mean()),
        cases_with_three=float((of_cases >= 3).mean()),
        cases_with_few=float((of_cases <= 1).mean()),
        decoys=len(truth.rows("decoy")),
    )


def who_plans(scenario: Scenario, outlooks: dict[str, Outlook], desk: Desk) -> list[Move]:
    """`informed`."""
    return informed.moves(scenario, desk.floor, outlooks[desk.floor.unit], desk.length)


def who_plan_together(scenario: Scenario, outlooks: dict[str, Outlook], desk: Desk) -> list[Move]:
    """`informed together`."""
    mine = outlooks[desk.floor.unit]
    network = together(mine, [other for unit, other in outlooks.items() if unit != desk.floor.unit])
    return informed.moves(scenario, desk.floor, network, desk.length)


def found(ground: Ground, desks: list[Desk], cases: set[int], player: Callable[[Desk], list[Move]]) -> int:
    """How many cases are found when all units play the same player."""
    return len(finds(ground, desks, cases, player))


def finds(
    ground: Ground, desks: list[Desk], cases: set[int], player: Callable[[Desk], list[Move]]
) -> set[tuple[str, int]]:
    """The cases that are found, by lane and row."""
    course = Course(ground)
    course.play(sorted((move for desk in desks for move in player(desk)), key=lambda move: move.t))
    stopped = ((name, row) for name, lane in course.lanes.items() for row in lane.stopped if row in cases)
    return {(name, row) for name, row in stopped if course.lanes[name].found(row) is not None}


def line(name: str, figures: list[Figures]) -> str:
    """A line of the table."""
    cases = sum(each.cases for each in figures)
    low, high = min(each.cases for each in figures), max(each.cases for each in figures)
    shares = [sum(getattr(each, player) for each in figures) / cases for player in PLAYERS]
    shown = ("clean_with_three", "cases_with_three", "cases_with_few")
    means = [np.mean([getattr(each, what) for each in figures]) for what in shown]
    cells = [name, str(len(figures)), f"{low}" if low == high else f"{low} to {high}"]
    cells += [f"{share:.0%}" for share in shares] + [f"{mean:.1%}" for mean in means]
    return "| " + " | ".join(cells) + " |"


def keys(name: str) -> int:
    """How many keys a scenario takes."""
    few = sum(bounds(pool.count)[1] for pool in read(name).scenario.cases) < FEW
    return MORE_KEYS if few else KEYS


def seeds(name: str, first: int = FIRST, many: int | None = None) -> range:
    """The seeds that a scenario is measured with."""
    return range(first, first + (many or keys(name)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="*", default=list(shipped_scenarios()))
    parser.add_argument("--keys", type=int)
    parser.add_argument("--first", type=int, default=FIRST)
    options = parser.parse_args()
    heads = ("scenario", "keys", "cases", "chance", "X-ray", "reader", "rules")
    heads += ("informed", "together", "only", "ceiling")
    heads += ("clean with 3+", "cases with 3+", "cases with 0, 1")
    print("| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|", sep="\n")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for name in options.scenario:
            figures = list(pool.map(partial(measure, name), seeds(name, options.first, options.keys)))
            print(line(name, figures), flush=True)


if __name__ == "__main__":
    main()
