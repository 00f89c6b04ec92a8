"""Flight manifests (FFM), as airport systems get them: in parts, each when the last load in it was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.decisions.messages.feed import Feed, File, Row
from simulator.decisions.messages.plain import EXERCISE, cut, day_time, exact
from simulator.decisions.messages.stowage import shared
from simulator.decisions.messages.waybills import codes
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.fields import Quantity, limits
from simulator.formats.cargo_imp.load import Load, Onward, load_lines
from simulator.formats.cargo_imp.manifest import FirstArrival, Manifest, Uld, Unloading

if TYPE_CHECKING:
    import polars as pl

Part = dict[str, list[Load]]
"""Loads of one message by the number of their device, "" where they are loose."""
_AROUND = 250
"""Characters that are kept for what stands before and after the loads."""
_DEVICE = 18
"""Characters of the line of a device: each load may be the first in one."""


def files(feed: Feed) -> Iterator[File]:
    """A manifest for each flight that the post expects or sends off."""
    for (number,), mine in loads(feed.rows, feed.wholes).group_by("flight_row", maintain_order=True):
        flight = feed.flight(int(number))
        told = [(row["t"], *held) for row in mine.iter_rows(named=True) for held in _stowed(feed, row)]
        parts = list(_parts(told))
        for place, (t, held) in enumerate(parts, 1):
            text = cargo_imp.write(_manifest(feed, flight, held, place, last=place == len(parts)), 8)
            yield File(t, flight["number"], "FFM", text.encode("ascii"))


def loads(rows: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """One row an air waybill, all of its houses or parcels together, at the time at which the last was told."""
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
    over = wholes.select(
        "flight_row",
        "handling",
        pl.col("master").alias("number"),
        pl.col("manifest_pieces").alias("pieces"),
        pl.col("manifest_weight").alias("weight"),
    )
    told_of = last.sort("row").group_by("number", "flight_row", maintain_order=True)
    together = told_of.agg(
        pl.col("t").max(),
        pl.when(pl.col("stream").first() == "express").then(pl.lit("COURIER")).otherwise(pl.lit("CONSOLIDATION"))
        .first().alias("description"),
        pl.col("origin", "destination", "onward_row").first(),
        pl.lit(value=False).alias("again"),
        pl.col("row").min(),
    ).join(over, on=["number", "flight_row"], how="left", maintain_order="left")  # fmt: skip
    return pl.concat([direct.select(columns), together.select(columns)], how="vertical_relaxed").sort("t", "row")


def _stowed(feed: Feed, row: Row) -> Iterator[tuple[str, Load]]:
    """A load by the device that it is in, "" where it is loose; large ones are in several."""
    places = feed.stowed.get((row["flight_row"], row["number"]), ())
    for device, quantity in shared(row["pieces"], exact(row["weight"]), places):
        yield device, _load(feed, row, quantity)


def _load(feed: Feed, row: Row, quantity: Quantity) -> Load:
    onward = _onward(feed.flight(row["onward_row"])) if row["onward_row"] is not None else ()
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


def _parts(held: list[tuple[int, str, Load]]) -> Iterator[tuple[int, Part]]:
    """Loads by device in parts that a message may hold, each with the time of its last load."""
    room = limits()["message"] - _AROUND
    part, size, t = Part(), 0, 0
    for moment, device, load in held:
        length = sum(len(line) + 2 for line in load_lines(load)) + _DEVICE
        if part and size + length > room:
            yield t, part
            part, size = Part(), 0
        part.setdefault(device, []).append(load)
        size, t = size + length, moment
    if part:
        yield t, part


def _manifest(feed: Feed, flight: Row, held: Part, place: int, last: bool) -> Manifest:
    """What is loose stands first; devices in the order of their first loads. The first load of all is marked."""
    loose, *devices = [(device, held.get(device, [])) for device in dict.fromkeys(("", *held))]
    begins = loose[1] or devices[0][1]
    begins[0] = replace(begins[0], service_information=begins[0].service_information or (EXERCISE,))
    ulds = tuple(Uld(device, loads=tuple(inside)) for device, inside in devices)
    departs = day_time(feed.there(flight["departs"], flight["origin"]))
    arrives = day_time(feed.there(flight["arrives"], flight["destination"]))
    landing = FirstArrival(feed.country(flight["destination"]), arrives, flight["destination"])
    return Manifest(
        part=str(place),
        flight=flight["number"],
        departure=departs,
        airport=flight["origin"],
        first_arrival=landing,
        unloadings=(Unloading(flight["destination"], arrival=arrives, loose=tuple(loose[1]), ulds=ulds),),
        ends="LAST" if last else "CONT",
    )
