"""Cases on the way past several posts: who could know first, and what each post did with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.common.clock import NEVER
from simulator.common.i18n import to_say
from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.endings import shown_at, stayed
from simulator.debrief.words import Words
from simulator.scoring.model import HiddenStory, PassageStory

_DID = {
    "found": to_say("{unit} found it"),
    "control-found-nothing": to_say("{unit} controlled it without a find"),
    "alarm-unresolved": to_say("{unit} left an alarm unresolved"),
    "not-controlled": to_say("{unit} selected it, and no control began"),
    "not-arrived": to_say("{unit} did not get it"),
    "not-known": to_say("{unit} was not shown it in time"),
}


def first_known(story: HiddenStory, end: int) -> tuple[PassageStory, int] | None:
    """The passage that a system showed first, and when; None if no system showed any before the end of the drill."""
    times = [min((seen.t for seen in passage.seen), default=NEVER) for passage in story.passages]
    shown = [(t, at) for at, t in enumerate(times) if t < end]
    if not shown:
        return None
    t, at = min(shown)
    return story.passages[at], t


def together_text(story: HiddenStory, names: Mapping[str, str], words: Words) -> str:
    """Who could know first and tell whom; empty for what passed one post only."""
    if len(story.passages) < 2:
        return ""
    first = first_known(story, words.end)
    if first is None:
        return words.say("No system of any post showed it.")
    passage, t = first
    system = min(passage.seen, key=lambda seen: seen.t)
    parts = [
        words.say(
            "{unit} could know first: {system} showed it at {time}.",
            unit=names.get(passage.unit, passage.unit),
            system=words.own(system.name),
            time=words.local(passage.offset).stamp(t),
        ),
        *(_told(other, t, names, words) for other in story.passages if other is not passage),
        f"{_did_all(story, names, words)}.",
    ]
    return " ".join(filter(None, parts))


def _told(other: PassageStory, t: int, names: Mapping[str, str], words: Words) -> str:
    """What a word from the first would have given another post."""
    if not t < other.release < NEVER or other.ending == "not-arrived":
        return ""
    own = min((seen.t for seen in other.seen), default=None)
    until = min(other.release, words.end)
    values = {"unit": names.get(other.unit, other.unit), "span": words.span(until - t)}
    if own is None or own >= until:
        if stayed(other, words.end):
            return words.say("A word to {unit} would have come {span} before the drill ended.", **values)
        return words.say("A word to {unit} would have come {span} before it left there.", **values)
    if own == t:
        return words.say("{unit} was shown it at the same time.", **values)
    later = words.span(own - t)
    return words.say("{unit} was shown it {later} later, and could have been told.", later=later, **values)


def _did_all(story: HiddenStory, names: Mapping[str, str], words: Words) -> str:
    return "; ".join(_did(story, passage, names.get(passage.unit, passage.unit), words) for passage in story.passages)


def _did(story: HiddenStory, passage: PassageStory, unit: str, words: Words) -> str:
    if passage.ending in _DID:
        return words.say(_DID[passage.ending], unit=unit)
    marked = shown_at(story, passage)
    if stayed(passage, words.end) or passage.release >= NEVER:
        text = "{unit} did not select it before the drill ended"
        if not marked:
            text = "{unit} did not select it before the drill ended, without having been shown an indicator"
        return words.say(text, unit=unit)
    text = "{unit} let it go at {time}"
    if not marked:
        text = "{unit} let it go at {time}, without having been shown an indicator"
    return words.say(text, unit=unit, time=words.local(passage.offset).stamp(passage.release))


def together(stories: Sequence[tuple[str, str, HiddenStory]], names: Mapping[str, str], words: Words) -> Table:
    """Cases that two posts or more could have had; `stories` are id, title and story."""
    columns = (
        Column(words.say("Case")),
        Column(words.say("Shown first to")),
        Column(words.say("What the posts did"), "long"),
    )
    rows = []
    for name, title, story in stories:
        if len(story.passages) < 2:
            continue
        first = first_known(story, words.end)
        rows.append(Row((title, _first(first, names, words), _did_all(story, names, words)), name))
    return Table(words.say("Cases on the way past several posts"), columns, tuple(rows))


def _first(first: tuple[PassageStory, int] | None, names: Mapping[str, str], words: Words) -> str:
    if first is None:
        return words.say("nobody")
    passage, t = first
    time = words.local(passage.offset).stamp(t)
    return words.say("{unit}, {time}", unit=names.get(passage.unit, passage.unit), time=time)
