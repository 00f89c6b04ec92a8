"""What is wrong with a number on a waybill, a mail item or a parcel: the rules once more, beside the makers."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from simulator.formats import identifiers

VECTORS = Path(__file__).parent.parent / "vectors" / "ids"
Flaw = Literal["shape", "check", "service", "country"]
"""`shape`: not written like one; `check`: wrong check digit; `service`, `country`: no such code."""

_AWB = re.compile(r"\d{3}-(\d{7})(\d)")
_HOUSE = re.compile(r"[A-Z0-9]{1,12}")
_S10 = re.compile(r"([A-Z])[A-Z](\d{8})(\d)([A-Z]{2})")
_COURIER = re.compile(r"[1-9]\d{11}")


def awb_flaw(text: str) -> Flaw | None:
    """What is wrong with an air waybill number, None if nothing."""
    found = _AWB.fullmatch(text)
    if not found:
        return "shape"
    return None if int(found[1]) % 7 == int(found[2]) else "check"


def house_flaw(text: str) -> Flaw | None:
    """What is wrong with a house waybill number, None if nothing; it has no check digit."""
    return None if _HOUSE.fullmatch(text) else "shape"


def s10_flaw(text: str) -> Flaw | None:
    """What is wrong with a mail item number, None if nothing."""
    found = _S10.fullmatch(text)
    if not found:
        return "shape"
    service, serial, check, country = found.groups()
    if service not in _column("postal_services.csv", "letter"):
        return "service"
    if country not in _column("countries.csv", "code"):
        return "country"
    return None if int(identifiers.s10_check(np.array([int(serial)]))[0]) == int(check) else "check"


def courier_flaw(text: str) -> Flaw | None:
    """What is wrong with a courier's tracking number, None if nothing."""
    return None if _COURIER.fullmatch(text) else "shape"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of numbers from outside."""
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _column(name: str, column: str) -> frozenset[str]:
    return frozenset(row[column] for row in rows(name))
