"""How indicators are planted in one consignment: propose what it could carry, read it back, take what shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.world import proposals, proposals_cargo, proposals_parties, proposals_security
from simulator.world.ground import Card, Ground
from simulator.world.indicators import Part, by_code
from simulator.world.proposals import Proposals

Propose = Callable[[Ground, Stream, Card, tuple[str, ...]], Proposals]

PROPOSE: dict[Part, Propose] = {
    "shipper": proposals_parties.shipper,
    "consignee": proposals_parties.consignee,
    "routing": proposals.way,
    "quantity": proposals_cargo.quantity,
    "weight": proposals_cargo.weight,
    "value": proposals_cargo.value,
    "booking": proposals.booking,
    "payment": proposals.payment,
    "code": proposals.code,
    "text": proposals.text,
    "security": proposals_security.declaration,
}
"""Parts in the order in which they are planted: a value follows a weight, a weight a number of pieces."""

_MERITS = 2
_FRONT = 4.0
"""How little the order of a list counts: the smaller, the more its first codes are in front of the others."""


def plant(ground: Ground, luck: Stream, card: Card, codes: Sequence[str], count: int) -> Card:
    """The card with `count` of the indicators `codes`, tried in their order; with fewer where no more can be had.

    What shows by nature counts as planted and is left alone.
    """
    left = [code for code in codes if card.could(code)]
    while left and len(card.planted) < count:
        missing = count - len(card.planted)
        wanted, left = left[:missing], left[missing:]
        card = _plant_all(ground, luck, card, wanted)
    return card


def _plant_all(ground: Ground, luck: Stream, card: Card, wanted: Sequence[str]) -> Card:
    """The card with as many of the wanted indicators as can be had together."""
    there = tuple(code for code in wanted if card.shows(code))
    card = card.changed(card.wide.select("row"), there)
    for part, propose in PROPOSE.items():
        mine = tuple(code for code in wanted if by_code()[code].part == part and code not in there)
        if mine:
            card = _plant_part(luck, card, propose(ground, luck, card, mine), mine)
    return card


def _plant_part(luck: Stream, card: Card, found: Proposals, wanted: tuple[str, ...]) -> Card:
    """The card with the candidate that shows most of the wanted indicators, the first ones before the others.

    Candidates that hide what was planted before do not count; equals are drawn by lot.
    """
    if not found.table.height:
        return card
    shown = _read(card, found.table, (*wanted, *card.planted))
    score = np.zeros(found.table.height, dtype=np.int64)
    for code in wanted:
        score = 2 * score + shown[code].to_numpy()
    whole = shown.select(pl.all_horizontal(pl.lit(True), *card.planted)).to_series().to_numpy()
    score = np.where(whole & (score > 0), _MERITS * score + found.merit, -1)
    best = np.flatnonzero(score == score.max())
    if score[best[0]] < 0:
        return card
    chosen = int(best[int(luck.choose(1, found.lots[best])[0])])
    return card.changed(found.table[chosen], [code for code in wanted if shown[code][chosen]])


def _read(card: Card, table: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """Which indicators each candidate would show, everything else of the card as it is."""
    exprs = [by_code()[code].shows() for code in codes]
    roots = {name for expr in exprs for name in expr.meta.root_names()}
    fixed = card.wide.select(sorted(roots - set(table.columns)))
    constant = [pl.lit(fixed[name][0], dtype=fixed[name].dtype).alias(name) for name in fixed.columns]
    return table.with_columns(constant).select(exprs)


def odds(count: int) -> Floats:
    """How likely each place of a list comes first, up to a factor, shape (count,)."""
    return np.asarray(1.0 / (_FRONT + np.arange(count)))


def order(luck: Stream, codes: Sequence[str]) -> list[str]:
    """The codes in random order, the first ones (the most telling) more likely in front."""
    lots = odds(len(codes))
    # Exponential races: the order of arrival is a weighted draw without replacement (Efraimidis and Spirakis 2006).
    arrivals: Ints = np.argsort(luck.exponential(len(codes), 1.0) / lots, kind="stable")
    return [codes[place] for place in arrivals.tolist()]
