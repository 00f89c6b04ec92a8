"""Which consignments may hide something: what a pool allows, and where a unit could still act. Truth-free lookups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints, Stream
from simulator.common.clock import MINUTE
from simulator.scenario.model import Pool, Scenario
from simulator.world.draft import Draft
from simulator.world.goods import goods
from simulator.world.typologies import Typology

WINDOW = 30 * MINUTE
"""Least time (s) in which a unit that knows a consignment can control it, for it to hide something."""
MOST_SHARE = 0.7
"""Largest share of the declared weight that contraband takes."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chooser:
    """What is open to a pool.

    - `traffic`: stream and route of each entry of the scenario
    - `seen`: a row for each unit, true for the consignments that it knows in time, shape (units, n)
    """

    draft: Draft
    traffic: tuple[tuple[str, tuple[str, ...]], ...]
    seen: Bools

    @classmethod
    def of(cls, scenario: Scenario, draft: Draft) -> Chooser:
        """The chooser of a draft."""
        entries = tuple((entry.stream, tuple(entry.route)) for entry in scenario.traffic)
        seen = [_in_time(draft, unit, scenario.length) for unit in range(len(draft.units))]
        return cls(draft, entries, np.array(seen))

    def eligible(self, pool: Pool, what: Typology, units: Sequence[str] = ()) -> Ints:
        """Rows that a pool could draw for something, ascending: all of `units` know them in time, or else any unit."""
        mask = self._entries(pool, what)[self.draft.traffic]
        table, codes = self.draft.consignments, goods()["code"]
        if what.goods:
            mask &= codes.is_in(what.goods).to_numpy()[table["goods"].to_numpy()]
        mask &= table["weight"].to_numpy() * MOST_SHARE >= what.weight_low
        wanted = [self.draft.units.index(unit) for unit in units]
        return np.flatnonzero(mask & (self.seen[wanted].all(axis=0) if wanted else self.seen.any(axis=0)))

    def crowd(self, pool: Pool, what: Sequence[Typology], units: Sequence[str] = ()) -> Ints:
        """Rows that a pool could draw for any of `what`, ascending."""
        return np.unique(np.concatenate([self.eligible(pool, each, units) for each in what]))

    def _entries(self, pool: Pool, what: Typology) -> Bools:
        """Which entries of the traffic are open, shape (entries,)."""
        routes = [tuple(route) for route in pool.routes]
        streams = set(what.streams) & set(pool.streams or what.streams)
        return np.array([stream in streams and (not routes or route in routes) for stream, route in self.traffic])

    def draw(self, luck: Stream, rows: Ints, taken: Sequence[int]) -> int | None:
        """One of the rows that is not taken, each equally likely; None if all are.

        Rows under one master with a taken one, or between its partners, only if nothing else is left.
        """
        free = rows[~np.isin(rows, taken)]
        apart = free[~self._near(free, taken)]
        among = apart if len(apart) else free
        return int(among[luck.integers(1, 0, len(among) - 1)[0]]) if len(among) else None

    def _near(self, rows: Ints, taken: Sequence[int]) -> Bools:
        pair = ["shipper", "consignee"]
        table = self.draft.consignments.select("master", *pair)
        mine, theirs = table[rows], table[list(taken)]
        related = mine.select(pl.struct(pair).is_in(theirs.select(pl.struct(pair)).to_series().implode()))
        under = mine["master"].is_in(theirs["master"].drop_nulls().implode()).fill_null(False)
        return (related.to_series() | under).to_numpy()


def _in_time(draft: Draft, unit: int, length: int) -> Bools:
    """Consignments that a unit knows while at least WINDOW is left until they leave or the drill ends, shape (n,)."""
    known = draft.known.filter(pl.col("unit") == unit)
    passage = known["passage"].to_numpy()
    row, ready, release = (draft.passages[name].to_numpy()[passage] for name in ("row", "ready", "release"))
    opens = np.maximum(np.maximum(known["t"].to_numpy(), ready), 0)
    mask = np.zeros(draft.consignments.height, dtype=np.bool_)
    mask[row[np.minimum(release, length) - opens >= WINDOW]] = True
    return mask
