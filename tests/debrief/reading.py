"""Reads what a debrief says out of any format, as a search for what must not stand there needs it."""

import io
import json
import zipfile

import html_page
import openpyxl
import pypdf

from simulator.debrief.cuts import Sources
from simulator.debrief.telling import FORMATS, Order, Telling, tell


def told(score, order=None, notes=None, people=None, seats=None) -> Telling:
    """The debrief of a score; `seats` are the units of people by their id."""
    return tell(Sources(score, notes or {}, people or {}, seats or {}), order or Order())


def words_of(form: str, made: bytes) -> str:
    """All text of a debrief, white space made one blank; of a workbook its raw parts too."""
    if form == "html":
        page = html_page.Page(made.decode())
        return f"{page.text} {' '.join(page.values('aria-label', 'id', 'href'))}"
    if form == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(made))
        pages = " ".join(page.extract_text() for page in reader.pages)
        return " ".join(f"{pages} {reader.metadata.title}".replace("\u200b", "").split())
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(made)) as book:
            return " ".join(book.read(name).decode() for name in book.namelist())
    return made.decode("utf-8-sig")


def every_format(telling: Telling) -> dict[str, str]:
    """The text of a debrief in all formats."""
    return {form: words_of(form, telling.written(form)) for form in FORMATS}


def workbook(telling: Telling) -> openpyxl.Workbook:
    """The workbook as a program for sheets opens it."""
    return openpyxl.load_workbook(io.BytesIO(telling.written("xlsx")))


def rows(sheet) -> list[dict[str, object]]:
    """The rows of a sheet below its heads, by the heads."""
    heads = [cell.value for cell in sheet[4]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=5, values_only=True)]


def document(telling: Telling) -> dict:
    """The JSON document."""
    return json.loads(telling.written("json"))
