"""What of a drill an audience may be told, taken out of the score before a word is written.

No format can leak what is cut here: all are made from what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.debrief.endings import shown_at
from simulator.scoring.model import Decided, DecoyStory, HiddenStory, PassageStory, Score, UnitScore
from simulator.scoring.model_judging import Judging
from simulator.scoring.model_rating import Evaluation

SHEET = "sheet"
"""In place of the name of a sheet, which may be that of a person."""
_PLAYERS = ("idle", "chance", "rules", "informed", "ceiling", SHEET)


@dataclass(frozen=True)
class Sources:
    """What a debrief is told from: the score, and beside it free texts by number of the decision, names of people by
    their id, the units of these, and what evaluators say."""

    score: Score
    notes: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    evaluation: Evaluation = field(default_factory=Evaluation)

    def only(self, score: Score) -> Sources:
        """The same with another score; of notes and people those that it still speaks of."""
        decided = list(decisions_in(score))
        seqs, who = {each.seq for each in decided}, {each.who for each in decided}
        return Sources(
            score,
            {seq: note for seq, note in self.notes.items() if seq in seqs},
            {one: name for one, name in self.people.items() if one in who},
            {one: unit for one, unit in self.seats.items() if one in who},
            self.evaluation,
        )


def decisions_in(score: Score) -> Iterable[Decided]:
    """Every decision that a score speaks of, in its list and in its stories."""
    yield from score.decisions
    for story in (*score.cases, *score.irregularities):
        for passage in story.passages:
            yield from passage.decisions


def for_unit(told: Sources, unit: str) -> Sources:
    """One unit: its own figures, decisions and cases; of the others what who-knew-first needs of the same cases."""
    score = told.score
    own = [each for each in score.units if each.code == unit]
    cases = [_seen_by(story, unit) for story in score.cases if _concerns(story, unit, score)]
    odd = [_seen_by(story, unit) for story in score.irregularities if _concerns(story, unit, score)]
    decoys = [_decoy_of(decoy, unit) for decoy in score.decoys if _passes(decoy, own, score)]
    left = replace(told, evaluation=_evaluated(told.evaluation, unit))
    return left.only(
        score.model_copy(
            update={
                "units": own,
                "cases": cases,
                "irregularities": odd,
                "decoys": decoys,
                "decisions": [each for each in score.decisions if each.unit == unit],
                "intelligence": [
                    each.model_copy(update={"to": [unit]})
                    for each in score.intelligence
                    if not each.to or unit in each.to
                ],
                "judgings": [_judged(each, unit) for each in score.judgings],
                "totals": _totals(score, cases, odd, decoys),
            }
        )
    )


def _evaluated(said: Evaluation, unit: str) -> Evaluation:
    """What evaluators say of one unit, and of none in particular."""
    ratings = [each for each in said.ratings if each.unit == unit]
    return Evaluation(ratings=ratings, observations=[each for each in said.observations if each.unit in ("", unit)])


def _judged(judging: Judging, unit: str) -> Judging:
    """What judging again changed for a unit, and the corrections that did it."""
    changes = [each for each in judging.changes if unit in (each.unit, each.unit_before)]
    numbers = {each.consignment for each in changes}
    corrections = [each for each in judging.corrections if each.consignment in numbers]
    return judging.model_copy(update={"changes": changes, "corrections": corrections})


def _concerns(story: HiddenStory, unit: str, score: Score) -> bool:
    if score.about.kind == "parallel":
        return story.lane == unit
    return any(passage.unit == unit for passage in story.passages)


def _passes(decoy: DecoyStory, own: list[UnitScore], score: Score) -> bool:
    if score.about.kind == "parallel":
        return any(decoy.lane == unit.code for unit in own)
    return any(unit.post in decoy.routing.split("-") or unit.code in decoy.controlled_by for unit in own)


def _decoy_of(decoy: DecoyStory, unit: str) -> DecoyStory:
    return decoy.model_copy(update={"controlled_by": [each for each in decoy.controlled_by if each == unit]})


def _seen_by(story: HiddenStory, unit: str) -> HiddenStory:
    """A hidden consignment as one of its units may read of it."""
    passages = [each if each.unit == unit else _outline(story, each) for each in story.passages]
    return story.model_copy(update={"passages": passages})


def _outline(story: HiddenStory, passage: PassageStory) -> PassageStory:
    """Another unit's passage: when it could know, when it left, how it ended; nothing of what it decided or ordered."""
    lists: dict[str, Any] = {key: [] for key in ("decisions", "observations", "at_hand", "papers", "facts")}
    gone: dict[str, Any] = {**lists, "alike": None, "as_many": None, "act_by": None}
    first = sorted(passage.seen, key=lambda seen: seen.t)[:1]
    shown = list(shown_at(story, passage))
    return passage.model_copy(update={**gone, "stream_known": None, "waited": None, "seen": first, "shown": shown})


def _totals(score: Score, cases: list[HiddenStory], odd: list[HiddenStory], decoys: list[DecoyStory]) -> Any:
    """Totals over what is told; consignments and flights stay those of the drill, their outcomes are others' too."""
    return score.totals.model_copy(
        update={
            "cases": len(cases),
            "cases_found": sum(story.outcome == "found" for story in cases),
            "irregularities": len(odd),
            "irregularities_found": sum(story.outcome == "found" for story in odd),
            "decoys": len(decoys),
            "outcomes": {},
        }
    )


def for_person(told: Sources, who: str) -> Sources:
    """One person: what the own unit had before it, with this person's decisions and notes only."""
    unit = told.seats[who]
    mine = for_unit(told, unit)
    score = mine.score
    units = [_figures_of_unit(each) for each in score.units]
    stories = {
        name: [_decided_by(story, who) for story in getattr(score, name)] for name in ("cases", "irregularities")
    }
    own = [each for each in score.decisions if each.who == who]
    left = told.only(score.model_copy(update={"units": units, "decisions": own, **stories}))
    return replace(left, people={who: told.people.get(who, who)}, seats={who: unit}, evaluation=Evaluation())


def _figures_of_unit(unit: UnitScore) -> UnitScore:
    return unit.model_copy(update={"player": player_kind(unit.player)})


def _decided_by(story: HiddenStory, who: str) -> HiddenStory:
    passages = [
        each.model_copy(update={"decisions": [one for one in each.decisions if one.who == who]})
        for each in story.passages
    ]
    return story.model_copy(update={"passages": passages})


def for_coordinator(told: Sources) -> Sources:
    """No data of single persons: no names, no free texts, no list of decisions."""
    score = told.score
    stories = {name: [_nobody(story) for story in getattr(score, name)] for name in ("cases", "irregularities")}
    units = [_figures_of_unit(unit) for unit in score.units]
    ratings = [each.model_copy(update={"by": "", "reason": ""}) for each in told.evaluation.ratings]
    left = score.model_copy(update={"units": units, "decisions": [], "intelligence": [], **stories})
    return Sources(left, evaluation=Evaluation(ratings=ratings))


def _nobody(story: HiddenStory) -> HiddenStory:
    """A story that says what a unit decided, and not who in it."""
    passages = [
        each.model_copy(update={"decisions": [one.model_copy(update={"who": ""}) for one in each.decisions]})
        for each in story.passages
    ]
    return story.model_copy(update={"passages": passages})


def player_kind(player: str) -> str:
    """Who played a unit, without the name of a sheet."""
    return player if player in _PLAYERS else SHEET
