"""Reading a filled-in sheet: decisions out of its rows, or all its faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from simulator.decisions.sheet_after import AfterReader
from simulator.decisions.sheet_file import Table, open_table
from simulator.decisions.sheet_reader import Reader, short
from simulator.decisions.sheet_table import Row, filled_rows, known_numbers, streams_of

_MARKS = (
    (ACTS_FORM, {"question", "substitute"}),
    (AFTER_FORM, {"find"}),
    (QUEUE_FORM, {"reason_1"}),
    (BAG_FORM, {"receptacle"}),
)
"""Columns that tell a form from the others; a queue names receptacles too."""


def read_sheet(path: Path | str, against: Setting) -> list[SheetDecision]:
    """The decisions of a sheet in its order; DrillError with all faults if it cannot be taken as it is.

    Standing orders come first. Of a workbook all pages that are filled in count, whatever they are named; a csv is one
    of them.
    """
    table = open_table(Path(path))
    decisions: list[SheetDecision] = []
    faults: list[Fault] = []
    for file, page, form in _pages(table, str(path)):
        try:
            said, wrong = _read(page, form, against, file)
        except DrillError as error:
            said, wrong = [], list(error.faults)
        decisions += said
        faults += wrong
    if faults:
        raise DrillError(faults)
    if not decisions:
        raise refuse("sheet-no-decisions", file=str(path))
    return sorted(decisions, key=lambda each: each.decision.act != "standing")


def _pages(table: Table, path: str) -> Iterator[tuple[str, Table, Form]]:
    """The pages that are filled in, the first whatever it is, with their names for people."""
    yield path, table, _form(table.header) or QUEUE_FORM
    for name, page in table.others():
        form = _form(page.header)
        if form is not None:
            yield f"{path}, page {name}", page, form


def _form(header: Mapping[int, str]) -> Form | None:
    """What a page is about, by columns that no other page has beside at least half of its own; None if by none."""
    names = {text.strip().casefold() for text in header.values()}
    for form, own in _MARKS:
        if own <= names and 2 * len(names.intersection(form.columns)) >= len(form.columns):
            return form
    return None


def _read(page: Table, form: Form, against: Setting, file: str) -> tuple[list[SheetDecision], list[Fault]]:
    """The decisions of a page and its faults."""
    rows = filled_rows(page, form, against, file)
    known = known_numbers(rows, against, form)
    reader = _READERS[form.page](against, file, known, form, streams_of(known.values(), against))
    decisions = [reader.decision(row) for row in rows]
    return [each for each in decisions if each is not None], reader.faults


@dataclass
class SelectionReader(Reader):
    """Turns rows of consignments and receptacles into decisions."""

    def __post_init__(self) -> None:
        mine = indicator_titles()
        self.choices = {
            "decision": Choice(titles("decision"), "decision"),
            "control": Choice(control_titles(), "control"),
            "next": Choice({code: titles("next")[code] for code in WHEN}, "next"),
            "priority": Choice(titles("priority"), "priority"),
            "reason": Choice({code: mine.get(code, code) for code in self.against.reasons}, "indicator"),
            "confidence": Choice({code: titles("confidence")[code] for code in CONFIDENCE}, "confidence"),
            "ground": Choice(ground_titles(), "ground"),
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
        steps: list[Step] = []
        for name, after in zip(CONTROL_COLUMNS, ("", *NEXT_COLUMNS), strict=True):
            code = self.value(row, name, "control")
            when = self.value(row, after, "next") or WHEN[0]
            if code is None:
                continue
            self.doable(row, name, code)
            if steps and steps[-1].control == "documents" and when == "on-alarm":
                self.fault(row, after, "sheet-next-after-papers", control=name)
            if code in seen:
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


_READERS: dict[str, type[SelectionReader | ActsReader | AfterReader]] = {
    QUEUE_FORM.page: SelectionReader,
    BAG_FORM.page: SelectionReader,
    ACTS_FORM.page: ActsReader,
    AFTER_FORM.page: AfterReader,
}
