"""What the systems of customs say of the clearance of a passage."""

from __future__ import annotations

import polars as pl

from simulator.common.clock import NEVER
from simulator.view.access import Access
from simulator.view.columns import group_of
from simulator.world.declarations import PRELIMINARY
from simulator.world.world import CHANNELS

_EMPTY = {
    "channel": pl.Enum(CHANNELS),
    "preliminary": pl.Enum(PRELIMINARY),
    "preliminary_at": pl.Int32(),
    "declared": pl.Int32(),
}


def clearing(clearance: pl.DataFrame | None, passages: pl.Series) -> pl.DataFrame:
    """Columns channel, preliminary, preliminary_at and declared of passages by their position; null for null.

    All are null in a world that has no clearance.
    """
    if clearance is None:
        empty = pl.Series([None]).new_from_index(0, len(passages))
        return pl.DataFrame([empty.cast(kind).alias(name) for name, kind in _EMPTY.items()])
    table = clearance.rename({"lodged": "declared"}).select(list(_EMPTY))
    return pl.DataFrame([column.gather(passages) for column in table.iter_columns()])


def leaving(clearance: pl.DataFrame | None, planned: pl.Series, seen: Access, t: int | None) -> pl.Series:
    """When each passage leaves (s) as far as is known, in the order of `seen`.

    A channel and the check that it wants are known with the declaration: before it is seen at `t` (s; without it,
    ever), nothing but the plan is. `planned` is that of a world that does not tell it.
    """
    if clearance is None or "checked" not in clearance.columns:
        return planned
    mine = clearance["planned", "checked"][seen.passages]
    told = pl.Series(seen.since[group_of()["declared"]] <= (NEVER - 1 if t is None else t))
    return mine["checked"].zip_with(told, mine["planned"]).fill_null(planned)
