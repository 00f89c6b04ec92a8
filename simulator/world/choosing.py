"""Which consignments may hide something: what a pool allows, and where a unit could still act. Truth-free lookups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
    - `reached`: the same for items without advance data whose receptacle it knows in time
    """

    draft: Draft
    traffic: tuple[tuple[str, tuple[str, ...]], ...]
    seen: Bools
    reached: Bools

    @classmethod
    def of(cls, scenario: Scenario, draft: Draft) -> Chooser:
        """The chooser of a draft."""
        entries = tuple((entry.stream, tuple(entry.route)) for entry in scenario.traffic)
        post, nothing = draft.posting, draft.known.clear()
        notices = post.unannounced(draft.passages, post.notices) if post else nothing
        seen, reached = (
            np.array([_in_time(draft, known, unit, scenario.length) for unit in range(len(draft.units))])
            for known in (draft.known, notices)
        )
        return cls(draft, entries, seen, reached)

    def eligible(self, pool: Pool, what: Typology, units: Sequence[str] = ()) -> Ints:
        """Rows that a pool could draw for something, ascending.

        All of `units` know them in time; without `units` any unit does, by data or, where there is none, by receptacle.
        """
        mask = self._entries(pool, what)[self.draft.traffic]
        table, codes = self.draft.consignments, goods()["code"]
        if what.goods:
            mask &= codes.is_in(what.goods).to_numpy()[table["goods"].to_numpy()]
        mask &= table["weight"].to_numpy() * MOST_SHARE >= what.weight_low
        wanted = [self.draft.units.index(unit) for unit in units]
        return np.flatnonzero(mask & (self.seen[wanted].all(axis=0) if wanted else self._somebody))

    @cached_property
    def _somebody(self) -> Bools:
        """Which consignments any unit knows in time, by data or by receptacle, shape (n,)."""
        return np.asarray((self.seen | self.reached).any(axis=0))

    def open(self, pool: Pool, what: Sequence[Typology]) -> bool:
        """Whether traffic is open to a pool at all: if so, another key may find what this one does not."""
        return any(self._entries(pool, each).any() for each in what)

    def fits(self, pool: Pool, what: Sequence[Typology], units: Sequence[str] = ()) -> Fits:
        """What a pool could draw."""
        return Fits(tuple(what), tuple(self.eligible(pool, each, units) for each in what))

    def _entries(self, pool: Pool, what: Typology) -> Bools:
        """Which entries of the traffic are open, shape (entries,)."""
        routes = [tuple(route) for route in pool.routes]
        streams = set(what.streams) & set(pool.streams or what.streams)
        return np.array([stream in streams and (not routes or route in routes) for stream, route in self.traffic])

    def draw(self, luck: Stream, rows: Ints, wanted: int, taken: Sequence[int]) -> list[int]:
        """As many of the rows as wanted, or as there are, none taken before; all are equally likely.

        Rows under one master with one taken before, or between its partners, only if nothing else is left.
        """
        order = rows[luck.order(len(rows))]
        order = order[~np.isin(order, taken)]
        drawn: list[int] = []
        near: list[int] = []
        seen = {mark for row in taken for mark in self._marks(row)}
        for row in order.tolist():
            if len(drawn) == wanted:
                break
            marks = self._marks(row)
            if seen.isdisjoint(marks):
                drawn.append(row)
                seen.update(marks)
            else:
                near.append(row)
        return drawn + near[: wanted - len(drawn)]

    def _marks(self, row: int) -> list[object]:
        """What a consignment shares with those that are near to it: its master, its two partners."""
        master, *pair = self.draft.consignments.select("master", "shipper", "consignee").row(row)
        return [tuple(pair)] if master is None else [tuple(pair), master]


@dataclass(frozen=True)
class Fits:
    """What fits which consignment of a pool; `eligible` has the rows of each of `what`, ascending."""

    what: tuple[Typology, ...]
    eligible: tuple[Ints, ...]

    @cached_property
    def rows(self) -> Ints:
        """All rows that the pool could draw, ascending."""
        there = np.zeros(1 + max(rows.max(initial=-1) for rows in self.eligible), dtype=np.bool_)
        for rows in self.eligible:
            there[rows] = True
        return np.flatnonzero(there)

    def one(self, luck: Stream, row: int) -> Typology:
        """One of what fits a row, each equally likely.

        The consignment is drawn first: the other way round, goods that few consignments carry would give their case
        away to everybody who reads the scenario.
        """
        fitting = [
            each
            for each, rows in zip(self.what, self.eligible, strict=True)
            if len(rows) and rows[_at(rows, row)] == row
        ]
        return fitting[int(luck.integers(1, 0, len(fitting) - 1)[0])]


def _at(rows: Ints, row: int) -> int:
    """Where a row stands in ascending rows, if it does."""
    return min(int(np.searchsorted(rows, row)), len(rows) - 1)


def _in_time(draft: Draft, known: pl.DataFrame, unit: int, length: int) -> Bools:
    """Consignments that a unit knows while at least WINDOW is left until they leave or the drill ends, shape (n,)."""
    known = known.filter(pl.col("unit") == unit)
    passage = known["passage"].to_numpy()
    row, ready, release = (draft.passages[name].to_numpy()[passage] for name in ("row", "ready", "release"))
    opens = np.maximum(np.maximum(known["t"].to_numpy(), ready), 0)
    mask = np.zeros(draft.consignments.height, dtype=np.bool_)
    mask[row[np.minimum(release, length) - opens >= WINDOW]] = True
    return mask
