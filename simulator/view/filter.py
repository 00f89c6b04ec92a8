"""The one filter language: a condition in SQL over visible columns becomes an expression of polars.

`stream = 'mail' AND weight > 2 AND description LIKE '%PHONE%'`. The words of the text are looked at first, then
sqlglot makes a tree of it, then each place of the tree is checked against the columns; what polars gets is written anew
from the checked tree. So nothing reaches polars that is not on the lists of `filter_words` and `filter_tree`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.common.errors import DrillError
from simulator.view.filter_faults import Faults
from simulator.view.filter_titles import tell_titles
from simulator.view.filter_tree import Reader
from simulator.view.filter_words import parsed, worded

if TYPE_CHECKING:
    import polars as pl
    from sqlglot import exp

    from simulator.view.access import Access


def compile_filter(text: str, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """The expression of a filter over a frame of this schema, as `view.visible.visible` gives it.

    Polars evaluates it to a Boolean column of the frame's height, null where a column that counts is empty.
    Raises a `DrillError` with all faults and their line and column in the text.
    """
    import polars as pl

    return pl.sql_expr(written(text, schema))


def written(text: str, schema: Mapping[str, pl.DataType]) -> str:
    """The filter as it is handed to polars: names quoted, each part in parentheses, times in seconds.

    Raises a `DrillError` as `compile_filter` does.
    """
    return _read(text, schema)[1]


def read(text: str, schema: Mapping[str, pl.DataType]) -> exp.Expr:
    """The tree of a filter, which holds nothing but what is allowed. Raises a `DrillError` as `compile_filter` does."""
    return _read(text, schema)[0]


def _read(text: str, schema: Mapping[str, pl.DataType]) -> tuple[exp.Expr, str]:
    faults = Faults(text)
    reader = Reader(schema, faults)
    words = worded(text, reader.words(), faults)
    tree = None if faults else parsed(text, words, faults)
    if tree is None:
        tell_titles(text, faults)
    sql = "" if tree is None else reader.condition(tree)
    if faults or tree is None:
        raise DrillError(faults)
    return tree, sql


def filtered(seen: pl.DataFrame, t: int, where: pl.Expr | None = None, access: Access | None = None) -> pl.DataFrame:
    """What of a view is known at a time (s) and fulfils a filter: what is not known then is not looked at.

    With the `access` of the view (`view.visible.looked_at`), columns that no system has shown by then, or that say
    nothing yet, are null, for the filter too. A filter looks at one consignment at a time; so only what it names is
    masked for all, the rest for what it leaves.
    """
    import polars as pl

    from simulator.view.visible import at, masked

    keep = at(seen, t)
    if where is not None:
        named = seen.select(sorted(set(where.meta.root_names())))
        named = named if access is None else masked(named, access, t)
        keep = pl.select(keep & named.select(where.alias("fulfils"))["fulfils"]).to_series()
    found = seen.filter(keep)
    if access is None:
        return found
    return masked(found, access.taken(keep.fill_null(False).to_numpy()), t)
