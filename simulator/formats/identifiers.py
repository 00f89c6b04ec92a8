"""Numbers on waybills, mail items and parcels: making many at once, and checking one that was read.

Makers take serial numbers, they draw nothing: who calls them decides which serials are taken. What is wrong with a
single number of a waybill, a unit load device or a flight is told by `check`.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.tables import codes
from simulator.formats.check import Flaw, countries

Serials = npt.NDArray[np.int64]

AWB_SERIALS = 10**7
HOUSE_SERIALS = 10**7
S10_SERIALS = 10**8
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

_S10 = re.compile(r"([A-Z])[A-Z](\d{8})(\d)([A-Z]{2})")


def awb_numbers(prefixes: pl.Series, serials: Serials) -> pl.Series:
    """Air waybill numbers like `465-12345675`, shape (n,).

    The last digit is the 7-digit serial modulo 7 (as the Australian Border Force publishes it).
    """
    return _format("{}-{}", [prefixes, _digits(serials * 10 + serials % 7, 8)])


def house_numbers(issuers: pl.Series, serials: Serials) -> pl.Series:
    """House waybill numbers: the issuer's letters and 7 digits, at most 12 characters, shape (n,)."""
    return _format("{}{}", [issuers, _digits(serials, 7)])


def s10_numbers(services: pl.Series, serials: Serials, countries: pl.Series) -> pl.Series:
    """Item numbers of the postal union like `RB123456785GB`, shape (n,).

    `services` are two letters each, `serials` have up to 8 digits, `countries` are ISO 3166 codes.
    """
    return _format("{}{}{}", [services, _digits(serials * 10 + s10_check(serials), 9), countries])


def courier_numbers(serials: Serials) -> pl.Series:
    """Tracking numbers of couriers: 12 digits, shape (n,)."""
    return _digits(serials, 12)


def s10_check(serials: Serials) -> Serials:
    """Check digits of 8-digit serials, shape (n,).

    11 less the weighted sum modulo 11; 10 becomes 0 and 11 becomes 5 (UPU S10-12).
    """
    total = np.zeros_like(serials)
    for place, weight in enumerate(reversed(S10_WEIGHTS)):
        total += weight * (serials // 10**place % 10)
    check = 11 - total % 11
    return np.where(check == 10, 0, np.where(check == 11, 5, check))


def s10_flaw(text: str) -> Flaw | None:
    """What is wrong with a mail item number, None if nothing."""
    found = _S10.fullmatch(text)
    if not found:
        return "shape"
    service, serial, check, country = found.groups()
    if service not in _services():
        return "service"
    if country not in countries():
        return "country"
    return None if int(s10_check(np.array([int(serial)]))[0]) == int(check) else "check"


@cache
def _services() -> frozenset[str]:
    return frozenset(codes("formats", "postal_services", "letter"))


def _digits(numbers: Serials, width: int) -> pl.Series:
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


def _format(pattern: str, parts: list[pl.Series]) -> pl.Series:
    frame = pl.DataFrame({str(place): part for place, part in enumerate(parts)})
    return frame.select(pl.format(pattern, *frame.columns)).to_series()
