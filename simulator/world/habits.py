"""How each stream behaves: `data/habits.csv` as one object a stream, `data/traders.csv` as weights."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from simulator.common.tables import table
from simulator.world.world import PARTY_KINDS


@dataclass(frozen=True)
class Habits:
    """Figures of one stream; units, meaning and source of each stand in `data/habits.csv`."""

    relation_share: float
    past_median: float
    past_spread: float
    other_trade: float
    private_share: float
    other_agent: float
    house_share: float
    houses_mean: float
    detour_share: float
    split_share: float
    booked_median: float
    booked_habit: float
    booked_spread: float
    booked_least: float
    feeder_speed: float
    weight_habit: float
    weight_row: float
    piece_most: float
    pieces_most: float
    round_share: float
    hs_missing: float
    hs_wrong: float
    vague_share: float
    prepaid: float
    collect: float
    cash: float
    freight_least: float
    freight_kg: float
    freight_far: float
    freight_spread: float


@cache
def habits(stream: str) -> Habits:
    """The figures of a stream."""
    found = {row["name"]: float(row[stream]) for row in table("world", "habits")}
    return Habits(**{field.name: found[field.name] for field in fields(Habits)})


@cache
def kind_weights(stream: str, side: str, habit: str) -> tuple[float, ...]:
    """Weights of the kinds of parties, in the order of PARTY_KINDS.

    `side` is shipper or consignee; `habit` is regular (partners that trade often) or single.
    """
    rows = [row for row in table("world", "traders") if (row["stream"], row["side"]) == (stream, side)]
    found = {row["kind"]: float(row[habit]) for row in rows}
    return tuple(found.get(kind, 0.0) for kind in PARTY_KINDS)
