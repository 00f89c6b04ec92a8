"""Texts and numbers as messages write them: capitals of ASCII, cut at their length, exact."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from textwrap import wrap

from anyascii import anyascii

from simulator.formats.cargo_imp.fields import limits

EXERCISE = "EXERCISE - NOT A REAL CONSIGNMENT"
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@lru_cache(maxsize=100_000)
def plain(text: str | None) -> str:
    """A text in capitals of ASCII, its blanks single; empty for none."""
    latin = text if text is None or text.isascii() else anyascii(text)
    return " ".join(latin.upper().replace("=", "-").split()) if latin else ""


def cut(text: str | None, field: str) -> str:
    """A text as a field of Cargo-IMP may hold it."""
    return plain(text)[: limits()[field]].strip()


def lines(text: str | None, field: str, most: int) -> tuple[str, ...]:
    """A text as up to `most` lines of a field of Cargo-IMP; nothing for none."""
    return tuple(wrap(plain(text), limits()[field])[:most])


def digits(phone: str | None) -> str:
    """The digits of a phone number."""
    return "".join(sign for sign in phone or "" if sign.isdigit())[: limits()["contact"]]


def exact(number: float | None) -> Decimal | None:
    """A weight or a sum of money, without digits that nobody measured."""
    if number is None:
        return None
    value = Decimal(f"{number:.3f}").normalize()
    return value if value.as_tuple().exponent not in range(1, 20) else value.quantize(Decimal(1))


def day_month(moment: datetime) -> str:
    """`08NOV`, whatever the language of the machine."""
    return f"{moment.day:02}{MONTHS[moment.month - 1]}"


def day_time(moment: datetime) -> str:
    """`08NOV0410`."""
    return f"{day_month(moment)}{moment:%H%M}"
