"""Reading a filled-in sheet: decisions out of its rows, or all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from simulator.common.clock import MINUTE, parse_local, since
from simulator.common.errors import DrillError, Fault, refuse
from simulator.decisions.decision import CONFIDENCE, ORDERING, WHEN, Decision, Step
from simulator.decisions.sheet import (
    AFTER_FORM,
    BAG_FORM,
    CONTROL_COLUMNS,
    NEXT_COLUMNS,
    QUEUE_FORM,
    REASON_COLUMNS,
    WORLD,
    Choice,
    Form,
    Setting,
    SheetDecision,
    control_titles,
    ground_titles,
    indicator_titles,
    plain,
    titles,
    unserved,
    world_header,
)
from simulator.decisions.sheet_after import read_after
from simulator.decisions.sheet_file import Table, open_table

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


def read_sheet(path: Path | str, against: Setting) -> list[SheetDecision]:
    """The decisions of a sheet in its order; DrillError with all faults if it cannot be taken as it is."""
    path = Path(path)
    table = open_table(path)
    form = _form(table.header)
    pages = [_page(table, form, against, str(path))]
    bags = table.other(BAG_FORM.page) if form is QUEUE_FORM else None
    if bags is not None:
        pages.append(_page(bags, BAG_FORM, against, f"{path}, page {BAG_FORM.page}"))
    if not any(page.rows for page in pages):
        raise refuse("sheet-no-decisions", file=str(path))
    standing, faults = _standing(table, against, str(path)) if form is QUEUE_FORM else ([], [])
    decisions = [page.reader.decision(row) for page in pages for row in page.rows]
    faults = [*(fault for page in pages for fault in page.reader.faults), *faults]
    if faults:
        raise DrillError(faults)
    return [*standing, *(decision for decision in decisions if decision is not None)]


def _standing(table: Table, against: Setting, path: str) -> tuple[list[SheetDecision], list[Fault]]:
    """The standing orders of a workbook, and what is wrong with them; none where it has no page of them."""
    page, file = table.other(AFTER_FORM.page), f"{path}, page {AFTER_FORM.page}"
    if page is None:
        return [], []
    return read_after(page.rows(_places(page.header, AFTER_FORM, against, file), AFTER_FORM.key), file)


def _form(header: Mapping[int, str]) -> Form:
    """What a table is about: consignments, or receptacles if it names these alone."""
    names = {text.strip().casefold() for text in header.values()}
    return BAG_FORM if BAG_FORM.key in names and QUEUE_FORM.key not in names else QUEUE_FORM


@dataclass(frozen=True)
class _Page:
    """The rows of a page that are filled in, and who reads them."""

    rows: list[_Row]
    reader: _Reader


def _page(table: Table, form: Form, against: Setting, file: str) -> _Page:
    """A page that is filled in; DrillError if it is none that was handed out."""
    places = _places(table.header, form, against, file)
    rows = [_Row(number, _stripped(cells), table.first_day, form) for number, cells in table.rows(places, form.key)]
    rows = [row for row in rows if row.filled() and not row.labels()]
    known = _known(rows, against, form)
    return _Page(rows, _Reader(against, file, known, form, _streams(known.values(), against)))


def _places(header: Mapping[int, str], form: Form, against: Setting, file: str) -> dict[int, str]:
    """Field by position, from the header row; DrillError if a column lacks or doubles, or the sheet is another's."""
    columns = form.columns
    names = {place: text.strip().casefold() for place, text in header.items()}
    given = list(names.values())
    marks = [name.removeprefix(WORLD).partition(":") for name in given if name.startswith(WORLD)]
    if sum(name in given for name in columns) < len(columns) / 2:
        raise refuse("sheet-header-missing", file=file, columns="; ".join(columns[:3]))
    _belongs([(world, unit) for world, _, unit in marks], against, file)
    faults = [
        Fault("sheet-column-missing", {"column": name}, file) for name in columns if name not in (*given, *form.later)
    ]
    faults += [Fault("sheet-column-double", {"column": name}, file) for name in columns if given.count(name) > 1]
    if not any(unit for _, _, unit in marks):
        expected = world_header(against.world, against.unit)
        faults.append(Fault("sheet-world-missing", {"expected": expected}, file))
    if faults:
        raise DrillError(faults)
    return {place: name for place, name in names.items() if name in columns}


def _belongs(marks: Iterable[tuple[str, str]], against: Setting, file: str) -> None:
    """DrillError if a mark names another world, or another unit of this one."""
    expected = against.world[:16]
    for world, _ in marks:
        if world != expected:
            raise refuse("sheet-world-other", file=file, found=world[:40], expected=expected)
    for _, unit in marks:
        if unit and unit != against.unit.casefold():
            raise refuse("sheet-unit-other", file=file, unit=unit[:40], sheet=file)


def _stripped(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in cells.items() if text.strip()}


@dataclass(frozen=True)
class _Row:
    """The cells of a row that are filled in, by field."""

    number: int
    cells: dict[str, str]
    first_day: int
    form: Form

    def filled(self) -> list[str]:
        """Fields that say something on a decision: a note alone says nothing."""
        return [name for name in self.cells if name not in (self.form.key, "note")]

    def labels(self) -> bool:
        """Whether this is the row of labels, even if some were changed."""
        same = sum(plain(text) == plain(self.form.labels[name]) for name, text in self.cells.items())
        return 2 * same > len(self.cells)


def _known(rows: Iterable[_Row], against: Setting, form: Form) -> dict[str, str]:
    """Numbers of the world by the way they are written in the rows; receptacles may stand among consignments."""
    import polars as pl

    written = {row.cells[form.key] for row in rows if form.key in row.cells}
    ways = {text: _ways(text) for text in written}
    wanted = pl.Series(sorted({way for each in ways.values() for way in each}), dtype=pl.String)
    there = set(against.bags).intersection(wanted.to_list())
    if form is QUEUE_FORM:
        there |= set(wanted.filter(wanted.is_in(against.ids.implode())).to_list())
    return {text: way for text, each in ways.items() for way in reversed(each) if way in there}


def _streams(numbers: Iterable[str], against: Setting) -> dict[str, str]:
    """Streams of some numbers; receptacles and dispatches are mail."""
    import polars as pl

    found = dict.fromkeys(set(against.bags).intersection(numbers), "mail")
    if against.streams is not None:
        own = pl.DataFrame({"id": against.ids, "stream": against.streams.cast(pl.String)})
        wanted = pl.Series(list(numbers), dtype=pl.String).implode()
        found |= dict(own.filter(pl.col("id").is_in(wanted)).iter_rows())
    return found


def _ways(text: str) -> list[str]:
    """A number as it is written; without blanks; an air waybill with its hyphen; with the zeros that Excel drops."""
    tight = re.sub(r"\s", "", text).upper()
    ways = [text, tight]
    if tight.isdecimal() and tight.isascii():
        ways.append(f"{tight.zfill(11)[:3]}-{tight.zfill(11)[3:]}")
        ways.append(tight.zfill(12))
    return ways


@dataclass
class _Reader:
    """Turns rows into decisions and gathers faults."""

    against: Setting
    file: str
    known: Mapping[str, str]
    form: Form
    streams: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    decided: dict[tuple[str, str], dict[int | None, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mine = indicator_titles()
        self.choices = {
            "decision": Choice(titles("decision")),
            "control": Choice(control_titles()),
            "next": Choice({code: titles("next")[code] for code in WHEN}),
            "priority": Choice(titles("priority")),
            "reason": Choice({code: mine.get(code, code) for code in self.against.reasons}),
            "confidence": Choice({code: titles("confidence")[code] for code in CONFIDENCE}),
            "ground": Choice(ground_titles()),
        }

    def fault(self, row: _Row, name: str, code: str, **params: Any) -> None:
        """Note a fault, up to a bearable number of them; columns are told by the titles that people read."""
        if len(self.faults) < MAX_FAULTS:
            told = {
                key: self.form.labels.get(value, value) if key in _COLUMNS else value for key, value in params.items()
            }
            self.faults.append(Fault(code, told, self.file, row=row.number, field=self.form.labels[name]))
        elif len(self.faults) == MAX_FAULTS:
            self.faults.append(Fault("sheet-more-faults", {"limit": MAX_FAULTS}, self.file))

    def decision(self, row: _Row) -> SheetDecision | None:
        """The decision of a row; None if the row has faults."""
        before = len(self.faults)
        consignment = self._consignment(row)
        act = self._act(row)
        controls = self._controls(row, act)
        self._for_stream(row, consignment)
        priority = self._value(row, "priority", "priority")
        reasons = self._reasons(row)
        confidence = self._value(row, "confidence", "confidence")
        ground = self._value(row, "ground", "ground") or ""
        t = self._time(row)
        if consignment and act and (t is not None or "time" not in row.cells):
            self._once(row, consignment, act, t)
        if len(self.faults) > before or act is None:
            return None
        decided = Decision(consignment, act, controls, int(priority or 2), reasons, confidence, ground)
        return SheetDecision(row.number, t, decided, row.cells.get("note", ""))

    def _once(self, row: _Row, consignment: str, act: str, t: int | None) -> None:
        """Note a consignment that has the same decision twice, unless each row gives a time of its own."""
        before = self.decided.setdefault((consignment, act), {})
        if t in before or (before and (t is None or None in before)):
            first = before.get(t, next(iter(before.values())))
            params = {"consignment": consignment, "act": act, "first": first, "again": row.number}
            self.fault(row, self.form.key, "sheet-consignment-double", **params)
        before.setdefault(t, row.number)

    def _value(self, row: _Row, name: str, kind: str) -> str | None:
        """Code of a field; None if it is blank or, with a fault, not known."""
        text = row.cells.get(name)
        if text is None:
            return None
        choice = self.choices[kind]
        code = choice.code(text)
        if code is None:
            word = _short(text)
            hint = choice.hint(word) if len(self.faults) < MAX_FAULTS else ""
            self.fault(row, name, "sheet-value", value=word, allowed=choice.allowed(), hint=hint)
        return code

    def _consignment(self, row: _Row) -> str:
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
            self.fault(row, self.form.key, "sheet-receptacle-unknown", value=_short(text))
        elif _ROUNDED.fullmatch(text):
            self.fault(row, self.form.key, "sheet-consignment-rounded", value=_short(text))
        else:
            self.fault(row, self.form.key, "sheet-consignment-unknown", value=_short(text))
        return ""

    def _act(self, row: _Row) -> str | None:
        if "decision" not in row.cells:
            allowed = self.choices["decision"].allowed()
            self.fault(
                row,
                "decision",
                "sheet-decision-blank",
                filled=", ".join(self.form.labels[name] for name in row.filled()),
                allowed=allowed,
            )
        return self._value(row, "decision", "decision")

    def _controls(self, row: _Row, act: str | None) -> tuple[Step, ...]:
        steps = self._steps(row)
        given = [name for name in CONTROL_COLUMNS if name in row.cells]
        if act in ORDERING:
            self._in_order(row, act or "", given)
        elif act is not None:
            for name in given:
                self.fault(row, name, "sheet-controls-unwanted", value=_short(row.cells[name]), act=act)
        for control, name in zip(CONTROL_COLUMNS[1:], NEXT_COLUMNS, strict=True):
            if name in row.cells and control not in row.cells:
                self.fault(row, name, "sheet-next-alone", value=_short(row.cells[name]), control=control)
        return steps

    def _steps(self, row: _Row) -> tuple[Step, ...]:
        """The controls that are filled in; each must be one that the unit can do, and stand once."""
        seen: dict[str, str] = {}
        steps = []
        for name, after in zip(CONTROL_COLUMNS, ("", *NEXT_COLUMNS), strict=True):
            code = self._value(row, name, "control")
            when = self._value(row, after, "next") or WHEN[0]
            if code is None:
                continue
            if code not in self.against.controls:
                allowed = ", ".join(control_titles()[each] for each in self.against.controls)
                unit, value = self.against.unit, control_titles()[code]
                self.fault(row, name, "sheet-cannot-do", unit=unit, value=value, allowed=allowed)
            elif code in seen:
                self.fault(row, name, "sheet-controls-double", value=_short(row.cells[name]), first=seen[code])
            seen.setdefault(code, name)
            steps.append(Step(code, when))
        return tuple(steps)

    def _for_stream(self, row: _Row, number: str) -> None:
        """Each control must be one that there is for the stream of the consignment."""
        stream = self.streams.get(number)
        lacking = unserved(stream) if stream else frozenset()
        for name in CONTROL_COLUMNS:
            code = self.choices["control"].code(row.cells.get(name, ""))
            if code in lacking:
                params = {"value": control_titles()[code], "stream": titles("stream")[stream or ""]}
                self.fault(row, name, "sheet-control-stream", **params)

    def _in_order(self, row: _Row, act: str, given: list[str]) -> None:
        if not given:
            allowed = ", ".join(control_titles()[each] for each in self.against.controls)
            self.fault(row, CONTROL_COLUMNS[0], "sheet-controls-missing", act=act, allowed=allowed)
        for name, expected in zip(given, CONTROL_COLUMNS, strict=False):
            if name != expected:
                self.fault(row, expected, "sheet-controls-gap", later=name)
                break

    def _reasons(self, row: _Row) -> tuple[str, ...]:
        seen: dict[str, str] = {}
        for name in REASON_COLUMNS:
            code = self._value(row, name, "reason")
            if code in seen:
                self.fault(row, name, "sheet-reason-double", value=_short(row.cells[name]), first=seen[code])
            elif code is not None:
                seen[code] = name
        return tuple(seen)

    def _time(self, row: _Row) -> int | None:
        text = row.cells.get("time")
        if text is None:
            return None
        against = self.against
        moment = _moment(text, row.first_day)
        if moment is None:
            self._no_time(row, text)
            return None
        t = since(against.start, moment.replace(tzinfo=timezone(timedelta(seconds=against.offset))))
        if not 0 <= t < against.length:
            first, last = against.clock_text(0), against.clock_text(against.length - MINUTE)
            self.fault(row, "time", "sheet-time-outside", value=f"{moment:%Y-%m-%d %H:%M}", first=first, last=last)
        return t

    def _no_time(self, row: _Row, text: str) -> None:
        """The fault of a cell that gives no moment; a time without its day is named as such."""
        against = self.against
        minutes = _minutes_of_day(text)
        if minutes is None:
            example = against.clock_text(against.length // 2)
            self.fault(row, "time", "sheet-time-form", value=_short(text), example=example)
            return
        value = f"{minutes // 60:02}:{minutes % 60:02}"
        begins = against.clock_text(0)
        wait = (minutes - 60 * int(begins[-5:-3]) - int(begins[-2:])) % (24 * 60) * MINUTE
        example = against.clock_text(wait if wait <= against.length else against.length // 2)
        self.fault(row, "time", "sheet-time-day", value=value, example=example)


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


def _short(text: str) -> str:
    """A value as far as a message needs it."""
    return text if len(text) <= 60 else text[:60] + "…"
