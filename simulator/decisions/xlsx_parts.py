"""What the parts of an xlsx file say: handlers that take the events of the XML parser and keep what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from simulator.decisions.sheet import HEADER_ROWS, MAX_ROWS

_DAYS_1904 = 1462

Cell = tuple[str, str]
"""Type of a cell as the file gives it, and its raw text."""


class EnoughError(Exception):
    """Raised by a handler that needs no more of its part."""


class Handler(Protocol):
    """Takes the events of one part."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def text(self, data: str) -> None: ...


class TooLongError(Exception):
    """More rows than a sheet may have."""


class Book:
    """Pages of a workbook: name -> link."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.first_day = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            link = next(value for name, value in attributes.items() if name.endswith(":id"))
            self.pages.setdefault(attributes["name"], link)
        elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.first_day = _DAYS_1904

    def end(self, tag: str) -> None:
        """Nothing hangs on it."""

    def text(self, data: str) -> None:
        """Nothing hangs on it."""


class Links:
    """Links of a workbook to its parts."""

    def __init__(self) -> None:
        self.target: dict[str, str] = {}
        self.shared: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            self.target[attributes["Id"]] = attributes["Target"]
            if attributes["Type"].endswith("/sharedStrings"):
                self.shared.append(attributes["Id"])

    def end(self, tag: str) -> None:
        """Nothing hangs on it."""

    def text(self, data: str) -> None:
        """Nothing hangs on it."""


class Rows:
    """Cells of the wanted columns (all if None, then of the first row only); rows that fill in more than `key`."""

    def __init__(self, wanted: Mapping[str, str] | None, key: str = "", after: int = 0) -> None:
        self.rows: list[tuple[int, dict[str, Cell]]] = []
        self._wanted, self._key, self._after = wanted, key, after
        self._row: dict[str, Cell] = {}
        self._number, self._column, self._seen = 0, -1, 0
        self._name: str | None = None
        self._kind = ""
        self._parts: list[str] = []
        self._taking = self._phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin(attributes)
        elif self._name is not None:
            if tag in ("v", "t"):
                self._taking = not self._phonetic
            elif tag == "rPh":
                self._phonetic = True
        elif tag == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._column, self._row = -1, {}

    def _begin(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
            name = letters(self._column)
        else:
            name = place.rstrip("0123456789")
        self._name = self._wanted.get(name) if self._wanted is not None else name
        if self._name is not None:
            self._kind = attributes.get("t", "n")
            self._parts = []

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)

    def end(self, tag: str) -> None:
        if self._name is not None:
            if tag == "c":
                if self._parts:
                    self._row[self._name] = (self._kind, "".join(self._parts))
                self._name = None
            elif tag in ("v", "t"):
                self._taking = False
            elif tag == "rPh":
                self._phonetic = False
        elif tag == "row":
            self._keep()

    def _keep(self) -> None:
        if not self._row or self._number <= self._after:
            return
        self._seen += 1
        if self._seen > MAX_ROWS + HEADER_ROWS:
            raise TooLongError
        if len(self._row) > (self._key in self._row):
            self.rows.append((self._number, self._row))
        if self._wanted is None:
            raise EnoughError


class Strings:
    """The wanted shared strings by number."""

    def __init__(self, wanted: set[int]) -> None:
        self.wanted, self.found = wanted, dict[int, str]()
        self._last = max(wanted, default=-1)
        self._at = -1
        self._parts: list[str] = []
        self._taking = self._phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  expat hands both over
        if tag == "si":
            self._at += 1
            self._parts = []
        elif tag == "t":
            self._taking = self._at in self.wanted and not self._phonetic
        elif tag == "rPh":
            self._phonetic = True

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)

    def end(self, tag: str) -> None:
        if tag == "t":
            self._taking = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si" and self._at in self.wanted:
            self.found[self._at] = "".join(self._parts)
            if self._at == self._last:
                raise EnoughError


def cell_text(cell: Cell, strings: Mapping[int, str]) -> str:
    """A cell as a person reads it; whole numbers without decimals."""
    kind, raw = cell
    if kind == "s":
        return strings[int(raw)]
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind != "n":
        return raw
    number = float(raw)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else raw


def letters(place: int) -> str:
    """Name of a column: A for 0, AA for 26."""
    out = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        out = chr(65 + rest) + out
    return out


def index(name: str) -> int:
    """Position of a column by its name, 0 for A."""
    out = 0
    for letter in name:
        out = out * 26 + ord(letter) - 64
    return out - 1
