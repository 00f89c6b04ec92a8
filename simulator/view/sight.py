"""What a unit ever sees of the consignments, as arrays: for players and for judging reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulator.common.chance import Ints
from simulator.common.clock import NEVER

if TYPE_CHECKING:
    from simulator.world.world import World


@dataclass(frozen=True)
class Sight:
    """Arrays over the consignments that a unit is ever shown, ascending by `rows`.

    `known` (seconds, first shown), `expected` (planned arrival; export: departure), `stream` (index),
    `shown` bool (n, number of indicators) in the order of `indicators`: whether the unit ever sees that it shows.
    `since` int64, same shape: from when it can see that, NEVER where it never does; left out: from when the
    consignment is known. `read` int64, same shape: from when it can see whether it shows at all, left out likewise.
    """

    unit: str
    rows: Ints
    known: Ints
    expected: Ints
    stream: Ints
    indicators: tuple[str, ...]
    shown: npt.NDArray[np.bool_]
    since: Ints = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))
    read: Ints = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))

    def __post_init__(self) -> None:
        """Fill in `since` and `read` where they were left out."""
        if self.since.shape != self.shown.shape:
            object.__setattr__(self, "since", np.where(self.shown, self.known[:, None], NEVER))
        if self.read.shape != self.shown.shape:
            known = np.broadcast_to(self.known[:, None], self.shown.shape)
            object.__setattr__(self, "read", np.where(self.shown, self.since, known))

    def by(self, times: Ints) -> npt.NDArray[np.bool_]:
        """What of `shown` is seen at a time each (s, shape (n,))."""
        return np.asarray(self.since <= times[:, None])

    def of(self, row: int) -> frozenset[str]:
        """Indicators that a consignment shows to the unit; empty if it never sees it."""
        at = int(np.searchsorted(self.rows, row))
        if at == len(self.rows) or self.rows[at] != row:
            return frozenset()
        return frozenset(self.indicators[i] for i in np.flatnonzero(self.shown[at]).tolist())


def sight(world: World, unit: str) -> Sight:
    """The sight of one unit."""
    from simulator.view.visible import looked_at
    from simulator.world.indicators import indicators, matrix

    seen, access = looked_at(world, unit)
    order = seen["row"].arg_sort()
    frame, place = seen[order], order.to_numpy()
    read = matrix(frame)
    rows = frame["row"].to_numpy().astype(np.int64)
    roots = [one.shows().meta.root_names() for one in indicators()]
    right = _right_from(world, rows)
    columns = [_latest([access.of(names)[place], *(right[name] for name in names if name in right)]) for names in roots]
    open_since = np.stack(columns, axis=1)
    shown = read.to_numpy().astype(bool) & (open_since < NEVER)
    return Sight(
        unit,
        rows,
        frame["known"].to_numpy().astype(np.int64),
        frame["expected"].to_numpy().astype(np.int64),
        frame["stream"].to_physical().to_numpy().astype(np.int64),
        tuple(read.columns),
        shown,
        np.where(shown, open_since, NEVER),
        open_since,
    )


def _latest(times: list[Ints]) -> Ints:
    return np.asarray(np.maximum.reduce(times))


def _right_from(world: World, rows: Ints) -> dict[str, Ints]:
    """By column from when the waybill carries what it says in the end: when it is amended (s)."""
    if world.papers is None:
        return {}
    amended = world.papers.filter((world.papers["document"] == "waybill") & world.papers["until"].is_not_null())
    found = {}
    for code in amended["field"].cast(str).unique().sort():
        mine = amended.filter(amended["field"] == code)
        at = np.full(world.consignments.height, np.iinfo(np.int64).min)
        at[mine["row"].to_numpy()] = mine["until"].to_numpy()
        found[code] = at[rows]
    return found
