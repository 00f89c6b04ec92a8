"""Airports and airlines: where they are, what their clocks show, whose prefix is whose."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from simulator.common.clock import HOUR, MINUTE, local
from simulator.scenario.model import Airport
from simulator.world.places import airlines, airports, distance_km, places


@pytest.mark.parametrize(
    ("code", "hours", "minutes"),
    [("ALA", 6, 0), ("GUW", 5, 0), ("TAS", 5, 0), ("TBS", 4, 0), ("IST", 3, 0), ("IKA", 3, 30), ("KBL", 4, 30),
     ("DEL", 5, 30), ("KTM", 5, 45), ("URC", 8, 0), ("FRA", 1, 0), ("LHR", 0, 0), ("CAI", 2, 0), ("GRU", -3, 0),
     ("JFK", -5, 0), ("MEX", -6, 0), ("SYD", 11, 0)],
)  # fmt: skip
def test_clocks_show_the_time_of_november_2022(code, hours, minutes):
    assert airports()[code].offset == hours * HOUR + minutes * MINUTE


def test_the_exchange_visit_begins_at_the_same_moment_everywhere():
    start = datetime(2022, 11, 8, 0, 0, tzinfo=UTC)
    shown = [local(start, 0, airports()[code].offset).strftime("%H:%M") for code in ("ALA", "TAS", "TBS")]
    assert shown == ["06:00", "05:00", "04:00"]


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [("ALA", "TAS", 685), ("ALA", "TBS", 2620), ("ALA", "FRA", 5095), ("TAS", "IST", 3340), ("DXB", "TBS", 2040),
     ("JFK", "LHR", 5540), ("GRU", "JNB", 7440), ("HKG", "ANC", 8150), ("ALA", "ALA", 0)],
)  # fmt: skip
def test_distances_are_those_of_the_globe(start, end, km):
    there = distance_km(airports()[start], airports()[end])
    assert there == pytest.approx(km, rel=0.02, abs=1)
    assert there == pytest.approx(distance_km(airports()[end], airports()[start]))


def test_airports_lie_on_the_globe_and_nowhere_twice():
    spots = {(round(place.latitude, 2), round(place.longitude, 2)) for place in airports().values()}
    assert len(spots) == len(airports()) > 90
    for place in airports().values():
        assert abs(place.latitude) < 70
        assert abs(place.longitude) <= 180
        assert len(place.code) == 3
        assert len(place.country) == 2


def test_offsets_follow_the_longitude_within_what_politics_allows():
    for place in airports().values():
        assert math.isclose(place.offset / HOUR, place.longitude / 15, abs_tol=3.2), place


def test_the_visit_can_fly_wherever_it_wants():
    wanted = "ALA TAS TBS NQZ NVI GYD EVN FRU DYU ASB DXB SHJ DOH IST SVO DME URC SZX CAN PVG PEK HKG ZHY XIY CTU ICN"
    wanted += " BKK SIN SGN DEL BOM KHI FRA LEJ LUX LGG AMS CDG LHR ADD NBO LOS JNB ACC GRU MEX BOG JFK MIA LAX ORD"
    assert set(wanted.split()) <= set(airports())


def test_a_scenario_adds_airports_and_overrides_shipped_ones():
    own = {
        "TSE": Airport(
            name={"ru": "Тест", "en": "Test field"}, country="KZ", latitude=50, longitude=70, offset="+05:30"
        ),
        "ALA": Airport(name="Almaty in 2024", country="KZ", latitude=43.35, longitude=77.04, offset="+05:00"),
    }
    found = places(SimpleNamespace(airports=own))
    assert (found["TSE"].name, found["TSE"].offset) == ("Test field", 5 * HOUR + 30 * MINUTE)
    assert found["ALA"].offset == 5 * HOUR
    assert found["TAS"] == airports()["TAS"]
    assert airports()["ALA"].offset == 6 * HOUR


def test_every_airline_has_a_prefix_of_its_own():
    prefixes = [airline.prefix for airline in airlines().values()]
    assert len(set(prefixes)) == len(prefixes)
    assert all(len(prefix) == 3 and prefix.isdigit() for prefix in prefixes)


@pytest.mark.parametrize(
    ("code", "prefix"), [("KC", "465"), ("HY", "250"), ("TK", "235"), ("CV", "172"), ("7L", "501"), ("PC", "624")]
)
def test_known_prefixes_are_the_public_ones(code, prefix):
    assert airlines()[code].prefix == prefix


def test_airlines_without_a_public_prefix_say_so():
    from simulator.common.tables import table

    invented = {row["code"] for row in table("world", "airlines") if row["source"].startswith("not sourced")}
    assert {"DV", "HH", "A9"} <= invented
    assert all(airlines()[code].prefix[0] == "9" for code in invented)
