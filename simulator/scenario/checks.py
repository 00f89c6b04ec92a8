"""Checks of a scenario beyond its form: references, times, and whether the parts fit together."""

from __future__ import annotations

from simulator.scenario.check_flights import check_flights, check_within
from simulator.scenario.check_shifts import check_shifts
from simulator.scenario.check_traffic import check_posts, check_traffic
from simulator.scenario.check_values import check_values
from simulator.scenario.check_words import check_words
from simulator.scenario.findings import Finding
from simulator.scenario.model import Scenario
from simulator.scenario.timetable import planned, sites

_BREAKING = {"airport-unknown", "flights-many", "flight-nowhere", "flight-backwards"}


def check(scenario: Scenario) -> tuple[Finding, ...]:
    """Everything that is wrong with a scenario."""
    found = check_parts(scenario)
    rest = list(check_posts(scenario))
    # Where flights are not known to their ends, routes would be called unserved for nothing.
    if not any(finding.code in _BREAKING for finding in found):
        flights = planned(scenario, sites(scenario))
        rest += [*check_within(scenario, flights), *check_traffic(scenario, flights)]
    return (*found, *rest)


def check_parts(scenario: Scenario) -> tuple[Finding, ...]:
    """What is wrong with parts of a scenario by themselves, also if other parts are missing."""
    return (*check_words(scenario), *check_shifts(scenario), *check_values(scenario), *check_flights(scenario))
