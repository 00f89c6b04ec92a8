"""Writing the sheet of a unit: its queue as xlsx or csv, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from simulator.common.tables import table
from simulator.decisions.information import Information, information
from simulator.decisions.pages import MAX_TEXT, Looks, write_pages
from simulator.decisions.sheet import (
    CONTROL_COLUMNS,
    HEADER_ROWS,
    NEXT_COLUMNS,
    QUEUE,
    REASON_COLUMNS,
    WORLD,
    Setting,
    columns,
    control_titles,
    labels,
    titles,
    world_header,
)
from simulator.decisions.sheet_csv import csv_bytes

if TYPE_CHECKING:
    import polars as pl

    from simulator.decisions.facts import UnitFacts

_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  xlsxwriter takes no other
"""The same in every file: the time of making would make every file another."""
_WORLD_LABEL = "Drill (do not change)"
_MORE_ROWS = 200
"""Rows below the last for second decisions; they have lists and tint too."""
_FOLDED = (*CONTROL_COLUMNS[2:], *NEXT_COLUMNS[1:], *REASON_COLUMNS[1:])


def sheet_csv(frame: pl.DataFrame, setting: Setting) -> bytes:
    """The queue as csv, for other programs and for queues that are too long for Excel."""
    import polars as pl

    told = information(frame, setting.start, setting.offset)
    fields, named = columns(), labels()
    heads = (
        [*fields, *(each.code for each in told), world_header(setting.world, setting.unit)],
        [*(named[field] for field in fields), *(each.title for each in told), _WORLD_LABEL],
    )
    nothing = pl.lit(None, pl.String)
    body = pl.DataFrame([frame["id"].alias(fields[0])]).with_columns(
        *(nothing.alias(field) for field in fields[1:]),
        *(each.values.alias(f"told {place}") for place, each in enumerate(told)),
        nothing.alias(WORLD),
    )
    return csv_bytes(heads, body)


def sheet_xlsx(frame: pl.DataFrame, setting: Setting, facts: UnitFacts) -> bytes:
    """The workbook of a unit: the queue to fill in, and pages that explain it and tell what the unit knows."""
    import xlsxwriter

    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": f"EXERCISE - {facts.title}"[:200], "author": "jointdrill", "created": _CREATED})
    looks = Looks(book, facts)
    page = looks.page(QUEUE, landscape=True)
    reasons = write_pages(looks, facts, setting)
    _Queue(page, looks, frame, setting).write(reasons)
    page.activate()
    book.close()
    return out.getvalue()


class _Queue:
    """The page that is filled in."""

    def __init__(self, page: Any, looks: Looks, frame: pl.DataFrame, setting: Setting) -> None:
        self.page, self.looks, self.setting = page, looks, setting
        self.ids = frame["id"].to_list()
        self.told = information(frame, setting.start, setting.offset)
        self.fields = columns()
        self.last = HEADER_ROWS + max(len(self.ids), 1) - 1
        self.world_at = len(self.fields) + len(self.told)

    def write(self, reasons: str) -> None:
        """Write all of it; `reasons` is where the workbook lists the indicators."""
        self._headers()
        self._consignments()
        self._information()
        self._choices(reasons)
        self._view()

    def _headers(self) -> None:
        page, looks, named = self.page, self.looks, labels()
        widths = {row["code"]: int(row["width"]) for row in table("decisions", "sheet_columns")}
        for at, field in enumerate(self.fields):
            page.write_string(0, at, field, looks.code)
            page.write_string(1, at, named[field], looks.label_fill)
            folded = {"level": 1, "hidden": True} if field in _FOLDED else {}
            page.set_column(at, at, widths[field], looks.text, folded)
        for at, each in enumerate(self.told, len(self.fields)):
            page.write_string(0, at, each.code, looks.code)
            page.write_string(1, at, each.title, looks.label_told)
            page.set_column(at, at, each.width)
        page.write_string(0, self.world_at, world_header(self.setting.world, self.setting.unit), looks.code)
        page.write_string(1, self.world_at, _WORLD_LABEL, looks.label_told)
        page.set_column(self.world_at, self.world_at, 24)
        page.set_row(0, 11)
        page.set_row(1, 42)

    def _consignments(self) -> None:
        for at, consignment in enumerate(self.ids, HEADER_ROWS):
            self.page.write_string(at, 0, consignment, self.looks.identity)

    def _information(self) -> None:
        for place, each in enumerate(self.told, len(self.fields)):
            write = self._writer(each)
            for at, value in enumerate(each.values.to_list(), HEADER_ROWS):
                if value is not None and value != "":
                    write(at, place, value)

    def _writer(self, column: Information) -> Callable[[int, int, Any], None]:
        write_string, write_number, text = self.page.write_string, self.page.write_number, self.looks.told
        if column.number_format is None:
            return lambda at, place, value: write_string(at, place, value[:MAX_TEXT], text)
        number = self.looks.number(column.number_format)
        return lambda at, place, value: write_number(at, place, value, number)

    def _choices(self, reasons: str) -> None:
        """Drop-downs with labels. A warning, not a stop: codes are as good as labels."""
        controls = [control_titles()[code] for code in self.setting.controls]
        lists: dict[str, Any] = {"decision": list(titles("decision").values())}
        lists |= dict.fromkeys(CONTROL_COLUMNS, controls)
        lists |= {field: list(titles("next").values()) for field in NEXT_COLUMNS}
        lists |= {
            "priority": list(titles("priority").values()),
            "confidence": list(titles("confidence").values()),
        }
        lists |= dict.fromkeys(REASON_COLUMNS, reasons)
        for field, source in lists.items():
            place = self.fields.index(field)
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": "EXERCISE",
                "error_message": "This is not in the list. Please choose from the list.",
            }
            self.page.data_validation(HEADER_ROWS, place, self.last + _MORE_ROWS, place, rule)

    def _view(self) -> None:
        page, end = self.page, len(self.fields) - 1
        page.freeze_panes(HEADER_ROWS, 1)
        page.autofilter(1, 0, self.last, self.world_at)
        page.repeat_rows(0, 1)
        page.repeat_columns(0)
        page.set_print_scale(70)
        page.set_zoom(90)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{self.last + 1}"})
        # Tinted by rule and not by cell: an eighth of the cells would do nothing else.
        for criteria, look in ((f'=$B{HEADER_ROWS + 1}<>""', self.looks.decided), ("=TRUE", self.looks.fill)):
            rule = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            page.conditional_format(HEADER_ROWS, 1, self.last + _MORE_ROWS, end, rule)
