"""Strengths, areas for improvement with their root causes, and the improvement plan that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.common.i18n import Text, pick
from simulator.common.tables import shown, table
from simulator.debrief.blocks import Column, Row, Table, without_empty
from simulator.debrief.words import NONE, Words
from simulator.scoring.findings import Finding, findings
from simulator.scoring.model import Score

LINE = "________"
"""What is filled in by hand."""


@dataclass(frozen=True)
class Improvement:
    """What is told of strengths and areas, a table a unit, and the plan over all units."""

    strengths: tuple[Table, ...]
    areas: tuple[Table, ...]
    plan: Table


def improvement(score: Score, names: Mapping[str, str], numbers: Mapping[int, int], words: Words) -> Improvement:
    """Derived from the figures by fixed rules; `numbers` are those of the cases by row."""
    found = {unit.code: _sorted(findings(unit, score.cases)) for unit in score.units if unit.decisions}
    kinds = {row["code"]: row["kind"] for row in table("debrief", "findings")}
    areas = {code: [each for each in mine if kinds[each.code] == "area"] for code, mine in found.items()}
    good = {code: [each for each in mine if kinds[each.code] == "strength"] for code, mine in found.items()}
    return Improvement(
        strengths=tuple(_strengths(names[code], mine, words) for code, mine in good.items() if mine),
        areas=tuple(_areas(names[code], mine, numbers, words) for code, mine in areas.items() if mine),
        plan=_plan(score, areas, names, words),
    )


def _sorted(found: Sequence[Finding]) -> list[Finding]:
    """In the order of the table, which is that of weight."""
    order = [row["code"] for row in table("debrief", "findings")]
    return sorted(found, key=lambda each: order.index(each.code))


def _count(each: Finding, words: Words) -> str:
    return words.number(each.count) if each.of is None else words.counts(each.count, each.of)


def _strengths(name: str, mine: Sequence[Finding], words: Words) -> Table:
    columns = (Column(words.say("Strength"), "long"), Column(words.say("Number"), "number"))
    rows = (Row((words.title("finding", each.code), _count(each, words))) for each in mine)
    return Table(words.say("{name}: strengths", name=name), columns, tuple(rows))


def _areas(name: str, mine: Sequence[Finding], numbers: Mapping[int, int], words: Words) -> Table:
    columns = (
        Column(words.say("Area for improvement"), "long"),
        Column(words.say("Number"), "number"),
        Column(words.say("Cases"), "code"),
        Column(words.say("Class of root cause"), "long"),
    )
    rows = (
        Row(
            (
                words.title("finding", each.code),
                _count(each, words),
                ", ".join(words.number(numbers[row]) for row in each.rows if row in numbers) or NONE,
                shown("debrief", "findings", "root", _row(each.code), words.lang),
            )
        )
        for each in mine
    )
    return without_empty(Table(words.say("{name}: areas for improvement", name=name), columns, tuple(rows)))


def _row(code: str) -> dict[str, str]:
    return next(row for row in table("debrief", "findings") if row["code"] == code)


def _plan(score: Score, areas: Mapping[str, Sequence[Finding]], names: Mapping[str, str], words: Words) -> Table:
    """One row an area that any unit has: what the figures propose to do about it, and lines to fill in."""
    columns = (
        Column(words.say("Capability")),
        Column(words.say("Issue"), "long"),
        Column(words.say("Action"), "long"),
        Column(words.say("Element"), "code"),
        Column(words.say("Responsible")),
        Column(words.say("Start"), "code"),
        Column(words.say("End"), "code"),
    )
    codes = [row["code"] for row in table("debrief", "findings") if row["kind"] == "area"]
    have = {code: {u: each for u, mine in areas.items() for each in mine if each.code == code} for code in codes}
    own = (score.plan.responsible, score.plan.begins, score.plan.ends)
    rows = (
        Row(
            (
                words.title("capability", _row(code)["capability"]),
                _issue(code, units, names, words),
                shown("debrief", "findings", "action", _row(code), words.lang),
                words.title("element", _row(code)["element"]),
                *(_given(text, words) for text in own),
            )
        )
        for code, units in have.items()
        if units
    )
    return Table(words.say("Improvement plan, as the figures propose it"), columns, tuple(rows))


def _issue(code: str, units: Mapping[str, Finding], names: Mapping[str, str], words: Words) -> str:
    """`Cases with an alarm that nobody settled (ACCU Zhetysu: 1 of 5)`."""
    parts = [
        words.say("{unit}: {count}", unit=names.get(unit, unit), count=_count(each, words))
        for unit, each in units.items()
    ]
    return words.say("{issue} ({units})", issue=words.title("finding", code), units="; ".join(parts))


def _given(text: Text, words: Words) -> str:
    return words.own(text, 80) if pick(text, words.lang).strip() else LINE
