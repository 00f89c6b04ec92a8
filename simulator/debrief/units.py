"""One unit: what it found, what it controlled, how its officers' time was used."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.debrief.blocks import Column, Fact, Facts, Figure, Row, Table
from simulator.debrief.comparison import spread_text
from simulator.debrief.hours import hours_figure
from simulator.debrief.staff import down_words, officers_table, time_facts
from simulator.debrief.summary import shown_text
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import UnitScore


@dataclass(frozen=True)
class Unit:
    """One unit. `title` is short; `name` is set where the full name is longer; `down` says which machines were down."""

    id: str
    title: str
    name: str
    post: str
    player: str
    words: str
    facts: tuple[Facts, ...]
    beside: Table
    stations: Table
    officers: Table
    hours: Figure | None
    down: str


def player_title(player: str, words: Words) -> str:
    """Who played a unit: a reference player, or a sheet."""
    title = words.title("player", player)
    return title if title != player else words.say("the sheet {name}", name=words.own(player, 120))


def unit(score: UnitScore, title: str, words: Words) -> Unit:
    """All that is told of one unit; `title` is its name as tables use it."""
    full = words.own(score.name, None)
    return Unit(
        id=f"unit-{score.code}",
        title=title,
        name=full if full not in title else "",
        post=score.post,
        player=player_title(score.player, words),
        words=_sentences(score, words),
        facts=(_cases(score, words), _controls(score, words), time_facts(score, words)),
        beside=_beside(score, title, words),
        stations=_stations(score, words),
        officers=officers_table(score, words),
        hours=hours_figure(score, title, words.local(score.offset)),
        down=down_words(score, words.local(score.offset)),
    )


def _sentences(score: UnitScore, words: Words) -> str:
    if not score.decisions:
        return words.say("The unit made no decision. Its figures stand as they are and say nothing of its skill.")
    if not score.cases_passed:
        return words.say("No case passed this post, so the number of cases found says nothing here.")
    found = words.say(
        "It found {of} that passed its post; {shown}.",
        of=words.of(score.cases_found, score.cases_passed, words.say("case"), words.say("cases")),
        shown=shown_text(score, words),
    )
    return " ".join(filter(None, [found, _limit(score, words)]))


def _limit(score: UnitScore, words: Words) -> str:
    """What took most of the controls' time, and whether anything waited."""
    used = sum(use.minutes_used for use in score.stations)
    if not used:
        return ""
    busiest = max(score.stations, key=lambda use: use.minutes_used)
    waiting = max((use.waiting for use in score.hours), default=0)
    values = {
        "control": words.low(words.title("control", busiest.control)),
        "hours": words.hours(busiest.minutes_used),
        "share": words.share(round(busiest.minutes_used), max(round(used), 1)),
    }
    if not waiting and not score.not_controlled:
        text = "Most of the controls' time went to {control} ({hours}, {share}); nothing waited for officers."
        return words.say(text, **values)
    waited = words.many(
        waiting, "at most {n} job waited at the end of an hour", "at most {n} jobs waited at the end of an hour"
    )
    left = words.many(
        score.not_controlled,
        "{n} selected consignment was not controlled in time",
        "{n} selected consignments were not controlled in time",
    )
    text = "Most of the controls' time went to {control} ({hours}, {share}); {waited}, and {left}."
    return words.say(
        text,
        waited=waited if waiting else words.say("no job waited at the end of an hour"),
        left=left if score.not_controlled else words.say("all that was selected was controlled"),
        **values,
    )


def _cases(score: UnitScore, words: Words) -> Facts:
    found, passed = score.cases_found, score.cases_passed
    odd = words.counts(score.irregularities_found, score.irregularities_passed)
    facts = [
        Fact(words.say("Cases found, of those that passed"), words.counts(found, passed)),
        Fact(words.say("Cases that a system showed in time"), words.counts(score.cases_knowable, passed)),
        Fact(
            words.say("Cases that did not come"),
            words.number(score.cases_stopped_before),
            words.say("another unit had them, or they missed their flight") if score.cases_stopped_before else "",
        ),
        Fact(words.say("Cases that left with an open alarm"), words.number(score.cases_alarm_unresolved)),
        Fact(words.say("Irregularities found, of those that passed"), odd),
    ]
    if (score.points, score.points_possible) != (found, passed):
        points, possible = words.mean(score.points), words.mean(score.points_possible)
        text = words.say("{points} of {possible}", points=points, possible=possible)
        facts.append(Fact(words.say("Cases found, weighted"), text, words.say("with the trainer's weights")))
    return Facts(words.say("Cases"), tuple(facts))


def _controls(score: UnitScore, words: Words) -> Facts:
    samples = words.say(
        "{n} of them controlled, {found} with a find",
        n=words.number(score.samples_controlled),
        found=words.number(score.samples_with_find),
    )
    lines = (
        (words.say("Consignments it could know"), score.known, ""),
        (words.say("Decisions"), score.decisions, _without_effect(score, words)),
        (words.say("Selected, random samples apart"), score.selected, ""),
        (words.say("Not controlled in time"), score.not_controlled, ""),
        (words.say("Controlled"), score.controlled, ""),
        (words.say("– with a find"), score.with_find, ""),
        (words.say("– nothing found, grounded"), score.nothing_found_grounded, ""),
        (words.say("– nothing found, ungrounded"), score.nothing_found_ungrounded, ""),
        (words.say("– something hidden, not found"), score.hidden_not_shown, ""),
        (words.say("Random samples"), score.samples, samples if score.samples else ""),
        (words.say("Decoys controlled"), score.decoys_controlled, ""),
    )
    shown = lines if score.decisions else lines[:2]
    facts = tuple(Fact(label, words.number(count), note) for label, count, note in shown)
    return Facts(words.say("Selection and control"), facts)


def _without_effect(score: UnitScore, words: Words) -> str:
    total = sum(score.without_effect.values())
    if not total:
        return ""
    reasons = (
        words.say("{reason}: {n}", reason=words.title("effect", code), n=words.number(count))
        for code, count in sorted(score.without_effect.items())
    )
    return words.say("{n} without effect ({reasons})", n=words.number(total), reasons="; ".join(reasons))


def _beside(score: UnitScore, title: str, words: Words) -> Table:
    columns = (
        Column(words.say("Who")),
        Column(words.say("Cases found"), "number"),
        Column(words.say("Consignments controlled"), "number"),
        Column(words.say("Draws"), "number"),
    )
    controlled = words.number(score.controlled + score.samples_controlled)
    own = Row((title, words.counts(score.cases_found, score.cases_passed), controlled, NONE))
    others = (
        Row(
            (
                words.own(reference.player, 24),
                spread_text(reference, words),
                words.mean(reference.controlled),
                words.number(reference.draws),
            )
        )
        for reference in score.references
    )
    return Table(words.say("Beside the reference players"), columns, (own, *others))


def _stations(score: UnitScore, words: Words) -> Table:
    columns = (
        Column(words.say("Control")),
        Column(words.say("Done"), "number"),
        Column(words.say("Alarms"), "number"),
        Column(words.say("Finds"), "number"),
        Column(words.say("Officers' time"), "number"),
    )
    rows = tuple(
        Row(
            (
                words.title("control", use.control),
                *map(words.number, (use.done, use.alarms, use.finds)),
                words.hours(use.minutes_used),
            )
        )
        for use in score.stations
    )
    return Table(words.say("Controls done"), columns, rows)
