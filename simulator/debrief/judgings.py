"""That a drill was judged again: when, by which corrections of the key, and which verdicts that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.words import NONE, Words
from simulator.scoring.model_judging import Correction, Judging, VerdictChange


@dataclass(frozen=True)
class Judged:
    """What is told of judging again; `note` is empty where a drill was judged once only."""

    note: str
    corrections: Table
    changes: tuple[Table, ...]


def judged(judgings: Sequence[Judging], names: Mapping[str, str], words: Words) -> Judged:
    """The corrections that hold, and what each judging changed; the last first."""
    if not judgings:
        return Judged("", Table("", (), ()), ())
    last = judgings[-1]
    return Judged(
        note=_note(judgings, words),
        corrections=_corrections(last.corrections, words),
        changes=tuple(_changes(each, names, words) for each in reversed(judgings)),
    )


def _note(judgings: Sequence[Judging], words: Words) -> str:
    last = judgings[-1]
    values = {"at": _when(last, words), "file": words.own(last.file, 80)}
    if last.corrections:
        text = words.say("Judged again on {at}, by the corrections of the key in {file}.", **values)
    else:
        text = words.say("Judged again on {at}, by the key as it was sealed.", **values)
    changed = words.many(
        len(last.changes),
        "{n} verdict differs from the one before.",
        "{n} verdicts differ from those before.",
    )
    kept = words.say("The verdicts before are kept beside the new ones.")
    unchanged = words.say("No verdict differs from the one before.")
    who = words.say("It was asked for by {by}.", by=words.own(last.by, 60)) if last.by else ""
    return " ".join(filter(None, [text, who, changed if last.changes else unchanged, kept]))


def _when(judging: Judging, words: Words) -> str:
    """`2026-11-24 20:11 UTC`."""
    return words.say("{date} {time} UTC", date=judging.at[:10], time=judging.at[11:16])


def _corrections(corrections: Sequence[Correction], words: Words) -> Table:
    columns = (
        Column(words.say("Consignment"), "code"),
        Column(words.say("Correction"), "long"),
        Column(words.say("Reason"), "long"),
    )
    rows = (
        Row((words.own(each.consignment), _says(each, words), words.own(each.reason, None))) for each in corrections
    )
    return Table(words.say("Corrections of the key that hold"), columns, tuple(rows))


def _says(said: Correction, words: Words) -> str:
    if said.counts is not None:
        text = "“{indicator}” counts for it" if said.counts else "“{indicator}” does not count for it"
        return words.say(text, indicator=words.title("indicator", said.indicator))
    if said.kind == "clean":
        return words.say("It is clean")
    kind = "typology" if said.kind == "case" else "irregularity"
    text = "It is a case: {what}" if said.kind == "case" else "It is an irregularity: {what}"
    bare = "It is a case" if said.kind == "case" else "It is an irregularity"
    return words.say(text, what=words.low(words.title(kind, said.typology))) if said.typology else words.say(bare)


def _changes(judging: Judging, names: Mapping[str, str], words: Words) -> Table:
    lanes = len({each.lane for each in judging.changes}) > 1
    columns = (
        Column(words.say("Consignment"), "code"),
        *([Column(words.say("Lane"))] if lanes else []),
        Column(words.say("Before"), "long"),
        Column(words.say("Now"), "long"),
    )
    rows = (_change(each, names, lanes, words) for each in judging.changes)
    values = {"n": words.number(judging.number), "at": _when(judging, words)}
    caption = words.say("Verdicts that judging again changed, no. {n}, {at}", **values)
    return Table(caption, columns, tuple(rows))


def _change(each: VerdictChange, names: Mapping[str, str], lanes: bool, words: Words) -> Row:
    cells = (
        words.own(each.consignment),
        *([names.get(each.lane, each.lane)] if lanes else []),
        _verdict(each.kind_before, each.outcome_before, each.unit_before, each.grounded_before, names, words),
        _verdict(each.kind, each.outcome, each.unit, each.grounded, names, words),
    )
    return Row(cells)


def _verdict(
    kind: str, outcome: str, unit: str | None, grounded: bool | None, names: Mapping[str, str], words: Words
) -> str:
    """`Case: found (ACCU Zhetysu)`, `Clean: nothing found, grounded (ACCU Zhetysu)`."""
    what = words.low(words.title("outcome", outcome))
    values = {"kind": words.title("hidden", kind), "outcome": what, "unit": names.get(unit or "", unit or NONE)}
    if unit is None:
        return words.say("{kind}: {outcome}", **values)
    if kind == "clean" and grounded is not None:
        text = "{kind}: {outcome}, grounded ({unit})" if grounded else "{kind}: {outcome}, ungrounded ({unit})"
        return words.say(text, **values)
    return words.say("{kind}: {outcome} ({unit})", **values)
