"""Candidates for pieces, weight and value: what the same goods weigh and cost in other consignments."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.world.goods import of_stream
from simulator.world.ground import Card, Ground
from simulator.world.habits import habits
from simulator.world.proposals import DRAWS, Proposals

LETTER_KG = 2.0
"""Mail up to this weight has other service letters in its number than heavier mail."""
_LEAST_USD = 0.5


def value(_ground: Ground, luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """Values of the same weight of the same goods."""
    drawn = _prices(luck, card) * card.own["weight"]
    return Proposals.equal(pl.DataFrame({"value": drawn.clip(min=_LEAST_USD).round(2)}))


def weight(ground: Ground, luck: Stream, card: Card, wanted: tuple[str, ...]) -> Proposals:
    """Weights of the same number of pieces; value and freight follow the weight."""
    pieces = np.full(DRAWS, card.own["pieces"])
    exact = _pieces_weight(luck, card, pieces)
    if "odd-weight" not in wanted and "odd-weight" not in card.planted:
        exact = np.full(DRAWS, card.own["weight"])
    share = 1.0 if "round-weight" in wanted else habits(card.own["stream"]).round_share
    kilos = written(exact, card.own["stream"], luck.chance(DRAWS, share))
    dear = card.own["value"] / card.own["weight"]
    return _kept(_priced(ground, card, pieces, kilos, dear * kilos), card)


def quantity(ground: Ground, luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """Other numbers of pieces with their weight, value and freight."""
    habit, mean = habits(card.own["stream"]), _goods(card, "pieces_mean")
    extra = luck.exponential(DRAWS, max(mean - 1, 0.0)) * luck.lognormal(DRAWS, 1.0, habit.weight_habit)
    pieces = (1 + extra).astype(np.int64).clip(max=int(habit.pieces_most))
    estimated = luck.chance(DRAWS, habit.round_share)
    kilos = written(_pieces_weight(luck, card, pieces), card.own["stream"], estimated)
    return _kept(_priced(ground, card, pieces, kilos, _prices(luck, card) * kilos), card)


def written(kilos: Floats, stream: str, estimated: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """Weights as they are written: 0.1 kg in general cargo, 0.001 kg else, the estimated ones as a round figure."""
    digits, least = (1, 0.1) if stream == "general" else (3, 0.02)
    step = np.where(kilos >= 100, 50.0, np.where(kilos >= 10, 10.0, np.where(kilos >= 1, 1.0, 0.5)))
    rounded = (np.rint(kilos / step) * step).clip(min=step)
    return np.where(estimated, rounded, kilos.round(digits).clip(min=least))


def _goods(card: Card, name: str) -> float:
    return float(of_stream(card.own["stream"])[name][card.own["goods"]])


def _prices(luck: Stream, card: Card) -> Floats:
    return luck.lognormal(DRAWS, _goods(card, "value_kg"), _goods(card, "value_spread"))


def _pieces_weight(luck: Stream, card: Card, pieces: Ints) -> Floats:
    each = luck.lognormal(DRAWS, _goods(card, "weight_piece"), _goods(card, "weight_spread"))
    return np.asarray(pieces * each.clip(max=habits(card.own["stream"]).piece_most))


def _priced(ground: Ground, card: Card, pieces: Ints, kilos: Floats, usd: Floats) -> pl.DataFrame:
    """The columns of the cargo; the freight is as dear for its weight and way as it was before."""
    before, after = (_tariff(ground, card, np.asarray(each)) for each in (card.own["weight"], kilos))
    return pl.DataFrame(
        {
            "pieces": pieces.astype(np.int32),
            "weight": kilos,
            "value": usd.clip(min=_LEAST_USD).round(2),
            "freight": (card.own["freight"] / before * after).round(2),
        }
    )


def _tariff(ground: Ground, card: Card, kilos: Floats) -> Floats:
    """Usual freight (USD) of a weight on the way of a consignment."""
    habit, places = habits(card.own["stream"]), ground.atlas
    far = places.distance[places.index(card.own["origin"]), places.index(card.own["destination"])]
    return np.asarray(np.maximum(habit.freight_least, (habit.freight_kg + habit.freight_far * far / 1000) * kilos))


def _kept(table: pl.DataFrame, card: Card) -> Proposals:
    """Candidates that keep the least weight, and of mail those to which its number fits."""
    keeps = pl.col("weight") >= card.least
    if card.own["stream"] == "mail":
        keeps &= (pl.col("weight") <= LETTER_KG) == (card.own["weight"] <= LETTER_KG)
    return Proposals.equal(table.filter(keeps))
