"""The table that participants fill in: its columns, the values they take, and what a sheet is checked against.

A sheet is an xlsx or a csv with one consignment a row, or one receptacle of mail a row. Its first row names the columns
for the program, its second row names them for people, in the language of the unit.
Values are read in any language. One more column, headed `world:`, the first 16 hexadecimal digits
of the world's digest, `:` and the code of the unit, says which drill and which unit the sheet belongs to. All other
columns are information: they are never read back. Columns are found by their names, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

from simulator.common.clock import local
from simulator.common.errors import listed, nearest
from simulator.common.i18n import LANGUAGES, kept, language, to_say
from simulator.common.tables import codes, labels_of, shown, table, titles_of
from simulator.decisions.decision import MAX_CONTROLS, MAX_REASONS, Decision
from simulator.scenario.machines import equipped

if TYPE_CHECKING:
    import polars as pl

    from simulator.scenario.model import Scenario, Unit
    from simulator.world.world import World

QUEUE = to_say("EXERCISE queue")
"""Name of the xlsx page with consignments; it is read back."""
RECEPTACLES = to_say("EXERCISE receptacles")
"""Name of the xlsx page with receptacles of mail; it is read back too."""
LATER = ("ground",)
"""Columns that sheets of older drills lack."""
HEADER_ROWS = 2
MAX_ROWS = 200_000
MAX_XLSX_ROWS = 100_000
"""A longer queue is handed out as csv only: Excel is no pleasure beyond it."""
TIME_FORMAT = "%Y-%m-%d %H:%M"
WORLD = "world:"

CONTROL_COLUMNS = tuple(f"control_{k}" for k in range(1, MAX_CONTROLS + 1))
NEXT_COLUMNS = tuple(f"next_{k}" for k in range(2, MAX_CONTROLS + 1))
REASON_COLUMNS = tuple(f"reason_{k}" for k in range(1, MAX_REASONS + 1))


def columns() -> tuple[str, ...]:
    """Codes of the columns to fill in, in order; the first is the consignment."""
    return codes("decisions", "sheet_columns")


@cache
def labels() -> dict[str, str]:
    """Label of each column to fill in."""
    return titles_of("decisions", "sheet_columns")


@dataclass(frozen=True)
class Form:
    """One kind of table that is filled in: its page, the table of its columns, the first of which is what it is about.

    `later` are columns that may lack.
    """

    page: str
    table: str
    later: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Codes of the columns to fill in, in order."""
        return codes("decisions", self.table)

    @property
    def key(self) -> str:
        """The column that names what is decided on."""
        return self.columns[0]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Label of each column, for messages."""
        return self.titles("en")

    def titles(self, lang: str) -> dict[str, str]:
        """Label of each column in a language."""
        return titles_of("decisions", self.table, lang)

    def notes(self, lang: str) -> dict[str, str]:
        """What each column says, in a language."""
        return {
            row["code"]: shown("decisions", self.table, "note", row, lang) for row in table("decisions", self.table)
        }

    @property
    def written(self) -> dict[str, frozenset[str]]:
        """How the label of each column may be written: in any language, see `plain`."""
        return _written(self.table)

    @cached_property
    def widths(self) -> dict[str, int]:
        """Width of each column."""
        return {row["code"]: int(row["width"]) for row in table("decisions", self.table)}


@kept
def _written(table: str) -> dict[str, frozenset[str]]:
    every = labels_of(titles_of("decisions", table), "column")
    return {code: frozenset(map(plain, labels)) for code, labels in every.items()}


QUEUE_FORM = Form(QUEUE, "sheet_columns", LATER)
BAG_FORM = Form(RECEPTACLES, "receptacle_columns")
ACTS_FORM = Form(to_say("EXERCISE further decisions"), "acts_columns")
"""Holds, questions, referrals, work after one find, proposals; read back where a workbook has the page."""
AFTER_FORM = Form(to_say("EXERCISE after a find"), "after_columns")
"""Standing orders; read back where a workbook has the page."""


def ground_titles(lang: str = "en") -> dict[str, str]:
    """Label of each legal ground, in the order of their table."""
    return titles_of("decisions", "grounds", lang)


@kept
def titles(field: str, lang: str = "en") -> dict[str, str]:
    """Label of each value of a field of the table of values, in order."""
    rows = [row for row in table("decisions", "sheet_values") if row["field"] == field]
    return {row["code"]: shown("decisions", "sheet_values", "title", row, lang) for row in rows}


def control_titles(lang: str = "en") -> dict[str, str]:
    """Label of each control, in the order of their table."""
    return titles_of("operation", "controls", lang)


def indicator_titles(lang: str = "en") -> dict[str, str]:
    """Label of each indicator, in the order of their table."""
    return titles_of("world", "indicators", lang)


def world_header(digest: str, unit: str) -> str:
    """Header of the column that tells which world and which unit a sheet belongs to."""
    return f"{WORLD}{digest[:16]}:{unit}"


@dataclass(frozen=True)
class SheetDecision:
    """One row of a sheet: `t` is in seconds from the start, None if the row gives no time.

    `row` counts from 1 as Excel shows it. `note` is free text and belongs beside the log, never into it.
    """

    row: int
    t: int | None
    decision: Decision
    note: str = ""


@dataclass(frozen=True)
class Setting:
    """What a sheet is checked against.

    `ids` are the numbers of all consignments of the world, `streams` their streams, `bags` the numbers of receptacles
    and dispatches; `offset` is the post's local time in seconds east of UTC; `controls` are what the unit can do,
    `reasons` the indicators it may name.
    """

    world: str
    ids: pl.Series
    start: datetime
    length: int
    offset: int
    unit: str
    controls: tuple[str, ...]
    reasons: tuple[str, ...]
    streams: pl.Series | None = None
    bags: tuple[str, ...] = ()

    def clock_text(self, t: int) -> str:
        """Local time of the post as the sheet shows it."""
        return local(self.start, t, self.offset).strftime(TIME_FORMAT)


class Choice:
    """The values of a field: each is accepted as code or as label in any language, whatever its case and blanks.

    `context` is that of the labels in the catalogues.
    """

    def __init__(self, values: Mapping[str, str], context: str = "") -> None:
        self.titles = dict(values)
        self._contexts = dict.fromkeys(values, context)
        self._codes = {plain(title): code for code, title in values.items()}
        self._codes |= {plain(code): code for code in values}

    def __or__(self, other: Choice) -> Choice:
        """The values of both."""
        both = Choice(self.titles | other.titles)
        both._contexts = self._contexts | other._contexts
        return both

    def code(self, text: str) -> str | None:
        """The code that a text stands for, None if it stands for none."""
        word = plain(text)
        return self._codes.get(word) or self._foreign.get(word)

    @cached_property
    def _foreign(self) -> dict[str, str]:
        """Codes by their labels in the other languages: looked up only where English does not know a word."""
        return {
            plain(language(lang).text(title, self._contexts[code])): code
            for lang in LANGUAGES[1:]
            for code, title in self.titles.items()
        }

    def allowed(self) -> str:
        """The labels, for a message."""
        return listed(self.titles.values())

    def hint(self, text: str) -> str:
        """The hint on the nearest label or code, empty if none is near."""
        near = nearest(plain(text), self._codes)
        if not near:
            return ""
        found = next(code for word, code in self._codes.items() if f"{word!r}" in near)
        return f"; did you mean {self.titles[found]!r}?"


def plain(text: str) -> str:
    """A text without case, without blanks around it and with single blanks within."""
    return " ".join(text.split()).casefold()


def doable(unit: Unit) -> tuple[str, ...]:
    """Codes of the controls that a unit has officers and machines for, in the order of their table.

    A control needs a machine of its kind, if any, as many officers who may do it as its smallest crew, and systems that
    show what it is for.
    """
    streams = {stream for system in unit.systems for stream in system.streams}
    may = {row["code"]: row["controls"].split("|") for row in table("operation", "roles")}
    out = []
    for row in table("operation", "controls"):
        officers = sum(group.count for group in unit.officers if row["code"] in may.get(group.role, ()))
        crew = min(int(value) for name, value in row.items() if name.startswith("crew") and value)
        there = any(row[f"crew_{stream}"] for stream in streams)
        if there and officers >= crew and equipped(row, unit.machines):
            out.append(row["code"])
    return tuple(out)


@cache
def unserved(stream: str) -> frozenset[str]:
    """Codes of the controls that there are not for a stream."""
    return frozenset(row["code"] for row in table("operation", "controls") if not row[f"crew_{stream}"])


def doable_for(unit: Unit, stream: str) -> list[str]:
    """The same for consignments of one stream."""
    return [code for code in doable(unit) if code not in unserved(stream)]


def setting(scenario: Scenario, world: World, unit: Unit, offset: int, digest: str | None = None) -> Setting:
    """What sheets of a unit of a drill are checked against; `digest` saves computing the world's digest again."""
    from simulator.view.receptacles import bag_rows

    return Setting(
        world=digest or world.digest(),
        ids=world.consignments["id"],
        start=scenario.start,
        length=scenario.length,
        offset=offset,
        unit=unit.code,
        controls=doable(unit),
        reasons=tuple(indicator_titles()),
        streams=world.consignments.get_column("stream", default=None),
        bags=tuple(bag_rows(world)),
    )


def blank(cells: Mapping[str, str], names: Iterable[str]) -> bool:
    """Whether none of the named cells of a row is filled in."""
    return not any(cells.get(name) for name in names)
