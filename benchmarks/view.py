"""A unit's view at a moment over 100,000 consignments, three conditions: as filter language, against bare polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Ratio, main, timed
from benchmarks.world_week import scenario
from simulator.common.chance import practice_key

if TYPE_CHECKING:
    import polars as pl

SIZE = 100_000
WORLD = 360_000
"""A world in which one unit sees as many."""
UNIT = "ala"
WHERE = "stream = 'mail' AND weight > 0.5 AND description LIKE '%PHONE%'"


def seen() -> tuple[pl.DataFrame, int]:
    """What a unit is ever shown, and a time (s) when it knows half of it."""
    from simulator.view.visible import visible
    from simulator.world.build import build

    view = visible(build(scenario(WORLD), practice_key(1))[0], UNIT).head(SIZE)
    if view.height != SIZE:
        raise ValueError(f"the unit sees {view.height} consignments")
    known = view["known"]
    return view, int(known[len(known) // 2])


def by_language(view: pl.DataFrame, t: int) -> pl.DataFrame:
    """Read the filter, mask, filter."""
    from simulator.view.filter import compile_filter, filtered

    return filtered(view, t, compile_filter(WHERE, view.schema))


def by_polars(view: pl.DataFrame, t: int) -> pl.DataFrame:
    """The same rows by expressions of polars."""
    import polars as pl

    like = pl.col("description").str.contains("(?i)phone")
    return view.filter(pl.col("known") <= t, pl.col("stream") == "mail", pl.col("weight") > 0.5, like)


def language() -> float:
    """Seconds of a view that shows what bare polars shows; the first one, which also loads sqlglot, is not timed."""
    view, t = seen()
    if not by_language(view, t).equals(by_polars(view, t)) or by_polars(view, t).is_empty():
        raise ValueError("the filter does not leave the rows that polars leaves")
    return timed(by_language, view, t)


def bare() -> float:
    """Seconds of the bare filter."""
    view, t = seen()
    by_polars(view, t)
    return timed(by_polars, view, t)


CASES = {"language": language, "bare": bare}
BOUNDS = (
    Ratio(
        "A view of 100,000 consignments, three conditions as text, against bare polars", "language", "bare", at_most=5
    ),
)

if __name__ == "__main__":
    main("benchmarks.view")
