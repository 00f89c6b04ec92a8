"""Kinds of goods that fly: what they are declared as, where they come from, what they weigh and are worth."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from simulator.common.chance import Floats
from simulator.common.tables import codes, table
from simulator.world.world import STREAMS

UNTYPICAL = 0.02
"""How often goods come from a country that is not typical for them, against a typical one. Assumption."""

_TEXTS = ("code", "trade", "hs", "title", "descriptions", "origins", "handling")
_NUMBERS = ("weight_spread", "value_kg", "value_spread", "share")
_BY_STREAM = ("streams", "weight_piece", "pieces_mean")


@cache
def goods() -> pl.DataFrame:
    """All goods in file order; the row number is the index that consignments refer to.

    - `code`, `trade`, `hs` (6 digits), `title`; `handling`: SPH codes joined by `/`
    - `descriptions`: as a waybill carries them; `streams`, `origins` (`*`: anywhere); each joined by `|`
    - `weight_piece` median in kg, `pieces_mean`: in the first stream of STREAMS that the goods travel in
      (`of_stream` has those of each stream); `weight_spread`, `value_spread`: standard deviation of the logarithm
    - `value_kg` median in USD, `share`: how often against other goods
    """
    rows = table("world", "goods")
    columns = {name: [row[name] for row in rows] for name in _TEXTS}
    numbers = {name: [float(row[name]) for row in rows] for name in _NUMBERS}
    parts = {name: [_parts(row[name]) for row in rows] for name in _BY_STREAM}
    firsts = {name: [next(iter(part.values())) for part in parts[name]] for name in _BY_STREAM[1:]}
    streams = ["|".join(part) for part in parts["streams"]]
    return pl.DataFrame({**columns, "streams": streams, **firsts, **numbers})


@cache
def of_stream(stream: str) -> pl.DataFrame:
    """The goods as they travel in one stream: same rows and columns as `goods`.

    `weight_piece` and `pieces_mean` are those of the stream, `share` tells how often among its consignments; it is 0
    for goods that do not travel in it.
    """
    rows = table("world", "goods")
    weights, pieces, often = (
        [_parts(row[name]).get(stream, otherwise) for row in rows]
        for name, otherwise in (("weight_piece", 1.0), ("pieces_mean", 1.0), ("streams", 0.0))
    )
    share = goods()["share"].to_numpy() * np.asarray(often)
    return goods().with_columns(
        weight_piece=pl.Series(weights), pieces_mean=pl.Series(pieces), share=pl.Series(share / share.sum())
    )


def _parts(text: str) -> dict[str, float]:
    """`general:3|mail:1` by stream, in the order of STREAMS."""
    parts = {stream: float(number) for stream, _, number in (part.partition(":") for part in text.split("|"))}
    return {stream: parts[stream] for stream in STREAMS if stream in parts}


@cache
def shares(stream: str, country: str) -> Floats:
    """How often each row of the goods is sent in a stream from a country: shape (goods,), sum 1; do not write to it."""
    share = of_stream(stream)["share"].to_numpy()
    typical = [row == "*" or country in row.split("|") for row in goods()["origins"]]
    weights = share * np.where(typical, 1.0, UNTYPICAL)
    weights = np.asarray(weights / weights.sum())
    weights.flags.writeable = False
    return weights


@cache
def descriptions() -> tuple[tuple[str, ...], ...]:
    """The descriptions of each row of the goods, upper case as on a waybill."""
    return tuple(tuple(row["descriptions"].split("|")) for row in table("world", "goods"))


def trades() -> tuple[str, ...]:
    """The trades that goods belong to, in file order."""
    return codes("world", "goods", "trade")
