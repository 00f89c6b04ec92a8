"""Columns that say nothing yet when a system shows the consignment: since when they say something."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.common.chance import Ints
from simulator.world.systems import EARLIEST
from simulator.world.world import World


def told_since(world: World, passages: Ints) -> dict[str, Ints]:
    """By column since when it says something of each passage (s); `passages` are rows of `World.passages`.

    A place in the warehouse there is when a consignment is really ready; a preliminary decision when it is made, and
    that no data came is sure at the planned arrival.
    """
    mine = world.passages[passages]
    found = {"place": mine["ready"].to_numpy().astype(np.int64)}
    if world.clearance is not None:
        made = world.clearance[passages].select(
            pl.when(pl.col("preliminary") == "none")
            .then(mine["expected"])
            .otherwise("preliminary_at")
            .fill_null(EARLIEST)
        )
        decided = made.to_series().to_numpy().astype(np.int64)
        found |= {"preliminary": decided, "preliminary_at": decided}
    return found
