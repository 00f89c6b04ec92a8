"""Since when a unit sees which columns of which consignment: by groups of columns that the same systems show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints
from simulator.common.clock import NEVER
from simulator.view.columns import group_of, groups
from simulator.view.told import told_since
from simulator.world.systems import showing
from simulator.world.world import World

NAMES = "shipper_name"
"""Who has seen this can look a party up in registers and lists."""


@dataclass(frozen=True)
class Access:
    """What a unit is shown, one element a passage, in the order of the view (first shown, then row).

    - `passages`: rows of `World.passages`; `system`: the system that shows it first; `known`: when (s)
    - `since`: for each group of columns since when the unit sees it (s), NEVER if it never does
    - `kinds`: for each kind of system that the unit has, since when one of it shows the passage
    - `told`: for columns that say nothing at first, since when they do, whether the unit sees them or not
    """

    passages: Ints
    system: Ints
    known: Ints
    since: Mapping[str, Ints]
    kinds: Mapping[str, Ints]
    told: Mapping[str, Ints] = field(default_factory=dict)

    def taken(self, keep: npt.NDArray[np.bool_]) -> Access:
        """The access to some of the passages."""
        since, kinds, told = (
            {key: times[keep] for key, times in each.items()} for each in (self.since, self.kinds, self.told)
        )
        return Access(self.passages[keep], self.system[keep], self.known[keep], since, kinds, told)

    def of(self, columns: Iterable[str]) -> Ints:
        """Since when all of some columns are seen, shape (n,)."""
        wanted = set(columns)
        shown = [self.since[group] for group in sorted({group_of()[code] for code in wanted})]
        later = [times for code, times in self.told.items() if code in wanted]
        return np.asarray(np.maximum.reduce([self.known, *shown, *later]))

    def shows(self, kinds: Iterable[str]) -> Ints:
        """Since when a system of one of some kinds shows the passage, NEVER if none does."""
        nothing = np.full(len(self.known), NEVER, dtype=np.int64)
        return np.asarray(np.minimum.reduce([nothing, *(self.kinds[kind] for kind in kinds if kind in self.kinds)]))


def access(world: World, unit: str, agency: str | None = None) -> Access:
    """The access of a unit: with an agency, of those of its officers; without, of all of them together."""
    number = world.units.index(unit)
    allowed = open_systems(world, number, agency)
    mine = world.known.filter(pl.col("unit") == number)
    if world.systems is not None:
        mine = mine.filter(pl.col("system").is_in(list(allowed)))
    # Passages are sorted by row, so their order is the order of the rows.
    first = mine.sort("t", "system").unique("passage", keep="first", maintain_order=True).sort("t", "passage")
    passages, system, known = (first[name].to_numpy().astype(np.int64) for name in ("passage", "system", "t"))
    if world.systems is None:
        since, kinds = dict.fromkeys(groups(), known), dict.fromkeys(showing(), known)
    else:
        kinds = _by_kind(mine, passages, allowed, world.passages.height)
        since = _since(kinds, known)
    return Access(passages, system, known, since, kinds, told_since(world, passages))


def open_systems(world: World, unit: int, agency: str | None = None) -> dict[int, str]:
    """Kind of each system of a unit (by its position) that an agency may look at; of all of them without one.

    Empty in a world that does not tell its systems.
    """
    if world.systems is None:
        return {}
    mine = world.systems.filter(pl.col("unit") == unit)
    open_to = (pl.col("agencies") == "") | pl.col("agencies").str.split("|").list.contains(agency or "")
    return dict((mine.filter(open_to) if agency else mine).select("system", "kind").iter_rows())


def _by_kind(mine: pl.DataFrame, passages: Ints, allowed: Mapping[int, str], count: int) -> dict[str, Ints]:
    """For each kind of system since when it shows each passage; those that are looked up show nothing themselves."""
    place = np.zeros(count, dtype=np.int64)
    place[passages] = np.arange(len(passages))
    found = {kind: np.full(len(passages), NEVER, dtype=np.int64) for kind in dict.fromkeys(allowed.values())}
    for system, kind in allowed.items():
        here = mine.filter(pl.col("system") == system)
        at = place[here["passage"].to_numpy()]
        found[kind][at] = np.minimum(found[kind][at], here["t"].to_numpy())
    return found


def _since(kinds: Mapping[str, Ints], known: Ints) -> dict[str, Ints]:
    """Since when each group is seen: from the first system of its kinds; what is looked up, from when names are."""
    nothing = np.full(len(known), NEVER, dtype=np.int64)

    def first(group: str) -> Ints:
        ways = [kinds[kind] for kind in group.split("|") if kind in kinds and kind in showing()]
        return np.asarray(np.minimum.reduce([nothing, *ways]))

    named, since = first(group_of()[NAMES]), {}
    for group in groups():
        looked_up = any(kind in kinds and kind not in showing() for kind in group.split("|"))
        seen = np.minimum(first(group), named) if looked_up else first(group)
        since[group] = seen if group else known
    return since
