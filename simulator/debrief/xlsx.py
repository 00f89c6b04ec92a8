"""From a story to a workbook: a sheet a table, with real numbers and times, filters, and heads that stay."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simulator.debrief import theme
from simulator.debrief.blocks import Column
from simulator.debrief.plain import printable
from simulator.debrief.story import Story
from simulator.debrief.typed import Typed
from simulator.debrief.words import shortened
from simulator.debrief.workbook import Line, Sheet, fact_line, lines, sheets

_LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
_NAME = 31
"""Characters of the name of a sheet."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDEST = {"text": 32, "long": 60, "number": 18, "time": 18, "code": 32}
_HEAD = 3
"""Row of the heads, counted from 0: above are EXERCISE, the caption and a blank row."""
_SHOWN = 200
"""Rows that the width of a column is measured on."""
_BAND = 200
"""Characters that the head of a printed page takes; Excel takes 255."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


def render_xlsx(told: Story) -> bytes:
    """The workbook of a story. Equal stories give equal bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    created = told.began.replace(tzinfo=None)
    book.set_properties({"title": printable(told.title)[:250], "subject": told.exercise, "created": created})
    _Book(book, told).write()
    book.close()
    return out.getvalue()


class _Book:
    """A workbook that is being written."""

    def __init__(self, book: Any, told: Story) -> None:
        self.book, self.told = book, told
        self._formats: dict[tuple[str, str], Any] = {}
        self._names: set[str] = set()

    def write(self) -> None:
        """All sheets, the summary first."""
        tables = sheets(self.told)
        names = [self._name(self.told.labels["summary"]), self._name(self.told.labels["sheet-words"])]
        named = [(self._name(sheet.title), sheet) for sheet in tables]
        self._front(names, named)
        for name, sheet in named:
            self._table(name, sheet)
        self._words(names[1])

    def _page(self, name: str) -> Any:
        """A new sheet that prints on A4 across and says what it is on every page."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        page.set_header(f"&C&B{_band(self.told.edge)}")
        page.set_footer(f"&L{_band(self.told.title)}&R&P / &N")
        page.write_string(0, 0, printable(self.told.edge), self._format("edge"))
        return page

    def _front(self, names: Sequence[str], named: Sequence[tuple[str, Sheet]]) -> None:
        page = self._page(names[0])
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 100)
        page.write_string(1, 0, _cell(self.told.title), self._format("title"))
        told = self.told
        texts = [*told.edition_words, told.labels["invented"]]
        facts = [*told.cover, *told.players]
        summary = [*filter(None, (told.summary.lead, told.summary.held)), *told.summary.units, *told.summary.after]
        listed = [Line(text) for text in texts] + [fact_line(fact) for fact in facts]
        if told.edition.tells("summary"):
            listed += [Line(told.labels["summary"], heading=True), *(Line(text) for text in summary)]
        at = self._lines(page, 3, listed)
        page.write_string(at + 1, 0, told.labels["contents"], self._format("heading"))
        for n, (name, caption) in enumerate(
            [*((name, sheet.caption) for name, sheet in named), (names[1], "")], at + 2
        ):
            page.write_url(n, 0, f"internal:'{name}'!A1", self._format("link"), name)
            page.write_string(n, 1, _cell(caption), self._format("wrap"))

    def _words(self, name: str) -> None:
        page = self._page(name)
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 100)
        self._lines(page, 2, list(lines(self.told)))

    def _lines(self, page: Any, at: int, listed: Sequence[Line]) -> int:
        """Lines of words from a row on; the row behind them."""
        for line in listed:
            if line.heading:
                at += 1
                page.write_string(at, 0, _cell(line.text), self._format("heading"))
            elif line.label:
                page.write_string(at, 0, _cell(line.label), self._format("label"))
                page.write_string(at, 1, _cell(line.text), self._format("wrap"))
                page.set_row(at, _height(max(_lines_of(line.text, 100), _lines_of(line.label, 26))))
            else:
                page.merge_range(at, 0, at, 1, "", self._format("wrap"))
                page.write_string(at, 0, _cell(line.text), self._format("wrap"))
                page.set_row(at, _height(_lines_of(line.text, 126)))
            at += 1
        return at

    def _table(self, name: str, sheet: Sheet) -> None:
        page, columns = self._page(name), list(sheet.columns.values())
        page.write_string(1, 0, _cell(sheet.caption), self._format("title"))
        widths = {column.title: _width(column, sheet) for column in columns}
        for at, column in enumerate(columns):
            page.write_string(
                _HEAD, at, _cell(column.title), self._format("head-right" if column.kind == "number" else "head")
            )
            page.set_column(at, at, widths[column.title])
        page.set_row(_HEAD, _height(max((_lines_of(title, width) for title, width in widths.items()), default=1)))
        for down, row in enumerate(sheet.rows, _HEAD + 1):
            for at, column in enumerate(columns):
                if (cell := row.get(column.title)) is not None:
                    self._write(page, down, at, cell, column)
            if (most := max(_lines_of(cell, widths[title]) for title, cell in row.items())) > 1:
                page.set_row(down, _height(most))
        page.freeze_panes(_HEAD + 1, 1)
        page.repeat_rows(_HEAD)
        page.autofilter(_HEAD, 0, _HEAD + len(sheet.rows), max(len(columns) - 1, 0))

    def _write(self, page: Any, down: int, at: int, cell: str, column: Column) -> None:
        """A value as what it is; whatever is a text stays one, also if it looks like a formula."""
        if not isinstance(cell, Typed):
            page.write_string(down, at, _cell(cell), self._format("right" if column.kind == "number" else "wrap"))
        elif isinstance(cell.value, datetime):
            page.write_datetime(down, at, cell.value, self._format("time", cell.form))
        else:
            page.write_number(down, at, cell.value, self._format("number", cell.form))

    def _name(self, title: str) -> str:
        """A name for a sheet that Excel takes, and that none before has."""
        plain = _FORBIDDEN.sub(" ", printable(title)).strip(" '") or "-"
        for number in range(1, 1000):
            tail = f" {number}" if number > 1 else ""
            name = f"{plain[: _NAME - len(tail)].rstrip()}{tail}"
            if name.casefold() not in self._names:
                break
        self._names.add(name.casefold())
        return name

    def _format(self, look: str, form: str = "") -> Any:
        if (look, form) not in self._formats:
            values = {"font_name": "Calibri", "valign": "top", **_LOOKS[look], **({"num_format": form} if form else {})}
            self._formats[look, form] = self.book.add_format(values)
        return self._formats[look, form]


_LOOKS: dict[str, dict[str, Any]] = {
    "edge": {"bold": True, "font_size": 12},
    "title": {"bold": True, "font_size": 13},
    "heading": {"bold": True, "font_size": 12, "font_color": theme.ACCENT},
    "label": {"font_color": theme.MUTED, "text_wrap": True},
    "link": {"font_color": theme.ACCENT, "underline": 1},
    "head": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": theme.PALE},
    "head-right": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": theme.PALE, "align": "right"},
    "wrap": {"text_wrap": True},
    "right": {"align": "right", "indent": 1},
    "number": {"align": "right", "indent": 1},
    "time": {"align": "left"},
}


def _cell(text: str) -> str:
    return shortened(printable(text), _LONGEST)


def _band(text: str) -> str:
    """A text at the head or foot of printed pages, where `&` begins a command."""
    return printable(text).replace("\n", " ")[:_BAND].replace("&", "&&")


def _lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a cell so many characters wide; its own lines too."""
    return sum(1 + int(len(line) // (width - 1)) for line in text.split("\n"))


def _height(lines: int) -> float:
    """Points that so many lines take; Excel takes 409."""
    return min(15.0 * lines, 405.0)


def _width(column: Column, sheet: Sheet) -> float:
    """Characters that a column is wide."""
    longest = max((len(row.get(column.title, "")) for row in sheet.rows[:_SHOWN]), default=0)
    return min(max(longest, min(len(column.title), 16), 6), _WIDEST[column.kind]) + 3
