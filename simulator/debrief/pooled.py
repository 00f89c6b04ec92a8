"""The appendix of figures over all units together: how well cases were told apart, what stated confidence was worth."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.debrief.blocks import Column, Fact, Row, Table
from simulator.debrief.words import Words
from simulator.scoring.model import Score


@dataclass(frozen=True)
class Together:
    """What is told of all units together."""

    facts: tuple[Fact, ...]
    confidence: Table
    words: str


def pooled(score: Score, words: Words) -> Together:
    """d' and criterion, or that there are too few cases for them; and confidence against what was found."""
    told = score.pooled
    signal = told.signal
    few = words.say("too few to judge")
    facts = (
        Fact(words.say("Cases shown in time that were selected"), words.counts(signal.cases_selected, signal.cases)),
        Fact(words.say("Clean consignments that were selected"), words.counts(signal.clean_selected, signal.clean)),
        Fact(words.say("d'"), few if told.d_prime is None else words.number(told.d_prime, 2)),
        Fact(words.say("Criterion"), few if told.criterion is None else words.number(told.criterion, 2)),
    )
    return Together(facts, _confidence(score, words), _words(score, words))


def _words(score: Score, words: Words) -> str:
    if score.pooled.d_prime is None:
        text = "The cases of all units together are fewer than {few}; d' and criterion would say nothing."
        return words.say(text, few=words.number(words.few))
    text = (
        "d' says how well cases were told from clean consignments: 0 is not at all, 1 a little, 3 very well."
        " The criterion says how sparingly was selected: above 0 sparingly, below 0 quickly."
        " Both are worked out with the log-linear correction, over all units together, and say nothing of one unit."
    )
    return words.say(text)


def _confidence(score: Score, words: Words) -> Table:
    columns = (
        Column(words.say("Confidence")),
        Column(words.say("Selected"), "number"),
        Column(words.say("Controlled"), "number"),
        Column(words.say("With a find"), "number"),
        Column(words.say("Share with a find"), "number"),
    )
    rows = (
        Row(
            (
                words.title("confidence", each.level),
                words.number(each.selected),
                words.number(each.controlled),
                words.number(each.found),
                words.share(each.found, each.controlled) if each.controlled >= words.few else _few(words),
            )
        )
        for each in score.pooled.confidence
    )
    return Table(words.say("Stated confidence against what was found, all units together"), columns, tuple(rows))


def _few(words: Words) -> str:
    return words.say("too few to judge")
