"""A page of a sheet that is filled in: whose it is, where its columns stand, its rows, and the numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.common.errors import DrillError, Fault, refuse
from simulator.decisions.sheet import BAG_FORM, WORLD, Form, Setting, plain, world_header
from simulator.decisions.sheet_file import Table


def filled_rows(table: Table, form: Form, against: Setting, file: str) -> list[Row]:
    """The rows of a page that say something; DrillError if it is no page that was handed out."""
    there = places(table.header, form, against, file)
    rows = [Row(number, _stripped(cells), table.first_day, form) for number, cells in table.rows(there, form.key)]
    return [row for row in rows if row.filled() and not row.labels()]


def places(header: Mapping[int, str], form: Form, against: Setting, file: str) -> dict[int, str]:
    """Field by position, from the header row; DrillError if a column lacks or doubles, or the sheet is another's."""
    columns = form.columns
    names = {place: text.strip().casefold() for place, text in header.items()}
    given = list(names.values())
    marks = [name.removeprefix(WORLD).partition(":") for name in given if name.startswith(WORLD)]
    if sum(name in given for name in columns) < len(columns) / 2:
        raise refuse("sheet-header-missing", file=file, columns="; ".join(columns[:3]))
    _belongs([(world, unit) for world, _, unit in marks], against, file)
    faults = [
        Fault("sheet-column-missing", {"column": name}, file) for name in columns if name not in (*given, *form.later)
    ]
    faults += [Fault("sheet-column-double", {"column": name}, file) for name in columns if given.count(name) > 1]
    if not any(unit for _, _, unit in marks):
        expected = world_header(against.world, against.unit)
        faults.append(Fault("sheet-world-missing", {"expected": expected}, file))
    if faults:
        raise DrillError(faults)
    return {place: name for place, name in names.items() if name in columns}


def _belongs(marks: Iterable[tuple[str, str]], against: Setting, file: str) -> None:
    """DrillError if a mark names another world, or another unit of this one."""
    expected = against.world[:16]
    for world, _ in marks:
        if world != expected:
            raise refuse("sheet-world-other", file=file, found=world[:40], expected=expected)
    for _, unit in marks:
        if unit and unit != against.unit.casefold():
            raise refuse("sheet-unit-other", file=file, unit=unit[:40], sheet=file)


def _stripped(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in cells.items() if text.strip()}


@dataclass(frozen=True)
class Row:
    """The cells of a row that are filled in, by field."""

    number: int
    cells: dict[str, str]
    first_day: int
    form: Form

    def filled(self) -> list[str]:
        """Fields that say something on a decision: a note alone says nothing."""
        return [name for name in self.cells if name not in (self.form.key, "note")]

    def labels(self) -> bool:
        """Whether this is the row of labels, in whatever language, even if some were changed."""
        same = sum(plain(text) in self.form.written[name] for name, text in self.cells.items())
        return 2 * same > len(self.cells)


def known_numbers(rows: Iterable[Row], against: Setting, form: Form) -> dict[str, str]:
    """Numbers of the world by the way they are written in the rows; receptacles may stand among consignments."""
    import polars as pl

    written = {row.cells[form.key] for row in rows if form.key in row.cells}
    ways = {text: _ways(text) for text in written}
    wanted = pl.Series(sorted({way for each in ways.values() for way in each}), dtype=pl.String)
    there = set(against.bags).intersection(wanted.to_list())
    if form is not BAG_FORM:
        there |= set(wanted.filter(wanted.is_in(against.ids.implode())).to_list())
    return {text: way for text, each in ways.items() for way in reversed(each) if way in there}


def streams_of(numbers: Iterable[str], against: Setting) -> dict[str, str]:
    """Streams of some numbers; receptacles and dispatches are mail."""
    import polars as pl

    found = dict.fromkeys(set(against.bags).intersection(numbers), "mail")
    if against.streams is not None:
        own = pl.DataFrame({"id": against.ids, "stream": against.streams.cast(pl.String)})
        wanted = pl.Series(list(numbers), dtype=pl.String).implode()
        found |= dict(own.filter(pl.col("id").is_in(wanted)).iter_rows())
    return found


def _ways(text: str) -> list[str]:
    """A number as it is written; without blanks; an air waybill with its hyphen; with the zeros that Excel drops."""
    tight = re.sub(r"\s", "", text).upper()
    ways = [text, tight]
    if tight.isdecimal() and tight.isascii():
        ways.append(f"{tight.zfill(11)[:3]}-{tight.zfill(11)[3:]}")
        ways.append(tight.zfill(12))
    return ways
