"""One person's decisions in figures, for that person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.debrief.blocks import Fact
from simulator.debrief.words import Words
from simulator.scoring.model import Decided, Score

_CLEAN = ("nothing-found", "delayed", "untouched")


@dataclass(frozen=True)
class OwnCounts:
    """Counts of one person's decisions; every decision with reasons is either shown by the data or not."""

    decisions: int
    without_effect: int
    selected: int
    samples: int
    found: int
    nothing_found_grounded: int
    nothing_found_ungrounded: int
    reasons_shown: int
    reasons_not_shown: int
    without_reasons: int

    @classmethod
    def of(cls, decided: Sequence[Decided]) -> OwnCounts:
        """The counts of these decisions."""
        effective = [each for each in decided if each.effect == "effect"]
        selected = [each for each in effective if each.act == "select"]
        clean = [each for each in selected if each.result in _CLEAN]
        return cls(
            decisions=len(decided),
            without_effect=len(decided) - len(effective),
            selected=len(selected),
            samples=sum(each.act == "sample" for each in effective),
            found=sum(each.result == "found" for each in effective),
            nothing_found_grounded=sum(bool(each.grounded) for each in clean),
            nothing_found_ungrounded=sum(not each.grounded for each in clean),
            reasons_shown=sum(each.grounded is True for each in selected),
            reasons_not_shown=sum(each.grounded is False for each in selected),
            without_reasons=sum(not each.reasons for each in selected),
        )


def own_decisions(score: Score, words: Words) -> tuple[Fact, ...]:
    """The counts as facts."""
    counts = OwnCounts.of(score.decisions)
    lines = (
        (words.say("Decisions"), counts.decisions),
        (words.say("– without effect"), counts.without_effect),
        (words.say("Consignments selected"), counts.selected),
        (words.say("– with a find"), counts.found),
        (words.say("– nothing found, grounded"), counts.nothing_found_grounded),
        (words.say("– nothing found, ungrounded"), counts.nothing_found_ungrounded),
        (words.say("Random samples"), counts.samples),
        (words.say("Selections whose reasons show in the data"), counts.reasons_shown),
        (words.say("Selections whose reasons do not show"), counts.reasons_not_shown),
        (words.say("Selections without a reason"), counts.without_reasons),
    )
    return tuple(Fact(label, words.number(n)) for label, n in lines)
