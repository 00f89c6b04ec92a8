"""What a unit is told on paper: its people, machines, controls, systems, flights and intelligence, as texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from simulator.common.cldr import forms
from simulator.common.clock import MINUTE, local
from simulator.common.errors import listed
from simulator.common.i18n import language, pick
from simulator.common.tables import table, titles_of
from simulator.decisions.sheet import TIME_FORMAT, control_titles, doable, titles
from simulator.world.clearance import rules_for
from simulator.world.systems import showing
from simulator.world.world import STREAMS

if TYPE_CHECKING:
    from simulator.scenario.model import ControlTimes, Scenario, Shift, System, Unit
    from simulator.world.places import Place
    from simulator.world.world import World


@dataclass(frozen=True)
class OfficerFacts:
    """Officers of one role on one shift, and the controls that they may do."""

    role: str
    count: int
    shift: str
    hours: str
    controls: str


@dataclass(frozen=True)
class ControlFacts:
    """One control: minutes and officers for one consignment of general cargo, of mail, of express; what it `gives`."""

    title: str
    minutes: tuple[str, ...]
    officers: tuple[int, ...]
    who: str
    finds: bool
    possible: bool
    shows: bool = False
    gives: str = ""


@dataclass(frozen=True)
class SystemFacts:
    """One source of data, and when it shows a consignment."""

    name: str
    kind: str
    streams: str
    when: str
    coverage: str


@dataclass(frozen=True)
class FlightFacts:
    """One flight at the post, planned times local."""

    time: str
    number: str
    arrives: bool
    other: str
    carries: str
    aircraft: str
    direction: str


@dataclass(frozen=True)
class ToldFacts:
    """Intelligence: when the unit is told, by whom, what."""

    time: str
    source: str
    text: str
    at_start: bool


@dataclass(frozen=True)
class UnitFacts:
    """All of it for one unit; times are local times of the post."""

    title: str
    purpose: str
    aims: tuple[str, ...]
    code: str
    name: str
    post: str
    zone: str
    begins: str
    ends: str
    length: str
    consignments: int
    officers: tuple[OfficerFacts, ...]
    machines: tuple[tuple[str, int], ...]
    controls: tuple[ControlFacts, ...]
    systems: tuple[SystemFacts, ...]
    flights: tuple[FlightFacts, ...]
    told: tuple[ToldFacts, ...]
    receptacles: int = 0
    referrals: bool = False
    lang: str = "en"

    def told_at_start(self) -> tuple[ToldFacts, ...]:
        """What the unit knows when the drill begins."""
        return tuple(each for each in self.told if each.at_start)


def unit_facts(
    scenario: Scenario, world: World, unit: Unit, place: Place, consignments: int, lang: str = "en"
) -> UnitFacts:
    """The facts of a unit, whose post is `place` and which is shown so many `consignments`."""

    from simulator.view.receptacles import receptacles

    def clock(t: int) -> str:
        return local(scenario.start, t, place.offset).strftime(TIME_FORMAT)

    titles_of_machines = titles_of("operation", "machines", lang)
    told = sorted((each for each in scenario.intelligence if unit.code in (each.to or [unit.code])), key=lambda e: e.at)
    return UnitFacts(
        title=pick(scenario.title, lang),
        purpose=pick(scenario.purpose, lang),
        aims=tuple(pick(each.text, lang) for each in scenario.objectives),
        code=unit.code,
        name=pick(unit.name, lang),
        post=f"{place.name} ({place.code})",
        zone=zone_text(place.offset),
        begins=clock(0),
        ends=clock(scenario.length),
        length=forms(lang).duration(scenario.length),
        consignments=consignments,
        officers=tuple(_officers(scenario, unit, lang)),
        machines=tuple((titles_of_machines[code], count) for code, count in unit.machines.items() if count),
        controls=tuple(_controls(scenario, unit, lang)),
        systems=tuple(_system(each, lang) for each in unit.systems),
        flights=tuple(_flights(world, unit.post, clock, lang)),
        told=tuple(ToldFacts(clock(e.at), pick(e.source, lang), pick(e.text, lang), e.at <= 0) for e in told),
        receptacles=receptacles(world, unit.code).height,
        referrals=rules_for(scenario, place.country).referrals,
        lang=lang,
    )


def zone_text(offset: int) -> str:
    """`UTC+06:00` for 21600."""
    minutes = abs(offset) // MINUTE
    return f"UTC{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _officers(scenario: Scenario, unit: Unit, lang: str) -> Iterable[OfficerFacts]:
    roles, named = {row["code"]: row for row in table("operation", "roles")}, titles_of("operation", "roles", lang)
    for group in unit.officers:
        role, shift = roles[group.role], scenario.shifts[group.shift]
        may = ", ".join(_may(role, code, lang) for code in role["controls"].split("|"))
        yield OfficerFacts(named[group.role], group.count, group.shift, _hours(shift, lang), may)


def _may(role: dict[str, str], control: str, lang: str) -> str:
    """A control of a role, with its rests if it tires."""
    title = control_titles(lang)[control]
    if control not in role["rests_control"].split("|"):
        return title
    text = "{control} (rests {rests} min after {works})"
    return language(lang).say(text, control=title, rests=role["rests"], works=role["works"])


def _hours(shift: Shift, lang: str) -> str:
    """When a shift works: `08:00 to 20:00; break 12:00 to 12:45; hand-over 15 min`."""
    speech = language(lang)
    rests = [speech.say("{begin} to {end}", begin=rest.start, end=rest.end) for rest in shift.breaks]
    said = [speech.say("{begin} to {end}", begin=shift.start, end=shift.end)]
    said += [speech.many(len(rests), "break {times}", "breaks {times}", times=listed(rests))] if rests else []
    if shift.handover:
        said.append(speech.say("hand-over {time}", time=forms(lang).duration(shift.handover)))
    return "; ".join(said)


def _controls(scenario: Scenario, unit: Unit, lang: str) -> Iterable[ControlFacts]:
    can = doable(unit)
    mine = {group.role for group in unit.officers}
    roles = [role for role in table("operation", "roles") if role["code"] in mine]
    named, titled = titles_of("operation", "roles", lang), control_titles(lang)
    for row in table("operation", "controls"):
        code, own = row["code"], scenario.controls.get(row["code"])
        minutes = [_minutes_for(row, stream, own, lang) for stream in STREAMS]
        who = [named[role["code"]] for role in roles if code in role["controls"].split("|")]
        crew = tuple(int(row[f"crew_{stream}"] or 0) for stream in STREAMS)
        yield ControlFacts(
            titled[code],
            tuple(minutes),
            crew,
            _any_of(who, lang),
            row["find"] == "yes",
            code in can,
            code == "documents",
            _gives(row, lang),
        )


def _any_of(names: list[str], lang: str) -> str:
    """`Inspector or X-ray operator`."""
    text = "{one} or {other}"
    return reduce(lambda one, other: language(lang).say(text, one=one, other=other), names) if names else ""


def _gives(control: dict[str, str], lang: str) -> str:
    """What one has after a control."""
    if control["code"] == "documents":
        return language(lang).say("papers side by side")
    return language(lang).say("find or nothing" if control["find"] == "yes" else "clear or alarm")


def _minutes_for(row: dict[str, str], stream: str, own: ControlTimes | None, lang: str) -> str:
    """Minutes of a control for one consignment of a stream; a dash where there is no such control."""
    if not row[f"crew_{stream}"]:
        return "-"
    if own:
        return span_minutes(own.time, lang)
    low, mode, high = (_minutes(float(row[f"{stream}_{end}"]) * MINUTE, lang) for end in ("low", "mode", "high"))
    return language(lang).say("{typical} ({low} to {high})", typical=mode, low=low, high=high)


def span_minutes(span: Any, lang: str = "en") -> str:
    """A fixed or drawn duration in minutes: `9 (5 to 20)`."""
    low, typical, high = (_minutes(seconds, lang) for seconds in span_ends(span))
    if low == high:
        return typical
    return language(lang).say("{typical} ({low} to {high})", typical=typical, low=low, high=high)


def _minutes(seconds: float, lang: str) -> str:
    return forms(lang).trimmed(forms(lang).number(seconds / MINUTE, 1))


def span_ends(span: Any) -> tuple[float, float, float]:
    """Seconds of a Span: seldom less (5 %), typical, seldom more; its own bounds and mode where it has some."""
    import numpy as np

    from simulator.scenario.numbers import quantile

    if isinstance(span, int):
        return span, span, span
    low, typical, high = quantile(span, np.array([0.05, 0.5, 0.95])).tolist()
    low, high = getattr(span, "low", low), getattr(span, "high", high)
    return low, getattr(span, "mode", typical), high


def _system(system: System, lang: str) -> SystemFacts:
    speech, name, kind = language(lang), pick(system.name, lang), titles("system", lang)[system.kind]
    if system.kind not in showing():
        return SystemFacts(name, kind, "", speech.say("looked up"), speech.say("no consignments"))
    low, _, high = span_ends(system.lead)
    streams = ", ".join(titles("stream", lang)[each] for each in system.streams)
    share = forms(lang).share(f"{100 * system.coverage:.0f}")
    coverage = speech.say("all") if system.coverage == 1 else speech.say("about {text}", text=share)
    return SystemFacts(name, kind, streams, lead_text(round(low), round(high), lang), coverage)


def lead_text(low: int, high: int, lang: str = "en") -> str:
    """When a system shows something, `low` to `high` seconds before the planned time (negative: after it)."""
    say, span = language(lang).say, forms(lang).duration
    if low == high == 0:
        return say("at the planned time")
    if low == high:
        return say("{span} before", span=span(low)) if low > 0 else say("{span} after", span=span(-low))
    if low >= 0:
        return say("{first} to {last} before", first=span(high), last=span(low))
    if high <= 0:
        return say("{first} to {last} after", first=span(-high), last=span(-low))
    return say("from {first} before to {last} after", first=span(high), last=span(-low))


def _flights(world: World, post: str, clock: Any, lang: str) -> Iterable[FlightFacts]:
    """Flights that land at the post or leave it, in the order of their planned times there."""
    moves = []
    for row in world.flights.iter_rows(named=True):
        if row["destination"] == post:
            moves.append((row["arrives"], "in", row["origin"], row))
        if row["origin"] == post:
            moves.append((row["departs"], "out", row["destination"], row))
    for t, direction, other, row in sorted(moves, key=lambda move: (move[0], move[3]["number"], move[1])):
        yield FlightFacts(
            clock(t),
            row["number"],
            direction == "in",
            other,
            titles("carries", lang)[row["carries"]],
            row["aircraft"],
            titles("direction", lang)[direction],
        )
