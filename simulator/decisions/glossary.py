"""The glossary: terms of the trade in each language, out as a workbook to review, and in with an administration's own.

Every term was translated by a machine until somebody who does the work has put a name into `reviewed`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.common.errors import DrillError, Fault, nearest, refuse
from simulator.common.i18n import LANGUAGES, NATIVE, OwnTerm, own_terms
from simulator.common.resources import shipped
from simulator.decisions.sheet import HEADER_ROWS
from simulator.decisions.sheet_file import open_table

if TYPE_CHECKING:
    from simulator.decisions.sheet_file import Table

HEADS = ("term", "note", "{lang}", "reviewed", "state")
UNREVIEWED = "translated by a machine, not reviewed"
_LABELS = ("Term", "What is meant", "{native}", "Reviewed by: name and date", "State")
_WIDTHS = (30, 46, 46, 30, 36)
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  xlsxwriter takes no other; the same in every file


@dataclass(frozen=True)
class Term:
    """A term: in English, what is meant, in the language, and who reviewed it (empty: nobody yet)."""

    term: str
    note: str
    text: str
    reviewed: str


def terms(lang: str) -> tuple[Term, ...]:
    """The shipped terms of a language other than English, in their order."""
    with (shipped("templates") / "translations" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Term(row["term"], row["note"], row[lang], row[f"reviewed_{lang}"]) for row in rows)


def workbook(lang: str, listed: tuple[Term, ...]) -> bytes:
    """The terms of a language as xlsx; what nobody has reviewed is tinted and says so."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"jointdrill glossary {lang}", "author": "jointdrill", "created": _CREATED})
    page = book.add_worksheet("Glossary")
    base = {"font_name": "Calibri", "font_size": 10, "text_wrap": True, "valign": "top", "num_format": "@", "border": 1}
    base |= {"border_color": "#D3D9DF"}
    plain, new = book.add_format(base), book.add_format(base | {"bg_color": "#FFF6DC"})
    head = book.add_format(base | {"bold": True, "bg_color": "#EEF1F4"})
    code = book.add_format({"font_size": 7, "font_color": "#8A949E"})
    for at, (name, label, width) in enumerate(zip(HEADS, _LABELS, _WIDTHS, strict=True)):
        page.write_string(0, at, name.format(lang=lang), code)
        page.write_string(1, at, label.format(native=NATIVE[lang]), head)
        page.set_column(at, at, width)
    for row, each in enumerate(listed, HEADER_ROWS):
        state = "" if each.reviewed else UNREVIEWED
        for at, text in enumerate((each.term, each.note, each.text, each.reviewed, state)):
            page.write_string(row, at, text, new if state and at > 1 else plain)
    page.freeze_panes(HEADER_ROWS, 1)
    page.autofilter(1, 0, HEADER_ROWS + len(listed) - 1, len(HEADS) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    book.close()
    return out.getvalue()


def read(path: Path) -> tuple[str, tuple[Term, ...]]:
    """The language of a glossary that was handed in, and its terms; DrillError with all that is wrong with it.

    Terms that are left out or blank stay as they are shipped.
    """
    file = str(path)
    table = open_table(path)
    places = {text.strip().casefold(): at for at, text in table.header.items()}
    lang = next((code for code in LANGUAGES[1:] if code in places), "")
    if not lang or "term" not in places:
        raise refuse("glossary-heads", file=file, allowed=", ".join(LANGUAGES[1:]))
    given, faults = _given(table, places, lang, file)
    if faults:
        raise DrillError(faults)
    return lang, tuple(_with(each, given.get(each.term.casefold())) for each in terms(lang))


def _given(
    table: Table, places: Mapping[str, int], lang: str, file: str
) -> tuple[dict[str, Mapping[str, str]], list[Fault]]:
    """The rows of a glossary by their terms in small letters, and what is wrong with them."""
    names = {each.term.casefold(): each.term for each in terms(lang)}
    wanted = {places[name]: name for name in ("term", lang, "reviewed") if name in places}
    given: dict[str, Mapping[str, str]] = {}
    faults = []
    for number, row in table.rows(wanted, "term"):
        cells = {name: " ".join(text.split()) for name, text in row.items()}
        term = cells.get("term", "")
        if number <= HEADER_ROWS and term.casefold() not in names:
            continue
        if term.casefold() not in names:
            hint = nearest(term, names.values())
            faults.append(Fault("glossary-term", {"value": term[:60], "hint": hint}, file, row=number, field="term"))
        elif term.casefold() in given:
            faults.append(Fault("glossary-double", {"value": term}, file, row=number, field="term"))
        given[term.casefold()] = cells | {"text": cells.get(lang, "")}
    return given, faults


def _with(each: Term, row: Mapping[str, str] | None) -> Term:
    if row is None:
        return each
    return replace(each, text=row["text"] or each.text, reviewed=row.get("reviewed", "") or each.reviewed)


def as_csv(lang: str, listed: tuple[Term, ...]) -> str:
    """Terms as they are kept in a drill folder; `read` takes them again."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name.format(lang=lang) for name in HEADS[:4]])
    writer.writerows([each.term, each.note, each.text, each.reviewed] for each in listed)
    return out.getvalue()


def changed(lang: str, listed: tuple[Term, ...]) -> dict[str, OwnTerm]:
    """The terms that an administration says otherwise than the product, by the English term in small letters."""
    pairs = zip(terms(lang), listed, strict=True)
    return {own.term.casefold(): OwnTerm(old.text, own.text) for old, own in pairs if old.text != own.text}


@contextmanager
def in_force(*files: Path) -> Iterator[None]:
    """Within the block the product says the terms of these glossaries; DrillError if one cannot be taken."""
    handed: dict[str, Mapping[str, OwnTerm]] = {}
    for path in files:
        lang, listed = read(path)
        handed[lang] = changed(lang, listed)
    with own_terms(handed) if handed else _nothing():
        yield


@contextmanager
def _nothing() -> Iterator[Any]:
    yield
