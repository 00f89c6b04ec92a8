"""Clearance rules: those of the country, valid on the day, unless the scenario says otherwise."""

from datetime import date, datetime, timedelta, timezone

import pytest
from small_world import scenario

from simulator.common.clock import DAY, HOUR, MINUTE
from simulator.common.tables import table
from simulator.scenario.model import Profile
from simulator.scenario.schema import words
from simulator.world.clearance import profile_of, profiles, rules_for
from simulator.world.world import CHANNELS


def on(year, month=1, day=1, **said):
    """A scenario that starts on a day, with a profile of Kazakhstan if one is said."""
    start = datetime(year, month, day, 6, tzinfo=timezone(timedelta(hours=6)))
    own = {"profiles": {"KZ": Profile.model_validate(said)}} if said else {}
    return scenario().model_copy(update={"start": start, **own})


def test_countries_have_their_own_profile_and_all_others_the_generic_one():
    assert [profile_of(on(2022), country) for country in ("KZ", "UZ", "GE", "TR")] == ["kz", "uz", "ge", "generic"]


def test_a_scenario_can_name_another_profile():
    assert profile_of(on(2022, clearance="ge"), "KZ") == "ge"


@pytest.mark.parametrize(
    ("year", "month", "day", "has"),
    [(2016, 6, 1, False), (2018, 4, 16, False), (2018, 4, 17, True), (2022, 11, 8, True)],
)
def test_kazakhstan_has_a_preliminary_decision_since_april_2018(year, month, day, has):
    decision = rules_for(on(year, month, day), "KZ").preliminary
    assert (decision is not None) == has
    if decision:
        assert (decision.lead, decision.short) == (HOUR, 150 * MINUTE)


def test_data_before_arrival_is_mandatory_in_kazakhstan_since_april_2017():
    assert [rules_for(on(*day), "KZ").pre_arrival for day in ((2017, 3, 31), (2017, 4, 1))] == [None, 2 * HOUR]


@pytest.mark.parametrize("country", ["UZ", "GE", "TR"])
def test_other_countries_have_no_preliminary_decision(country):
    assert rules_for(on(2022), country).preliminary is None


def test_the_corridors_of_uzbekistan_are_four_and_begin_in_2019():
    before, since = (dict(zip(CHANNELS, rules_for(on(year), "UZ").channels, strict=True)) for year in (2018, 2019))
    assert before["blue"] == 0
    assert min(since.values()) > 0


def test_kazakhstan_checks_documents_for_at_most_four_hours():
    assert rules_for(on(2022), "KZ").documentary[1] == 4 * HOUR


def test_changing_aircraft_needs_no_declaration_and_transit_has_a_limit():
    rules = rules_for(on(2022), "GE")
    assert rules.declared == {"import", "export", "transit"}
    assert rules.transit_limit == 20 * DAY


def test_a_scenario_says_single_values_otherwise():
    said = on(2022, hold_space=3, hold_limit="90 min", channels={"green": 0.5, "red": 0.5}, referrals=True)
    rules = rules_for(said, "KZ")
    assert (rules.hold_space, rules.hold_limit, rules.referrals) == (3, 90 * MINUTE, True)
    assert rules.channels == (0.5, 0, 0, 0.5)
    assert rules.documentary == rules_for(on(2022), "KZ").documentary


@pytest.mark.parametrize("country", ["KZ", "UZ", "GE", "TR"])
@pytest.mark.parametrize("year", [2000, 2017, 2022, 2099])
def test_every_country_has_rules_on_every_day(year, country):
    rules = rules_for(on(year), country)
    assert sum(rules.channels) == pytest.approx(1)
    assert rules.hold_space > 0 < rules.hold_limit < rules.hold_decided
    assert rules.documentary[0] < rules.documentary[1]
    assert not rules.referrals


def test_every_rule_has_a_source_and_days_in_their_order():
    for row in table("world", "clearance"):
        assert row["source"]
        assert row["profile"] in profiles() == words("clearance")
        first, last = (date.fromisoformat(row[name] or other) for name, other in
                       (("from", "1900-01-01"), ("to", "2999-01-01")))  # fmt: skip
        assert first < last
