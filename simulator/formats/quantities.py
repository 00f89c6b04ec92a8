"""Numbers as messages write them: exact, of a bounded size, with their unit or currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,9})?|\.\d{1,9})")


@dataclass(frozen=True)
class Amount:
    """Money: `value` in `currency` (ISO 4217, empty if the message names none)."""

    value: Decimal
    currency: str = ""


@dataclass(frozen=True)
class Measure:
    """A weight, volume or length: `value` in `unit` (UN/ECE recommendation 20: KGM, MTQ, CMT; empty if not named)."""

    value: Decimal
    unit: str = ""


def number(text: str, decimal_mark: str = ".") -> Decimal | None:
    """The number that a text is; None if it is none.

    At most 18 digits before and 9 after the decimal mark: longer ones, exponents and infinities stand in no message.
    """
    plain = text.strip().replace(decimal_mark, ".") if decimal_mark != "." else text.strip()
    return Decimal(plain) if _NUMBER.fullmatch(plain) and plain.isascii() else None


def plain(value: Decimal) -> str:
    """A number without an exponent, as messages write it."""
    return format(value, "f")
