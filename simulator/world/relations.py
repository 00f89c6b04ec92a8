"""Who trades with whom in which goods: regular relations, and consignments that happen once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.world.atlas import Atlas
from simulator.world.directory import Directory, directory
from simulator.world.goods import goods, shares, trades
from simulator.world.habits import Habits, habits, kind_weights
from simulator.world.parties import UNTRADED
from simulator.world.routing import Entry, origins
from simulator.world.world import PARTY_KINDS, TRADERS

_AGENTS = {"general": ("forwarder", None), "mail": ("post", 1), "express": ("courier", 4)}
"""Who hands consignments of each stream over, and how many of them a country has in this world at most."""
_TRADERS = tuple(PARTY_KINDS.index(kind) for kind in TRADERS)
_PERSON = PARTY_KINDS.index("person")
PAST_MOST = 200
"""Consignments that two parties have had with each other, at most."""


@dataclass(frozen=True)
class Market:
    """What relations are drawn from; `regulars` are the parties with a history."""

    atlas: Atlas
    parties: pl.DataFrame
    regulars: Directory
    everybody: Directory

    @classmethod
    def of(cls, atlas: Atlas, parties: pl.DataFrame) -> Market:
        """The market of these parties in the countries of the atlas."""
        countries = tuple(sorted(set(atlas.countries)))
        regulars, everybody = (directory(parties, countries, trades(), regular) for regular in (True, False))
        return cls(atlas, parties, regulars, everybody)

    @cached_property
    def home(self) -> Ints:
        """Country of each airport of the atlas, as the directories count it."""
        return np.array([self.everybody.countries.index(country) for country in self.atlas.countries])

    @cached_property
    def trade(self) -> Ints:
        """Trade of each row of the goods, as the directories count it."""
        return np.array([self.everybody.trades.index(trade) for trade in goods()["trade"]])


@dataclass(frozen=True)
class Relations:
    """Arrays of equal length, one element a relation.

    - `origin` position in the atlas; `goods`, `shipper`, `consignee`, `agent` rows of their tables
    - `past` consignments in 24 months, 0 if it happens once
    - `payment` position in PAYMENTS; `variant`: which description, in [0, 1)
    - `lead`, `size`: factors on booking time and pieces; `heavy`, `dear`: normal deviates of weight and value
    """

    origin: Ints
    goods: Ints
    shipper: Ints
    consignee: Ints
    agent: Ints
    past: Ints
    payment: Ints
    variant: Floats
    lead: Floats
    size: Floats
    heavy: Floats
    dear: Floats

    def take(self, rows: Ints) -> Relations:
        """The relations at these positions, with repetition."""
        return Relations(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


def draw(luck: Stream, entry: Entry, market: Market, given: pl.DataFrame | None = None) -> Relations:
    """The relations behind the consignments of an entry, one element a consignment; `given`: rows of a real day.

    A relation sends one consignment in a drill, as a rule: its past tells that it is regular. If many came again within
    hours, the few that are planted, which never do, would stand out.
    """
    regular = round(entry.size * habits(entry.kind).relation_share)
    parts = [
        _draw(luck, n, entry, market, sort, None if given is None else given[start : start + n])
        for start, n, sort in ((0, regular, "regular"), (regular, entry.size - regular, "single"))
    ]
    return Relations(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES})


_NAMES = tuple(field.name for field in fields(Relations))


def _draw(
    luck: Stream, n: int, entry: Entry, market: Market, sort: str, given: pl.DataFrame | None = None
) -> Relations:
    """n relations that are `regular` or `single`."""
    habit = habits(entry.kind)
    origin = origins(luck, n, entry, market.atlas)
    if given is not None:
        origin = _positions(given["origin"], market.atlas.codes, origin)
    wares = _goods(luck, entry.kind, origin, market.atlas)
    if given is not None:
        wares = np.where(given["goods"] >= 0, given["goods"], wares)
    shipper, consignee = _traders(luck, entry, _homes(entry, origin, market, given), wares, market, sort)
    past = np.zeros_like(wares)
    if sort == "regular":
        past = _past(luck, habit, shipper, consignee, market.parties)
    return Relations(
        origin,
        wares,
        shipper,
        consignee,
        agent=_agent(luck, entry.kind, shipper, market.home[origin], market),
        past=past,
        payment=luck.choose(n, (habit.prepaid, habit.collect, habit.cash)),
        variant=luck.uniform(n),
        lead=luck.lognormal(n, 1.0, habit.booked_habit),
        size=luck.lognormal(n, 1.0, habit.weight_habit),
        heavy=luck.normal(n),
        dear=luck.normal(n),
    )


def _goods(luck: Stream, kind: str, origin: Ints, atlas: Atlas) -> Ints:
    """Goods of the stream, as often as they are sent from where they come from; shape as `origin`."""
    drawn, rows = luck.uniform(len(origin)), np.zeros(len(origin), dtype=np.int64)
    for start in np.flatnonzero(np.bincount(origin, minlength=len(atlas.codes))):
        ladder = np.cumsum(shares(kind, atlas.countries[start]))
        mask = origin == start
        rows[mask] = np.searchsorted(ladder, drawn[mask] * ladder[-1], side="right")
    return rows


def _homes(entry: Entry, origin: Ints, market: Market, given: pl.DataFrame | None) -> tuple[Ints, Ints]:
    """Countries of shippers and consignees: those of the ends of the way, or those that messages tell."""
    start, end = market.home[origin], np.full(len(origin), market.home[market.atlas.index(entry.route[-1])])
    if given is None:
        return start, end
    known = market.everybody.countries
    return _positions(given["sender"], known, start), _positions(given["receiver"], known, end)


def _positions(texts: pl.Series, among: tuple[str, ...], otherwise: Ints) -> Ints:
    """Position of each text in `among`, what stands in `otherwise` where it is not among them."""
    places = texts.replace_strict(among, range(len(among)), default=-1, return_dtype=pl.Int64).to_numpy()
    return np.where(places >= 0, places, otherwise)


def _traders(
    luck: Stream, entry: Entry, homes: tuple[Ints, Ints], wares: Ints, market: Market, sort: str
) -> tuple[Ints, Ints]:
    """Shippers and consignees: companies and shops in the trade of the goods, private persons in any."""
    known = market.regulars if sort == "regular" else market.everybody
    traded = market.trade[wares]
    habit = habits(entry.kind)
    unlike = luck.chance(len(wares), habit.other_trade)
    private = luck.chance(len(wares), habit.private_share) & (traded == market.everybody.trades.index(UNTRADED))
    sides = []
    for side, country, trade in (
        ("shipper", homes[0], traded),
        ("consignee", homes[1], np.where(unlike, -1, traded)),
    ):
        kinds = luck.choose(len(wares), kind_weights(entry.kind, side, sort))
        if side == "consignee":
            kinds[private] = _PERSON
        wanted = np.where(np.isin(kinds, _TRADERS), trade, -1)
        sides.append(known.pick(kinds, country, wanted, luck.uniform(len(wares))))
    return sides[0], sides[1]


def _agent(luck: Stream, kind: str, shipper: Ints, country: Ints, market: Market) -> Ints:
    """Who hands the consignment to the carrier: the shipper's usual agent, else one of the country."""
    n, anybody, (name, most) = len(shipper), np.full(len(shipper), -1), _AGENTS[kind]
    kinds = np.full(n, PARTY_KINDS.index(name))
    # The square lets some have most of the business, as with the usual agents.
    drawn = market.everybody.pick(kinds, country, anybody, luck.uniform(n) ** 2, most)
    usual = market.parties["usual_agent"].to_numpy()[shipper]
    fits = (usual >= 0) & (market.parties["kind"] == name).to_numpy()[usual]
    return np.where(fits & ~luck.chance(n, habits(kind).other_agent), usual, drawn).astype(np.int64)


def _past(luck: Stream, habit: Habits, shipper: Ints, consignee: Ints, parties: pl.DataFrame) -> Ints:
    """Past consignments of a relation: long-tailed, never more than either side has had at all."""
    pasts = parties["past"].to_numpy()
    most = np.minimum(pasts[shipper], pasts[consignee]).clip(min=1, max=PAST_MOST)
    drawn = luck.lognormal(len(shipper), habit.past_median, habit.past_spread)
    return np.asarray(np.minimum(np.ceil(drawn), most).astype(np.int64))
