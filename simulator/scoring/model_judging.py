"""The part of a score that tells how it was judged again: by which corrections of the key, and what that changed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scoring.record import Record

Held = Literal["case", "irregularity", "clean"]
"""What a correction can say of a consignment."""


class Correction(Record):
    """One correction of the key: what a consignment is, or whether an indicator counts for it."""

    consignment: str
    kind: Held | None = Field(default=None, description="What it is; None where the correction is of an indicator.")
    typology: str = Field(default="", description="Typology of a case, kind of an irregularity; empty: as sealed.")
    indicator: str = Field(default="", description="The indicator that counts, or does not.")
    counts: bool | None = Field(default=None, description="Whether the indicator counts for the consignment.")
    reason: str


class VerdictChange(Record):
    """A verdict that judging again has changed. Outcomes are those of `totals.outcomes`, without the kind."""

    lane: str
    consignment: str
    kind_before: str
    kind: str
    outcome_before: str
    outcome: str
    unit_before: str | None = Field(default=None, description="The unit that settled it.")
    unit: str | None = None
    grounded_before: bool | None = Field(default=None, description="Whether a cited indicator was held to show.")
    grounded: bool | None = None


class Judging(Record):
    """One time that a drill was judged again. The file is the whole correction: what it does not say is as sealed."""

    number: int = Field(ge=1, description="Counts from 1; `verdicts-NUMBER.json` holds the verdicts before it.")
    at: str = Field(description="When, by the clock on the wall: ISO 8601, UTC.")
    by: str = Field(default="", description="Who had it judged again, if said.")
    file: str = Field(default="", description="Name of the file of corrections; empty without one.")
    digest: str = Field(default="", description="SHA-256 of that file, hexadecimal.")
    corrections: list[Correction] = Field(default=[])
    changes: list[VerdictChange] = Field(default=[], description="Verdicts that differ from those before.")
