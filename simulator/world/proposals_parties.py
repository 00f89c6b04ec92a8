"""Candidates for a shipper or a consignee: parties of the same country and kind, picked as the world picks partners."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.world.ground import Card, Ground
from simulator.world.habits import habits
from simulator.world.joined import side_columns
from simulator.world.proposals import DRAWS, Proposals
from simulator.world.relations import PAST_MOST
from simulator.world.world import STREAMS, TRADERS

_OTHER = {"shipper": "consignee", "consignee": "shipper"}
_PRIOR = 4.0
"""Weight, in consignments, of the whole stream against the consignments that are most alike."""


def shipper(ground: Ground, luck: Stream, card: Card, wanted: tuple[str, ...]) -> Proposals:
    """Other shippers, with the past that they could have with the consignee, and with their agent where it is free."""
    rows, columns, lots = _relations(ground, luck, card, "shipper", unlike=0.0)
    agents, usual = _agents(ground, card, rows, follow="agent-changed" not in wanted)
    kept = usual.eq_missing(card.wide["agent_usual"].item()).to_numpy()
    table = columns.with_columns(pl.Series("agent", agents, dtype=pl.UInt32), usual)
    return Proposals(table, lots, kept.astype(np.int64))


def consignee(ground: Ground, luck: Stream, card: Card, wanted: tuple[str, ...]) -> Proposals:
    """Other consignees, with the past that they could have with the shipper."""
    unlike = 1.0 if "goods-unlike-trade" in wanted else habits(card.own["stream"]).other_trade
    rows, columns, lots = _relations(ground, luck, card, "consignee", unlike)
    same = pl.Series("same_flight", _on_flight(ground, card, rows), dtype=pl.Int32)
    return Proposals(columns.with_columns(same), lots, np.zeros(len(rows), dtype=np.int64))


def _relations(ground: Ground, luck: Stream, card: Card, side: str, unlike: float) -> tuple[Ints, pl.DataFrame, Floats]:
    """Party rows, columns of the side with the past, and lots.

    Half of the candidates are picked as regular partners, half as partners for once; each half weighs as often as
    consignments with such another side are regular, or are not.
    """
    habit, other = habits(card.own["stream"]), int(card.own[_OTHER[side]])
    rows = _picked(ground, luck, card, side, unlike)
    pasts = ground.draft.parties["past"].to_numpy().astype(np.int64)
    drawn = np.ceil(luck.lognormal(DRAWS, habit.past_median, habit.past_spread)).astype(np.int64)
    past = np.minimum(drawn, np.minimum(pasts[rows[:DRAWS]], pasts[other]).clip(min=1, max=PAST_MOST))
    share = _regular(ground, card, side)
    lots = np.repeat([share / DRAWS, (1 - share) / DRAWS], DRAWS)
    columns = side_columns(side, ground.known.parties[rows]).with_columns(
        pl.Series(side, rows, dtype=pl.UInt32),
        pl.Series("past", np.concatenate([past, np.zeros_like(past)]), dtype=pl.Int32),
    )
    free = (lots > 0) & ~np.isin(rows, _partners(ground, card, side))
    return rows[free], columns.filter(free), lots[free]


def _picked(ground: Ground, luck: Stream, card: Card, side: str, unlike: float) -> Ints:
    """DRAWS regular partners, then as many for once; traders in the trade of the goods, but for a share in any."""
    market, now = ground.market, ground.draft.parties.row(card.own[side], named=True)
    kind = np.full(DRAWS, ground.kinds[card.own[side]], dtype=np.int64)
    country = np.full(DRAWS, market.everybody.countries.index(now["country"]))
    trade = market.trade[card.own["goods"]] if now["kind"] in TRADERS else -1
    picks = []
    for directory in (market.regulars, market.everybody):
        trades = np.where(luck.chance(DRAWS, unlike), -1, trade)
        picks.append(directory.pick(kind, country, trades, luck.uniform(DRAWS)))
    return np.concatenate(picks)


def _partners(ground: Ground, card: Card, side: str) -> Ints:
    """The party itself and all others that have a consignment with the other side: their past is told already."""
    other = _OTHER[side]
    return np.asarray(ground.columns[side][ground.columns[other] == card.own[other]])


def _regular(ground: Ground, card: Card, side: str) -> float:
    """Share of consignments between regular partners, where stream, kinds and busyness of the other side are these."""
    counts = ground.pairs[:, STREAMS.index(card.own["stream"])]
    alike = counts[:, *(ground.kinds[card.own[end]] for end in _OTHER)]
    busy = ground.busy[card.own[_OTHER[side]]]
    like, regular = alike.sum(axis=1 + list(_OTHER).index(side))[:, busy]
    whole = counts[1].sum() / counts[0].sum()
    return float((regular + _PRIOR * whole) / (like + _PRIOR))


def _agents(ground: Ground, card: Card, rows: Ints, follow: bool) -> tuple[Ints, pl.Series]:
    """Agent with each candidate, and whether it is the usual one (null: none of the kind is known).

    Only a direct air waybill can change hands: house and courier numbers belong to their agent's master.
    """
    agent, usual = int(card.own["agent"]), ground.draft.parties["usual_agent"].to_numpy()[rows].astype(np.int64)
    fits = (usual >= 0) & (ground.kinds[usual] == ground.kinds[agent])
    follows = follow and card.own["document"] == "awb" and bool(card.wide["agent_usual"].item())
    agents = np.where(fits & follows, usual, agent)
    return agents, pl.Series("agent_usual", usual == agents).set(pl.Series(~fits), None)


def _on_flight(ground: Ground, card: Card, rows: Ints) -> Ints:
    """Consignments on the first flight for each candidate's address, this one counted."""
    place = ground.known.parties["place"].to_numpy()
    mine = ground.known.flight == ground.known.flight[card.row]
    mine[card.row] = False
    there = np.bincount(place[ground.columns["consignee"][mine]], minlength=int(place.max()) + 1)
    return np.asarray(there[place[rows]] + 1)
