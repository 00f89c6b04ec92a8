"""What the columns of the view tell of mail and of parcels: dispatch, receptacle, class, and whether duty is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.common.tables import table
from simulator.world.world import World

if TYPE_CHECKING:
    from simulator.world.joined import Parts

POSTAL = ("dispatch", "receptacle", "mail_class", "over_de_minimis")
_CLASS_AT = 13
"""Where the class stands in an S8."""


def postal_columns(parts: Parts, wide: pl.DataFrame) -> pl.DataFrame:
    """The columns of POSTAL for rows of `joined`; null where there is nothing to tell, or the world does not say."""
    world = parts if isinstance(parts, World) else None
    mail = world.mail if world else None
    allowed = world.allowances if world else None
    return pl.DataFrame([*_numbers(mail, wide["row"]), _over(allowed, wide)])


def mail_class(dispatch: str | pl.Expr) -> pl.Expr:
    """Class of a dispatch or a receptacle by its number: letter, parcel, ems."""
    number = pl.col(dispatch) if isinstance(dispatch, str) else dispatch
    classes = {row["mail_class"]: row["code"] for row in table("world", "receptacles")}
    return number.str.slice(_CLASS_AT, 1).replace_strict(classes, default=None, return_dtype=pl.String)


def _numbers(mail: pl.DataFrame | None, rows: pl.Series) -> list[pl.Series]:
    if mail is None:
        return [pl.Series(name, [None] * len(rows), dtype=pl.String) for name in POSTAL[:3]]
    found = rows.to_frame("row").join(
        mail.select("row", "dispatch", "receptacle"), on="row", how="left", maintain_order="left"
    )
    return found.select("dispatch", "receptacle", mail_class("dispatch").alias("mail_class")).get_columns()


def _over(allowed: pl.DataFrame | None, wide: pl.DataFrame) -> pl.Series:
    """Whether a consignment by itself is worth or weighs more than comes in free at its destination."""
    if allowed is None:
        return pl.Series("over_de_minimis", [None] * wide.height, dtype=pl.Boolean)
    own = wide.select("destination", pl.col("stream").cast(pl.String), "value", "weight")
    limit = own.join(allowed, on=["destination", "stream"], how="left", maintain_order="left")
    dear, heavy = pl.col("value") > pl.col("usd"), (pl.col("weight") > pl.col("kg")).fill_null(False)
    return limit.select((dear | heavy).alias("over_de_minimis")).to_series()
