"""The part of a unit's score that rates: what the figures propose by objective; and what evaluators say beside it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.common.i18n import Text
from simulator.scoring.record import Record

Rating = Literal["P", "S", "M", "U"]
"""Performed without challenges, with some, with major challenges, unable to be performed (HSEEP 2020)."""

Unrated = Literal["", "not-measured", "too-few", "nothing"]
"""Why nothing is proposed: no measure says it, too few cases, nothing of the kind happened."""


class Measured(Record):
    """One measure of an objective, held against its thresholds. A harm has `most`, the others the first three."""

    measure: str
    part: float
    whole: float | None = Field(description="What `part` is of; None of a plain count.")
    value: float | None = Field(description="The share, or the count; None where nothing of the kind happened.")
    performed: float | None = None
    some: float | None = None
    major: float | None = None
    most: float | None = None
    few: bool = Field(default=False, description="Too few to propose a rating by.")
    proposes: Rating | None = Field(default=None, description="What it proposes; a harm that is too great: M.")


class Proposed(Record):
    """What the figures propose for one objective of the scenario."""

    objective: str
    rating: Rating | None = Field(description="The lowest of what its measures propose; None: unrated.")
    why: Unrated = ""
    measures: list[Measured] = Field(default=[])


class RatingSet(Record):
    """A rating that an evaluator has set, which stands beside the proposed one."""

    unit: str
    objective: str
    rating: Rating
    reason: str
    by: str = ""
    at: str = Field(default="", description="When, by the clock on the wall: ISO 8601, UTC.")


class Observation(Record):
    """What an evaluator observed; unit and objective are empty where it is of none in particular."""

    text: str
    time: str = Field(default="", description="As the evaluator wrote it.")
    unit: str = ""
    objective: str = ""
    by: str = ""


class Evaluation(Record):
    """What evaluators say of a drill. It lies beside the score."""

    ratings: list[RatingSet] = Field(default=[], description="In the order in which they were set; the last holds.")
    observations: list[Observation] = Field(default=[])


class Plan(Record):
    """What the scenario says of the improvement plan; empty: lines to fill in."""

    responsible: Text = ""
    begins: Text = ""
    ends: Text = ""
