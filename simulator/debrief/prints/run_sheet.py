"""The controller's run sheet: what to do before, during and after a drill, and what happens when. It tells no case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.common.clock import DAY, HOUR
from simulator.common.tables import shown, table
from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.prints.paper import Paper, Section
from simulator.debrief.words import Words, since_midnight
from simulator.scenario.shifts import clock_seconds

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario, Unit
    from simulator.world.world import World

TICK = "☐"
FLIGHTS_OF = 2 * HOUR
"""Flights are told by spans of so many seconds."""


def run_sheet(scenario: Scenario, world: World, offsets: Mapping[str, int], words: Words) -> Paper:
    """The run sheet of a drill; `offsets` are the local times of the units' posts, seconds east of UTC."""
    columns = (
        Column(words.say("Time ({zone})", zone=words.zone()), "time"),
        Column(words.say("What happens"), "long"),
        Column(words.say("Where")),
        Column(words.say("Done")),
        Column(words.say("Notes"), "long"),
    )
    events = sorted(_events(scenario, world, offsets, words), key=lambda event: event[0])
    rows = tuple(Row((words.moment(t), what, where, TICK, "")) for t, what, where in events)
    parts = (("before", words.say("Before")), ("during", words.say("During")), ("after", words.say("After")))
    return Paper(
        name="EXERCISE-run-sheet",
        title=words.say("Run sheet: {title}", title=words.own(scenario.title, None)),
        reader=words.say("For the controller"),
        lead=words.say("It tells no case. Stop for a real emergency at any time: say it aloud, and end the exercise."),
        sections=(
            *(Section(title, ticks=_ticks(part, words)) for part, title in parts),
            Section(words.say("Course of the drill"), table=Table(words.say("Course of the drill"), columns, rows)),
            Section(words.say("Notes"), lines=8),
        ),
    )


def _ticks(part: str, words: Words) -> tuple[str, ...]:
    rows = table("debrief", "run_sheet")
    return tuple(shown("debrief", "run_sheet", "text", row, words.lang) for row in rows if row["part"] == part)


def _events(
    scenario: Scenario, world: World, offsets: Mapping[str, int], words: Words
) -> Iterator[tuple[int, str, str]]:
    """Time (s), what happens, where."""
    yield 0, words.say("Start of the drill"), ""
    names = {unit.code: words.own(unit.name, 40) for unit in scenario.units}
    for told in scenario.intelligence:
        to = told.to or list(names)
        text = words.say("Hand out: {text}", text=words.own(told.text, None))
        yield max(0, told.at), text, "; ".join(names[code] for code in to)
    for unit in scenario.units:
        for shift, t in _shifts(scenario, unit, words.local(offsets[unit.code])):
            yield t, words.say("Shift begins: {shift}", shift=words.own(shift)), names[unit.code]
    posts = list(dict.fromkeys(unit.post for unit in scenario.units))
    landing = Counter(
        (int(t) // FLIGHTS_OF, post)
        for t, post in world.flights.select("arrives", "destination").iter_rows()
        if post in posts and 0 <= t < scenario.length
    )
    for slot in sorted({slot for slot, _ in landing}):
        there = ", ".join(f"{post} {landing[slot, post]}" for post in posts if landing[slot, post])
        yield slot * FLIGHTS_OF, words.say("Flights that land in the next two hours"), there
    yield scenario.length, words.say("End of the drill: collect the sheets"), ""


def _shifts(scenario: Scenario, unit: Unit, words: Words) -> Iterator[tuple[str, int]]:
    """The shifts that a unit has officers on, with every begin within the drill (s); `words` have the post's clock."""
    for name in dict.fromkeys(officer.shift for officer in unit.officers):
        first = (clock_seconds(scenario.shifts[name].start) - since_midnight(words, 0)) % DAY
        for t in range(first, scenario.length, DAY):
            yield name, t
