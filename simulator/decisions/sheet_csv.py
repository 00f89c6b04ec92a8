"""Cells of a csv file, in and out: UTF-8, separated by `;` on writing, by `;`, `,` or tab on reading."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from simulator.common.errors import refuse
from simulator.decisions.sheet import HEADER_ROWS, MAX_ROWS

if TYPE_CHECKING:
    import polars as pl

SEPARATORS = (";", ",", "\t")
_LINE_END = "\r\n"
_FORMULA = r"^(?:[=@\t\r]|[+-][\d\s().-]*[^\d\s().-])"
"""Beginnings that Excel would take for a formula; signed numbers and phone numbers are none."""
_QUOTED_FORMULA = re.compile(r'="(.*)"', re.DOTALL)

Row = tuple[int, dict[str, str]]
"""Number of a row as Excel shows it, and its cells by field."""


class CsvTable:
    """A csv file: `header` by position, then `rows()`."""

    first_day = 0

    def __init__(self, data: bytes, file: str) -> None:
        """Take the bytes of a file; DrillError if they are no UTF-8 text or no table."""
        self._file = file
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise refuse("sheet-not-utf8", file=file, byte=error.start + 1) from None
        if "\0" in text:
            raise refuse("sheet-not-utf8", file=file, byte=len(text[: text.index("\0")].encode()) + 1)
        self._text, self._skip = text, 0
        first, _, _ = text.lstrip().partition("\n")
        self.separator = max(SEPARATORS, key=first.count)
        if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
            self.separator, self._skip = first.strip("\r\n")[4:5] or "\t", 1
        self.header = self._header()

    def others(self) -> tuple[()]:
        """A csv has one page only."""
        return ()

    def rows(self, wanted: Mapping[int, str], key: str) -> list[Row]:
        """The rows below the header that fill in more than `key`; `wanted` names fields by position."""
        out, seen = list[Row](), 0
        for number, cells in self._records():
            row = {field: cells[place] for place, field in wanted.items() if place < len(cells) and cells[place]}
            if number <= self._first or not row:
                continue
            seen += 1
            if seen > MAX_ROWS + HEADER_ROWS:
                raise refuse("sheet-too-long", file=self._file, limit=MAX_ROWS)
            if len(row) > (key in row):
                out.append((number, {field: _unwrapped(text) for field, text in row.items()}))
        return out

    def _header(self) -> dict[int, str]:
        for number, cells in self._records():
            if any(cell.strip() for cell in cells):
                self._first = number
                return {place: cell for place, cell in enumerate(cells) if cell.strip()}
        raise refuse("sheet-no-decisions", file=self._file)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(StringIO(self._text, newline=""), delimiter=self.separator, strict=True)
        try:
            for number, cells in enumerate(reader, 1):
                if number > self._skip:
                    yield number, cells
        except csv.Error as error:
            line = f"line {reader.line_num}: {error}"
            raise refuse("sheet-not-table", file=self._file, reason=line) from None


def _unwrapped(text: str) -> str:
    """The text of a cell that somebody protected from Excel by writing it as `="text"`."""
    found = _QUOTED_FORMULA.fullmatch(text.strip())
    return found[1] if found else text


def csv_bytes(heads: Sequence[Sequence[str]], body: pl.DataFrame) -> bytes:
    """A csv as Excel in the region opens it: `;` between cells, decimal comma, a mark of UTF-8 at its start.

    What Excel would run as a formula is kept as text by a leading apostrophe.
    """
    import polars as pl

    texts = [_harmless(name) for name, kind in body.schema.items() if kind == pl.String]
    top, rest = StringIO(newline=""), BytesIO()
    csv.writer(top, delimiter=SEPARATORS[0], lineterminator=_LINE_END).writerows(heads)
    body.with_columns(texts).write_csv(
        rest, include_header=False, separator=SEPARATORS[0], line_terminator=_LINE_END, decimal_comma=True
    )
    return top.getvalue().encode("utf-8-sig") + rest.getvalue()


def _harmless(name: str) -> pl.Expr:
    import polars as pl

    text = pl.col(name)
    return pl.when(text.str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)
