"""A joint drill as one network: one line a case, and what each unit gave to it. No ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.common.clock import NEVER
from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.cases import Listed
from simulator.debrief.endings import ending_at, shown_at
from simulator.debrief.together import first_known
from simulator.debrief.words import Words
from simulator.decisions.decision import ORDERING
from simulator.scoring.model import HiddenStory, PassageStory, Score


@dataclass(frozen=True)
class Network:
    """What is told of a joint drill of several units; both are without rows in any other."""

    cases: Table
    units: Table


def network(score: Score, items: Sequence[Listed], names: Mapping[str, str], words: Words) -> Network:
    """One line a case, and one a unit in the order of the scenario."""
    joint = score.about.kind == "joint" and len(score.units) > 1
    shown = items if joint else ()
    return Network(_cases(shown, names, words), _units(score, [each.story for each in shown], names, words))


def _cases(items: Sequence[Listed], names: Mapping[str, str], words: Words) -> Table:
    columns = (
        Column(words.say("Case"), "long"),
        Column(words.say("Could be known to, from"), "long"),
        Column(words.say("Decided by"), "long"),
        Column(words.say("Stopped by")),
    )
    rows = tuple(
        Row((item.title(words), _knew(item.story, names, words), _decided(item.story, names, words),
             _stopped(item.story, names, words)), item.id)
        for item in items
    )  # fmt: skip
    return Table(words.say("The network: who could know which case when, who decided, who stopped it"), columns, rows)


def _at(passage: PassageStory, t: int, names: Mapping[str, str], words: Words) -> str:
    unit = names.get(passage.unit, passage.unit)
    return words.say("{unit}, {time}", unit=unit, time=words.local(passage.offset).stamp(t))


def _knew(story: HiddenStory, names: Mapping[str, str], words: Words) -> str:
    """Each unit that a system showed the case, in order of time; with how many indicators."""
    first = sorted(
        (min((seen.t for seen in passage.seen), default=NEVER), at) for at, passage in enumerate(story.passages)
    )
    parts = []
    for t, at in first:
        passage = story.passages[at]
        if t >= words.end:
            continue
        when, n = _at(passage, t, names, words), len(shown_at(story, passage))
        parts.append(words.many(n, "{when} ({n} indicator)", "{when} ({n} indicators)", when=when))
    return "; ".join(parts) or words.say("nobody")


def _decided(story: HiddenStory, names: Mapping[str, str], words: Words) -> str:
    """Each unit that selected the case in effect, with when it first did."""
    parts = []
    for passage in story.passages:
        times = [each.t for each in passage.decisions if each.effect == "effect" and each.act in ORDERING]
        if times:
            parts.append(_at(passage, min(times), names, words))
    return "; ".join(parts) or words.say("nobody")


def _stopped(story: HiddenStory, names: Mapping[str, str], words: Words) -> str:
    if story.found_by is None or story.found_at is None:
        return words.say("nobody")
    passage = next((each for each in story.passages if each.unit == story.found_by), None)
    return names.get(story.found_by, story.found_by) if passage is None else _at(passage, story.found_at, names, words)


def _units(score: Score, stories: Sequence[HiddenStory], names: Mapping[str, str], words: Words) -> Table:
    """What each unit gave to the network: counts of cases, no sum of them."""
    columns = (
        Column(words.say("Unit")),
        *(
            Column(title, "number")
            for title in (
                words.say("Cases shown to it first"),
                words.say("Of these, due at another post too"),
                words.say("Selected"),
                words.say("Stopped"),
                words.say("Let pass with an indicator shown"),
                words.say("Not shown to it in time"),
            )
        ),
    )
    rows = tuple(
        Row((names[unit.code], *_gave(unit.code, stories, words)), f"unit-{unit.code}")
        for unit in score.units
        if stories
    )
    return Table(words.say("What each unit gave to the network; no ranking"), columns, rows)


def _gave(code: str, stories: Sequence[HiddenStory], words: Words) -> tuple[str, ...]:
    mine = [(story, passage) for story in stories for passage in story.passages if passage.unit == code]
    first = [story for story, passage in mine if _is_first(story, passage, words)]
    ends = [ending_at(story, passage) for story, passage in mine]
    selected = sum(
        any(each.effect == "effect" and each.act in ORDERING for each in passage.decisions) for _, passage in mine
    )
    counts = (
        len(first),
        sum(len(story.passages) > 1 for story in first),
        selected,
        sum(story.found_by == code for story, _ in mine),
        ends.count("not-selected"),
        ends.count("not-known"),
    )
    return tuple(words.number(count) for count in counts)


def _is_first(story: HiddenStory, passage: PassageStory, words: Words) -> bool:
    known = first_known(story, words.end)
    return known is not None and known[0] is passage
