"""Cells of an xlsx file, streamed: only the wanted columns are kept, and a hostile file costs no more than its limit.

The file is parsed here and not by fastexcel because that one lays out a sheet as a dense block: a file of 5 KB with one
cell at the far corner of a sheet made it ask for 500 GB, which ends the process and cannot be caught.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import TypeVar
from xml.parsers import expat

from simulator.common.errors import DrillError, refuse
from simulator.decisions.sheet import MAX_ROWS, QUEUE
from simulator.decisions.xlsx_parts import (
    Book,
    Cell,
    EnoughError,
    Handler,
    Links,
    Rows,
    Strings,
    TooLongError,
    cell_text,
    index,
    letters,
)

MAX_UNPACKED = 600 * 2**20
"""Bytes of XML read at most; 100,000 rows of 70 columns take about half of it."""
_MAX_PARTS = 10_000
_BOOK = "xl/workbook.xml"
_CHUNK = 1 << 18
_MAX_TOKEN = 1 << 22
"""No XML token of a real sheet is as long: a cell holds 32,767 characters."""

Row = tuple[int, dict[str, str]]
"""Number of a row as Excel shows it, and its cells by field."""
T = TypeVar("T")


class XlsxTable:
    """A page of a workbook, `page` or the first if none has that name: `header` by position, then `rows()`.

    `first_day` is what Excel counts days from: 0, or 1462 in workbooks of old Macs.
    """

    def __init__(self, data: bytes, file: str, page: str = QUEUE) -> None:
        """Take the bytes of a file; DrillError if it is no xlsx or unpacks to too much."""
        self._file, self._data, self._name = file, data, page
        self.pages: tuple[str, ...] = ()
        self._guarded(lambda: self._open(data))

    def rows(self, wanted: Mapping[int, str], key: str) -> list[Row]:
        """The rows below the header that fill in more than `key`; `wanted` names fields by position."""
        return self._guarded(lambda: self._rows(wanted, key))

    def others(self) -> Iterator[tuple[str, XlsxTable]]:
        """The other pages of the same workbook with their names, in order."""
        own = self._name if self._name in self.pages else self.pages[0]
        for page in self.pages:
            if page != own:
                yield page, XlsxTable(self._data, self._file, page)

    def _open(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > _MAX_PARTS:
            raise ValueError("too many parts")
        self._zip = _unpacked(data)
        book, links = Book(), Links()
        self._parse(_BOOK, book)
        self._parse("xl/_rels/workbook.xml.rels", links)
        self.first_day, self.pages = book.first_day, tuple(book.pages)
        self._page = _part(links.target[book.pages.get(self._name) or next(iter(book.pages.values()))])
        self._shared = next((_part(links.target[key]) for key in links.shared), "")
        cells = Rows(None)
        self._parse(self._page, cells)
        self._first = cells.rows[0][0] if cells.rows else 0
        header = self._texts([row for _, row in cells.rows])
        self.header = {index(name): text for row in header for name, text in row.items()}

    def _rows(self, wanted: Mapping[int, str], key: str) -> list[Row]:
        cells = Rows({letters(place): field for place, field in wanted.items()}, key, self._first)
        self._parse(self._page, cells)
        texts = self._texts([row for _, row in cells.rows])
        return [(number, row) for (number, _), row in zip(cells.rows, texts, strict=True)]

    def _texts(self, rows: list[dict[str, Cell]]) -> list[dict[str, str]]:
        strings = Strings({int(raw) for row in rows for kind, raw in row.values() if kind == "s"})
        if strings.wanted:
            self._parse(self._shared, strings)
        return [{name: cell_text(cell, strings.found) for name, cell in row.items()} for row in rows]

    def _parse(self, part: str, handler: Handler) -> None:
        info = self._zip.getinfo(part)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("packed in an unusual way")
        if info.file_size > MAX_UNPACKED:
            raise refuse("sheet-swollen", file=self._file, limit=MAX_UNPACKED // 2**20)
        parser, fed = _parser(handler), 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    fed += len(chunk)
                    parser.Parse(chunk, False)
                    if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                        raise ValueError("a part is damaged")
            parser.Parse(b"", True)
        except EnoughError:
            return

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except DrillError:
            raise
        except TooLongError:
            raise refuse("sheet-too-long", file=self._file, limit=MAX_ROWS) from None
        except Exception as error:  # noqa: BLE001  whatever a damaged file makes zipfile, zlib or expat raise
            reason = " ".join(str(error).split())[:80] or type(error).__name__
            raise refuse("sheet-not-xlsx", file=self._file, reason=reason) from None


def _unpacked(data: bytes) -> zipfile.ZipFile:
    """The parts of a workbook; ValueError in plain words where there is none."""
    try:
        book = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        raise ValueError("it is damaged; perhaps it was not copied whole") from None
    if _BOOK not in book.namelist():
        raise ValueError("it holds no workbook; perhaps another kind of file was renamed")
    return book


def _parser(handler: Handler) -> expat.XMLParserType:
    """A parser that tells a handler the plain names of tags: some programs write `x:row` for `row`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _no_doctype

    def first(tag: str, attributes: dict[str, str]) -> None:
        if ":" in tag:
            parser.StartElementHandler = lambda tag, attributes: handler.start(tag.rpartition(":")[2], attributes)
            parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(":")[2])
        else:
            parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
        parser.StartElementHandler(tag, attributes)

    parser.StartElementHandler = first
    return parser


def _no_doctype(*_: object) -> None:
    raise ValueError("a part has a document type")


def _part(target: str) -> str:
    """Path of a part in the file, from a link of the workbook."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
