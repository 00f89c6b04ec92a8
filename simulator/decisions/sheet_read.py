"""Reading a filled-in sheet: decisions out of its rows, or all its faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.common.errors import DrillError, Fault, refuse
from simulator.decisions.decision import CONFIDENCE, ORDERING, WHEN, Decision, Step
from simulator.decisions.sheet import (
    ACTS_FORM,
    AFTER_FORM,
    BAG_FORM,
    CONTROL_COLUMNS,
    NEXT_COLUMNS,
    QUEUE_FORM,
    REASON_COLUMNS,
    Choice,
    Form,
    Setting,
    SheetDecision,
    control_titles,
    ground_titles,
    indicator_titles,
    titles,
    unserved,
)
from simulator.decisions.sheet_acts import ActsReader
from simulator.decisions.sheet_after import read_after
from simulator.decisions.sheet_file import Table, open_table
from simulator.decisions.sheet_reader import Reader, short
from simulator.decisions.sheet_table import Row, filled_rows, known_numbers, places, streams_of

_Read = tuple[list[SheetDecision | None], list[Fault]]


def read_sheet(path: Path | str, against: Setting) -> list[SheetDecision]:
    """The decisions of a sheet in its order; DrillError with all faults if it cannot be taken as it is.

    Standing orders come first. Of a workbook all pages that are filled in count; a csv is one of them.
    """
    table = open_table(Path(path))
    form = _form(table.header)
    read = [_read(table, form, against, str(path))]
    for other in (BAG_FORM, ACTS_FORM) if form is QUEUE_FORM else ():
        page = table.other(other.page)
        if page is not None:
            read.append(_read(page, other, against, f"{path}, page {other.page}"))
    standing = table.other(AFTER_FORM.page) if form is QUEUE_FORM else None
    if standing is not None:
        read.insert(0, _standing(standing, against, f"{path}, page {AFTER_FORM.page}"))
    faults = [fault for _, wrong in read for fault in wrong]
    if faults:
        raise DrillError(faults)
    decisions = [decision for said, _ in read for decision in said if decision is not None]
    if not decisions:
        raise refuse("sheet-no-decisions", file=str(path))
    return decisions


def _form(header: Mapping[int, str]) -> Form:
    """What a table is about: consignments, receptacles if it names these alone, or further decisions."""
    names = {text.strip().casefold() for text in header.values()}
    if BAG_FORM.key in names and QUEUE_FORM.key not in names:
        return BAG_FORM
    return ACTS_FORM if names >= {"question", "substitute"} else QUEUE_FORM


def _standing(page: Table, against: Setting, file: str) -> _Read:
    """The standing orders of a workbook, and what is wrong with them."""
    there = places(page.header, AFTER_FORM, against, file)
    said, faults = read_after(page.rows(there, AFTER_FORM.key), file)
    return list(said), faults


def _read(page: Table, form: Form, against: Setting, file: str) -> _Read:
    """The decisions of a page, None for rows with faults, and the faults."""
    rows = filled_rows(page, form, against, file)
    known = known_numbers(rows, against, form)
    reader = _READERS.get(form.page, SelectionReader)(against, file, known, form, streams_of(known.values(), against))
    return [reader.decision(row) for row in rows], reader.faults


@dataclass
class SelectionReader(Reader):
    """Turns rows of consignments and receptacles into decisions."""

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

    def decision(self, row: Row) -> SheetDecision | None:
        """The decision of a row; None if the row has faults."""
        before = len(self.faults)
        consignment = self.consignment(row)
        act = self.act(row)
        controls = self._controls(row, act)
        self._for_stream(row, consignment)
        priority = self.value(row, "priority", "priority")
        reasons = self._reasons(row)
        confidence = self.value(row, "confidence", "confidence")
        ground = self.value(row, "ground", "ground") or ""
        t = self.time(row)
        if consignment and act and (t is not None or "time" not in row.cells):
            self.once(row, consignment, act, t)
        if len(self.faults) > before or act is None:
            return None
        decided = Decision(consignment, act, controls, int(priority or 2), reasons, confidence, ground)
        return SheetDecision(row.number, t, decided, row.cells.get("note", ""))

    def _controls(self, row: Row, act: str | None) -> tuple[Step, ...]:
        steps = self._steps(row)
        given = [name for name in CONTROL_COLUMNS if name in row.cells]
        if act in ORDERING:
            self._in_order(row, act or "", given)
        elif act is not None:
            for name in given:
                self.fault(row, name, "sheet-controls-unwanted", value=short(row.cells[name]), act=act)
        for control, name in zip(CONTROL_COLUMNS[1:], NEXT_COLUMNS, strict=True):
            if name in row.cells and control not in row.cells:
                self.fault(row, name, "sheet-next-alone", value=short(row.cells[name]), control=control)
        return steps

    def _steps(self, row: Row) -> tuple[Step, ...]:
        """The controls that are filled in; each must be one that the unit can do, and stand once."""
        seen: dict[str, str] = {}
        steps = []
        for name, after in zip(CONTROL_COLUMNS, ("", *NEXT_COLUMNS), strict=True):
            code = self.value(row, name, "control")
            when = self.value(row, after, "next") or WHEN[0]
            if code is None:
                continue
            if code not in self.against.controls:
                allowed = ", ".join(control_titles()[each] for each in self.against.controls)
                unit, value = self.against.unit, control_titles()[code]
                self.fault(row, name, "sheet-cannot-do", unit=unit, value=value, allowed=allowed)
            elif code in seen:
                self.fault(row, name, "sheet-controls-double", value=short(row.cells[name]), first=seen[code])
            seen.setdefault(code, name)
            steps.append(Step(code, when))
        return tuple(steps)

    def _for_stream(self, row: Row, number: str) -> None:
        """Each control must be one that there is for the stream of the consignment."""
        stream = self.streams.get(number)
        lacking = unserved(stream) if stream else frozenset()
        for name in CONTROL_COLUMNS:
            code = self.choices["control"].code(row.cells.get(name, ""))
            if code in lacking:
                params = {"value": control_titles()[code], "stream": titles("stream")[stream or ""]}
                self.fault(row, name, "sheet-control-stream", **params)

    def _in_order(self, row: Row, act: str, given: list[str]) -> None:
        if not given:
            allowed = ", ".join(control_titles()[each] for each in self.against.controls)
            self.fault(row, CONTROL_COLUMNS[0], "sheet-controls-missing", act=act, allowed=allowed)
        for name, expected in zip(given, CONTROL_COLUMNS, strict=False):
            if name != expected:
                self.fault(row, expected, "sheet-controls-gap", later=name)
                break

    def _reasons(self, row: Row) -> tuple[str, ...]:
        seen: dict[str, str] = {}
        for name in REASON_COLUMNS:
            code = self.value(row, name, "reason")
            if code in seen:
                self.fault(row, name, "sheet-reason-double", value=short(row.cells[name]), first=seen[code])
            elif code is not None:
                seen[code] = name
        return tuple(seen)


_READERS: dict[str, type[SelectionReader | ActsReader]] = {ACTS_FORM.page: ActsReader}
