"""What hides something: cases, decoys and irregularities drawn from the pools of a scenario, then planted.

Rows are drawn uniformly among those that a pool allows, whatever stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from simulator.common.chance import Stream
from simulator.common.errors import DrillError, Fault
from simulator.scenario.model import MOST_SHOWN, CasePool, DecoyPool, Pool, Scenario
from simulator.scenario.numbers import bounds
from simulator.world import planting
from simulator.world.choosing import MOST_SHARE, Chooser
from simulator.world.draft import Draft
from simulator.world.ground import Card, Ground
from simulator.world.indicators import matrix
from simulator.world.joined import joined, register
from simulator.world.truth import Truth
from simulator.world.typologies import Typology, irregularities, typologies

SHOWN = {"easy": (MOST_SHOWN, MOST_SHOWN), "medium": (2, 3), "hard": (0, 1)}
"""How many of its typology's indicators a case shows, by hardness."""
IRREGULAR = (1, 2)
"""How many of its indicators an irregularity shows, the most telling first."""


CROWD = 3
"""Consignments that a pool of cases must find for each case: fewer, and who reads the scenario could guess them."""
SAFE_CROWD = 12
"""The same for a scenario that is checked: other keys draw other traffic, and must not fall below `CROWD`."""

_FIELDS = {"case": "cases", "decoy": "decoys", "irregularity": "irregularities"}


@dataclass(frozen=True)
class Place:
    """A consignment that was drawn: by which pool, for what, in which order indicators are tried, how many show."""

    row: int
    kind: str
    pool: str
    what: Typology
    hardness: str
    indicators: tuple[str, ...]
    count: int


def plant(scenario: Scenario, key: bytes, draft: Draft, crowd: int = CROWD) -> tuple[pl.DataFrame, Truth]:
    """The consignments with everything planted, and the truth about them.

    Refuses every pool that wants something hidden and finds no consignment for it (`pool-empty`), or fewer than `crowd`
    for each case (`pool-thin`). A pool of decoys may find none in the traffic of one key.
    """
    places = draw(scenario, key, draft, crowd)
    ground = Ground.of(scenario, draft)
    cards = _planted(ground, key, places)
    consignments = _written(draft.consignments, cards)
    shown = _shown(replace(draft, consignments=consignments), ground, cards)
    rows = [_told(key, *each) for each in zip(places, cards, shown, strict=True)]
    return consignments, Truth.of(rows)


def draw(scenario: Scenario, key: bytes, draft: Draft, crowd: int = CROWD) -> list[Place]:
    """The consignments of all pools, in the order of the pools; DrillError as in `plant`."""
    chooser = Chooser.of(scenario, draft)
    faults: list[Fault] = []
    found: list[Place] = []
    for kind, number, pool, what in _pools(scenario):
        luck = Stream(key, f"truth:{kind}:{pool.name}")
        wanted = int(luck.integers(1, *bounds(pool.count))[0])
        fits = chooser.fits(pool, what, pool.units if isinstance(pool, CasePool) else ())
        drawn = chooser.draw(luck, fits.rows, wanted, [place.row for place in found])
        places = [_place(luck, kind, pool, fits.one(luck, row), row) for row in drawn]
        found += places
        field = f"{_FIELDS[kind]}[{number}]"
        none_here = isinstance(pool, DecoyPool) and chooser.open(pool, what)
        if wanted and not places and not none_here:
            faults.append(Fault("pool-empty", {"pool": pool.name}, field=field))
        elif isinstance(pool, CasePool):
            faults += _thin(pool, len(fits.rows), crowd, field)
    if faults:
        raise DrillError(faults)
    return found


def _thin(pool: CasePool, found: int, crowd: int, field: str) -> Iterator[Fault]:
    """The fault of a pool whose cases could be guessed."""
    most = bounds(pool.count)[1]
    if found < crowd * most:
        words = {"pool": pool.name, "found": found, "wanted": most, "least": crowd * most}
        yield Fault("pool-thin", words, field=field)


def _pools(scenario: Scenario) -> Iterator[tuple[str, int, Pool, list[Typology]]]:
    """Kind and place of every pool, and what it draws from."""
    for number, case in enumerate(scenario.cases):
        yield "case", number, case, [typologies()[code] for code in case.typologies]
    for number, decoy in enumerate(scenario.decoys):
        yield "decoy", number, decoy, [typologies()[code] for code in decoy.like]
    for number, other in enumerate(scenario.irregularities):
        yield "irregularity", number, other, [irregularities()[code] for code in other.kinds]


def _place(luck: Stream, kind: str, pool: Pool, what: Typology, row: int) -> Place:
    """How much of it shows: of a case by the hardness of the pool, of a decoy by its count, of others one or two."""
    hardness, codes = "", tuple(planting.order(luck, what.indicators))
    if isinstance(pool, CasePool):
        levels = sorted(pool.hardness)
        hardness = levels[int(luck.choose(1, [pool.hardness[level] for level in levels])[0])]
        least, most = SHOWN[hardness]
    elif isinstance(pool, DecoyPool):
        least, most = bounds(pool.indicators)
    else:
        codes, (least, most) = what.indicators, IRREGULAR
    return Place(row, kind, pool.name, what, hardness, codes, int(luck.integers(1, least, most)[0]))


def _planted(ground: Ground, key: bytes, places: Sequence[Place]) -> list[Card]:
    """A card for each place with its indicators planted; what is planted in one does not depend on the others."""
    cards = ground.cards([place.row for place in places], [place.what.weight_low / MOST_SHARE for place in places])
    return [
        planting.plant(ground, Stream(key, f"planting:{place.row}"), card, place.indicators, place.count)
        for place, card in zip(places, cards, strict=True)
    ]


def _written(table: pl.DataFrame, cards: Sequence[Card]) -> pl.DataFrame:
    """The consignments with what the cards changed."""
    place = np.arange(table.height)
    place[[card.row for card in cards]] = table.height + np.arange(len(cards))
    out = []
    for column in table.iter_columns():
        new = pl.Series(column.name, [card.own[column.name] for card in cards], dtype=column.dtype)
        changed = not new.equals(column.gather([card.row for card in cards]), null_equal=True)
        out.append(pl.concat([column, new], rechunk=True).gather(place) if changed else column)
    return pl.DataFrame(out)


def _shown(planted: Draft, ground: Ground, cards: Sequence[Card]) -> list[tuple[str, ...]]:
    """What was planted in each card and shows when everything is planted."""
    rows = np.array([card.row for card in cards], dtype=np.int64)
    shown = matrix(joined(planted, rows, register(planted, ground.known.parties)))
    return [tuple(code for code in card.planted if shown[code][number]) for number, card in enumerate(cards)]


def _told(key: bytes, place: Place, card: Card, shown: tuple[str, ...]) -> dict[str, object]:
    """The row of the truth."""
    case = place.kind == "case"
    return {
        "row": place.row,
        "kind": place.kind,
        "pool": place.pool,
        "typology": place.what.code,
        "contraband": place.what.contraband if case else "",
        "concealment": "" if place.kind == "decoy" else place.what.concealment,
        "hardness": place.hardness,
        "weight": _weight(Stream(key, f"truth:weight:{place.row}"), place.what, card.own["weight"]) if case else 0.0,
        "indicators": "|".join(shown),
    }


def _weight(luck: Stream, what: Typology, declared: float) -> float:
    """Contraband in kg, small amounts as likely as large ones (uniform in the logarithm)."""
    low, high = what.weight_low, min(what.weight_high, MOST_SHARE * declared)
    return round(float(np.exp(luck.uniform(1, np.log(low), np.log(max(low, high)))[0])), 4)
