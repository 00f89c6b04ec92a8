"""Forms that people fill in by hand: evaluator's sheet of a unit, seizure report, feedback of participants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.common.tables import shown, table
from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.prints.paper import Paper, Section
from simulator.debrief.words import Words

if TYPE_CHECKING:
    from simulator.scenario.model import Objective, Unit

STEPS = ("1", "2", "3", "4", "5")
"""Answers of the feedback form, from not at all to fully."""


def evaluator_sheet(unit: Unit, objectives: Sequence[Objective], words: Words) -> Paper:
    """What an evaluator of a unit looks for, with room for what was seen and when."""
    columns = (
        Column(words.say("The unit …"), "long"),
        Column("P"),
        Column("S"),
        Column("M"),
        Column("U"),
        Column(words.say("Time")),
        Column(words.say("What I saw"), "long"),
    )
    rows = tuple(
        Row((words.title("behaviour", row["code"]), "☐", "☐", "☐", "☐", "", ""))
        for row in table("debrief", "behaviours")
    )
    aims = tuple(words.own(objective.text, None) for objective in objectives)
    return Paper(
        name=f"EXERCISE-evaluator-{unit.code}",
        title=words.say("Evaluator's sheet: {unit}", unit=words.own(unit.name, None)),
        reader=words.say("For evaluators"),
        lead=words.say(
            "Note what you see and hear, with the time; rate at the end. P: performed without challenges, S: with some,"
            " M: with major ones, U: unable to be performed. What you did not see stays unrated."
        ),
        sections=(
            *((Section(words.say("What the exercise trains"), ticks=aims),) if aims else ()),
            Section(words.say("Behaviour"), table=Table(words.say("Behaviour"), columns, rows), tall=True),
            Section(words.say("Strengths"), lines=4),
            Section(words.say("Areas for improvement, and their root cause"), lines=6),
        ),
    )


def report_form(words: Words) -> Paper:
    """The report of a seizure to the network: without names of persons."""
    sections = tuple(
        Section(
            words.title("report-field", row["code"]),
            words=(shown("debrief", "report_fields", "note", row, words.lang),) if row["note"] else (),
            lines=int(row["lines"]),
        )
        for row in table("debrief", "report_fields")
    )
    return Paper(
        name="EXERCISE-report-form",
        title=words.say("Seizure report"),
        reader=words.say("For units"),
        lead=words.say("Non-nominal: no names, phones, addresses or document numbers of persons or firms."),
        sections=sections,
    )


def feedback_form(words: Words) -> Paper:
    """What participants think of the exercise; without a name."""
    columns = (Column(words.say("How far do you agree? 1: not at all, 5: fully"), "long"), *map(Column, STEPS))
    rows = tuple(
        Row((words.title("statement", row["code"]), *("☐" for _ in STEPS))) for row in table("debrief", "statements")
    )
    return Paper(
        name="EXERCISE-feedback-form",
        title=words.say("Your feedback"),
        reader=words.say("For participants"),
        lead=words.say("Please do not write your name. The trainer sums the forms up in the report."),
        sections=(
            Section(words.say("Statements"), table=Table(words.say("Statements"), columns, rows)),
            Section(words.say("What helped you most?"), lines=3),
            Section(words.say("What should be otherwise next time?"), lines=3),
            Section(words.say("What will you do otherwise at your post?"), lines=3),
        ),
    )
