"""Where a unit stands between the reference players, and what its post could have found at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.debrief.blocks import Column, Fact, Facts, Row, Table
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import Reference, UnitScore
from simulator.scoring.place import CEILING


def beside(score: UnitScore) -> list[Reference]:
    """The reference players that are told beside a unit; one that knows what is hidden stands in the appendix only."""
    return [reference for reference in score.references if reference.player != CEILING]


def place_text(score: UnitScore, words: Words) -> str:
    """`72`, or why there is no place; a dash in old scores."""
    place = score.place
    if place is None:
        return NONE
    if place.why == "few":
        return words.say("too few to judge")
    return words.say("not rated") if place.value is None else words.number(place.value)


def place_facts(score: UnitScore, words: Words) -> tuple[Facts, ...]:
    """The place of a unit and how many cases it found beyond the simple players; nothing in old scores."""
    place = score.place
    if place is None:
        return ()
    facts = [
        Fact(words.say("Place between “chance” (0) and “informed” (100)"), place_text(score, words), _why(score, words))
    ]
    facts += [
        Fact(words.say("Cases found against “{player}”", player=words.player(player)), lift_text(more, words))
        for player, more in place.lift.items()
    ]
    return (Facts(words.say("Place"), tuple(facts)),)


def lift_text(more: float, words: Words) -> str:
    """`2 more`, `0.5 fewer`, `as many`."""
    if not more:
        return words.say("as many")
    count = words.mean(abs(more))
    return words.say("{n} more", n=count) if more > 0 else words.say("{n} fewer", n=count)


def _why(score: UnitScore, words: Words) -> str:
    place = score.place
    if place is None or place.why == "rated":
        return ""
    if place.why == "few":
        text = "of fewer than {few} cases no place is given; the counts stand in the table"
        return words.say(text, few=words.number(words.few))
    return words.say("“informed” found hardly more than “chance” here, so there is nothing to measure between them")


def possible(units: Sequence[UnitScore], names: Mapping[str, str], words: Words) -> Table:
    """What each post could have found at most; empty in old scores."""
    columns = (
        Column(words.say("Unit")),
        Column(words.say("Cases found"), "number"),
        Column(words.say("Found by “{player}”", player=words.player(CEILING)), "number"),
    )
    rows = [
        Row((names[score.code], words.counts(score.cases_found, score.cases_passed), words.mean(reference.found)))
        for score in units
        for reference in score.references
        if reference.player == CEILING
    ]
    return Table(words.say("What each post could have found at most"), columns, tuple(rows))
