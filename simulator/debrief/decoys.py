"""What cost officers' time without a find: decoys, and controls whose reasons do not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.debrief.appendix import row_id
from simulator.debrief.blocks import Column, Row, Table, without_empty
from simulator.debrief.words import Words
from simulator.scoring.model import Decided, DecoyStory

MOST_UNGROUNDED = 30
CLEAN = ("nothing-found", "delayed")


def once(stories: Sequence[DecoyStory]) -> tuple[DecoyStory, ...]:
    """Every decoy once, with all units that controlled it: each lane has its own story of it."""
    by: dict[str, DecoyStory] = {}
    for story in stories:
        before = by.get(story.consignment)
        controlled = [*(before.controlled_by if before else ()), *story.controlled_by]
        by[story.consignment] = story.model_copy(update={"controlled_by": controlled})
    return tuple(by.values())


def decoys(stories: Sequence[DecoyStory], names: Mapping[str, str], words: Words) -> Table:
    """Every decoy, and which units controlled it."""
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Looks like"), "long"),
        Column(words.say("Declared as")),
        Column(words.say("Routing"), "code"),
        Column(words.say("Indicators that show"), "long"),
        Column(words.say("Controlled by")),
    )
    return Table(words.say("Decoys"), columns, tuple(_decoy(story, names, words) for story in stories))


def _decoy(story: DecoyStory, names: Mapping[str, str], words: Words) -> Row:
    by = words.listed(names.get(unit, unit) for unit in story.controlled_by) or words.say("nobody")
    return Row(
        (
            words.own(story.consignment),
            words.title("typology", story.like),
            words.own(story.description, 160),
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
    controlled = words.of(touched, len(stories), "decoy")
    one, more = "{controlled} was controlled.", "{controlled} were controlled."
    text = words.many(touched, one, more, controlled=controlled)
    meaning = words.say("A decoy looks risky and is clean: to control it is no mistake, it is the price of looking.")
    return f"{text} {meaning}"


def ungrounded(decisions: Sequence[Decided], names: Mapping[str, str], words: Words) -> tuple[Table, str]:
    """Controls with nothing found whose reasons do not show, and those without any if these are few; all in words."""
    found = [
        decided for decided in decisions if decided.act == "select" and decided.result in CLEAN and not decided.grounded
    ]
    reasoned = [decided for decided in found if decided.reasons]
    unreasoned = [decided for decided in found if not decided.reasons]
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Time"), "time"),
        Column(words.say("Unit")),
        Column(words.say("Reasons given"), "long"),
        Column(words.say("Confidence"), "code"),
    )
    listed = [*reasoned, *unreasoned] if len(unreasoned) <= MOST_UNGROUNDED else reasoned
    rows = [
        Row(
            (
                words.own(decided.consignment),
                words.moment(decided.t),
                names.get(decided.unit, decided.unit),
                words.titles("indicator", decided.reasons) if decided.reasons else words.say("none"),
                words.title("confidence", decided.confidence),
            ),
            row_id(decided),
        )
        for decided in listed[:MOST_UNGROUNDED]
    ]
    caption = words.in_zone(words.say("Controls without a reason that shows"))
    text = _ungrounded_text(len(found), len(unreasoned), len(listed), words)
    return without_empty(Table(caption, columns, tuple(rows))), text


def _ungrounded_text(count: int, unreasoned: int, listed: int, words: Words) -> str:
    if not count:
        return words.say("No clean consignment was controlled on reasons that its data does not show.")
    text = words.many(
        count,
        "{n} clean consignment was controlled without a reason that shows in its data.",
        "{n} clean consignments were controlled without a reason that shows in their data.",
    )
    if unreasoned:
        some = words.say("For {n} of them no reason was given.", n=words.number(unreasoned))
        text = f"{text} {some if unreasoned < count else words.say('No reason was given.')}"
    if listed > MOST_UNGROUNDED:
        text = words.say(
            "{text} The first {most} are listed; all stand in the appendix.", text=text, most=MOST_UNGROUNDED
        )
    elif listed < count:
        text = words.say("{text} Those without a reason stand in the appendix only.", text=text)
    return text
