"""The page of a workbook with decisions beside the controls: holds, questions, referrals, work after one find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.common.errors import DrillError
from simulator.common.i18n import to_say
from simulator.common.tables import table, titles_of
from simulator.decisions.check import check
from simulator.decisions.decision import Decision
from simulator.decisions.sheet import (
    ACTS_FORM,
    HEADER_ROWS,
    Choice,
    Setting,
    SheetDecision,
    ground_titles,
    titles,
    world_header,
)
from simulator.decisions.sheet_after import STEPS, authority_titles, step_choice, step_titles
from simulator.decisions.sheet_reader import Reader
from simulator.decisions.sheet_table import Row
from simulator.decisions.xlsx_parts import letters

if TYPE_CHECKING:
    from simulator.decisions.facts import UnitFacts
    from simulator.decisions.pages import Looks

AFTER_A_FIND = ("follow-up", "propose")
"""Acts that only make sense after something was found: a row with one gives its time."""
_YES_NO = {"yes": to_say("Yes"), "no": to_say("No")}
_ROWS = 200
_FOLDED = STEPS[2:]
_HEADS = (
    to_say("To"),
    to_say("Can be asked"),
    to_say("Takes finds over, decides on deliveries"),
    to_say("Is a referral"),
)


def contact_titles(lang: str = "en") -> dict[str, str]:
    """Whom one can ask."""
    return titles_of("operation", "contacts", lang)


def question_titles(lang: str = "en") -> dict[str, str]:
    """What one can ask."""
    return titles_of("decisions", "questions", lang)


def referral_titles(lang: str = "en") -> dict[str, str]:
    """Kinds of referrals before loading."""
    return titles_of("operation", "referrals", lang)


@dataclass
class ActsReader(Reader):
    """Turns the rows of the page into decisions."""

    def __post_init__(self) -> None:
        asked, taking = Choice(contact_titles(), "contact"), Choice(authority_titles(), "authority")
        referred = Choice(referral_titles(), "referral")
        self.choices = {
            "decision": Choice(titles("act"), "act"),
            "question": Choice(question_titles(), "question"),
            "substitute": Choice(_YES_NO),
            "ground": Choice(ground_titles(), "ground"),
            "step": step_choice(),
            "to": asked | taking | referred,
            "ask": asked,
            "refer": referred,
            **dict.fromkeys(AFTER_A_FIND, taking),
        }

    def decision(self, row: Row) -> SheetDecision | None:
        """The decision of a row; None if the row has faults."""
        before = len(self.faults)
        consignment = self.consignment(row)
        act = self.act(row)
        steps = self._steps(row)
        question, ground = (self.value(row, name, name) or "" for name in ("question", "ground"))
        to = self.value(row, "to", act if act in self.choices else "to") or ""
        substitute = self.value(row, "substitute", "substitute") == "yes"
        until = self.time(row, "until", within=False)
        t = self.time(row)
        if act in AFTER_A_FIND and "time" not in row.cells:
            example = self.against.clock_text(self.against.length // 2)
            self.fault(row, "time", "sheet-time-after", act=titles("act")[act], example=example)
        if len(self.faults) > before or act is None:
            return None
        decided = Decision(
            consignment, act, ground=ground, to=to, question=question, steps=steps, until=until, substitute=substitute
        )
        self._checked(row, decided)
        return SheetDecision(row.number, t, decided, row.cells.get("note", ""))

    def _steps(self, row: Row) -> tuple[str, ...]:
        steps = []
        for name in STEPS:
            step = self.value(row, name, "step")
            if step is not None:
                self.doable(row, name, step)
                steps.append(step)
        return tuple(steps)

    def _checked(self, row: Row, decided: Decision) -> None:
        """Note what does not go together, by the titles that people read."""
        try:
            check(decided)
        except DrillError as error:
            for fault in error.faults:
                name = STEPS[0] if fault.field == "steps" else str(fault.field)
                told = dict(fault.params)
                if "field" in told:
                    told["field"] = self.form.labels[STEPS[0] if told["field"] == "steps" else str(told["field"])]
                if told.get("act") in titles("act"):
                    told["act"] = titles("act")[str(told["act"])]
                self.fault(row, name, fault.code, **told)


def write_acts(looks: Looks, facts: UnitFacts, setting: Setting) -> None:
    """The page to fill in: blank rows with lists, and on their right who can be asked what."""
    page, lang = looks.page(ACTS_FORM.page, landscape=True), facts.lang
    columns, named, widths = ACTS_FORM.columns, ACTS_FORM.titles(lang), ACTS_FORM.widths
    for at, code in enumerate(columns):
        page.write_string(0, at, code, looks.code)
        page.write_string(1, at, named[code], looks.label_fill)
        fold = {"level": 1, "hidden": True} if code in _FOLDED else {"collapsed": True} if code == "time" else {}
        page.set_column(at, at, widths[code], looks.text, fold)
    page.write_string(0, len(columns), world_header(setting.world, setting.unit), looks.code)
    page.write_string(1, len(columns), looks.say("Drill (do not change)"), looks.label_told)
    page.set_column(len(columns), len(columns), 24)
    page.set_row(0, 11)
    page.set_row(1, 30)
    people = _people(facts.referrals, looks)
    right = len(columns) + 2
    for at, head in enumerate(_HEADS[: 4 if facts.referrals else 3], right):
        page.write_string(1, at, looks.speech.text(head), looks.label_told)
        page.set_column(at, at, 30 if at - right != 1 else 70)
    for number, cells in enumerate(people, HEADER_ROWS):
        for at, text in enumerate(cells[: 4 if facts.referrals else 3], right):
            page.write_string(number, at, text, looks.told)
    to = f"=${letters(right)}${HEADER_ROWS + 1}:${letters(right)}${HEADER_ROWS + len(people)}"
    lists: dict[str, list[str] | str] = {
        "decision": [title for code, title in titles("act", lang).items() if code != "refer" or facts.referrals],
        "to": to,
        "question": list(question_titles(lang).values()),
        "substitute": [looks.speech.text(text) for text in _YES_NO.values()],
        "ground": list(ground_titles(lang).values()),
    }
    steps = _write_steps(looks, page, right + 5)
    for at, code in enumerate(columns):
        source = steps if code in STEPS else lists.get(code)
        if source:
            page.data_validation(HEADER_ROWS, at, HEADER_ROWS + _ROWS, at, looks.choice(source))
    end = len(columns) - 1
    rule = {"type": "formula", "criteria": "=TRUE", "format": looks.fill}
    page.conditional_format(HEADER_ROWS, 0, HEADER_ROWS + _ROWS, end, rule)
    page.freeze_panes(HEADER_ROWS, 1)
    page.print_area(0, 0, HEADER_ROWS + 30, end)
    page.fit_to_pages(1, 0)
    page.set_zoom(90)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{HEADER_ROWS + _ROWS}"})


def _write_steps(looks: Looks, page: Any, at: int) -> str:
    """The steps that can follow a find, on the right; where they stand."""
    every = list(step_titles(lang=looks.lang).values())
    page.write_string(1, at, looks.say("Steps"), looks.label_told)
    page.set_column(at, at, 30)
    for number, title in enumerate(every, HEADER_ROWS):
        page.write_string(number, at, title, looks.told)
    return f"=${letters(at)}${HEADER_ROWS + 1}:${letters(at)}${HEADER_ROWS + len(every)}"


def _people(referrals: bool, looks: Looks) -> list[tuple[str, str, str, str]]:
    """Whom a row can name: title, what can be asked, whether finds are handed over, whether it is a referral."""
    questions, contacts = question_titles(looks.lang), contact_titles(looks.lang)
    asked = {
        contacts[row["code"]]: "; ".join(questions[code] for code in row["questions"].split("|"))
        for row in table("operation", "contacts")
    }
    takes = authority_titles(looks.lang).values()
    refers = referral_titles(looks.lang).values() if referrals else ()
    every, yes = dict.fromkeys([*asked, *takes, *refers]), looks.say("Yes")
    return [(who, asked.get(who, ""), yes if who in takes else "", yes if who in refers else "") for who in every]
