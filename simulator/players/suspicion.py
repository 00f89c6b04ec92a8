"""How likely a consignment is a case, given what a unit could see of it by then.

Before anything is seen, each consignment that a pool allows is as likely as the others. What indicators show then
counts by how often a typology plants them against how often ordinary traffic shows them, together and by nature, in
what the unit has seen so far. Decoys and irregularities are weighed the same way, as what else may look like that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.common.chance import Floats, Ints
from simulator.players.outlook import Outlook
from simulator.players.planted import planted, sizes
from simulator.scenario.model import CasePool, DecoyPool, IrregularityPool, Pool, Scenario
from simulator.scenario.numbers import bounds
from simulator.world.choosing import MOST_SHARE
from simulator.world.goods import of_stream
from simulator.world.typologies import Typology, irregularities, typologies
from simulator.world.world import STREAMS

STEADY = 40.0
"""Consignments that the assumption of independent indicators counts for when rates are estimated. Assumption."""
_ALIKE = 2.0
"""How much likelier each further indicator is beside another than by itself. Assumption."""
_GOODS, _WAY = np.int64(1) << 60, np.int64(1) << 61
"""Beside the indicators that are readable: whether goods and way are told."""
_SHARE = 0.03
"""Share of the traffic that a pool can draw from, where nothing has been seen yet. Assumption."""


class Source(NamedTuple):
    """A pool with one of what it draws from. `drawn`: how many are drawn on average."""

    pool: Pool
    what: Typology
    drawn: float
    is_case: bool


def sources(scenario: Scenario) -> list[Source]:
    """All pools of a scenario."""
    out = []
    for pool in (*scenario.cases, *scenario.decoys, *scenario.irregularities):
        mean = sum(bounds(pool.count)) / 2
        out += [Source(pool, what, mean, isinstance(pool, CasePool)) for what in _kinds(pool)]
    return out


def _kinds(pool: Pool) -> list[Typology]:
    """What a pool draws from."""
    if isinstance(pool, IrregularityPool):
        return [irregularities()[code] for code in pool.kinds]
    codes = pool.typologies if isinstance(pool, CasePool) else pool.like if isinstance(pool, DecoyPool) else []
    return [typologies()[code] for code in codes]


@dataclass
class Suspicion:
    """The risk of the consignments of an outlook as time goes on.

    `kinds` are the typologies that cases may have; risks have a column for each.
    """

    scenario: Scenario
    outlook: Outlook

    def __post_init__(self) -> None:
        """Work out what does not change."""
        self.sources = sources(self.scenario)
        self.kinds = tuple(dict.fromkeys(source.what.code for source in self.sources if source.is_case))
        self.column = [self.kinds.index(s.what.code) if s.is_case else -1 for s in self.sources]
        self.fits, self.fits_untold = _columns(self._fits(source.what) for source in self.sources)
        self.open, self.open_untold = _columns(self._open(source.pool) for source in self.sources)
        self.traffic = np.array([self._traffic(source) for source in self.sources])
        n = len(self.outlook.sight.rows)
        self.cases = np.zeros((n, len(self.kinds)))
        self.others = np.zeros(n)
        self._seen = np.full((n, 2), -1, dtype=np.int64)

    # before anything is seen

    def _fits(self, what: Typology) -> tuple[Floats, Floats]:
        """How well each consignment fits a typology: 1, 0, or between as long as its goods are not told (second)."""
        told = np.array(self.outlook.goods)
        known = told != ""
        goods = np.isin(told, what.goods) if what.goods else np.ones(len(told), dtype=np.bool_)
        share = _shares(what)[self.outlook.sight.stream]
        stream = np.isin(self.outlook.sight.stream, [STREAMS.index(name) for name in what.streams])
        heavy = self.outlook.weight * MOST_SHARE >= what.weight_low
        may = (stream & heavy).astype(np.float64)
        return np.where(known, goods, share) * may, share * may

    def _open(self, pool: Pool) -> tuple[Floats, Floats]:
        """Which consignments go by the streams and routes of a pool, and which may as long as the way is not told."""
        here = np.ones(len(self.outlook.routing), dtype=np.bool_)
        if pool.streams:
            here &= np.isin(self.outlook.sight.stream, [STREAMS.index(name) for name in pool.streams])
        if pool.routes:
            ends = tuple("-".join(route) for route in pool.routes)
            last = {route[-1] for route in pool.routes}
            may = here & np.isin(self.outlook.destination, sorted(last))
            told = zip(self.outlook.routing, may.tolist(), strict=True)
            way = np.array([way.endswith(ends) if way else maybe for way, maybe in told], dtype=np.bool_)
            return (here & way).astype(np.float64), may.astype(np.float64)
        return here.astype(np.float64), here.astype(np.float64)

    def _able(self, t: int) -> Floats:
        """How well each consignment suits each source by what is told of it at a time, shape (n, sources)."""
        goods, way = (told[:, None] <= t for told in (self.outlook.goods_told, self.outlook.routing_told))
        return np.asarray(np.where(goods, self.fits, self.fits_untold) * np.where(way, self.open, self.open_untold))

    def _traffic(self, source: Source) -> float:
        """How many consignments the scenario sends by the streams and routes of a pool, of those of the typology."""
        streams, routes = source.pool.streams, [tuple(route) for route in source.pool.routes]
        return sum(
            sum(bounds(entry.count)) / 2
            for entry in self.scenario.traffic
            if entry.stream in source.what.streams
            and (not streams or entry.stream in streams)
            and (not routes or tuple(entry.route) in routes)
        )

    # as time goes on

    def at(self, t: int, rows: Ints) -> Floats:
        """Risk of some consignments (positions in the sight) at a time, shape (rows, kinds)."""
        self._look(t, rows)
        cases = self.cases[rows]
        risk: Floats = cases / (1.0 + cases.sum(axis=1) + self.others[rows])[:, None]
        return risk

    def _look(self, t: int, rows: Ints) -> None:
        """Weigh anew what has shown something new."""
        sight = self.outlook.sight
        powers = np.int64(1) << np.arange(len(sight.indicators), dtype=np.int64)
        shown = (sight.since <= t) @ powers
        told = (self.outlook.goods_told[rows] <= t) * _GOODS + (self.outlook.routing_told[rows] <= t) * _WAY
        readable = (sight.read[rows] <= t) @ powers + told
        fresh = (self._seen[rows, 0] != shown[rows]) | (self._seen[rows, 1] != readable)
        rows, readable = rows[fresh], readable[fresh]
        self._seen[rows, 0], self._seen[rows, 1] = shown[rows], readable
        self.cases[rows], self.others[rows] = 0.0, 0.0
        known = sight.known <= t
        prior = self._prior(t, known, rows)
        for stream in range(len(STREAMS)):
            mine = np.flatnonzero(sight.stream[rows] == stream)
            if len(mine):
                traffic = np.unique(shown[known & (sight.stream == stream)], return_counts=True)
                self._weigh(stream, rows[mine], shown[rows[mine]], readable[mine], prior[mine], traffic)

    def _prior(self, t: int, known: npt.NDArray[np.bool_], rows: Ints) -> Floats:
        """How likely each source has drawn each consignment before indicators count, shape (rows, sources)."""
        able = self._able(t)
        # A consignment is drawn first, then what of the pool's list fits it, each equally likely.
        prior = able[rows].copy()
        for pool in {id(source.pool): source.pool for source in self.sources}.values():
            mine = [number for number, source in enumerate(self.sources) if source.pool is pool]
            total = able[:, mine].sum(axis=1)
            crowd = self._crowd(mine, known, np.minimum(total, 1.0))
            prior[:, mine] *= (self.sources[mine[0]].drawn / crowd / np.maximum(total[rows], 1.0))[:, None]
        return prior

    def _crowd(self, mine: Sequence[int], known: npt.NDArray[np.bool_], able: Floats) -> float:
        """How many consignments of the whole drill a pool can draw from, by the share among those known."""
        there = known & (self.open[:, mine] > 0).any(axis=1)
        seen = float(there.sum())
        share = (float(able[there].sum()) + _SHARE) / (seen + 1.0)
        return max(
            float(self.traffic[list(mine)].max()) * share, float(able[there].sum()), self.sources[mine[0]].drawn, 1.0
        )

    def _weigh(
        self, stream: int, rows: Ints, shown: Ints, readable: Ints, prior: Floats, traffic: tuple[Ints, Ints]
    ) -> None:
        """Add the weight of every source that may have drawn some consignments of a stream."""
        ratios = dict[tuple[str, tuple[tuple[int, float], ...]], Floats]()
        looks = dict[tuple[str, ...], _Look]()
        for number, source in enumerate(self.sources):
            able = np.flatnonzero(prior[:, number] > 0)
            if not len(able):
                continue
            by_size = sizes(source.pool)
            key = source.what.code, tuple(sorted(by_size.items()))
            if key not in ratios:
                may = planted(source.what.code, stream, by_size, irregular=source.what.contraband == "")
                if may.codes not in looks:
                    places = [self.outlook.sight.indicators.index(code) for code in may.codes]
                    looks[may.codes] = _look(places, shown, readable, traffic)
                look = looks[may.codes]
                ratios[key] = may.likelihood(look.shown, look.readable, look.together)[look.back]
            weight = prior[able, number] * ratios[key][able]
            if source.is_case:
                self.cases[rows[able], self.column[number]] += weight
            else:
                self.others[rows[able]] += weight

    def unannounced(self, stops: Sequence[tuple[str, str]], items: float) -> Floats:
        """Risk of a mail item of which nothing is known but the flight of its bag, shape (bags, kinds).

        `items`: how many mail items of the drill there are for each that comes to this post.
        """
        share = {source.what.code: float(_shares(source.what)[STREAMS.index("mail")]) for source in self.sources}
        risk = np.zeros((len(stops), len(self.kinds)))
        by_pool: dict[int, list[int]] = {}
        for number, source in enumerate(self.sources):
            if (
                source.is_case
                and "mail" in source.what.streams
                and (not source.pool.streams or "mail" in source.pool.streams)
            ):
                by_pool.setdefault(id(source.pool), []).append(number)
        for mine in by_pool.values():
            pool = self.sources[mine[0]].pool
            total = sum(share.get(self.sources[number].what.code, 0.0) for number in mine)
            if not total:
                continue
            crowd = max(self.traffic[mine].max() * total, 1.0)
            for at, leg in enumerate(stops):
                if pool.routes and not any(leg in pairwise(route) for route in pool.routes):
                    continue
                for number in mine:
                    code = self.sources[number].what.code
                    risk[at, self.column[number]] += items * self.sources[number].drawn * share[code] / crowd
        return risk


def _shares(what: Typology) -> Floats:
    """Share of the consignments of each stream whose goods suit a typology, by the table of goods."""
    if not what.goods:
        return np.ones(len(STREAMS))
    tables = [of_stream(name) for name in STREAMS]
    return np.array([float(told["share"].filter(told["code"].is_in(what.goods)).sum()) for told in tables])


def _columns(pairs: Iterable[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Pairs of columns as a pair of matrices."""
    first, second = zip(*pairs, strict=True)
    return np.stack(first, axis=1), np.stack(second, axis=1)


class _Look(NamedTuple):
    """What shows and what is readable of some indicators: each pair once, `back` says which a consignment has."""

    shown: Ints
    readable: Ints
    back: Ints
    together: Floats


def _look(places: Sequence[int], shown: Ints, readable: Ints, traffic: tuple[Ints, Ints]) -> _Look:
    """Consignments and the traffic as far as the indicators at some places go."""
    size = np.int64(1 << len(places))
    pairs, back = np.unique(_narrowed(shown, places) * size + _narrowed(readable, places), return_inverse=True)
    share = _together(_narrowed(traffic[0], places), traffic[1], len(places))
    return _Look(pairs // size, pairs % size, back, share)


def _narrowed(sets: Ints, places: Sequence[int]) -> Ints:
    """Sets of all indicators as sets of some of them."""
    out = np.zeros(len(sets), dtype=np.int64)
    for at, place in enumerate(places):
        out |= (sets >> place & 1) << at
    return out


def _together(sets: Ints, counts: Ints, size: int) -> Floats:
    """Share of the traffic that shows all of each set of `size` indicators, shape (2 ** size,).

    Rare sets are drawn towards what independent indicators would give; the consignment that is asked about does not
    count itself.
    """
    total = np.zeros(1 << size)
    np.add.at(total, sets, counts)
    for place in range(size):
        halves = total.reshape(-1, 2, 1 << place)
        halves[:, 0, :] += halves[:, 1, :]
    n = float(counts.sum())
    rates = np.array([(total[1 << place] + 0.5) / (n + 1.0) for place in range(size)])
    alone = np.ones(1)
    many = np.zeros(1)
    for rate in rates:
        alone, many = np.concatenate([alone, alone * rate]), np.concatenate([many, many + 1])
    alone = np.minimum(alone * _ALIKE ** np.maximum(many - 1, 0), 1.0)
    share: Floats = (np.maximum(total - 1, 0) + STEADY * alone) / (n + STEADY)
    share[0] = 1.0
    return share
