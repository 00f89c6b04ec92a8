"""Code lists of IATA: which codes there are, and what they stand for."""

from __future__ import annotations

from functools import cache

from simulator.common.tables import table

_APART = {"SpecialHandlingCode": "special_handling", "StatusCode": "status_codes"}
_SECURITY = {"ScreeningExemption": "L", "ScreeningMethod": "SM", "SecurityStatus": "SS"}


@cache
def lists() -> frozenset[str]:
    """The names of all lists, as ONE Record has them."""
    return frozenset({*_APART, *_SECURITY, *(row["list"] for row in table("formats", "iata_codes"))})


@cache
def titles(name: str) -> dict[str, str]:
    """The codes of one of the `lists`, with their titles."""
    if name in _APART:
        return {row["code"]: row["title"] for row in table("formats", _APART[name])}
    if name in _SECURITY:
        control = _SECURITY[name]
        return {row["code"]: row["title"] for row in table("formats", "security_codes") if row["control"] == control}
    return {row["code"]: row["title"] for row in table("formats", "iata_codes") if row["list"] == name}
