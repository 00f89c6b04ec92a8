"""How consignments move through the airports of a country: what a scenario says, else the generic profile."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from simulator.common.clock import MINUTE
from simulator.common.tables import table
from simulator.scenario.model import Scenario
from simulator.scenario.numbers import Triangular

What = Literal["breakdown", "release", "presentation", "acceptance", "connection"]


def profile_span(scenario: Scenario, country: str, what: What, stream: str) -> Any:
    """The Span (s) that a country's profile gives for a stream; draw with `numbers.quantile`.

    `acceptance` (of exports, before departure) and `connection` (least time between two flights) are generic.
    """
    profile = scenario.profiles.get(country)
    own = getattr(profile, what, {}) if profile else {}
    return own.get(stream, generic(what, stream))


def not_found(scenario: Scenario, country: str, stream: str) -> float:
    """Share of what a unit asks for that post, courier or agent do not find at once."""
    profile = scenario.profiles.get(country)
    own = {str(name): share for name, share in profile.not_found.items()} if profile else {}
    shipped = {row["stream"]: float(row["share"]) for row in table("world", "not_found")}
    return own.get(stream, shipped[stream])


@cache
def generic(what: What, stream: str) -> Any:
    """The Span (s) of the generic profile, `data/profiles.csv`: fixed if low and high are equal."""
    row = next(row for row in table("world", "profiles") if (row["what"], row["stream"]) == (what, stream))
    low, mode, high = (round(float(row[name]) * MINUTE) for name in ("low", "mode", "high"))
    if low == high:
        return mode
    return Triangular[int](kind="triangular", low=low, mode=mode, high=high)
