"""Earlier consignments of the parties of a drill, as declarations, posts and couriers remember them.

They fit what else is said of a party: none where it has no past, none with a partner of whom it is said that they have
never met, goods of a trader's own trades. Drawn by luck from the traffic, whatever is hidden in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, luck_many
from simulator.world.goods import goods
from simulator.world.joined import Parts
from simulator.world.texts import numbered

MOST_EACH, MOST = 5, 200_000
"""Consignments remembered of one party, and of all."""
SIDES = ("shipper", "consignee")
ENDINGS = ("not-controlled", "nothing-found", "seizure")
CONTROLLED = 0.06
"""Share of earlier consignments that were controlled. Source: assumption after domain facts 4.4 (LPI 4 %)."""
SEIZED = 0.6
"""Share of listed parties of whom a seizure is remembered; the list also holds namesakes. Source: assumption."""
_TWO_YEARS = 730
_NEAR = 40
"""How far in the order of routes a model for an earlier consignment is looked for."""

SCHEMA = pl.Schema(
    [
        ("party", pl.UInt32()),
        ("days", pl.Int32()),
        ("side", pl.Enum(SIDES)),
        ("other", pl.UInt32()),
        ("goods", pl.UInt16()),
        ("weight", pl.Float64()),
        ("value", pl.Float64()),
        ("ending", pl.Enum(ENDINGS)),
    ]
)


@dataclass(frozen=True)
class _Draws:
    """What is drawn for: one element each earlier consignment; `model` is a consignment on a similar route."""

    party: Ints
    number: Ints
    side: Ints
    own: Ints
    model: Ints


def build(key: bytes, parts: Parts) -> pl.DataFrame:
    """The table: up to MOST_EACH rows a party, MOST in all, sorted by party, then the latest first.

    `days` before the start of the drill, `side` on which the party stood, `other` the party on the other side.
    """
    draws = _draws(key, parts)
    other = _others(key, parts, draws)
    kept = other >= 0
    draws = _Draws(*(getattr(draws, name)[kept] for name in _Draws.__dataclass_fields__))
    mine = parts.consignments
    kind, weight = _goods(key, parts, draws), mine["weight"].gather(draws.model).to_numpy()
    price = goods()["value_kg"].to_numpy()[kind] * np.exp(1.2 * (_luck(key, "price", draws) - 0.5))
    columns = {
        "party": draws.party,
        "days": _days(key, parts, draws),
        "side": pl.Series([*SIDES]).gather(draws.side),
        "other": other[kept],
        "goods": kind,
        "weight": np.round(weight, 3),
        "value": np.round(np.maximum(price * weight, 1.0), 2),
        "ending": pl.Series([*ENDINGS]).gather(_endings(key, parts, draws)),
    }
    order = [pl.col("party"), pl.col("days"), pl.col("other"), pl.col("weight")]
    return pl.DataFrame(columns).cast(SCHEMA).sort(order, maintain_order=True)


def _luck(key: bytes, what: str, draws: _Draws) -> Floats:
    return luck_many(key, "history", "", what, 0, draws.party * MOST_EACH + draws.number)


def _draws(key: bytes, parts: Parts) -> _Draws:
    """One element for each earlier consignment, the latest of all parties before the ones before."""
    mine, past = parts.consignments, parts.parties["past"].to_numpy()
    party, side, own = _firsts(parts)
    count = np.minimum(past[party], MOST_EACH)
    number = np.repeat(np.arange(MOST_EACH), len(party))
    which = np.tile(np.arange(len(party)), MOST_EACH)
    wanted = np.flatnonzero(number < count[which])[:MOST]
    number, which = number[wanted], which[wanted]
    order = _by_route(mine)
    place = np.empty(mine.height, dtype=np.int64)
    place[order] = np.arange(mine.height)
    draws = _Draws(party[which], number, side[which], own[which], own[which])
    step = 1 + np.floor(_luck(key, "model", draws) * min(_NEAR, max(mine.height - 1, 1))).astype(np.int64)
    model = order[(place[draws.own] + step) % max(mine.height, 1)] if mine.height else draws.own
    return _Draws(draws.party, draws.number, draws.side, draws.own, model)


def _firsts(parts: Parts) -> tuple[Ints, Ints, Ints]:
    """The parties of the traffic, ascending; on which side and the row where each stands first, shippers first."""
    n = parts.consignments.height
    ends = np.concatenate([parts.consignments[side].to_numpy() for side in SIDES])
    first = np.full(parts.parties.height, -1)
    # Of several places the last that is written stays.
    first[ends[::-1]] = np.arange(2 * n)[::-1]
    party = np.flatnonzero(first >= 0)
    return party, first[party] // max(n, 1), first[party] % max(n, 1)


def _by_route(mine: pl.DataFrame) -> Ints:
    """Row order: by stream, destination, origin."""
    code = mine["stream"].to_physical().to_numpy().astype(np.int64)
    for name in ("destination", "origin"):
        place, texts = numbered(mine[name])
        code = code * len(texts) + place
    # numpy sorts numbers of 16 bits in linear time.
    return np.argsort(code.astype(np.min_scalar_type(code.max(initial=0))), kind="stable")


def _others(key: bytes, parts: Parts, draws: _Draws) -> Ints:
    """Party on the other side, -1 where that would be one of whom it is said that they have never met."""
    mine = parts.consignments
    shipper, consignee = (mine[side].to_numpy().astype(np.int64) for side in SIDES)
    regular = mine["past"].to_numpy()[draws.own] > 0
    with_own = regular & (_luck(key, "partner", draws) < 0.5)
    row = np.where(with_own, draws.own, draws.model)
    other = np.where(draws.side == 0, consignee[row], shipper[row])
    size = parts.parties.height
    pair = np.where(draws.side == 0, draws.party * size + other, other * size + draws.party)
    strangers = pl.Series((shipper * size + consignee)[mine["past"].to_numpy() == 0])
    met = ~pl.Series(pair).is_in(strangers.implode()).to_numpy()
    return np.asarray(np.where(met & (other != draws.party), other, -1))


def _days(key: bytes, parts: Parts, draws: _Draws) -> Ints:
    """Days before the start: within the time that the party is known, at most two years."""
    seen = parts.parties["first_seen"].to_numpy()[draws.party].clip(1, _TWO_YEARS)
    return np.asarray(1 + np.floor(_luck(key, "days", draws) * seen)).astype(np.int64)


@cache
def _by_trade() -> dict[str, npt.NDArray[np.int64]]:
    trades = goods()["trade"].to_list()
    return {trade: np.array([at for at, one in enumerate(trades) if one == trade]) for trade in dict.fromkeys(trades)}


def _goods(key: bytes, parts: Parts, draws: _Draws) -> Ints:
    """Goods of the model; of a trader, goods of its main trade."""
    kind = parts.consignments["goods"].to_numpy()[draws.model].astype(np.int64)
    main = parts.parties["trade"].gather(draws.party).str.split("|").list.first().fill_null("").to_numpy()
    lot = _luck(key, "goods", draws)
    for trade, choice in _by_trade().items():
        mine = main == trade
        kind[mine] = choice[(lot[mine] * len(choice)).astype(np.int64)]
    return kind


def _endings(key: bytes, parts: Parts, draws: _Draws) -> Ints:
    lot = _luck(key, "ending", draws)
    listed = parts.parties["listed"].to_numpy()[draws.party]
    seized = listed & (draws.number == 0) & (lot < SEIZED)
    return np.where(seized, 2, np.where(lot > 1 - CONTROLLED, 1, 0))
