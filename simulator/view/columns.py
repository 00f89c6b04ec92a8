"""The columns that units see, as a table: code, title, unit of measure, room of the dossier, note."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simulator.common.tables import table

TIMES = ("known", "booked", "expected", "ready", "release", "departs", "amended")
"""Columns in seconds from the start of the drill."""
GROUPS = ("consignment", "parties", "routing", "value", "system")


@dataclass(frozen=True)
class Column:
    """One visible column; `group` is one of GROUPS, `unit` empty where there is none.

    `shown_by` are the kinds of systems that show it, joined by `|`; empty: every system that shows the consignment.
    """

    code: str
    title: str
    unit: str
    group: str
    shown_by: str
    note: str
    source: str


@cache
def columns() -> tuple[Column, ...]:
    """All visible columns, in the order in which they are shown."""
    return tuple(Column(**row) for row in table("view", "columns"))


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """The columns by who shows them: few groups, those that every system shows under the empty text."""
    found: dict[str, list[str]] = {}
    for column in columns():
        found.setdefault(column.shown_by, []).append(column.code)
    return {kinds: tuple(codes) for kinds, codes in found.items()}


@cache
def group_of() -> dict[str, str]:
    """The group of each column."""
    return {column.code: column.shown_by for column in columns()}


def column_codes() -> list[str]:
    """Codes of the columns, in order."""
    return [column.code for column in columns()]


@cache
def receptacle_columns() -> tuple[Column, ...]:
    """The columns that tell of receptacles, in the order in which they are shown, less their number."""
    return tuple(Column(shown_by="post", **row) for row in table("view", "receptacle_columns"))
