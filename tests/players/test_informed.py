"""The players that plan: what they may know, what they use, what they find."""

from dataclasses import replace

import numpy as np
import pytest
from floors import floor, seat

from simulator import Drill
from simulator.common.clock import HOUR, NEVER
from simulator.operation.controls import controls
from simulator.players import ceiling, informed
from simulator.players.menu import Staff, menu
from simulator.players.outlook import together
from simulator.players.reference import found_by, plans
from simulator.players.suspicion import Suspicion

SEED = 3


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    return Drill.prepare("first-steps", seed=SEED, out=tmp_path_factory.mktemp("informed") / "drill")


@pytest.fixture(scope="module")
def post(drill):
    return drill.ground.floors[0], drill.outlooks["zhetysu"]


@pytest.fixture(scope="module")
def decided(drill, post):
    return informed.moves(drill.scenario, *post, drill.scenario.length)


def until(outlook, t):
    """An outlook in which nothing becomes known after a time."""
    sight = outlook.sight
    read = np.where(sight.read > t, NEVER, sight.read)
    since = np.where(sight.since > t, NEVER, sight.since)
    hidden = replace(sight, known=np.where(sight.known > t, NEVER, sight.known), since=since, read=read)
    told = [np.where(times > t, NEVER, times) for times in (outlook.goods_told, outlook.routing_told)]
    late = (outlook.goods_told > t) & (sight.known > t)
    goods = tuple("" if at else code for code, at in zip(outlook.goods, late.tolist(), strict=True))
    return replace(outlook, sight=hidden, goods_told=told[0], routing_told=told[1], goods=goods)


def test_it_decides_on_what_it_knows_while_it_is_there(post, decided):
    outlook = post[1]
    known = dict(zip(outlook.sight.rows.tolist(), outlook.sight.known.tolist(), strict=True))
    leaves = dict(zip(outlook.sight.rows.tolist(), outlook.release.tolist(), strict=True))
    selected = [move for move in decided if move.act == "select"]
    assert selected
    assert all(known[move.row] <= move.t < leaves[move.row] for move in selected)
    assert len({move.row for move in selected}) == len(selected)


def test_what_becomes_known_later_changes_nothing_that_was_decided_before(drill, post, decided):
    ground, outlook = post
    t = 2 * HOUR
    blind = informed.moves(drill.scenario, ground, until(outlook, t), drill.scenario.length)
    assert [move for move in blind if move.t <= t] == [move for move in decided if move.t <= t]


def test_it_decides_the_same_again(drill, post, decided):
    assert informed.moves(drill.scenario, *post, drill.scenario.length) == decided


def test_it_uses_more_than_one_way_of_control(decided):
    assert len({move.wish.controls for move in decided if move.wish}) > 2


def test_risks_rank_cases_before_most_of_the_traffic(drill, post):
    outlook = post[1]
    n = len(outlook.sight.rows)
    risk = Suspicion(drill.scenario, outlook).at(drill.scenario.length, np.arange(n)).sum(axis=1)
    cases = np.isin(outlook.sight.rows, drill.truth.rows("case"))
    assert (risk >= 0).all() and (risk < 1).all()
    assert risk[cases].mean() > 5 * risk[~cases].mean()


def test_with_a_partner_who_sees_the_same_it_decides_the_same(drill, post, decided):
    ground, outlook = post
    both = informed.moves(drill.scenario, ground, together(outlook, [outlook]), drill.scenario.length)
    assert both == decided


def test_ceiling_selects_cases_only_and_finds_no_fewer(drill, post, decided):
    ground, _ = post
    cases = set(drill.truth.rows("case"))
    best = ceiling.moves(ground, cases, drill.scenario.length)
    assert {move.row for move in best if move.act == "select"} <= cases
    finds = [found_by(drill.ground, "zhetysu", moves, [], cases)[0] for moves in (best, decided)]
    assert finds[0] >= finds[1]


def test_every_player_plans_for_a_post(drill, post):
    cases = drill.truth.rows("case")
    desk = drill.desk("zhetysu")
    assert list(plans(drill.scenario, desk, post[1], [post[1]], cases)) == ["informed", "informed together", "ceiling"]
    assert list(plans(drill.scenario, desk, post[1], [], cases)) == ["informed", "ceiling"]


KINDS = ("cocaine-books", "gold-parcel")


def ways(*seats, machines=None, stream="mail"):
    """The menu of a tiny post in one stream: controls by code, and how likely they find each of KINDS."""
    made = menu(Staff(floor([0], seats, machines=machines or {}), 10 * HOUR), KINDS)
    codes = [control.code for control in controls()]
    order = ("general", "mail", "express")
    return {
        tuple(codes[control] for control in way.controls): finds.tolist()
        for way, finds in zip(made.ways, made.finds, strict=True)
        if order[way.stream] == stream
    }


def test_a_post_orders_only_what_it_can_do():
    assert list(ways(seat("documents"))) == []
    assert list(ways(seat("examination"))) == [("examination",)]
    assert ("x-ray", "examination") not in ways(seat("x-ray", "examination"))
    assert ("x-ray", "examination") in ways(seat("x-ray", "examination"), machines={"x-ray": 1})


def test_a_dog_finds_drugs_and_no_gold():
    found = ways(seat("belt-dog"), seat("examination"))["belt-dog", "examination"]
    assert found[0] > 0.7 and found[1] == 0.0


def test_a_test_after_the_examination_adds_what_that_missed():
    found = ways(seat("examination", "field-test"), machines={"field-test": 1})
    assert found["examination", "field-test"][0] > found["examination",][0]
    assert found["examination", "field-test"][1] == found["examination",][1]


def test_breaks_and_rests_are_left_out_of_the_offer():
    post = floor([0], [seat("examination", spans=[(0, 900), (1800, HOUR)])], machines={})
    assert Staff(post, HOUR).offer(1.0)[0].tolist() == [15.0, 0.0, 15.0, 15.0]
