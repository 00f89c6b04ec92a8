"""The consignments of a real day as rows for an entry of the traffic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints, Stream
from simulator.world.day.classes import UNKNOWN, goods_class
from simulator.world.day.flown import Days
from simulator.world.day.taken import Taken
from simulator.world.day.ways import Way
from simulator.world.goods import goods

SECURITY = ("SPX", "SCO", "SHR", "NSC")
SCHEMA = pl.Schema(
    {
        "origin": pl.String,
        "detour": pl.String,
        "goods": pl.Int64,
        "pieces": pl.Int64,
        "kilos": pl.Float64,
        "hs": pl.String,
        "coded": pl.Boolean,
        "handling": pl.String,
        "security": pl.String,
        "sender": pl.String,
        "receiver": pl.String,
        "master": pl.Int64,
        "booked_on": pl.String,
    }
)
"""Texts are empty, numbers 0 and `goods` and `master` -1 where the messages tell nothing.

`coded`: whether a commodity code is told; `hs` is that code only where the class of the goods lies in its chapter.
`master` is a number for those that share one. `booked_on`: flights like `KC903/08NOV`, joined by `|`, perhaps without
their day."""


def given(held: Sequence[tuple[Taken, Way]], days: Days) -> pl.DataFrame:
    """The rows of one route, sorted by what they say: not by their numbers, nor by where they stood."""
    masters = {name: place for place, name in enumerate(dict.fromkeys(one.master for one, _ in held if one.master))}
    classes = [goods_class(one.stream, one.hs, one.words) for one, _ in held]
    rows = [
        (
            way.origin,
            way.detour,
            place,
            one.pieces,
            one.kilos,
            _code(one.hs, place),
            bool(one.hs),
            "/".join(code for code in one.handling if code not in SECURITY),
            next((code for code in one.handling if code in SECURITY), ""),
            one.sender,
            one.receiver,
            masters.get(one.master, -1),
            "|".join(f"{number}/{days.written(day)}" for number, day in one.flights),
        )
        for (one, way), place in zip(held, classes, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(SCHEMA.names())


def _code(hs: str, place: int) -> str:
    """A told code that fits the class of the goods, else none: the class then has its own."""
    return hs if place != UNKNOWN and goods()["hs"][place][:2] == hs[:2] else ""


def chosen(luck: Stream, wanted: pl.Series, flights: pl.DataFrame, legs: npt.NDArray[np.int32]) -> Ints:
    """Which way each row takes of those of a route (rows of `legs`), -1 where it is booked on none of their flights.

    The flight on its day goes before the same flight on any day; of several ways one by lot.
    """
    lots = luck.uniform(len(wanted))
    found = np.full(len(wanted), -1, dtype=np.int64)
    texts = wanted.to_numpy()
    for text in wanted.unique().sort().to_list():
        open_to = _open_to(text, flights, legs)
        here = texts == text
        if len(open_to):
            found[here] = open_to[(lots[here] * len(open_to)).astype(np.int64)]
    return found


def _open_to(text: str, flights: pl.DataFrame, legs: npt.NDArray[np.int32]) -> Ints:
    for exact in (True, False):
        for booked in text.split("|") if text else ():
            number, _, day = booked.partition("/")
            mask = (flights["number"] == number) & ((flights["day"] == day) if exact else pl.Series([True]))
            rows = np.flatnonzero(mask.to_numpy())
            ways = np.flatnonzero(np.isin(legs, rows).any(axis=1))
            if len(ways):
                return ways
    return np.zeros(0, dtype=np.int64)
