"""What a unit sees of receptacles: what the post announces of each, items without advance data counted too."""

from __future__ import annotations

import polars as pl

from simulator.view.postal import mail_class
from simulator.view.visible import flight_names
from simulator.world.carriage import on_time
from simulator.world.world import World

SCHEMA = pl.Schema(
    {
        "receptacle": pl.String,
        "dispatch": pl.String,
        "office": pl.String,
        "country": pl.String,
        "mail_class": pl.String,
        "flight": pl.String,
        "items": pl.UInt32,
        "announced": pl.UInt32,
        "weight": pl.Float64,
        "expected": pl.Int32,
        "ready": pl.Int32,
        "release": pl.Int32,
        "known": pl.Int32,
    }
)


def receptacles(world: World, unit: str) -> pl.DataFrame:
    """The receptacles that the post system of a unit shows, one row each, sorted by `known`, then number.

    Columns: number, dispatch, office of origin (IMPC) and its country, class, flight as the view writes it, items in
    it and how many of them come with advance data, gross weight (kg) by its number, `expected`, `ready` (when all can
    be presented), `release` (when the first leaves), `known` (all s). Empty if the world has none.
    """
    if world.mail is None or world.predes is None:
        return pl.DataFrame(schema=SCHEMA)
    mine = world.predes.filter(pl.col("unit") == world.units.index(unit))
    known = mine.group_by("receptacle").agg(pl.col("t").min().alias("known"))
    bags = _at_post(world, world.mail, mine["post"].unique()).join(known, on="receptacle")
    number = pl.col("receptacle")
    told = bags.with_columns(
        number.str.head(6).alias("office"),
        number.str.head(2).alias("country"),
        mail_class("receptacle").alias("mail_class"),
        (number.str.tail(4).cast(pl.Float64) / 10).alias("weight"),
    )
    return told.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort("known", "receptacle")


def bag_rows(world: World) -> dict[str, list[int]]:
    """The consignments in each receptacle and in each dispatch, by number, ascending."""
    if world.mail is None:
        return {}
    found: dict[str, list[int]] = {}
    for name in ("receptacle", "dispatch"):
        grouped = world.mail.group_by(name).agg(pl.col("row").sort()).sort(name)
        found |= dict(zip(grouped[name].to_list(), grouped["row"].to_list(), strict=True))
    return found


def _at_post(world: World, mail: pl.DataFrame, post: pl.Series) -> pl.DataFrame:
    """The receptacles that pass a post: what is the same for all that is in one, and its times there."""
    passages = world.passages.filter(pl.col("post").is_in(post.implode()))
    into, leaving = passages["flight_in"], flight_names(world.flights, passages["flight_out"])
    arriving = flight_names(world.flights, into)
    planned = on_time(world.flights, passages).select(
        "row",
        "expected",
        "ready",
        "release",
        arriving.zip_with(into >= 0, leaving).alias("flight"),
    )
    return (
        mail.join(planned, on="row")
        .group_by("receptacle")
        .agg(
            pl.col("dispatch", "flight", "expected").first(),
            pl.len().alias("items"),
            pl.col("announced").sum(),
            pl.col("ready").max(),
            pl.col("release").min(),
        )
    )
