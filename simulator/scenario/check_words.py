"""Checks of words: those that must be known, and names that must differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simulator.scenario.findings import Finding, doubles, unknown
from simulator.scenario.model import Pool, Scenario
from simulator.scenario.schema import words
from simulator.scenario.timetable import sites
from simulator.scenario.tree import Loc


def check_words(scenario: Scenario) -> Iterator[Finding]:
    """Words that no table or part of the scenario knows, and names that stand twice."""
    for part in (_airports, _units, _pools, _intelligence, _keys, _same_names, _repeated):
        yield from part(scenario)


def pools(scenario: Scenario) -> Iterator[tuple[Loc, Pool]]:
    """Every pool with its place."""
    groups: Mapping[str, Sequence[Pool]] = {
        "cases": scenario.cases,
        "decoys": scenario.decoys,
        "irregularities": scenario.irregularities,
    }
    for group, members in groups.items():
        for place, pool in enumerate(members):
            yield (group, place), pool


def _airports(scenario: Scenario) -> Iterator[Finding]:
    known = list(sites(scenario))
    near = [code for code in known if code in {port for port, _, _ in _ports(scenario)}]
    for code, loc, at_key in _ports(scenario):
        yield from unknown("airport-unknown", loc, code, known, at_key=at_key, near=near)


def _ports(scenario: Scenario) -> Iterator[tuple[str, Loc, bool]]:
    """Every airport code of a scenario, where it stands, and whether it is a key."""
    for place, unit in enumerate(scenario.units):
        yield unit.post, ("units", place, "post"), False
    for place, flight in enumerate(scenario.timetable):
        yield flight.origin, ("timetable", place, "from"), False
        yield flight.destination, ("timetable", place, "to"), False
    for place, entry in enumerate(scenario.traffic):
        for stop, code in enumerate(entry.route):
            yield code, ("traffic", place, "route", stop), False
        for code in entry.origins:
            yield code, ("traffic", place, "origins", code), True


def _units(scenario: Scenario) -> Iterator[Finding]:
    for place, unit in enumerate(scenario.units):
        for group, officers in enumerate(unit.officers):
            loc = ("units", place, "officers", group)
            yield from unknown("role-unknown", (*loc, "role"), officers.role, words("role"))
            yield from unknown("shift-unknown", (*loc, "shift"), officers.shift, list(scenario.shifts))
            yield from unknown("agency-unknown", (*loc, "agency"), officers.agency, words("agency"))
        for number, system in enumerate(unit.systems):
            at: Loc = ("units", place, "systems", number, "agencies")
            yield from _all_known("agency-unknown", at, system.agencies, words("agency"))
        for machine in unit.machines:
            where = ("units", place, "machines", machine)
            yield from unknown("machine-unknown", where, machine, words("machine"), at_key=True)


def _pools(scenario: Scenario) -> Iterator[Finding]:
    units = [unit.code for unit in scenario.units]
    for place, cases in enumerate(scenario.cases):
        yield from _all_known("typology-unknown", ("cases", place, "typologies"), cases.typologies, words("typology"))
        yield from _all_known("unit-named-unknown", ("cases", place, "units"), cases.units, units)
    for place, decoys in enumerate(scenario.decoys):
        yield from _all_known("typology-unknown", ("decoys", place, "like"), decoys.like, words("typology"))
    for place, other in enumerate(scenario.irregularities):
        loc = ("irregularities", place, "kinds")
        yield from _all_known("irregularity-unknown", loc, other.kinds, words("irregularity"))


def _all_known(code: str, loc: Loc, used: Sequence[str], allowed: Sequence[str]) -> Iterator[Finding]:
    for number, word in enumerate(used):
        yield from unknown(code, (*loc, number), word, allowed)


def _intelligence(scenario: Scenario) -> Iterator[Finding]:
    units = [unit.code for unit in scenario.units]
    for place, told in enumerate(scenario.intelligence):
        yield from _all_known("unit-named-unknown", ("intelligence", place, "to"), told.to, units)


def _keys(scenario: Scenario) -> Iterator[Finding]:
    for country, profile in scenario.profiles.items():
        if profile.clearance:
            loc = ("profiles", country, "clearance")
            yield from unknown("clearance-unknown", loc, profile.clearance, words("clearance"))
    for place, objective in enumerate(scenario.objectives):
        for number, said in enumerate(objective.measures):
            where: Loc = ("objectives", place, "measures", number, "measure")
            yield from unknown("measure-unknown", where, said.measure, words("measure"))
    for word in scenario.weights:
        yield from unknown("typology-unknown", ("weights", word), word, words("typology"), at_key=True)
    for word in scenario.controls:
        yield from unknown("control-unknown", ("controls", word), word, words("control"), at_key=True)


def _same_names(scenario: Scenario) -> Iterator[Finding]:
    yield from doubles((("units", place, "code"), unit.code) for place, unit in enumerate(scenario.units))
    for place, unit in enumerate(scenario.units):
        systems = enumerate(unit.systems)
        yield from doubles((("units", place, "systems", number, "code"), system.code) for number, system in systems)
    yield from doubles(((*loc, "name"), pool.name) for loc, pool in pools(scenario))
    objectives = enumerate(scenario.objectives)
    yield from doubles((("objectives", place, "code"), objective.code) for place, objective in objectives)


def _repeated(scenario: Scenario) -> Iterator[Finding]:
    """Words that stand twice in one list: they would count double, or mean nothing."""
    lists: list[tuple[Loc, Sequence[str]]] = []
    for place, unit in enumerate(scenario.units):
        for number, system in enumerate(unit.systems):
            at: Loc = ("units", place, "systems", number)
            lists += [((*at, "streams"), system.streams), ((*at, "agencies"), system.agencies)]
    for loc, pool in pools(scenario):
        lists += [((*loc, name), getattr(pool, name, [])) for name in _LISTS]
        lists.append(((*loc, "routes"), ["-".join(route) for route in pool.routes]))
    lists += [(("intelligence", place, "to"), told.to) for place, told in enumerate(scenario.intelligence)]
    for place, objective in enumerate(scenario.objectives):
        lists.append((("objectives", place, "measures"), [said.measure for said in objective.measures]))
    for loc, values in lists:
        yield from doubles(((*loc, number), value) for number, value in enumerate(values))


_LISTS = ("streams", "typologies", "units", "like", "kinds")
