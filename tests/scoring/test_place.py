"""The place of a unit between `chance` and `informed`, worked out by hand."""

import pytest

from simulator.scoring.model import Reference
from simulator.scoring.place import FEW, place


def reference(player, found, high=None):
    return Reference(
        player=player,
        draws=1,
        found=found,
        found_low=found,
        found_high=high if high is not None else found,
        controlled=9,
    )


SCALE = [reference("rules", 4), reference("chance", 2.0, high=3), reference("informed", 8)]


@pytest.mark.parametrize(("found", "value"), [(2, 0.0), (5, 50.0), (8, 100.0), (11, 150.0), (0, -33.3)])
def test_it_is_0_at_chance_and_100_at_informed_and_may_pass_both(found, value):
    assert place(found, 12, SCALE).value == value


def test_cases_more_and_fewer_than_the_simple_players():
    assert place(3, 12, SCALE).lift == {"rules": -1.0, "chance": 1.0}


def test_of_few_cases_there_is_no_place_but_the_counts():
    got = place(5, FEW - 1, SCALE)
    assert (got.value, got.why, got.lift["rules"]) == (None, "few", 1.0)


@pytest.mark.parametrize("informed", [2, 2.9, 3])
def test_where_informed_is_hardly_above_chance_nothing_is_rated(informed):
    got = place(3, 12, [SCALE[1], reference("informed", informed)])
    assert (got.value, got.why) == (None, "coincide")


def test_without_both_ends_there_is_no_place():
    assert place(3, 12, SCALE[:2]) is None
