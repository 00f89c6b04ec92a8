"""How likely sets of indicators are planted, and what that says of a consignment that shows some."""

import numpy as np
import pytest

from simulator.common.chance import Stream
from simulator.players.planted import Planted, planted, sizes
from simulator.scenario.model import CasePool, DecoyPool, IrregularityPool
from simulator.world import planting
from simulator.world.typologies import typologies

EXPRESS = 2


def pool(**more):
    return CasePool(name="some", count=1, typologies=["cocaine-books"], **more)


def test_sizes_follow_hardness_and_counts():
    assert sizes(pool(hardness={"easy": 1, "hard": 1})) == {4: 0.5, 0: 0.25, 1: 0.25}
    assert sizes(DecoyPool(name="d", count=1, like=["cocaine-books"], indicators=3)) == {3: 1.0}
    assert sizes(IrregularityPool(name="i", count=1, kinds=["undervalued"])) == {1: 0.5, 2: 0.5}


def test_odds_are_those_of_planting():
    may = planted("cocaine-books", EXPRESS, {2: 1.0}, irregular=False)
    assert may.odds.sum() == pytest.approx(1.0)
    codes = typologies()["cocaine-books"].indicators
    assert may.codes == codes
    luck, draws = Stream(bytes(16), "test"), 4000
    drawn = [sum(1 << codes.index(code) for code in planting.order(luck, codes)[:2]) for _ in range(draws)]
    often = np.array([drawn.count(each) / draws for each in may.sets.tolist()])
    assert np.abs(often - may.odds).max() < 0.02


def test_an_irregularity_shows_the_first_of_its_list():
    may = planted("undervalued", EXPRESS, {1: 1.0}, irregular=True)
    assert may.sets[may.odds.argmax()] == 1 and may.odds.max() > 0.999


def test_what_shows_counts_by_planting_against_nature():
    # Planted: the first of two indicators, or both. The first shows in 10 % of the traffic, both show in 1 %.
    may = Planted(("a", "b"), np.array([1, 3]), np.array([0.5, 0.5]))
    together = np.array([1.0, 0.1, 0.1, 0.01])
    both, first, none = may.likelihood(np.array([3, 1, 0]), np.array([3, 3, 3]), together)
    assert both == pytest.approx(0.5 / 0.1 + 0.5 / 0.01)
    assert first == pytest.approx(0.5 / 0.1)
    assert none == 0.0


def test_what_cannot_be_read_says_nothing():
    may = Planted(("a", "b"), np.array([3]), np.array([1.0]))
    together = np.array([1.0, 0.1, 0.1, 0.01])
    assert may.likelihood(np.array([0]), np.array([0]), together)[0] == 1.0
    assert may.likelihood(np.array([1]), np.array([1]), together)[0] == pytest.approx(10.0)
