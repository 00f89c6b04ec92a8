"""The scenarios that ship hold what their documents promise."""

from collections import Counter

import pytest

from simulator.common.i18n import LANGUAGES
from simulator.common.resources import shipped_scenarios
from simulator.common.tables import codes
from simulator.scenario.numbers import bounds
from simulator.scenario.reader import read, understand
from simulator.scenario.starter import starter
from simulator.scenario.summary import summary
from simulator.scenario.timetable import planned, sites
from simulator.scenario.ways import Legs, ways


@pytest.fixture(scope="module")
def visit():
    return read("exchange-visit").scenario


def total(pools):
    counts = [bounds(pool.count) for pool in pools]
    return sum(low for low, _ in counts), sum(high for _, high in counts)


def test_three_scenarios_ship():
    assert list(shipped_scenarios()) == ["exchange-visit", "first-steps", "same-world"]


@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_each_is_right_and_speaks_all_languages(name):
    scenario = read(name).scenario
    texts = [scenario.title, scenario.purpose, *(objective.text for objective in scenario.objectives)]
    texts += [told.text for told in scenario.intelligence] + [unit.name for unit in scenario.units]

    assert all(isinstance(text, dict) and set(text) == set(LANGUAGES) for text in texts)


@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_each_explains_itself_and_says_exercise(name):
    text = shipped_scenarios()[name].read_text(encoding="utf-8")

    assert text.startswith("# EXERCISE.")
    assert text.count("\n# ") >= 5


def test_the_starting_scenario_is_valid_and_explains_every_part():
    scenario = understand(starter().encode(), "starter.yaml")
    held = summary(scenario)

    assert (held.kind, held.flights, held.consignments_low) == ("joint", 3, 330)
    assert starter().count("#") >= 20


def test_first_steps_are_small_with_two_cases():
    scenario = read("first-steps").scenario
    held = summary(scenario)

    assert (len(held.units), held.flights, held.consignments_low, held.consignments_high) == (1, 3, 200, 200)
    assert total(scenario.cases) == (2, 2)


def test_the_same_world_has_three_equal_units_at_one_post():
    scenario = read("same-world").scenario
    held = summary(scenario)

    assert (held.kind, [unit.post for unit in held.units], held.length) == ("parallel", ["TAS"] * 3, 24 * 3600)
    assert held.consignments_low == 4000
    assert scenario.units[0].officers == scenario.units[1].officers == scenario.units[2].officers
    assert scenario.units[0].systems == scenario.units[1].systems == scenario.units[2].systems


def test_the_visit_has_its_posts_and_its_span(visit):
    held = summary(visit)

    assert {unit.code: unit.post for unit in held.units} == {"zhetysu": "ALA", "aviayuklar": "TAS", "tbilisi": "TBS"}
    assert (held.start, held.length) == ("2022-11-08T06:00+06:00", 36 * 3600)


def test_the_visit_has_about_20000_consignments_most_of_them_mail_and_express(visit):
    held = summary(visit)

    assert 19_000 <= held.consignments_low <= held.consignments_high <= 21_000
    assert held.streams["general"][1] / held.consignments_high <= 0.1
    assert held.streams["mail"][0] > held.streams["express"][0] > held.streams["general"][1]


def test_the_visit_hides_12_to_15_cases_of_many_kinds(visit):
    typologies = {word for pool in visit.cases for word in pool.typologies}

    assert total(visit.cases) == (12, 15)
    assert 8 <= len(visit.cases) <= 10
    assert len(typologies) >= 8
    assert total(visit.decoys)[0] >= 24
    assert total(visit.irregularities) == (18, 21)
    assert {word for pool in visit.irregularities for word in pool.kinds} == set(codes("world", "irregularities"))
    assert {frozenset(pool.units) for pool in visit.cases if pool.units} == {
        frozenset({"zhetysu", "aviayuklar"}),
        frozenset({"tbilisi", "zhetysu"}),
    }


def test_the_visit_flies_on_both_days(visit):
    flights = planned(visit, sites(visit))
    turns = Counter(flight.entry for flight in flights)

    assert len(flights) == summary(visit).flights == sum(turns.values())
    assert Counter(turns.values()) == {1: 39, 2: 33}
    assert all(flight.departs <= visit.length and flight.arrives >= 0 for flight in flights)


def test_a_daily_flight_leaves_at_the_same_local_time_on_the_next_day(visit):
    first, second = (
        flight for flight in planned(visit, sites(visit)) if visit.timetable[flight.entry].number == "HY761"
    )

    assert second.departs - first.departs == 24 * 3600
    assert (first.day.isoformat(), second.day.isoformat()) == ("2022-11-08", "2022-11-09")


def test_some_traffic_of_the_visit_passes_two_posts(visit):
    flown = ways(visit, Legs(visit, planned(visit, sites(visit))))
    two = {"-".join(visit.traffic[place].route) for place, way in flown.items() if any(len(p) == 2 for p in way.passed)}

    assert {"ALA-TAS", "TAS-ALA", "TBS-ALA", "IST-TBS-ALA", "BKK-ALA-TAS"} <= two


def test_every_flight_of_the_visit_carries_something(visit):
    carried = {leg for entry in visit.traffic for leg in zip(entry.route, entry.route[1:], strict=False)}

    assert [f.number for f in visit.timetable if (f.origin, f.destination) not in carried] == []


def test_a_summary_tells_nothing_of_what_is_hidden(visit):
    without = visit.model_copy(update={"cases": visit.cases[:1], "decoys": [], "irregularities": []})

    assert summary(without) == summary(visit)


def test_a_summary_speaks_the_language_asked_for(visit):
    held = summary(visit, "ru")

    assert held.title.startswith("Обменный визит")
    assert held.units[0].systems[3] == "Казпочта"
    assert held.units[0].officers == {"analyst": 3, "inspector": 5, "operator": 2, "dog-handler": 1}
