"""The rows of a long xlsx page, made as text by column: the same cells as cell by cell, in a fraction of the time.

A workbook is first written with a row that holds one empty cell a column. The file then tells the number of each
cell's format, and takes the rows in that row's place; nothing but the file format is relied on.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.decisions.xlsx_parts import letters

if TYPE_CHECKING:
    import polars as pl

PAGE = "xl/worksheets/sheet{}.xml"
"""Where a workbook keeps its pages, counted from 1."""
_AT_ONCE = 8192
_END = "</sheetData>"
_STYLE = re.compile(r'<c r="([A-Z]+)[0-9]+" s="([0-9]+)"')
_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]"
"""What no XML may hold, and the carriage return, which no XML keeps."""
_ESCAPED = r"_(x[0-9a-fA-F]{4}_)"
"""What Excel would read as the code of a character."""


class Filled(NamedTuple):
    """A column of texts or numbers, at a place of a page, in one format."""

    place: int
    values: pl.Series
    look: Any


def keep_place(page: Any, first: int, filled: Sequence[Filled]) -> None:
    """Write the row that the rows from `first` on will replace, and the last of them, for the size of the page."""
    for row in dict.fromkeys((first, first + max(len(filled[0].values), 1) - 1)):
        for each in filled:
            page.write_blank(row, each.place, None, each.look)


def with_rows(book: bytes, first: int, *pages: Sequence[Filled]) -> bytes:
    """The workbook with the rows of its first pages in their place; nulls and empty texts are no cells."""
    filled = {PAGE.format(number): columns for number, columns in enumerate(pages, 1)}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename not in filled:
                new.writestr(part, content)
                continue
            with new.open(part, "w") as stream:
                for text in _page(content.decode(), first, filled[part.filename]):
                    stream.write(text.encode())
    return out.getvalue()


def _page(page: str, first: int, filled: Sequence[Filled]) -> Iterator[str]:
    """The page with the rows between what stood before and what stood after those that kept their place."""
    before, place, rest = page.partition(f'<row r="{first + 1}"')
    kept, end, after = rest.partition(_END)
    yield before
    yield from _rows(first, sorted(filled, key=lambda each: each.place), dict(_STYLE.findall(place + kept)))
    yield end + after


def _rows(first: int, filled: Sequence[Filled], styles: Mapping[str, str]) -> Iterator[str]:
    import polars as pl

    frame = pl.DataFrame([each.values.alias(letters(each.place)) for each in filled])
    number = (pl.int_range(pl.len(), dtype=pl.UInt32) + first + 1).cast(pl.String).alias("row")
    cells = [_cell(name, kind, styles[name]) for name, kind in frame.schema.items()]
    row = pl.concat_str(pl.lit('<row r="'), "row", pl.lit('">'), *cells, pl.lit("</row>"))
    for part in frame.with_columns(number).iter_slices(_AT_ONCE):
        yield "".join(part.select(row.alias("xml"))["xml"].to_list())


def _cell(name: str, kind: pl.DataType, style: str) -> pl.Expr:
    """The XML of a cell of the column `name`, empty where nothing is said."""
    import polars as pl

    value, begin = pl.col(name), pl.lit(f'<c r="{name}')
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
