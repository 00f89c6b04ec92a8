"""The part of a score that tells what a unit did after finds, at danger signs, and beside controls."""

from __future__ import annotations

from pydantic import Field

from simulator.scoring.record import Record


class StepTold(Record):
    """A step after a find that was carried out: when it ended, officer minutes."""

    step: str
    t: int
    minutes: float


class FindWork(Record):
    """The work after one find."""

    consignment: str
    find: str = Field(description="Kind of find, which says what is expected.")
    t: int
    expected: list[str] = Field(description="Steps that are expected after such a find at this post, in order.")
    steps: list[StepTold] = Field(description="Steps that were carried out, in order of time.")
    missing: list[str] = Field(description="Expected steps that were neither carried out nor ordered.")
    unreached: list[str] = Field(
        default=[], description="Expected steps that were ordered, but not carried out before the drill ended."
    )
    in_order: bool = Field(description="Whether the expected steps that were carried out came in the expected order.")
    authority: str = Field(description="Who is to take it over.")
    handed_to: str = Field(description="Who took it over; empty if nobody did.")
    laboratory: str = Field(description="`confirmed`, `presumptive` (no result yet), empty without a sample.")
    minutes: float


class Safety(Record):
    """What was done at a danger sign. Shown apart from the score."""

    consignment: str
    control: str = Field(description="The control that showed it.")
    t: int
    steps: list[str]
    right: bool = Field(description="Stopped, isolated and notified, in this order, and opened nothing.")
    opened: int | None = Field(
        description="When it was opened after the sign, before anybody had said that it is none: a safety failure."
    )
    danger: bool = Field(description="Whether it really was one.")
    resolved: str = Field(description="What the disposal service said: `danger`, `safe`, empty if nothing yet.")


class DeliveryTold(Record):
    """A proposed controlled delivery."""

    consignment: str
    to: str
    t: int
    until: int
    substitute: bool
    answer: int | None
    accepted: bool
    outcome: str = Field(
        default="",
        description="`no-answer` (none in time), `refused`, `delivered` (it left under watch), `not-left` (agreed, "
        "and still here at the end); empty in old scores.",
    )
    left: int | None = Field(default=None, description="When it left the post under watch.")


class UnconfirmedTold(Record):
    """A positive field test of something that does not hold what it told: a presumptive find that is none."""

    consignment: str
    t: int
    ended: int | None = Field(description="When that was known and it could go on; None if it never was.")
    by: str = Field(description="What said so: `laboratory`, `examination`; empty if nothing did.")
    minutes: float = Field(description="Officer minutes of work after it.")


class AfterFinds(Record):
    """What a unit did after finds, at danger signs, and beside controls."""

    standing: list[str] = Field(default=[], description="Kinds of finds for which it gave a standing order.")
    finds: list[FindWork] = Field(default=[])
    unconfirmed: list[UnconfirmedTold] = Field(
        default=[], description="Presumptive finds that were none; they count neither as finds nor as irregularities."
    )
    safety: list[Safety] = Field(default=[])
    deliveries: list[DeliveryTold] = Field(default=[])
    holds: int = 0
    hold_minutes: float = 0.0
    hold_minutes_clean: float = Field(default=0.0, description="Of these, minutes of clean consignments.")
    hold_cost: float = Field(default=0.0, description="USD, by the rules of the country.")
    asked: int = Field(default=0, description="Questions to contacts.")
    asked_answered: int = 0
    asked_refused: int = 0
    presented: int | None = Field(default=None, description="Consignments that were presented; None in old scores.")
    presented_items: int = Field(default=0, description="Of these, items of receptacles, not selected singly.")
    not_found: int = Field(default=0, description="Consignments that were asked for and not found at first.")
    found_later: int = Field(default=0, description="Of these, consignments that were presented after asking again.")
