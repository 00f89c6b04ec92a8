"""From a scenario and a key to the world and, apart from it, the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from simulator.scenario.model import Scenario
from simulator.world import (
    allowances,
    consignments,
    declarations,
    flights,
    history,
    mail,
    papers,
    parties,
    passages,
    security,
    seeding,
    systems,
)
from simulator.world.consignments import NOTHING_GIVEN, Given, Journeys
from simulator.world.draft import Draft
from simulator.world.places import places
from simulator.world.truth import Truth
from simulator.world.world import World

Report = Callable[[str, float], None]
"""Called with the name of the step that begins and the share of the work that is done."""

_PARTIES_EACH, _PARTIES_LEAST, _PARTIES_MOST = 3, 2_000, 250_000
"""Parties for each consignment. With fewer the same person would receive several on one flight too often."""


def build(
    scenario: Scenario,
    key: bytes,
    report: Report | None = None,
    crowd: int = seeding.CROWD,
    given: Given = NOTHING_GIVEN,
) -> tuple[World, Truth]:
    """The world of a drill and what is hidden in it: equal scenario and key give equal tables.

    `crowd` is how many consignments a pool must find for each of its cases. `given` are the rows of real days by their
    place in the traffic (`day.expand`).

    DrillError (`no-connection`, `world-too-large` and those of planting) if the scenario cannot be built.
    """
    tell = report or _untold
    ordinary = draft(scenario, key, tell, given)
    tell("planting", 0.85)
    planted, truth = seeding.plant(scenario, key, ordinary, crowd)
    tell("finishing", 0.95)
    world = _finished(scenario, key, ordinary, planted)
    tell("done", 1.0)
    return world, truth


def _finished(scenario: Scenario, key: bytes, ordinary: Draft, planted: pl.DataFrame) -> World:
    """The world of a draft with what was planted: what hangs on bookings and on what is declared is made anew."""
    settled = passages.after_booking(ordinary.passages, planted)
    known = systems.after_booking(ordinary.known, settled, planted)
    cleared = declarations.build(scenario, key, planted, ordinary.parties, ordinary.flights, settled)
    known = declarations.after_lodging(scenario, known, cleared["lodged"])
    settled = declarations.after_checks(scenario, key, settled, cleared)
    declared = replace(ordinary, consignments=planted).security
    written = security.coded(planted.drop(security.FAULT), declared)
    whole = replace(ordinary, consignments=written, passages=settled, draws=None)
    post = ordinary.posting
    bags = mail.receptacles(scenario, key, post, written) if post else None
    return World(
        posts=ordinary.posts,
        units=ordinary.units,
        consignments=written,
        parties=ordinary.parties,
        flights=ordinary.flights,
        passages=settled,
        known=known,
        systems=systems.described(scenario, ordinary.posts),
        history=history.build(key, whole),
        papers=papers.build(scenario, key, whole, known, ordinary.posts),
        mail=bags,
        allowances=allowances.build(scenario),
        predes=mail.notices(post, bags, written, settled) if post and bags is not None else None,
        clearance=cleared,
        security=declared,
    )


def _untold(_step: str, _share: float) -> None:
    pass


def draft(scenario: Scenario, key: bytes, tell: Report = _untold, given: Given = NOTHING_GIVEN) -> Draft:
    """The traffic with nothing hidden in it."""
    tell("flights", 0.0)
    timetable = flights.build(scenario, key)
    tell("parties", 0.02)
    people = parties.build(key, *population(scenario, key, given))
    tell("consignments", 0.2)
    journeys = consignments.build(scenario, key, timetable, people, given)
    tell("passages", 0.65)
    passed, posts = passages.build(scenario, key, timetable, journeys), passages.posts(scenario)
    passed = passages.after_booking(passed, journeys.consignments)
    tell("systems", 0.75)
    known = _known(scenario, key, journeys, timetable, passed, posts)
    post = mail.posting(scenario, key, timetable, journeys, passed)
    if post:
        known = post.with_data(passed, known)
    units = tuple(unit.code for unit in scenario.units)
    size = journeys.consignments.height
    table = journeys.consignments.with_columns(security.natural(key, size))
    draws = security.draw(scenario, key, size, people)
    return Draft(table, people, timetable, passed, known, posts, units, journeys.traffic, post, draws)


def _known(
    scenario: Scenario,
    key: bytes,
    journeys: Journeys,
    timetable: pl.DataFrame,
    passed: pl.DataFrame,
    posts: tuple[str, ...],
) -> pl.DataFrame:
    known = systems.build(scenario, key, journeys.consignments, passed, posts)
    known = systems.after_booking(known, passed, journeys.consignments)
    lodged = declarations.lodged(scenario, key, journeys.consignments, timetable, passed)
    return declarations.after_lodging(scenario, known, lodged)


def population(scenario: Scenario, key: bytes, given: Given = NOTHING_GIVEN) -> tuple[dict[str, float], int]:
    """How parties spread over countries, by the traffic they send and receive, and how many there are."""
    sizes, known = consignments.counts(scenario, key), places(scenario)
    weights: dict[str, float] = {}
    for entry, size in zip(scenario.traffic, sizes, strict=True):
        starts = entry.origins if sum(entry.origins.values()) else {entry.route[0]: 1.0}
        ends = {entry.route[-1]: sum(starts.values())}
        for code, weight in [*starts.items(), *ends.items()]:
            country = known[code].country
            weights[country] = weights.get(country, 0.0) + size * weight / sum(starts.values())
    for rows in given.values():
        for side in ("sender", "receiver"):
            told = rows[side].filter(rows[side].is_in([place.country for place in known.values()]))
            for country, count in told.value_counts(sort=True).iter_rows():
                weights[country] = weights.get(country, 0.0) + count
    wanted = min(max(_PARTIES_EACH * sum(sizes), _PARTIES_LEAST), _PARTIES_MOST)
    return {country: weights[country] for country in sorted(weights) if weights[country] > 0}, wanted
