"""What evaluators say of a drill, beside its score: ratings that the program keeps, observations in a table."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from io import StringIO

from pydantic import ValidationError

from simulator.common.errors import DrillError, Fault, listed, nearest, refuse
from simulator.decisions.sheet_csv import CsvTable
from simulator.decisions.sheet_file import open_table
from simulator.records.folder import DrillFolder, read_json, write_json, write_whole
from simulator.scoring.model_rating import Evaluation, Observation, RatingSet

FIELDS = ("time", "unit", "objective", "text", "by")
"""Columns of the table of observations."""
MOST_TEXT = 4_000


def read_evaluation(folder: DrillFolder, units: Sequence[str], objectives: Sequence[str]) -> Evaluation:
    """What lies in a drill; nothing where there is nothing. DrillError with all that is wrong with it."""
    return Evaluation(ratings=ratings(folder), observations=observations(folder, units, objectives))


def ratings(folder: DrillFolder) -> list[RatingSet]:
    """The ratings that evaluators have set, in the order in which they did."""
    kept = read_json(folder.ratings) if folder.ratings.is_file() else []
    try:
        return [RatingSet.model_validate(each) for each in kept]
    except (TypeError, ValidationError) as error:
        raise refuse("drill-damaged", file=str(folder.ratings), reason="it holds no ratings") from error


def add_rating(folder: DrillFolder, rating: RatingSet) -> None:
    """Keep one more rating; those before stay."""
    write_json(folder.ratings, [each.model_dump() for each in (*ratings(folder), rating)])


def begin_observations(folder: DrillFolder) -> None:
    """Write the table that evaluators fill in, empty as yet."""
    write_whole(folder.observations, _lines([]))


def add_observation(folder: DrillFolder, said: Observation) -> None:
    """Put one more row under those that are there, whatever else the table holds."""
    if not folder.observations.is_file():
        begin_observations(folder)
    data = folder.observations.read_bytes()
    separator = CsvTable(data, str(folder.observations)).separator
    text = data.decode("utf-8-sig")
    row = _lines([[getattr(said, name) for name in FIELDS]], separator).partition("\r\n")[2]
    write_whole(folder.observations, "\ufeff" + text + ("" if text.endswith("\n") else "\r\n") + row)


def _lines(rows: Sequence[Sequence[str]], separator: str = ";") -> str:
    """A table as Excel in the region opens it: a mark of UTF-8 at its start, `;` between cells."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows([FIELDS, *rows])
    return "\ufeff" + out.getvalue()


def observations(folder: DrillFolder, units: Sequence[str], objectives: Sequence[str]) -> list[Observation]:
    """What evaluators have written into their table, in its order."""
    if not folder.observations.is_file():
        return []
    file = str(folder.observations)
    table = open_table(folder.observations)
    there = {place: text.strip().casefold() for place, text in table.header.items()}
    if "text" not in there.values():
        raise refuse("observation-column", file=file, column="text", allowed=", ".join(FIELDS))
    wanted = {place: name for place, name in there.items() if name in FIELDS}
    rows = [(number, _stripped(cells)) for number, cells in table.rows(wanted, "")]
    faults = [fault for number, said in rows if said for fault in _faults(file, number, said, units, objectives)]
    if faults:
        raise DrillError(faults)
    return [Observation(**said) for _, said in rows if said]


def _stripped(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in cells.items() if text.strip()}


def _faults(
    file: str, row: int, said: Mapping[str, str], units: Collection[str], objectives: Collection[str]
) -> list[Fault]:
    faults = []
    if not said.get("text"):
        faults.append(Fault("observation-text", file=file, row=row, field="text"))
    long = (name for name in said if len(said[name]) > MOST_TEXT)
    faults += [Fault("observation-long", {"most": MOST_TEXT}, file, row=row, field=name) for name in long]
    for name, code, known in (("unit", "unit-unknown", units), ("objective", "objective-unknown", objectives)):
        value = said.get(name)
        if value is not None and value not in known:
            params = {"value": value, "allowed": listed(known), "hint": nearest(value, known)}
            faults.append(Fault(code, params, file, row=row, field=name))
    return faults
