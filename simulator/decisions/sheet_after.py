"""The page of a workbook with standing orders: what is done after a find of each kind, without asking again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.common.i18n import language, to_say
from simulator.common.tables import titles_of
from simulator.decisions.check import ASK_AGAIN, NOT_PRESENTED, check, steps_after
from simulator.decisions.decision import Decision
from simulator.decisions.sheet import AFTER_FORM, HEADER_ROWS, Choice, Setting, SheetDecision, world_header
from simulator.decisions.sheet_reader import Reader
from simulator.decisions.sheet_table import Row

if TYPE_CHECKING:
    from simulator.decisions.pages import Looks

STEPS = tuple(f"step_{k}" for k in range(1, 9))
_NOT_PRESENTED, _ASK_AGAIN = "Nothing was presented", "Ask again"
_STANDING = "standing"
"""The context of these two in the catalogues: the debrief says them too."""
_INTRODUCTION = (
    to_say(
        "Standing orders: fill them in once, for the whole drill. What you leave blank is not done; the debrief says"
        " so."
    ),
    to_say("Each row has lists of its own: at a sign of danger one stops, isolates and notifies."),
    to_say("Who hands a find over names the authority in the last column."),
    to_say(
        "Example, drugs: Secure the goods; Photograph; Weigh and count; Write the act; Hand over (Narcotics authority)."
    ),
)


def find_titles(lang: str = "en") -> dict[str, str]:
    """Kinds of finds with their titles, then what was asked for and not presented."""
    return titles_of("operation", "finds", lang) | {NOT_PRESENTED: language(lang).text(_NOT_PRESENTED, _STANDING)}


def step_titles(on: str = "", lang: str = "en") -> dict[str, str]:
    """Steps that can follow, with their titles: after a kind of find, or all."""
    named = titles_of("operation", "steps", lang) | titles_of("operation", "controls", lang)
    steps = (ASK_AGAIN,) if on == NOT_PRESENTED else (*steps_after(on), *(() if on else (ASK_AGAIN,)))
    again = language(lang).text(_ASK_AGAIN, _STANDING)
    return {step: again if step == ASK_AGAIN else named[step] for step in steps}


def step_choice(on: str = "") -> Choice:
    """The same as values that are read."""
    every = step_titles(on)
    again = {step: title for step, title in every.items() if step == ASK_AGAIN}
    return Choice({step: title for step, title in every.items() if step not in again}, "control") | Choice(
        again, _STANDING
    )


def authority_titles(lang: str = "en") -> dict[str, str]:
    """Who can take something over."""
    return titles_of("operation", "authorities", lang)


def write_after(looks: Looks, setting: Setting) -> None:
    """The page to fill in: a row a kind of find, with lists of the steps that can follow it."""
    page, lang = looks.page(AFTER_FORM.page, landscape=True), looks.lang
    columns, named, widths = AFTER_FORM.columns, AFTER_FORM.titles(lang), AFTER_FORM.widths
    for at, code in enumerate(columns):
        page.write_string(0, at, code, looks.code)
        page.write_string(1, at, named[code], looks.label_fill if at else looks.label_told)
        page.set_column(at, at, widths[code], looks.text)
    page.write_string(0, len(columns), world_header(setting.world, setting.unit), looks.code)
    page.write_string(1, len(columns), looks.say("Drill (do not change)"), looks.label_told)
    page.set_column(len(columns), len(columns), 24)
    page.set_row(0, 11)
    page.set_row(1, 30)
    kinds = find_titles(lang)
    page.set_column(0, 0, max(widths[AFTER_FORM.key], *(len(title) + 2 for title in kinds.values())), looks.text)
    for row, (code, title) in enumerate(kinds.items(), HEADER_ROWS):
        page.write_string(row, 0, title, looks.identity)
        for at, column in enumerate(columns[1:], 1):
            page.write_blank(row, at, None, looks.fill)
            values = authority_titles(lang) if column == "to" else step_titles(code, lang)
            page.data_validation(row, at, row, at, looks.choice(list(values.values())))
    for row, text in enumerate(_INTRODUCTION, HEADER_ROWS + len(kinds) + 1):
        page.write_string(row, 0, looks.speech.text(text), looks.text)
    page.freeze_panes(HEADER_ROWS, 1)
    page.fit_to_pages(1, 1)
    page.set_zoom(90)


@dataclass
class AfterReader(Reader):
    """Turns the rows of the page into standing orders; they hold from the start."""

    def __post_init__(self) -> None:
        self.choices = {
            "find": Choice(titles_of("operation", "finds"), "find")
            | Choice({NOT_PRESENTED: _NOT_PRESENTED}, _STANDING),
            "to": Choice(authority_titles(), "authority"),
            "step": step_choice(),
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
        can = step_choice(on)
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
