"""Candidates for a shipper or a consignee: other parties of the same country and kind, as the world would pick them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.world.goods import goods
from simulator.world.ground import Card, Ground, others_with
from simulator.world.habits import habits
from simulator.world.joined import side_columns
from simulator.world.proposals import Proposals

_PAST_MOST = 200
_MOST_TICKETS = 12
_HARDLY = 1e-6
_OTHER = {"shipper": "consignee", "consignee": "shipper"}


def shipper(ground: Ground, luck: Stream, card: Card, wanted: tuple[str, ...]) -> Proposals:
    """Other shippers, with the past that they could have with the consignee, and with their agent where it is free."""
    rows = _peers(ground, card, "shipper")
    columns, lots = _relations(ground, luck, card, "shipper", rows)
    rows = columns["shipper"].to_numpy().astype(np.int64)
    agents, usual = _agents(ground, card, rows, follow="agent-changed" not in wanted)
    columns = columns.with_columns(pl.Series("agent", agents, dtype=pl.UInt32), usual)
    kept = usual.eq_missing(card.wide["agent_usual"].item()).to_numpy()
    return Proposals(columns, lots, 2 * _in_trade(ground, card, "shipper", rows) + kept)


def consignee(ground: Ground, luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """Other consignees, with the past that they could have with the shipper."""
    rows = _peers(ground, card, "consignee")
    columns, lots = _relations(ground, luck, card, "consignee", rows)
    rows = columns["consignee"].to_numpy().astype(np.int64)
    columns = columns.with_columns(pl.Series("same_flight", _on_flight(ground, card, rows), dtype=pl.Int32))
    return Proposals(columns, lots, 2 * _in_trade(ground, card, "consignee", rows))


def _peers(ground: Ground, card: Card, side: str) -> Ints:
    """Parties of the same country and kind that have no other consignment with the other side."""
    peers, other = _group(ground, card.own[side]), _OTHER[side]
    partners = ground.columns[side][others_with(ground, card.row, other, card.own[other])]
    return peers[~np.isin(peers, [card.own[side], *partners.tolist()])]


def _group(ground: Ground, party: int) -> Ints:
    """All parties of the country and kind of one."""
    people = ground.known.parties
    same = (people["country"] == people["country"][party]) & (people["kind"] == people["kind"][party])
    return np.flatnonzero(same.to_numpy())


def _relations(ground: Ground, luck: Stream, card: Card, side: str, rows: Ints) -> tuple[pl.DataFrame, Floats]:
    """Each candidate twice: as a regular partner of the other side, and as one that trades with it once.

    Columns of the side and the past; lots as likely as the traffic makes such relations: regular partners are picked by
    what they have sent, and the more they send each other the more often they come; others are all alike.
    """
    habit, other = habits(card.own["stream"]), int(card.own[_OTHER[side]])
    pasts = ground.known.parties["past"].to_numpy().astype(np.int64)
    drawn = np.ceil(luck.lognormal(len(rows), habit.past_median, habit.past_spread)).astype(np.int64)
    past = np.minimum(drawn, np.minimum(pasts[rows], pasts[other]).clip(min=1, max=_PAST_MOST))
    others = _group(ground, other)
    often, once = (_kinds(ground, card, habit_name) for habit_name in ("regular", "single"))
    regular = habit.relation_share * often * _share(_tickets(pasts[others]), others == other).sum()
    single = (1 - habit.relation_share) * once / len(others)
    picked = _share(_tickets(pasts[rows]) * np.sqrt(past), _in_trade(ground, card, side, rows) > 0, keep=True)
    lots = np.concatenate([regular * picked, np.full(len(rows), single / max(len(rows), 1))])
    twice = np.concatenate([rows, rows])
    columns = side_columns(side, ground.known.parties[twice]).with_columns(
        pl.Series(side, twice, dtype=pl.UInt32),
        pl.Series("past", np.concatenate([past, np.zeros_like(past)]), dtype=pl.Int32),
    )
    return columns.filter(lots > 0), lots[lots > 0]


def _agents(ground: Ground, card: Card, rows: Ints, follow: bool) -> tuple[Ints, pl.Series]:
    """Agent with each candidate, and whether it is the usual one (null: none of the kind is known).

    Only a direct air waybill can change hands: house and courier numbers belong to their agent's master.
    """
    people = ground.known.parties
    kinds = people["kind"].to_physical().to_numpy()
    agent, usual = int(card.own["agent"]), people["usual_agent"].gather(rows).to_numpy().astype(np.int64)
    fits = (usual >= 0) & (kinds[usual] == kinds[agent])
    follows = follow and card.own["document"] == "awb" and bool(card.wide["agent_usual"].item())
    agents = np.where(fits & follows, usual, agent)
    return agents, pl.Series("agent_usual", usual == agents).set(pl.Series(~fits), None)


def _in_trade(ground: Ground, card: Card, side: str, rows: Ints) -> npt.NDArray[np.int64]:
    """1 for candidates that trade in the goods if the party before did, and do not if it did not."""
    trade: Any = goods()["trade"][card.own["goods"]]
    trades = ground.known.parties["trade"].str.split("|").list.contains(trade).to_numpy()
    return np.asarray(trades[rows] == trades[card.own[side]], dtype=np.int64)


def _on_flight(ground: Ground, card: Card, rows: Ints) -> Ints:
    """Consignments on the first flight for each candidate's address, this one counted."""
    place = ground.known.parties["place"].to_numpy()
    mine = ground.known.flight == ground.known.flight[card.row]
    mine[card.row] = False
    there = np.bincount(place[ground.columns["consignee"][mine]], minlength=int(place.max()) + 1)
    return np.asarray(there[place[rows]] + 1)
