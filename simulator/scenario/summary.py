"""What a drill of a scenario will hold, without anything that is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from simulator.common.i18n import pick
from simulator.scenario.model import Scenario, Stream, Unit
from simulator.scenario.numbers import bounds


@dataclass(frozen=True)
class UnitSummary:
    """One unit: officers by role (all shifts together), machines, and the names of its systems."""

    code: str
    name: str
    post: str
    officers: dict[str, int]
    machines: dict[str, int]
    systems: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """A scenario in figures, texts in one language.

    `start` is ISO 8601 with offset, `length` seconds, `flights` counts repetitions, `streams` gives the fewest and the
    most consignments of each stream that has any.
    """

    title: str
    purpose: str
    kind: str
    start: str
    length: int
    units: tuple[UnitSummary, ...]
    flights: int
    streams: dict[str, tuple[int, int]]
    consignments_low: int
    consignments_high: int
    objectives: tuple[str, ...]


def summary(scenario: Scenario, lang: str = "en") -> Summary:
    """What a drill of this scenario will hold; nothing in it depends on cases, decoys or irregularities."""
    streams = _streams(scenario)
    return Summary(
        title=pick(scenario.title, lang),
        purpose=pick(scenario.purpose, lang),
        kind=scenario.kind,
        start=scenario.start.isoformat(timespec="minutes"),
        length=scenario.length,
        units=tuple(_unit(unit, lang) for unit in scenario.units),
        flights=sum(flight.repeat.times if flight.repeat else 1 for flight in scenario.timetable),
        streams=streams,
        consignments_low=sum(low for low, _ in streams.values()),
        consignments_high=sum(high for _, high in streams.values()),
        objectives=tuple(pick(objective.text, lang) for objective in scenario.objectives),
    )


def _streams(scenario: Scenario) -> dict[str, tuple[int, int]]:
    found = {}
    for stream in get_args(Stream):
        counts = [bounds(entry.count) for entry in scenario.traffic if entry.stream == stream]
        if counts:
            found[stream] = (sum(low for low, _ in counts), sum(high for _, high in counts))
    return found


def _unit(unit: Unit, lang: str) -> UnitSummary:
    officers: dict[str, int] = {}
    for group in unit.officers:
        officers[group.role] = officers.get(group.role, 0) + group.count
    systems = tuple(pick(system.name, lang) for system in unit.systems)
    return UnitSummary(unit.code, pick(unit.name, lang), unit.post, officers, dict(unit.machines), systems)
