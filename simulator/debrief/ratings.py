"""Ratings by objective: what the figures propose, what an evaluator set, and by which figures; observations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.common.tables import shown, table
from simulator.debrief.blocks import Column, Fact, Row, Table, without_empty
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import Score, UnitScore
from simulator.scoring.model_rating import Evaluation, Measured, Observation, Proposed, RatingSet


@dataclass(frozen=True)
class Ratings:
    """What is told of ratings; without objectives there are no tables."""

    objectives: Table
    thresholds: Table
    units: tuple[Table, ...]
    meanings: tuple[Fact, ...]
    observations: Table


def ratings(score: Score, said: Evaluation, names: Mapping[str, str], words: Words) -> Ratings:
    """The ratings of every unit, and what evaluators observed."""
    goals = {str(goal.get("code", "")): goal for goal in score.objectives}
    titles = {code: words.own(goal.get("text", ""), 200) for code, goal in goals.items()}
    rated = [unit for unit in score.units if unit.ratings]
    return Ratings(
        objectives=_objectives(score, titles, words),
        thresholds=_thresholds(rated, titles, words),
        units=tuple(_unit(unit, said.ratings, names[unit.code], titles, words) for unit in rated),
        meanings=tuple(
            Fact(rating_title(row["code"], words), shown("scoring", "ratings", "meaning", row, words.lang))
            for row in table("scoring", "ratings")
        ),
        observations=_observations(said.observations, names, titles, words),
    )


def rating_title(code: str, words: Words) -> str:
    """`P – Performed without Challenges`."""
    return words.say("{code} – {title}", code=code, title=words.title("rating", code))


def _objectives(score: Score, titles: Mapping[str, str], words: Words) -> Table:
    columns = (
        Column(words.say("Objective"), "long"),
        Column(words.say("Capability")),
        Column(words.say("Tasks"), "long"),
    )
    rows = []
    for goal in score.objectives:
        capability = words.own(goal["capability"], 200) if goal.get("capability") else NONE
        tasks = " ".join(words.own(task, None) for task in goal.get("tasks", ())) or NONE
        rows.append(Row((titles[str(goal.get("code", ""))], capability, tasks)))
    caption = words.say("Objectives, the capabilities that they belong to, and their tasks")
    return without_empty(Table(caption, columns, tuple(rows)))


def _unit(unit: UnitScore, said: Sequence[RatingSet], name: str, titles: Mapping[str, str], words: Words) -> Table:
    columns = (
        Column(words.say("Objective"), "long"),
        Column(words.say("Proposed by the figures")),
        Column(words.say("Figures"), "long"),
        Column(words.say("Set by an evaluator")),
    )
    rows = tuple(
        Row(
            (
                titles.get(told.objective, told.objective),
                _proposed(told, words),
                "; ".join(_measured(each, words) for each in told.measures) or NONE,
                _set([each for each in said if (each.unit, each.objective) == (unit.code, told.objective)], words),
            )
        )
        for told in unit.ratings
    )
    return Table(_caption(unit, name, words), columns, rows)


def _caption(unit: UnitScore, name: str, words: Words) -> str:
    """Whose ratings these are, and how much of what the unit could know they rest on."""
    if unit.decided_on is None:
        return words.say("{name}: ratings by objective", name=name)
    text = "{name}: ratings by objective; it decided on {decided} consignments that it could know"
    return words.say(text, name=name, decided=words.counts(unit.decided_on, unit.known))


def _proposed(told: Proposed, words: Words) -> str:
    if told.rating is None:
        return words.say("Unrated: {why}", why=words.title("unrated", told.why))
    return rating_title(told.rating, words)


def _measured(told: Measured, words: Words) -> str:
    """`Cases found, of those that came to the post: 7 of 12 (58 %)`; a harm that is too great says so."""
    values = {"measure": words.title("measure", told.measure), "figure": _figure(told, words)}
    harmed = told.most is not None and told.proposes is not None
    return words.say("{measure}: {figure}, too many" if harmed else "{measure}: {figure}", **values)


def _thresholds(rated: Sequence[UnitScore], titles: Mapping[str, str], words: Words) -> Table:
    """What each measure must at least be, or at most; the same for every unit."""
    columns = (
        Column(words.say("Objective"), "long"),
        Column(words.say("Measure"), "long"),
        *(Column(words.say("{rating} from", rating=rating), "number") for rating in ("P", "S", "M")),
        Column(words.say("At most, else M"), "number"),
    )
    rows = [
        Row((titles.get(told.objective, told.objective), words.title("measure", each.measure), *_levels(each, words)))
        for told in (rated[0].ratings if rated else ())
        for each in told.measures
    ]
    return without_empty(Table(words.say("How the objectives are measured"), columns, tuple(rows)))


def _levels(told: Measured, words: Words) -> tuple[str, ...]:
    def share(value: float | None) -> str:
        return NONE if value is None else words.share(round(1000 * value), 1000)

    levels = tuple(share(level) for level in (told.performed, told.some, told.major))
    most = told.most
    plain = most is not None and told.whole is None
    return (*levels, words.number(most) if plain and most is not None else share(most))


def _figure(told: Measured, words: Words) -> str:
    if told.whole is None:
        return words.number(told.part)
    if not told.whole:
        return words.say("none")
    counts = words.counts(round(told.part), round(told.whole))
    if told.few:
        return words.say("{counts}, too few to judge", counts=counts)
    return words.say("{counts} ({share})", counts=counts, share=words.share(round(told.part), round(told.whole)))


def _set(said: Sequence[RatingSet], words: Words) -> str:
    """What evaluators set, the last first: it holds."""
    return " ".join(_one(each, words) for each in reversed(said)) or NONE


def _one(each: RatingSet, words: Words) -> str:
    values = {
        "rating": rating_title(each.rating, words),
        "reason": words.own(each.reason, None),
        "by": words.own(each.by, 60),
    }
    text = "{rating}. Reason: {reason} ({by})" if each.by else "{rating}. Reason: {reason}"
    return words.say(text, **values)


def _observations(
    said: Sequence[Observation], names: Mapping[str, str], titles: Mapping[str, str], words: Words
) -> Table:
    columns = (
        Column(words.say("Time"), "time"),
        Column(words.say("Unit")),
        Column(words.say("Observation"), "long"),
        Column(words.say("Objective"), "long"),
        Column(words.say("By")),
    )
    rows = (
        Row(
            (
                words.own(each.time, 40),
                names.get(each.unit, NONE),
                words.own(each.text, None),
                titles.get(each.objective, NONE),
                words.own(each.by, 60),
            )
        )
        for each in said
    )
    return without_empty(Table(words.say("Observations of the evaluators, as they wrote them"), columns, tuple(rows)))
