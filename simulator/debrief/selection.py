"""The selection list of a unit at a moment: what each terminal is to present, and what became of it. For print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.common.i18n import pick
from simulator.debrief.words import NONE, Words
from simulator.operation.post import COMING, DONE, GONE, LEFT, LOST, WAITING, WITHDRAWN, WORKING
from simulator.view.filter import filtered
from simulator.view.receptacles import receptacles
from simulator.view.visible import looked_at
from simulator.world.places import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.operation.course import Course
    from simulator.operation.post import Order
    from simulator.scenario.model import Scenario, Unit
    from simulator.world.world import World

TERMINALS = {"general": ("airport", "pre-arrival"), "mail": ("post",), "express": ("courier",)}
"""Kinds of systems whose local name stands for the terminal of a stream, the first that the unit has."""
_STATES = {
    COMING: "coming", WAITING: "waiting", WORKING: "in-control", DONE: "done", WITHDRAWN: "withdrawn",
    LEFT: "left", GONE: "gone", LOST: "not-found",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One consignment that is to be presented; all texts."""

    number: str
    description: str
    pieces: str
    weight: str
    flight: str
    receptacle: str
    controls: str
    priority: str
    state: str
    due: str
    open: bool


@dataclass(frozen=True)
class Terminal:
    """What one terminal is to present, most urgent first."""

    stream: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SelectionList:
    """The lists of a unit at a moment."""

    exercise: str
    drill: str
    unit: str
    post: str
    clock: str
    terminals: tuple[Terminal, ...]
    lang: str = "en"


def selection_list(scenario: Scenario, world: World, unit: Unit, course: Course, lang: str = "en") -> SelectionList:
    """The lists of a unit as they stand in a course that has run to a moment."""
    words = Words(lang, scenario.start).local(places(scenario)[unit.post].offset)
    post = course.lanes[course.lane_of[unit.code]].posts[unit.code]
    orders = [order for order in post.orders.values() if order.state != WITHDRAWN]
    seen = {row["row"]: row for row in told_of(world, unit, [order.row for order in orders], course.now)}
    titles = _terminals(unit, lang)
    terminals = []
    for stream, title in titles.items():
        mine = [order for order in orders if seen[order.row]["stream"] == stream]
        mine.sort(
            key=lambda order: (order.state not in (COMING, WAITING, LOST), order.priority, order.ready, order.row)
        )
        codes = [control.code for control in post.floor.controls]
        lines = tuple(_line(order, seen[order.row], codes, words) for order in mine)
        terminals.append(Terminal(stream, title, lines))
    title = pick(scenario.title, lang)
    now = words.moment(course.now)
    exercise, name = words.say("EXERCISE"), pick(unit.name, lang)
    return SelectionList(exercise, title, name, unit.post, now, tuple(terminals), lang)


def told_of(world: World, unit: Unit, rows: list[int], t: int) -> list[dict[str, Any]]:
    """What is told of some consignments at a time (s): by the unit's systems, else by the receptacle.

    Of items without advance data no system shows anything; they are found by the receptacle that was asked for.
    """
    import polars as pl

    own = world.consignments.with_row_index("row").filter(pl.col("row").is_in(rows)).select("row", "id", "stream")
    seen, access = looked_at(world, unit.code, t=t)
    told = own.join(filtered(seen, t, access=access).drop("id", "stream"), on="row", how="left")
    if world.mail is None:
        return told.to_dicts()
    bags = receptacles(world, unit.code).filter(pl.col("known") <= t).select("receptacle", "flight", "release")
    in_bags = world.mail.select("row", "receptacle").join(bags, on="receptacle", how="left")
    told = told.join(in_bags, on="row", how="left", suffix="_of_bag")
    shown = [pl.coalesce(name, f"{name}_of_bag").alias(name) for name in ("receptacle", "flight", "release")]
    return told.with_columns(shown).to_dicts()


def _terminals(unit: Unit, lang: str) -> dict[str, str]:
    """Name of the terminal of each stream, by the local name of the system that manages it."""
    out = {}
    for stream, kinds in TERMINALS.items():
        named = [system for kind in kinds for system in unit.systems if system.kind == kind]
        out[stream] = pick(named[0].name, lang) if named else stream
    return out


def _line(order: Order, told: Mapping[str, Any], codes: list[str], words: Words) -> Line:
    steps = (
        words.say("{control} on alarm", control=words.title("control", codes[control])) if at and when == "on-alarm"
        else words.title("control", codes[control])
        for at, (control, when) in enumerate(zip(order.controls, order.whens, strict=True))
    )  # fmt: skip
    due = told.get("release")
    return Line(
        number=str(told["id"]),
        description=str(told.get("description") or NONE),
        pieces=words.number(told["pieces"]) if told.get("pieces") is not None else NONE,
        weight=words.exact(told["weight"]) if told.get("weight") is not None else NONE,
        flight=str(told.get("flight") or NONE),
        receptacle=str(told.get("receptacle") or ""),
        controls=", ".join(steps),
        priority=words.number(order.priority),
        state=words.title("state", _STATES[order.state]),
        due=words.moment(due) if due is not None else NONE,
        open=order.state in (COMING, LOST),
    )


def render_selection(told: SelectionList) -> str:
    """The lists as one HTML page that prints on A4, a terminal a page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from simulator.common.jinja import speak
    from simulator.common.resources import shipped

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speak(environment, told.lang)
    return environment.get_template("packs/selection.html.j2").render(told=told)
