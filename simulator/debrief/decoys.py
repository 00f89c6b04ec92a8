"""What cost officers' time without a find: decoys, and controls whose reasons do not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.words import Words
from simulator.scoring.model import Decided, DecoyStory

MOST_UNGROUNDED = 30
CLEAN = ("nothing-found", "delayed")


def decoys(stories: Sequence[DecoyStory], names: Mapping[str, str], words: Words) -> Table:
    """Every decoy, and which units controlled it."""
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Looks like")),
        Column(words.say("Declared as")),
        Column(words.say("Stream")),
        Column(words.say("Routing"), "code"),
        Column(words.say("Indicators that show")),
        Column(words.say("Controlled by")),
    )
    return Table(words.say("Decoys"), columns, tuple(_decoy(story, names, words) for story in stories))


def _decoy(story: DecoyStory, names: Mapping[str, str], words: Words) -> Row:
    by = words.listed(names.get(unit, unit) for unit in story.controlled_by) or words.say("nobody")
    looks = (
        words.title("typology", story.like),
        words.own(story.description, 160),
        words.title("stream", story.stream),
    )
    return Row(
        (
            words.own(story.consignment),
            *looks,
            words.own(story.routing),
            words.titles("indicator", story.indicators),
            by,
        )
    )


def decoys_text(stories: Sequence[DecoyStory], words: Words) -> str:
    """How many of the decoys were controlled."""
    if not stories:
        return words.say("The drill held no decoys.")
    touched = sum(bool(story.controlled_by) for story in stories)
    controlled = words.of(touched, len(stories), words.say("decoy"), words.say("decoys"))
    one, more = "{controlled} was controlled.", "{controlled} were controlled."
    text = words.many(len(stories), one, more, controlled=controlled)
    meaning = words.say("A decoy looks risky and is clean: to control it is no mistake, it is the price of looking.")
    return f"{text} {meaning}"


def ungrounded(decisions: Sequence[Decided], names: Mapping[str, str], words: Words) -> tuple[Table, str]:
    """Controls with nothing found whose reasons do not show: the first of them, and how many in words."""
    found = [
        decided for decided in decisions if decided.act == "select" and decided.result in CLEAN and not decided.grounded
    ]
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Time"), "time"),
        Column(words.say("Unit")),
        Column(words.say("Reasons given")),
        Column(words.say("Confidence")),
    )
    rows = [
        Row(
            (
                words.own(decided.consignment),
                words.moment(decided.t),
                names.get(decided.unit, decided.unit),
                words.titles("indicator", decided.reasons),
                words.title("confidence", decided.confidence),
            )
        )
        for decided in found[:MOST_UNGROUNDED]
    ]
    return Table(words.say("Ungrounded controls with nothing found"), columns, tuple(rows)), _ungrounded_text(
        len(found), words
    )


def _ungrounded_text(count: int, words: Words) -> str:
    if not count:
        return words.say("No clean consignment was controlled on reasons that its data does not show.")
    text = words.many(
        count,
        "{n} clean consignment was controlled without a reason that shows in its data.",
        "{n} clean consignments were controlled without a reason that shows in their data.",
    )
    if count > MOST_UNGROUNDED:
        text = words.say(
            "{text} The first {most} are listed; all stand in the appendix.", text=text, most=MOST_UNGROUNDED
        )
    return text
