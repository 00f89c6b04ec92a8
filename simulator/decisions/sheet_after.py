"""The page of a workbook with standing orders: what is done after a find of each kind, without asking again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.common.tables import table, titles_of
from simulator.decisions.check import ASK_AGAIN, NOT_PRESENTED, check, steps_after
from simulator.decisions.decision import Decision
from simulator.decisions.sheet import AFTER_FORM, HEADER_ROWS, Choice, Setting, SheetDecision, world_header
from simulator.decisions.sheet_reader import Reader
from simulator.decisions.sheet_table import Row

if TYPE_CHECKING:
    from simulator.decisions.pages import Looks

STEPS = tuple(f"step_{k}" for k in range(1, 9))
_NOT_PRESENTED, _ASK_AGAIN = "Nothing was presented", "Ask again"
_INTRODUCTION = (
    "Standing orders: fill them in once, for the whole drill. What you leave blank is not done; the debrief says so.",
    "Each row has lists of its own: at a sign of danger one stops, isolates and notifies.",
    "Who hands a find over names the authority in the last column.",
    "Example, drugs: Secure the goods; Photograph; Weigh and count; Write the act; Hand over (Narcotics authority).",
)


def find_titles() -> dict[str, str]:
    """Kinds of finds with their titles, then what was asked for and not presented."""
    return titles_of("operation", "finds") | {NOT_PRESENTED: _NOT_PRESENTED}


def step_titles(on: str = "") -> dict[str, str]:
    """Steps that can follow, with their titles: after a kind of find, or all."""
    named = {row["code"]: row["title"] for name in ("steps", "controls") for row in table("operation", name)}
    steps = (ASK_AGAIN,) if on == NOT_PRESENTED else (*steps_after(on), *(() if on else (ASK_AGAIN,)))
    return {step: _ASK_AGAIN if step == ASK_AGAIN else named[step] for step in steps}


def authority_titles() -> dict[str, str]:
    """Who can take something over."""
    return titles_of("operation", "authorities")


def write_after(looks: Looks, setting: Setting) -> None:
    """The page to fill in: a row a kind of find, with lists of the steps that can follow it."""
    page = looks.page(AFTER_FORM.page, landscape=True)
    columns, named, widths = AFTER_FORM.columns, AFTER_FORM.labels, AFTER_FORM.widths
    for at, code in enumerate(columns):
        page.write_string(0, at, code, looks.code)
        page.write_string(1, at, named[code], looks.label_fill if at else looks.label_told)
        page.set_column(at, at, widths[code], looks.text)
    page.write_string(0, len(columns), world_header(setting.world, setting.unit), looks.code)
    page.write_string(1, len(columns), "Drill (do not change)", looks.label_told)
    page.set_column(len(columns), len(columns), 24)
    page.set_row(0, 11)
    page.set_row(1, 30)
    kinds = find_titles()
    for row, (code, title) in enumerate(kinds.items(), HEADER_ROWS):
        page.write_string(row, 0, title, looks.identity)
        for at, column in enumerate(columns[1:], 1):
            page.write_blank(row, at, None, looks.fill)
            values = authority_titles() if column == "to" else step_titles(code)
            page.data_validation(row, at, row, at, choose_from(list(values.values())))
    for row, text in enumerate(_INTRODUCTION, HEADER_ROWS + len(kinds) + 1):
        page.write_string(row, 0, text, looks.text)
    page.freeze_panes(HEADER_ROWS, 1)
    page.fit_to_pages(1, 1)
    page.set_zoom(90)


def choose_from(source: list[str] | str) -> dict[str, Any]:
    """A drop-down of texts, or of the cells of a range. A warning, not a stop: codes are as good as titles."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "EXERCISE",
        "error_message": "This is not in the list. Please choose from the list.",
    }


@dataclass
class AfterReader(Reader):
    """Turns the rows of the page into standing orders; they hold from the start."""

    def __post_init__(self) -> None:
        self.choices = {
            "find": Choice(find_titles()),
            "to": Choice(authority_titles()),
            "step": Choice(step_titles()),
        }
        self._rows: dict[str, int] = {}

    def decision(self, row: Row) -> SheetDecision | None:
        """The standing order of a row; None if it orders nothing or has faults."""
        before = len(self.faults)
        on = self._find(row)
        steps = self._steps(row, on)
        to = self.value(row, "to", "to") or ""
        if to and not steps and len(self.faults) == before:
            self.fault(row, STEPS[0], "sheet-steps-missing", to=authority_titles()[to])
        if "hand-over" in steps and not to and "to" not in row.cells:
            self.fault(row, "to", "sheet-to-missing", step=step_titles()["hand-over"], allowed=self.allowed("to"))
        if len(self.faults) > before or not steps:
            return None
        order = Decision("", "standing", on=on, steps=steps, to=to)
        check(order)
        return SheetDecision(row.number, None, order)

    def _find(self, row: Row) -> str:
        """What was found, told once on the page."""
        if self.form.key not in row.cells:
            self.fault(row, self.form.key, "sheet-find-blank", allowed=self.allowed("find"))
            return ""
        on = self.value(row, self.form.key, "find") or ""
        if on in self._rows:
            self.fault(row, self.form.key, "sheet-find-double", find=find_titles()[on], first=self._rows[on])
        elif on:
            self._rows[on] = row.number
        return on

    def _steps(self, row: Row, on: str) -> tuple[str, ...]:
        """The steps that are filled in; each must be one that can follow such a find and that the unit can do."""
        seen: dict[str, str] = {}
        can = Choice(step_titles(on))
        for name in STEPS:
            step = self.value(row, name, "step")
            if step is None:
                continue
            title = step_titles()[step]
            if on and step not in can.titles:
                words = {"value": title, "find": find_titles()[on], "allowed": can.allowed()}
                self.fault(row, name, "sheet-step-other", **words)
            elif step in seen:
                self.fault(row, name, "sheet-step-double", value=title, first=self.form.labels[seen[step]])
            self.doable(row, name, step)
            seen.setdefault(step, name)
        return tuple(seen)
