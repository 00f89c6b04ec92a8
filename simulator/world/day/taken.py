"""What is taken from messages. There is no field for a name, an address, a phone or an account: none can get in.

Numbers of waybills and items only say, while the messages are read, what belongs together. Words of goods are looked at
for the class of the goods. Neither goes into a world.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from simulator.formats.check import countries
from simulator.formats.iata_codes import titles

POUND = 0.45359237
"""Kilograms of a pound."""

_AIRPORT = re.compile("[A-Z]{3}")
_FLIGHT = re.compile(r"([A-Z]\d|\d[A-Z]|[A-Z]{2})0*(\d{1,4})([A-Z]?)")
_HS = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Spot:
    """Where something stands: file and line."""

    file: str
    line: int


@dataclass(frozen=True)
class Taken:
    """One consignment as a message tells it; what it does not tell is empty or None.

    `number` and `master` say what belongs together. `via` are the airports on the way, `flights` pairs of number and
    day of the month (two digits, empty if none). `sender` and `receiver` are countries. `part`: whether it is a load of
    a manifest.
    """

    spot: Spot
    stream: str
    number: str
    master: str = ""
    origin: str = ""
    destination: str = ""
    via: tuple[str, ...] = ()
    pieces: int = 0
    kilos: float = 0.0
    words: str = ""
    hs: str = ""
    handling: tuple[str, ...] = ()
    sender: str = ""
    receiver: str = ""
    flights: tuple[tuple[str, str], ...] = ()
    part: bool = False


@dataclass(frozen=True)
class Flown:
    """A flight of a manifest: day as `17APR`, times as `1250`, empty if not told; `kilos` that it carries."""

    spot: Spot
    number: str
    origin: str
    destination: str
    day: str
    departs: str = ""
    lands_day: str = ""
    lands: str = ""
    kilos: float = 0.0
    prefix: str = ""


@dataclass(frozen=True)
class Told:
    """What one message tells; `dispatched` are items with the airports and the flight of their dispatch."""

    consignments: tuple[Taken, ...] = ()
    flights: tuple[Flown, ...] = ()
    dispatched: tuple[Taken, ...] = ()


def airport(text: str) -> str:
    """An airport code, empty for what is written like none."""
    return text if _AIRPORT.fullmatch(text) else ""


def airports(texts: Iterable[str]) -> tuple[str, ...]:
    """The airport codes among some texts."""
    return tuple(text for text in texts if airport(text))


def country(text: str) -> str:
    """A country code, empty for what is none."""
    return text if text in countries() else ""


def flight(text: str) -> str:
    """A flight number as timetables write it, `KC903` for `KC0903`; empty for what is none."""
    found = _FLIGHT.fullmatch(text)
    return f"{found[1]}{int(found[2]):03}{found[3]}" if found else ""


def hs_code(texts: Iterable[str]) -> str:
    """The first six digits of the first commodity code, empty if there is none."""
    found = (_HS.match(re.sub(r"[ .]", "", text)) for text in texts)
    return next((match[0] for match in found if match), "")


@cache
def _codes() -> frozenset[str]:
    return frozenset(titles("SpecialHandlingCode"))


def handling(codes: Iterable[str]) -> tuple[str, ...]:
    """The special handling codes that are published; others could be anything."""
    return tuple(dict.fromkeys(code for code in codes if code in _codes()))
