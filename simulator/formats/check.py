"""Single numbers that were read: what is wrong with one, if anything.

Nothing here refuses: of the air waybill numbers in live traffic every seventh fails its check digit (8 of 59 in
the samples that the project holds), so a flaw is shown beside the number and nothing stops.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from simulator.common.tables import codes

Flaw = Literal["shape", "check", "service", "country"]
"""`shape`: not written like one; `check`: wrong check digit; `service`, `country`: no such code."""

_AWB = re.compile(r"[0-9]{3}-([0-9]{7})([0-9])")
_HOUSE = re.compile(r"[A-Z0-9]{1,12}")
_ULD = re.compile(r"([A-Z][A-Z0-9]{2})([A-Z0-9][0-9]{3,4})([A-Z0-9]{2})")
_FLIGHT = re.compile(r"(?=[0-9]?[A-Z])[A-Z0-9]{2}[0-9]{3,4}[A-Z]?")


def awb_flaw(text: str) -> Flaw | None:
    """What is wrong with an air waybill number like `465-12345675`, None if nothing.

    The last digit is the 7-digit serial modulo 7 (as the Australian Border Force publishes it).
    """
    found = _AWB.fullmatch(text)
    if not found:
        return "shape"
    return None if int(found[1]) % 7 == int(found[2]) else "check"


def house_flaw(text: str) -> Flaw | None:
    """What is wrong with a house waybill number, None if nothing; it has no check digit."""
    return None if _HOUSE.fullmatch(text) else "shape"


def uld_parts(text: str) -> tuple[str, str, str] | None:
    """Type, serial and owner of a unit load device like `PMC01473R7`; None if it is not written like one.

    Three characters of type, a serial of 4 or 5 of which the first may be a letter, two of the owner (IATA
    Resolution 686).
    """
    found = _ULD.fullmatch(text)
    return (found[1], found[2], found[3]) if found else None


def uld_flaw(text: str) -> Flaw | None:
    """What is wrong with the number of a unit load device, None if nothing; it has no check digit."""
    return None if _ULD.fullmatch(text) else "shape"


def flight_flaw(text: str) -> Flaw | None:
    """What is wrong with a flight number like `KC0123` or `RU7771B`, None if nothing."""
    return None if _FLIGHT.fullmatch(text) else "shape"


@cache
def countries() -> frozenset[str]:
    """All country codes of two letters (ISO 3166-1)."""
    return frozenset(codes("formats", "countries"))
