"""What the rows of all forms have in common when they are read: values, numbers, times, and their faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from typing import Any

from simulator.common.clock import DAY, MINUTE, local, parse_local, since
from simulator.common.errors import Fault
from simulator.decisions.sheet import BAG_FORM, Choice, Form, Setting, control_titles, titles
from simulator.decisions.sheet_table import Row

MAX_FAULTS = 1000
_DAYS = re.compile(r"\d{5}(?:[.,]\d+)?")
"""A date cell of Excel without its format: days since the end of 1899."""
_CLOCK = re.compile(r"(?P<H>\d\d?):(?P<M>\d\d)(?::\d\d)?")
_COLUMNS = ("later", "control", "first")
"""Parameters of faults that name a column."""
_PART_OF_DAY = re.compile(r"0?[.,]\d+(?:[eE]-\d+)?|0")
"""A cell of Excel with a time and no day."""
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}|\d{2,6}0{6,}")
"""A long number as Excel shows it, 4.65E+11, or that again as a number, 465000000000."""


@dataclass
class Reader:
    """Reads the cells of rows and gathers faults; `known` are numbers by the way they are written."""

    against: Setting
    file: str
    known: Mapping[str, str]
    form: Form
    streams: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    decided: dict[tuple[str, str], dict[int | None, int]] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)

    def fault(self, row: Row, name: str, code: str, **params: Any) -> None:
        """Note a fault, up to a bearable number of them; columns are told by the titles that people read."""
        if len(self.faults) < MAX_FAULTS:
            words = dict.fromkeys(_COLUMNS, self.form.labels) | {"act": titles("decision") | titles("act")}
            told = {key: words.get(key, {}).get(value, value) for key, value in params.items()}
            self.faults.append(Fault(code, told, self.file, row=row.number, field=self.form.labels[name]))
        elif len(self.faults) == MAX_FAULTS:
            self.faults.append(Fault("sheet-more-faults", {"limit": MAX_FAULTS}, self.file))

    def once(self, row: Row, consignment: str, act: str, t: int | None) -> None:
        """Note a consignment that has the same decision twice, unless each row gives a time of its own."""
        before = self.decided.setdefault((consignment, act), {})
        if t in before or (before and (t is None or None in before)):
            first = before.get(t, next(iter(before.values())))
            params = {"consignment": consignment, "act": act, "first": first, "again": row.number}
            self.fault(row, self.form.key, "sheet-consignment-double", **params)
        before.setdefault(t, row.number)

    def value(self, row: Row, name: str, kind: str) -> str | None:
        """Code of a field; None if it is blank or, with a fault, not known."""
        text = row.cells.get(name)
        if text is None:
            return None
        choice = self.choices[kind]
        code = choice.code(text)
        if code is None:
            word = short(text)
            hint = choice.hint(word) if len(self.faults) < MAX_FAULTS else ""
            self.fault(row, name, "sheet-value", value=word, allowed=choice.allowed(), hint=hint)
        return code

    def allowed(self, kind: str) -> str:
        """The values of a field, for a message."""
        return self.choices[kind].allowed()

    def doable(self, row: Row, name: str, code: str) -> None:
        """Note a control that the unit has no officers or no machine for."""
        if code in control_titles() and code not in self.against.controls:
            can = ", ".join(control_titles()[each] for each in self.against.controls)
            self.fault(row, name, "sheet-cannot-do", unit=self.against.unit, value=control_titles()[code], allowed=can)

    def consignment(self, row: Row) -> str:
        """The number that a row is about; empty, with a fault, if it is none."""
        text = row.cells.get(self.form.key)
        if text is None:
            self.fault(
                row,
                self.form.key,
                "sheet-consignment-blank",
                filled=", ".join(self.form.labels[name] for name in row.filled()),
            )
        elif text in self.known:
            return self.known[text]
        elif self.form is BAG_FORM:
            self.fault(row, self.form.key, "sheet-receptacle-unknown", value=short(text))
        elif _ROUNDED.fullmatch(text):
            self.fault(row, self.form.key, "sheet-consignment-rounded", value=short(text))
        else:
            self.fault(row, self.form.key, "sheet-consignment-unknown", value=short(text))
        return ""

    def act(self, row: Row) -> str | None:
        """The code of what a row decides; None, with a fault, if it says nothing that is known."""
        if "decision" not in row.cells:
            self.fault(
                row,
                "decision",
                "sheet-decision-blank",
                filled=", ".join(self.form.labels[name] for name in row.filled()),
                allowed=self.allowed("decision"),
            )
        return self.value(row, "decision", "decision")

    def time(self, row: Row, name: str = "time", *, within: bool = True) -> int | None:
        """Seconds from the start that a cell gives as local time; None if it is blank or, with a fault, not a time.

        It must lie `within` the drill, or else only not before it.
        """
        text = row.cells.get(name)
        if text is None:
            return None
        against = self.against
        moment = _moment(text, row.first_day) or self._on_the_day(text)
        if moment is None:
            self._no_time(row, name, text)
            return None
        t = since(against.start, moment.replace(tzinfo=timezone(timedelta(seconds=against.offset))))
        if t < 0 or (within and t >= against.length):
            first = against.clock_text(0)
            last = against.clock_text(against.length - MINUTE) if within else "any later time"
            self.fault(row, name, "sheet-time-outside", value=f"{moment:%Y-%m-%d %H:%M}", first=first, last=last)
        return t

    def _on_the_day(self, text: str) -> datetime | None:
        """The local time that a time of day means in a drill of at most a day; None if it is none, or could be two."""
        minutes, against = _minutes_of_day(text), self.against
        if minutes is None or against.length > DAY:
            return None
        begins = local(against.start, 0, against.offset).replace(tzinfo=None)
        moment = datetime.combine(begins.date(), time()) + timedelta(minutes=minutes)
        return moment if moment >= begins else moment + timedelta(days=1)

    def _no_time(self, row: Row, name: str, text: str) -> None:
        """The fault of a cell that gives no moment; a time without its day is named as such."""
        against = self.against
        minutes = _minutes_of_day(text)
        if minutes is None:
            example = against.clock_text(against.length // 2)
            self.fault(row, name, "sheet-time-form", value=short(text), example=example)
            return
        value = f"{minutes // 60:02}:{minutes % 60:02}"
        begins = against.clock_text(0)
        wait = (minutes - 60 * int(begins[-5:-3]) - int(begins[-2:])) % (24 * 60) * MINUTE
        example = against.clock_text(wait if wait <= against.length else against.length // 2)
        self.fault(row, name, "sheet-time-day", value=value, example=example)


def _minutes_of_day(text: str) -> int | None:
    """The time of a cell that gives no day, None if it gives none."""
    if _PART_OF_DAY.fullmatch(text):
        return round(float(text.replace(",", ".")) * 24 * 60) % (24 * 60)
    found = _CLOCK.fullmatch(text)
    if not found or int(found["H"]) > 23 or int(found["M"]) > 59:
        return None
    return int(found["H"]) * 60 + int(found["M"])


def _moment(text: str, first_day: int) -> datetime | None:
    """The local time that a cell gives, None if it gives none."""
    if _DAYS.fullmatch(text):
        days = float(text.replace(",", ".")) + first_day
        return datetime(1899, 12, 30) + timedelta(seconds=round(days * 86_400))  # noqa: DTZ001  local time
    try:
        return parse_local(text)
    except ValueError:
        return None


def short(text: str) -> str:
    """A value as far as a message needs it."""
    return text if len(text) <= 60 else text[:60] + "…"
