"""What a unit is told on paper: its people, machines, controls, systems, flights and intelligence, as texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.common.clock import MINUTE, duration_text, local
from simulator.common.errors import listed
from simulator.common.i18n import pick
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
    """One control: minutes and officers for one consignment of general cargo, of mail, of express."""

    title: str
    minutes: tuple[str, ...]
    officers: tuple[int, ...]
    who: str
    finds: bool
    possible: bool
    shows: bool = False

    @property
    def gives(self) -> str:
        """What one has after it."""
        return "papers side by side" if self.shows else "find or nothing" if self.finds else "clear or alarm"


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

    titles_of_machines = titles_of("operation", "machines")
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
        length=duration_text(scenario.length),
        consignments=consignments,
        officers=tuple(_officers(scenario, unit)),
        machines=tuple((titles_of_machines[code], count) for code, count in unit.machines.items() if count),
        controls=tuple(_controls(scenario, unit)),
        systems=tuple(_system(each, lang) for each in unit.systems),
        flights=tuple(_flights(world, unit.post, clock)),
        told=tuple(ToldFacts(clock(e.at), pick(e.source, lang), pick(e.text, lang), e.at <= 0) for e in told),
        receptacles=receptacles(world, unit.code).height,
        referrals=rules_for(scenario, place.country).referrals,
    )


def zone_text(offset: int) -> str:
    """`UTC+06:00` for 21600."""
    minutes = abs(offset) // MINUTE
    return f"UTC{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _officers(scenario: Scenario, unit: Unit) -> Iterable[OfficerFacts]:
    roles = {row["code"]: row for row in table("operation", "roles")}
    for group in unit.officers:
        role, shift = roles[group.role], scenario.shifts[group.shift]
        may = ", ".join(_may(role, code) for code in role["controls"].split("|"))
        yield OfficerFacts(role["title"], group.count, group.shift, _hours(shift), may)


def _may(role: dict[str, str], control: str) -> str:
    """A control of a role, with its rests if it tires."""
    title = control_titles()[control]
    tires = control in role["rests_control"].split("|")
    return f"{title} (rests {role['rests']} min after {role['works']})" if tires else title


def _hours(shift: Shift) -> str:
    """When a shift works: `08:00 to 20:00; break 12:00 to 12:45; hand-over 15 min`."""
    breaks = listed(f"{rest.start} to {rest.end}" for rest in shift.breaks)
    said = [f"{shift.start} to {shift.end}"]
    said += [f"break{'s' if len(shift.breaks) > 1 else ''} {breaks}"] if breaks else []
    said += [f"hand-over {duration_text(shift.handover)}"] if shift.handover else []
    return "; ".join(said)


def _controls(scenario: Scenario, unit: Unit) -> Iterable[ControlFacts]:
    can = doable(unit)
    mine = {group.role for group in unit.officers}
    roles = [role for role in table("operation", "roles") if role["code"] in mine]
    for row in table("operation", "controls"):
        own = scenario.controls.get(row["code"])
        minutes = [_minutes_for(row, stream, own) for stream in STREAMS]
        who = [role["title"] for role in roles if row["code"] in role["controls"].split("|")]
        crew = tuple(int(row[f"crew_{stream}"] or 0) for stream in STREAMS)
        yield ControlFacts(
            row["title"],
            tuple(minutes),
            crew,
            " or ".join(who),
            row["find"] == "yes",
            row["code"] in can,
            row["code"] == "documents",
        )


def _minutes_for(row: dict[str, str], stream: str, own: ControlTimes | None) -> str:
    """Minutes of a control for one consignment of a stream; a dash where there is no such control."""
    if not row[f"crew_{stream}"]:
        return "-"
    if own:
        return span_minutes(own.time)
    low, mode, high = (row[f"{stream}_{end}"] for end in ("low", "mode", "high"))
    return f"{mode} ({low} to {high})"


def span_minutes(span: Any) -> str:
    """A fixed or drawn duration in minutes: `9 (5 to 20)`."""
    low, typical, high = span_ends(span)
    middle = _minutes(typical)
    return middle if low == high else f"{middle} ({_minutes(low)} to {_minutes(high)})"


def _minutes(seconds: float) -> str:
    return f"{seconds / MINUTE:.1f}".removesuffix(".0")


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
    name, kind = pick(system.name, lang), titles("system")[system.kind]
    if system.kind not in showing():
        return SystemFacts(name, kind, "", "looked up", "no consignments")
    low, _, high = span_ends(system.lead)
    streams = ", ".join(titles("stream")[each] for each in system.streams)
    coverage = "all" if system.coverage == 1 else f"about {100 * system.coverage:.0f} %"
    return SystemFacts(
        name,
        kind,
        streams,
        lead_text(round(low), round(high)),
        coverage,
    )


def lead_text(low: int, high: int) -> str:
    """When a system shows something, `low` to `high` seconds before the planned time (negative: after it)."""
    if low == high:
        return "at the planned time" if low == 0 else f"{duration_text(abs(low))} {'before' if low > 0 else 'after'}"
    if low >= 0:
        return f"{duration_text(high)} to {duration_text(low)} before"
    if high <= 0:
        return f"{duration_text(-high)} to {duration_text(-low)} after"
    return f"from {duration_text(high)} before to {duration_text(-low)} after"


def _flights(world: World, post: str, clock: Any) -> Iterable[FlightFacts]:
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
            titles("carries")[row["carries"]],
            row["aircraft"],
            titles("direction")[direction],
        )
