"""The score of a drill, as `score.json` holds it. Times are seconds from the start, minutes are officer minutes.

The score holds codes and figures, and texts only where the trainer wrote them; words are chosen when it is told.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.common.i18n import Text
from simulator.scoring.model_after import AfterFinds
from simulator.scoring.model_judging import Judging
from simulator.scoring.model_measures import (
    CaseWay,
    Confidence,
    MachineTime,
    Pooled,
    ReasonUse,
    Recording,
    Rules,
    Signal,
    Space,
    Timing,
)
from simulator.scoring.model_rating import Plan, Proposed
from simulator.scoring.record import Record

FORMAT = 1

CaseOutcome = Literal["found", "missed", "not-loaded", "alarm-unresolved"]
CleanOutcome = Literal["untouched", "nothing-found", "delayed"]
Value = str | int | float | bool | None
"""What a column of the view holds."""

Ending = Literal[
    "found", "not-known", "not-selected", "not-controlled", "control-found-nothing", "alarm-unresolved", "not-arrived"
]

Cause = Literal["nobody-on-shift", "machine-down", "queue", "too-late", "not-found", "under-way"]


class About(Record):
    """Which drill this is, and its opened seal."""

    title: Text
    purpose: Text
    kind: Literal["joint", "parallel"]
    start: str = Field(description="ISO 8601 with offset")
    length: int
    practice: bool = Field(description="Played with a seed that anybody can know.")
    seed: int | None
    key: str = Field(description="The drill key, hexadecimal.")
    salt: str = Field(description="The salt of the commitment, hexadecimal.")
    commitment: str = Field(
        description="SHA-256 over salt and truth, hexadecimal; it stands in the log's head since the start."
    )
    commitment_holds: bool = Field(description="Whether the opened truth gives that commitment.")
    scenario_digest: str
    world_digest: str
    engine: int = Field(description="Version of the engine that played it.")
    product: str = Field(description="Version of the program.")
    marking: Text = Field(default="", description="Protective marking of the scenario.")
    play: int = Field(default=1, ge=1, description="How many times this drill has been played, this one counted.")


class Totals(Record):
    """What the drill held, over all posts."""

    consignments: int
    by_stream: dict[str, int]
    flights: int
    cases: int
    cases_found: int
    decoys: int
    irregularities: int
    irregularities_found: int
    outcomes: dict[str, int] = Field(
        description="Consignments by kind and outcome, like `case:found`; decoys count as clean. "
        "Every consignment (of every lane) is in exactly one."
    )


class OfficerTime(Record):
    """One officer of a unit."""

    role: str
    shift: str
    minutes_on: float = Field(description="On shift, breaks and hand-over counted, absences not.")
    minutes_used: float = Field(description="At work at controls, after the shift too.")
    minutes_over: float = Field(default=0.0, description="Of the used, those in no shift.")
    minutes_break: float = Field(default=0.0, description="On a break, as far as no control cut it short.")
    minutes_handover: float = Field(default=0.0, description="Taking over from the shift before.")
    minutes_rest: float = Field(default=0.0, description="Not used while what tires (the dog) was at rest.")
    minutes_absent: float = Field(default=0.0, description="Of shifts that the officer did not come to.")
    minutes_idle: float | None = Field(
        default=None, description="The rest: on + over = used + break + hand-over + rest + idle. None in old scores."
    )


class Outage(Record):
    """A machine that was down; seconds from the start, within the drill."""

    machine: str
    begin: int
    end: int


class StationUse(Record):
    """One kind of control, or of work after finds, at one post."""

    control: str
    done: int
    alarms: int
    finds: int = Field(description="Consignments that it stopped for good.")
    minutes_used: float = Field(description="What was under way at the end counted too.")
    step: bool = Field(default=False, description="Whether it is work after a find or at a danger sign.")
    lost: int = Field(default=0, description="Consignments that left while they waited for it.")


class HourUse(Record):
    """One hour of a post: how many officers were on shift and busy (averages), and how many jobs waited at its end."""

    hour: int = Field(description="Hours from the start.")
    on_shift: float = Field(description="Officers on shift, without those on a break or taking over.")
    busy: float
    away: float = Field(default=0.0, description="Officers on a break or taking over.")
    waiting: int
    lost: int = Field(default=0, description="Consignments that left in this hour while they waited for a control.")
    machines: dict[str, float] = Field(default={}, description="Machines busy, on average, by kind.")


class Reference(Record):
    """What a reference player did at the same post with the same officers and the same luck."""

    player: str
    draws: int
    found: float = Field(description="Cases found; the mean over the draws.")
    found_low: float = Field(description="5 % of the draws found this or fewer.")
    found_high: float = Field(description="95 % of the draws found this or fewer.")
    controlled: float = Field(description="Consignments controlled; the mean over the draws.")
    found_counts: dict[str, int] = Field(default={}, description="How many draws found how many cases.")


class Place(Record):
    """Where a unit stands between the reference players."""

    value: float | None = Field(
        description="0 where `chance` stands (its mean), 100 where `informed` stands; it may lie beyond both. "
        "None: not rated."
    )
    why: Literal["rated", "few", "coincide"] = Field(
        description="`few`: too few cases came to the post to judge; `coincide`: `chance` and `informed` do not differ."
    )
    lift: dict[str, float] = Field(
        default={}, description="Cases found more (negative: fewer) than `rules` and the mean of `chance`."
    )


class MailUse(Record):
    """What a unit did with receptacles and dispatches of mail. Items that it selected singly are not counted here."""

    receptacles: int = Field(default=0, description="Receptacles that its post system showed.")
    selected: int = Field(default=0, description="Receptacles selected or sampled, in effect.")
    items: int = Field(default=0, description="Items in them that were taken out to be controlled.")
    over_belt: int = Field(default=0, description="Of these, items that went over a belt.")
    alarms: int = Field(default=0, description="Of these, items with an alarm at a belt.")
    examined: int = Field(default=0, description="Items of selected receptacles that were examined.")
    found: int = Field(default=0, description="Items of selected receptacles with a find.")
    cases_found: int = Field(default=0, description="Of these, cases.")
    not_controlled: int = Field(default=0, description="Items taken out for which no control was finished.")
    cases_without_data: int = Field(default=0, description="Cases that came to the post without advance data.")
    cases_without_data_found: int = 0


class UnitScore(Record):
    """One unit. Counts are of consignments unless they say otherwise."""

    code: str
    name: Text
    post: str
    offset: int | None = Field(default=None, description="Local time of the post, seconds east of UTC.")
    player: str = Field(description="idle, chance, rules, or the name of the sheet.")
    known: int = Field(description="Consignments that the unit could know.")
    cases_passed: int = Field(description="Cases that came to its post.")
    cases_stopped_before: int = Field(
        default=0,
        description="Cases that would have come, but were stopped by a unit before, missed their flight, or were not "
        "there when the drill ended. They are not among those that passed.",
    )
    cases_knowable: int = Field(description="Of these, those that one of its systems showed before they left.")
    cases_without_indicator: int = Field(
        default=0, description="Of these, those that its systems showed without any indicator while it could act."
    )
    cases_found: int
    cases_alarm_unresolved: int
    irregularities_passed: int
    irregularities_found: int
    decisions: int = Field(description="Decisions on consignments and receptacles; standing orders apart.")
    selected: int = Field(description="Selected with reasons, in effect.")
    samples: int = Field(description="Random samples, in effect, that were not selected with reasons as well.")
    controlled: int = Field(description="Selected consignments with at least one finished control.")
    with_find: int = Field(description="Controlled consignments with a find (contraband or irregularity).")
    nothing_found_grounded: int = Field(description="Controlled, nothing found, and a cited indicator really shows.")
    nothing_found_ungrounded: int
    hidden_not_shown: int = Field(
        description="Selected and controlled, held something, and no control at this post found it."
    )
    samples_controlled: int
    samples_with_find: int = Field(description="Random samples with a find.")
    decoys_controlled: int
    not_controlled: int = Field(
        description="Selected or sampled, but no control was finished: it left before, or the drill ended."
    )
    without_effect: dict[str, int] = Field(description="Decisions without effect by reason.")
    lead_minutes: float | None = Field(
        description="Median minutes from the first decision on a found case to its release deadline."
    )
    minutes_on: float
    minutes_used: float
    minutes_idle: float
    minutes_over: float = Field(default=0.0, description="Used after the shift or before it.")
    minutes_break: float = 0.0
    minutes_handover: float = 0.0
    minutes_rest: float = 0.0
    minutes_absent: float = 0.0
    delay_minutes: float = Field(description="Minutes that clean consignments left later than they would have.")
    delayed: int
    onward_missed: int = Field(description="Clean consignments that missed their onward flight.")
    points: float = Field(description="Weights of the found cases.")
    points_possible: float = Field(description="Weights of the cases that passed its post.")
    officers: list[OfficerTime]
    stations: list[StationUse]
    hours: list[HourUse]
    outages: list[Outage] = Field(default=[], description="When machines were down.")
    references: list[Reference]
    place: Place | None = Field(default=None, description="Between `chance` and `informed`. None in old scores.")
    mail: MailUse = MailUse()
    after: AfterFinds = AfterFinds()
    decided_on: int | None = Field(
        default=None,
        description="Of `known`, consignments on which a decision took effect, items of receptacles with theirs; the "
        "others were never decided. None in old scores.",
    )
    way: CaseWay = CaseWay()
    timing: Timing = Timing()
    machines: list[MachineTime] = Field(default=[])
    lost_controls: int = Field(default=0, description="Consignments that left while they waited for a control.")
    lost_minutes: float = Field(
        default=0.0, description="Of the used, minutes on consignments that left before the next control began."
    )
    reasons: list[ReasonUse] = Field(default=[], description="Indicators that were given as reasons, by code.")
    reasons_late: int = Field(default=0, description="Reasons given after a result was known; they do not count.")
    recording: Recording = Recording()
    space: Space = Space()
    points_irregularities: float = Field(
        default=0.0, description="Weight of the found irregularities, beside `points`."
    )
    points_irregularities_possible: float = Field(default=0.0, description="Weight of those that passed its post.")
    signal: Signal = Signal()
    confidence: list[Confidence] = Field(default=[])
    ratings: list[Proposed] = Field(default=[], description="What the figures propose, one an objective.")


class Seen(Record):
    """A system that showed a consignment to a unit."""

    system: str
    name: Text
    t: int


class Decided(Record):
    """One decision of a participant, with what became of it."""

    seq: int
    t: int
    unit: str
    who: str
    consignment: str = Field(description="Number of a consignment, receptacle or dispatch; empty of a standing order.")
    act: str
    controls: list[str] = Field(description="Controls in order; `?` before one means: only on alarm.")
    priority: int
    reasons: list[str]
    grounded: bool | None = Field(description="Whether one of the reasons really shows; None without reasons.")
    confidence: str | None
    effect: str = Field(description="`effect`, or why it had none.")
    result: str | None = Field(description="Outcome of the consignment, when it was controlled.")
    ground: str = Field(default="", description="Legal ground that was given, if any.")
    items: int | None = Field(default=None, description="Items of the receptacle or dispatch; None for a consignment.")
    items_controlled: int | None = Field(default=None, description="Of these, items with a finished control.")
    items_found: int | None = Field(default=None, description="Of these, items with a find.")
    on: str = Field(default="", description="Of a standing order: the kind of find that it is given for.")
    steps: list[str] = Field(default=[], description="Steps of work after a find that were ordered.")


class Observed(Record):
    """What a control showed."""

    t: int
    unit: str
    control: str
    result: str = Field(
        description="clear, alarm, nothing, find, irregularity, positive, negative, shown, danger, carried-out, "
        "confirmed, safe, not-confirmed"
    )
    words: str = Field(default="", description="What was observed, as a template; `a` and `b` are the figures in it.")
    a: int | None = None
    b: int | None = None


class Waited(Record):
    """What a selected consignment waited for without a control."""

    cause: Cause
    control: str
    since: int = Field(
        description="From when it waited. Of `too-late`: when it would have been presented; of `not-found`: when it "
        "was asked for in vain."
    )


class Paper(Record):
    """What one document says in one field."""

    field: str
    document: str
    value: str
    since: int | None = Field(description="From when a system showed it; None: the documentary check lays it open.")
    earlier: str | None = Field(default=None, description="What it said before it was amended, if the unit saw that.")
    amended: int | None = Field(default=None, description="When it was amended.")


class Shown(Record):
    """A column of the unit's view, and since when it was shown."""

    column: str
    value: Value
    since: int


class PassageStory(Record):
    """A hidden consignment at one post."""

    unit: str
    post: str
    procedure: str
    flight_in: str | None
    flight_out: str | None
    expected: int
    ready: int
    release: int
    seen: list[Seen]
    decisions: list[Decided]
    observations: list[Observed]
    ending: Ending
    offset: int | None = Field(default=None, description="Local time of the post, seconds east of UTC.")
    at_hand: list[str] = Field(default=[], description="Controls that the unit has the officers and machines for.")
    shown: list[str] | None = Field(
        default=None,
        description="Indicators that the unit's systems showed while it could still act. None in old scores.",
    )
    alike: int | None = Field(
        default=None,
        description="Of `stream_known`, those that showed at least the same indicators by then, this one counted.",
    )
    as_many: int | None = Field(
        default=None,
        description="Of `stream_known`, those that showed as many indicators or more by then, this one counted.",
    )
    stream_known: int | None = Field(
        default=None,
        description="Consignments of the same stream that the unit could know and act on when it could on this one, "
        "this one counted; None if it was not shown this one in time.",
    )
    waited: Waited | None = Field(default=None, description="Of what was selected and not controlled: why.")
    act_by: int | None = Field(
        default=None, description="Until when the unit could act: it left, it was stopped, or the drill ended."
    )
    papers: list[Paper] = Field(
        default=[], description="Documents as they stood by then, with those that only the documentary check lays open."
    )
    facts: list[Shown] = Field(default=[], description="What else the unit's systems had shown by then.")


class HiddenStory(Record):
    """A case or an irregularity from its first post to its end."""

    lane: str
    row: int
    consignment: str
    pool: str
    kind: Literal["case", "irregularity"]
    typology: str = Field(description="Typology of a case, kind of an irregularity.")
    contraband: str
    concealment: str
    hardness: str
    stream: str
    description: str
    routing: str
    shipper: str
    consignee: str
    pieces: int
    weight: float
    value: float
    receptacle: str = Field(default="", description="Number of the receptacle in which a mail item came, if any.")
    announced: bool = Field(
        default=True, description="Whether it came with advance data, so that systems could show it."
    )
    indicators: list[str] = Field(description="Indicators that were planted and show.")
    indicators_shown: list[str] = Field(description="All indicators that show, planted or by nature.")
    detection: dict[str, float] = Field(
        default={}, description="Probability that each control at hand at its posts reacts to it."
    )
    by_chance: list[str] = Field(default=[], description="Those of them that cannot notice it: they react by chance.")
    evidence: dict[str, list[tuple[str, Value]]] = Field(
        default={},
        description="Of each indicator that shows or was cited: the columns that it reads, and their values.",
    )
    outcome: CaseOutcome
    found_by: str | None
    found_at: int | None
    passages: list[PassageStory]


class DecoyStory(Record):
    """A decoy, and whether a unit controlled it."""

    lane: str
    row: int
    consignment: str
    like: str
    stream: str
    description: str
    routing: str
    indicators: list[str]
    controlled_by: list[str]


class Told(Record):
    """Intelligence of the scenario."""

    t: int
    to: list[str]
    source: Text
    text: Text


class Score(Record):
    """All of `score.json`."""

    format: Literal[1]
    exercise: Literal["EXERCISE"]
    about: About
    totals: Totals
    units: list[UnitScore]
    cases: list[HiddenStory]
    irregularities: list[HiddenStory]
    decoys: list[DecoyStory]
    decisions: list[Decided]
    intelligence: list[Told]
    objectives: list[dict[str, Any]]
    rules: Rules = Rules()
    pooled: Pooled = Pooled()
    plan: Plan = Plan()
    judgings: list[Judging] = Field(default=[], description="When the drill was judged again; the last one holds.")
