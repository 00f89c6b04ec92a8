"""How a reference player plans a post."""

from dataclasses import replace

import numpy as np
import pytest
from floors import CONTROL, floor, seat

from simulator.operation.roster import Rest
from simulator.players import chance
from simulator.players.desk import Desk, Plan, plan_for
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


def offered(*seats, codes=("x-ray", "examination"), **more):
    """Officer minutes of the first hours for each limit of a plan."""
    ground = floor(np.arange(10), seats, **more)
    return Desk(ground, sight_of(10), LENGTH, Plan(codes, ("always", "on-alarm")[: len(codes)]))


def test_a_break_is_not_planned_with():
    desk = offered(seat("examination", spans=[(900, 5_400), (6_300, LENGTH)]), codes=("examination",))
    assert desk.offer[:3, 0].tolist() == [45.0, 45.0, 60.0]


def test_a_dog_is_planned_with_its_rests_and_its_handler_without():
    rest = Rest((CONTROL["dog"],), 1_800, 1_800)
    desk = offered(
        seat("dog", spans=[(0, LENGTH)], rest=rest),
        seat("examination", spans=[(0, LENGTH)], rest=rest),
        codes=("dog", "examination"),
    )
    assert desk.offer[0].tolist() == [30.0, 60.0]


def test_failures_are_not_known_ahead():
    seats = [seat("x-ray", spans=[(0, LENGTH)])]
    down = {"x-ray": ((0, LENGTH),)}
    assert (offered(*seats, codes=("x-ray",), outages=down).offer == offered(*seats, codes=("x-ray",)).offer).all()


def test_pallets_are_limited_by_their_own_machine():
    seats = [seat("x-ray", spans=[(0, LENGTH)])] * 3
    desk = offered(*seats, codes=("x-ray",), machines={"x-ray": 1, "pallet-x-ray": 1}, stream=[0, 1] * 5)
    assert desk.offer[0].tolist() == [120.0, 60.0, 60.0]
    general, mail, express = desk.need.tolist()
    assert general[0] == general[1] > 0 == general[2]
    assert mail[0] == mail[2] > 0 == mail[1]
    assert express[1] == 0
    plain = offered(*seats, codes=("x-ray",), machines={"x-ray": 1}, stream=[0, 1] * 5)
    assert plain.offer.shape[1] == 1 and plain.offer[0, 0] == 60.0


def test_nothing_is_selected_that_no_machine_can_take():
    seats = [seat("x-ray", spans=[(0, LENGTH)])]
    ground = floor(np.arange(10), seats, machines={"pallet-x-ray": 1}, stream=[0, 1] * 5)
    sight = sight_of(10)
    sight = replace(sight, stream=np.array([0, 1] * 5))
    assert Desk(ground, sight, LENGTH, Plan(("x-ray",), ("always",))).open.tolist() == [True, False] * 5
