"""The rows of a long xlsx page, made as text by column: the same cells as cell by cell, in a fraction of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from simulator.decisions.xlsx_parts import letters

if TYPE_CHECKING:
    import polars as pl

_AT_ONCE = 8192
_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]"
"""What no XML may hold, and the carriage return, which no XML keeps."""
_ESCAPED = r"_(x[0-9a-fA-F]{4}_)"
"""What Excel would read as the code of a character."""


class Filled(NamedTuple):
    """A column of texts or numbers, at a place of a page, in one format."""

    place: int
    values: pl.Series
    look: Any


class RowsPage(Worksheet):  # type: ignore[misc,unused-ignore]
    """A page whose rows from `first` on are given by column; what stands above is written cell by cell."""

    filled: tuple[Filled, ...] = ()
    first = 0

    def fill(self, first: int, filled: list[Filled]) -> None:
        """Give the rows; nulls and empty texts are no cells."""
        self.first, self.filled = first, tuple(sorted(filled))
        # Not public, but checked by its tests: the corner of the page, for its dimensions.
        self._check_dimensions(first + max(len(filled[0].values), 1) - 1, self.filled[-1].place)

    def _write_rows(self) -> None:
        super()._write_rows()
        for text in _rows(self.first, self.filled):
            self.fh.write(text)


def _rows(first: int, filled: tuple[Filled, ...]) -> Any:
    import polars as pl

    if not filled:
        return
    frame = pl.DataFrame([each.values.alias(str(each.place)) for each in filled])
    number = (pl.int_range(pl.len(), dtype=pl.UInt32) + first + 1).cast(pl.String).alias("row")
    cells = [_cell(each, frame.schema[str(each.place)]) for each in filled]
    row = pl.concat_str(pl.lit('<row r="'), "row", pl.lit('">'), *cells, pl.lit("</row>"))
    for part in frame.with_columns(number).iter_slices(_AT_ONCE):
        yield "".join(part.select(row.alias("xml"))["xml"].to_list())


def _cell(each: Filled, kind: pl.DataType) -> pl.Expr:
    """The XML of a cell, empty where nothing is said."""
    import polars as pl

    value, style = pl.col(str(each.place)), each.look._get_xf_index()  # noqa: SLF001  xlsxwriter asks the same
    begin = pl.lit(f'<c r="{letters(each.place)}')
    if kind.is_numeric():
        there = value.is_finite() if kind.is_float() else value.is_not_null()
        cell = pl.concat_str(begin, "row", pl.lit(f'" s="{style}"><v>'), value.cast(pl.String), pl.lit("</v></c>"))
    else:
        there = value != ""
        bare = value.str.strip_chars() == value
        space = pl.when(bare).then(pl.lit(">")).otherwise(pl.lit(' xml:space="preserve">'))
        head = pl.concat_str(pl.lit(f'" s="{style}" t="inlineStr"><is><t'), space)
        tail = pl.lit("</t></is></c>")
        cell = pl.concat_str(begin, "row", head, _escaped(value), tail)
    return pl.when(there).then(cell).otherwise(pl.lit(""))


def _escaped(text: pl.Expr) -> pl.Expr:
    """A text as XML holds it."""
    for old, new in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.str.replace_all(old, new, literal=True)
    return text.str.replace_all(_FORBIDDEN, " ").str.replace_all(_ESCAPED, "_x005F_${1}")
