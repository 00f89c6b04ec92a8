"""What a debrief is made of: facts, tables, figures, time lines. Everything is a text, ready for print."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import Any, Literal

from simulator.debrief.words import NONE

SHORT = 12
"""Rows of a table that no page break should cut."""
Kind = Literal["text", "long", "number", "time", "code"]


@dataclass(frozen=True)
class Fact:
    """A label and what belongs to it; `note` explains it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; its kind says how it is set."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Row:
    """A row of a table, one text a column; `link` names what the first cell leads to, `id` is the row's own name."""

    cells: tuple[str, ...]
    link: str = ""
    id: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption. Its first column names the rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def short(self) -> bool:
        """Whether it should stand on one page."""
        return len(self.rows) <= SHORT


def without_empty(table: Table) -> Table:
    """The table without columns that say nothing in any row."""
    used = [any(row.cells[at] != NONE for row in table.rows) for at in range(len(table.columns))]
    rows = (Row(tuple(compress(row.cells, used)), row.link, row.id) for row in table.rows)
    return Table(table.caption, tuple(compress(table.columns, used)), tuple(rows))


@dataclass(frozen=True)
class Figure:
    """A chart: what it is called, what it shows in words, and its Vega-Lite specification."""

    id: str
    title: str
    words: str
    spec: dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """Something that happened on a time line; `x` in per cent of its width."""

    x: str
    shape: str


@dataclass(frozen=True)
class Bar:
    """A span on a time line; `x` and `width` in per cent of its width."""

    x: str
    width: str
    kind: str


@dataclass(frozen=True)
class Tick:
    """A time under the time line. `day` is set where a day begins, `end` (first, last) beside an end."""

    x: str
    label: str
    day: str
    end: str = ""


@dataclass(frozen=True)
class Lane:
    """One post on a time line."""

    label: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class TimeLine:
    """The way of one consignment past its posts; its times are those of `zone`."""

    title: str
    zone: str
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
