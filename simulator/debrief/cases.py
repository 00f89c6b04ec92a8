"""The story of a case or an irregularity: what it was, what showed, what was decided, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.debrief.blocks import Column, Fact, Row, Table, TimeLine
from simulator.debrief.chances import chances_text
from simulator.debrief.evidence import evidence_text
from simulator.debrief.passages import Post, happened, post
from simulator.debrief.timeline import time_line
from simulator.debrief.together import together_text
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import HiddenStory, Score

NEARNESS = (
    "found",
    "alarm-unresolved",
    "control-found-nothing",
    "not-controlled",
    "not-selected",
    "not-known",
    "not-arrived",
)
"""Endings at a post, from a find to nothing."""


@dataclass(frozen=True)
class Case:
    """A case or an irregularity, from what was declared to what became of it."""

    id: str
    title: str
    outcome: str
    good: bool
    lead: str
    together: str
    declared: tuple[Fact, ...]
    hidden: tuple[Fact, ...]
    indicators: Table
    line: TimeLine
    posts: tuple[Post, ...]


def unit_names(score: Score, words: Words) -> dict[str, str]:
    """The units' names as sentences and tables use them, each only once."""
    names = {unit.code: words.own(unit.name, 40) for unit in score.units}
    twice = {name for name, times in Counter(names.values()).items() if times > 1}
    return {code: f"{name} ({code})" if name in twice else name for code, name in names.items()}


@dataclass(frozen=True)
class Listed:
    """A hidden consignment in its place; in a parallel drill it stands once for each lane, with one number."""

    place: int
    number: int
    lane: str
    story: HiddenStory

    @property
    def id(self) -> str:
        """The name of its block."""
        return f"{self.story.kind}-{self.place}"

    def title(self, words: Words) -> str:
        """`Case 3: opium in a diary`; an irregularity likewise, with the lane if there are several."""
        story = self.story
        kind = words.say("Case") if story.kind == "case" else words.say("Irregularity")
        what = words.title("typology" if story.kind == "case" else "irregularity", story.typology)
        if not self.lane:
            return words.say("{kind} {number}: {what}", kind=kind, number=self.number, what=what)
        text = "{kind} {number}, {lane}: {what}"
        return words.say(text, kind=kind, number=self.number, lane=self.lane, what=what)


def listed(stories: Sequence[HiddenStory], names: Mapping[str, str], *, parallel: bool) -> tuple[Listed, ...]:
    """Hidden consignments in the order of the score; what lanes share stands together."""
    if not parallel:
        return tuple(Listed(place, place, "", story) for place, story in enumerate(stories, 1))
    numbers = {row: number for number, row in enumerate(dict.fromkeys(story.row for story in stories), 1)}
    together = sorted(stories, key=lambda story: numbers[story.row])
    return tuple(
        Listed(place, numbers[story.row], names.get(story.lane, story.lane), story)
        for place, story in enumerate(together, 1)
    )


def nearest_ending(story: HiddenStory) -> str:
    """How near anybody came to a find, over all posts."""
    endings = [passage.ending for passage in story.passages]
    return min(endings, key=NEARNESS.index) if endings else "not-arrived"


def case(item: Listed, names: Mapping[str, str], words: Words) -> Case:
    """The whole story of one hidden consignment."""
    story, title = item.story, item.title(words)
    events = [happened(passage, words) for passage in story.passages]
    labels = [f"{names.get(passage.unit, passage.unit)} ({passage.post})" for passage in story.passages]
    local = [happened(passage, words.local(passage.offset)) for passage in story.passages]
    parts = zip(story.passages, labels, local, strict=True)
    return Case(
        id=item.id,
        title=title,
        outcome=words.title("outcome", story.outcome),
        good=story.outcome == "found",
        lead=_lead(story, names, words),
        together=together_text(story, names, words),
        declared=_declared(story, words),
        hidden=_hidden(story, words),
        indicators=_indicators(story, names, words),
        line=time_line(words.say("Time line of {title}", title=title), story.passages, labels, events, words),
        posts=tuple(post(story, *part, names, words) for part in parts),
    )


def index(items: Sequence[Listed], names: Mapping[str, str], caption: str, words: Words) -> Table:
    """One row a hidden consignment; the first cell leads to its story."""
    columns = (
        Column(words.say("What")),
        Column(words.say("Consignment"), "code"),
        Column(words.say("Routing"), "code"),
        Column(words.say("Outcome")),
        Column(words.say("By")),
        Column(words.say("Nearest that anyone came")),
    )
    return Table(caption, columns, tuple(_index_row(item, names, words) for item in items))


def _index_row(item: Listed, names: Mapping[str, str], words: Words) -> Row:
    story = item.story
    cells = (
        item.title(words),
        words.own(story.consignment),
        words.own(story.routing),
        words.title("outcome", story.outcome),
        names.get(story.found_by, story.found_by) if story.found_by else NONE,
        words.title("ending", nearest_ending(story)),
    )
    return Row(cells, item.id)


def _lead(story: HiddenStory, names: Mapping[str, str], words: Words) -> str:
    if story.outcome == "found" and story.found_by and story.found_at is not None:
        return words.say(
            "Found by {unit} at {time}.",
            unit=names.get(story.found_by, story.found_by),
            time=words.moment(story.found_at),
        )
    if story.outcome == "not-loaded" or not story.passages:
        return words.say("It never came to a post within the drill.")
    near = words.title("ending", nearest_ending(story))
    return words.say("Not found. The nearest that anyone came: {ending}.", ending=near[:1].lower() + near[1:])


def _declared(story: HiddenStory, words: Words) -> tuple[Fact, ...]:
    return (
        Fact(words.say("Consignment"), words.own(story.consignment)),
        Fact(words.say("Declared as"), words.own(story.description, None)),
        Fact(words.say("Stream"), words.title("stream", story.stream)),
        Fact(words.say("Routing"), words.own(story.routing)),
        Fact(words.say("Pieces"), words.number(story.pieces)),
        Fact(
            words.say("Weight"),
            words.say("{weight} kg", weight=words.number(story.weight, 1 if story.weight >= 10 else 2)),
        ),
        Fact(words.say("Value"), words.say("USD {value}", value=words.number(story.value, 2))),
        Fact(words.say("Shipper"), words.own(story.shipper, None)),
        Fact(words.say("Consignee"), words.own(story.consignee, None)),
    )


def _hidden(story: HiddenStory, words: Words) -> tuple[Fact, ...]:
    kind = "typology" if story.kind == "case" else "irregularity"
    facts = [Fact(words.say("What it was"), words.title(kind, story.typology))]
    if story.kind == "case":
        facts.append(Fact(words.say("Contraband"), words.title("contraband", story.contraband)))
        facts.append(Fact(words.say("Concealment"), words.title("concealment", story.concealment)))
        facts.append(Fact(words.say("Difficulty"), words.title("hardness", story.hardness)))
    if chances := chances_text(story, words):
        facts.append(Fact(words.say("Controls show it"), chances))
    return (*facts, Fact(words.say("Drawn from the pool"), words.own(story.pool)))


def _indicators(story: HiddenStory, names: Mapping[str, str], words: Words) -> Table:
    cited: dict[str, list[str]] = {}
    for passage in story.passages:
        for decided in passage.decisions:
            for reason in decided.reasons:
                cited.setdefault(reason, []).append(names.get(decided.unit, decided.unit))
    yes, no = words.say("yes"), words.say("no")
    rows = []
    for code in dict.fromkeys([*story.indicators, *story.indicators_shown, *cited]):
        shows = yes if code in story.indicators_shown or code in story.indicators else no
        by = words.listed(dict.fromkeys(cited.get(code, ()))) or NONE
        title, read = words.title("indicator", code), evidence_text(story, code, words)
        rows.append(Row((title, read, yes if code in story.indicators else no, shows, by)))
    columns = (
        Column(words.say("Indicator")),
        Column(words.say("Read from")),
        Column(words.say("Planted"), "code"),
        Column(words.say("Shows"), "code"),
        Column(words.say("Cited by")),
    )
    return Table(words.say("Indicators"), columns, tuple(rows))
