"""The feedback of participants, summed up: how many agreed how far with each statement, and what they wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from simulator.common.tables import table
from simulator.debrief.blocks import Block, Bullets, Column, Fact, Paragraph, Row, Section, Table
from simulator.debrief.words import Words
from simulator.scoring.model_rating import SAID, STEPS, Form


def feedback(forms: Sequence[Form], words: Words) -> Iterator[Section]:
    """The section; nothing without a form. It says nothing of how well anybody did."""
    if not forms:
        return
    text = words.many(
        len(forms), "{n} participant handed in a feedback form.", "{n} participants handed in a feedback form."
    )
    blocks: list[Block] = [Paragraph(text), replace(_statements(forms, words), sheet="feedback")]
    titles = dict(zip(SAID, _questions(words), strict=True))
    for name, title in titles.items():
        said = tuple(Fact("", words.own(form.said[name], None)) for form in forms if name in form.said)
        if said:
            blocks.append(Section("", title, (Bullets(said),)))
    yield Section("feedback", words.say("What participants say"), tuple(blocks))


def _questions(words: Words) -> tuple[str, ...]:
    return (
        words.say("What helped you most?"),
        words.say("What should be otherwise next time?"),
        words.say("What will you do otherwise at your post?"),
    )


def _statements(forms: Sequence[Form], words: Words) -> Table:
    columns = (
        Column(words.say("How far do you agree? 1: not at all, 5: fully"), "long"),
        *(Column(step, "number") for step in STEPS),
        Column(words.say("Median"), "number"),
        Column(words.say("No answer"), "number"),
    )
    rows = []
    for row in table("debrief", "statements"):
        answers = sorted(form.answers[row["code"]] for form in forms if row["code"] in form.answers)
        counts = Counter(answers)
        middle = words.mean(median(answers)) if answers else words.say("none")
        numbers = (words.number(counts[int(step)]) for step in STEPS)
        missing = words.number(len(forms) - len(answers))
        rows.append(Row((words.title("statement", row["code"]), *numbers, middle, missing)))
    return Table(words.say("Statements, by how many agreed how far"), columns, tuple(rows))
