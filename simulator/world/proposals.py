"""What a consignment could carry instead: candidates for papers, times, routing. Drawn as the world itself is drawn.

What is planted is thereby an ordinary value under the condition that an indicator shows, and nothing else of it tells
that it was planted. Candidates for cargo and parties are in `proposals_cargo` and `proposals_parties`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.common.clock import HOUR, MINUTE
from simulator.common.tables import table
from simulator.world import routing
from simulator.world.goods import goods
from simulator.world.ground import Card, Ground
from simulator.world.habits import habits
from simulator.world.joined import goods_told

DRAWS = 4096
"""Candidates drawn for a value: what happens less often than about once in so many is not planted."""


@dataclass(frozen=True)
class Proposals:
    """Candidates, one row each: columns of the consignments and of the view that change.

    `lots` say how likely each is drawn among equals, `merit` (from 0) how much it keeps of what was regular before.
    """

    table: pl.DataFrame
    lots: Floats
    merit: Ints

    @classmethod
    def equal(cls, table: pl.DataFrame) -> Proposals:
        """Candidates that are all alike."""
        return cls(table, np.ones(table.height), np.zeros(table.height, dtype=np.int64))


def booking(ground: Ground, luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """Times of booking or posting, on whole minutes before it departs from where it comes from."""
    habit = habits(card.own["stream"])
    median = habit.booked_median * HOUR
    before = luck.lognormal(DRAWS, median, float(np.hypot(habit.booked_habit, habit.booked_spread)))
    departs = card.wide["departs"].item() - _feeding(ground, card, card.own["routing"])
    booked = departs - np.maximum(before, habit.booked_least * HOUR)
    whole = (np.floor(booked / MINUTE) * MINUTE).astype(np.int32)
    return Proposals.equal(pl.DataFrame({"booked": whole}))


def payment(_ground: Ground, _luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """Collect or cash, as often as they come in the stream."""
    habit = habits(card.own["stream"])
    ways = pl.Series("payment", ["collect", "cash"], dtype=card.wide["payment"].dtype)
    return Proposals(pl.DataFrame([ways]), np.array([habit.collect, habit.cash]), np.zeros(2, dtype=np.int64))


def code(_ground: Ground, _luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """No HS code, or that of other goods, as often as they come in the stream."""
    habit, known = habits(card.own["stream"]), goods()["hs"].to_list()
    lots = np.array([habit.hs_missing, *[habit.hs_wrong / len(known)] * len(known)])
    codes = pl.DataFrame({"hs": pl.Series([None, *known], dtype=pl.String)})
    return Proposals(_told(card, codes), lots, np.zeros(len(lots), dtype=np.int64))


def text(_ground: Ground, _luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """Vague descriptions, as often as they come in the stream."""
    vague = table("world", "vague")
    lots = np.array([float(row[card.own["stream"]]) for row in vague])
    texts = pl.DataFrame({"description": [row["text"] for row in vague]})
    return Proposals(_told(card, texts), lots, np.zeros(len(lots), dtype=np.int64))


def _told(card: Card, table: pl.DataFrame) -> pl.DataFrame:
    """Candidates for code or description with what they tell of the goods beside: where both say nothing, nothing."""
    own = pl.DataFrame({name: [card.own[name]] * table.height for name in ("goods", "hs", "description")})
    stream = card.wide["stream"].new_from_index(0, table.height)
    written = own.cast({"hs": pl.String}).with_columns(*table.iter_columns(), stream.alias("stream"))
    return table.with_columns(column for column in goods_told(written) if column.name != "goods")


def way(ground: Ground, luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """The routing over an unusual airport before the route begins; none where nothing can go astray.

    The houses of a master travel together, and a detour shows only beside others from the same origin. Who flies
    farther has booked so much earlier.
    """
    place = int(ground.draft.traffic[card.row])
    route = tuple(ground.scenario.traffic[place].route)
    origin = card.own["origin"]
    if card.own["document"] == "hawb" or origin == route[0] or not _company(ground, card):
        return Proposals.equal(pl.DataFrame({"routing": pl.Series([], dtype=pl.String)}))
    entry = routing.Entry(card.own["stream"], 1, route, {}, routing.Chains(np.empty((0, 3), np.int32), np.empty(0)))
    over = int(routing.detours(luck, np.array([ground.atlas.index(origin)]), entry, 1.0, ground.atlas)[0])
    written = ["-".join([origin, ground.atlas.codes[over], *route])] if over >= 0 else []
    extra = pl.Series("extra_stops", [1] * len(written), dtype=pl.Int32)
    before = _feeding(ground, card, card.own["routing"])
    booked = [card.own["booked"] + before - _feeding(ground, card, routed) for routed in written]
    columns = [pl.Series("routing", written, dtype=pl.String), extra, pl.Series("booked", booked, dtype=pl.Int32)]
    return Proposals.equal(pl.DataFrame(columns))


def _feeding(ground: Ground, card: Card, routed: str) -> int:
    """How long it is on its way to the first flight of its route (s) by a routing (`BKK-DXB-ALA-TAS`)."""
    first = ground.scenario.traffic[int(ground.draft.traffic[card.row])].route[0]
    start, *over = routed.split("-")[: routed.split("-").index(first)] or [first]
    detour = ground.atlas.index(over[0]) if over else -1
    origin, target = np.array([ground.atlas.index(start)]), ground.atlas.index(first)
    return int(routing.feeding(origin, np.array([detour]), target, card.own["stream"], ground.atlas)[0])


def _company(ground: Ground, card: Card) -> bool:
    """Whether others of the same traffic come from the same origin."""
    same = ground.draft.traffic == ground.draft.traffic[card.row]
    here = ground.draft.consignments["origin"].filter(pl.Series(same)) == card.own["origin"]
    return int(here.sum()) > 1
