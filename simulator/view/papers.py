"""What the documents of a consignment say in the columns of the view, and what of them was amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from simulator.common.chance import Ints
from simulator.common.clock import NEVER
from simulator.world.papers import documents, exists, texts

if TYPE_CHECKING:
    from simulator.view.access import Access
    from simulator.world.joined import Parts

STATED = {
    "manifest_pieces": ("manifest", "pieces"),
    "manifest_weight": ("manifest", "weight"),
    "declared_pieces": ("declaration", "pieces"),
    "declared_weight": ("declaration", "weight"),
    "declared_description": ("declaration", "description"),
    "declared_consignee": ("declaration", "consignee_name"),
    "declared_value": ("declaration", "value"),
}
"""Columns that show a field of one document; what a declaration says, CN22 or CN23 says of mail."""
TYPED = ("shipper_name", "consignee_name", "consignee_address")
"""Columns that a waybill may carry otherwise than a register writes them."""

_NOWHERE = 255


def documented(
    wide: pl.DataFrame, parts: Parts, passages: pl.DataFrame, seen: Access | None, t: int | None = None
) -> pl.DataFrame:
    """The frame with the columns of its documents, row by row with `passages`; null in worlds without papers.

    `seen` says since when each is shown; without it nothing counts as amended. With `t` (s) they say what they said
    then, without it what they say in the end.
    """
    papers: pl.DataFrame | None = getattr(parts, "papers", None)
    if papers is None:
        return wide.with_columns(_nothing(wide))
    posts = passages["post"].fill_null(_NOWHERE).to_numpy().astype(np.int64)
    rows = wide["row"].to_numpy().astype(np.int64)
    placed = _placed(papers, rows, posts, parts.consignments.height)
    final, past = _then(placed, NEVER if t is None else t)
    columns = [_stated(wide, parts, final, rows, passages["procedure"], code) for code in STATED]
    columns += [_over(wide[code], final, ("waybill",), code) for code in TYPED]
    return wide.with_columns(*columns, *_amended(past, parts, rows, seen))


def _then(placed: pl.DataFrame, t: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of the papers those that hold at a time (s), and those that had been amended by then."""
    holds = placed.filter(pl.col("until").is_null() | (pl.col("until") > t)).sort("until", nulls_last=True)
    first = holds.unique(["at", "document", "field"], keep="first", maintain_order=True)
    return first, placed.filter(pl.col("until") <= t)


def _nothing(wide: pl.DataFrame) -> list[pl.Expr]:
    kinds = {code: wide.schema[field] for code, (_, field) in STATED.items()}
    kinds |= {"amended": pl.Int32(), "amended_field": pl.String()}
    return [pl.lit(None, dtype=kind).alias(code) for code, kind in kinds.items()]


def _placed(papers: pl.DataFrame, rows: Ints, posts: Ints, count: int) -> pl.DataFrame:
    """The papers of the rows that are shown, with their place among them, as their post has them."""
    place = np.full(count, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    mine = papers.with_columns(pl.Series("at", place[papers["row"].to_numpy()])).filter(pl.col("at") >= 0)
    here = pl.Series(posts[mine["at"].to_numpy()])
    return mine.filter((mine["post"].is_null() | (mine["post"] == here)).fill_null(False))


def _stated(
    wide: pl.DataFrame, parts: Parts, final: pl.DataFrame, rows: Ints, procedure: pl.Series, code: str
) -> pl.Series:
    document, field = STATED[code]
    named = (document,) if document == "manifest" else (document, "postal")
    there = np.logical_or.reduce([exists(each, parts, rows, procedure) for each in named])
    said = _over(wide[field], final, named, field).alias(code)
    return pl.select(pl.when(pl.Series(there)).then(said).alias(code)).to_series()


def _over(column: pl.Series, final: pl.DataFrame, named: tuple[str, ...], field: str) -> pl.Series:
    """A column with what some documents say instead."""
    mine = final.filter(pl.col("document").is_in(named) & (pl.col("field") == field))
    if not mine.height:
        return column
    values = mine["value"] if column.dtype == pl.String else mine["value"].cast(pl.Float64).cast(column.dtype)
    return column.clone().scatter(mine["at"].to_numpy(), values)


def _amended(amended: pl.DataFrame, parts: Parts, rows: Ints, seen: Access | None) -> list[pl.Series]:
    """When something that had been seen was last amended, and what from what to what."""
    last, told = np.full(len(rows), -1, dtype=np.int64), dict[int, list[str]]()
    if seen is not None and amended.height:
        shown = np.zeros(amended.height, dtype=np.bool_)
        names = amended["document"].cast(pl.String).to_numpy()
        at, until = amended["at"].to_numpy(), amended["until"].to_numpy()
        for code, document in documents().items():
            shown |= (names == code) & (seen.shows(document.shown_by)[at] < until)
        told = _told(amended.filter(pl.Series(shown)).sort("until", "at", maintain_order=True), parts, last)
    lines = pl.Series("amended_field", [None], dtype=pl.String).new_from_index(0, len(rows))
    if told:
        lines = lines.scatter(list(told), ["; ".join(parts_of) for parts_of in told.values()])
    times = pl.Series("amended", last, dtype=pl.Int32)
    return [times.set(pl.Series(last == -1), None), lines]


def _told(amended: pl.DataFrame, parts: Parts, last: Ints) -> dict[int, list[str]]:
    """By place the amendments as texts, in order of time; the last time of each is put into `last`."""
    told: dict[int, list[str]] = {}
    rows = amended["row"].to_numpy().astype(np.int64)
    after = {field: texts(parts, field, rows) for field in amended["field"].cast(pl.String).unique().sort()}
    columns = (amended[name].to_list() for name in ("at", "document", "field", "value", "until"))
    for place, (at, document, field, value, until) in enumerate(zip(*columns, strict=True)):
        told.setdefault(at, []).append(f"{document} {field.replace('_', ' ')} {value} → {after[field][place]}")
        last[at] = until
    return told
