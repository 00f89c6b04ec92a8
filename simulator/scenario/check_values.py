"""Checks of figures that make no sense by themselves: durations, weights, a staff that can find nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import numpy as np

from simulator.common.clock import DAY, duration_text
from simulator.common.errors import listed
from simulator.common.tables import table
from simulator.scenario.findings import Finding
from simulator.scenario.machines import equipped
from simulator.scenario.model import MOST_SHOWN, SHOWS_ONLY, ObjectiveMeasure, Officers, Scenario, Shift, Stream, Unit
from simulator.scenario.numbers import Span, bounds, quantile
from simulator.scenario.schema import words
from simulator.scenario.tree import Loc

_TAIL = 0.999
_LONGEST = 30 * DAY
_SLACK = 0.001
_FLOW = ("streams", "lead", "coverage", "errors", "amended")
"""What only a system that shows consignments has."""


_LEVELS = ("performed", "some", "major")
"""Thresholds of what is achieved, falling."""


def quiet_kinds() -> tuple[str, ...]:
    """Kinds of systems that show no consignments."""
    return tuple(row["code"] for row in table("world", "systems") if row["shows"] == "no")


def check_values(scenario: Scenario) -> Iterator[Finding]:
    """Figures of single parts that cannot be meant."""
    for part in (_systems, _staff, _intelligence, _zero_weights, _decoys, _channels, _spans, _levels):
        yield from part(scenario)


def _systems(scenario: Scenario) -> Iterator[Finding]:
    for place, unit in enumerate(scenario.units):
        for number, system in enumerate(unit.systems):
            loc: Loc = ("units", place, "systems", number)
            only = SHOWS_ONLY.get(system.kind)
            for at, stream in enumerate(system.streams):
                if only and stream != only:
                    params = {"kind": system.kind, "only": only, "stream": stream}
                    yield Finding("system-stream", (*loc, "streams", at), params)
            for field in _FLOW if system.kind in quiet_kinds() else ():
                if field in system.model_fields_set:
                    yield Finding("system-quiet", (*loc, field), {"kind": system.kind})


def _staff(scenario: Scenario) -> Iterator[Finding]:
    """Units that can never find anything, whatever they select."""
    finding = [row for row in table("operation", "controls") if row["find"] == "yes"]
    for place, unit in enumerate(scenario.units):
        known = all(group.role in words("role") and group.shift in scenario.shifts for group in unit.officers)
        if known and not any(_can(unit, row, scenario.shifts) for row in finding):
            params = {"controls": listed(row["code"] for row in finding)}
            yield Finding("unit-findless", ("units", place, "officers"), params)


def _can(unit: Unit, control: Mapping[str, str], shifts: Mapping[str, Shift]) -> bool:
    """Whether a unit ever has the machine and enough officers at once for a control of some stream."""
    permitted = {row["code"]: row["controls"].split("|") for row in table("operation", "roles")}
    able = [group for group in unit.officers if control["code"] in permitted[group.role]]
    crew = min(int(control[f"crew_{stream}"]) for stream in get_args(Stream) if control[f"crew_{stream}"])
    return _together(able, shifts) >= crew and equipped(control, unit.machines)


def _together(groups: Sequence[Officers], shifts: Mapping[str, Shift]) -> int:
    """The most officers that are ever on shift at the same time."""
    begins = [shifts[group.shift].start for group in groups]
    return max((sum(group.count for group in groups if _on(shifts[group.shift], time)) for time in begins), default=0)


def _on(shift: Shift, time: str) -> bool:
    if shift.start < shift.end:
        return shift.start <= time < shift.end
    return time >= shift.start or time < shift.end


def _intelligence(scenario: Scenario) -> Iterator[Finding]:
    for place, told in enumerate(scenario.intelligence):
        if told.at > scenario.length:
            params = {"at": duration_text(told.at), "length": duration_text(scenario.length)}
            yield Finding("told-late", ("intelligence", place, "at"), params)


def _zero_weights(scenario: Scenario) -> Iterator[Finding]:
    groups: list[tuple[Loc, Sequence[float]]] = []
    for place, entry in enumerate(scenario.traffic):
        groups.append((("traffic", place, "origins"), list(entry.origins.values())))
        groups.append((("traffic", place, "procedures"), list(entry.procedures.values())))
    for place, pool in enumerate(scenario.cases):
        groups.append((("cases", place, "hardness"), list(pool.hardness.values()) or [0.0]))
    if scenario.weights:
        used = {word for pool in scenario.cases for word in pool.typologies}
        groups.append((("weights",), [scenario.weights.get(word, 1.0) for word in used]))
    for loc, weights in groups:
        if weights and not any(weights):
            yield Finding("weights-zero", loc)


def _decoys(scenario: Scenario) -> Iterator[Finding]:
    """Decoys that show more than any case."""
    for place, pool in enumerate(scenario.decoys):
        most = bounds(pool.indicators)[1]
        if most > MOST_SHOWN:
            yield Finding("decoy-shown", ("decoys", place, "indicators"), {"count": most, "most": MOST_SHOWN})


def _channels(scenario: Scenario) -> Iterator[Finding]:
    """Shares of channels that are not all declarations."""
    for country, profile in scenario.profiles.items():
        total = sum(profile.channels.values())
        if profile.channels and abs(total - 1) > _SLACK:
            yield Finding("shares-sum", ("profiles", country, "channels"), {"sum": f"{total:g}"})


def _spans(scenario: Scenario) -> Iterator[Finding]:
    """Durations that can turn out negative where they cannot, or longer than anybody means."""
    for loc, span, signed in _all_spans(scenario):
        low, high = (round(bound) for bound in quantile(span, np.array([0.0, _TAIL])).tolist())
        if low < 0 and not signed:
            yield Finding("span-negative", loc, {"low": duration_text(low)})
        longest = max(low, high, key=abs)
        if abs(longest) > _LONGEST:
            yield Finding("span-long", loc, {"value": duration_text(longest), "most": duration_text(_LONGEST)})


def _all_spans(scenario: Scenario) -> Iterator[tuple[Loc, Span, bool]]:
    """Every duration that may be drawn, its place, and whether it may be negative."""
    for country, profile in scenario.profiles.items():
        for name in ("breakdown", "release", "presentation"):
            for stream, span in getattr(profile, name).items():
                yield ("profiles", country, name, stream), span, False
    for control, own in scenario.controls.items():
        yield ("controls", control, "time"), own.time, False
    for place, flight in enumerate(scenario.timetable):
        yield ("timetable", place, "delay"), flight.delay, True
    for place, unit in enumerate(scenario.units):
        for number, system in enumerate(unit.systems):
            yield ("units", place, "systems", number, "lead"), system.lead, True
        for machine, failure in unit.failures.items():
            yield ("units", place, "failures", machine, "takes"), failure.takes, False


def _levels(scenario: Scenario) -> Iterator[Finding]:
    """Thresholds that a measure does not have, or that do not fall from P to M."""
    rows = {row["code"]: row for row in table("scoring", "measures")}
    for place, objective in enumerate(scenario.objectives):
        for number, said in enumerate(objective.measures):
            row = rows.get(said.measure)
            loc: Loc = ("objectives", place, "measures", number)
            if row is not None:
                yield from _level(said, row, loc)


def _level(said: ObjectiveMeasure, row: Mapping[str, str], loc: Loc) -> Iterator[Finding]:
    takes = _LEVELS if row["performed"] else ("most",)
    for name in (*_LEVELS, "most"):
        if name not in takes and getattr(said, name) is not None:
            yield Finding("measure-takes", (*loc, name), {"measure": said.measure, "takes": listed(takes)})
    if takes == _LEVELS:
        figures = [getattr(said, name) if getattr(said, name) is not None else float(row[name]) for name in _LEVELS]
        if figures != sorted(figures, reverse=True):
            shown = ", ".join(f"{name} {figure:g}" for name, figure in zip(_LEVELS, figures, strict=True))
            yield Finding("measure-levels", loc, {"values": shown})
