"""How likely controls were to show what was hidden, and whether those that were done suited it.

A control that cannot notice what was hidden reacts to it as to anything else: by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

from simulator.debrief.endings import shown_at
from simulator.debrief.words import Words
from simulator.scoring.model import HiddenStory, PassageStory

UNLIKELY, EVEN, LIKELY = 0.4, 0.5, 0.7
"""Below and above these probabilities a control was unlikely and likely to show something. Source: assumption."""
MANY_ALIKE = 50
"""From so many consignments that show the same, one is hardly recognisable. Source: assumption."""


def chances_text(story: HiddenStory, words: Words) -> str:
    """`X-ray about 1 time in 8; only by chance: detector dog and field test`; empty where nothing is known."""
    return _chances(story, story.detection, words)


def shows(story: HiddenStory, control: str) -> float:
    """How likely a control shows what was hidden; 0 for one that reacts by chance only."""
    return 0.0 if control in story.by_chance else story.detection.get(control, 0.0)


def _chances(story: HiddenStory, controls: Iterable[str], words: Words) -> str:
    known = [code for code in controls if code in story.detection]
    names = {code: words.low(words.title("control", code)) for code in known}
    parts = [
        words.say("{control} {often}", control=names[code], often=words.frequency(story.detection[code]))
        for code in known
        if code not in story.by_chance
    ]
    if blind := [names[code] for code in known if code in story.by_chance]:
        parts.append(words.say("only by chance: {controls}", controls=words.listed(blind)))
    return "; ".join(parts)


def without_find_text(story: HiddenStory, passage: PassageStory, words: Words) -> str:
    """Controls were done and did not show it: they did not suit it, or it was bad luck."""
    done = list(dict.fromkeys(seen.control for seen in passage.observations))
    text = words.say(
        "It was controlled ({controls}), and that did not show what was hidden.", controls=_named(done, words)
    )
    known = [code for code in done if code in story.detection]
    if not known:
        return text
    any_shows = 1 - prod(1 - shows(story, code) for code in known)
    least = max(any_shows, EVEN)
    better = [code for code in passage.at_hand if code not in done and shows(story, code) >= least]
    why = _why(story, known, any_shows, bool(better), words)
    if any_shows >= LIKELY:
        return f"{text} {why}"
    other = words.say("At hand too: {better}.", better=_chances(story, better, words)) if better else ""
    if not better and any_shows < UNLIKELY:
        other = words.say("No control at hand was likely to show it.")
    return " ".join(filter(None, [text, why, other]))


def _why(story: HiddenStory, done: Sequence[str], any_shows: float, better: bool, words: Words) -> str:
    """Whether the controls suited what was hidden; where nothing `better` was at hand, nobody is blamed."""
    chances = _chances(story, done, words)
    if any_shows >= LIKELY:
        return words.say("That was bad luck: {chances}.", chances=chances)
    if any_shows >= UNLIKELY:
        return words.say("It could have gone either way: {chances}.", chances=chances)
    if story.by_chance and set(done) <= set(story.by_chance):
        one = "{controls} cannot notice this: it alarms only by chance."
        more = "{controls} cannot notice this: they alarm only by chance."
        named = _named(done, words)
        return words.many(len(done), one, more, controls=named[:1].upper() + named[1:])
    if not better:
        one = "How often this control shows this: {chances}."
        more = "How often these controls show this: {chances}."
    else:
        one = "The control did not suit what was hidden. How often it shows this: {chances}."
        more = "The controls did not suit what was hidden. How often they show this: {chances}."
    return words.many(len(done), one, more, chances=chances)


def _named(controls: Iterable[str], words: Words) -> str:
    """`X-ray and examination`."""
    return words.listed(words.low(words.title("control", code)) for code in controls)


def alike_text(story: HiddenStory, passage: PassageStory, words: Words) -> str:
    """How many others showed the unit the same or as much by then; empty where it was not shown in time."""
    if passage.alike is None or passage.stream_known is None or passage.ending == "not-arrived":
        return ""
    values = {
        "known": words.number(passage.stream_known - 1),
        "stream": words.title("stream", story.stream),
        "shown": words.many(len(shown_at(story, passage)), "{n} indicator", "{n} indicators"),
    }
    let_go = passage.ending == "not-selected"
    if not shown_at(story, passage):
        text = (
            "It showed this unit no indicator: nothing in the data set it apart from the {known} other {stream}"
            " consignments that the unit could choose from at the time."
        )
        return _with(words.say(text, **values), words.say("To let it go was no mistake.") if let_go else "")
    same, many = passage.alike - 1, passage.as_many
    if many == 1:
        text = (
            "It showed this unit {shown}; none of the {known} other {stream} consignments that the unit could choose"
            " from at the time showed as many: it stood out."
        )
        return words.say(text, **values)
    hardly = _hardly(same, many or 0, let_go=let_go, words=words)
    return _with(_among(same, None if many is None else many - 1, values, words), hardly)


def _among(same: int, many: int | None, values: Mapping[str, str], words: Words) -> str:
    """How many others showed as many indicators, and how many of these the same; old scores know the latter only."""
    text = (
        "It showed this unit {shown}; of the {known} other {stream} consignments that the unit could choose from at the"
        " time, {same} showed all of these."
    )
    if many is not None:
        text = (
            "It showed this unit {shown}; of the {known} other {stream} consignments that the unit could choose from at"
            " the time, {many} showed as many or more, {same} of them all of these."
        )
    none = words.say("none")
    return words.say(text, many=words.number(many or 0), same=words.number(same) if same else none, **values)


def _hardly(same: int, many: int, *, let_go: bool, words: Words) -> str:
    """Whether it could be told from those; empty where it could."""
    if same >= MANY_ALIKE and let_go:
        return words.say("By indicators alone it could hardly be told from them: to let it go was no mistake.")
    if same >= MANY_ALIKE:
        return words.say("By indicators alone it could hardly be told from them.")
    return words.say("By their number it did not stand out.") if many >= MANY_ALIKE else ""


def _with(text: str, more: str) -> str:
    return f"{text} {more}" if more else text
