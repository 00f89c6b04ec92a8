"""Figures of the cases together: where they flew, what finding them cost, which indicators were seen and used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from simulator.debrief.blocks import Figure
from simulator.debrief.charts import in_language
from simulator.debrief.charts_cases import Effort, Leg, Spot, Use, effort_chart, routes_chart, uses_chart
from simulator.debrief.places import beside
from simulator.debrief.words import Words
from simulator.scoring.model import HiddenStory, Score, UnitScore
from simulator.world.places import airports

MOST_INDICATORS = 14
"""Indicators that a chart shows: those of most cases."""


def routes_figure(score: Score, words: Words) -> Figure | None:
    """The legs that the cases flew; None where none of them is known. Airports of the scenario's own are left out."""
    legs: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for story in _once(score.cases):
        for leg in pairwise(story.routing.split("-")):
            if set(leg) <= airports().keys() and leg[0] != leg[1]:
                legs[leg] += 1
                found[leg] += story.outcome == "found"
    if not legs:
        return None
    posts = {unit.post for unit in score.units}
    codes = sorted({code for leg in legs for code in leg})
    spots = [Spot(code, airports()[code].latitude, airports()[code].longitude, code in posts) for code in codes]
    lines = [_leg(leg, count, found[leg] > 0) for leg, count in sorted(legs.items())]
    told = "; ".join(
        words.say("{leg}: {found} of {count}", leg="–".join(leg), found=words.number(found[leg]), count=words.number(n))
        for leg, n in sorted(legs.items(), key=lambda item: (-item[1], item[0]))
    )
    reading = words.say(
        "Airports by their coordinates; posts are filled. A line is a leg that cases flew, thicker where more did,"
        " broken where none of them was found. Cases found, by leg:"
    )
    return Figure(
        "routes",
        words.say("The routes of the cases"),
        f"{reading} {told}.",
        in_language(routes_chart(spots, lines), words.forms),
    )


def _once(stories: Sequence[HiddenStory]) -> Iterator[HiddenStory]:
    """Every case once; of several lanes the one in which it was found, if any."""
    best: dict[int, HiddenStory] = {}
    for story in stories:
        if story.row not in best or story.outcome == "found":
            best[story.row] = story
    return iter(best.values())


def _leg(leg: tuple[str, str], count: int, found: bool) -> Leg:
    start, end = (airports()[code] for code in leg)
    return Leg(start.latitude, start.longitude, end.latitude, end.longitude, count, found)


def effort_figure(units: Sequence[UnitScore], names: Mapping[str, str], words: Words) -> Figure | None:
    """Cases found against controls without a find, units and reference players; None where no unit did any."""
    rows = [row for unit in units if unit.cases_passed for row in _efforts(unit, names[unit.code], words)]
    if not any(row.own and (row.vain or row.found) for row in rows):
        return None
    reading = words.say(
        "Up: cases found. To the right: consignments controlled without a find. The filled dot is the unit, open dots"
        " are the reference players in its place."
    )
    told = " ".join(
        words.say(
            "{unit}, {who}: {found} found, {vain} without a find.",
            unit=row.unit,
            who=row.who,
            found=words.mean(row.found),
            vain=words.mean(row.vain),
        )
        for row in rows
    )
    spec = effort_chart(rows, words.say("Without a find"), words.say("Cases found"))
    return Figure("effort", words.say("What the finds cost"), f"{reading} {told}", in_language(spec, words.forms))


def _efforts(unit: UnitScore, name: str, words: Words) -> Iterator[Effort]:
    vain = unit.nothing_found_grounded + unit.nothing_found_ungrounded + unit.hidden_not_shown
    yield Effort(name, words.say("the unit"), vain, unit.cases_found, own=True)
    for reference in beside(unit):
        spared = max(round(reference.controlled - reference.found, 1), 0)
        yield Effort(name, words.player(reference.player), spared, reference.found, own=False)


def uses_figure(score: Score, words: Words) -> Figure | None:
    """Of each indicator in how many cases it was planted, shown in time to a unit, and cited; None without any."""
    groups = (words.say("planted"), words.say("shown in time"), words.say("cited"))
    uses = Counter[tuple[str, int]]()
    for story in _once(score.cases):
        shown = {code for passage in story.passages for code in passage.shown or ()}
        cited = {code for passage in story.passages for decided in passage.decisions for code in decided.reasons}
        for at, mine in enumerate((set(story.indicators), shown, cited)):
            uses.update((code, at) for code in mine)
    codes = sorted({code for code, _ in uses}, key=lambda code: (-uses[code, 0], -uses[code, 1], code))[
        :MOST_INDICATORS
    ]
    if not codes:
        return None
    rows = [
        Use(words.title("indicator", code), group, uses[code, at]) for code in codes for at, group in enumerate(groups)
    ]
    told = " ".join(
        words.say(
            "{indicator}: planted in {planted}, shown in time in {shown}, cited in {cited}.",
            indicator=words.title("indicator", code),
            planted=words.number(uses[code, 0]),
            shown=words.number(uses[code, 1]),
            cited=words.number(uses[code, 2]),
        )
        for code in codes
    )
    reading = words.say("In how many cases each indicator was planted, shown in time to a unit, and cited by one.")
    title = words.say("Indicators: planted, shown, cited")
    return Figure(
        "indicators", title, f"{reading} {told}", in_language(uses_chart(rows, groups, words.say("Cases")), words.forms)
    )
