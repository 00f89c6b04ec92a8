"""Does anything but the evidence give hidden cases away? Two studies over many keys.

`python docs/studies/tells.py shares [SCENARIO …] [--keys N]`: for each indicator how many of the cases show it, planted
or by nature, against its rate in ordinary traffic. An indicator that shows in under 5 % of the traffic may not show in
more than a fifth of the cases, unless all pools of the scenario are easy.

`python docs/studies/tells.py models [--train N] [--test N]`: a decision tree and a logistic model learn from the
visible columns of other worlds which rows are cases, and select with the capacity of `rules` what they think likeliest.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Stream, practice_key
from simulator.common.resources import shipped_scenarios
from simulator.operation.course import Course, Ground
from simulator.operation.engine import Flights
from simulator.operation.floor import floors
from simulator.players import rules
from simulator.players.desk import Desk
from simulator.scenario.reader import read
from simulator.view.sight import Sight, sight
from simulator.view.visible import visible
from simulator.world import seeding
from simulator.world.build import build, draft
from simulator.world.indicators import indicators, matrix
from simulator.world.joined import joined, register

RARE, MOST = 0.05, 0.20
DRAFTS, KEYS, FIRST = 10, 200, 5001
TRAIN, TEST, FIRST_TRAIN, FIRST_TEST = 60, 30, 6001, 7001
BEATS = 0.10
"""How much more of the cases a model may find than `rules`."""
SAMPLE = 0.05
"""Share of the ordinary rows of a world that a model learns from."""
LEVELS = 60
"""Texts with more different values than these say nothing that another world repeats."""


@dataclass(frozen=True)
class Counts:
    """Of some keys: cases, how many show each indicator, and how often it shows in ordinary traffic."""

    cases: int
    shown: npt.NDArray[np.int64]
    traffic: npt.NDArray[np.float64]


def share_counts(scenario_name: str, keys: int, number: int) -> Counts:
    """Plant `keys` keys in one draft."""
    scenario = read(scenario_name).scenario
    before = draft(scenario, practice_key(FIRST + number))
    traffic = matrix(joined(before)).mean().to_numpy()[0]
    cases, shown = 0, np.zeros(len(indicators()), dtype=np.int64)
    for key in range(keys):
        consignments, truth = seeding.plant(scenario, practice_key(100 * (FIRST + number) + key), before)
        planted, rows = replace(before, consignments=consignments), np.array(truth.rows("case"), dtype=np.int64)
        read_back = matrix(joined(planted, rows, register(planted)))
        cases, shown = cases + len(rows), shown + read_back.sum().to_numpy()[0]
    return Counts(cases, shown, traffic)


def shares(scenario_name: str, keys: int, pool: Executor) -> Counts:
    """The counts over `keys` keys, spread over some drafts."""
    each = list(pool.map(partial(share_counts, scenario_name, -(-keys // DRAFTS)), range(DRAFTS)))
    return Counts(
        sum(one.cases for one in each),
        np.sum([one.shown for one in each], axis=0),
        np.mean([one.traffic for one in each], axis=0),
    )


def told(counts: Counts) -> dict[str, tuple[float, float]]:
    """Of each indicator its share of the cases and its rate in the traffic."""
    of_cases = counts.shown / counts.cases
    return {one.code: (float(of_cases[at]), float(counts.traffic[at])) for at, one in enumerate(indicators())}


def holding(counts: Counts) -> dict[str, tuple[float, float]]:
    """The indicators that hold too many cases for how rare they are."""
    return {code: (cases, rate) for code, (cases, rate) in told(counts).items() if rate < RARE and cases > MOST}


@dataclass(frozen=True)
class Seen:
    """What a unit sees of one world, row by row, and which rows are cases."""

    names: tuple[str, ...]
    numbers: npt.NDArray[np.float32]
    texts: dict[str, list[str]]
    case: npt.NDArray[np.bool_]


def seen(world: Any, unit: str, sight_of: Sight, cases: set[int]) -> Seen:
    """All numeric and categorical columns of the view, how much is missing, and which indicators show."""
    wide = visible(world, unit).sort("row")
    late = wide.with_columns(
        (pl.col("known") - pl.col("expected")).alias("known_before"),
        (pl.col("release") - pl.col("ready")).alias("window"),
        (pl.col("departs") - pl.col("booked")).alias("lead"),
        (pl.col("value") / pl.col("weight") / pl.col("usual_value_per_kg")).alias("price"),
        (pl.col("weight") / pl.col("pieces") / pl.col("usual_weight_per_piece")).alias("piece"),
        (pl.col("freight") / pl.col("weight")).alias("tariff"),
        (pl.col("declared_weight") / pl.col("weight")).alias("declared_ratio"),
        (pl.col("manifest_weight") / pl.col("weight")).alias("manifest_ratio"),
        (pl.col("declared_value") / pl.col("value")).alias("value_ratio"),
    )
    columns, names = [], []
    for name, kind in late.schema.items():
        if name != "row" and (kind.is_numeric() or kind == pl.Boolean):
            columns.append(late[name].cast(pl.Float32).fill_null(-1).fill_nan(-1).to_numpy())
            names.append(name)
        columns.append(late[name].is_null().cast(pl.Float32).to_numpy())
        names.append(f"{name} missing")
    numbers = np.column_stack([*columns, sight_of.shown.astype(np.float32)])
    texts = {
        name: late[name].cast(pl.String).fill_null("").to_list()
        for name, kind in late.schema.items()
        if (kind == pl.String or isinstance(kind, pl.Enum)) and late[name].n_unique() <= LEVELS
    }
    case = np.isin(late["row"].to_numpy(), sorted(cases))
    return Seen((*names, *sight_of.indicators), np.nan_to_num(numbers, posinf=1e9, neginf=-1e9), texts, case)


def lesson(scenario_name: str, seed: int) -> list[Seen]:
    """What a model learns from one world: all cases that each unit sees, and a sample of the rest."""
    world, truth = build(read(scenario_name).scenario, practice_key(seed))
    cases, out = set(truth.rows("case")), []
    for unit in world.units:
        whole = seen(world, unit, sight(world, unit), cases)
        lots = Stream(practice_key(seed), f"lesson:{unit}").uniform(len(whole.case))
        kept = np.flatnonzero(whole.case | (lots < SAMPLE))
        texts = {name: [column[row] for row in kept.tolist()] for name, column in whole.texts.items()}
        out.append(Seen(whole.names, whole.numbers[kept], texts, whole.case[kept]))
    return out


class Model:
    """A ranking that was learned; the texts of the lessons are its categories."""

    def __init__(self, name: str, lessons: list[Seen]) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import QuantileTransformer
        from sklearn.tree import DecisionTreeClassifier

        common = set.intersection(*(set(one.texts) for one in lessons))
        self.name = name
        self.levels = {text: sorted({value for one in lessons for value in one.texts[text]}) for text in sorted(common)}
        self.names = [*lessons[0].names, *(f"{text} {value}" for text, level in self.levels.items() for value in level)]
        case = np.concatenate([one.case for one in lessons])
        weights = np.where(case, 1.0, 1 / SAMPLE)
        weights[case] *= weights[~case].sum() / case.sum()
        table = np.concatenate([self.table(one) for one in lessons])
        if name == "tree":
            self.model = DecisionTreeClassifier(max_depth=9, min_samples_leaf=12, random_state=0)
            self.model.fit(table, case, sample_weight=weights)
            self.importance = self.model.feature_importances_
        else:
            logistic = LogisticRegression(C=0.05, max_iter=400)
            self.model = make_pipeline(QuantileTransformer(n_quantiles=min(200, len(table)), random_state=0), logistic)
            self.model.fit(table, case, logisticregression__sample_weight=weights)
            self.importance = np.abs(logistic.coef_[0])

    def table(self, one: Seen) -> npt.NDArray[np.float32]:
        """The columns as numbers, shape (n, columns)."""
        coded = [
            np.array(one.texts.get(text, [""] * len(one.case)))[:, None] == np.array(level)[None, :]
            for text, level in self.levels.items()
        ]
        return np.column_stack([one.numbers, *coded]).astype(np.float32)

    def score(self, one: Seen) -> npt.NDArray[np.float64]:
        """How likely each row is a case."""
        return np.asarray(self.model.predict_proba(self.table(one))[:, 1])

    def telling(self, most: int = 12) -> list[tuple[str, float]]:
        """The columns that count most."""
        order = np.argsort(-self.importance)[:most]
        return [(self.names[at], round(float(self.importance[at]), 3)) for at in order.tolist()]


def examine(scenario_name: str, models: list[Model], seed: int) -> dict[str, int]:
    """Cases of one world, and how many `rules` and each model find with the same officers."""
    scenario, key = read(scenario_name).scenario, practice_key(seed)
    world, truth = build(scenario, key)
    cases = set(truth.rows("case"))
    ground = Ground(scenario.kind, floors(scenario, world, truth, key), Flights.of(world), scenario.length)
    desks = [Desk(floor, sight(world, floor.unit), scenario.length) for floor in ground.floors]
    found = {
        "cases": len(cases),
        "rules": _found(ground, [move for desk in desks for move in rules.moves(desk)], cases),
    }
    wholes = [seen(world, desk.floor.unit, desk.sight, cases) for desk in desks]
    for model in models:
        moves = []
        for desk, whole in zip(desks, wholes, strict=True):
            lots = Stream(key, f"exam:{desk.floor.unit}").uniform(len(whole.case))
            moves += desk.moves(desk.choose(model.score(whole) + 1e-9 * lots))
        found[model.name] = _found(ground, moves, cases)
    return found


def _found(ground: Ground, moves: list[Any], cases: set[int]) -> int:
    course = Course(ground)
    course.play(sorted(moves, key=lambda move: move.t))
    stops = (lane.found(row) for lane in course.lanes.values() for row in lane.stopped if row in cases)
    return sum(stop is not None for stop in stops)


def models(scenario_name: str, train: int, test: int, pool: Executor) -> tuple[dict[str, float], list[Model]]:
    """Share of the cases that `rules` and the models find in worlds that they have not seen, and the models."""
    lessons = [one for each in pool.map(partial(lesson, scenario_name), _seeds(FIRST_TRAIN, train)) for one in each]
    learned = [Model(name, lessons) for name in ("tree", "logistic")]
    exams = list(pool.map(partial(examine, scenario_name, learned), _seeds(FIRST_TEST, test)))
    cases = sum(exam["cases"] for exam in exams)
    return {who: sum(exam[who] for exam in exams) / cases for who in exams[0] if who != "cases"}, learned


def _seeds(first: int, many: int) -> range:
    return range(first, first + many)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("shares", "models"))
    parser.add_argument("scenario", nargs="*")
    parser.add_argument("--keys", type=int, default=KEYS)
    parser.add_argument("--train", type=int, default=TRAIN)
    parser.add_argument("--test", type=int, default=TEST)
    options = parser.parse_args()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        if options.what == "shares":
            for name in options.scenario or shipped_scenarios():
                counts = shares(name, options.keys, pool)
                print(f"{name}: {counts.cases} cases")
                for code, (cases, rate) in sorted(told(counts).items(), key=lambda item: -item[1][0]):
                    flag = " HOLDS TOO MUCH" if code in holding(counts) else ""
                    print(f"  {code:22} {cases:6.1%} of the cases, {rate:6.2%} of the traffic{flag}")
        for name in options.scenario or ["exchange-visit"] if options.what == "models" else []:
            found, learned = models(name, options.train, options.test, pool)
            print(name, {who: f"{share:.1%}" for who, share in found.items()})
            for model in learned:
                print(f"  {model.name}: {model.telling()}")


if __name__ == "__main__":
    main()
