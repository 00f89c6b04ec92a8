"""The page of a workbook with standing orders: what is done after a find of each kind, without asking again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from simulator.common.errors import DrillError, Fault
from simulator.common.tables import table
from simulator.decisions.check import ASK_AGAIN, NOT_PRESENTED, check, steps_after
from simulator.decisions.decision import Decision
from simulator.decisions.sheet import AFTER_FORM, HEADER_ROWS, Choice, Setting, SheetDecision, world_header

if TYPE_CHECKING:
    from simulator.decisions.pages import Looks

STEPS = tuple(f"step_{k}" for k in range(1, 9))
_NOT_PRESENTED, _ASK_AGAIN = "Nothing was presented", "Ask again"
_INTRODUCTION = (
    "Standing orders: fill them in once, for the whole drill. "
    "What you leave blank is not done, and the debrief says so."
)


def find_titles() -> dict[str, str]:
    """Kinds of finds with their titles, then what was asked for and not presented."""
    return {row["code"]: row["title"] for row in table("operation", "finds")} | {NOT_PRESENTED: _NOT_PRESENTED}


def step_titles(on: str = "") -> dict[str, str]:
    """Steps that can follow, with their titles: after a kind of find, or all."""
    named = {row["code"]: row["title"] for name in ("steps", "controls") for row in table("operation", name)}
    steps = (ASK_AGAIN,) if on == NOT_PRESENTED else (*steps_after(on), *(() if on else (ASK_AGAIN,)))
    return {step: _ASK_AGAIN if step == ASK_AGAIN else named[step] for step in steps}


def authority_titles() -> dict[str, str]:
    """Who can take something over."""
    return {row["code"]: row["title"] for row in table("operation", "authorities")}


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
    page.write_string(HEADER_ROWS + len(kinds) + 1, 0, _INTRODUCTION, looks.text)
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


def read_after(rows: list[tuple[int, dict[str, str]]], file: str) -> tuple[list[SheetDecision], list[Fault]]:
    """The standing orders of a page, and all that is wrong with them; they hold from the start."""
    orders: list[SheetDecision] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        given = {name: text.strip() for name, text in cells.items() if text.strip()}
        labels = sum(text == AFTER_FORM.labels[name] for name, text in given.items())
        if not any(step in given for step in STEPS) or 2 * labels > len(given):
            continue
        order, wrong = _order(number, given, file)
        faults += wrong
        if order is not None and order.decision.on in seen:
            params = {"find": find_titles()[order.decision.on], "first": seen[order.decision.on]}
            faults.append(Fault("sheet-find-double", params, file, row=number, field=AFTER_FORM.labels["find"]))
        elif order is not None:
            seen[order.decision.on] = number
            orders.append(order)
    return orders, faults


def _order(number: int, given: Mapping[str, str], file: str) -> tuple[SheetDecision | None, list[Fault]]:
    """One standing order; None with what is wrong with it."""
    kinds, steps, authorities = Choice(find_titles()), Choice(step_titles()), Choice(authority_titles())
    faults = list(_unknown(number, given, file, kinds, steps, authorities))
    if faults:
        return None, faults
    order = Decision(
        "",
        "standing",
        on=kinds.code(given["find"]) or "",
        steps=tuple(steps.code(given[name]) or "" for name in STEPS if name in given),
        to=authorities.code(given["to"]) or "" if "to" in given else "",
    )
    try:
        check(order)
    except DrillError as error:
        labels = {"steps": AFTER_FORM.labels["step_1"], "to": AFTER_FORM.labels["to"]}
        return None, [
            Fault(f.code, f.params, file, row=number, field=labels.get(str(f.field), f.field)) for f in error.faults
        ]
    return SheetDecision(number, None, order), []


def _unknown(
    number: int, given: Mapping[str, str], file: str, kinds: Choice, steps: Choice, authorities: Choice
) -> Iterator[Fault]:
    if "find" not in given:
        yield Fault("sheet-find-blank", {"allowed": kinds.allowed()}, file, row=number, field=AFTER_FORM.labels["find"])
    for name, text in given.items():
        choice = kinds if name == "find" else authorities if name == "to" else steps
        if choice.code(text) is None:
            params = {"value": text[:60], "allowed": choice.allowed(), "hint": choice.hint(text)}
            yield Fault("decision-value", params, file, row=number, field=AFTER_FORM.labels[name])
