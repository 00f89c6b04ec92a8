"""Titles of columns in place of their codes: people write in a filter what they read above a column."""

from __future__ import annotations

import re
from functools import cache

from simulator.view.columns import columns
from simulator.view.filter_faults import Faults

_UNREAD = ("filter-function", "filter-grammar", "filter-word", "filter-open")
"""Faults that a title brings about, which is no name that a filter can read."""


def titled(name: str) -> str:
    """A hint if this is the title of a column, in one word."""
    code = {column.title.lower(): column.code for column in columns()}.get(name.lower())
    return f"; did you mean {code!r}?" if code else ""


def tell_titles(text: str, faults: Faults) -> None:
    """Tell titles that stand in a filter that cannot be read, in place of what they have made unreadable."""
    found = [each for each in _titles().finditer(text) if text.count("'", 0, each.start()) % 2 == 0]
    if not found or not any(fault.code in _UNREAD for fault in faults):
        return
    codes = _codes()
    kept = [fault for fault in faults if fault.code not in _UNREAD]
    faults.clear()
    for each in found:
        faults.add("filter-title", each.start(), value=each[0], name=codes[each[0].lower()])
    faults.extend(kept)


@cache
def _codes() -> dict[str, str]:
    """Codes by title, with and without the unit of measure; titles of one word say nothing in themselves."""
    whole = {f"{column.title} ({column.unit})".lower(): column.code for column in columns() if column.unit}
    return whole | {column.title.lower(): column.code for column in columns() if " " in column.title}


@cache
def _titles() -> re.Pattern[str]:
    longest = sorted(_codes(), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(title)}(?!\w)" for title in longest), re.IGNORECASE)
