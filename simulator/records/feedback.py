"""The feedback forms of participants, as the trainer types them into a table of the drill: a row a form, no names."""

from __future__ import annotations

import csv
from io import StringIO

from simulator.common.errors import DrillError, Fault, refuse
from simulator.common.tables import codes
from simulator.decisions.sheet_file import open_table
from simulator.records.folder import DrillFolder, write_whole
from simulator.scoring.model_rating import LONGEST, SAID, STEPS, Form


def statements() -> tuple[str, ...]:
    """Codes of the statements of the form, in its order."""
    return codes("debrief", "statements")


def begin_feedback(folder: DrillFolder) -> None:
    """Write the table that the trainer fills in, empty as yet, as Excel in the region opens it."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([*statements(), *SAID])
    write_whole(folder.feedback, "\ufeff" + out.getvalue())


def feedback(folder: DrillFolder) -> list[Form]:
    """What participants say, a form a row; DrillError with all that is wrong in it."""
    if not folder.feedback.is_file():
        return []
    file = str(folder.feedback)
    table = open_table(folder.feedback)
    there = {place: text.strip().casefold() for place, text in table.header.items()}
    known = (*statements(), *SAID)
    wanted = {place: name for place, name in there.items() if name in known}
    if not wanted:
        raise refuse("feedback-column", file=file, allowed=", ".join(known))
    rows = [
        (number, {name: text.strip() for name, text in cells.items() if text.strip()})
        for number, cells in table.rows(wanted, "")
    ]
    faults = [fault for number, said in rows for fault in _faults(file, number, said)]
    if faults:
        raise DrillError(faults)
    return [_form(said) for _, said in rows if said]


def _faults(file: str, row: int, said: dict[str, str]) -> list[Fault]:
    out = []
    for name, text in said.items():
        if name in SAID and len(text) > LONGEST:
            out.append(Fault("observation-long", {"most": LONGEST}, file, row=row, field=name))
        elif name not in SAID and text not in STEPS:
            out.append(Fault("feedback-step", {"value": text, "allowed": ", ".join(STEPS)}, file, row=row, field=name))
    return out


def _form(said: dict[str, str]) -> Form:
    answers = {name: int(text) for name, text in said.items() if name not in SAID}
    return Form(answers=answers, said={name: text for name, text in said.items() if name in SAID})
