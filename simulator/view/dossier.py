"""All that a unit can know of one consignment at a time: its documents side by side, and every column seen by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from simulator.view.access import Access
from simulator.view.columns import Column, columns
from simulator.view.documents import side_by_side
from simulator.view.papers import STATED
from simulator.view.visible import looked_at
from simulator.world.papers import FIELDS
from simulator.world.world import World

_TOLD_APART = {*FIELDS, *STATED, "amended", "amended_field", "known", "system"}
"""Columns that stand among the documents, or in the head."""


@dataclass(frozen=True)
class Known:
    """One column of the view with its value, and since when (s) it can be seen."""

    column: Column
    value: Any
    since: int


@dataclass(frozen=True)
class Dossier:
    """A consignment as a unit knows it at `t` (s): `known` since when, first from `system`.

    `documents` as `view.documents.side_by_side` gives them; `facts` in the order of the columns.
    """

    number: str
    t: int
    known: int
    system: str
    documents: pl.DataFrame
    facts: tuple[Known, ...]


def dossier(
    world: World,
    unit: str,
    row: int,
    t: int,
    systems: Sequence[str] = (),
    *,
    agency: str | None = None,
    controlled: bool = False,
) -> Dossier | None:
    """The dossier of a consignment; None if no system of the unit has shown it by `t`.

    `controlled`: its papers have been laid side by side, so that invoice and packing list are there too.
    """
    whole = looked_at(world, unit, systems, agency=agency, t=t)
    return dossier_in(whole, world, unit, row, t, agency=agency, controlled=controlled)


def dossier_in(
    whole: tuple[pl.DataFrame, Access],
    world: World,
    unit: str,
    row: int,
    t: int,
    *,
    agency: str | None = None,
    controlled: bool = False,
) -> Dossier | None:
    """The same out of `view.visible.looked_at` of the unit, for many consignments or times of one view."""
    frame, seen = whole
    at = frame["row"].index_of(row)
    if at is None or seen.known[at] > t:
        return None
    values = frame.row(at, named=True)
    facts, mine = [], seen.taken(np.arange(frame.height) == at)
    for column in columns():
        since = int(mine.of((column.code,))[0])
        if column.code not in _TOLD_APART and since <= t and values[column.code] is not None:
            facts.append(Known(column, values[column.code], since))
    documents = side_by_side(world, unit, row, t, controlled=controlled, agency=agency)
    return Dossier(values["id"], t, int(seen.known[at]), values["system"], documents, tuple(facts))
