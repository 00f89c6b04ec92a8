"""Consignments: valid papers, masters that hold together, parties that trade, no order that tells anything."""

import re
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from small_world import HUBS, TRAFFIC, clean, scenario, traffic

from simulator.common.clock import HOUR
from simulator.common.errors import DrillError
from simulator.formats import check
from simulator.formats import identifiers as ids
from simulator.world import consignments, flights
from simulator.world.atlas import atlas
from simulator.world.habits import habits
from simulator.world.places import places
from simulator.world.routing import LEGS_MOST


def courier_flaw(text):
    return None if re.fullmatch(r"[1-9]\d{11}", text) else "shape"


FLAWS = {"awb": check.awb_flaw, "hawb": check.house_flaw, "s10": ids.s10_flaw, "courier": courier_flaw}


@pytest.fixture(scope="module")
def rows(small):
    """The consignments with their entry and their first flight."""
    frame = small.consignments.with_columns(
        entry=pl.Series(small.journeys.traffic), first=pl.Series(small.journeys.legs[:, 0])
    )
    first = small.flights[frame["first"].to_list()].select("airline", "carries", "departs", "arrives")
    return frame.hstack(first)


def test_every_number_is_valid_and_given_once(rows):
    flaws = [FLAWS[kind](number) for kind, number in rows.select("document", "id").iter_rows()]

    assert set(flaws) == {None}
    assert rows["id"].n_unique() == rows.height


def test_each_stream_has_its_documents(rows):
    found = rows.group_by("stream").agg(pl.col("document").cast(pl.String).unique().sort()).rows()

    assert dict(found) == {"general": ["awb", "hawb"], "mail": ["s10"], "express": ["courier"]}
    general = rows.filter(pl.col("stream") == "general")
    assert (general["document"] == "hawb").mean() == pytest.approx(0.55, abs=0.04)


def test_houses_and_parcels_travel_under_a_valid_master_and_nothing_else_does(rows):
    under = rows.filter(pl.col("master").is_not_null())

    assert set(under["document"].unique()) == {"hawb", "courier"}
    assert rows.filter(pl.col("document").is_in(["hawb", "courier"]))["master"].null_count() == 0
    assert {check.awb_flaw(number) for number in under["master"].unique()} == {None}
    assert not set(under["master"]) & set(rows["id"])


def test_what_is_under_one_master_flies_together(rows):
    one = rows.drop_nulls("master").group_by("master").agg(pl.n_unique("first", "stream", "entry"))

    assert one.drop("master").max().row(0) == (1, 1, 1)
    parcels = rows.filter(pl.col("stream") == "express").group_by("master")
    assert parcels.agg(pl.n_unique("agent"))["agent"].max() == 1


def test_the_houses_of_a_master_come_from_one_airport_on_one_routing(rows):
    houses = rows.filter(pl.col("document") == "hawb").group_by("master")

    assert houses.agg(pl.n_unique("origin", "routing")).drop("master").max().row(0) == (1, 1)
    sizes = houses.len()["len"]
    assert 3 < sizes.mean() < 9
    assert (sizes == 1).mean() < 0.5


def test_a_courier_has_one_master_a_flight(rows):
    parcels = rows.filter(pl.col("stream") == "express")

    assert parcels.group_by("entry", "first", "agent").agg(pl.n_unique("master"))["master"].max() == 1
    assert parcels.group_by("master").len()["len"].median() > 5


def test_agents_are_forwarders_posts_or_couriers_by_the_stream(small, rows):
    kinds = small.parties["kind"].cast(pl.String).gather(rows["agent"])

    assert dict(set(zip(rows["stream"], kinds, strict=True))) == {
        "general": "forwarder",
        "mail": "post",
        "express": "courier",
    }
    assert len(set(zip(rows["stream"], kinds, strict=True))) == 3
    mail = rows.filter(pl.col("stream") == "mail")
    assert mail.group_by(mail["id"].str.slice(-2)).agg(pl.n_unique("agent"))["agent"].max() == 1


def test_waybills_have_the_prefix_of_the_first_airline(small, rows):
    prefixes = flights.prefixes(small.scenario)
    wanted = rows["airline"].replace_strict(prefixes)
    waybill = pl.select(pl.coalesce(rows["master"], rows["id"])).to_series()
    flies = rows["stream"] != "mail"

    assert (waybill.str.slice(0, 3).filter(flies) == wanted.filter(flies)).all()


def test_mail_numbers_name_the_country_of_origin(small, rows):
    from simulator.world.places import places

    mail = rows.filter(pl.col("stream") == "mail")
    countries = {code: place.country for code, place in places(small.scenario).items()}

    assert (mail["id"].str.slice(-2) == mail["origin"].replace_strict(countries)).all()


def test_the_routing_leads_from_the_origin_along_the_route(rows):
    for origin, destination, way, entry in rows.select("origin", "destination", "routing", "entry").iter_rows():
        stops = way.split("-")
        route = TRAFFIC[entry]["route"]
        assert (stops[0], stops[-1]) == (origin, destination)
        assert stops[-len(route) :] == route
        assert len(stops) - len(route) <= 2
        assert len(set(stops)) == len(stops)


def test_some_go_a_detour(rows):
    before = rows.filter(~pl.col("origin").is_in(["IST", "DXB", "ALA"]))
    route = pl.Series([len(entry["route"]) for entry in TRAFFIC]).gather(before["entry"])

    detours = (before["routing"].str.split("-").list.len() - route == 2).mean()

    assert 0.04 < detours < 0.12


def test_origins_come_by_their_weights_and_every_entry_has_its_count(rows):
    first = rows.filter(pl.col("entry") == 3)

    assert first.height == 1500
    assert set(first["origin"].unique()) == set(HUBS)
    assert (first["origin"] == "IST").mean() == pytest.approx(0.4, abs=0.05)


def test_rows_are_sorted_by_arrival_and_mixed_within_a_flight(rows):
    assert rows["arrives"].is_sorted()
    flight = rows.filter(pl.col("first") == rows["first"].mode()[0])
    order = flight["entry"].to_numpy()
    changes = (order[1:] != order[:-1]).mean()
    expected = 1 - (np.bincount(order) / len(order) @ (np.bincount(order) / len(order)))
    assert changes == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("column", ["weight", "value", "booked", "past", "shipper"])
def test_the_place_in_a_flight_and_the_number_tell_nothing(rows, column):
    mail = rows.filter(pl.col("entry") == 3).sort("first", maintain_order=True)
    serial = mail["id"].str.slice(2, 8).cast(pl.Int64)

    assert abs(np.corrcoef(mail[column].rank(), serial.rank())[0, 1]) < 0.09
    biggest = mail.filter(pl.col("first") == mail["first"].mode()[0])
    assert abs(np.corrcoef(biggest[column].rank(), np.arange(biggest.height))[0, 1]) < 0.25


def test_freighters_carry_four_times_as_much(rows):
    each = rows.filter(pl.col("entry") == 0).group_by("first", "carries").len()
    mean = dict(each.group_by("carries").agg(pl.mean("len")).rows())

    assert 2.5 < mean["cargo"] / mean["passenger"] < 6


def test_most_general_cargo_is_between_partners_who_trade_often(rows):
    share = dict(rows.group_by("stream").agg((pl.col("past") > 0).mean()).rows())

    for stream, wanted in (("general", 0.85), ("mail", 0.35), ("express", 0.60)):
        assert share[stream] == pytest.approx(wanted, abs=0.04)
    past = rows.filter(pl.col("past") > 0)["past"]
    assert past.max() <= 200
    assert past.quantile(0.95) > 4 * past.median()


def test_partners_never_had_more_consignments_than_either_had_at_all(small, rows):
    often = rows.filter(pl.col("past") > 1)
    for side in ("shipper", "consignee"):
        assert (small.parties["past"].gather(often[side]) >= often["past"]).all()


def test_companies_mostly_receive_what_they_trade_in(small, rows):
    from simulator.world.goods import goods

    trades = small.parties["trade"].gather(rows["consignee"])
    wanted = goods()["trade"].gather(rows["goods"])
    known = (trades != "") & (small.parties["kind"].gather(rows["consignee"]) == "company")
    fits = pl.DataFrame({"trades": trades.str.split("|"), "wanted": wanted, "known": known})

    assert 0.85 < fits.filter("known").select(pl.col("trades").list.contains(pl.col("wanted")).mean()).item() < 0.995


def test_figures_are_written_as_documents_write_them(rows):
    assert (rows["pieces"] >= 1).all()
    assert (rows["weight"] > 0).all()
    general = rows.filter(pl.col("stream") == "general")["weight"]
    assert np.allclose(general, general.round(1))
    assert rows.filter(pl.col("stream") == "mail")["weight"].max() <= 2 * habits("mail").piece_most
    for column in ("value", "freight"):
        assert np.allclose(rows[column], rows[column].round(2))
        assert (rows[column] > 0).all()
    assert (rows["booked"] % 60 == 0).all()
    assert (rows["departs"] - rows["booked"] >= 2 * 3600).all()


def test_a_consignment_longer_on_the_way_pays_more_a_kilogram(rows):
    heavy = rows.filter((pl.col("stream") == "general") & (pl.col("weight") > 300))
    rate = (heavy["freight"] / heavy["weight"]).alias("rate")
    mean = dict(heavy.with_columns(rate).group_by("origin").agg(pl.median("rate")).rows())

    assert mean["JFK"] > mean["IST"] > mean["ALA"]


def test_handling_codes_follow_stream_and_aircraft(rows):
    codes = rows["handling"].str.split("/")

    for stream, code in (("mail", "MAL"), ("express", "XPS")):
        assert (codes.list.contains(code) == (rows["stream"] == stream)).all()
    freighters, passengers = codes.list.contains("SCO"), codes.list.contains("SPX")
    assert (freighters != passengers).all()
    # Whoever flies on a freighter first may go on with passengers.
    assert set(rows["carries"].filter(freighters)) == {"cargo"}
    assert passengers.filter(rows["carries"] == "passenger").all()
    alone = rows["routing"].str.count_matches("-") == 1
    assert set(rows["carries"].filter(alone & passengers)) == {"passenger"}


def test_hs_codes_are_those_of_the_goods_or_missing_at_the_rate_of_the_stream(rows):
    from simulator.world.goods import goods

    given = rows.drop_nulls("hs")
    known = goods()["hs"].cast(pl.String)
    assert 0.01 < (given["hs"] != known.gather(given["goods"])).mean() < 0.05
    assert given["hs"].is_in(known.implode()).all()
    missing = dict(rows.group_by("stream").agg(pl.col("hs").is_null().mean()).rows())
    for stream in ("general", "mail", "express"):
        assert missing[stream] == pytest.approx(habits(stream).hs_missing, abs=0.03)


def test_an_entry_does_not_change_what_others_draw(small):
    fewer = consignments.build(scenario(traffic=TRAFFIC[:4]), small.key, small.flights, small.parties)

    kept = small.consignments.filter(pl.Series(small.journeys.traffic) == 3)
    again = fewer.consignments.filter(pl.Series(fewer.traffic) == 3)

    # Numbers and order are shared by the whole world; the rest belongs to the entry.
    own = [name for name in kept.columns if name not in {"id", "master"}]
    assert kept.select(own).sort(own).equals(again.select(own).sort(own))


def test_a_count_between_bounds_is_drawn_from_the_key():
    planned = scenario(
        traffic=[{**traffic("mail", ["DXB", "TAS"], 0), "count": {"kind": "between", "low": 50, "high": 90}}]
    )

    drawn = {consignments.counts(planned, bytes([seed]) * 16)[0] for seed in range(40)}

    assert min(drawn) >= 50
    assert max(drawn) <= 90
    assert len(drawn) > 15


def test_entries_of_no_or_one_consignment_are_built():
    few = [
        traffic("general", ["IST", "ALA"], 0),
        traffic("mail", ["DXB", "TAS"], 1),
        traffic("express", ["DXB", "TAS"], 1),
    ]

    built = clean(scenario(traffic=few))

    assert built.consignments.height == 2
    assert built.journeys.legs.shape == (2, LEGS_MOST)


def test_a_world_of_too_many_is_refused():
    planned = scenario(traffic=[traffic("mail", ["DXB", "TAS"], 1_000_000)] * 6)

    with pytest.raises(DrillError) as refused:
        consignments.counts(planned, b"k" * 16)

    assert refused.value.faults[0].code == "world-too-large"


RATES = {
    "late-booking": {"general": (0.01, 0.06), "mail": (0.0005, 0.03), "express": (0.02, 0.08)},
    "cash-freight": {"general": (0.01, 0.06), "express": (0.04, 0.12)},
    "freight-over-value": {"general": (0.001, 0.05), "mail": (0.01, 0.12), "express": (0.01, 0.12)},
    "low-value": {"general": (0.002, 0.04), "mail": (0.002, 0.04), "express": (0.002, 0.04)},
    "first-contact": {"general": (0.01, 0.10), "mail": (0.002, 0.06), "express": (0.005, 0.10)},
    "agent-changed": {"general": (0.005, 0.08)},
    "goods-unlike-trade": {"general": (0.02, 0.14), "express": (0.005, 0.12)},
    "vague-description": {"general": (0.03, 0.10), "mail": (0.06, 0.15), "express": (0.04, 0.12)},
    "missing-hs": {"general": (0.03, 0.10), "express": (0.08, 0.16)},
    "odd-weight": {"general": (0.02, 0.08), "mail": (0.02, 0.08), "express": (0.02, 0.08)},
    "round-weight": {"general": (0.03, 0.11), "mail": (0.03, 0.09), "express": (0.03, 0.09)},
    "private-commercial": {"general": (0.01, 0.08), "express": (0.002, 0.05)},
    "detour": {"general": (0.005, 0.08), "mail": (0.01, 0.06), "express": (0.005, 0.05)},
}


@pytest.mark.parametrize(("code", "stream"), [(code, stream) for code, rates in RATES.items() for stream in rates])
def test_what_looks_suspicious_also_happens_to_the_innocent(shown, code, stream):
    low, high = RATES[code][stream]

    assert low < shown.filter(pl.col("stream") == stream)[code].mean() < high


@pytest.fixture(scope="module")
def shown(small):
    """Which indicators show in traffic with nothing hidden in it."""
    from simulator.world.draft import Draft
    from simulator.world.indicators import matrix
    from simulator.world.joined import joined

    frames = small.consignments, small.parties, small.flights, small.passages, small.known
    wide = joined(Draft(*frames, ("ALA", "TAS", "TBS"), (), small.journeys.traffic))
    return matrix(wide).with_columns(wide["stream"])


def test_nothing_is_booked_later_than_its_flight_to_the_route_could_bring_it(small):
    table, where = small.consignments, atlas(places(small.scenario))
    first = pl.Series([entry.route[0] for entry in small.scenario.traffic]).gather(small.journeys.traffic)
    before = table["routing"].str.split("-").to_list()
    departs = small.flights["departs"].gather(small.journeys.legs[:, 0])
    flown = []
    for way, target in zip(before, first, strict=True):
        stops = [where.index(code) for code in way[: way.index(target) + 1]]
        flown.append(sum(where.distance[start, end] for start, end in pairwise(stops)) / 850 * HOUR)
    assert sum(hours > 0 for hours in flown) > 1000
    assert ((departs - table["booked"]).to_numpy() > np.array(flown)).all()
