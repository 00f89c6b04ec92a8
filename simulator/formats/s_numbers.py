"""Numbers of the postal union: S8 of a dispatch, S9 of a receptacle, S10 of an item.

One number is taken apart or put together at a time; many S10 at once are made by `identifiers`, which has the rule of
the check digit too. Codes are those of UPU S8, S9 and S10-12 (public copies). An office of exchange is an IMPC code:
country, place, and one letter that tells the offices of a place apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import numpy as np

from simulator.common.tables import table
from simulator.formats import identifiers
from simulator.formats.check import countries

Flaw = Literal["shape", "country", "category", "class"]
"""`shape`: not written like one; `country`, `category`, `class`: no such code."""

OVERFLOW = 9999
"""What stands for a receptacle of 1 t or more (S9)."""

_S8 = r"(?P<origin>[A-Z]{6})(?P<destination>[A-Z]{6})(?P<category>[A-Z])(?P<mail_class>[A-Z])(?P<subclass>[A-Z])"
_S8 += r"(?P<year_digit>[0-9])(?P<serial>[0-9]{4})"
_DISPATCH = re.compile(_S8)
_RECEPTACLE = re.compile(
    rf"(?P<dispatch>{_S8})(?P<bag>[0-9]{{3}})(?P<last>[01])(?P<insured>[019])(?P<weight>[0-9]{{4}})"
)
_ITEM = re.compile(r"(?P<service>[A-Z]{2})(?P<serial>[0-9]{8})(?P<check>[0-9])(?P<country>[A-Z]{2})")


@dataclass(frozen=True)
class Dispatch:
    """An S8 taken apart, 20 characters: `DEFRAAKZALAAACN50123`.

    `origin` and `destination` are IMPC codes of 6 letters, `year_digit` the last digit of the year, `serial` 0 to 9999
    within the year and the series.
    """

    origin: str
    destination: str
    category: str
    mail_class: str
    subclass: str
    year_digit: int
    serial: int

    def __str__(self) -> str:
        kind = f"{self.category}{self.mail_class}{self.subclass}"
        return f"{self.origin}{self.destination}{kind}{self.year_digit}{self.serial:04}"

    def year(self, near: int) -> int:
        """The whole year: of those that end in the digit the one nearest to `near`; of two as near, the past one."""
        past = near - (near - self.year_digit) % 10
        return past if near - past <= past + 10 - near else past + 10


@dataclass(frozen=True)
class Receptacle:
    """An S9 taken apart, 29 characters: a dispatch, then `00110012`-like digits.

    `serial` 0 to 999 within the dispatch, `last` whether it is the last one, `insured` the flag of registered or
    insured items (`0` none, `1` some, `9` not known), `weight` gross in 0.1 kg, `OVERFLOW` for 1 t or more.
    """

    dispatch: Dispatch
    serial: int
    last: bool
    insured: str
    weight: int

    def __str__(self) -> str:
        return f"{self.dispatch}{self.serial:03}{int(self.last)}{self.insured}{self.weight:04}"

    @property
    def kg(self) -> Decimal | None:
        """The gross weight in kg, None if the number cannot hold it."""
        return None if self.weight == OVERFLOW else Decimal(self.weight) / 10


@dataclass(frozen=True)
class Item:
    """An S10 taken apart, 13 characters: `RB123456785GB`; `check` is the digit that stands there, right or wrong."""

    service: str
    serial: int
    check: int
    country: str

    def __str__(self) -> str:
        return f"{self.service}{self.serial:08}{self.check}{self.country}"


def dispatch(text: str) -> Dispatch | None:
    """The dispatch that a text names, None if it is not written like an S8."""
    found = _DISPATCH.fullmatch(text)
    return _dispatch(found) if found else None


def receptacle(text: str) -> Receptacle | None:
    """The receptacle that a text names, None if it is not written like an S9."""
    found = _RECEPTACLE.fullmatch(text)
    if not found:
        return None
    return Receptacle(_dispatch(found), int(found["bag"]), found["last"] == "1", found["insured"], int(found["weight"]))


def item(text: str) -> Item | None:
    """The item that a text names, None if it is not written like an S10; its check digit may be wrong."""
    found = _ITEM.fullmatch(text)
    return Item(found["service"], int(found["serial"]), int(found["check"]), found["country"]) if found else None


def made_item(service: str, serial: int, country: str) -> Item:
    """An S10 with its right check digit; `serial` has up to 8 digits."""
    return Item(service, serial, int(identifiers.s10_check(np.array([serial]))[0]), country)


def dispatch_flaw(text: str) -> Flaw | None:
    """What is wrong with an S8, None if nothing; it has no check digit."""
    found = dispatch(text)
    return _flaw(found) if found else "shape"


def receptacle_flaw(text: str) -> Flaw | None:
    """What is wrong with an S9, None if nothing; it has no check digit."""
    found = receptacle(text)
    return _flaw(found.dispatch) if found else "shape"


def title(kind: str, code: str) -> str:
    """What a code of `category`, `class`, `handling` or `nature` stands for, empty if there is no such code."""
    return _titles().get((kind, code), "")


def _dispatch(found: re.Match[str]) -> Dispatch:
    return Dispatch(
        found["origin"],
        found["destination"],
        found["category"],
        found["mail_class"],
        found["subclass"],
        int(found["year_digit"]),
        int(found["serial"]),
    )


def _flaw(found: Dispatch) -> Flaw | None:
    if not {found.origin[:2], found.destination[:2]} <= countries():
        return "country"
    if not title("category", found.category):
        return "category"
    return None if title("class", found.mail_class) else "class"


@cache
def _titles() -> dict[tuple[str, str], str]:
    return {(row["kind"], row["code"]): row["title"] for row in table("formats", "postal_codes")}
