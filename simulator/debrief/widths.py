"""How wide the columns of a table are to be on paper, as shares of its width."""

from __future__ import annotations

import re

from simulator.debrief.blocks import Column, Row, Table

_LINE = {False: 100, True: 125}
"""Characters of a line of a table, in the letters of a small one or not. Source: measured, Noto Sans on A4."""
_MOST = {"text": 28, "long": 60, "number": 14, "time": 16, "code": 26}
"""Characters that a column wants at most, by its kind."""
_LONGEST = 26
"""A longer word is broken."""


def widths(table: Table) -> list[float]:
    """Shares of the columns: each holds its longest word, and what is left goes to those with long texts."""
    columns = range(len(table.columns))
    least = [_least(table.columns[at], at, table.rows) for at in columns]
    wanted = [max(_wanted(table.columns[at], at, table.rows), least[at]) for at in columns]
    free = _LINE[table.small] - sum(least)
    more = [want - low for want, low in zip(wanted, least, strict=True)]
    if free <= 0 or not sum(more):
        return [round(float(low), 2) for low in least]
    share = min(1.0, free / sum(more))
    return [round(low + share * extra, 2) for low, extra in zip(least, more, strict=True)]


def _least(column: Column, at: int, rows: tuple[Row, ...]) -> int:
    """The longest word; of times and numbers the longest cell, because they stay on one line."""
    whole = column.kind in ("time", "number")
    cells = (row.cells[at] for row in rows)
    lengths = (len(cell) if whole else _longest_word(cell) for cell in cells)
    return min(max([_longest_word(column.title), *lengths]), _LONGEST) + 2


def _wanted(column: Column, at: int, rows: tuple[Row, ...]) -> int:
    longest = max([len(column.title) // 2, *(len(row.cells[at]) for row in rows)])
    return min(longest, _MOST[column.kind]) + 2


def _longest_word(text: str) -> int:
    return max((len(word) for word in re.split(r"[\s\u200b-]+", text)), default=0)
