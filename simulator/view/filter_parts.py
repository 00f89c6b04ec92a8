"""What a part of a filter is, and how parts are made to fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.common.clock import DAY, duration_text, parse_duration
from simulator.common.errors import listed
from simulator.view.columns import TIMES

if TYPE_CHECKING:
    import polars as pl

NUMBER, TEXT, WORD, TRUTH, TIME, SPAN, BAD = "number", "text", "word", "truth", "time", "span", "bad"
"""Kinds: `word` is one of fixed words, `span` a length of time, `bad` has a fault already."""
LONGEST = 3_660 * DAY
OTHER_NAMES = {"consignment": "id", "number": "id"}
"""Columns by other names: the first row of sheets calls the number so, and people do."""

_IS_A = {
    NUMBER: "a number",
    TEXT: "a text",
    WORD: "one of fixed words",
    TRUTH: "yes or no",
    TIME: "a time",
    SPAN: "a length of time",
    BAD: "a fault",
}
_WANTED = {
    NUMBER: "a number like 1500 or 0.5",
    TEXT: "a text in single quotes like 'PHONE'",
    TRUTH: "TRUE or FALSE",
    TIME: "a time from the start of the drill like '2 h' or '-30 min'",
    SPAN: "a length of time like '2 h'",
}


@dataclass(frozen=True)
class Part:
    """One part: kind, SQL for polars, how it is named to a person.

    `literal` is the text that it stands for, `words` those that a WORD can be. `constant` parts name no column, `whole`
    ones are kept as whole numbers.
    """

    kind: str
    sql: str = ""
    told: str = ""
    literal: str | None = None
    words: tuple[str, ...] = ()
    constant: bool = False
    whole: bool = False

    def is_a(self) -> str:
        """The part and its kind, for a message."""
        return f"{self.told} ({_IS_A[self.kind]})"

    def wanted(self) -> str:
        """What may be compared with it, for a message."""
        return listed(self.words) if self.kind == WORD else _WANTED[self.kind]

    def family(self) -> str:
        """The kind, where a word is a text."""
        return TEXT if self.kind == WORD else self.kind

    def text(self) -> str:
        """The SQL of a word or a text as text."""
        return f"CAST({self.sql} AS VARCHAR)" if self.kind == WORD and not self.constant else self.sql


def column_kind(name: str, kind: pl.DataType) -> Part:
    """A column as a part; BAD if its values are of a kind that no filter asks for."""
    import polars as pl

    sql = f'"{name}"'
    if kind == pl.Boolean:
        return Part(TRUTH, sql, name)
    if isinstance(kind, pl.Enum):
        return Part(WORD, sql, name, words=tuple(kind.categories))
    if kind.is_integer():
        return Part(TIME if name in TIMES else NUMBER, sql, name, whole=True)
    if kind.is_float():
        return Part(NUMBER, sql, name)
    return Part(TEXT, sql, name) if kind == pl.String else Part(BAD)


def parts_of(schema: Mapping[str, pl.DataType]) -> list[Part]:
    """The columns of a frame that a filter may name, as parts; the row is no business of people."""
    found = (column_kind(name, kind) for name, kind in schema.items() if name != "row")
    return [part for part in found if part.kind != BAD]


def fitted(part: Part, kind: str, words: tuple[str, ...]) -> Part | None:
    """A text as what it is compared with, any other part as it is; None if the text does not say such a thing."""
    if part.literal is None or kind not in (WORD, TIME, SPAN):
        return part
    if kind == WORD:
        found = {word.lower(): word for word in words}.get(part.literal.lower())
        return None if found is None else replace(part, kind=WORD, sql=quoted(found), words=words)
    try:
        seconds = parse_duration(part.literal)
    except (ValueError, OverflowError):
        return None
    if abs(seconds) > LONGEST:
        return None
    return Part(kind, f"({seconds})", duration_text(seconds), constant=True, whole=True)


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def number(part: Part) -> str:
    """The SQL of a number, a time or a length of time in floating point."""
    return f"CAST({part.sql} AS DOUBLE)" if part.whole else part.sql


def counted(left: str, mark: str, right: str) -> str | None:
    """The kind of what is counted from two kinds, None if they cannot be counted together."""
    if left == right == NUMBER:
        return NUMBER
    if mark == "-" and left == right == TIME:
        return SPAN
    if mark in "+-" and right == SPAN and left in (TIME, SPAN):
        return left
    if mark in "*/" and left == SPAN and right == NUMBER:
        return SPAN
    return None
