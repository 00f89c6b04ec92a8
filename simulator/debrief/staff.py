"""How the time of a unit's officers was used, and when its machines were down."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.debrief.blocks import Column, Fact, Facts, Row, Table, without_empty
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import OfficerTime, UnitScore


def time_facts(score: UnitScore, words: Words) -> Facts:
    """Officers' time, and what controls cost others; what a unit does not have is left out."""
    lead = NONE if score.lead_minutes is None else words.span(score.lead_minutes * 60)
    facts = (
        Fact(words.say("Lead time, median"), lead),
        *_timing(score, words),
        Fact(words.say("Officers on shift"), words.hours(score.minutes_on), _absent(score, words)),
        Fact(
            words.say("– used by controls and work after finds"), words.hours(score.minutes_used), _over(score, words)
        ),
        *_apart(score, words),
        Fact(words.say("– idle"), words.hours(score.minutes_idle)),
        *_lost(score, words),
        Fact(
            words.say("Delay of clean consignments"),
            words.hours(score.delay_minutes),
            words.many(score.delayed, "{n} consignment", "{n} consignments") if score.delayed else "",
        ),
        Fact(words.say("Clean consignments that missed a flight"), words.number(score.onward_missed)),
    )
    return Facts(words.say("Time"), facts)


def _timing(score: UnitScore, words: Words) -> Iterable[Fact]:
    """How early and how fast it selected; nothing of what it did not do."""
    told = score.timing
    if score.selected and told.decide_minutes is not None:
        early = words.counts(told.selected_early, score.selected)
        yield Fact(words.say("Selected before it could be presented"), early)
        yield Fact(words.say("From being shown to selection, median"), words.span(told.decide_minutes * 60))
    if told.find_minutes is not None:
        yield Fact(words.say("From selection to find, median"), words.span(told.find_minutes * 60))


def _lost(score: UnitScore, words: Words) -> Iterable[Fact]:
    """What deadlines took."""
    if score.lost_controls:
        yield Fact(
            words.say("Left while they waited for a control"),
            words.number(score.lost_controls),
            words.say("officers had worked {hours} on them", hours=words.hours(score.lost_minutes)),
        )


def _absent(score: UnitScore, words: Words) -> str:
    if not score.minutes_absent:
        return ""
    return words.say("absent: {hours} more", hours=words.hours(score.minutes_absent))


def _over(score: UnitScore, words: Words) -> str:
    return (
        words.say("{hours} of it after the shift", hours=words.hours(score.minutes_over)) if score.minutes_over else ""
    )


def _apart(score: UnitScore, words: Words) -> Iterable[Fact]:
    """What is neither used nor idle."""
    apart = (
        (words.say("– breaks"), score.minutes_break),
        (words.say("– hand-over"), score.minutes_handover),
        (words.say("– the dog at rest, its handler free"), score.minutes_rest),
    )
    return (Fact(label, words.hours(minutes)) for label, minutes in apart if minutes)


def officers_table(score: UnitScore, words: Words) -> Table:
    """Officers by role and shift; columns that say nothing of this unit are left out."""
    columns = (
        Column(words.say("Officers")),
        Column(words.say("Shift"), "code"),
        *(
            Column(title, "number")
            for title in (
                words.say("Number"),
                words.say("On shift"),
                words.say("Used"),
                words.say("Breaks"),
                words.say("Hand-over"),
                words.say("Dog rests"),
                words.say("Idle"),
                words.say("Absent"),
            )
        ),
    )
    groups: dict[tuple[str, str], list[OfficerTime]] = {}
    for officer in score.officers:
        groups.setdefault((officer.role, officer.shift), []).append(officer)
    rows = tuple(_group(role, shift, group, words) for (role, shift), group in groups.items())
    return without_empty(Table(words.say("Officers by role and shift"), columns, rows))


def _group(role: str, shift: str, group: list[OfficerTime], words: Words) -> Row:
    def hours(name: str) -> str:
        return words.hours(sum(getattr(officer, name) or 0 for officer in group))

    def some(name: str) -> str:
        return hours(name) if any(getattr(officer, name) for officer in group) else NONE

    return Row(
        (
            words.title("role", role),
            words.own(shift),
            words.number(len(group)),
            hours("minutes_on"),
            hours("minutes_used"),
            *map(some, ("minutes_break", "minutes_handover", "minutes_rest")),
            NONE if any(officer.minutes_idle is None for officer in group) else hours("minutes_idle"),
            some("minutes_absent"),
        )
    )


def down_words(score: UnitScore, words: Words) -> str:
    """When which machines were down, in the time of the post; empty if none was."""
    by_machine: dict[str, list[str]] = {}
    for outage in score.outages:
        by_machine.setdefault(outage.machine, []).append(_span(outage.begin, outage.end, words))
    return " ".join(
        words.say("{machine} down: {times}.", machine=words.title("machine", machine), times=words.listed(times))
        for machine, times in by_machine.items()
    )


def _span(begin: int, end: int, words: Words) -> str:
    same_day = words.day(begin) == words.day(end)
    until = words.time(end) if same_day else words.moment(end)
    return words.say("{begin} to {end}", begin=words.moment(begin), end=until)
