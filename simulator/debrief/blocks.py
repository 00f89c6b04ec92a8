"""What a debrief is made of: sections of paragraphs, facts, tables, figures, time lines. Everything is a text, ready
for print. Each format walks the sections and knows how to set each type of block; a new section needs no new format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any, ClassVar, Literal

from simulator.debrief.words import NONE

SHORT = 12
"""Rows of a table that no page break should cut."""
Kind = Literal["text", "long", "number", "time", "code"]
Look = Literal["plain", "first", "lead", "strong", "warning", "verdict", "fine", "own", "limit"]
"""Of a paragraph: `first` opens the report, `lead` stands under a heading, `own` is what somebody wrote, `limit`
says what a page leaves out."""
Setting = Literal["plain", "players", "codes", "figures", "narrow", "inline", "terms"]
"""Of facts: how they are set."""


@dataclass(frozen=True)
class Fact:
    """A label and what belongs to it; `note` explains it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Facts under one heading, or under none."""

    type: ClassVar[str] = "facts"
    title: str
    facts: tuple[Fact, ...]
    setting: Setting = "figures"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    type: ClassVar[str] = "paragraph"
    text: str
    look: Look = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list; of each fact the value and the note are set. Of `steps` the order counts, and a note is a command."""

    type: ClassVar[str] = "bullets"
    items: tuple[Fact, ...]
    steps: bool = False


@dataclass(frozen=True)
class Beside:
    """Facts beside each other: a `pair`, or `groups` that flow in columns."""

    type: ClassVar[str] = "beside"
    parts: tuple[Facts, ...]
    pair: bool = False


@dataclass(frozen=True)
class Badge:
    """What became of something, in one word and in a sentence; `of` says of what, where that is not plain."""

    type: ClassVar[str] = "badge"
    word: str
    good: bool
    of: str
    text: str


@dataclass(frozen=True)
class Sign:
    """What a sign of the time lines means."""

    shape: str
    text: str


@dataclass(frozen=True)
class Legend:
    """The signs of the time lines."""

    type: ClassVar[str] = "legend"
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Moment:
    """One line of what happened at a post."""

    time: str
    shape: str
    text: str
    detail: str


@dataclass(frozen=True)
class Course:
    """What happened, in order."""

    type: ClassVar[str] = "course"
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Notice:
    """Something that units were told: when, to whom, from whom (empty where nobody is named), and what.

    `meta` says to and from whom in words.
    """

    time: str
    to: str
    source: str
    text: str
    meta: str = ""


@dataclass(frozen=True)
class Notices:
    """What units were told, in order."""

    type: ClassVar[str] = "notices"
    notices: tuple[Notice, ...]


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
    """A table with a caption. Its first column names the rows.

    `small` and `wide` say how it is set. Tables of one `sheet` stand on one sheet of a workbook; there `of` says whom
    each is about, where it is not in a section of its own.
    """

    type: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    small: bool = False
    wide: bool = False
    sheet: str = ""
    of: str = ""

    @property
    def short(self) -> bool:
        """Whether it should stand on one page."""
        return len(self.rows) <= SHORT


def without_empty(table: Table) -> Table:
    """The table without columns that say nothing in any row."""
    used = [any(row.cells[at] != NONE for row in table.rows) for at in range(len(table.columns))]
    rows = (Row(tuple(compress(row.cells, used)), row.link, row.id) for row in table.rows)
    return replace(table, columns=tuple(compress(table.columns, used)), rows=tuple(rows))


@dataclass(frozen=True)
class Figure:
    """A chart: what it is called, what it shows in words, and its Vega-Lite specification."""

    type: ClassVar[str] = "figure"
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

    type: ClassVar[str] = "timeline"
    title: str
    zone: str
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Together:
    """Blocks that no page break should part."""

    type: ClassVar[str] = "together"
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """Blocks under a heading. `id` names it for links, where anything leads to it; `look` says how it is set.

    Tables of a section that looks like `screen` are not printed, those of `sheet` stand in a workbook only.
    """

    type: ClassVar[str] = "section"
    id: str
    title: str
    blocks: tuple[Block, ...]
    look: Literal["", "unit", "case", "post", "method", "fresh", "screen", "sheet"] = ""


Block = (
    Paragraph
    | Facts
    | Bullets
    | Beside
    | Badge
    | Legend
    | Course
    | Notices
    | Table
    | Figure
    | TimeLine
    | Together
    | Section
)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks in their order, those within others after what holds them."""
    for block in blocks:
        yield block
        if isinstance(block, Section | Together):
            yield from walk(block.blocks)
