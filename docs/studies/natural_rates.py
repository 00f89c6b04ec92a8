"""How often each indicator shows in ordinary traffic, over many worlds.

`python docs/studies/natural_rates.py [--worlds N] [--write]` prints the tables of `docs/indicators.md`, or puts them
there. Rates are those of consignments that hide nothing and are no decoys, whoever sees them.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np
import numpy.typing as npt

from simulator.common.chance import practice_key
from simulator.scenario.reader import read
from simulator.view.columns import columns
from simulator.view.visible import frame
from simulator.world.build import build
from simulator.world.indicators import Indicator, indicators, matrix
from simulator.world.world import STREAMS

SCENARIO, WORLDS, FIRST = "exchange-visit", 20, 3001
PAGE = ROOT / "docs" / "indicators.md"
BEGIN, END = "<!-- rates: python docs/studies/natural_rates.py --write -->", "<!-- end of rates -->"
_PLAIN = ("stream",)


@dataclass(frozen=True)
class Rates:
    """Of one world the share of ordinary consignments that show each indicator, shape (streams, indicators)."""

    shares: npt.NDArray[np.float64]


def measure(scenario_name: str, seed: int) -> Rates:
    """The rates of one world."""
    world, truth = build(read(scenario_name).scenario, practice_key(seed))
    shown = matrix(frame(world)).to_numpy().astype(bool)
    ordinary = np.ones(len(shown), dtype=bool)
    ordinary[truth.table["row"].to_numpy()] = False
    stream = world.consignments["stream"].to_physical().to_numpy()
    return Rates(np.stack([shown[ordinary & (stream == at)].mean(axis=0) for at in range(len(STREAMS))]))


def cell(shares: npt.NDArray[np.float64]) -> str:
    """`2.1 % (1.8 to 2.4)`: mean and range over worlds; empty where it says nothing."""
    if not shares.any():
        return ""
    return f"{100 * shares.mean():.1f} % ({100 * shares.min():.1f} to {100 * shares.max():.1f})"


def read_from(indicator: Indicator) -> str:
    """Titles of the columns that it is read from."""
    wanted = set(indicator.shows().meta.root_names()) - set(_PLAIN)
    return ", ".join(column.title for column in columns() if column.code in wanted)


def tables(rates: list[Rates]) -> str:
    """The tables, one for each group of indicators."""
    shares = np.stack([each.shares for each in rates])
    lines: list[str] = []
    places = {one.code: at for at, one in enumerate(indicators())}
    for group, members in groupby(sorted(indicators(), key=lambda one: one.group), key=lambda one: one.group):
        lines += [
            "",
            f"## {group.capitalize()}",
            "",
            f"| code | title and meaning | read from | {' | '.join(STREAMS)} | source |",
        ]
        lines += ["| --- " * (4 + len(STREAMS)) + "|"]
        for one in members:
            cells = [cell(shares[:, at, places[one.code]]) for at in range(len(STREAMS))]
            first = [f"`{one.code}`", f"{one.title}. {one.note}", read_from(one)]
            lines.append("| " + " | ".join([*first, *cells, one.source]) + " |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rates = list(pool.map(partial(measure, SCENARIO), range(FIRST, FIRST + options.worlds)))
    if not options.write:
        print(tables(rates))
        return
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    text = f"{before}{BEGIN}\n{tables(rates)}\n{END}{rest.split(END)[1]}"
    PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
