"""The units side by side, and beside the reference players."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill

from simulator.debrief.blocks import Column, Figure, Row, Table, without_empty
from simulator.debrief.charts import Found, Part, found_chart, in_language, parts_chart
from simulator.debrief.places import beside, place_text
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import Reference, UnitScore

_LINE = 28
"""Characters of a unit's name that fit beside a bar."""


def spread_text(reference: Reference, words: Words) -> str:
    """`1`, or a mean with its interval: `0.2 (0 to 1)`."""
    mean = words.mean(reference.found)
    if reference.draws == 1:
        return mean
    low, high = words.mean(reference.found_low), words.mean(reference.found_high)
    return words.say("{mean} ({low} to {high})", mean=mean, low=low, high=high)


def comparison(units: Sequence[UnitScore], names: Mapping[str, str], words: Words) -> Table:
    """One row a unit: what it found beside the reference players, its controls, its officers' time."""
    players = list(dict.fromkeys(reference.player for score in units for reference in beside(score)))
    placed = any(score.place for score in units)
    titles = (
        words.say("Cases found"),
        *(words.say("Found by “{player}”", player=words.player(player)) for player in players),
        *([words.say("Place")] if placed else []),
        words.say("Controls with a find"),
        words.say("Nothing found, grounded"),
        words.say("Nothing found, ungrounded"),
        words.say("Officers' time used"),
        words.say("Decided on, of what it could know"),
    )
    columns = (Column(words.say("Unit")), *(Column(title, "number") for title in titles))
    rows = tuple(_row(score, names[score.code], players, placed, words) for score in units)
    return without_empty(Table(words.say("Cases, controls and officers' time by unit"), columns, rows))


def _row(score: UnitScore, name: str, players: Sequence[str], placed: bool, words: Words) -> Row:
    by = {reference.player: spread_text(reference, words) for reference in beside(score)}
    controls = (score.with_find, score.nothing_found_grounded, score.nothing_found_ungrounded)
    used, on = words.number(score.minutes_used / 60, 1), words.hours(score.minutes_on)
    cells = (
        name,
        words.counts(score.cases_found, score.cases_passed),
        *(by.get(player, NONE) for player in players),
        *([place_text(score, words)] if placed else []),
        *map(words.number, controls),
        words.say("{used} of {on}", used=used, on=on),
        NONE if score.decided_on is None else words.counts(score.decided_on, score.known),
    )
    return Row(cells, f"unit-{score.code}")


def found_figure(units: Sequence[UnitScore], names: Mapping[str, str], words: Words) -> Figure | None:
    """Cases found by each unit and the reference players; None where no case came to any post."""
    passed = [score for score in units if score.cases_passed]
    if not passed:
        return None
    rows = [row for score in passed for row in _found(score, names[score.code], words)]
    reading = words.say(
        "Each pale track is as long as the number of cases that came to the post. The filled dot is the unit,"
        " open dots are the reference players in its place; a line spans what nine of ten draws found."
    )
    figures = [_found_words(score, names[score.code], words) for score in passed]
    title = words.say("Cases found, beside the reference players")
    return Figure(
        "found", title, " ".join([reading, *figures]), in_language(found_chart(rows, words.say("Cases")), words.forms)
    )


def _found(score: UnitScore, name: str, words: Words) -> list[Found]:
    passed, own = score.cases_passed, score.cases_found
    rows = [Found(name, words.say("the unit"), own, own, own, passed, words.counts(own, passed), own=True)]
    for ref in beside(score):
        spread = (ref.found, ref.found_low, ref.found_high)
        player = words.player(ref.player)
        rows.append(Found(name, player, *spread, passed, spread_text(ref, words), own=False))
    return rows


def _found_words(score: UnitScore, name: str, words: Words) -> str:
    others = [
        words.say("{player} {found}", player=words.player(ref.player), found=spread_text(ref, words))
        for ref in beside(score)
    ]
    found = words.counts(score.cases_found, score.cases_passed)
    text = words.say("{name} found {found}", name=name, found=found)
    return f"{text}; {', '.join(others)}." if others else f"{text}."


def controls_figure(units: Sequence[UnitScore], names: Mapping[str, str], words: Words) -> Figure | None:
    """What came of the controls of each unit; None where nobody controlled anything."""
    groups = (
        words.say("with a find"),
        words.say("nothing found, grounded"),
        words.say("nothing found, ungrounded"),
        words.say("something hidden, not found"),
    )
    counts = {names[score.code]: _results(score) for score in units}
    rows = [
        Part(fill(name, _LINE), group, count)
        for name, results in counts.items()
        for group, count in zip(groups, results, strict=True)
        if count
    ]
    if not rows:
        return None
    says = [_results_words(name, groups, results, words) for name, results in counts.items()]
    reading = words.say("Consignments that were selected and controlled, random samples apart, by what came of it.")
    spec = in_language(parts_chart(rows, groups, words.say("Consignments controlled")), words.forms)
    return Figure("controls", words.say("What the controls brought"), " ".join([reading, *says]), spec)


def _results(score: UnitScore) -> tuple[int, int, int, int]:
    clean = (score.nothing_found_grounded, score.nothing_found_ungrounded)
    return (score.with_find, *clean, score.hidden_not_shown)


def _results_words(name: str, groups: Sequence[str], results: Sequence[int], words: Words) -> str:
    parts = [
        words.say("{n} {group}", n=words.number(count), group=group)
        for group, count in zip(groups, results, strict=True)
        if count
    ]
    return words.say("{name}: {parts}.", name=name, parts="; ".join(parts) or words.say("nothing controlled"))
