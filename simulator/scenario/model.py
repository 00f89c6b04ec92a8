"""What a trainer writes. This model is the scenario format: its checks, its reference and its JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field, JsonValue, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticKnownError

from simulator.scenario.forms import (
    AirportCode,
    ClockTime,
    Code,
    CountryCode,
    FlightNumber,
    FolderCode,
    LocalTime,
    Offset,
    Prefix,
    Share,
    StartTime,
    Text,
    Weight,
)
from simulator.scenario.numbers import Count, Duration, Moment, Part, Span

FORMAT = 1

Stream = Literal["general", "mail", "express"]
Procedure = Literal["import", "export", "transit", "transshipment"]
Route = Annotated[list[AirportCode], Field(min_length=2, max_length=4, title="route")]
"""Airports in the order that a consignment passes them."""
Channel = Literal["green", "blue", "yellow", "red"]
Hardness = Literal["easy", "medium", "hard"]
SystemKind = Literal[
    "pre-arrival",
    "airport",
    "declarations",
    "post",
    "courier",
    "register",
    "watch-list",
    "exchange",
    "security",
]
MOST_SHOWN = 4
"""Indicators that are planted in an easy case; none has more, so a decoy with more would be known for one."""
SHOWS_ONLY: dict[str, Stream] = {"post": "mail", "courier": "express"}
"""Kinds of systems that show one stream only."""


def _unit(name: str) -> dict[str, JsonValue]:
    """The unit of a field, for the reference."""
    return {"unit": name}


class Airport(Part):
    """An airport that the shipped table lacks, or other values for one that it has."""

    name: Text = Field(description="Name as people say it.")
    country: CountryCode = Field(description="Country of the airport.")
    latitude: float = Field(ge=-90, le=90, json_schema_extra=_unit("degrees north"), description="South is negative.")
    longitude: float = Field(ge=-180, le=180, json_schema_extra=_unit("degrees east"), description="West is negative.")
    offset: Offset = Field(description="Local time against UTC on the day of the drill.")


class Break(Part):
    """A break of all officers on the shift; a control that has begun is finished first. Local time of the post."""

    start: ClockTime = Field(alias="from", description="Begin of the break, inside the shift.")
    end: ClockTime = Field(alias="to", description="End of the break; earlier than the begin: next day.")


class Shift(Part):
    """Working hours, local time of the post; they may pass midnight."""

    later: ClassVar = ("breaks", "handover")

    start: ClockTime = Field(alias="from", description="Begin of the shift.")
    end: ClockTime = Field(alias="to", description="End of the shift; earlier than the begin: next day.")
    breaks: list[Break] = Field(
        default=[], max_length=12, description="When its officers begin no control. Two groups: two shifts."
    )
    handover: Duration = Field(
        default=0, description="For so long after the begin its officers take over and begin no control."
    )


class Profile(Part):
    """How consignments move through and are cleared at the airports of a country. Default of each: the generic one."""

    later: ClassVar = ("not_found", "clearance", "channels", "hold_limit", "hold_space", "referrals")

    breakdown: dict[Stream, Span] = Field(default={}, description="From landing until a consignment can be presented.")
    release: dict[Stream, Span] = Field(
        default={}, description="From being ready until a consignment nobody holds leaves."
    )
    presentation: dict[Stream, Span] = Field(
        default={}, description="From selection until the handler, post or courier brings it."
    )
    not_found: dict[Stream, Share] = Field(
        default={},
        description="Share of what a unit asks for that handler, post or courier do not find at once.",
    )
    clearance: str = Field(
        default="",
        description="Clearance rules: a profile of the table below. Default: that of the country, or `generic`.",
    )
    channels: dict[Channel, Share] = Field(
        default={}, description="Share of each channel among the declarations, 1 in all. Default: the clearance rules."
    )
    hold_limit: Duration | None = Field(
        default=None,
        description="How long an administration may hold without a decision. Default: the clearance rules.",
    )
    hold_space: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        default=None,
        json_schema_extra=_unit("consignments"),
        description="How many a post can hold at once. Default: the clearance rules.",
    )
    referrals: bool = Field(
        default=False,
        description="Whether units may refer consignments before they are loaded (request for information, for "
        "screening, do not load).",
    )


class Officers(Part):
    """Officers of one role on one shift."""

    later: ClassVar = ("agency", "absence")

    role: str = Field(description="What they may do: a role of the table of roles below.")
    count: int = Field(ge=1, le=200, json_schema_extra=_unit("officers"), description="How many.")
    shift: str = Field(description="Name of one of the `shifts`.")
    agency: str = Field(default="customs", description="Whose officers they are: an agency of the table below.")
    absence: Share = Field(
        default=0.0, description="Probability that one of them is absent for a whole shift; drawn once a shift."
    )


class System(Part):
    """A source of data that a unit has."""

    later: ClassVar = ("errors", "amended", "agencies")

    code: Code = Field(description="Short name, unique in the unit.")
    name: Text = Field(description="Local name, as officers say it.")
    kind: SystemKind = Field(
        description="What kind of system it is: a kind of the table below. One of a post shows mail only, one of a "
        "courier express only; a register, a watch list and an exchange show no consignments."
    )
    streams: list[Stream] = Field(
        default=list(get_args(Stream)), min_length=1, description="The streams that it shows. Default: all it can."
    )
    lead: Span = Field(
        default=7200,
        description="How long before the planned arrival (export: departure) it shows data; negative: after.",
    )
    coverage: Share = Field(default=1.0, description="Share of the consignments that it shows at all.")
    errors: Share | None = Field(
        default=None,
        description="Share of the consignments that it shows with one wrong field. Default: that of its kind.",
    )
    amended: Share | None = Field(
        default=None,
        description="Share of the consignments whose data is amended after it was first shown. "
        "Default: that of its kind.",
    )
    agencies: list[str] = Field(
        default=[], description="Whose officers may see it: agencies of the table below. Default: all of the unit."
    )

    @model_validator(mode="before")
    @classmethod
    def _own_stream(cls, data: Any) -> Any:
        """A post shows mail and a courier express without being told."""
        if isinstance(data, dict) and data.get("streams") is None and str(data.get("kind")) in SHOWS_ONLY:
            return {**data, "streams": [SHOWS_ONLY[str(data["kind"])]]}
        return data


class Failure(Part):
    """How often a machine fails. A control that has begun is finished; then the machine is down."""

    chance: Share = Field(description="Probability that one machine of this kind fails on a day.")
    takes: Span = Field(description="From the failure until it works again.")


class Unit(Part):
    """An Air Cargo Control Unit at one post."""

    later: ClassVar = ("failures", "lang")

    code: FolderCode = Field(description="Short name, used on the command line and in files.")
    name: Text = Field(description="Name as people say it.")
    post: AirportCode = Field(description="The airport where it works.")
    officers: list[Officers] = Field(min_length=1, description="Who works when.")
    machines: dict[str, Annotated[int, Field(ge=0, le=50)]] = Field(
        default={},
        json_schema_extra=_unit("machines"),
        description="How many of each machine of the table of machines below. Default: none.",
    )
    failures: dict[str, Failure] = Field(
        default={}, description="How machines of the unit fail, by machine; nobody knows it ahead. Default: never."
    )
    systems: list[System] = Field(min_length=1, description="Where its data comes from.")
    lang: Literal["en", "ru", "kk", "uz", "ka"] | None = Field(
        default=None, description="Language of its pack. Default: that of the drill."
    )


class Repeat(Part):
    """The same flight again."""

    every: Duration = Field(gt=0, description="Time from one to the next: `24 h` is daily.")
    times: int = Field(ge=1, le=400, json_schema_extra=_unit("flights"), description="How many in all.")


class Flight(Part):
    """A flight of the timetable. Times are local at the airport they belong to."""

    number: FlightNumber = Field(description="Airline and number; once a day.")
    origin: AirportCode = Field(alias="from", description="Where it departs.")
    destination: AirportCode = Field(alias="to", description="Where it lands.")
    departs: LocalTime = Field(description="Planned departure, local time there.")
    arrives: LocalTime = Field(description="Planned arrival, local time there.")
    aircraft: str = Field(default="", max_length=40, description="Type of aircraft.")
    carries: Literal["cargo", "passenger"] = Field(
        default="passenger", description="Freighter, or belly of a passenger flight."
    )
    delay: Span = Field(
        default=0, description="How much later than planned it lands; negative: earlier. Drawn once a flight."
    )
    repeat: Repeat | None = Field(default=None, description="Further flights at a fixed distance.")
    prefix: Prefix | None = Field(
        default=None, description="Air waybill prefix, if the shipped table lacks the airline."
    )


class Traffic(Part):
    """Consignments of one stream on one route over the whole drill, spread over its flights."""

    stream: Stream = Field(description="General cargo, mail or express.")
    route: Route = Field(description="The airports it passes by flights of the timetable.")
    count: Count = Field(json_schema_extra=_unit("consignments"), description="How many in the whole drill.")
    origins: dict[AirportCode, Weight] = Field(
        default={},
        description="Where they really come from, with weights. Default: the first airport of the route.",
    )
    procedures: dict[Procedure, Weight] = Field(
        default={}, description="Procedures at the last airport, with weights. Default: all import."
    )


class RealDay(Part):
    """The messages of a real day in place of drawn consignments: an entry of `traffic` with `from` and nothing else."""

    messages: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        alias="from",
        description="Folder or zip with messages, as seen from the scenario file: waybills, house waybills, manifests, "
        "item data and dispatches of mail. Names, addresses and numbers in them are always replaced.",
    )


class Pool(Part):
    """Common part of everything that is hidden in the traffic."""

    name: Code = Field(description="Short name, for the debrief.")
    count: Count = Field(json_schema_extra=_unit("consignments"), description="How many are drawn.")
    streams: list[Stream] = Field(default=[], description="Only in these streams. Default: wherever it can be.")
    routes: list[Route] = Field(default=[], description="Only on these routes of the traffic. Default: all.")


class CasePool(Pool):
    """Hidden contraband to draw from: which cases a drill gets stays secret until its debrief."""

    typologies: list[str] = Field(
        min_length=1,
        description="Typologies of the table below to draw from: a consignment first, then one that fits its goods.",
    )
    hardness: dict[Hardness, Weight] = Field(
        default={"medium": 1.0}, description="How much of a typology's indicators shows, with weights."
    )
    units: list[Code] = Field(
        default=[],
        description="Units that must all be able to know the consignment in time. Default: any unit.",
    )


class DecoyPool(Pool):
    """Clean consignments that look risky."""

    like: list[str] = Field(min_length=1, description="Typologies of the table below whose look they share.")
    indicators: Count = Field(
        default=3, json_schema_extra=_unit("indicators"), description="How many indicators each shows."
    )


class IrregularityPool(Pool):
    """Offences of another kind: undervalued, undeclared, permit missing."""

    kinds: list[str] = Field(min_length=1, description="Kinds of the table below to draw from, like typologies.")


class Intelligence(Part):
    """Something that units are told. It cannot name a drawn case: the text is fixed before the draw."""

    at: Moment = Field(description="When, from the start of the drill; negative: known before.")
    to: list[Code] = Field(default=[], description="Codes of the units that are told. Default: all.")
    source: Text = Field(default="", description="Who says so.")
    text: Text = Field(description="What is said.")


class ObjectiveMeasure(Part):
    """A figure of the score by which an objective is judged, and what it must at least be."""

    measure: str = Field(description="A measure of the table of measures below.")
    performed: Share | None = Field(
        default=None, description="At least this share proposes P, performed without challenges. Default: the table."
    )
    some: Share | None = Field(
        default=None, description="At least this proposes S, performed with some challenges. Default: the table."
    )
    major: Share | None = Field(
        default=None,
        description="At least this proposes M, performed with major challenges; below, U. Default: the table.",
    )
    most: Annotated[float, Field(ge=0, le=1_000_000)] | None = Field(
        default=None, description="Of a harm: more than this proposes at best M. Default: the table."
    )


class Objective(Part):
    """What the drill trains."""

    later: ClassVar = ("tasks", "measures")

    code: Code = Field(description="Short name.")
    text: Text = Field(description="What participants should be able to do.")
    capability: Text = Field(default="", description="The capability that it belongs to.")
    tasks: list[Text] = Field(default=[], max_length=12, description="What is to be done for it, one task each.")
    measures: list[ObjectiveMeasure] = Field(
        default=[],
        max_length=8,
        description="By which figures a rating is proposed, the lowest counts. Default: none, an evaluator rates it.",
    )


class ControlTimes(Part):
    """A trainer's own figures for one control, in place of the shipped table."""

    time: Span = Field(description="Officers' time for one consignment.")


class Mail(Part):
    """Mail as an office of exchange gets it: in dispatches and receptacles, some of it without advance data."""

    advance: dict[CountryCode, Share] = Field(
        default={},
        description="Share of the items from a country that come with advance data. Default: the table of the program.",
    )


class Scoring(Part):
    """How the drill is judged."""

    few: int = Field(
        default=10,
        ge=1,
        le=1_000,
        json_schema_extra=_unit("cases"),
        description="Below so many of what a figure counts, the debrief gives counts and no share, no interval and no "
        "proposed rating.",
    )
    irregularity_weight: float = Field(
        default=0.1, ge=0, le=1_000, description="Weight of an irregularity in the score, beside 1 of a case."
    )
    responsible: Text = Field(
        default="", description="Who carries out the improvement plan. Default: a line to fill in."
    )
    begins: Text = Field(default="", description="When its actions begin. Default: a line to fill in.")
    ends: Text = Field(default="", description="When they are to be done. Default: a line to fill in.")


class Scenario(Part):
    """A scenario file."""

    later: ClassVar = ("mail", "real_days", "scoring", "marking")

    format: Literal[1] = Field(description="Version of this format.")
    title: Text = Field(description="Title of the exercise.")
    purpose: Text = Field(description="What it is for, in a few sentences.")
    marking: Text = Field(default="", description="Protective marking for every page of the debrief, if any.")
    kind: Literal["joint", "parallel"] = Field(
        description="`joint`: units at different posts share one world. "
        "`parallel`: every unit works on its own lane of the same world, at the same post."
    )
    start: StartTime = Field(description="Begin of the drill.")
    length: Duration = Field(
        ge=600, le=14 * 86_400, description="How long the simulated span is: at least 10 min, at most 14 d."
    )
    airports: dict[AirportCode, Airport] = Field(
        default={}, description="Airports that the shipped table lacks, by code."
    )
    profiles: dict[CountryCode, Profile] = Field(
        default={}, description="Country profiles, by country. Default: the generic one."
    )
    shifts: dict[Code, Shift] = Field(min_length=1, description="Shifts by name.")
    units: list[Unit] = Field(min_length=1, max_length=12, description="The units that take part.")
    timetable: list[Flight] = Field(min_length=1, description="The flights.")
    real_days: list[RealDay] = Field(default=[], description="The entries of `traffic` that have `from`.")
    traffic: list[Traffic] = Field(
        json_schema_extra={"minItems": 1},
        description="The consignments. An entry `{from: FOLDER}`, or that in place of the list, takes those of a real "
        "day.",
    )
    mail: Mail | None = Field(
        default=None,
        description="Put the mail into dispatches and receptacles, some of it without advance data; `{}` takes all "
        "defaults. Default: single items, all with data.",
    )
    cases: list[CasePool] = Field(min_length=1, description="Pools of hidden contraband.")
    decoys: list[DecoyPool] = Field(default=[], description="Pools of decoys.")
    irregularities: list[IrregularityPool] = Field(default=[], description="Pools of irregularities.")
    intelligence: list[Intelligence] = Field(default=[], description="What units are told when.")
    objectives: list[Objective] = Field(default=[], description="What the drill trains.")
    weights: dict[str, Weight] = Field(
        default={}, description="Weight of a typology in the score, by typology. Default: 1 each."
    )
    controls: dict[str, ControlTimes] = Field(
        default={}, description="Own durations of controls, by control. Default: the table of controls."
    )
    scoring: Scoring = Field(default=Scoring(), description="How the drill is judged. Default: as below.")

    @model_validator(mode="before")
    @classmethod
    def _days_apart(cls, data: Any) -> Any:
        """Entries of the traffic that name messages stand apart from those that are drawn."""
        if not isinstance(data, dict) or data.get("real_days"):
            return data
        entries = data.get("traffic")
        entries = [entries] if isinstance(entries, dict) and "from" in entries else entries
        if not isinstance(entries, list):
            return data
        days = [entry for entry in entries if isinstance(entry, dict) and "from" in entry]
        return (
            {**data, "traffic": [entry for entry in entries if entry not in days], "real_days": days} if days else data
        )

    @field_validator("traffic")
    @classmethod
    def _some_traffic(cls, traffic: list[Traffic], info: ValidationInfo) -> list[Traffic]:
        if not traffic and not info.data.get("real_days"):
            raise PydanticKnownError("too_short", {"field_type": "List", "min_length": 1, "actual_length": 0})
        return traffic
