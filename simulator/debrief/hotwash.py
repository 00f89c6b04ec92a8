"""The hot wash: a case for the projector, stopped where its data became known, the room asked, then revealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from simulator.debrief.blocks import Column, Fact, Moment, Row, Table
from simulator.debrief.cases import Listed, hidden, lead, listed, unit_names
from simulator.debrief.documents import columns_told, facts_known, side_by_side
from simulator.debrief.evidence import evidence_text
from simulator.debrief.passages import happened, moments, verdict
from simulator.debrief.words import Words
from simulator.scoring.model import HiddenStory, PassageStory, Score, Told

NEAR = 15 * 60
"""What became known within so many seconds is one stop."""
MOST_STOPS = 3
"""Stops of a case at one post: the first, the last, and one between."""

LITTLE = 12
"""Lines of a slide up to which it is set in large type."""
MOST_TOLD = 3
"""Pieces of intelligence beside a stop: the last that the unit had got."""

Kind = Literal["opening", "stop", "did", "reveal", "closing"]


@dataclass(frozen=True)
class Slide:
    """One screen of the hot wash; what a slide does not need is empty. `lists` are questions or tasks for the room."""

    id: str
    kind: Kind
    kicker: str
    title: str
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    moments: tuple[Moment, ...] = ()
    asks: tuple[str, ...] = ()
    badge: str = ""
    good: bool = False

    @property
    def large(self) -> bool:
        """Whether there is so little on it that it can be set in large type."""
        return len(self.facts) + 2 * sum(len(table.rows) for table in self.tables) <= LITTLE


@dataclass(frozen=True)
class HotWash:
    """All slides in order; `contents` lead to the first slide of each case, which does not say what it was."""

    lang: str
    exercise: str
    title: str
    slides: tuple[Slide, ...]
    contents: tuple[Fact, ...]


def hot_wash(score: Score, lang: str = "en", people: Mapping[str, str] | None = None) -> HotWash:
    """The hot wash of a score: opening, every case from its first data to the reveal, closing.

    `people` are names of participants by their id; without them ids stand there.
    """
    start = datetime.fromisoformat(score.about.start)
    words = Words(lang, start, people or {}, {}, several_zones=True, end=score.about.length)
    names = unit_names(score, words)
    items = listed(score.cases, names, parallel=score.about.kind == "parallel")
    groups = [list(lanes) for _, lanes in groupby(items, lambda item: item.number)]
    slides = [_opening(score, names, words)]
    for lanes in groups:
        slides += _case(lanes, len(groups), score.intelligence, names, words)
    slides.append(_closing(words))
    contents = tuple(
        Fact(f"case-{lanes[0].number}-1", words.say("Case {number}", number=lanes[0].number)) for lanes in groups
    )
    return HotWash(lang, score.exercise, words.own(score.about.title, None), tuple(slides), contents)


def _opening(score: Score, names: Mapping[str, str], words: Words) -> Slide:
    asks = (
        words.say("Each unit, five minutes, on paper: which consignments do you believe you missed, and why?"),
        words.say("Which one would you select again at once? Which one not?"),
        words.say("What did you want to know and could not? From whom?"),
        words.say("Keep the paper: the reveal of each case is held against it."),
    )
    units = tuple(Fact(name, unit.post) for unit, name in zip(score.units, names.values(), strict=True))
    said = words.say("The hot wash is about what was known when, and what follows for the next shift; not about blame.")
    return Slide(
        "opening", "opening", words.say("Hot wash"), words.own(score.about.title, None), said, facts=units, asks=asks
    )


def _closing(words: Words) -> Slide:
    asks = (
        words.say("One thing that worked and that we keep."),
        words.say("One thing that we change, who does it, until when."),
        words.say("One thing that another unit, a carrier or the post could have told us."),
        words.say("Please fill in the feedback form before you leave."),
    )
    return Slide(
        "closing",
        "closing",
        words.say("Hot wash"),
        words.say("What follows"),
        words.say("Held against your paper: what did you really miss, and what of it could be seen?"),
        asks=asks,
    )


def _case(
    lanes: Sequence[Listed], of: int, told: Sequence[Told], names: Mapping[str, str], words: Words
) -> list[Slide]:
    """The slides of one case: at each post its stops, then what was done; at the end what it was."""
    first = lanes[0]
    kicker = words.say("Case {number} of {of}", number=first.number, of=of)
    slides: list[Slide] = []
    for passage in sorted(first.story.passages, key=lambda each: (each.act_by or 0, each.unit)):
        label = f"{_post_name(first, passage, names)} ({passage.post})"
        heard = [each for each in told if passage.unit in each.to]
        slides += _stops(first, passage, heard, kicker, label, words.local(passage.offset))
        slides += [
            _did(item, mine, kicker, f"{names.get(mine.unit, mine.unit)} ({mine.post})", words.local(mine.offset))
            for item in lanes
            for mine in item.story.passages
            if mine.post == passage.post
        ]
    slides += [_reveal(item, kicker, names, words) for item in lanes]
    return [_numbered(slide, first.number, at) for at, slide in enumerate(slides, 1)]


def _post_name(item: Listed, passage: PassageStory, names: Mapping[str, str]) -> str:
    """In a parallel drill all units stood at the same post and knew the same."""
    return passage.post if item.lane else names.get(passage.unit, passage.unit)


def _numbered(slide: Slide, case: int, at: int) -> Slide:
    return Slide(**{**slide.__dict__, "id": f"case-{case}-{at}"})


def stop_times(story: HiddenStory, passage: PassageStory) -> list[int]:
    """When something about a consignment became known at a post while the unit could act, s; at most `MOST_STOPS`.

    What came within a quarter of an hour is one stop, at its last moment.
    """
    until = passage.act_by if passage.act_by is not None else passage.release
    papers = [t for paper in passage.papers for t in (paper.since, paper.amended) if t is not None]
    told = columns_told(story)
    facts = [fact.since for fact in passage.facts if fact.column in told]
    times = sorted(t for t in {*papers, *facts} if t <= until)
    stops: list[int] = []
    for t in times:
        if stops and t - stops[-1] <= NEAR:
            stops[-1] = t
        else:
            stops.append(t)
    if len(stops) <= MOST_STOPS:
        return stops
    return [stops[0], stops[len(stops) // 2], stops[-1]]


def _stops(
    item: Listed, passage: PassageStory, told: Sequence[Told], kicker: str, label: str, words: Words
) -> list[Slide]:
    story = item.story
    if not passage.papers and not passage.facts:
        bare = words.say(
            "No system of the post showed it in time. It could be chosen by its receptacle or flight only."
        )
        return [
            Slide("", "stop", kicker, label, bare, asks=(words.say("What could have led you to it all the same?"),))
        ]
    slides = []
    for at, t in enumerate(stop_times(story, passage)):
        title = words.say("{post}, {time}", post=label, time=words.moment(t))
        shown = words.say("{number}: this is what the systems had shown.", number=words.own(story.consignment))
        table = side_by_side(story, passage, words, t=t)
        facts = facts_known(story, passage, words, t=t)
        tables = (table,) if table.rows else ()
        heard = [_heard(each, words) for each in told if each.t <= t][-MOST_TOLD:]
        asks = _asks(at, words)
        slides.append(Slide("", "stop", kicker, title, shown, facts, tables, tuple(heard), asks))
    return slides


def _heard(told: Told, words: Words) -> Moment:
    """A piece of intelligence that the unit had got."""
    return Moment(
        words.moment(max(told.t, 0)), "", words.own(told.text, None), words.own(told.source) if told.source else ""
    )


def _asks(at: int, words: Words) -> tuple[str, ...]:
    if at:
        return (
            words.say("What is new? Does it change your mind?"),
            words.say("Select or leave? Which control first, and with which reasons?"),
        )
    return (
        words.say("What stands out? What would you look up, and whom would you ask?"),
        words.say("Select or leave? Show of hands."),
    )


def _did(item: Listed, passage: PassageStory, kicker: str, label: str, words: Words) -> Slide:
    """What the unit did with it, without what it was."""
    title = words.say("{post}: what was done", post=label)
    unexplained = item.story.model_copy(update={"by_chance": []})
    lines = moments(happened(unexplained, passage, words), words)
    said = "" if passage.decisions else words.say("Nobody decided on it.")
    asks = (words.say("Why? What did you see in it at that time?"),)
    return Slide("", "did", kicker, title, said, moments=lines, asks=asks)


def _reveal(item: Listed, kicker: str, names: Mapping[str, str], words: Words) -> Slide:
    story = item.story
    nearest = max(story.passages, key=lambda each: (each.unit == story.found_by, len(each.papers)), default=None)
    tables = []
    if story.indicators_shown:
        tables.append(_indicators(story, words))
    if nearest is not None:
        local = words.local(nearest.offset)
        tables.append(side_by_side(story, nearest, local, opened=True, marked=story.indicators_shown))
    return Slide(
        "",
        "reveal",
        kicker,
        item.title(words),
        lead(item, names, words),
        facts=hidden(story, words)[1:-1],
        tables=tuple(table for table in tables if table.rows),
        moments=tuple(
            Moment(names.get(each.unit, each.unit), "", verdict(story, each, names, words.local(each.offset)), "")
            for each in story.passages
        ),
        asks=(words.say("What would have brought it to a control, or sooner?"),),
        badge=words.title("outcome", story.outcome),
        good=story.outcome == "found",
    )


def _indicators(story: HiddenStory, words: Words) -> Table:
    """What could have been seen in it."""
    columns = (Column(words.say("Risk indicator")), Column(words.say("Read from"), "long"))
    rows = tuple(
        Row((words.title("indicator", code), evidence_text(story, code, words))) for code in story.indicators_shown
    )
    return Table(words.say("What could be seen"), columns, rows)
