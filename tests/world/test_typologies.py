"""The tables of what can be hidden name only what exists."""

import pytest

from simulator.common.tables import table
from simulator.world.goods import goods
from simulator.world.indicators import by_code
from simulator.world.typologies import irregularities, typologies
from simulator.world.world import STREAMS

CONTRABAND = {
    "cannabis", "opiates", "cocaine", "stimulants", "synthetic-opioids", "nps", "precursors", "medicines",
    "wildlife-live", "wildlife-parts", "weapons", "explosives", "gold-cash", "tobacco", "dual-use",
}  # fmt: skip
CONCEALMENT = {"in-goods", "inside-device", "soaked", "packaging", "mixed", "undeclared"}
EVERYTHING = [*typologies().values(), *irregularities().values()]


def by(typology):
    return typology.code


def test_there_is_enough_to_draw_from():
    assert len(typologies()) >= 25
    assert len(irregularities()) >= 8


@pytest.mark.parametrize("what", EVERYTHING, ids=by)
def test_its_words_exist(what):
    assert set(what.indicators) <= set(by_code())
    assert set(what.streams) <= set(STREAMS)
    assert set(what.goods) <= set(goods()["code"])
    assert what.concealment in CONCEALMENT
    assert what.title
    assert what.source


@pytest.mark.parametrize("what", typologies().values(), ids=by)
def test_a_typology_is_contraband_with_enough_indicators_for_an_easy_case(what):
    assert what.contraband in CONTRABAND
    assert 0 < what.weight_low < what.weight_high
    assert len(set(what.indicators)) == len(what.indicators) >= 6


@pytest.mark.parametrize("what", typologies().values(), ids=by)
def test_its_goods_travel_in_its_streams(what):
    mine = goods().filter(goods()["code"].is_in(what.goods))
    assert all(set(streams.split("|")) & set(what.streams) for streams in mine["streams"])
    assert set(what.streams) <= {stream for streams in mine["streams"] for stream in streams.split("|")}


def test_every_class_of_contraband_can_be_hidden():
    assert {typology.contraband for typology in typologies().values()} == CONTRABAND


def test_every_indicator_helps_somewhere():
    used = {code for what in EVERYTHING for code in what.indicators}
    assert used == {row["code"] for row in table("world", "indicators")}
