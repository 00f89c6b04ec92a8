"""Ways along a route: flights that connect, freighters that carry more, detours that are longer."""

import numpy as np
import pytest
from small_world import flight, scenario

from simulator.common.chance import Stream, practice_key
from simulator.common.errors import DrillError
from simulator.world import flights, routing
from simulator.world.atlas import atlas
from simulator.world.places import places
from simulator.world.routing import Entry

HOUR = 3600


def timetable(*rows):
    return flights.build(scenario(timetable=list(rows)), practice_key(1))


MORNING = flight("TK350", "IST", "ALA", "2022-11-08 01:00", "2022-11-08 09:00", "12 h", 2)
ONWARD = flight("KC262", "ALA", "TAS", "2022-11-08 10:00", "2022-11-08 10:40", "6 h", 4)


@pytest.fixture(scope="module")
def world():
    return atlas(places(scenario()))


def test_the_next_flight_after_the_connection_is_taken():
    frame = timetable(MORNING, ONWARD)

    ways = routing.chains(frame, ["IST", "ALA", "TAS"], 3 * HOUR, "here")

    first, second = (frame[ways.legs[:, place].tolist()] for place in (0, 1))
    # It lands at 9:00: 10:00 is too early, 16:00 is taken; the evening flight lands at 21:00 and has 04:00.
    assert (second["departs"] - first["lands"]).to_list() == [7 * HOUR, 7 * HOUR]
    assert (ways.legs[:, 2] == -1).all()


def test_a_first_flight_without_a_connection_carries_nothing():
    frame = timetable(MORNING, flight("KC262", "ALA", "TAS", "2022-11-08 14:00", "2022-11-08 14:40"))

    ways = routing.chains(frame, ["IST", "ALA", "TAS"], 3 * HOUR, "here")

    assert len(ways.legs) == 1


def test_a_late_landing_misses_the_onward_flight():
    late = {**MORNING, "delay": "6 h"}
    frame = timetable(late, ONWARD)

    ways = routing.chains(frame, ["IST", "ALA", "TAS"], 3 * HOUR, "here")

    assert (frame["departs"][ways.legs[:, 1].tolist()] - frame["lands"][ways.legs[:, 0].tolist()]).min() >= 3 * HOUR


def test_a_freighter_counts_four_passenger_flights():
    cargo = flight("TK6560", "IST", "ALA", "2022-11-08 02:00", "2022-11-08 10:00", carries="cargo")
    frame = timetable(MORNING, cargo)

    ways = routing.chains(frame, ["IST", "ALA"], 0, "here")

    assert dict(zip(frame["number"][ways.legs[:, 0].tolist()], ways.weights.tolist(), strict=True)) == {
        "TK350": 1.0,
        "TK6560": 4.0,
    }


def test_a_route_that_nothing_connects_is_refused_with_its_place():
    frame = timetable(MORNING)

    with pytest.raises(DrillError) as refused:
        routing.chains(frame, ["IST", "ALA", "TAS"], 0, "traffic.3.route")

    fault = refused.value.faults[0]
    assert (fault.code, fault.field, fault.params) == ("no-connection", "traffic.3.route", {"route": "IST-ALA-TAS"})


def test_detours_are_rare_long_and_only_for_goods_that_start_before_the_route(world):
    origin = np.repeat([world.index("FRA"), world.index("IST")], 5000)
    entry = Entry("general", 10_000, ("IST", "ALA"), {}, routing.Chains(np.zeros((1, 3), np.int32), np.ones(1)))

    over = routing.detours(Stream(b"k" * 16, "test"), origin, entry, 0.04, world)

    went = over >= 0
    assert 0.03 < went[:5000].mean() < 0.05
    assert not went[5000:].any()
    start, first = origin[went], world.index("IST")
    longer = world.distance[start, over[went]] + world.distance[over[went], first]
    assert (longer > 1.4 * world.distance[start, first] + 600).all()
    assert not np.isin(over[went], [world.index(code) for code in ("FRA", "IST", "ALA")]).any()


def test_origins_come_as_often_as_their_weights_say(world):
    entry = Entry("general", 1, ("IST", "ALA"), {"FRA": 3, "JFK": 1, "GRU": 0}, None)

    drawn = routing.origins(Stream(b"k" * 16, "test"), 20_000, entry, world)

    shares = np.bincount(drawn, minlength=len(world.codes)) / 20_000
    assert shares[world.index("FRA")] == pytest.approx(0.75, abs=0.02)
    assert shares[world.index("GRU")] == 0


def test_distances_are_those_of_the_globe(world):
    # Great-circle distance Almaty to Istanbul, 3,940 km within 1 %.
    assert world.distance[world.index("ALA"), world.index("IST")] == pytest.approx(3940, rel=0.01)
    assert (np.diag(world.distance) == 0).all()
