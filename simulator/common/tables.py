"""Data files of the rooms: constants of the field as CSV with a source column."""

from __future__ import annotations

import csv
from functools import cache

from simulator.common.resources import data_file


@cache
def table(room: str, name: str) -> tuple[dict[str, str], ...]:
    """All rows of `simulator/ROOM/data/NAME.csv`, in file order, every value a string."""
    with data_file(room, f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def titles_of(room: str, name: str) -> dict[str, str]:
    """Title of each code of a table, in file order; not to be changed."""
    return {row["code"]: row["title"] for row in table(room, name)}


@cache
def codes(room: str, name: str, column: str = "code") -> tuple[str, ...]:
    """The different values of one column, in file order."""
    return tuple(dict.fromkeys(row[column] for row in table(room, name)))
