"""Clearance of the passages: lodged in time, channels in their shares, decided before arrival, blind for what is hidden."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hiding import draft, hiding
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.common.chance import practice_key
from simulator.common.clock import HOUR, MINUTE
from simulator.world import build, declarations, seeding
from simulator.world.clearance import rules_for
from simulator.world.world import CHANNELS

KEY = practice_key(1)
COUNTRIES = ("KZ", "UZ")


def cleared(before, planned=None, key=KEY):
    planned = planned or hiding()
    return declarations.build(planned, key, before.consignments, before.parties, before.flights, before.passages)


@pytest.fixture(scope="module")
def large():
    """Passages of a large world with their clearance and the stream of their consignment."""
    before = draft(scale=40)
    streams = before.consignments["stream"].gather(before.passages["row"])
    return before.passages.with_columns(streams).hstack(cleared(before).drop("passage"))


@pytest.mark.parametrize(("post", "country"), [(0, "KZ"), (1, "UZ")])
def test_channels_come_in_the_shares_of_the_country(large, post, country):
    mine = large.filter(pl.col("post") == post).drop_nulls("channel")["channel"]
    for channel, share in zip(CHANNELS, rules_for(hiding(), country).channels, strict=True):
        count = int((mine == channel).sum())
        assert stats.binomtest(count, len(mine), share).pvalue > 0.001 if 0 < share < 1 else count == 0


def test_a_scenario_has_its_own_shares():
    own = hiding(profiles={"KZ": {"channels": {"red": 1}}, "UZ": {"clearance": "kz"}})
    found = cleared(draft(), own).with_columns(draft().passages["post"]).drop_nulls("channel")
    assert set(found.filter(pl.col("post") == 0)["channel"]) == {"red"}
    assert "blue" not in set(found.filter(pl.col("post") == 1)["channel"])


def test_what_is_declared_has_a_channel_and_mail_and_transshipment_are_not_declared(large):
    none = (large["stream"] == "mail") | (large["procedure"] == "transshipment")
    assert (large["lodged"].is_null() == none).all()
    assert (large["channel"].is_null() == none).all()


def test_a_declaration_is_lodged_before_the_passage_leaves_and_after_an_export_is_booked(large):
    there = large.drop_nulls("lodged")
    assert ((there["release"] - there["lodged"]).min()) >= 10 * MINUTE
    assert (there["expected"] - there["lodged"]).max() <= 24 * HOUR


def test_documents_are_checked_before_a_yellow_declaration_leaves():
    before = draft(scale=10)
    found = cleared(before)
    after = declarations.after_checks(hiding(), KEY, before.passages, found)
    later = after["release"] - before.passages["release"]
    leaves = before.passages["flight_out"] < 0
    yellow, checked = ((found["channel"].is_in(lanes)) & leaves for lanes in (["yellow"], ["yellow", "red"]))
    assert (later.filter(yellow) > 0).any()
    assert later.filter(~checked.fill_null(False)).max() == 0 == later.min()
    assert (after["release"] - found["lodged"]).filter(yellow).min() >= 20 * MINUTE
    assert after.drop("release").equals(before.passages.drop("release"))


def test_the_goods_of_a_red_declaration_are_examined_before_they_leave_and_once_they_are_there():
    before = draft(scale=40)
    found = cleared(before)
    after = declarations.after_checks(hiding(), KEY, before.passages, found)
    leaves = before.passages["flight_out"] < 0
    stay = after["release"] - after["ready"]
    red, green = (((found["channel"] == lane) & leaves).fill_null(False) for lane in ("red", "green"))
    begins = pl.max_horizontal(found["lodged"], after["ready"])
    takes = pl.select(after["release"] - begins).to_series().filter(red)
    assert takes.min() >= 2 * HOUR
    assert stay.filter(red).median() > stay.filter(green).median()


def test_who_declares_does_not_know_how_late_the_flight_will_be():
    before = draft(scale=10)
    late = before.flights.with_columns(lands=pl.col("lands") + 5 * HOUR)
    moved = pl.when(pl.col("flight_in") >= 0).then(5 * HOUR).otherwise(0)
    leaving = pl.when(pl.col("flight_out") < 0).then(moved).otherwise(0)
    passages = before.passages.with_columns(pl.col("ready") + moved, pl.col("release") + leaving)
    delayed = cleared(replace(before, flights=late, passages=passages))
    assert delayed.equals(cleared(before))


def test_nothing_leaves_before_it_is_declared_however_early_its_flight():
    before = draft(scale=10)
    early = before.flights.with_columns(lands=pl.col("lands") - 3 * HOUR)
    passages = before.passages.with_columns(
        pl.col("ready") - 3 * HOUR, pl.col("release") - pl.when(pl.col("flight_out") < 0).then(3 * HOUR).otherwise(0)
    )
    found = cleared(replace(before, flights=early, passages=passages))
    after = declarations.after_checks(hiding(), KEY, passages, found)
    leaves = passages["flight_out"] < 0
    assert (after["release"] - found["lodged"]).filter(leaves).min() >= 10 * MINUTE


def test_customs_decides_an_hour_before_arrival_and_on_short_flights_before_the_landing():
    before = draft()
    near = pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.col("arrives") - 90 * MINUTE).otherwise("departs")
    before = replace(before, flights=before.flights.with_columns(departs=near.cast(pl.Int32)))
    made = before.passages.hstack(cleared(before).drop("passage")).drop_nulls("preliminary_at")
    flown = (before.flights["arrives"] - before.flights["departs"]).gather(made["flight_in"])
    ahead = made["expected"] - made["preliminary_at"]
    short = flown < 150 * MINUTE
    assert 0 < short.sum() < len(short)
    assert ahead.filter(~short).min() >= HOUR
    assert ahead.filter(short).min() >= 0
    assert (ahead <= flown).all()


def test_only_arrivals_from_outside_of_the_union_get_a_decision_and_only_where_the_country_has_one(large):
    kazakh = large.filter(pl.col("post") == 0)
    needed = (kazakh["flight_in"] >= 0) & (kazakh["stream"] != "mail")
    assert ((kazakh["preliminary"] != "not-needed") == needed).all()
    assert large.filter(pl.col("post") == 1)["preliminary"].is_null().all()
    made = kazakh["preliminary"].is_in(["accepted", "refused"])
    assert (kazakh["preliminary_at"].is_not_null() == made).all()


def test_before_2018_nobody_decides_before_arrival():
    old = hiding(start="2016-11-08T06:00+06:00")
    assert cleared(draft(), old)["preliminary"].is_null().all()


def test_from_a_country_of_the_union_no_decision_is_needed():
    before = draft()
    moscow = before.flights.with_columns(origin=pl.lit("SVO"))
    kazakh = before.passages["post"] == 0
    found = cleared(replace(before, flights=moscow))["preliminary"].filter(kazakh)
    assert set(found) == {"not-needed"}


@given(
    st.floats(0.001, 0.999),
    st.lists(st.sampled_from([1.0, 1.5, 2.0, 4.0, 30.0]), min_size=1, max_size=50),
)
def test_declarations_are_stopped_by_their_risk_and_as_often_as_said(share, risks):
    risk = np.array(risks)
    chance = declarations.stopping(share, risk)
    assert chance.mean() == pytest.approx(share, abs=1e-6)
    assert (np.diff(chance[np.argsort(risk)]) >= 0).all()


def test_no_system_of_declarations_shows_one_before_it_is_lodged():
    system = {"code": "asycuda", "name": "A", "kind": "declarations", "streams": ["general", "express"], "lead": "20 h"}
    units = hiding().model_dump(mode="json", by_alias=True)["units"]
    planned = hiding(units=[{**unit, "systems": [*unit["systems"], system]} for unit in _written(units)])
    world, _ = build.build(planned, practice_key(4))
    shown = world.known.filter(pl.col("system") == 1)
    lodged = world.clearance["lodged"].gather(shown["passage"])
    assert (shown["t"] >= lodged).drop_nulls().all()
    assert (world.known.filter(pl.col("system") == 0)["t"] < world.clearance["lodged"].gather(
        world.known.filter(pl.col("system") == 0)["passage"])).any()  # fmt: skip


def _written(units):
    """Units with durations as a scenario writes them."""
    for unit in units:
        unit["systems"] = [{key: value for key, value in one.items() if key != "lead"} for one in unit["systems"]]
    return units


@pytest.mark.parametrize("worlds", [20, pytest.param(60, marks=pytest.mark.soak)])
def test_channels_of_hidden_consignments_are_as_likely_as_their_looks_make_them(worlds):
    """Over planted worlds, stopped as often as the visible risk says: nothing else plays a part.

    A leaning of a few in a hundred needs the sixty worlds of `make soak`; twenty show anything gross.
    """
    seen, expected, spread = 0.0, 0.0, 0.0
    for number in range(worlds):
        before = draft(seed=number % 10)
        key = practice_key(5000 + number)
        consignments, truth = seeding.plant(hiding(), key, before)
        planted = replace(before, consignments=consignments)
        found = cleared(planted, key=key)
        risk = declarations.risks(consignments, before.parties)
        hidden = np.isin(before.passages["row"].to_numpy(), truth.table["row"].to_numpy())
        for post, country in enumerate(COUNTRIES):
            here = ((before.passages["post"] == post) & found["channel"].is_not_null()).to_numpy()
            shares = rules_for(hiding(), country).channels
            chance = declarations.stopping(shares[2] + shares[3], risk[before.passages["row"].to_numpy()[here]])
            stopped = found["channel"].is_in(["yellow", "red"]).to_numpy()[here]
            mine = hidden[here]
            seen += stopped[mine].sum()
            expected += chance[mine].sum()
            spread += (chance * (1 - chance))[mine].sum()
    assert abs(seen - expected) < 3.3 * np.sqrt(spread)
