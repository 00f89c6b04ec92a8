"""The sections that assess: the units as one network, ratings by objective, improvement plan, all units together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.debrief.blocks import Block, Facts, Paragraph, Section, Table
from simulator.debrief.words import Words

if TYPE_CHECKING:
    from simulator.debrief.story import Story


def network(story: Story, words: Words) -> Iterator[Section]:
    """Each case in one line over all units, and what each unit gave to it; nothing of a drill that is not joint."""
    if not story.network.cases.rows:
        return
    text = words.say(
        "In a joint drill the units work as one. Each case stands in one line: to whom systems showed it and from when,"
        " who selected it, and who stopped it. Where several could know, one word to the others could have helped."
    )
    blocks: tuple[Block, ...] = (
        Paragraph(text),
        *_set(story.network.cases, "network-cases", wide=True),
        *_set(story.network.units, "network-units", wide=True),
    )
    yield Section("network", words.say("The units as one network"), blocks)


def ratings(story: Story, words: Words) -> Section:
    """Ratings by objective, proposed and set; strengths, areas for improvement; observations."""
    title = words.say("Ratings, strengths and areas for improvement")
    return Section("ratings", title, (*_ratings(story, words), *_findings(story, words), *_observed(story, words)))


def _ratings(story: Story, words: Words) -> Iterator[Block]:
    told = story.ratings
    if not told.objectives.rows:
        yield Paragraph(words.say("The scenario names no objectives, so nothing is rated."))
        return
    text = (
        "The figures propose a rating for each objective, by its measures and their thresholds; the lowest counts. An"
        " evaluator may set another with a reason, and both stand here. Unrated is neither a good nor a bad rating."
    )
    yield Paragraph(words.say(text))
    yield from _set(told.objectives, "ratings", wide=True)
    yield from _set(told.thresholds, "thresholds", wide=True, small=True)
    for table in told.units:
        yield from _set(table, "rated-measures", wide=True)
    source = words.say("Wording: Homeland Security Exercise and Evaluation Program (HSEEP), January 2020.")
    meant = (Facts("", told.meanings, "terms"), Paragraph(source, "fine"))
    yield Section("", words.say("What the ratings mean"), meant)


def _findings(story: Story, words: Words) -> Iterator[Block]:
    told = story.improvement
    if not (told.strengths or told.areas):
        return
    text = words.say(
        "Drawn from the figures by fixed rules. A class of root cause says what happened; what lies behind it is for"
        " the unit and its evaluator to find."
    )
    strengths = [block for table in told.strengths for block in _set(table, "strengths")]
    areas = [block for table in told.areas for block in _set(table, "areas", wide=True)]
    yield Section("", words.say("Strengths and areas for improvement"), (Paragraph(text), *strengths, *areas))


def _observed(story: Story, words: Words) -> Iterator[Block]:
    if story.ratings.observations.rows:
        seen = tuple(_set(story.ratings.observations, "observations", wide=True))
        yield Section("observations", words.say("Observations"), seen)


def plan(story: Story, words: Words) -> Section:
    """The improvement plan."""
    title = words.say("Improvement plan")
    if not story.improvement.plan.rows:
        return Section("plan", title, (Paragraph(words.say("The figures propose no action.")),))
    text = words.say(
        "Each area for improvement with an action that the figures propose; element is that of planning, organization,"
        " equipment, training and exercises. Change what does not fit, and fill in who does it and by when."
    )
    table = _set(story.improvement.plan, "plan", wide=True, small=True)
    return Section("plan", title, (Paragraph(text), *table))


def pooled(story: Story, words: Words) -> Section:
    """What says something only of the decisions of all units."""
    told = story.pooled
    blocks: tuple[Block, ...] = (Facts("", told.facts), Paragraph(told.words), *_set(told.confidence, "confidence"))
    return Section("pooled", words.say("All units together"), blocks)


def _set(table: Table, sheet: str, *, small: bool = False, wide: bool = False) -> Iterator[Table]:
    """A table as it is set, if it has rows; `sheet` names where its rows stand in a workbook."""
    if table.rows:
        yield replace(table, small=small, wide=wide, sheet=sheet)
