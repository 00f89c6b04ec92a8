"""Flight manifests (FFM), as airport systems get them: in parts, each when the last load in it was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.decisions.messages.feed import Feed, File, Row
from simulator.decisions.messages.plain import EXERCISE, cut, day_time, exact
from simulator.decisions.messages.waybills import codes
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.fields import Quantity, limits
from simulator.formats.cargo_imp.load import Load, Onward, load_lines
from simulator.formats.cargo_imp.manifest import FirstArrival, Manifest, Unloading

if TYPE_CHECKING:
    import polars as pl

_AROUND = 250
"""Characters that are kept for what stands before and after the loads."""


def files(feed: Feed) -> Iterator[File]:
    """A manifest for each flight that the post expects or sends off."""
    for (number,), mine in loads(feed.rows).group_by("flight_row", maintain_order=True):
        flight = feed.flight(int(number))
        parts = list(_parts([(row["t"], _load(feed, row)) for row in mine.iter_rows(named=True)]))
        for place, (t, held) in enumerate(parts, 1):
            text = cargo_imp.write(_manifest(feed, flight, held, place, last=place == len(parts)), 8)
            yield File(t, flight["number"], "FFM", text.encode("ascii"))


def loads(rows: pl.DataFrame) -> pl.DataFrame:
    """One row an air waybill, its houses or parcels together, at the time at which the last of them was told."""
    import polars as pl

    waybills = rows.filter((pl.col("document") == "awb") | pl.col("master").is_not_null())
    pieces, weight = pl.coalesce("manifest_pieces", "pieces"), pl.coalesce("manifest_weight", "weight")
    told = waybills.with_columns(
        pl.coalesce("master", "id").alias("number"), pieces.alias("pieces"), weight.alias("weight")
    )
    direct = told.filter(pl.col("master").is_null())
    # What a later part says again of one load of a master, it says of the whole master.
    last = told.filter(pl.col("master").is_not_null()).sort("row", "again").unique("row", keep="last")
    columns = ("number", "t", "pieces", "weight", "description", "origin", "destination", "handling", "onward_row",
               "flight_row", "again", "row")  # fmt: skip
    whole = last.sort("row").group_by("number", "flight_row", maintain_order=True)
    together = whole.agg(
        pl.col("t").max(),
        pl.col("pieces").sum(),
        pl.col("weight").sum().round(3),
        pl.when(pl.col("stream").first() == "express").then(pl.lit("COURIER")).otherwise(pl.lit("CONSOLIDATION"))
        .first().alias("description"),
        pl.col("origin", "destination", "onward_row").first(),
        pl.col("handling").str.split("/").explode().drop_nulls().unique().sort().str.join("/"),
        pl.lit(value=False).alias("again"),
        pl.col("row").min(),
    )  # fmt: skip
    return pl.concat([direct.select(columns), together.select(columns)], how="vertical_relaxed").sort("t", "row")


def _load(feed: Feed, row: Row) -> Load:
    onward = _onward(feed.flight(row["onward_row"])) if row["onward_row"] is not None else ()
    quantity = Quantity("T", row["pieces"], exact(row["weight"]))
    remarks = (f"{EXERCISE} - CORRECTED",) if row["again"] else ()
    return Load(
        number=row["number"],
        origin=row["origin"] or "",
        destination=row["destination"] or "",
        quantity=quantity,
        description=cut(row["description"], "description"),
        handling=codes(row["handling"]),
        onward=onward,
        service_information=remarks,
    )


def _onward(flight: Row) -> tuple[Onward, ...]:
    return (Onward(flight["destination"], flight["airline"], flight["number"][2:], flight["day"]),)


def _parts(held: list[tuple[int, Load]]) -> Iterator[tuple[int, list[Load]]]:
    """Loads in parts that a message may hold, each with the time of its last load."""
    room = limits()["message"] - _AROUND
    part, size, t = list[Load](), 0, 0
    for moment, load in held:
        length = sum(len(line) + 2 for line in load_lines(load))
        if part and size + length > room:
            yield t, part
            part, size = [], 0
        part.append(load)
        size, t = size + length, moment
    if part:
        yield t, part


def _manifest(feed: Feed, flight: Row, held: list[Load], place: int, last: bool) -> Manifest:
    first, *more = held
    marked = Load(**{name: getattr(first, name) for name in first.__slots__} | {
        "service_information": first.service_information or (EXERCISE,)})  # fmt: skip
    departs = day_time(feed.there(flight["departs"], flight["origin"]))
    arrives = day_time(feed.there(flight["arrives"], flight["destination"]))
    landing = FirstArrival(feed.country(flight["destination"]), arrives, flight["destination"])
    return Manifest(
        part=str(place),
        flight=flight["number"],
        departure=departs,
        airport=flight["origin"],
        first_arrival=landing,
        unloadings=(Unloading(flight["destination"], arrival=arrives, loose=(marked, *more)),),
        ends="LAST" if last else "CONT",
    )
