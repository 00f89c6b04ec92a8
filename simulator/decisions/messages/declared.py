"""The security declaration (e-CSD) in the OCI lines of waybills, where the unit's aviation security system shows it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from simulator.decisions.messages.plain import day_month
from simulator.formats.cargo_imp.oci import OciLine
from simulator.formats.cargo_imp.security import RegulatedParty, SecurityDeclaration, declaration_lines
from simulator.formats.iata_codes import titles

if TYPE_CHECKING:
    import polars as pl

    from simulator.decisions.messages.feed import Feed, Row
    from simulator.scenario.model import Unit
    from simulator.world.world import World

SHOWN = ("security_status", "screening", "security_valid", "security_issued", "security_chain")
"""Columns of the view that a declaration is made of."""
_SIGNED_BY = "EXERCISE"
"""Who signed stands in no system."""


def secured(world: World, number: int, unit: Unit) -> pl.DataFrame:
    """Since when systems of aviation security show a unit (the `number`th of the world) its consignments: row, secured.

    `secured` in seconds; rows ascending, those that none of them shows are left out.
    """
    import polars as pl

    places = [place for place, system in enumerate(unit.systems) if system.kind == "security"]
    shown = world.known.filter((pl.col("unit") == number) & pl.col("system").is_in(places))
    rows = shown.with_columns(world.passages["row"].gather(shown["passage"]))
    return rows.group_by("row").agg(pl.col("t").min().cast(pl.Int64).alias("secured")).sort("row")


def corrected(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a feed, and once more, as they stand then, those whose declaration is shown after they were told."""
    import polars as pl

    later = rows.filter((pl.col("secured") > pl.col("t")) & pl.col("security_chain").is_not_null())
    last = later.sort("row", "t").unique("row", keep="last", maintain_order=True)
    again = last.with_columns(pl.col("secured").alias("t"), pl.lit(value=True).alias("again"))
    whole = pl.concat([rows, again.select(rows.columns)])
    return whole.unique(["row", "t"], keep="first", maintain_order=True).sort("t", "row", "again")


def declaration(feed: Feed, row: Row) -> SecurityDeclaration | None:
    """What the unit's aviation security system shows by the time of the row; None if it shows nothing by then."""
    if row["secured"] is None or row["secured"] > row["t"] or row["security_chain"] is None:
        return None
    first, *others = (_party(entry) for entry in row["security_chain"].split("|"))
    issuer = RegulatedParty(first.category, first.number, first.country, row["security_valid"] or "")
    # A consignor alone stands in the chain without an agent who accepted from it: the fault is sent as it is.
    alone = first.category == "KC"
    codes = (row["screening"] or "").split("|")
    return SecurityDeclaration(
        status=row["security_status"] or "",
        issuer=None if alone else issuer,
        received_from=(issuer,) if alone else tuple(others),
        methods=tuple(code for code in codes if code in titles("ScreeningMethod")),
        exemptions=tuple(code for code in codes if code in titles("ScreeningExemption")),
        signed_by=_SIGNED_BY,
        signed_at=_moment(feed.there(row["security_issued"], row["origin"])),
    )


def declared(feed: Feed, row: Row, handling: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[OciLine, ...]]:
    """The special handling codes with the status, and the OCI lines of a waybill."""
    held = declaration(feed, row)
    if held is None:
        return handling, ()
    status = (held.status,) if held.status and held.status not in handling else ()
    return (*handling, *status), declaration_lines(held)


def _party(entry: str) -> RegulatedParty:
    """`ISS KZ/RA/00001-01` or `KC KZ/00200-01` of a chain."""
    about, _, text = entry.partition(" ")
    country, *category, number = text.split("/")
    return RegulatedParty(category[0] if category else about, number, country)


def _moment(signed: datetime) -> str:
    """`08NOV220410`."""
    return f"{day_month(signed)}{signed:%y%H%M}"
