"""Looking parties up: who of a kind, in a country, in a trade; a million picks at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints
from simulator.world.world import PARTY_KINDS

_MOST_TICKETS = 10


@dataclass(frozen=True)
class Directory:
    """Parties by (kind, country, trade). Each party holds tickets in its groups; a pick draws a ticket.

    A group without anybody stands for a wider one: any trade, then any country, then everybody.
    """

    countries: tuple[str, ...]
    trades: tuple[str, ...]
    _members: Ints
    _starts: Ints
    _sizes: Ints

    def pick(self, kind: Ints, country: Ints, trade: Ints, uniform: Floats, most: int | None = None) -> Ints:
        """Party rows, shape as `uniform` (numbers in [0, 1)); the others broadcast; of the first `most` tickets.

        `kind` counts in PARTY_KINDS, `country` in `countries`, `trade` in `trades`; -1 is any of these two.
        """
        group = _group(kind, country, trade, len(self.countries), len(self.trades))
        sizes = self._sizes[group] if most is None else np.minimum(self._sizes[group], most)
        return np.asarray(self._members[self._starts[group] + (uniform * sizes).astype(np.int64)])


def directory(parties: pl.DataFrame, countries: tuple[str, ...], trades: tuple[str, ...], regular: bool) -> Directory:
    """The directory of `parties`; `regular`: tickets by past consignments (none without), else one each."""
    pasts = parties["past"].to_numpy().astype(np.int64)
    tickets = _tickets(pasts) if regular else np.ones(len(pasts), dtype=np.int64)
    kind = parties["kind"].to_physical().to_numpy().astype(np.int64)
    country = _positions(parties["country"], countries)
    groups, rows = _memberships(parties, kind, country, trades, len(countries))
    count = (len(PARTY_KINDS) + 1) * (len(countries) + 1) * (len(trades) + 1)
    # numpy sorts numbers of 16 bits in linear time.
    order = np.argsort(groups.astype(np.min_scalar_type(count)), kind="stable")
    groups, rows = groups[order], rows[order]
    sizes = np.bincount(groups, weights=tickets[rows], minlength=count).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    stands = _stand_ins(sizes, len(countries), len(trades))
    return Directory(countries, trades, np.repeat(rows, tickets[rows]), starts[stands], sizes[stands])


def _tickets(pasts: Ints) -> Ints:
    """More consignments, more tickets, by the logarithm: large traders leave room for others."""
    tickets = np.ceil(np.log2(1 + pasts.clip(min=0))).astype(np.int64).clip(max=_MOST_TICKETS)
    return tickets if tickets.any() else np.ones(len(pasts), dtype=np.int64)


def _group(kind: Ints, country: Ints, trade: Ints, countries: int, trades: int) -> Ints:
    return (kind * (countries + 1) + country % (countries + 1)) * (trades + 1) + trade % (trades + 1)


def _memberships(
    parties: pl.DataFrame, kind: Ints, country: Ints, trades: tuple[str, ...], countries: int
) -> tuple[Ints, Ints]:
    """Every party's groups: its trades here, any trade here, any country, everybody; as (group, row)."""
    size = len(trades)
    listed = parties.select(pl.int_range(pl.len()).alias("row"), pl.col("trade").str.split("|")).explode("trade")
    row, trade = listed["row"].to_numpy(), _positions(listed["trade"], trades)
    row, trade = row[trade >= 0], trade[trade >= 0]
    everyone, none = np.arange(len(kind)), np.full(len(kind), -1)
    groups = (
        _group(kind[row], country[row], trade, countries, size),
        _group(kind, country, none, countries, size),
        _group(kind, none, none, countries, size),
        _group(np.full(len(kind), len(PARTY_KINDS)), none, none, countries, size),
    )
    known = country >= 0
    keep = np.concatenate([known[row], known, np.ones(2 * len(kind), dtype=np.bool_)])
    return np.concatenate(groups)[keep], np.concatenate([row, everyone, everyone, everyone])[keep]


def _stand_ins(sizes: Ints, countries: int, trades: int) -> Ints:
    """For each group itself, or the first wider group in which somebody is."""
    shape = (len(PARTY_KINDS) + 1, countries + 1, trades + 1)
    kind, country, _ = (axis.ravel() for axis in np.indices(shape))
    none = np.full(len(sizes), -1)
    stands = np.arange(len(sizes))
    for wider in (
        _group(kind, country, none, countries, trades),
        _group(kind, none, none, countries, trades),
        _group(np.full(len(sizes), len(PARTY_KINDS)), none, none, countries, trades),
    ):
        stands = np.where(sizes[stands] > 0, stands, wider)
    return stands


def _positions(names: pl.Series, among: tuple[str, ...]) -> Ints:
    """Position of each name in `among`, -1 if it is not there."""
    places = names.replace_strict(list(among), list(range(len(among))), default=-1, return_dtype=pl.Int64)
    return places.to_numpy()
