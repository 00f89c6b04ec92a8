"""What a filter asks for in vain: comparisons with a constant that no value of the column can fulfil at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from simulator.common.clock import duration_text
from simulator.common.errors import Fault, listed
from simulator.common.tables import table
from simulator.view.filter import read
from simulator.view.filter_faults import Faults, short
from simulator.view.filter_parts import NUMBER, TEXT, TIME, TRUTH, WORD
from simulator.view.filter_tree import Reader

if TYPE_CHECKING:
    import polars as pl
    from sqlglot import exp

    from simulator.view.filter_parts import Part

MOST = 5
_ABBREVIATION = 2
"""Letters of a country's code."""
_NEAR = 3
_PART = 3
"""Letters from which a part of a text says something."""


def vain(text: str, known: pl.DataFrame) -> list[Fault]:
    """Notes on a filter over what is known at a moment (a masked view): each names a comparison that nothing fulfils.

    Codes `filter-note-…`, without a place. The filter has to be one: a `DrillError` says what is wrong with it.
    """
    if known.is_empty():
        return []
    notes = []
    for leaf in _comparisons(read(text, known.schema)):
        reader = Reader(known.schema, Faults(text))
        column = _compared(leaf)
        if column is not None and not _any(reader, leaf, known):
            notes.append(_note(leaf, reader.column(column), known))
    return notes[:MOST]


def _comparisons(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The comparisons of a filter, those in functions left out."""
    from sqlglot import exp

    kinds = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between, exp.Like, exp.ILike)
    return (node for node in tree.walk() if isinstance(node, kinds))


def _compared(leaf: exp.Expr) -> str | None:
    """The column that a comparison holds against constants; None if it compares anything else."""
    from sqlglot import exp

    columns = list(leaf.find_all(exp.Column))
    sides = [side.unnest() for side in (leaf.this, leaf.expression) if isinstance(side, exp.Expr)]
    plain = len(columns) == 1 and any(side is columns[0] for side in sides)
    return columns[0].name if plain else None


def _any(reader: Reader, leaf: exp.Expr, known: pl.DataFrame) -> bool:
    """Whether a comparison is true of anything; `<>` is looked at as `=`, and NOT LIKE as LIKE."""
    import polars as pl
    from sqlglot import exp

    asked = leaf
    if isinstance(leaf, exp.NEQ):
        asked = exp.EQ(this=leaf.this.copy(), expression=leaf.expression.copy())
    elif leaf.args.get("negate"):
        asked = leaf.copy()
        asked.set("negate", None)
    return bool(known.select(pl.sql_expr(reader.condition(asked)).any()).item())


def _note(leaf: exp.Expr, part: Part, known: pl.DataFrame) -> Fault:
    import polars as pl
    from sqlglot import exp

    values = known[part.told].drop_nulls()
    params = {"column": part.told}
    if values.is_empty():
        return Fault("filter-note-empty", params)
    literals = [node.name for node in leaf.find_all(exp.Literal) if node.is_string]
    if part.kind in (TEXT, WORD) and literals:
        like = isinstance(leaf, exp.Like | exp.ILike)
        params |= {"value": short(literals[0])}
        return Fault("filter-note-text", {**params, "hint": _hint(literals[0], values.cast(pl.String), like=like)})
    if part.kind in (NUMBER, TIME):
        ends: tuple[Any, Any] = (values.min(), values.max())
        lowest, highest = (duration_text(end) if part.kind == TIME else f"{round(end, 3):g}" for end in ends)
        return Fault("filter-note-range", {**params, "lowest": lowest, "highest": highest})
    return Fault("filter-note-none", params) if part.kind == TRUTH else Fault("filter-note-empty", params)


def _hint(asked: str, values: pl.Series, *, like: bool) -> str:
    """What was most likely meant: the text in capitals, a part of a text, the code of a country, or near values."""
    there = values.unique().sort().to_list()
    low = {value.lower(): value for value in there}
    bare = asked.strip("% ").lower()
    if found := low.get(bare):
        return f"; write '{found}'"
    if len(bare) >= _PART and any(bare in value for value in low) and (not like or not asked.startswith("%")):
        return f"; for a part of a text write LIKE '%{asked.strip('% ')}%'"
    if all(len(value) == _ABBREVIATION for value in there):
        codes = {row["name"].lower(): row["code"] for row in table("formats", "countries")}
        code = next((codes[name] for name in get_close_matches(bare, codes, n=1, cutoff=0.8)), "")
        if code in there:
            return f"; countries are written as codes: write '{code}'"
        return f"; countries are written as codes{f' ({code!r})' if code else ''}; there are: {listed(there)}"
    near = get_close_matches(bare, low, n=_NEAR, cutoff=0.6)
    if near:
        return f"; the nearest: {', '.join(repr(low[value]) for value in near)}"
    return f"; there are: {listed(there)}" if len(there) <= 2 * _NEAR else ""
