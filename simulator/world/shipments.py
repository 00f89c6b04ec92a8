"""From relations to consignments of one traffic entry: flight, master, weight, value, time of booking.

Everything is still numbers; texts and identifiers are made once for the whole world (`texts`, `waybills`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.common.clock import HOUR, MINUTE
from simulator.world import relations, routing
from simulator.world.atlas import Atlas
from simulator.world.day.given import chosen
from simulator.world.goods import of_stream
from simulator.world.habits import Habits, habits
from simulator.world.relations import Market, Relations
from simulator.world.routing import Entry

JITTER = 0.03
"""Share by which a weight of a real day is moved at most."""
_ENOUGH = 3
"""Consignments from one airport with which a forwarder loads alone. Assumption."""
_OWN_WILL = 0.5
"""How much chance there is beside size in whether a forwarder consolidates. Assumption."""
_RELATED = {
    "origin": np.int16,
    "goods": np.uint16,
    "shipper": np.uint32,
    "consignee": np.uint32,
    "agent": np.uint32,
    "past": np.int32,
    "payment": np.uint8,
}
LEGS = tuple(f"leg{place}" for place in range(routing.LEGS_MOST))


def build(luck: Stream, entry: Entry, flights: pl.DataFrame, market: Market) -> pl.DataFrame:
    """The consignments of an entry as numbers, one row each.

    Columns: origin, detour (positions in the atlas, -1 none); leg0 … (rows of `flights`, -1 none); master
    (number within the entry, -1 none); goods, shipper, consignee, agent; past, payment, pieces, weight,
    value, freight, booked; variant, vague (in [0, 1), 1 if the description is not vague); coded (has an
    HS code), mistaken (in [0, 1): of which goods the code is; 1 if it is right); hs_told, handling_told, security_told:
    what messages of a real day say, null in ordinary traffic.
    """
    n, habit = entry.size, habits(entry.kind)
    # What is given came in some order; in which order it is used is for luck to say.
    given = None if entry.given is None else entry.given[luck.order(n)]
    source = np.arange(n) if given is not None else _twins(luck, n, habit.split_share)
    related = relations.draw(luck, entry, market, given).take(source)
    way, detour, master = (
        trip[source]
        for trip in (
            _trips(luck, related, entry, market.atlas)
            if given is None
            else _given_trips(luck, entry, given, flights, market.atlas)
        )
    )
    departs = flights["departs"].to_numpy()[entry.ways.legs[way, 0]].astype(np.int64)
    first = market.atlas.index(entry.route[0])
    starts = departs - routing.feeding(related.origin, detour, first, entry.kind, market.atlas)
    vague = np.where(luck.chance(n, habit.vague_share), luck.uniform(n), 1.0)
    columns = {
        **{name: getattr(related, name).astype(size) for name, size in _RELATED.items()},
        "detour": detour.astype(np.int16),
        **{name: entry.ways.legs[way, place] for place, name in enumerate(LEGS)},
        "master": master.astype(np.int32),
        **_cargo(luck, related, entry, market, given),
        "booked": _booked(luck, related.lead, starts, habit),
        "variant": related.variant,
        "vague": vague,
        "coded": ~luck.chance(n, habit.hs_missing) if given is None else given["coded"].to_numpy(),
        "mistaken": np.where(luck.chance(n, habit.hs_wrong), luck.uniform(n), 1.0),
        **_told(n, entry.kind, given),
    }
    return pl.DataFrame(columns)


def _told(n: int, kind: str, given: pl.DataFrame | None) -> dict[str, pl.Series]:
    """What messages say of the goods, null where they say nothing; mail has no handling codes of its own."""
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, n)
    if given is None:
        return dict.fromkeys(("hs_told", "handling_told", "security_told"), nothing)
    codes = {"handling_told": given["handling"], "security_told": given["security"]}
    hs = given["hs"].set(given["hs"] == "", None)
    return {"hs_told": hs, **(dict.fromkeys(codes, nothing) if kind == "mail" else codes)}


def _twins(luck: Stream, n: int, share: float) -> Ints:
    """For each row the row whose relation and flight it shares: itself, or the one before it."""
    twin = luck.chance(n, share)
    twin[:1] = False
    return np.maximum.accumulate(np.where(twin, 0, np.arange(n)))


def _trips(luck: Stream, related: Relations, entry: Entry, atlas: Atlas) -> tuple[Ints, Ints, Ints]:
    """Way, detour and master number (-1 none) of each row; the houses of one master travel together."""
    habit, n = habits(entry.kind), entry.size
    way = luck.choose(n, entry.ways.weights)
    detour = routing.detours(luck, related.origin, entry, habit.detour_share, atlas)
    if entry.kind == "express":
        return way, detour, _dense(way * (int(related.agent.max(initial=0)) + 1) + related.agent)
    master, leader = _consolidate(luck, related, habit)
    return way[leader], detour[leader], master


def _given_trips(
    luck: Stream, entry: Entry, given: pl.DataFrame, flights: pl.DataFrame, atlas: Atlas
) -> tuple[Ints, Ints, Ints]:
    """`_trips` as messages tell it: on the flights that they are booked on, where the timetable has these."""
    booked = chosen(luck, given["booked_on"], flights, entry.ways.legs)
    way = np.where(booked >= 0, booked, luck.choose(entry.size, entry.ways.weights))
    over = given["detour"].replace_strict(atlas.codes, range(len(atlas.codes)), default=-1, return_dtype=pl.Int64)
    master = given["master"].to_numpy().astype(np.int64)
    # The houses of a master travel together: as the first of them does.
    _, first, group = np.unique(np.where(master < 0, -1 - np.arange(entry.size), master), True, True)
    leader = first[group.reshape(-1)]
    detour = over.to_numpy()
    return way[leader], detour[leader], master


def _consolidate(luck: Stream, related: Relations, habit: Habits) -> tuple[Ints, Ints]:
    """Master number of each row (-1: direct waybill) and the row that decides for all of its master.

    A forwarder puts its houses from one airport under masters, a few at a time; those who have little from there
    load together.
    """
    n = len(related.agent)
    group = _dense(related.origin * (int(related.agent.max(initial=0)) + 1) + related.agent)
    alone = (np.bincount(group) if n else group)[group] < _ENOUGH
    group = _dense(np.where(alone, -1 - related.origin, group))
    house = _houses(luck, group, round(n * habit.house_share))
    shuffled = luck.order(n)
    order = shuffled[np.argsort(group[shuffled], kind="stable")]
    order = order[house[order]]
    starts = luck.chance(len(order), 1 / habit.houses_mean)
    starts[1:] |= group[order][1:] != group[order][:-1]
    starts[:1] = True
    number = np.cumsum(starts) - 1
    master, leader = np.full(n, -1), np.arange(n)
    master[order], leader[order] = number, order[starts][number]
    return master, leader


def _houses(luck: Stream, group: Ints, count: int) -> npt.NDArray[np.bool_]:
    """Which rows are houses: mostly those of groups that have something to put together."""
    sizes = np.bincount(group)[group] if len(group) else group
    score = np.log(sizes) + luck.exponential(len(group), _OWN_WILL)
    house = np.zeros(len(group), dtype=np.bool_)
    house[np.argsort(-score, kind="stable")[:count]] = True
    return house


def _dense(codes: Ints) -> Ints:
    """The same groups numbered 0, 1, 2 …"""
    return np.unique(codes, return_inverse=True)[1].reshape(-1)


def _cargo(
    luck: Stream, related: Relations, entry: Entry, market: Market, given: pl.DataFrame | None
) -> dict[str, object]:
    """Pieces, weight (kg), value and freight (USD); weights that messages tell are moved a little."""
    n, habit = entry.size, habits(entry.kind)
    piece, spread, mean, price, dear = (
        of_stream(entry.kind)[name].to_numpy()[related.goods]
        for name in ("weight_piece", "weight_spread", "pieces_mean", "value_kg", "value_spread")
    )
    extra = luck.exponential(n, (mean - 1).clip(min=0)) * related.size
    pieces = (1 + extra).astype(np.int32).clip(max=int(habit.pieces_most))
    own = np.sqrt(1 - habit.weight_row**2) * related.heavy + habit.weight_row * luck.normal(n)
    each = (piece * np.exp(spread * own)).clip(max=habit.piece_most)
    if given is not None:
        pieces = np.where(given["pieces"] > 0, given["pieces"], pieces).astype(np.int32)
    weight = _rounded(luck, pieces * each, entry.kind, habit.round_share)
    if given is not None:
        weight = _moved(luck, given["kilos"].to_numpy(), weight, entry.kind)
    value = price * weight * np.exp(dear * (0.8 * related.dear + 0.6 * luck.normal(n)))
    distance = market.atlas.distance[related.origin, market.atlas.index(entry.route[-1])]
    rate = habit.freight_kg + habit.freight_far * distance / 1000
    freight = luck.lognormal(n, np.maximum(habit.freight_least, rate * weight), habit.freight_spread)
    return {
        "pieces": pieces,
        "weight": weight,
        "value": value.clip(min=0.5).round(2),
        "freight": freight.round(2),
    }


def _moved(luck: Stream, told: Floats, drawn: Floats, kind: str) -> Floats:
    """Weights that messages tell, up to JITTER more or less: a rare one leads to nobody. Drawn where none is told."""
    digits, least = (1, 0.1) if kind == "general" else (3, 0.02)
    moved = (told * luck.uniform(len(told), 1 - JITTER, 1 + JITTER)).round(digits).clip(min=least)
    return np.where(told > 0, moved, drawn)


def _rounded(luck: Stream, weight: Floats, kind: str, share: float) -> Floats:
    """Weights as written: to 0.1 kg in general cargo, else to 0.001 kg, some estimated to a round figure."""
    digits = 1 if kind == "general" else 3
    least = 10.0**-digits if kind == "general" else 0.02
    exact = weight.round(digits).clip(min=least)
    step = np.where(weight >= 100, 50.0, np.where(weight >= 10, 10.0, np.where(weight >= 1, 1.0, 0.5)))
    estimated = (np.rint(weight / step) * step).clip(min=step)
    return np.where(luck.chance(len(weight), share), estimated, exact)


def _booked(luck: Stream, lead: Floats, departs: Ints, habit: Habits) -> Ints:
    """When it was booked or posted (s), on whole minutes before it departs from where it comes from."""
    before = luck.lognormal(len(lead), habit.booked_median * HOUR * lead, habit.booked_spread)
    booked = departs - np.maximum(before, habit.booked_least * HOUR)
    return (np.floor(booked / MINUTE) * MINUTE).astype(np.int32)
