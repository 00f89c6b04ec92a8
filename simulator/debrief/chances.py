"""How likely controls were to show what was hidden, and whether those that were done suited it."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from simulator.debrief.words import Words
from simulator.scoring.model import HiddenStory, PassageStory

UNLIKELY, LIKELY = 0.4, 0.7
"""Below and above these probabilities a control was unlikely and likely to show something. Source: assumption."""
MANY_ALIKE = 50
"""From so many consignments that show the same, one is hardly recognisable. Source: assumption."""


def chances_text(story: HiddenStory, words: Words) -> str:
    """`X-ray about 1 time in 8; detector dog 3 times in 4`; empty where nothing is known."""
    return _chances(story, story.detection, words)


def _chances(story: HiddenStory, controls: Iterable[str], words: Words) -> str:
    return "; ".join(
        words.say("{control} {often}", control=words.low(words.title("control", code)), often=words.frequency(chance))
        for code in controls
        if (chance := story.detection.get(code)) is not None
    )


def without_find_text(story: HiddenStory, passage: PassageStory, words: Words) -> str:
    """Controls were done and did not show it: they did not suit it, or it was bad luck."""
    done = list(dict.fromkeys(seen.control for seen in passage.observations))
    named = words.listed(words.title("control", code) for code in done)
    text = words.say("It was controlled ({controls}), and that did not show what was hidden.", controls=named)
    known = [code for code in done if code in story.detection]
    if not known:
        return text
    shows = 1 - prod(1 - story.detection[code] for code in known)
    better = [code for code in passage.at_hand if code not in done and story.detection.get(code, 0) >= LIKELY]
    if shows >= LIKELY:
        why = words.say("That was bad luck: {chances}.", chances=_chances(story, known, words))
    elif shows < UNLIKELY and better:
        why = words.many(
            len(known),
            "The control did not suit what was hidden. How often it shows this: {chances}. At hand too: {better}.",
            "The controls did not suit what was hidden. How often they show this: {chances}. At hand too: {better}.",
            chances=_chances(story, known, words),
            better=_chances(story, better, words),
        )
    elif shows < UNLIKELY:
        text_of = "No control at hand was likely to show it. Those that were done show this: {chances}."
        why = words.say(text_of, chances=_chances(story, known, words))
    else:
        why = words.say("It could have gone either way: {chances}.", chances=_chances(story, known, words))
        if better:
            why = words.say("{text} At hand too: {better}.", text=why, better=_chances(story, better, words))
    return f"{text} {why}"


def alike_text(story: HiddenStory, passage: PassageStory, words: Words) -> str:
    """How many consignments show the same, and whether it could be recognised; empty where the unit never saw it."""
    if passage.alike is None or passage.stream_known is None or passage.ending == "not-arrived":
        return ""
    values = {"known": words.number(passage.stream_known), "stream": words.title("stream", story.stream)}
    if not story.indicators_shown:
        return words.say(
            "It showed no indicator: nothing in the data set it apart from the {known} {stream} consignments that"
            " the unit could know.",
            **values,
        )
    if passage.alike == 1:
        return words.say(
            "Of {known} {stream} consignments that the unit could know, no other shows the same indicators:"
            " it stood out.",
            **values,
        )
    count = words.counts(passage.alike, passage.stream_known)
    text = words.say(
        "{count} {stream} consignments that the unit could know show at least the same indicators.",
        count=count,
        stream=values["stream"],
    )
    if passage.alike < MANY_ALIKE:
        return text
    return words.say("{text} By its indicators it was hardly recognisable: to let it go is no mistake.", text=text)
