"""Passages: who passes a post by which flights, ready before it leaves, the same whoever else takes part."""

import numpy as np
import polars as pl
import pytest
from small_world import UNITS, clean, scenario, traffic, unit

from simulator.common.clock import MINUTE
from simulator.world import passages

HOUR = 3600


@pytest.fixture(scope="module")
def joined(small):
    """Passages with the route of their consignment and the airports of their flights."""
    route = small.consignments["routing"].gather(small.passages["row"]).str.split("-")
    entry = pl.Series(small.journeys.traffic).gather(small.passages["row"])
    ports = small.flights
    none = pl.Series([None], dtype=pl.String)

    def airport(column, flight):
        places = small.passages[flight].to_numpy()
        return pl.concat([ports[column], none]).gather(np.where(places < 0, len(ports), places))

    return small.passages.with_columns(
        routing=route,
        entry=entry,
        code=pl.Series(passages.posts(small.scenario)).gather(small.passages["post"]),
        came_to=airport("destination", "flight_in"),
        came_from=airport("origin", "flight_in"),
        goes_from=airport("origin", "flight_out"),
        goes_to=airport("destination", "flight_out"),
    )


def test_ready_is_always_before_release(small):
    assert (small.passages["release"] - small.passages["ready"]).min() >= 10 * MINUTE


def test_the_flights_of_a_passage_land_and_start_at_its_post(joined):
    came, goes = joined.drop_nulls("came_to"), joined.drop_nulls("goes_from")

    assert (came["came_to"] == came["code"]).all()
    assert (goes["goes_from"] == goes["code"]).all()


def test_the_flights_of_a_passage_are_the_neighbours_in_the_routing(joined):
    for row in joined.sample(400, seed=1).iter_rows(named=True):
        place = len(row["routing"]) - 1 - row["routing"][::-1].index(row["code"])
        if row["came_from"]:
            assert row["routing"][place - 1] == row["came_from"]
        if row["goes_to"]:
            assert row["routing"][place + 1] == row["goes_to"]


def test_passages_are_sorted_and_every_consignment_passes_the_posts_of_its_route(small):
    frame = small.passages.select("row", "leg")
    assert frame.equals(frame.sort("row", "leg"))
    assert not frame.is_duplicated().any()
    routes = [entry.route for entry in small.scenario.traffic]
    met = [sum(code in passages.posts(small.scenario) for code in route) for route in routes]
    assert small.passages.height == np.array(met)[small.journeys.traffic].sum()


def test_procedures_follow_the_place_in_the_route(joined):
    last = joined.filter(pl.col("flight_out") < 0)
    middle = joined.filter((pl.col("flight_out") >= 0) & (pl.col("flight_in") >= 0))
    first = joined.filter(pl.col("flight_in") < 0)

    assert set(middle["procedure"].unique()) == {"transshipment"}
    assert set(first["procedure"].unique()) == {"export"}
    mixed = last.filter(pl.col("entry") == 1)["procedure"]
    assert (mixed == "transit").mean() == pytest.approx(0.3, abs=0.08)
    assert set(last.filter(pl.col("entry") != 1)["procedure"].unique()) == {"import"}


def test_goods_from_elsewhere_are_no_export_of_the_first_airport():
    built = clean(scenario(traffic=[traffic("general", ["ALA", "TAS"], 200, {"ALA": 1, "URC": 1})]))

    start = built.passages.filter(pl.col("flight_in") < 0)
    origin = built.consignments["origin"].gather(start["row"])

    assert ((start["procedure"] == "export") == (origin == "ALA")).all()


def test_exports_are_accepted_before_and_leave_45_minutes_before_departure(small):
    first = small.passages.filter(pl.col("flight_in") < 0)
    departs = small.flights["departs"].gather(first["flight_out"])

    assert (first["expected"] == departs).all()
    assert (departs - first["release"] == 45 * MINUTE).all()
    booked = small.consignments["booked"].gather(first["row"])
    assert (first["ready"] >= booked).mean() > 0.97
    assert (departs - first["ready"]).median() > 4 * HOUR


def test_nothing_is_ready_before_its_flight_has_landed_unless_it_flies_on(small):
    last = small.passages.filter(pl.col("flight_out") < 0)

    assert (last["ready"] > small.flights["lands"].gather(last["flight_in"])).all()


def test_consignments_of_one_flight_and_stream_are_broken_down_together(small):
    last = small.passages.filter(pl.col("flight_out") < 0)
    stream = small.consignments["stream"].gather(last["row"])

    spread = (
        last.with_columns(stream=stream)
        .group_by("flight_in", "stream")
        .agg((pl.max("ready") - pl.min("ready")).alias("spread"))
    )

    assert spread["spread"].max() <= 15 * MINUTE


def test_a_profile_of_the_country_sets_the_times():
    profile = {"UZ": {"breakdown": {"mail": "2 h"}, "release": {"mail": "3 h"}}}
    built = clean(scenario(profiles=profile, traffic=[traffic("mail", ["DXB", "TAS"], 100)]))

    rest = built.passages
    landed = built.flights["lands"].gather(rest["flight_in"])
    assert (rest["release"] - rest["ready"]).unique().to_list() == [3 * HOUR]
    assert (rest["ready"] - landed).min() >= 2 * HOUR


def test_another_unit_changes_nothing_at_the_posts_that_were_there(small):
    more = clean(scenario(units=[unit("baku", "GYD"), unit("second", "TAS"), *UNITS]))

    assert more.consignments.equals(small.consignments)
    assert passages.posts(more.scenario) == ("GYD", "TAS", "ALA", "TBS")
    names = [pl.Series(passages.posts(one.scenario)).gather(one.passages["post"]) for one in (small, more)]
    was, now = (one.passages.with_columns(post=name) for one, name in zip((small, more), names, strict=True))
    assert was.equals(now)
