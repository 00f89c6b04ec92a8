"""Earlier consignments of a party fit what else is said of it."""

import polars as pl
import pytest
from small_world import clean, scenario

from simulator.world import history
from simulator.world.draft import Draft
from simulator.world.goods import goods


@pytest.fixture(scope="module")
def remembered():
    built = clean(scenario())
    parts = Draft(
        built.consignments, built.parties, built.flights, built.passages, built.known, (), (), built.journeys.traffic
    )
    return parts, history.build(built.key, parts)


def test_nobody_is_remembered_more_often_than_they_were_there(remembered):
    parts, table = remembered
    counts = table.group_by("party").len()
    past = parts.parties["past"].gather(counts["party"])
    assert counts.height > 500
    assert (counts["len"] <= past).all()
    assert counts["len"].max() <= history.MOST_EACH


def test_no_earlier_than_the_party_is_known_and_no_later_than_the_drill(remembered):
    parts, table = remembered
    assert table["days"].min() >= 1
    assert (table["days"] <= parts.parties["first_seen"].gather(table["party"]).clip(1)).all()


def test_those_who_never_met_have_no_past_together(remembered):
    parts, table = remembered
    mine = parts.consignments.filter(pl.col("past") == 0).select("shipper", "consignee")
    as_shipper = table.filter(pl.col("side") == "shipper")
    as_consignee = table.filter(pl.col("side") == "consignee")
    assert as_shipper.join(mine, left_on=["party", "other"], right_on=["shipper", "consignee"], how="semi").height == 0
    assert (
        as_consignee.join(mine, left_on=["party", "other"], right_on=["consignee", "shipper"], how="semi").height == 0
    )


def test_a_trader_has_traded_in_its_trade(remembered):
    parts, table = remembered
    trade = parts.parties["trade"].gather(table["party"]).str.split("|").list.first().fill_null("")
    own = goods()["trade"].gather(table["goods"])
    traders = trade != ""
    assert (trade.filter(traders) == own.filter(traders)).all()


def test_only_listed_parties_were_seized_from(remembered):
    parts, table = remembered
    seized = table.filter(pl.col("ending") == "seizure")
    assert parts.parties["listed"].gather(seized["party"]).all()
    assert 0 < (table["ending"] == "nothing-found").mean() < 0.12


def test_the_whole_is_bounded(remembered, monkeypatch):
    parts, whole = remembered
    monkeypatch.setattr(history, "MOST", 300)
    few = history.build(bytes(16), parts)
    assert few.height <= 300 < whole.height
    assert few.schema == whole.schema
