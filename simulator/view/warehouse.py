"""Where a consignment lies once it was broken down: a place of the terminal, a courier's cage, the hall of the post.

It follows from what the terminal works by (stream, handling codes, flight) and from a lot that belongs to the position
of a consignment in the world. The key of the lots is public and the same in all drills: places tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from simulator.common.chance import KEY_BYTES, Ints, luck_many
from simulator.common.tables import table
from simulator.world.world import STREAMS

_PUBLIC = bytes(KEY_BYTES)
_AISLES = tuple("ABCDEFGHJKLM")
_POSTS = 64
"""More posts than a scenario has."""


def lying(wide: pl.DataFrame, passages: pl.DataFrame) -> pl.Series:
    """The place of each passage, `A-12-03` (aisle of the flight, bay, level), `PER-02-01`, `CAGE NAME` or `HALL`.

    `wide` has of each passage `row`, `stream`, `handling` and `agent_name`; null where there is no passage.
    """
    said = wide.select(pl.col("stream").cast(pl.String), "handling", "agent_name").with_columns(
        *_lots(wide["row"], passages), _aisles(passages)
    )
    zones = [(_within(zone), _place(zone)) for zone in table("view", "zones")]
    place = pl.coalesce(pl.when(here).then(text) for here, text in zones)
    return said.select(pl.when(pl.Series(passages["post"].is_not_null())).then(place).alias("place")).to_series()


def _lots(rows: pl.Series, passages: pl.DataFrame) -> list[pl.Series]:
    """Two numbers in [0, 1) of each passage, for its bay and its level."""
    which = rows.to_numpy().astype(np.int64) * _POSTS + passages["post"].fill_null(0).to_numpy()
    return [pl.Series(what, luck_many(_PUBLIC, "warehouse", "", what, 0, which)) for what in ("bay", "level")]


def _aisles(passages: pl.DataFrame) -> pl.Series:
    """The aisle of the flight with which each passage arrives, or leaves."""
    into, out = (passages[name].fill_null(0).to_numpy().astype(np.int64) for name in ("flight_in", "flight_out"))
    flight: Ints = np.where(into >= 0, into, out)
    place = (luck_many(_PUBLIC, "warehouse", "", "aisle", 0, flight) * len(_AISLES)).astype(np.int64)
    return pl.Series(_AISLES).gather(place).alias("aisle")


def _within(zone: Mapping[str, str]) -> pl.Expr:
    """Which passages lie in a zone, if in none before it."""
    here = pl.col("stream").is_in(zone["streams"].split("|") if zone["streams"] else STREAMS)
    if not zone["handling"]:
        return here
    return here & pl.col("handling").str.contains(rf"\b(?:{zone['handling']})\b").fill_null(value=False)


def _place(zone: Mapping[str, str]) -> pl.Expr:
    """How a place of a zone is written."""
    if not zone["bays"]:
        whose = pl.concat_str(pl.lit(f"{zone['code']} "), "agent_name")
        return whose if zone["code"] == "CAGE" else pl.lit(zone["code"])
    room = pl.lit(zone["code"]) if zone["code"] else pl.col("aisle")
    return pl.concat_str(room, _number("bay", zone["bays"]), _number("level", zone["levels"]), separator="-")


def _number(lot: str, most: str) -> pl.Expr:
    """`03`: a number from 1 to `most` by a lot."""
    return (pl.col(lot) * int(most)).floor().cast(pl.Int32).add(1).cast(pl.String).str.zfill(2)
