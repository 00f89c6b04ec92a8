"""Information columns of a sheet: what a unit sees of each consignment, as texts and numbers for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.common.clock import NEVER
from simulator.decisions.sheet import TIME_FORMAT
from simulator.view.columns import Column, columns

if TYPE_CHECKING:
    import polars as pl

HIDDEN = ("row", "id")
"""The row is no business of people; the number of the consignment stands in front."""
FIRST = (
    "stream",
    "known",
    "expected",
    "flight",
    "description",
    "pieces",
    "weight",
    "value",
    "shipper_name",
    "consignee_name",
    "routing",
)
"""What fits on a screen beside the decision."""
TIMES = ("known", "booked", "expected", "ready", "release", "departs", "arrives", "lands")
MONEY = ("value", "freight", "usual_value_per_kg")
_MIN_WIDTH, _MAX_WIDTH = 7, 36
_SAMPLE = 500


@dataclass(frozen=True)
class Information:
    """One column: `values` are texts or numbers, null where nothing is said."""

    code: str
    title: str
    values: pl.Series
    number_format: str | None
    width: int


def information(frame: pl.DataFrame, start: datetime, offset: int) -> list[Information]:
    """Columns of a visible frame: those an officer looks at first in front, then all others in their order.

    Times become local times of the post, `offset` seconds east of UTC.
    """
    named = {column.code: column for column in columns()}
    order = [*(name for name in FIRST if name in frame.columns), *frame.columns]
    codes = [code for code in dict.fromkeys(order) if code not in HIDDEN]
    return [_column(frame[code], _title(code, named.get(code)), start, offset) for code in codes]


def with_systems(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The frame with the names of the unit's systems in place of their positions."""
    import polars as pl

    if not frame["system"].dtype.is_integer():
        return frame
    by_place = pl.Series(names, dtype=pl.String)
    return frame.with_columns(by_place.gather(frame["system"].cast(pl.UInt32)).alias("system"))


def _title(code: str, column: Column | None) -> str:
    if column is None:
        return code.replace("_", " ").capitalize()
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _column(column: pl.Series, title: str, start: datetime, offset: int) -> Information:
    import polars as pl

    kind = column.dtype
    number_format = None
    if column.name in TIMES and kind.is_integer():
        column = local_texts(column, start, offset)
    elif kind == pl.Boolean:
        column = column.cast(pl.String).replace({"true": "yes", "false": "no"})
    elif kind.is_float():
        # 32-bit floats and sums carry digits that nobody measured.
        column = column.cast(pl.Float64).round(3)
        number_format = "#,##0.00" if column.name in MONEY else "#,##0.0##"
    elif kind.is_integer():
        number_format = "0"
    else:
        column = column.cast(pl.String)
    return Information(column.name, title, column, number_format, _width(title, column.head(_SAMPLE).to_list()))


def local_texts(seconds: pl.Series, start: datetime, offset: int) -> pl.Series:
    """Local times of the post as texts; null for what never happens."""
    import polars as pl

    ends = start.timestamp() + offset
    moments = (pl.when(pl.col("t") != NEVER).then(pl.col("t").cast(pl.Int64)) + round(ends)) * 1000
    frame = pl.DataFrame({"t": seconds}).select(moments.cast(pl.Datetime("ms")).dt.strftime(TIME_FORMAT).alias("t"))
    return frame["t"].rename(seconds.name)


def _width(title: str, values: list[Any]) -> int:
    """Width in characters: most values fit, long texts are cut at the edge of their cell."""
    lengths = sorted(len(_shown(value)) for value in values) or [0]
    usual = lengths[int(0.95 * (len(lengths) - 1))]
    word = max((len(part) for part in title.split()), default=0)
    return min(_MAX_WIDTH, max(_MIN_WIDTH, usual + 3, word + 4))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
