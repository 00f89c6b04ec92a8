"""The timetable becomes flights: local times, repetitions, delays."""

import polars as pl
from small_world import TRAFFIC, flight, scenario

from simulator.common.chance import practice_key
from simulator.world import flights

HOUR = 3600


def built(*timetable, seed=1):
    return flights.build(scenario(timetable=list(timetable)), practice_key(seed))


def test_times_are_local_at_the_airport_they_belong_to():
    # The drill starts at 06:00 in Almaty (+06:00), which is 03:00 in Istanbul (+03:00).
    frame = built(flight("TK350", "IST", "ALA", "2022-11-08 04:00", "2022-11-08 12:00"))

    assert frame.select("departs", "arrives", "lands").row(0) == (1 * HOUR, 6 * HOUR, 6 * HOUR)


def test_a_repeated_flight_is_one_row_a_day_with_the_local_date():
    frame = built(flight("KC262", "ALA", "TAS", "2022-11-30 23:30", "2022-12-01 00:10", "24 h", 3))

    assert frame["day"].to_list() == ["30NOV", "01DEC", "02DEC"]
    assert frame["departs"].diff().drop_nulls().to_list() == [24 * HOUR] * 2
    assert frame["airline"].unique().to_list() == ["KC"]


def test_flights_are_sorted_by_departure_and_keep_their_delay_when_others_are_added():
    late = {"delay": {"kind": "exponential", "mean": "30 min"}}
    first = flight("KC262", "ALA", "TAS", "2022-11-08 10:00", "2022-11-08 10:40", "6 h", 3, **late)
    second = flight("TK350", "IST", "ALA", "2022-11-08 01:00", "2022-11-08 09:00", "6 h", 3, **late)

    alone, both = built(first), built(first, second)

    assert both["departs"].is_sorted()
    assert both.filter(pl.col("number") == "KC262").equals(alone)
    assert (alone["lands"] > alone["arrives"]).all()


def test_another_key_gives_other_delays():
    late = flight(
        "KC262", "ALA", "TAS", "2022-11-08 10:00", "2022-11-08 10:40", delay={"kind": "exponential", "mean": "30 min"}
    )

    assert built(late, seed=1)["lands"][0] != built(late, seed=2)["lands"][0]


def test_a_flight_cannot_land_before_half_of_its_time_in_the_air():
    early = flight("KC262", "ALA", "TAS", "2022-11-08 10:00", "2022-11-08 11:00", delay="-5 h")

    frame = built(early)

    assert frame["lands"][0] == (frame["departs"][0] + frame["arrives"][0]) // 2


def test_an_airline_has_the_prefix_of_the_trainer_else_of_the_table_else_a_spare_one():
    timetable = [
        flight("KC262", "ALA", "TAS", "2022-11-08 10:00", "2022-11-08 11:00"),
        flight("TK350", "IST", "ALA", "2022-11-08 01:00", "2022-11-08 09:00", prefix="123"),
        flight("0O350", "IST", "ALA", "2022-11-08 01:00", "2022-11-08 09:00"),
    ]

    found = flights.prefixes(scenario(timetable=timetable, traffic=TRAFFIC))

    assert found["KC"] == "465"
    assert found["TK"] == "123"
    assert found["0O"] not in {"465", "123", ""}
