"""Information columns of a sheet: what a unit sees of each consignment, as texts and numbers for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.common.clock import NEVER
from simulator.common.i18n import language, to_say
from simulator.common.tables import titles_of
from simulator.decisions.sheet import TIME_FORMAT
from simulator.view.columns import TIMES as SEEN_TIMES
from simulator.view.columns import Column, columns, receptacle_columns
from simulator.view.postal import POSTAL

if TYPE_CHECKING:
    import polars as pl

HIDDEN = ("row", "id")
"""The row is no business of people; the number of the consignment stands in front."""
FRONT = (
    "description",
    "weight",
    "value",
    "shipper_name",
    "consignee_name",
    "routing",
    "flight",
    "stream",
    "release",
)
"""What one decides by: between the number and the decision, on the first screen."""
GROUPS = {
    "shipper": to_say("Shipper and agent"),
    "consignee": to_say("Consignee"),
    "flight": to_say("Flight and routing"),
    "goods": to_say("Goods and values"),
    "clearance": to_say("Clearance"),
}
"""All other columns, in groups that fold away."""
_SOMETIMES = (*POSTAL, "place")
"""Left out where nothing is known of them."""
_OF_SHIPPER = ("shipper", "agent", "usual_agent")
TIMES = (*SEEN_TIMES, "arrives", "lands")
MONEY = ("value", "declared_value", "freight", "usual_value_per_kg")
TRADES = ("consignee_trade", "goods_trade")
_MIN_WIDTH, _MAX_WIDTH = 7, 36
_FRONT_WIDTHS = {"description": 28, "shipper_name": 21, "consignee_name": 21, "routing": 16, "flight": 17}
_SAMPLE = 500


@dataclass(frozen=True)
class Information:
    """One column: `values` are texts or numbers, null where nothing is said; `group` is empty for those in front."""

    code: str
    title: str
    values: pl.Series
    number_format: str | None
    width: int
    group: str
    note: str
    unit: str


def information(frame: pl.DataFrame, start: datetime, offset: int, lang: str = "en") -> list[Information]:
    """Columns of a visible frame: those that one decides by, then all others by group, each in its order.

    Columns on mail, parcels and places of which nothing is known are left out. Times become local times of the post,
    `offset` seconds east of UTC.
    """
    named, clock = {column.code: column for column in columns()}, (start, offset)
    empty = [code for code in _SOMETIMES if code in frame.columns and frame[code].null_count() == frame.height]
    codes = [code for code in frame.columns if code not in (*HIDDEN, *empty)]
    front = [code for code in FRONT if code in codes]
    rest = sorted((code for code in codes if code not in front), key=lambda code: _group_rank(code, named.get(code)))
    return [
        *(_column(frame[code], named.get(code), clock, "", lang) for code in front),
        *(_column(frame[code], named.get(code), clock, _group(code, named.get(code)), lang) for code in rest),
    ]


def of_receptacles(frame: pl.DataFrame, start: datetime, offset: int, lang: str = "en") -> list[Information]:
    """Columns of a frame of receptacles (`view.receptacles`) beside their number, as `information` of consignments."""
    groups = {"receptacle": "", "routing": "flight"}
    clock = (start, offset)
    return [_column(frame[each.code], each, clock, groups[each.group], lang) for each in receptacle_columns()]


def shown_titles(lang: str = "en") -> dict[str, str]:
    """Titles of all columns that a sheet can show."""
    return {column.code: _title(column.code, column, lang) for column in columns() if column.code not in HIDDEN}


def _group(code: str, column: Column | None) -> str:
    if column is None:
        return "goods"
    if column.group == "parties":
        return "shipper" if code.startswith(_OF_SHIPPER) else "consignee"
    if column.group == "clearance":
        return "clearance"
    return "flight" if column.group in ("routing", "system") else "goods"


def _group_rank(code: str, column: Column | None) -> int:
    return list(GROUPS).index(_group(code, column))


def _title(code: str, column: Column | None, lang: str) -> str:
    if column is None:
        return code.replace("_", " ").capitalize()
    text = language(lang).text
    title = text(column.title, "data")
    return f"{title} ({text(column.unit, 'unit')})" if column.unit else title


def _column(
    values: pl.Series, column: Column | None, clock: tuple[datetime, int], group: str, lang: str
) -> Information:
    code, title = values.name, _title(values.name, column, lang)
    values, number_format = _shown_values(values, *clock, lang)
    width = _width(title, values.head(_SAMPLE).to_list())
    if not group:
        width = min(width, _FRONT_WIDTHS.get(code, width))
    text = language(lang).text
    note, unit = (text(column.note), text(column.unit, "unit")) if column else ("", "")
    return Information(code, title, values, number_format, width, group, note, unit)


def _shown_values(column: pl.Series, start: datetime, offset: int, lang: str) -> tuple[pl.Series, str | None]:
    """Values as people read them, and the format of numbers."""
    import polars as pl

    kind = column.dtype
    if column.name in TIMES and kind.is_integer():
        return local_texts(column, start, offset), None
    if kind == pl.Boolean:
        said = {"true": language(lang).say("yes"), "false": language(lang).say("no")}
        return column.cast(pl.String).replace(said), None
    if kind.is_float():
        # 32-bit floats and sums carry digits that nobody measured.
        return column.cast(pl.Float64).round(3), "#,##0.00" if column.name in MONEY else "#,##0.0##"
    if kind.is_integer():
        return column, "0"
    texts = column.cast(pl.String)
    return (_trades(texts, lang) if column.name in TRADES else texts), None


def _trades(codes: pl.Series, lang: str) -> pl.Series:
    """Names of branches in place of their codes, which `|` joins."""
    import polars as pl

    titles = titles_of("world", "trades", lang)
    return codes.str.split("|").list.eval(pl.element().replace(titles)).list.join(", ")


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
