"""The part of a unit's score that tells how far cases got, when was decided, with which reasons, records, machines."""

from __future__ import annotations

from pydantic import Field

from simulator.scoring.record import Record


class CaseWay(Record):
    """How far the cases that came to the post got with the unit; each count is of those that passed."""

    decided: int = Field(default=0, description="Cases on which a decision of the unit took effect.")
    selected: int = Field(default=0, description="Cases that it selected or sampled, singly or by receptacle.")
    presented: int = Field(default=0, description="Of these, those that were presented to it.")
    controlled: int = Field(default=0, description="Of these, those with at least one finished control.")
    control_failed: int = Field(
        default=0, description="Controlled, and no control at this post found it: no miss of who selected it."
    )


class Timing(Record):
    """When the unit decided; minutes are medians, None where there is nothing to take one of."""

    selected_early: int = Field(
        default=0, description="Of `selected`, consignments selected before they could be presented at the post."
    )
    decide_minutes: float | None = Field(
        default=None, description="From when a system showed a selected consignment to its selection."
    )
    find_minutes: float | None = Field(default=None, description="From the selection of a found case to the find.")


class MachineTime(Record):
    """The machines of one kind; there = used + down + idle."""

    machine: str
    count: int
    minutes_there: float = Field(description="All machines of the kind, over the whole drill.")
    minutes_used: float
    minutes_down: float = Field(description="Down, and not finishing a control that had begun.")
    minutes_idle: float
    minutes_lost: float = Field(
        default=0.0, description="Of the used, those on consignments that left before the next control began."
    )


class ReasonUse(Record):
    """One indicator as a reason, counted once for each consignment that it was given for before a result was known."""

    indicator: str
    given: int
    right: int = Field(description="Of these, those where the indicator really shows to the unit.")


class Recording(Record):
    """What the unit wrote down. Counts of selections are of consignments and receptacles, random samples apart."""

    selections: int = 0
    with_reason: int = 0
    with_confidence: int = 0
    openings: int = Field(default=0, description="Decisions in effect that order an opening, or hold.")
    with_ground: int = Field(default=0, description="Of these, those for which a legal ground was recorded.")
    steps_expected: int = Field(default=0, description="Steps expected after the unit's finds.")
    steps_done: int = 0
    hand_overs: int = Field(default=0, description="Finds that are to be handed over.")
    handed_right: int = Field(default=0, description="Of these, those handed to the authority that is to take them.")
    reports: int = Field(default=0, description="Finds that a report to the network is expected of.")
    reported: int = 0


class Space(Record):
    """The room that the post has for holds."""

    places: int | None = Field(default=None, description="Consignments it can hold at once; None without a limit.")
    most: int = Field(default=0, description="The most that it held at one time.")
    refused: int = Field(default=0, description="Holds without effect because there was no room.")


class Signal(Record):
    """Selections as answers to what was hidden, single consignments only; pooled in the appendix."""

    cases: int = Field(default=0, description="Cases that a system showed in time.")
    cases_selected: int = 0
    clean: int = Field(default=0, description="Clean consignments that the unit could know.")
    clean_selected: int = 0


class Confidence(Record):
    """Selections with one stated confidence: how many were controlled, and in how many something was found."""

    level: str
    selected: int
    controlled: int
    found: int


class Pooled(Record):
    """All units together: what says something only of many decisions. Figures are None with too few cases."""

    signal: Signal = Signal()
    d_prime: float | None = Field(
        default=None, description="How well cases were told from clean ones, in standard deviations; 0: not at all."
    )
    criterion: float | None = Field(
        default=None, description="Above 0: sparing in selecting; below: quick to select. Log-linear correction."
    )
    confidence: list[Confidence] = Field(default=[])


class Rules(Record):
    """By which rules of the scenario was judged."""

    few: int = Field(default=10, ge=1, description="Below so many cases no share, interval or proposed rating.")
    irregularity_weight: float = Field(default=0.1, ge=0, description="Weight of an irregularity beside a case.")
