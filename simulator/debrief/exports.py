"""The debrief for programs: one JSON document with the score as it was cut, and a gradebook as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from simulator.common.i18n import pick
from simulator.debrief.blocks import Figure, walk
from simulator.debrief.cuts import Sources
from simulator.debrief.edition import Audience
from simulator.debrief.own import OwnCounts
from simulator.debrief.plain import printable
from simulator.debrief.story import Story
from simulator.scoring.model import Score, UnitScore
from simulator.scoring.record import Record

FORMAT = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in some program for sheets. Source: OWASP, CSV injection."""


class FigureTold(Record):
    """A chart: what it is called, what it shows in words, and its Vega-Lite specification with its figures."""

    id: str
    title: str
    words: str
    spec: dict[str, Any]


class DebriefFile(Record):
    """All of a debrief as JSON. What the audience may not be told is cut out of every part of it."""

    format: Literal[1] = 1
    exercise: Literal["EXERCISE"] = "EXERCISE"
    audience: Audience
    reader: str = Field(default="", description="The unit or the person that it is for, if it is for one.")
    lang: str
    marking: str = Field(default="", description="Protective marking.")
    draft: bool = False
    summary: list[str] = Field(description="The summary in words, a paragraph each; empty for a single person.")
    figures: list[FigureTold]
    people: dict[str, str] = Field(description="Names of participants by their id.")
    notes: dict[int, str] = Field(description="What participants wrote, by number of the decision.")
    score: Score


def render_json(told: Story, sources: Sources) -> bytes:
    """The JSON document of a debrief, UTF-8."""
    whole = told.summary
    summary = [*filter(None, (whole.lead, whole.held)), *whole.units, *whole.after]
    figures = [block for block in walk(told.sections) if isinstance(block, Figure)]
    document = DebriefFile(
        audience=told.edition.audience,
        reader=told.edition.reader,
        lang=told.lang,
        marking=told.edition.marking,
        draft=told.edition.draft,
        summary=summary if told.edition.tells("summary") else [],
        figures=[FigureTold(id=each.id, title=each.title, words=each.words, spec=each.spec) for each in figures],
        people=dict(sorted(sources.people.items())),
        notes=dict(sorted(sources.notes.items())),
        score=sources.score,
    )
    return (document.model_dump_json(indent=1) + "\n").encode()


def render_csv(told: Story, sources: Sources) -> bytes:
    """The gradebook: a row a unit, or the row of the participant. UTF-8 with its mark, so that Excel reads it."""
    rows = list(_participant(told, sources) if told.edition.audience == "individual" else _units(told, sources))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _drill(told: Story, score: Score) -> dict[str, Any]:
    """What every row begins with."""
    about, start = score.about, datetime.fromisoformat(score.about.start)
    return {
        "exercise": score.exercise,
        "marking": told.edition.marking,
        "draft": told.edition.draft,
        "audience": told.edition.audience,
        "drill": pick(about.title, told.lang),
        "kind": about.kind,
        "start": start.isoformat(timespec="minutes"),
        "practice": about.practice,
        "play": about.play,
    }


def _units(told: Story, sources: Sources) -> Iterator[dict[str, Any]]:
    score = sources.score
    for unit in score.units:
        yield {**_drill(told, score), **_unit(unit, told.lang)}


def _unit(unit: UnitScore, lang: str) -> dict[str, Any]:
    """Every figure of a unit that is a single one, under the name that `score.json` gives it."""
    row = {"unit": unit.code, "unit_name": pick(unit.name, lang), **_flat(unit)}
    for name in ("code", "name", "offset"):
        row.pop(name, None)
    for each in unit.references:
        for name in ("draws", "found", "found_low", "found_high", "controlled"):
            row[f"{each.player}_{name}"] = getattr(each, name)
    return row


def _flat(record: BaseModel, prefix: str = "") -> dict[str, Any]:
    """The single values of a record and of records in it; lists and tables are left out."""
    row: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            row |= _flat(value, f"{prefix}{name}_")
        elif value is None or isinstance(value, bool | int | float | str):
            row[f"{prefix}{name}"] = value
    return row


def _participant(told: Story, sources: Sources) -> Iterator[dict[str, Any]]:
    score = sources.score
    for who, unit in sorted(sources.seats.items()):
        mine = [each for each in score.decisions if each.who == who]
        name = sources.people.get(who, who)
        yield {
            **_drill(told, score),
            "unit": unit,
            "participant": who,
            "participant_name": name,
            **asdict(OwnCounts.of(mine)),
        }


def _cell(value: Any) -> str:
    """A value for the sheet; a text that looks like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = printable(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or value.startswith(_FORMULA) else text
