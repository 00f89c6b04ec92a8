"""What a unit did after its finds and at danger signs, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.common.clock import HOUR
from simulator.debrief.blocks import Column, Fact, Facts, Row, Table
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import UnitScore
from simulator.scoring.model_after import FindWork, Safety

CUT_OFF = HOUR
"""Steps missing at a find whose last step ended so shortly before the end of the drill were cut off by it.

Source: assumption; no step takes longer.
"""


def finds(score: UnitScore, words: Words) -> Table:
    """The work after each find: what was carried out, what is missing, who took it over."""
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Kind of find")),
        Column(words.say("Found"), "time"),
        Column(words.say("Steps"), "number"),
        Column(words.say("Time"), "number"),
        Column(words.say("Missing"), "long"),
        Column(words.say("Handed over to")),
        Column(words.say("Laboratory")),
    )
    rows = tuple(
        Row(
            (
                work.consignment,
                words.title("find", work.find),
                words.moment(work.t),
                words.counts(len(work.expected) - len(work.missing) - len(work.unreached), len(work.expected)),
                words.hours(work.minutes),
                _missing(work, words),
                _handed(work, words),
                words.title("laboratory", work.laboratory) if work.laboratory else NONE,
            )
        )
        for work in score.after.finds
    )
    return Table(words.say("After the finds"), columns, rows)


def _missing(work: FindWork, words: Words) -> str:
    missing, cut = work.missing, work.unreached
    if missing and not cut and _until(work) > words.end - CUT_OFF:
        missing, cut = [], work.missing
    parts = [_named(missing, words) or words.say("nothing")] if missing or not cut else []
    if cut:
        parts.append(words.say("cut off by the end of the drill: {steps}", steps=_named(cut, words)))
    if not work.in_order:
        parts.append(words.say("not in the right order"))
    return "; ".join(parts)


def _named(steps: Sequence[str], words: Words) -> str:
    return ", ".join(words.low(words.title("control", step)) for step in steps)


def _until(work: FindWork) -> int:
    """When the last step that was carried out ended."""
    return max([work.t, *(step.t for step in work.steps)])


def _handed(work: FindWork, words: Words) -> str:
    if not work.handed_to:
        return NONE
    to = words.title("authority", work.handed_to)
    if work.handed_to == work.authority:
        return to
    return words.say("{to} (expected: {right})", to=to, right=words.title("authority", work.authority))


def safety(score: UnitScore, words: Words) -> Table:
    """What was done at each danger sign; shown apart from the score."""
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Sign shown by")),
        Column(words.say("At"), "time"),
        Column(words.say("What was done"), "long"),
        Column(words.say("What it was"), "long"),
    )
    rows = tuple(
        Row(
            (
                each.consignment,
                words.title("control", each.control),
                words.moment(each.t),
                _done(each, words),
                _was(each, words),
            )
        )
        for each in score.after.safety
    )
    return Table(words.say("Danger signs: stop, isolate, notify; never open"), columns, rows)


def _done(each: Safety, words: Words) -> str:
    if each.opened is not None:
        return words.say("SAFETY FAILURE: opened at {t}", t=words.moment(each.opened))
    if each.right:
        return words.say("Right: stopped, isolated, notified")
    done = ", ".join(words.low(words.title("control", step)) for step in each.steps)
    return words.say("Not complete: {done}", done=done or words.say("nothing was done"))


def _was(each: Safety, words: Words) -> str:
    told = words.title("resolved", each.resolved) if each.resolved else words.say("the disposal service was not called")
    if not each.resolved and "notify" in each.steps:
        told = words.say("the disposal service had not answered yet")
    really = words.say("It was dangerous") if each.danger else words.say("It only looked dangerous")
    return words.say("{really}; {told}", really=really, told=told)


def _room(score: UnitScore, words: Words) -> str:
    """How much of the room for holds was used; empty where there is no limit."""
    room = score.space
    if room.places is None:
        return ""
    return words.say("at most {most} of {places} places at once", most=room.most, places=room.places)


def beside(score: UnitScore, words: Words) -> tuple[Facts, ...]:
    """Presentation, holds, questions and proposals, as far as there were any."""
    after = score.after
    lines: list[Fact] = []
    if after.presented_items:
        items = words.counts(after.presented_items, score.mail.items)
        lines.append(Fact(words.say("Presented, of the items of receptacles"), items, words.say("counted apart")))
    if after.presented is not None and (score.selected or score.samples):
        single = words.counts(after.presented - after.presented_items, score.selected + score.samples)
        lines.append(Fact(words.say("Presented, of what was selected or sampled"), single))
        lines.append(
            Fact(
                words.say("Not found when asked for"),
                words.number(after.not_found),
                words.say("{n} presented later", n=words.number(after.found_later)) if after.not_found else "",
            )
        )
    if after.holds:
        clean = words.say("{hours} of clean consignments", hours=words.hours(after.hold_minutes_clean))
        lines.append(Fact(words.say("Holds"), words.number(after.holds), _room(score, words)))
        lines.append(Fact(words.say("Time on hold"), words.hours(after.hold_minutes), clean))
        lines.append(Fact(words.say("Cost of holds"), words.say("USD {cost}", cost=words.mean(after.hold_cost))))
    if after.asked:
        refused = words.say("{n} refused", n=words.number(after.asked_refused)) if after.asked_refused else ""
        lines.append(
            Fact(words.say("Questions to contacts answered"), words.counts(after.asked_answered, after.asked), refused)
        )
    lines += [
        Fact(
            words.say("Presumed after a field test, and not so: {id}", id=each.consignment),
            words.hours(each.minutes),
            words.say("told at {time}", time=words.moment(each.ended)) if each.ended is not None else "",
        )
        for each in after.unconfirmed
    ]
    for delivery in after.deliveries:
        old = "accepted" if delivery.accepted else "refused" if delivery.answer is not None else "late"
        lines.append(
            Fact(
                words.say("Controlled delivery of {id}", id=delivery.consignment),
                words.title("delivery", delivery.outcome or old),
                words.title("authority", delivery.to),
            )
        )
    return (Facts(words.say("Presentation, holds, questions"), tuple(lines)),) if lines else ()
