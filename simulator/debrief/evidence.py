"""What an indicator was read from, in words: the columns of the view with their units."""

from __future__ import annotations

from functools import cache

from simulator.common.i18n import to_say
from simulator.debrief.words import NONE, Words
from simulator.decisions.information import MONEY, TIMES
from simulator.scoring.model import HiddenStory, Value
from simulator.view.columns import columns

_UNITS = {"USD": to_say("USD {n}"), "USD/kg": to_say("USD {n}"), "kg": to_say("{n} kg")}
_DERIVED = {"value_per_kg": "USD/kg", "weight_per_piece": "kg"}
_SPANS = ("booked_before",)
_MONEY = (*MONEY, "value_per_kg")
_CODES = {"goods_trade": "trade", "consignee_trade": "trade", "stream": "stream", "procedure": "procedure"}
"""Columns that hold codes, and the kind of these."""


@cache
def _units() -> dict[str, str]:
    """Unit of every column of the view."""
    return {column.code: column.unit for column in columns()}


def evidence_text(story: HiddenStory, indicator: str, words: Words) -> str:
    """`Value of a kilogram: USD 22.80; Usual value of a kilogram: USD 85.00`."""
    return "; ".join(_one(column, value, words) for column, value in story.evidence.get(indicator, ())) or NONE


def _one(column: str, value: Value, words: Words) -> str:
    title = words.title("column" if column in _units() else "evidence", column)
    return words.say("{title}: {value}", title=title, value=value_text(column, value, words))


def value_text(column: str, value: Value, words: Words) -> str:
    """A value of a column of the view, or of what indicators make of two, with its unit: `USD 22.80`, `4 kg`, `yes`."""
    unit = _units().get(column) or _DERIVED.get(column, "")
    if value is None or value == "":
        return words.say("none given")
    if isinstance(value, bool):
        return words.say("yes") if value else words.say("no")
    if isinstance(value, str):
        parts = value.split("|")
        if column in _CODES:
            return words.own(", ".join(words.title(_CODES[column], part) for part in parts))
        return words.own(", ".join(parts))
    if column in TIMES:
        return words.moment(int(value))
    if column in _SPANS:
        return words.span(value)
    text = words.number(value, 2) if column in _MONEY else words.exact(value)
    if unit == "days":
        return words.many(round(value), "{n} day ago", "{n} days ago", n=text)
    return words.say(_UNITS[unit], n=text) if unit in _UNITS else text
