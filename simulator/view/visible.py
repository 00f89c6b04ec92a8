"""What a unit sees of the world, and since when. Nothing here takes the truth, so nothing here can tell it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.clock import NEVER
from simulator.view.access import Access, access
from simulator.view.clearing import clearing, leaving
from simulator.view.columns import column_codes, groups
from simulator.view.papers import documented
from simulator.view.postal import postal_columns
from simulator.view.warehouse import lying
from simulator.world.carriage import on_time
from simulator.world.joined import Parts, Register, joined
from simulator.world.world import World


def visible(
    world: World,
    unit: str,
    systems: Sequence[str] = (),
    known: Register | None = None,
    *,
    agency: str | None = None,
) -> pl.DataFrame:
    """Everything that a unit is ever shown: one row a consignment, sorted by `known`, then `row`.

    Columns: `row`, then those of `view.columns`; null where none of the unit's systems that show the column shows the
    consignment. `known` is the earliest time (s) over the unit's systems, `system` is that system: its name if
    `systems` names them in the unit's order, else its number from 1. `known` as an argument saves working the register
    out again for another unit. With an `agency` only the systems that its officers may see count.
    """
    return looked_at(world, unit, systems, known, agency)[0]


def looked_at(
    world: World,
    unit: str,
    systems: Sequence[str] = (),
    known: Register | None = None,
    agency: str | None = None,
    t: int | None = None,
) -> tuple[pl.DataFrame, Access]:
    """`visible` with the access that it was made by, row by row; with `t` (s) documents say what they said then.

    What is not shown by then is left in: `view.filter.filtered` and `masked` take it out.
    """
    seen = access(world, unit, agency)
    passages = world.passages[seen.passages]
    codes = pl.Series(systems or [str(number + 1) for number in range(256)], dtype=pl.String)
    wide = joined(world, passages["row"].to_numpy().astype(np.int64), known)
    wide = documented(wide, world, passages, seen, t)
    wide = wide.hstack(postal_columns(world, wide)).hstack(clearing(world.clearance, pl.Series(seen.passages)))
    leaves = leaving(world.clearance, on_time(world.flights, passages)["release"], seen, t)
    first = pl.Series(seen.known, dtype=pl.Int32)
    whole = _ordered(wide, world.flights, passages, leaves, codes.gather(seen.system), first)
    return masked(whole, seen, NEVER - 1), seen


def masked(some: pl.DataFrame, seen: Access, t: int) -> pl.DataFrame:
    """Columns of a view, null where no system has shown them by a time (s), or where they say nothing yet.

    `seen` is the access to the same passages, row by row.
    """
    for group, codes in groups().items():
        some = _without(some, codes, seen.since[group] > t)
    for code, since in seen.told.items():
        some = _without(some, (code,), since > t)
    return some


def first_shown(whole: pl.DataFrame, seen: Access) -> pl.DataFrame:
    """A view for paper: what a column says only later is null where it was not there when the row was first shown."""
    for code in seen.told:
        whole = _without(whole, (code,), seen.of((code,)) > seen.known)
    return whole


def _without(some: pl.DataFrame, codes: Sequence[str], hidden: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """Some columns null in some rows."""
    here = [code for code in codes if code in some.columns]
    if not here or not hidden.any():
        return some
    shown = pl.lit(pl.Series(~hidden))
    return some.with_columns(pl.when(shown).then(pl.col(code)).alias(code) for code in here)


def frame(parts: Parts) -> pl.DataFrame:
    """The same columns for all consignments, in order, whoever sees them: for natural rates and scoring.

    What belongs to a post is that of the first post they pass; `system` and `known` are null.
    """
    n = parts.consignments.height
    first = parts.passages.with_row_index("passage").unique("row", keep="first", maintain_order=True)
    rows = pl.DataFrame({"row": pl.int_range(n, dtype=pl.UInt32, eager=True)})
    passages = rows.join(first, on="row", how="left", maintain_order="left")
    system, known = pl.Series([None], dtype=pl.String), pl.Series([None], dtype=pl.Int32)
    nowhere = np.zeros(n, dtype=np.int64)
    clearance = parts.clearance if isinstance(parts, World) else None
    cleared = clearing(clearance, passages["passage"])
    wide = documented(joined(parts), parts, passages, None).hstack(cleared)
    wide = wide.hstack(postal_columns(parts, wide))
    leaves = on_time(parts.flights, passages)["release"]
    if clearance is not None and "checked" in clearance.columns:
        leaves = clearance["checked"].gather(passages["passage"]).fill_null(leaves)
    return _ordered(wide, parts.flights, passages, leaves, system.gather(nowhere), known.gather(nowhere))


def at(seen: pl.DataFrame, t: int) -> pl.Series:
    """Which rows of a visible frame are known at a time (s), shape (n,): mask first, then filter."""
    return seen["known"] <= t


def shown_to(world: World, unit: str) -> int:
    """How many consignments a unit is ever shown."""
    mine = world.known["unit"] == world.units.index(unit)
    return world.known["passage"].filter(mine).n_unique()


def _ordered(
    wide: pl.DataFrame,
    flights: pl.DataFrame,
    passages: pl.DataFrame,
    leaves: pl.Series,
    system: pl.Series,
    known: pl.Series,
) -> pl.DataFrame:
    """The columns of the view in their order; rows as they are. `leaves` is the release that is shown."""
    into, out = passages["flight_in"], passages["flight_out"]
    first = flight_names(flights, into)
    arrives = pl.Series("arrives", into >= 0)
    leaving = flight_names(flights, out)
    whole = wide.with_columns(
        passages["procedure"],
        passages["expected"],
        on_time(flights, passages)["ready"],
        leaves.cast(pl.Int32).alias("release"),
        first.zip_with(arrives.fill_null(False), leaving).alias("flight"),
        pl.select(pl.when(arrives).then(leaving)).to_series().alias("onward_flight"),
        system.alias("system"),
        known.cast(pl.Int32).alias("known"),
        lying(wide, passages),
    )
    return whole.select("row", *column_codes())


def flight_names(flights: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """Flight and day of departure as waybills write them, `KC904/08`; null where there is none."""
    names = flights.select(pl.col("number") + "/" + pl.col("day").str.slice(0, 2)).to_series()
    return names.gather(pl.select(pl.when(rows >= 0).then(rows)).to_series())
