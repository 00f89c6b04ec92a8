"""From a scenario and a key to the world and, apart from it, the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from simulator.scenario.model import Scenario
from simulator.world import (
    allowances,
    consignments,
    flights,
    history,
    mail,
    papers,
    parties,
    passages,
    seeding,
    systems,
)
from simulator.world.consignments import Journeys
from simulator.world.draft import Draft
from simulator.world.places import places
from simulator.world.truth import Truth
from simulator.world.world import World

Report = Callable[[str, float], None]
"""Called with the name of the step that begins and the share of the work that is done."""

_PARTIES_EACH, _PARTIES_LEAST, _PARTIES_MOST = 3, 2_000, 250_000
"""Parties for each consignment. With fewer the same person would receive several on one flight too often."""


def build(
    scenario: Scenario, key: bytes, report: Report | None = None, crowd: int = seeding.CROWD
) -> tuple[World, Truth]:
    """The world of a drill and what is hidden in it: equal scenario and key give equal tables.

    `crowd` is how many consignments a pool must find for each of its cases.

    DrillError (`no-connection`, `world-too-large` and those of planting) if the scenario cannot be built.
    """
    tell = report or _untold
    ordinary = draft(scenario, key, tell)
    tell("planting", 0.85)
    planted, truth = seeding.plant(scenario, key, ordinary, crowd)
    tell("finishing", 0.95)
    # What was planted may have been booked later than what stood there.
    settled = passages.after_booking(ordinary.passages, planted)
    known = systems.after_booking(ordinary.known, settled, planted)
    whole = replace(ordinary, consignments=planted, passages=settled)
    post = ordinary.posting
    bags = mail.receptacles(scenario, key, post, planted) if post else None
    world = World(
        posts=ordinary.posts,
        units=ordinary.units,
        consignments=planted,
        parties=ordinary.parties,
        flights=ordinary.flights,
        passages=settled,
        known=known,
        systems=systems.described(scenario, ordinary.posts),
        history=history.build(key, whole),
        papers=papers.build(scenario, key, whole, known, ordinary.posts),
        mail=bags,
        allowances=allowances.build(scenario),
        predes=mail.notices(post, bags, planted, settled) if post and bags is not None else None,
    )
    tell("done", 1.0)
    return world, truth


def _untold(_step: str, _share: float) -> None:
    pass


def draft(scenario: Scenario, key: bytes, tell: Report = _untold) -> Draft:
    """The traffic with nothing hidden in it."""
    tell("flights", 0.0)
    timetable = flights.build(scenario, key)
    tell("parties", 0.02)
    people = parties.build(key, *population(scenario, key))
    tell("consignments", 0.2)
    journeys = consignments.build(scenario, key, timetable, people)
    tell("passages", 0.65)
    passed, posts = passages.build(scenario, key, timetable, journeys), passages.posts(scenario)
    passed = passages.after_booking(passed, journeys.consignments)
    tell("systems", 0.75)
    known = _known(scenario, key, journeys, passed, posts)
    post = mail.posting(scenario, key, timetable, journeys, passed)
    if post:
        known = post.with_data(passed, known)
    units = tuple(unit.code for unit in scenario.units)
    return Draft(journeys.consignments, people, timetable, passed, known, posts, units, journeys.traffic, post)


def _known(
    scenario: Scenario, key: bytes, journeys: Journeys, passed: pl.DataFrame, posts: tuple[str, ...]
) -> pl.DataFrame:
    known = systems.build(scenario, key, journeys.consignments, passed, posts)
    return systems.after_booking(known, passed, journeys.consignments)


def population(scenario: Scenario, key: bytes) -> tuple[dict[str, float], int]:
    """How parties spread over countries, by the traffic they send and receive, and how many there are."""
    sizes, known = consignments.counts(scenario, key), places(scenario)
    weights: dict[str, float] = {}
    for entry, size in zip(scenario.traffic, sizes, strict=True):
        starts = entry.origins if sum(entry.origins.values()) else {entry.route[0]: 1.0}
        ends = {entry.route[-1]: sum(starts.values())}
        for code, weight in [*starts.items(), *ends.items()]:
            country = known[code].country
            weights[country] = weights.get(country, 0.0) + size * weight / sum(starts.values())
    wanted = min(max(_PARTIES_EACH * sum(sizes), _PARTIES_LEAST), _PARTIES_MOST)
    return {country: weights[country] for country in sorted(weights) if weights[country] > 0}, wanted
