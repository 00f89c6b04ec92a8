"""What a trainer writes. This model is the scenario format: its checks, its reference and its JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, NaiveDatetime, StringConstraints

from simulator.common.i18n import Text as AnyText
from simulator.scenario.numbers import Count, Duration, Moment, Part, Span

FORMAT = 1

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
"""A short name: small letters, digits and hyphens."""
AirportCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""An IATA airport code."""
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""An ISO 3166 country code."""
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day like `08:00`; quote it in YAML."""
FlightNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}\d{3,4}[A-Z]?$")]
"""Airline designator and number, like `KC904`."""
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Text = Annotated[AnyText, Field(min_length=1)]
"""One text, or one text a language: `{en: …, ru: …}`."""

Stream = Literal["general", "mail", "express"]
Procedure = Literal["import", "export", "transit", "transshipment"]
Route = Annotated[list[AirportCode], Field(min_length=2, max_length=4)]
"""Airports in the order that a consignment passes them."""
Hardness = Literal["easy", "medium", "hard"]


class Airport(Part):
    """An airport that the shipped table lacks, or other values for one that it has."""

    name: Text = Field(description="Name as people say it.")
    country: CountryCode = Field(description="Country of the airport.")
    latitude: float = Field(ge=-90, le=90, description="Degrees north.")
    longitude: float = Field(ge=-180, le=180, description="Degrees east.")
    offset: str = Field(pattern=r"^[+-]\d\d:\d\d$", description="Local time against UTC on the day of the drill, like `+06:00`.")


class Shift(Part):
    """Working hours, local time of the post; they may pass midnight."""

    start: ClockTime = Field(alias="from", description="Begin of the shift.")
    end: ClockTime = Field(alias="to", description="End of the shift.")


class Profile(Part):
    """How consignments move through the airports of a country."""

    breakdown: dict[Stream, Span] = Field(default={}, description="From landing until a consignment can be presented.")
    release: dict[Stream, Span] = Field(default={}, description="From being ready until a consignment nobody holds leaves.")
    presentation: dict[Stream, Span] = Field(default={}, description="From selection until the handler, post or courier brings it.")


class Officers(Part):
    """Officers of one role on one shift."""

    role: str = Field(description="What they may do: a role of the table of roles.")
    count: int = Field(ge=1, le=200, description="How many.")
    shift: str = Field(description="Name of a shift.")


class System(Part):
    """A source of data that a unit has."""

    code: Code = Field(description="Short name, unique in the unit.")
    name: Text = Field(description="Local name, as officers say it.")
    kind: Literal["pre-arrival", "airport", "declarations", "post", "courier"] = Field(description="What kind of system it is.")
    streams: list[Stream] = Field(min_length=1, description="The streams that it shows.")
    lead: Span = Field(default=7200, description="How long before the planned arrival (export: departure) data is there; negative: after it. Default 2 h.")
    coverage: Share = Field(default=1.0, description="Share of the consignments that it shows at all.")


class Unit(Part):
    """An Air Cargo Control Unit at one post."""

    code: Code = Field(description="Short name, used on the command line and in files.")
    name: Text = Field(description="Name as people say it.")
    post: AirportCode = Field(description="The airport where it works.")
    officers: list[Officers] = Field(min_length=1, description="Who works when.")
    machines: dict[str, Annotated[int, Field(ge=0, le=50)]] = Field(default={}, description="How many of each machine of the table of controls.")
    systems: list[System] = Field(min_length=1, description="Where its data comes from.")


class Repeat(Part):
    """The same flight again."""

    every: Duration = Field(gt=0, description="Time between two of them.")
    times: int = Field(ge=1, le=400, description="How many in all.")


class Flight(Part):
    """A flight of the timetable. Times are local at the airport they belong to."""

    number: FlightNumber = Field(description="Airline and number.")
    origin: AirportCode = Field(alias="from", description="Where it departs.")
    destination: AirportCode = Field(alias="to", description="Where it lands.")
    departs: NaiveDatetime = Field(description="Planned departure, local time there: `2022-11-08 03:10`.")
    arrives: NaiveDatetime = Field(description="Planned arrival, local time there.")
    aircraft: str = Field(default="", max_length=40, description="Type of aircraft.")
    carries: Literal["cargo", "passenger"] = Field(default="passenger", description="Freighter, or belly of a passenger flight.")
    delay: Span = Field(default=0, description="How much later than planned it lands; drawn once a flight.")
    repeat: Repeat | None = Field(default=None, description="Further flights at a fixed distance.")
    prefix: str | None = Field(default=None, pattern=r"^\d{3}$", description="Air waybill prefix, if the shipped table lacks the airline.")


class Traffic(Part):
    """Consignments of one stream on one route over the whole drill, spread over its flights."""

    stream: Stream = Field(description="General cargo, mail or express.")
    route: Route = Field(description="The airports it passes by flights of the timetable.")
    count: Count = Field(description="How many consignments.")
    origins: dict[AirportCode, Weight] = Field(default={}, description="Where they really come from, with weights, if not all from the first airport of the route.")
    procedures: dict[Procedure, Weight] = Field(default={}, description="Procedures at the last airport, with weights. Default: all import.")


class Pool(Part):
    """Common part of everything that is hidden in the traffic."""

    name: Code = Field(description="Short name, for the debrief.")
    count: Count = Field(description="How many are drawn.")
    streams: list[Stream] = Field(default=[], description="Only in these streams. Default: wherever it can be.")
    routes: list[Route] = Field(default=[], description="Only on these routes of the traffic. Default: all.")


class CasePool(Pool):
    """Hidden contraband to draw from: which cases a drill gets stays secret until its debrief."""

    typologies: list[str] = Field(min_length=1, description="Typologies to draw from, each equally likely.")
    hardness: dict[Hardness, Weight] = Field(default={"medium": 1.0}, description="How much of a typology's indicators shows, with weights.")
    units: list[Code] = Field(default=[], description="Units that must all be able to know the consignment in time.")


class DecoyPool(Pool):
    """Clean consignments that look risky."""

    like: list[str] = Field(min_length=1, description="Typologies whose look they share.")
    indicators: Count = Field(default=3, description="How many indicators each shows.")


class IrregularityPool(Pool):
    """Offences of another kind: undervalued, undeclared, permit missing."""

    kinds: list[str] = Field(min_length=1, description="Kinds to draw from, each equally likely.")


class Intelligence(Part):
    """Something that units are told. It cannot name a drawn case: the text is fixed before the draw."""

    at: Moment = Field(description="When, from the start of the drill; negative: known before.")
    to: list[Code] = Field(default=[], description="Which units. Default: all.")
    source: Text = Field(default="", description="Who says so.")
    text: Text = Field(description="What is said.")


class Objective(Part):
    """What the drill trains."""

    code: Code = Field(description="Short name.")
    text: Text = Field(description="What participants should be able to do.")
    capability: Text = Field(default="", description="The capability that it belongs to.")


class ControlTimes(Part):
    """A trainer's own figures for one control, in place of the shipped table."""

    time: Span = Field(description="Officers' time for one consignment.")


class Scenario(Part):
    """A scenario file."""

    format: Literal[1] = Field(description="Version of this format.")
    title: Text = Field(description="Title of the exercise.")
    purpose: Text = Field(description="What it is for, in a few sentences.")
    kind: Literal["joint", "parallel"] = Field(description="`joint`: units at different posts share one world. `parallel`: every unit works on its own lane of the same world.")
    start: AwareDatetime = Field(description="Begin, with offset: `2022-11-08T06:00+06:00`.")
    length: Duration = Field(ge=600, le=14 * 86_400, description="How long the simulated span is, like `36 h`.")
    airports: dict[AirportCode, Airport] = Field(default={}, description="Airports that the shipped table lacks.")
    profiles: dict[CountryCode, Profile] = Field(default={}, description="Country profiles. Default: the generic one.")
    shifts: dict[Code, Shift] = Field(min_length=1, description="Shifts by name.")
    units: list[Unit] = Field(min_length=1, max_length=12, description="The units that take part.")
    timetable: list[Flight] = Field(min_length=1, description="The flights.")
    traffic: list[Traffic] = Field(min_length=1, description="The consignments.")
    cases: list[CasePool] = Field(min_length=1, description="Pools of hidden contraband.")
    decoys: list[DecoyPool] = Field(default=[], description="Pools of decoys.")
    irregularities: list[IrregularityPool] = Field(default=[], description="Pools of irregularities.")
    intelligence: list[Intelligence] = Field(default=[], description="What units are told when.")
    objectives: list[Objective] = Field(default=[], description="What the drill trains.")
    weights: dict[str, Weight] = Field(default={}, description="Weight of a typology in the score. Default 1 each.")
    controls: dict[str, ControlTimes] = Field(default={}, description="Own durations of controls.")
