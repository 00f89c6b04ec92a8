"""Ratings that the figures propose: measures of an objective against their thresholds, the lowest counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulator.common.tables import table
from simulator.scoring.model import HiddenStory, UnitScore
from simulator.scoring.model_rating import Measured, Proposed, Rating

if TYPE_CHECKING:
    from simulator.scenario.model import Objective, ObjectiveMeasure

Counts = tuple[float, float | None]
"""A part and what it is of; None of a plain count."""

_ORDER: tuple[Rating, ...] = ("P", "S", "M", "U")
_DIGITS = 4


def _controls(unit: UnitScore) -> Counts:
    nothing = unit.nothing_found_grounded + unit.nothing_found_ungrounded
    return unit.nothing_found_grounded, nothing


def _in_time(unit: UnitScore) -> Counts:
    done = unit.controlled + unit.samples_controlled
    return done, done + unit.not_controlled


def _delayed(unit: UnitScore) -> Counts:
    clean = unit.nothing_found_grounded + unit.nothing_found_ungrounded
    return unit.delayed, clean + unit.samples_controlled - unit.samples_with_find


COUNTS: dict[str, Callable[[UnitScore], Counts]] = {
    "cases-found": lambda unit: (unit.cases_found, unit.cases_passed),
    "cases-selected": lambda unit: (unit.way.selected, unit.cases_passed),
    "irregularities-found": lambda unit: (unit.irregularities_found, unit.irregularities_passed),
    "controls-with-find": lambda unit: (unit.with_find, unit.controlled),
    "controls-grounded": _controls,
    "reasons-right": lambda unit: (sum(use.right for use in unit.reasons), sum(use.given for use in unit.reasons)),
    "reasons-given": lambda unit: (unit.recording.with_reason, unit.recording.selections),
    "selected-early": lambda unit: (unit.timing.selected_early, unit.selected),
    "controlled-in-time": _in_time,
    "steps-after-finds": lambda unit: (unit.recording.steps_done, unit.recording.steps_expected),
    "handed-over": lambda unit: (unit.recording.handed_right, unit.recording.hand_overs),
    "reported": lambda unit: (unit.recording.reported, unit.recording.reports),
    "ground-recorded": lambda unit: (unit.recording.with_ground, unit.recording.openings),
    "flights-missed": lambda unit: (unit.onward_missed, None),
    "clean-delayed": _delayed,
    "opened-at-danger": lambda unit: (sum(sign.opened is not None for sign in unit.after.safety), None),
}
"""What each measure of `measures.csv` counts in the score of a unit; `shared-cases-found` counts in the stories."""


def proposed(
    unit: UnitScore, objectives: Sequence[Objective], stories: Sequence[HiddenStory], few: int
) -> list[Proposed]:
    """What the figures of a unit propose for each objective; unrated is neither the lowest nor left out."""
    return [_proposed(unit, objective, stories, few) for objective in objectives]


def _proposed(unit: UnitScore, objective: Objective, stories: Sequence[HiddenStory], few: int) -> Proposed:
    measured = [_measured(unit, each, stories, few) for each in objective.measures]
    achieved = [each for each in measured if each.most is None and each.value is not None]
    if not achieved:
        why = "nothing" if any(each.most is None for each in measured) else "not-measured"
        return Proposed(objective=objective.code, rating=None, why=why, measures=measured)
    if any(each.few for each in achieved):
        return Proposed(objective=objective.code, rating=None, why="too-few", measures=measured)
    proposes = [each.proposes for each in measured if each.proposes is not None]
    return Proposed(objective=objective.code, rating=max(proposes, key=_ORDER.index), measures=measured)


def counts_of(unit: UnitScore, measure: str, stories: Sequence[HiddenStory]) -> Counts:
    """What a measure counts for a unit, and of how many."""
    if measure != "shared-cases-found":
        return COUNTS[measure](unit)
    came = [
        story
        for story in stories
        if story.kind == "case"
        and len(story.passages) > 1
        and any(passage.unit == unit.code and passage.ending != "not-arrived" for passage in story.passages)
    ]
    return sum(story.outcome == "found" for story in came), len(came)


def _measured(unit: UnitScore, said: ObjectiveMeasure, stories: Sequence[HiddenStory], few: int) -> Measured:
    """A measure against the thresholds of the objective, else those of the table."""
    row = next(row for row in table("scoring", "measures") if row["code"] == said.measure)
    part, whole = counts_of(unit, said.measure, stories)
    value = part if whole is None else round(part / whole, _DIGITS) if whole else None
    counted = {"measure": said.measure, "part": part, "whole": whole, "value": value}
    scarce = whole is not None and 0 < whole < few
    if row["kind"].startswith("harm"):
        most = _own(said.most, row["most"])
        harmed = value is not None and value > most and not scarce
        return Measured(**counted, most=most, few=scarce, proposes="M" if harmed else None)
    levels = {name: _own(getattr(said, name), row[name]) for name in ("performed", "some", "major")}
    reached = None if value is None or scarce else _reached(value, *levels.values())
    return Measured(**counted, **levels, few=scarce, proposes=reached)


def _own(said: float | None, default: str) -> float:
    return float(default) if said is None else said


def _reached(value: float, performed: float, some: float, major: float) -> Rating:
    return "P" if value >= performed else "S" if value >= some else "M" if value >= major else "U"
