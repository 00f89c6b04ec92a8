"""The story of a case or an irregularity: what it was, what showed, what was decided, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from simulator.common.i18n import Text
from simulator.debrief.blocks import Column, Fact, Row, Table, TimeLine, without_empty
from simulator.debrief.chances import chances_text
from simulator.debrief.documents import side_by_side
from simulator.debrief.endings import ending_at, nearest_ending, shown_at
from simulator.debrief.evidence import evidence_text
from simulator.debrief.passages import Post, happened, post
from simulator.debrief.timeline import time_line
from simulator.debrief.together import together_text
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import HiddenStory, PassageStory, Score


@dataclass(frozen=True)
class Outcome:
    """What became of it; `lane` names the unit where every unit has a lane of its own."""

    lane: str
    outcome: str
    good: bool
    lead: str


@dataclass(frozen=True)
class Case:
    """A case or an irregularity, from what was declared to what became of it, in every lane."""

    id: str
    title: str
    outcomes: tuple[Outcome, ...]
    together: str
    declared: tuple[Fact, ...]
    hidden: tuple[Fact, ...]
    chances: str
    indicators: Table
    documents: Table | None
    line: TimeLine
    posts: tuple[Post, ...]


def unit_names(score: Score, words: Words, mentioned: Mapping[str, Text] | None = None) -> dict[str, str]:
    """The units' names as sentences and tables use them, each only once; `mentioned` ones have no page."""
    known = {unit.code: unit.name for unit in score.units} | dict(mentioned or {})
    names = {code: words.own(name, 60) for code, name in known.items()}
    twice = {name for name, times in Counter(names.values()).items() if times > 1}
    return {code: f"{name} ({code})" if name in twice else name for code, name in names.items()}


@dataclass(frozen=True)
class Listed:
    """A hidden consignment with its number; in a parallel drill it stands once for each lane."""

    number: int
    lane: str
    story: HiddenStory

    @property
    def id(self) -> str:
        """The name of its block; lanes share one."""
        return f"{self.story.kind}-{self.number}"

    def heading(self, words: Words) -> str:
        """`Case 3: opium in a diary`; an irregularity likewise."""
        return words.say("{kind} {number}: {what}", **self._named(words))

    def title(self, words: Words) -> str:
        """The same, with the lane if there are several: `Case 3, ACCU Zhetysu: opium in a diary`."""
        if not self.lane:
            return self.heading(words)
        return words.say("{kind} {number}, {lane}: {what}", lane=self.lane, **self._named(words))

    def _named(self, words: Words) -> dict[str, object]:
        is_case = self.story.kind == "case"
        what = words.title("typology" if is_case else "irregularity", self.story.typology)
        return {
            "kind": words.say("Case") if is_case else words.say("Irregularity"),
            "number": self.number,
            "what": what,
        }


def listed(stories: Sequence[HiddenStory], names: Mapping[str, str], *, parallel: bool) -> tuple[Listed, ...]:
    """Hidden consignments in the order of the score; what lanes share stands together."""
    if not parallel:
        return tuple(Listed(number, "", story) for number, story in enumerate(stories, 1))
    numbers = {row: number for number, row in enumerate(dict.fromkeys(story.row for story in stories), 1)}
    together = sorted(stories, key=lambda story: numbers[story.row])
    return tuple(Listed(numbers[story.row], names.get(story.lane, story.lane), story) for story in together)


def cases(
    items: Sequence[Listed], names: Mapping[str, str], words: Words, mentioned: Collection[str] = ()
) -> tuple[Case, ...]:
    """The whole stories of hidden consignments, what lanes share told once; no block for units only `mentioned`."""
    return tuple(_case(list(lanes), names, words, mentioned) for _, lanes in groupby(items, lambda item: item.number))


def _case(lanes: Sequence[Listed], names: Mapping[str, str], words: Words, mentioned: Collection[str]) -> Case:
    first, title = lanes[0].story, lanes[0].heading(words)
    passing = [(item.story, passage) for item in lanes for passage in item.story.passages]
    passages = [passage for _, passage in passing]
    labels = [f"{names.get(passage.unit, passage.unit)} ({passage.post})" for passage in passages]
    events = [happened(story, passage, words) for story, passage in passing]
    local = [happened(story, passage, words.local(passage.offset)) for story, passage in passing]
    return Case(
        id=lanes[0].id,
        title=title,
        outcomes=tuple(_outcome(item, names, words) for item in lanes),
        together=" ".join(filter(None, (together_text(item.story, names, words) for item in lanes))),
        declared=_declared(first, words),
        hidden=hidden(first, words),
        chances=chances_text(first, words),
        indicators=_indicators(passing, first, names, words),
        documents=_documents(passages, first, words),
        line=time_line(words.say("Time line of {title}", title=title), passages, labels, events, words),
        posts=_said_once(
            post(*pair, label, happens, names, words)
            for pair, label, happens in zip(passing, labels, local, strict=True)
            if pair[1].unit not in mentioned
        ),
    )


def _documents(passages: Sequence[PassageStory], story: HiddenStory, words: Words) -> Table | None:
    """The documents side by side at the post that had most of them, with the indicators in them; None without any."""
    nearest = max(passages, key=lambda each: (each.unit == story.found_by, len(each.papers)), default=None)
    if nearest is None or not nearest.papers:
        return None
    return side_by_side(story, nearest, words.local(nearest.offset), opened=True, marked=story.indicators_shown)


def _said_once(posts: Iterable[Post]) -> tuple[Post, ...]:
    """The posts; what stands beside it at the one before is not said again."""
    out: list[Post] = []
    said = ""
    for each in posts:
        out.append(replace(each, alike="") if each.alike == said else each)
        said = each.alike
    return tuple(out)


def _outcome(item: Listed, names: Mapping[str, str], words: Words) -> Outcome:
    story = item.story
    return Outcome(item.lane, words.title("outcome", story.outcome), story.outcome == "found", lead(item, names, words))


def index(items: Sequence[Listed], names: Mapping[str, str], caption: str, words: Words) -> Table:
    """One row a hidden consignment; the first cell leads to its story."""
    columns = (
        Column(words.say("What"), "long"),
        Column(words.say("Consignment"), "code"),
        Column(words.say("Routing"), "code"),
        Column(words.say("Outcome")),
        Column(words.say("How near anybody came")),
    )
    return Table(caption, columns, tuple(_index_row(item, names, words) for item in items))


def _index_row(item: Listed, names: Mapping[str, str], words: Words) -> Row:
    story, found_by = item.story, item.story.found_by
    outcome, near = words.title("outcome", story.outcome), words.title("ending", nearest_ending(story))
    if found_by:
        outcome = words.say("{found} by {unit}", found=outcome, unit=names.get(found_by, found_by))
    cells = (
        item.title(words),
        words.own(story.consignment),
        words.own(story.routing),
        outcome,
        NONE if found_by else near,
    )
    return Row(cells, item.id)


def lead(item: Listed, names: Mapping[str, str], words: Words) -> str:
    """Who found it when, or how near anybody came."""
    story = item.story
    if story.outcome == "found" and story.found_by and story.found_at is not None:
        at = next((passage.offset for passage in story.passages if passage.unit == story.found_by), None)
        text = "Found at {time}." if item.lane else "Found by {unit} at {time}."
        time = words.local(at).stamp(story.found_at)
        return words.say(text, unit=names.get(story.found_by, story.found_by), time=time)
    if story.outcome == "not-loaded" or not story.passages:
        return words.say("It never came to a post within the drill.")
    ending = nearest_ending(story)
    near = [names.get(each.unit, each.unit) for each in story.passages if ending_at(story, each) == ending]
    values = {"ending": words.low(words.title("ending", ending)), "units": words.listed(near)}
    if len(near) == len(story.passages):
        return words.say("Not found: {ending}.", **values)
    return words.say("Not found. {units} came nearest: {ending}.", **values)


def _declared(story: HiddenStory, words: Words) -> tuple[Fact, ...]:
    return (
        Fact(words.say("Consignment"), words.own(story.consignment)),
        Fact(words.say("Declared as"), words.own(story.description, None)),
        Fact(words.say("Stream"), words.title("stream", story.stream)),
        Fact(words.say("Routing"), words.own(story.routing)),
        Fact(words.say("Size"), _size(story, words)),
        *([Fact(words.say("Shipper"), words.own(story.shipper, None))] if story.shipper else []),
        *([Fact(words.say("Consignee"), words.own(story.consignee, None))] if story.consignee else []),
        *_posted(story, words),
    )


def _posted(story: HiddenStory, words: Words) -> tuple[Fact, ...]:
    """The receptacle of a mail item, and whether a unit could know more than that."""
    if not story.receptacle:
        return ()
    bare = words.say("without advance data: it stood on no list and could be chosen by its receptacle only")
    note = words.say("with advance data") if story.announced else bare
    return (Fact(words.say("Receptacle"), words.own(story.receptacle), note),)


def _size(story: HiddenStory, words: Words) -> str:
    return words.many(
        story.pieces,
        "{n} piece, {weight} kg, USD {value}",
        "{n} pieces, {weight} kg, USD {value}",
        weight=words.number(story.weight, 1 if story.weight >= 10 else 2),
        value=words.number(story.value, 2),
    )


def hidden(story: HiddenStory, words: Words) -> tuple[Fact, ...]:
    """What it was, and how it was hidden."""
    kind = "typology" if story.kind == "case" else "irregularity"
    facts = [Fact(words.say("What it was"), words.title(kind, story.typology))]
    if story.kind == "case":
        facts.append(Fact(words.say("Contraband"), words.title("contraband", story.contraband)))
        facts.append(Fact(words.say("Concealment"), words.title("concealment", story.concealment)))
        facts.append(Fact(words.say("Difficulty"), words.title("hardness", story.hardness)))
    return (*facts, *([Fact(words.say("Pool"), words.own(story.pool))] if story.pool else []))


def _indicators(
    passing: Sequence[tuple[HiddenStory, PassageStory]], story: HiddenStory, names: Mapping[str, str], words: Words
) -> Table:
    """What was planted, which units' systems showed it while they could still act, and who cited it."""
    cited: dict[str, list[str]] = {}
    shown: dict[str, list[str]] = {}
    for each, passage in passing:
        name = names.get(passage.unit, passage.unit)
        for code in shown_at(each, passage):
            shown.setdefault(code, []).append(name)
        for reason in (reason for decided in passage.decisions for reason in decided.reasons):
            cited.setdefault(reason, []).append(name)
    yes, no, nobody = words.say("yes"), words.say("no"), words.say("nobody")
    rows = []
    for code in dict.fromkeys([*story.indicators, *story.indicators_shown, *shown, *cited]):
        to = words.listed(dict.fromkeys(shown.get(code, ()))) or nobody
        by = words.listed(dict.fromkeys(cited.get(code, ()))) or NONE
        title, read = words.title("indicator", code), evidence_text(story, code, words)
        rows.append(Row((title, read, yes if code in story.indicators else no, to, by)))
    columns = (
        Column(words.say("Indicator")),
        Column(words.say("Read from"), "long"),
        Column(words.say("Planted"), "code"),
        Column(words.say("Shown in time to")),
        Column(words.say("Cited by")),
    )
    table = Table(words.say("Indicators"), columns, tuple(rows))
    return table if story.evidence else without_empty(table)
