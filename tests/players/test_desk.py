"""How a reference player plans a post."""

import numpy as np
import pytest
from floors import floor, seat

from simulator.players import chance
from simulator.players.desk import Desk, plan_for
from simulator.view.sight import Sight

LENGTH = 10 * 3600


def sight_of(n):
    zeros = np.zeros(n, dtype=np.int64)
    return Sight("unit", np.arange(n), zeros, np.arange(n) * 30, zeros + 1, (), np.zeros((n, 0), dtype=bool))


@pytest.mark.parametrize(
    ("seats", "machines", "first"),
    [
        ([["x-ray"], ["examination"], ["dog"]], {"x-ray": 1}, "x-ray"),
        ([["x-ray"], ["examination"], ["dog"]], {}, "dog"),
        ([["documents", "examination"]], {"x-ray": 1}, "examination"),
        ([["examination"]], {"x-ray": 1}, "examination"),
    ],
)
def test_a_player_uses_what_the_post_has(seats, machines, first):
    post = floor([0], [seat(*codes) for codes in seats], machines=machines)
    assert plan_for(post).controls[0] == first


def test_it_selects_no_more_than_officers_can_control_and_decides_after_the_hour():
    post = floor(np.arange(1_000) * 30, [seat("documents", "examination", spans=[(0, LENGTH)])], machines={})
    desk = Desk(post, sight_of(1_000), LENGTH)
    chosen = desk.choose(np.zeros(1_000))
    need = desk.need[1].sum()
    assert 0 < len(chosen) * need <= LENGTH / 60
    assert all(move.t % 3600 == 0 for move in desk.moves(chosen))


def test_draws_of_chance_differ_and_are_the_same_again():
    post = floor(np.arange(400) * 30, [seat("documents", "examination", spans=[(0, LENGTH)])], machines={})
    desk = Desk(post, sight_of(400), LENGTH)
    assert chance.moves(desk, 1) == chance.moves(desk, 1) != chance.moves(desk, 2)
