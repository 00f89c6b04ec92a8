"""The documents of one consignment side by side: what each says, since when a unit knows it, what it said before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from simulator.common.clock import NEVER
from simulator.common.tables import codes, table
from simulator.view.access import open_systems
from simulator.world.papers import FIELDS, documents, exists, texts
from simulator.world.world import World

_SCHEMA = pl.Schema(
    [
        ("field", pl.Enum(FIELDS)),
        ("document", pl.Enum(codes("world", "documents"))),
        ("value", pl.String()),
        ("since", pl.Int32()),
        ("system", pl.UInt8()),
        ("earlier", pl.String()),
        ("amended", pl.Int32()),
    ]
)


def side_by_side(
    world: World, unit: str, row: int, t: int, controlled: bool, *, agency: str | None = None
) -> pl.DataFrame:
    """What the documents of a consignment say at a time (s), one row a field and document, fields first.

    - `value`: what the document says at t; `since`: from when the unit could read it, `system` where first (position
      among the unit's systems); both null for what only the documents control brings
    - `earlier`, `amended`: what it said before and when that was amended, if the unit had seen it; else null

    With `controlled` the papers themselves lie on the table: invoice and packing list, and all that no system has
    shown. Without, only what systems have shown by t. Empty if the consignment does not pass the unit's post.
    """
    passage = _passage(world, unit, row)
    if passage is None:
        return pl.DataFrame(schema=_SCHEMA)
    found = [
        entry
        for document, since, system in _at_hand(world, unit, row, passage, t, controlled, agency)
        for entry in _fields(world, row, passage, document, t, since, system)
    ]
    return pl.DataFrame(found, schema=_SCHEMA, orient="row").sort("field", "document", maintain_order=True)


def differing(said: pl.DataFrame) -> list[str]:
    """Fields in which the documents of `side_by_side` do not all say the same, in order."""
    counts = said.group_by("field", maintain_order=True).agg(pl.col("value").n_unique())
    return counts.filter(pl.col("value") > 1)["field"].cast(pl.String).to_list()


def _passage(world: World, unit: str, row: int) -> int | None:
    """Row of `World.passages` of a consignment at the unit's post."""
    post = _post(world, unit)
    here = np.flatnonzero((world.passages["row"].to_numpy() == row) & (world.passages["post"].to_numpy() == post))
    return int(here[0]) if len(here) else None


def _post(world: World, unit: str) -> int:
    """Position of the post of a unit; where the world does not tell it, that of what the unit is shown."""
    number = world.units.index(unit)
    if world.systems is not None:
        return int(world.systems.filter(pl.col("unit") == number)["post"][0])
    shown = world.known["passage"].filter(world.known["unit"] == number)
    return int(world.passages["post"][int(shown[0])]) if len(shown) else 0


def _at_hand(
    world: World, unit: str, row: int, passage: int, t: int, controlled: bool, agency: str | None
) -> Iterator[tuple[str, int | None, int | None]]:
    """Documents that the unit can read at t, since when, and in which system first."""
    number = world.units.index(unit)
    kinds = open_systems(world, number, agency)
    mine = world.known.filter((pl.col("passage") == passage) & (pl.col("unit") == number)).sort("t", "system")
    shown = [(kinds.get(system), t_shown, system) for system, t_shown in mine.select("system", "t").iter_rows()]
    procedure = world.passages["procedure"][[passage]]
    for code, document in documents().items():
        if not exists(code, world, np.array([row]), procedure)[0]:
            continue
        first = next(((s, n) for kind, s, n in shown if kind in document.shown_by), (NEVER, 0))
        if first[0] <= t:
            yield code, *first
        elif controlled:
            yield code, None, None


def _fields(
    world: World, row: int, passage: int, document: str, t: int, since: int | None, system: int | None
) -> Iterator[tuple[str, str, str, int | None, int | None, str | None, int | None]]:
    """What one document says."""
    stream = world.consignments["stream"][row]
    others = _others(world, row, document, world.passages["post"][passage])
    for each in table("world", "document_fields"):
        if each["document"] != document or (each["streams"] and stream not in each["streams"].split("|")):
            continue
        field = each["field"]
        value = texts(world, field, np.array([row]))[0]
        other, until = others.get(field, (value, None))
        if until is None or t < until:
            yield field, document, other, since, system, None, None
        elif since is not None and since < until:
            yield field, document, value, since, system, other, until
        else:
            yield field, document, value, since, system, None, None


def _others(world: World, row: int, document: str, post: int) -> dict[str, tuple[str, int | None]]:
    """What the document says instead of `consignments`, and until when, by field."""
    if world.papers is None:
        return {}
    own = pl.col("post").is_null() | (pl.col("post") == post)
    mine = world.papers.filter((pl.col("row") == row) & (pl.col("document") == document) & own)
    return {field: (value, until) for field, value, until in mine.select("field", "value", "until").iter_rows()}
