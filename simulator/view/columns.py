"""The columns that units see, as a table: code, title, unit of measure, room of the dossier, note."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simulator.common.tables import table

TIMES = ("known", "booked", "expected", "ready", "release", "departs")
"""Columns in seconds from the start of the drill."""
GROUPS = ("consignment", "parties", "routing", "value", "system")


@dataclass(frozen=True)
class Column:
    """One visible column; `group` is one of GROUPS, `unit` empty where there is none."""

    code: str
    title: str
    unit: str
    group: str
    note: str
    source: str


@cache
def columns() -> tuple[Column, ...]:
    """All visible columns, in the order in which they are shown."""
    return tuple(Column(**row) for row in table("view", "columns"))


def column_codes() -> list[str]:
    """Codes of the columns, in order."""
    return [column.code for column in columns()]
