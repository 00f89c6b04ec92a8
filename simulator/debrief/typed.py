"""Texts that remember the value they show, so that a workbook can hold numbers and times in place of texts."""

from __future__ import annotations

from datetime import datetime


class Typed(str):
    """A text with its value; `form` is the number format by which a workbook shows the value like the text."""

    __slots__ = ("form", "value")
    value: float | datetime
    form: str

    def __new__(cls, text: str, value: float | datetime, form: str) -> Typed:
        made = super().__new__(cls, text)
        made.value, made.form = value, form
        return made

    def __getnewargs__(self) -> tuple[str, float | datetime, str]:  # type: ignore[override]  # str has one part
        return str(self), self.value, self.form


def number(text: str, value: float, digits: int = 0) -> Typed:
    """A count or a measure with so many digits."""
    return Typed(text, value, "#,##0" + ("." + "0" * digits if digits else ""))


def share(text: str, value: float) -> Typed:
    """A share of one, shown in per cent."""
    return Typed(text, value, "0.0%" if 0 < value < 0.1 else "0%")


def part(text: str, value: float, before: str, after: str) -> Typed:
    """A number within words: `3 of 5` is the number 3."""
    return Typed(text, value, f"{_literal(before)}#,##0{_literal(after)}")


def hours(text: str, minutes: float, unit: str) -> Typed:
    """A time worked, in hours."""
    return Typed(text, round(minutes / 60, 4), f"0.0{_literal(' ' + unit)}")


def moment(text: str, clock: datetime) -> Typed:
    """A time on the wall of a place."""
    return Typed(text, clock.replace(tzinfo=None), "yyyy-mm-dd hh:mm")


def _literal(words: str) -> str:
    """Words within a number format; no format can hold a quotation mark within them."""
    return '"' + words.replace('"', "'") + '"' if words else ""
