"""What can be hidden, and how: typologies of contraband and kinds of irregularities, from public seizure reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simulator.common.tables import table
from simulator.world.world import STREAMS


@dataclass(frozen=True)
class Typology:
    """One way in which something is hidden.

    `goods`: codes of what it travels as, empty for any; `indicators`: codes, the most telling first; `weight_low` to
    `weight_high`: kg of contraband, 0 for irregularities, whose `contraband` is empty.
    """

    code: str
    title: str
    contraband: str
    concealment: str
    goods: tuple[str, ...]
    streams: tuple[str, ...]
    indicators: tuple[str, ...]
    weight_low: float
    weight_high: float
    source: str


@cache
def typologies() -> dict[str, Typology]:
    """Typologies of cases by code, in the order of their table."""
    return {row["code"]: _typology(row) for row in table("world", "typologies")}


@cache
def irregularities() -> dict[str, Typology]:
    """Kinds of irregularities by code, in the order of their table."""
    nothing = {"contraband": "", "weight_low": "0", "weight_high": "0"}
    return {row["code"]: _typology({**nothing, **row}) for row in table("world", "irregularities")}


def _typology(row: dict[str, str]) -> Typology:
    return Typology(
        code=row["code"],
        title=row["title"],
        contraband=row["contraband"],
        concealment=row["concealment"],
        goods=_words(row["goods"]),
        streams=_words(row["streams"]) or STREAMS,
        indicators=_words(row["indicators"]),
        weight_low=float(row["weight_low"]),
        weight_high=float(row["weight_high"]),
        source=row["source"],
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split("|") if word)
