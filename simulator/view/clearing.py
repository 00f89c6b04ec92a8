"""What the systems of customs say of the clearance of a passage."""

from __future__ import annotations

import polars as pl

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
