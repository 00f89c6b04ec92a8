"""The summary: a few plain sentences made of the figures, counts before shares, and what they cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.common.clock import HOUR
from simulator.common.i18n import to_count
from simulator.debrief.blocks import Column, Row, Table, without_empty
from simulator.debrief.endings import NEARNESS, ending_at, nearest_ending
from simulator.debrief.places import beside as told_of
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import Reference, Score, UnitScore

_BECAME = {
    "found": to_count("{n} was found", "{n} were found"),
    "alarm-unresolved": to_count("{n} gave an alarm that nobody settled", "{n} gave an alarm that nobody settled"),
    "control-found-nothing": to_count("{n} was controlled without a find", "{n} were controlled without a find"),
    "not-controlled": to_count("{n} was selected, and no control began", "{n} were selected, and no control began"),
    "not-selected": to_count(
        "{n} was shown to units that did not select it", "{n} were shown to units that did not select them"
    ),
    "no-indicator": to_count("{n} showed no indicator to anybody", "{n} showed no indicator to anybody"),
    "not-known": to_count("{n} was not shown to any unit", "{n} were not shown to any unit"),
    "not-arrived": to_count("{n} did not come to any post", "{n} did not come to any post"),
}
"""What became of one case or of several, by their nearest ending."""
_ONE_LET_BY = to_count(
    "{n} was shown to a unit that did not select it", "{n} were shown to a unit that did not select them"
)


@dataclass(frozen=True)
class Summary:
    """What was found, what the drill held, how each unit did, and what else the figures say."""

    lead: str
    held: str
    units: tuple[str, ...]
    after: tuple[str, ...]
    controls: Table


def summary(score: Score, names: Mapping[str, str], words: Words) -> Summary:
    """The summary of a score."""
    after = (
        safety_text(score.units, names, words),
        _twice(score, words),
        _players(score, words),
        _controls(score.units, words),
        _rest(score, words),
        _limits(score, words),
    )
    return Summary(
        lead=_cases(score, words),
        held=_held(score, words),
        units=tuple(_unit(unit, names[unit.code], words) for unit in score.units),
        after=tuple(filter(None, after)),
        controls=_controls_table(score.units, words),
    )


def _held(score: Score, words: Words) -> str:
    totals, length = score.totals, score.about.length
    streams = (
        words.say("{n} {stream}", n=words.number(n), stream=words.title("stream", stream))
        for stream, n in totals.by_stream.items()
    )
    first = words.say(
        "The drill ran for {hours} hours, from {start} to {end},"
        " with {consignments} consignments ({streams}) on {flights}.",
        hours=words.mean(length / HOUR),
        start=words.moment(0),
        end=words.stamp(length),
        consignments=words.number(totals.consignments),
        streams=words.listed(streams),
        flights=words.many(totals.flights, "{n} flight", "{n} flights"),
    )
    return f"{first} {_hidden(score, words)}"


def _hidden(score: Score, words: Words) -> str:
    lanes, totals = _lanes(score), score.totals
    text = "Among them were {cases} of hidden contraband, {decoys} and {irregularities}."
    if lanes > 1:
        text = (
            "Among them were {cases} of hidden contraband, {decoys} and {irregularities}; every unit had the same"
            " before it."
        )
    return words.say(
        text,
        cases=words.many(totals.cases // lanes, "{n} case", "{n} cases"),
        decoys=words.many(totals.decoys // lanes, "{n} decoy", "{n} decoys"),
        irregularities=words.many(totals.irregularities // lanes, "{n} irregularity", "{n} irregularities"),
    )


def _lanes(score: Score) -> int:
    """How often the totals count each hidden consignment: in a parallel drill once for every unit."""
    return len(score.units) if score.about.kind == "parallel" else 1


def _few(score: Score) -> bool:
    return score.totals.cases // _lanes(score) < score.rules.few


def _cases(score: Score, words: Words) -> str:
    totals, lanes = score.totals, _lanes(score)
    if not totals.cases:
        return words.say("No case was hidden, so nothing could be found.")
    of = words.of(totals.cases_found, totals.cases, "case", share=not _few(score))
    if lanes > 1:
        text = "The units found {of}, the same {each} for each of {lanes} units."
        found = words.say(text, of=of, each=words.number(totals.cases // lanes), lanes=lanes)
    else:
        found = words.say("The unit found {of}." if len(score.units) == 1 else "The units found {of}.", of=of)
    ends = Counter(nearest_ending(story) for story in score.cases if story.outcome != "found")
    return f"{found} {_not_found(ends, _let_by(score), words)}" if ends else found


def unit_lead(score: Score, words: Words) -> str:
    """What became of the cases whose way led past one post, wherever they were found."""
    totals = score.totals
    if not totals.cases:
        return words.say("No case came the way of this unit.")
    passed = words.many(
        totals.cases,
        "{n} case had its way past the post of this unit.",
        "{n} cases had their way past the post of this unit.",
    )
    found = words.many(totals.cases_found, "{n} was found, here or elsewhere.", "{n} were found, here or elsewhere.")
    text = words.say("{passed} {found}", passed=passed, found=found)
    ends = Counter(nearest_ending(story) for story in score.cases if story.outcome != "found")
    return words.say("{text} {rest}", text=text, rest=_not_found(ends, _let_by(score), words)) if ends else text


def _let_by(score: Score) -> int:
    """How many units did not select a case that showed them an indicator, and that nobody came nearer to."""
    stories = [story for story in score.cases if nearest_ending(story) == "not-selected"]
    pairs = ((story, passage) for story in stories for passage in story.passages)
    return len({passage.unit for story, passage in pairs if ending_at(story, passage) == "not-selected"})


def _not_found(ends: Mapping[str, int], units: int, words: Words) -> str:
    """How near anybody came to the cases that were not found."""
    kinds = [end for end in NEARNESS if ends[end]]
    parts = "; ".join(
        words.many(ends[end], *(_ONE_LET_BY if units == 1 and end == "not-selected" else _BECAME[end])) for end in kinds
    )
    if len(kinds) == 1:
        return words.say("Not found: {parts}.", parts=parts)
    total = sum(ends.values())
    return words.say("Of the {n} that were not found, {parts}.", n=words.number(total), parts=parts)


def _unit(unit: UnitScore, name: str, words: Words) -> str:
    if not unit.cases_passed:
        return words.say("No case came to the post of {name}.", name=name)
    text = words.say(
        "{name} found {of} that came to its post; {shown}.",
        name=name,
        of=words.of(unit.cases_found, unit.cases_passed, "case"),
        shown=shown_text(unit, words),
    )
    if not unit.decisions:
        one, more = (
            "{name} made no decision; {n} case came to its post.",
            "{name} made no decision; {n} cases came to its post.",
        )
        text = words.many(unit.cases_passed, one, more, name=name)
    beside = words.listed(_reference(reference, words) for reference in told_of(unit))
    return words.say("{text} In its place {beside}.", text=text, beside=beside) if beside else text


def shown_text(unit: UnitScore, words: Words) -> str:
    """How many of the cases that came to its post a unit was shown: `its systems showed 2 of them in time`.

    Those that showed it no indicator stand apart.
    """
    shown, passed = unit.cases_knowable, unit.cases_passed
    if shown and unit.cases_without_indicator:
        return _plain_text(unit, words)
    if not shown:
        return words.many(passed, "its systems did not show it in time", "its systems showed none of them in time")
    if shown == passed:
        return words.many(passed, "its systems showed it in time", "its systems showed all of them in time")
    return words.say("its systems showed {shown} of them in time", shown=words.number(shown))


def _plain_text(unit: UnitScore, words: Words) -> str:
    plain, shown, passed = unit.cases_without_indicator, unit.cases_knowable, unit.cases_passed
    if passed == 1:
        return words.say("its systems showed it in time, with no indicator")
    if plain == shown:
        text = "its systems showed {shown} of them in time, none with an indicator"
        return words.say(text, shown=words.number(shown))
    text = "its systems showed {marked} of them in time with an indicator, and {plain} with none"
    return words.say(text, marked=words.number(shown - plain), plain=words.number(plain))


def safety_text(units: Sequence[UnitScore], names: Mapping[str, str], words: Words) -> str:
    """What was done at danger signs, apart from the score; empty where there were none."""
    signs = [each for unit in units for each in unit.after.safety]
    if not signs:
        return ""
    right = words.counts(sum(each.right for each in signs), len(signs))
    text = words.many(
        len(signs),
        "Safety, apart from the score: at {right} danger sign all was done right",
        "Safety, apart from the score: at {right} danger signs all was done right",
        right=right,
    )
    failed = {unit.code: sum(each.opened is not None for each in unit.after.safety) for unit in units}
    if not any(failed.values()):
        return words.say("{text}; nothing was opened after a sign.", text=text)
    by = (words.say("{unit} opened {n}", unit=names[code], n=words.number(n)) for code, n in failed.items() if n)
    return words.say("{text}. SAFETY FAILURE: {by} after a danger sign.", text=text, by=words.listed(by))


def _reference(reference: Reference, words: Words) -> str:
    values = {"player": words.player(reference.player), "mean": words.mean(reference.found)}
    if reference.draws == 1:
        return words.say("“{player}” found {mean}", **values)
    low, high = words.mean(reference.found_low), words.mean(reference.found_high)
    text = "“{player}” found {mean} on average ({low} to {high} in nine of ten draws)"
    return words.say(text, low=low, high=high, **values)


def _players(score: Score, words: Words) -> str:
    players = {reference.player for unit in score.units for reference in told_of(unit)}
    meanings = words.meanings("player")
    says = [meanings[title] for player in sorted(players) if (title := words.title("player", player)) in meanings]
    if not says:
        return ""
    text = "The reference players worked with the unit's officers, machines and luck: {says}"
    return words.say(text, says=" ".join(says))


def _twice(score: Score, words: Words) -> str:
    """Why the units' cases add up to more than there are."""
    passed = sum(unit.cases_passed for unit in score.units)
    several = sum(len(story.passages) > 1 for story in score.cases)
    if score.about.kind == "parallel" or passed <= score.totals.cases or not several:
        return ""
    return words.many(
        several,
        "The units' cases add up to {passed}, more than the drill's {cases}: {n} passed more than one post and counts"
        " at each.",
        "The units' cases add up to {passed}, more than the drill's {cases}: {n} passed more than one post and count"
        " at each.",
        passed=words.number(passed),
        cases=words.number(score.totals.cases),
    )


def _controls(units: Sequence[UnitScore], words: Words) -> str:
    if any(unit.controlled for unit in units):
        return ""
    return words.say("No consignment was selected and controlled.")


def _controls_table(units: Sequence[UnitScore], words: Words) -> Table:
    """What came of the controls; without rows where nothing was controlled."""
    controlled = sum(unit.controlled for unit in units)
    lines = (
        (
            words.say("With a find"),
            sum(unit.with_find for unit in units),
            words.say("an examination or a field test showed something"),
        ),
        (
            words.say("Nothing found, grounded"),
            sum(unit.nothing_found_grounded for unit in units),
            words.say("a cited indicator really shows"),
        ),
        (
            words.say("Nothing found, ungrounded"),
            sum(unit.nothing_found_ungrounded for unit in units),
            words.say("no cited indicator shows"),
        ),
        (
            words.say("Something hidden, not found"),
            sum(unit.hidden_not_shown for unit in units),
            words.say("the controls did not show it, or an alarm stayed open"),
        ),
        (words.say("All"), controlled, NONE),
    )
    columns = (
        Column(words.say("Result")),
        Column(words.say("Number"), "number"),
        Column(words.say("Share"), "number"),
        Column(words.say("Meaning")),
    )
    shares = controlled >= words.few
    rows = (
        Row((what, words.number(count), words.share(count, controlled) if shares else NONE, meaning))
        for what, count, meaning in lines
    )
    caption = words.say("Consignments selected and controlled, random samples apart")
    return without_empty(Table(caption, columns, tuple(rows) if controlled else ()))


def _rest(score: Score, words: Words) -> str:
    used = words.hours(sum(unit.minutes_used for unit in score.units))
    on = words.hours(sum(unit.minutes_on for unit in score.units))
    parts = [
        words.say(
            "Controls and work after finds used {used} of the {on} that officers were on shift.", used=used, on=on
        )
    ]
    parts.append(_delays(score.units, words))
    totals = score.totals
    if totals.irregularities:
        found = words.of(totals.irregularities_found, totals.irregularities, "irregularity")
        parts.append(words.many(totals.irregularities_found, "{of} was found.", "{of} were found.", of=found))
    return " ".join(parts)


def _delays(units: Sequence[UnitScore], words: Words) -> str:
    delayed = sum(unit.delayed for unit in units)
    if not delayed:
        return words.say("No clean consignment was delayed.")
    return words.many(
        delayed,
        "{n} clean consignment was delayed, by {hours}.",
        "{n} clean consignments were delayed, by {hours} in all.",
        hours=words.hours(sum(unit.delay_minutes for unit in units)),
    )


def _limits(score: Score, words: Words) -> str:
    parts = []
    if score.about.practice:
        parts.append(
            words.say("This was a practice drill: anybody could know its seed, so its figures are for practice.")
        )
    if _few(score):
        text = "With fewer than {few} cases the figures describe this drill; too few to judge a unit by."
        parts.append(words.say(text, few=words.few))
    else:
        text = "One drill is one sample: a unit that works the same way may find more or fewer in another."
        parts.append(words.say(text))
    return " ".join(parts)
