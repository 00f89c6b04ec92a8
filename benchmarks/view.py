"""A unit's view at a moment over 100,000 consignments, three conditions: as filter language, against bare polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import Ratio, main, timed
from benchmarks.world_week import scenario
from simulator.common.chance import practice_key
from simulator.common.clock import NEVER

if TYPE_CHECKING:
    import polars as pl

    from simulator.view.access import Access

SIZE = 100_000
WORLD = 360_000
"""A world in which one unit sees as many."""
UNIT = "ala"
WHERE = "stream = 'mail' AND weight > 0.5 AND description LIKE '%PHONE%'"


def seen() -> tuple[pl.DataFrame, Access, int]:
    """What a unit is ever shown, by which access, and a time (s) when it knows half of it."""
    from simulator.view.visible import looked_at
    from simulator.world.build import build

    view, access = looked_at(build(scenario(WORLD), practice_key(1))[0], UNIT)
    if view.height < SIZE:
        raise ValueError(f"the unit sees {view.height} consignments")
    return view.head(SIZE), access.taken(np.arange(view.height) < SIZE), int(view["known"][SIZE // 2])


def by_language(view: pl.DataFrame, access: Access, t: int) -> pl.DataFrame:
    """Read the filter, mask what is not known yet, filter."""
    from simulator.view.filter import compile_filter, filtered

    return filtered(view, t, compile_filter(WHERE, view.schema), access)


def by_polars(view: pl.DataFrame) -> pl.DataFrame:
    """The three conditions as expressions of polars."""
    import polars as pl

    like = pl.col("description").str.contains("(?i)phone")
    return view.filter(pl.col("stream") == "mail", pl.col("weight") > 0.5, like)


def language() -> float:
    """Seconds of a view at a moment; the first one, which also loads sqlglot, is not timed."""
    view, access, t = seen()
    check(view, access, t)
    return timed(by_language, view, access, t)


def bare() -> float:
    """Seconds of the bare filter."""
    view, access, t = seen()
    check(view, access, t)
    return timed(by_polars, view)


def check(view: pl.DataFrame, access: Access, t: int) -> None:
    """Both leave the same rows of a view that is all known; ValueError if not."""
    late = NEVER - 1
    if not by_language(view, access, late).equals(by_polars(view)) or by_polars(view).is_empty():
        raise ValueError("the filter does not leave the rows that polars leaves")
    if not 0 < by_language(view, access, t).height < by_polars(view).height:
        raise ValueError("the moment is none in the middle")


CASES = {"language": language, "bare": bare}
BOUNDS = (
    Ratio(
        "A view of 100,000 consignments, three conditions as text, against bare polars", "language", "bare", at_most=5
    ),
)

if __name__ == "__main__":
    main("benchmarks.view")
