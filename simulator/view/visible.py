"""What a unit sees of the world, and since when. Nothing here takes the truth, so nothing here can tell it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from simulator.view.columns import column_codes
from simulator.world.joined import Parts, Register, joined
from simulator.world.world import World


def visible(world: World, unit: str, systems: Sequence[str] = (), known: Register | None = None) -> pl.DataFrame:
    """Everything that a unit is ever shown: one row a consignment, sorted by `known`, then `row`.

    Columns: `row`, then those of `view.columns`. `known` is the earliest time (s) over the unit's systems, `system` is
    that system: its name if `systems` names them in the unit's order, else its number from 1. `known` as an
    argument saves working the register out again for another unit.
    """
    shown = _first_shown(world, unit)
    passages = world.passages[shown["passage"]]
    codes = pl.Series(systems or [str(number + 1) for number in range(256)], dtype=pl.String)
    wide = joined(world, passages["row"].to_numpy().astype(np.int64), known)
    return _ordered(wide, world.flights, passages, codes.gather(shown["system"]), shown["t"])


def frame(parts: Parts) -> pl.DataFrame:
    """The same columns for all consignments, in order, whoever sees them: for natural rates and scoring.

    What belongs to a post is that of the first post they pass; `system` and `known` are null.
    """
    n = parts.consignments.height
    first = parts.passages.unique("row", keep="first", maintain_order=True)
    rows = pl.DataFrame({"row": pl.int_range(n, dtype=pl.UInt32, eager=True)})
    passages = rows.join(first, on="row", how="left", maintain_order="left")
    system, known = pl.Series([None], dtype=pl.String), pl.Series([None], dtype=pl.Int32)
    nowhere = np.zeros(n, dtype=np.int64)
    return _ordered(joined(parts), parts.flights, passages, system.gather(nowhere), known.gather(nowhere))


def at(seen: pl.DataFrame, t: int) -> pl.Series:
    """Which rows of a visible frame are known at a time (s), shape (n,): mask first, then filter."""
    return seen["known"] <= t


def shown_to(world: World, unit: str) -> int:
    """How many consignments a unit is ever shown."""
    mine = world.known["unit"] == world.units.index(unit)
    return world.known["passage"].filter(mine).n_unique()


def _first_shown(world: World, unit: str) -> pl.DataFrame:
    """Passage, system and time of what a unit is shown, the earliest of each passage, in the order of the view."""
    mine = world.known.filter(pl.col("unit") == world.units.index(unit))
    first = mine.sort("t", "system").unique("passage", keep="first", maintain_order=True)
    # Passages are sorted by row, so their order is the order of the rows.
    return first.sort("t", "passage")


def _ordered(
    wide: pl.DataFrame, flights: pl.DataFrame, passages: pl.DataFrame, system: pl.Series, known: pl.Series
) -> pl.DataFrame:
    """The columns of the view in their order; rows as they are."""
    into, out = passages["flight_in"], passages["flight_out"]
    first, late = _flight(flights, into), _delay(flights, into)
    # What flies on leaves with its flight, however late it came in.
    late_out = late.zip_with(out < 0, pl.zeros(len(late), late.dtype, eager=True))
    arrives = pl.Series("arrives", into >= 0)
    leaving = _flight(flights, out)
    whole = wide.with_columns(
        passages["procedure"],
        passages["expected"],
        (passages["ready"] - late).cast(pl.Int32).alias("ready"),
        (passages["release"] - late_out).cast(pl.Int32).alias("release"),
        first.zip_with(arrives.fill_null(False), leaving).alias("flight"),
        pl.select(pl.when(arrives).then(leaving)).to_series().alias("onward_flight"),
        system.alias("system"),
        known.cast(pl.Int32).alias("known"),
    )
    return whole.select("row", *column_codes())


def _flight(flights: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """Flight and day of departure as waybills write them, `KC904/08`; null where there is none."""
    names = flights.select(pl.col("number") + "/" + pl.col("day").str.slice(0, 2)).to_series()
    return names.gather(pl.select(pl.when(rows >= 0).then(rows)).to_series())


def _delay(flights: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """How late the arriving flight really is (s), 0 where there is none: it is not part of what is known."""
    late = flights["lands"] - flights["arrives"]
    return late.gather(pl.select(pl.when(rows >= 0).then(rows)).to_series()).fill_null(0)
