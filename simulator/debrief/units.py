"""One unit: what it found, what it controlled, how its officers' time was used."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.debrief import aftermath
from simulator.debrief.blocks import Column, Fact, Facts, Figure, Row, Table, without_empty
from simulator.debrief.comparison import spread_text
from simulator.debrief.hours import hours_figure
from simulator.debrief.places import beside, place_facts
from simulator.debrief.staff import down_words, officers_table, time_facts
from simulator.debrief.summary import shown_text
from simulator.debrief.words import NONE, Words
from simulator.debrief.workings import Workings, workings
from simulator.scoring.model import Score, UnitScore


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
    finds: Table
    safety: Table
    hours: Figure | None
    down: str
    work: Workings


def player_title(player: str, words: Words) -> str:
    """Who played a unit: a reference player, or a sheet."""
    title = words.title("player", player)
    return title if title != player else words.say("the sheet {name}", name=words.own(player, 120))


def unit(score: UnitScore, title: str, words: Words, whole: Score) -> Unit:
    """All that is told of one unit of a drill; `title` is its name as tables use it."""
    work = workings(whole, score, words.local(score.offset))
    full = words.own(score.name, None)
    return Unit(
        id=f"unit-{score.code}",
        title=title,
        name=full if full not in title else "",
        post=score.post,
        player=player_title(score.player, words),
        words=_sentences(score, words),
        facts=(
            _cases(score, words),
            _controls(score, words),
            *_mail(score, words),
            *place_facts(score, words),
            *aftermath.beside(score, words),
            *work.records,
            time_facts(score, words),
        ),
        beside=_beside(score, title, words),
        stations=_stations(score, words),
        officers=officers_table(score, words),
        finds=aftermath.finds(score, words.local(score.offset)),
        safety=aftermath.safety(score, words.local(score.offset)),
        hours=hours_figure(score, title, words.local(score.offset)),
        down=down_words(score, words.local(score.offset)),
        work=work,
    )


def _sentences(score: UnitScore, words: Words) -> str:
    if not score.decisions:
        return words.say("The unit made no decision. Its figures stand as they are and say nothing of its skill.")
    if not score.cases_passed:
        return words.say("No case came to this post, so the number of cases found says nothing here.")
    found = words.say(
        "It found {of} that came to its post; {shown}.",
        of=words.of(score.cases_found, score.cases_passed, "case"),
        shown=shown_text(score, words),
    )
    return " ".join(filter(None, [found, _limit(score, words)]))


def _limit(score: UnitScore, words: Words) -> str:
    """What took most of the controls' time, and whether anything waited."""
    used, controls = score.minutes_used, [use for use in score.stations if not use.step]
    if not used or not controls:
        return ""
    busiest = max(controls, key=lambda use: use.minutes_used)
    waiting = max((use.waiting for use in score.hours), default=0)
    values = {
        "control": words.low(words.title("control", busiest.control)),
        "hours": words.hours(busiest.minutes_used),
        "share": words.share(round(busiest.minutes_used), max(round(used), 1)),
    }
    if not waiting and not score.not_controlled:
        text = "Of the time used, most went to {control} ({hours}, {share}); nothing waited for officers."
        return words.say(text, **values)
    waited = words.many(
        waiting, "at most {n} job waited at the end of an hour", "at most {n} jobs waited at the end of an hour"
    )
    left = words.many(
        score.not_controlled,
        "{n} selected consignment was not controlled in time",
        "{n} selected consignments were not controlled in time",
    )
    text = "Of the time used, most went to {control} ({hours}, {share}); {waited}, and {left}."
    return words.say(
        text,
        waited=waited if waiting else words.say("no job waited at the end of an hour"),
        left=left if score.not_controlled else words.say("all that was selected was controlled"),
        **values,
    )


def _cases(score: UnitScore, words: Words) -> Facts:
    found, passed, plain = score.cases_found, score.cases_passed, score.cases_without_indicator
    odd = words.counts(score.irregularities_found, score.irregularities_passed)
    facts = [
        *_bound(score, words),
        Fact(words.say("Cases found, of those that came"), words.counts(found, passed)),
        *_way(score, words),
        Fact(
            words.say("Cases that a system showed in time"),
            words.counts(score.cases_knowable, passed),
            words.say("{n} of them with no indicator", n=words.number(plain)) if plain else "",
        ),
        Fact(words.say("Cases with an alarm left open"), words.number(score.cases_alarm_unresolved)),
        Fact(words.say("Irregularities found, of those that came"), odd),
    ]
    if (score.points, score.points_possible) != (found, passed):
        points, possible = words.mean(score.points), words.mean(score.points_possible)
        text = words.say("{points} of {possible}", points=points, possible=possible)
        facts.append(Fact(words.say("Cases found, weighted"), text, words.say("with the trainer's weights")))
    if score.points_irregularities_possible:
        points, possible = map(words.exact, (score.points_irregularities, score.points_irregularities_possible))
        text = words.say("{points} of {possible}", points=points, possible=possible)
        note = words.say("beside 1 for a case")
        facts.append(Fact(words.say("Irregularities found, weighted"), text, note))
    return Facts(words.say("Cases"), tuple(facts))


def _way(score: UnitScore, words: Words) -> tuple[Fact, ...]:
    """How far the cases got that came to the post; an old score does not know."""
    way = score.way
    if score.decided_on is None or not score.cases_passed:
        return ()
    failed = words.say("no miss of who selected it: the control did not show it, or an alarm stayed open")
    return (
        Fact(words.say("– decided on"), words.number(way.decided)),
        Fact(words.say("– selected"), words.number(way.selected)),
        Fact(words.say("– presented"), words.number(way.presented)),
        Fact(words.say("– controlled"), words.number(way.controlled)),
        Fact(words.say("– controlled without a find"), words.number(way.control_failed), failed),
    )


def _bound(score: UnitScore, words: Words) -> tuple[Fact, ...]:
    """Cases whose way led to the post, where some of them did not get there."""
    away = score.cases_stopped_before
    if not away:
        return ()
    note = words.say("another unit had them, they missed their flight, or the drill ended before")
    return (
        Fact(words.say("Cases bound for this post"), words.number(score.cases_passed + away)),
        Fact(words.say("– did not come"), words.number(away), note),
        Fact(words.say("– came"), words.number(score.cases_passed)),
    )


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
    facts = [Fact(label, words.number(count), note) for label, count, note in shown]
    if score.decided_on is not None:
        # What nobody looked at stands beside what was decided: a figure of few decisions says little of many.
        never = words.number(score.known - score.decided_on)
        facts.insert(1, Fact(words.say("– never decided on"), never))
    return Facts(words.say("Selection and control"), tuple(facts))


def _mail(score: UnitScore, words: Words) -> tuple[Facts, ...]:
    """What it did with receptacles, apart from items that it selected singly; nothing where it was shown none."""
    mail = score.mail
    if not mail.receptacles:
        return ()
    lines = (
        (words.say("Receptacles it could know"), mail.receptacles),
        (words.say("Receptacles selected"), mail.selected),
        (words.say("– items taken out for control"), mail.items),
        (words.say("– over a belt"), mail.over_belt),
        (words.say("– alarms at the belt"), mail.alarms),
        (words.say("– examined"), mail.examined),
        (words.say("– with a find"), mail.found),
        (words.say("– not controlled in time"), mail.not_controlled),
    )
    facts = [Fact(label, words.number(count)) for label, count in (lines if mail.selected else lines[:2])]
    bare = words.counts(mail.cases_without_data_found, mail.cases_without_data)
    facts.append(Fact(words.say("Cases without advance data found, of those that came"), bare))
    return (Facts(words.say("Mail by receptacle"), tuple(facts)),)


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
                words.player(reference.player),
                spread_text(reference, words),
                words.mean(reference.controlled),
                words.number(reference.draws),
            )
        )
        for reference in beside(score)
    )
    return Table(words.say("Beside the reference players"), columns, (own, *others))


def _stations(score: UnitScore, words: Words) -> Table:
    columns = (
        Column(words.say("Control or work")),
        Column(words.say("Done"), "number"),
        Column(words.say("Alarms"), "number"),
        Column(words.say("Finds"), "number"),
        Column(words.say("Officers' time"), "number"),
        Column(words.say("Left while they waited"), "number"),
    )
    rows = tuple(
        Row(
            (
                words.title("control", use.control),
                words.number(use.done),
                *((NONE, NONE) if use.step and not use.finds else map(words.number, (use.alarms, use.finds))),
                words.hours(use.minutes_used),
                words.number(use.lost) if use.lost else NONE,
            )
        )
        for use in score.stations
    )
    used = words.hours(sum(use.minutes_used for use in score.stations))
    lost = sum(use.lost for use in score.stations)
    whole = Row((words.say("All"), NONE, NONE, NONE, used, words.number(lost) if lost else NONE))
    caption = words.say("Controls done, and work after finds")
    return without_empty(Table(caption, columns, (*rows, whole) if rows else ()))
