"""What an air waybill over houses says of all of them: its sums are written by who consolidates, who knows every house.

Sums are of what documents declare. They are the same in each system, whichever houses it shows: so the waybill and the
manifest of a master differ only where documents of its houses do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from simulator.world.world import World

_FIGURES = ("pieces", "weight")


def wholes(world: World, post: int) -> pl.DataFrame:
    """One row a master and flight of a post: `master`, `flight_row`, the sums of its houses and parcels in the end.

    `pieces`, `weight` (kg), `freight` (USD), `handling` (codes with slashes) as waybills say them; `manifest_pieces`,
    `manifest_weight` as the manifest of the flight does.
    """
    import polars as pl

    inside = world.consignments.with_row_index("row").filter(pl.col("master").is_not_null())
    figures = inside.select("row", "master", *_FIGURES, "freight", "handling")
    for field in _FIGURES:
        figures = figures.join(_manifested(world, post, field), on="row", how="left")
        stated = pl.coalesce(pl.col("said").cast(figures.schema[field]), field)
        figures = figures.with_columns(stated.alias(f"manifest_{field}")).drop("said")
    here = world.passages.filter(pl.col("post") == post).select("row", flight_row())
    sums = (
        pl.col("pieces", "manifest_pieces").sum(),
        pl.col("weight", "manifest_weight").sum().round(3),
        pl.col("freight").sum().round(2),
        pl.col("handling").str.split("/").explode().drop_nulls().unique().sort().str.join("/"),
    )
    return figures.join(here, on="row").sort("row").group_by("master", "flight_row", maintain_order=True).agg(*sums)


def flight_row() -> pl.Expr:
    """`flight_row`: the flight with which a passage comes to its post, else the one with which it leaves."""
    import polars as pl

    return (
        pl.when(pl.col("flight_in") >= 0).then("flight_in").otherwise("flight_out").cast(pl.Int64).alias("flight_row")
    )


def _manifested(world: World, post: int, field: str) -> pl.DataFrame:
    """What manifests of a post say for good instead of the waybill: row, said."""
    import polars as pl

    if world.papers is None:
        return pl.DataFrame(schema={"row": pl.UInt32(), "said": pl.Float64()})
    here = (pl.col("post") == post) & pl.col("until").is_null()
    mine = world.papers.filter((pl.col("document") == "manifest") & (pl.col("field") == field) & here)
    return mine.select("row", pl.col("value").cast(pl.Float64).alias("said"))
