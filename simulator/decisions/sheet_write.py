"""Writing the sheet of a unit: its queue as xlsx or csv, the same bytes for the same input."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from simulator.common.i18n import language, to_say
from simulator.decisions.information import FRONT, GROUPS, Information, information, of_receptacles
from simulator.decisions.pages import MAX_TEXT, Looks, write_pages
from simulator.decisions.sheet import (
    BAG_FORM,
    CONTROL_COLUMNS,
    HEADER_ROWS,
    NEXT_COLUMNS,
    QUEUE,
    QUEUE_FORM,
    REASON_COLUMNS,
    RECEPTACLES,
    WORLD,
    Form,
    Setting,
    control_titles,
    ground_titles,
    titles,
    world_header,
)
from simulator.decisions.sheet_acts import write_acts
from simulator.decisions.sheet_after import write_after
from simulator.decisions.sheet_csv import csv_bytes
from simulator.decisions.xlsx_parts import letters

if TYPE_CHECKING:
    import polars as pl

    from simulator.decisions.facts import UnitFacts
    from simulator.decisions.sheet_rows import Filled

_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  xlsxwriter takes no other
"""The same in every file: the time of making would make every file another."""
_WORLD_LABEL = to_say("Drill (do not change)")
_MORE_ROWS = 200
"""Rows below the last for second decisions; they have lists and tint too."""
_FOLDED = (*CONTROL_COLUMNS[2:], *NEXT_COLUMNS[1:], *REASON_COLUMNS[1:])
_FOLDING = ("priority", "confidence")
"""The columns that follow the folded ones: the + that unfolds these stands above them, in LibreOffice too."""
_FOLDED_AWAY, _FOLDS = {"level": 1, "hidden": True}, {"collapsed": True}
_GROUP_WIDTH = 12


def sheet_csv(frame: pl.DataFrame, setting: Setting, lang: str = "en") -> bytes:
    """The queue as csv, for other programs and for queues that are too long for Excel; columns as in the xlsx."""
    return _csv(QUEUE_FORM, frame["id"], information(frame, setting.start, setting.offset, lang), setting, lang)


def receptacles_csv(bags: pl.DataFrame, setting: Setting, lang: str = "en") -> bytes:
    """The receptacles as csv, to be handed in as a sheet of its own."""
    told = of_receptacles(bags, setting.start, setting.offset, lang)
    return _csv(BAG_FORM, bags["receptacle"], told, setting, lang)


def _csv(form: Form, ids: pl.Series, told: list[Information], setting: Setting, lang: str) -> bytes:
    import polars as pl

    front, rest = _front_and_rest(told)
    key, *fields = form.columns
    named = form.titles(lang)
    heads = (
        [key, *(e.code for e in front), *fields, *(e.code for e in rest), world_header(setting.world, setting.unit)],
        [
            named[key],
            *(e.title for e in front),
            *(named[field] for field in fields),
            *(e.title for e in rest),
            language(lang).say(_WORLD_LABEL),
        ],
    )
    nothing = pl.lit(None, pl.String)
    body = pl.DataFrame([ids.alias(key)]).with_columns(
        *(each.values.alias(f"front {place}") for place, each in enumerate(front)),
        *(nothing.alias(field) for field in fields),
        *(each.values.alias(f"rest {place}") for place, each in enumerate(rest)),
        nothing.alias(WORLD),
    )
    return csv_bytes(heads, body)


def _front_and_rest(told: list[Information]) -> tuple[list[Information], list[Information]]:
    return [each for each in told if not each.group], [each for each in told if each.group]


def sheet_xlsx(frame: pl.DataFrame, setting: Setting, facts: UnitFacts, bags: pl.DataFrame | None = None) -> bytes:
    """The workbook of a unit: the queue to fill in, and pages that explain it and tell what the unit knows.

    `bags` are the receptacles of mail that it is shown; where there are any, they have a page to fill in too.
    """
    import xlsxwriter

    from simulator.decisions.sheet_rows import with_rows

    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    looks = Looks(book, facts)
    title = f"{looks.say('EXERCISE')} - {facts.title}"[:200]
    book.set_properties({"title": title, "author": "jointdrill", "created": _CREATED})
    told = information(frame, setting.start, setting.offset, facts.lang)
    page = looks.page(QUEUE, landscape=True)
    filled = [_Queue(page, looks, frame["id"], told, setting, QUEUE_FORM)]
    about: list[Information] = []
    if bags is not None and bags.height:
        about = of_receptacles(bags, setting.start, setting.offset, facts.lang)
        other = looks.page(RECEPTACLES, landscape=True)
        filled.append(_Queue(other, looks, bags["receptacle"], about, setting, BAG_FORM))
    write_acts(looks, facts, setting)
    write_after(looks, setting)
    reasons = write_pages(looks, facts, setting, told, about)
    for each in filled:
        each.write(reasons)
    page.activate()
    book.close()
    return with_rows(out.getvalue(), HEADER_ROWS, *(each.filled() for each in filled))


class _Queue:
    """The page that is filled in: number, what one decides by, the decision, all else in groups, the mark."""

    def __init__(
        self, page: Any, looks: Looks, ids: pl.Series, told: list[Information], setting: Setting, form: Form
    ) -> None:
        self.page, self.looks, self.setting, self.form = page, looks, setting, form
        self.ids = ids
        self.last = HEADER_ROWS + max(len(ids), 1) - 1
        key, *fields = form.columns
        self.front, rest = _front_and_rest(told)
        begin = 1 + len(self.front)
        self.places = {key: 0} | {field: begin + place for place, field in enumerate(fields)}
        self.decided = (begin, begin + len(fields) - 1)
        self.told = dict(enumerate(self.front, 1))
        self.groups: dict[int, str] = {}
        at = self.decided[1] + 1
        for group, members in groupby(rest, lambda each: each.group):
            inside = dict(enumerate(members, at))
            self.told |= inside
            at += len(inside)
            self.groups[at] = group
            at += 1
        self.world_at = at

    def write(self, reasons: str) -> None:
        """Write all of it; `reasons` is where the workbook lists the indicators."""
        from simulator.decisions.sheet_rows import keep_place

        self._headers()
        keep_place(self.page, HEADER_ROWS, self.filled())
        self._choices(reasons)
        self._view()

    def _headers(self) -> None:
        looks, named, widths = self.looks, self.form.titles(self.looks.lang), self.form.widths
        for field, at in self.places.items():
            self._head(at, field, named[field], looks.label_fill)
            fold = _FOLDED_AWAY if field in _FOLDED else _FOLDS if field in _FOLDING else {}
            self.page.set_column(at, at, widths[field], looks.text, fold)
        for at, each in self.told.items():
            self._head(at, each.code, each.title, looks.label_told)
            self.page.set_column(at, at, each.width, None, _FOLDED_AWAY if each.group else {})
        for at, group in self.groups.items():
            title = looks.say("{group}: + above", group=looks.speech.text(GROUPS[group]))
            self._head(at, f"more:{group}", title, looks.label_group)
            self.page.set_column(at, at, _GROUP_WIDTH, looks.group, _FOLDS)
        mark = world_header(self.setting.world, self.setting.unit)
        self._head(self.world_at, mark, looks.say(_WORLD_LABEL), looks.label_told)
        self.page.set_column(self.world_at, self.world_at, 24)
        self.page.set_row(0, 11)
        self.page.set_row(1, 42)

    def _head(self, at: int, code: str, title: str, look: Any) -> None:
        self.page.write_string(0, at, code, self.looks.code)
        self.page.write_string(1, at, title, look)

    def filled(self) -> list[Filled]:
        """The columns of its rows."""
        from simulator.decisions.sheet_rows import Filled

        cells = [Filled(0, self.ids, self.looks.identity)]
        for at, each in self.told.items():
            if each.number_format is None:
                cells.append(Filled(at, each.values.str.slice(0, MAX_TEXT), self.looks.told))
            else:
                cells.append(Filled(at, each.values, self.looks.number(each.number_format)))
        return cells

    def _choices(self, reasons: str) -> None:
        """Drop-downs with labels."""
        lang = self.looks.lang
        controls = [control_titles(lang)[code] for code in self.setting.controls]
        lists: dict[str, Any] = {"decision": list(titles("decision", lang).values())}
        lists |= dict.fromkeys(CONTROL_COLUMNS, controls)
        lists |= {field: list(titles("next", lang).values()) for field in NEXT_COLUMNS}
        lists |= {
            "priority": list(titles("priority", lang).values()),
            "confidence": list(titles("confidence", lang).values()),
            "ground": list(ground_titles(lang).values()),
        }
        lists |= dict.fromkeys(REASON_COLUMNS, reasons)
        for field, source in lists.items():
            if field not in self.places:
                continue
            place = self.places[field]
            self.page.data_validation(HEADER_ROWS, place, self.last + _MORE_ROWS, place, self.looks.choice(source))

    def _view(self) -> None:
        page, (begin, end) = self.page, self.decided
        page.freeze_panes(HEADER_ROWS, 2 if self.front and self.front[0].code == FRONT[0] else 1)
        page.autofilter(1, 0, self.last, self.world_at)
        page.repeat_rows(0, 1)
        page.repeat_columns(0)
        page.print_area(0, 0, self.last, end)
        page.fit_to_pages(1, 0)
        page.set_zoom(90)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{self.last + 1}"})
        # Tinted by rule and not by cell: an eighth of the cells would do nothing else.
        decided = f'=${letters(begin)}{HEADER_ROWS + 1}<>""'
        for criteria, look in ((decided, self.looks.decided), ("=TRUE", self.looks.fill)):
            rule = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            page.conditional_format(HEADER_ROWS, begin, self.last + _MORE_ROWS, end, rule)
