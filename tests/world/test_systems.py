"""What a system shows, when, and that equal systems of two units show the same."""

import polars as pl
import pytest
from small_world import SYSTEMS, clean, scenario, unit

from simulator.world import systems

HOUR = 3600


def shown(built, number, place):
    """What one system of one unit shows, with the passage beside it."""
    mine = built.known.filter((pl.col("unit") == number) & (pl.col("system") == place))
    return mine.hstack(built.passages[mine["passage"].to_list()])


def test_a_system_shows_its_share_of_its_streams_at_the_post_of_its_unit(small):
    manifest, papers = shown(small, 0, 0), shown(small, 0, 1)
    here = small.passages.filter(pl.col("post") == 0)
    general = small.consignments["stream"].gather(here["row"]) == "general"

    assert set(manifest["post"].unique()) == {0}
    assert manifest.height / here.height == pytest.approx(0.9, abs=0.02)
    assert papers["row"].sort().equals(here.filter(general)["row"].sort())


def test_data_comes_a_lead_before_the_expected_time_but_not_before_the_booking(small):
    frame = shown(small, 0, 0)
    booked = small.consignments["booked"].gather(frame["row"])
    lead = frame["expected"] - frame["t"]

    assert (frame["t"] >= booked).all()
    assert lead.max() <= 5 * HOUR
    assert (lead >= 1 * HOUR).mean() > 0.95


def test_nothing_is_known_earlier_than_12_hours_before_the_start():
    early = [{**SYSTEMS[0], "lead": "3 d"}]
    built = clean(scenario(units=[unit("zhetysu", "ALA", early)]))
    booked = built.consignments["booked"].gather(shown(built, 0, 0)["row"])

    assert built.known["t"].min() == systems.EARLIEST
    assert (built.known["t"] == booked.clip(systems.EARLIEST)).mean() > 0.2


def test_a_negative_lead_is_after_the_expected_time():
    late = [{**SYSTEMS[1], "lead": "-2 h"}]
    built = clean(scenario(units=[unit("zhetysu", "ALA", late)]))

    frame = shown(built, 0, 0)

    assert (frame["t"] - frame["expected"]).unique().to_list() == [2 * HOUR]


def test_two_units_at_one_post_see_the_same_in_systems_of_the_same_code():
    other = {**SYSTEMS[0], "code": "other"}
    units = [unit("one", "TAS"), unit("two", "TAS", [*SYSTEMS[::-1], other])]
    built = clean(scenario(units=units))

    one, two, third = shown(built, 0, 0), shown(built, 1, 1), shown(built, 1, 2)

    assert one.select("row", "t").equals(two.select("row", "t"))
    assert not one["row"].equals(third["row"])


def test_no_units_passage_is_shown_twice_by_one_system(small):
    assert not small.known.select("unit", "system", "passage").is_duplicated().any()
