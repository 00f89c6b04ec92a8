"""What a unit ever sees of the consignments, as arrays: for players and for judging reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulator.common.chance import Ints

if TYPE_CHECKING:
    from simulator.world.world import World


@dataclass(frozen=True)
class Sight:
    """Arrays over the consignments that a unit is ever shown, ascending by `rows`.

    `known` (seconds, first shown), `expected` (planned arrival; export: departure), `stream` (index),
    `shown` bool (n, number of indicators) in the order of `indicators`.
    """

    unit: str
    rows: Ints
    known: Ints
    expected: Ints
    stream: Ints
    indicators: tuple[str, ...]
    shown: npt.NDArray[np.bool_]

    def of(self, row: int) -> frozenset[str]:
        """Indicators that a consignment shows to the unit; empty if it never sees it."""
        at = int(np.searchsorted(self.rows, row))
        if at == len(self.rows) or self.rows[at] != row:
            return frozenset()
        return frozenset(self.indicators[i] for i in np.flatnonzero(self.shown[at]).tolist())


def sight(world: World, unit: str) -> Sight:
    """The sight of one unit."""
    from simulator.view.visible import visible
    from simulator.world.indicators import matrix

    frame = visible(world, unit).sort("row")
    shown = matrix(frame)
    return Sight(
        unit,
        frame["row"].to_numpy().astype(np.int64),
        frame["known"].to_numpy().astype(np.int64),
        frame["expected"].to_numpy().astype(np.int64),
        frame["stream"].to_physical().to_numpy().astype(np.int64),
        tuple(shown.columns),
        shown.to_numpy().astype(bool) if shown.width else np.zeros((frame.height, 0), dtype=bool),
    )
