"""How a unit worked: officers and machines over time and what deadlines took, its reasons, its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.common.clock import HOUR
from simulator.debrief.blocks import Column, Fact, Facts, Row, Table, without_empty
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import Decided, HiddenStory, HourUse, Score, UnitScore
from simulator.scoring.model_measures import MachineTime

PERIODS = 12
"""Rows of the table of periods, at most."""
MOST_OWN = 40
"""Notes that are listed, at most; all of them stand with the decisions."""
_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 24, 48)


@dataclass(frozen=True)
class Workings:
    """Tables of one unit; without rows where there is nothing to tell."""

    records: tuple[Facts, ...]
    machines: Table
    periods: Table
    reasons: Table
    own_words: Table


def workings(score: Score, unit: UnitScore, words: Words) -> Workings:
    """All of it for one unit; `words` have the clock of its post."""
    passing = [story for story in score.cases if any(passage.unit == unit.code for passage in story.passages)]
    return Workings(
        records=_records(unit, words),
        machines=_machines(unit.machines, words),
        periods=_periods(unit.hours, score.about.length, words),
        reasons=_reasons(unit, passing, words),
        own_words=_own_words([each for each in score.decisions if each.unit == unit.code], words),
    )


def _records(unit: UnitScore, words: Words) -> tuple[Facts, ...]:
    """How complete its records are; nothing where there was nothing to write down."""
    kept = unit.recording
    lines = (
        (words.say("Selections with a reason"), kept.with_reason, kept.selections),
        (words.say("Selections with a stated confidence"), kept.with_confidence, kept.selections),
        (words.say("Openings and holds with a legal ground"), kept.with_ground, kept.openings),
        (words.say("Steps carried out after finds"), kept.steps_done, kept.steps_expected),
        (words.say("Finds handed to the right authority"), kept.handed_right, kept.hand_overs),
        (words.say("Finds reported to the network"), kept.reported, kept.reports),
    )
    facts = tuple(Fact(label, words.counts(part, whole)) for label, part, whole in lines if whole)
    return (Facts(words.say("Records"), facts),) if facts else ()


def _machines(machines: Sequence[MachineTime], words: Words) -> Table:
    columns = (
        Column(words.say("Machines")),
        *(
            Column(title, "number")
            for title in (
                words.say("Number"),
                words.say("There"),
                words.say("Used"),
                words.say("Down"),
                words.say("Idle"),
                words.say("Used on what left before its next control"),
            )
        ),
    )
    rows = (
        Row(
            (
                words.title("machine", each.machine),
                words.number(each.count),
                words.hours(each.minutes_there),
                words.hours(each.minutes_used),
                words.hours(each.minutes_down) if each.minutes_down else NONE,
                words.hours(each.minutes_idle),
                words.hours(each.minutes_lost) if each.minutes_lost else NONE,
            )
        )
        for each in machines
    )
    return without_empty(Table(words.say("Machines"), columns, tuple(rows)))


def _periods(hours: Sequence[HourUse], length: int, words: Words) -> Table:
    """Officers and machines over time, by periods of a round number of hours."""
    long = next((each for each in _LENGTHS if len(hours) <= each * PERIODS), _LENGTHS[-1])
    kinds = sorted({machine for use in hours for machine in use.machines})
    columns = (
        Column(words.say("Period"), "time"),
        Column(words.say("Officers busy, of those on shift"), "number"),
        *(Column(words.say("{machine} busy", machine=words.title("machine", kind)), "number") for kind in kinds),
        Column(words.say("Waiting at its end"), "number"),
        Column(words.say("Left while it waited"), "number"),
    )
    parts = [hours[at : at + long] for at in range(0, len(hours), long)]
    busy = any(use.busy for use in hours)
    rows = tuple(_period(part, kinds, length, words) for part in parts) if busy else ()
    caption = words.say("Officers and machines over time, averages; local time ({zone})", zone=words.zone())
    return Table(caption, columns, rows)


def _period(part: Sequence[HourUse], kinds: Sequence[str], length: int, words: Words) -> Row:
    n, end = len(part), min((part[-1].hour + 1) * HOUR, length)
    on, busy = (sum(getattr(use, name) for use in part) / n for name in ("on_shift", "busy"))
    cells = (
        words.say("{begin} to {end}", begin=words.moment(part[0].hour * HOUR), end=words.time(end)),
        words.say("{busy} of {on}", busy=words.number(busy, 1), on=words.number(on, 1)),
        *(words.number(sum(use.machines.get(kind, 0.0) for use in part) / n, 1) for kind in kinds),
        words.number(part[-1].waiting),
        words.number(sum(use.lost for use in part)),
    )
    return Row(cells)


def _reasons(unit: UnitScore, passing: Sequence[HiddenStory], words: Words) -> Table:
    """Indicators that were wrong somewhere or that a case showed in time: given, right, not seen; the others summed."""
    given = {use.indicator: use for use in unit.reasons}
    showed, cited = _on_cases(unit.code, passing)
    columns = (
        Column(words.say("Indicator"), "long"),
        Column(words.say("Given as a reason"), "number"),
        Column(words.say("It shows"), "number"),
        Column(words.say("It does not"), "number"),
        Column(words.say("Cases that showed it in time"), "number"),
        Column(words.say("Of these, cited"), "number"),
    )
    rows = []
    told = {code for code in given if given[code].given > given[code].right} | set(showed)
    rest = [given[code] for code in sorted(set(given) - told)]
    for code in sorted(told, key=lambda code: (-(given[code].given if code in given else 0), code)):
        use = given.get(code)
        counts = (use.given, use.right, use.given - use.right) if use else None
        rows.append(
            Row(
                (
                    words.title("indicator", code),
                    *(map(words.number, counts) if counts else (NONE, NONE, NONE)),
                    words.number(showed[code]) if code in showed else NONE,
                    words.number(cited.get(code, 0)) if code in showed else NONE,
                )
            )
        )
    if rest:
        whole = words.number(sum(use.given for use in rest))
        title = words.many(len(rest), "{n} other indicator, always borne out", "{n} other indicators, always borne out")
        rows.append(Row((title, whole, whole, words.number(0), NONE, NONE)))
    caption = words.say("Reasons, once for each consignment, as far as they were given before a result was known")
    late = unit.reasons_late
    if late:
        text = "{caption}; {n} given afterwards does not count", "{caption}; {n} given afterwards do not count"
        caption = words.many(late, *text, caption=caption)
    return Table(caption, columns, tuple(rows))


def _on_cases(code: str, passing: Sequence[HiddenStory]) -> tuple[dict[str, int], dict[str, int]]:
    """How many cases showed the unit each indicator in time, and for how many of these it was cited."""
    showed: dict[str, int] = {}
    cited: dict[str, int] = {}
    for passage in (passage for story in passing for passage in story.passages if passage.unit == code):
        reasons = {reason for each in passage.decisions for reason in each.reasons}
        for indicator in passage.shown or ():
            showed[indicator] = showed.get(indicator, 0) + 1
            cited[indicator] = cited.get(indicator, 0) + (indicator in reasons)
    return showed, cited


def _own_words(decided: Sequence[Decided], words: Words) -> Table:
    """Notes on decisions without a listed reason: feedback, not judged."""
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("In their own words"), "long"),
        Column(words.say("What it was")),
    )
    said = [each for each in decided if not each.reasons and words.note(each.seq)]
    rows = (
        Row((words.own(each.consignment), words.note(each.seq), words.title("outcome", each.result)))
        for each in said[:MOST_OWN]
    )
    return Table(words.say("Reasons in their own words: feedback only, not judged"), columns, tuple(rows))
