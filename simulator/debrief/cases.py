"""The story of a case or an irregularity: what it was, what showed, what was decided, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.debrief.blocks import Column, Fact, Row, Table, TimeLine
from simulator.debrief.passages import Post, happened, post
from simulator.debrief.timeline import time_line
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
    consignment: str
    outcome: str
    good: bool
    lead: str
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


def case_title(story: HiddenStory, number: int, words: Words) -> str:
    """`Case 3: opium in a book cover`; an irregularity likewise."""
    if story.kind == "case":
        return words.say("Case {number}: {what}", number=number, what=words.title("typology", story.typology))
    return words.say("Irregularity {number}: {what}", number=number, what=words.title("irregularity", story.typology))


def nearest_ending(story: HiddenStory) -> str:
    """How near anybody came to a find, over all posts."""
    endings = [passage.ending for passage in story.passages]
    return min(endings, key=NEARNESS.index) if endings else "not-arrived"


def case(story: HiddenStory, number: int, names: Mapping[str, str], words: Words) -> Case:
    """The whole story of one hidden consignment."""
    events = [happened(passage, words) for passage in story.passages]
    labels = [f"{names.get(passage.unit, passage.unit)} ({passage.post})" for passage in story.passages]
    title = case_title(story, number, words)
    return Case(
        id=f"{story.kind}-{number}",
        title=title,
        consignment=story.consignment,
        outcome=words.title("outcome", story.outcome),
        good=story.outcome == "found",
        lead=_lead(story, names, words),
        declared=_declared(story, words),
        hidden=_hidden(story, words),
        indicators=_indicators(story, names, words),
        line=time_line(words.say("Time line of {title}", title=title), story.passages, labels, events, words),
        posts=tuple(
            post(*parts, story.found_by, names, words) for parts in zip(story.passages, labels, events, strict=True)
        ),
    )


def cases(stories: Iterable[HiddenStory], names: Mapping[str, str], words: Words) -> tuple[Case, ...]:
    """All stories, numbered in the order of the score."""
    return tuple(case(story, number, names, words) for number, story in enumerate(stories, 1))


def index(
    stories: Sequence[HiddenStory], names: Mapping[str, str], caption: str, words: Words, *, parallel: bool
) -> Table:
    """One row a hidden consignment; the first cell leads to its story."""
    first = words.say("Case") if all(story.kind == "case" for story in stories) else words.say("Irregularity")
    lane = [Column(words.say("Lane"))] if parallel else []
    ends = [
        Column(words.say("Outcome")),
        Column(words.say("By")),
        Column(words.say("Nearest that anyone came")),
    ]
    columns = (
        Column(first),
        *lane,
        Column(words.say("Consignment"), "code"),
        Column(words.say("Routing"), "code"),
        *ends,
    )
    rows = [_index_row(story, number, names, words, parallel=parallel) for number, story in enumerate(stories, 1)]
    return Table(caption, columns, tuple(rows))


def _index_row(story: HiddenStory, number: int, names: Mapping[str, str], words: Words, *, parallel: bool) -> Row:
    lane = [names.get(story.lane, story.lane)] if parallel else []
    by = names.get(story.found_by, story.found_by) if story.found_by else NONE
    ends = [words.title("outcome", story.outcome), by, words.title("ending", nearest_ending(story))]
    cells = (
        case_title(story, number, words),
        *lane,
        words.own(story.consignment),
        words.own(story.routing),
        *ends,
    )
    return Row(cells, f"{story.kind}-{number}")


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
        rows.append(Row((words.title("indicator", code), yes if code in story.indicators else no, shows, by)))
    columns = (
        Column(words.say("Indicator")),
        Column(words.say("Planted"), "code"),
        Column(words.say("Shows"), "code"),
        Column(words.say("Cited by")),
    )
    return Table(words.say("Indicators"), columns, tuple(rows))
