"""The command that shows what a unit sees at a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.common.errors import DrillError, Fault, nearest
from simulator.common.i18n import pick
from simulator.console.message_words import printable
from simulator.console.moments import Clock, agency_of, seen_by, unit_of
from simulator.console.screen import say, say_json, table
from simulator.decisions.information import information, shown_titles
from simulator.drill import Drill
from simulator.view.filter import compile_filter, filtered
from simulator.view.filter_notes import vain
from simulator.view.filter_parts import OTHER_NAMES
from simulator.view.visible import looked_at, visible

if TYPE_CHECKING:
    import polars as pl

USUAL = ("id", "description", "weight", "value", "shipper_name", "consignee_name", "routing", "release")
"""What is shown if nobody says otherwise: what fits a line."""
UNBROKEN = ("id", "hs", "master")


@dataclass(frozen=True)
class Wish:
    """What is asked for, as it was typed; empty texts ask for nothing, no time is the end."""

    where: str = ""
    at: str | None = None
    sort: str = "known"
    limit: int = 50
    columns: str = ""


@dataclass(frozen=True)
class Asked:
    """The same, understood: moment (s), filter, order, columns."""

    t: int
    where: pl.Expr | None
    sort: str
    descending: bool
    columns: list[str]


def queue(drill: str, unit: str, wish: Wish, *, agency: str | None = None, json: bool) -> None:
    """Show the consignments that a unit, or an agency in it, knows at a moment and that fulfil a filter."""
    opened = Drill.open(drill)
    mine = unit_of(opened, unit)
    clock = Clock.of(opened.scenario, mine.post)
    agency = agency_of(agency)
    names = [pick(system.name) for system in mine.systems]
    asked = _asked(wish, visible(opened.world, unit, names, agency=agency), clock)
    seen, access = looked_at(opened.world, unit, names, agency=agency, t=asked.t)
    known, found = filtered(seen, asked.t), filtered(seen, asked.t, asked.where, access)
    # Ties stay in the order of the view, and what has no value comes last.
    ordered = found.sort(asked.sort, descending=asked.descending, nulls_last=True, maintain_order=True)
    shown = ordered.select(asked.columns).head(wish.limit)
    notes = vain(wish.where, known) if wish.where else []
    if json:
        counts = {"known": known.height, "found": found.height, "shown": shown.height}
        when = {"t": asked.t, "clock": clock.text(asked.t)}
        say_json(
            {
                "unit": unit,
                "agency": agency,
                **when,
                "where": wish.where,
                **counts,
                "notes": list(map(str, notes)),
                "rows": shown.to_dicts(),
            }
        )
        return
    counted = f"{found.height:,} of {known.height:,} consignments that it knows"
    say(f"EXERCISE. {seen_by(pick(mine.name), agency)} at {clock.text(asked.t)}: {counted}")
    for note in notes:
        say(f"NOTE: {note}")
    _show(shown, clock)
    if found.height > shown.height:
        say(f"and {found.height - shown.height:,} more; --limit shows more, --where fewer")


def _asked(wish: Wish, seen: pl.DataFrame, clock: Clock) -> Asked:
    """What a wish asks of a view; DrillError with all that is wrong with it."""
    faults: list[Fault] = []
    t, where = 0, None
    try:
        t = clock.moment(wish.at)
    except DrillError as error:
        faults += error.faults
    try:
        where = compile_filter(wish.where, seen.schema) if wish.where else None
    except DrillError as error:
        faults += [replace(fault, field="--where") for fault in error.faults]
    usual = [name for name in USUAL if name in seen.columns]
    said = [name.strip() for name in wish.columns.split(",") if name.strip()] if wish.columns else usual
    columns = [OTHER_NAMES.get(name, name) for name in said]
    sort = wish.sort.removeprefix("-")
    sort = OTHER_NAMES.get(sort, sort)
    for option, names in (("--columns", columns), ("--sort", [sort])):
        faults += [_no_column(option, name, seen) for name in names if name == "row" or name not in seen.columns]
    if not columns:
        faults.append(Fault("queue-columns", field="--columns"))
    if faults:
        raise DrillError(faults)
    return Asked(t, where, sort, wish.sort.startswith("-"), list(dict.fromkeys(columns)))


def _no_column(option: str, name: str, seen: pl.DataFrame) -> Fault:
    return Fault("queue-column", {"value": name, "hint": nearest(name, seen.columns[1:])}, field=option)


def _show(shown: pl.DataFrame, clock: Clock) -> None:
    """The rows as a table, in the order of the columns that were asked for."""
    if shown.is_empty():
        return
    columns = {each.code: each for each in information(shown, clock.start, clock.offset)}
    titles = [shown_titles().get(name, "Number") for name in shown.columns]
    cells = [(columns[name].values if name in columns else shown[name]).to_list() for name in shown.columns]
    numbers = [place for place, name in enumerate(shown.columns) if name in columns and columns[name].number_format]
    whole = [place for place, name in enumerate(shown.columns) if name in UNBROKEN or place in numbers]
    table(titles, [[_cell(value) for value in row] for row in zip(*cells, strict=True)], numbers, whole)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else printable(str(value))
