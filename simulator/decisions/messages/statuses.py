"""Status messages (FSU): booked, manifested, departed - as planned, and never more than the carrier could know.

Where a unit works at the airport of departure nobody can know before the drill what leaves: only the booking is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from simulator.decisions.messages.feed import Feed, File, Row
from simulator.decisions.messages.plain import EXERCISE, day_month, exact
from simulator.decisions.messages.waybills import masters
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.fields import Quantity
from simulator.formats.cargo_imp.status import ConsignmentStatus, Status, StatusReport

if TYPE_CHECKING:
    import polars as pl

_A_MESSAGE = 12
"""Consignments of one message: with all their lines it stays below 3,500 characters."""
_LEFT = ("MAN", "DEP")


def files(feed: Feed) -> Iterator[File]:
    """Booking of each air waybill when the system shows it, departure when the flight has left."""
    rows = waybills(feed.rows, feed.wholes)
    for flight, mine in feed.hours(rows):
        leaves = flight["origin"] not in feed.held
        reports = [
            _status(feed, flight, row, ("BKD", *_LEFT) if leaves and flight["departs"] <= row["t"] else ("BKD",))
            for row in mine.iter_rows(named=True)
        ]
        yield File(int(mine["t"][-1]), flight["number"], "FSU", _written(reports))
    for (number,), mine in rows.group_by("flight_row", maintain_order=True):
        flight = feed.flight(int(number))
        before = mine.filter(mine["t"] < flight["departs"])
        if flight["origin"] not in feed.held and before.height:
            left = [_status(feed, flight, row, _LEFT) for row in before.iter_rows(named=True)]
            yield File(int(flight["departs"]), flight["number"], "FSU", _written(left))


def waybills(rows: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """One row an air waybill of general cargo: direct ones as first shown, masters when the last house is."""
    general = rows.filter(rows["stream"] == "general")
    direct = general.filter((general["document"] == "awb") & ~general["again"])
    columns = ("id", "t", "pieces", "weight", "origin", "destination", "flight_row", "row")
    whole = masters(general.filter(general["master"].is_not_null()), wholes)
    import polars as pl

    return pl.concat([direct.select(columns), whole.select(columns)], how="vertical_relaxed").sort("t", "row")


def _status(feed: Feed, flight: Row, row: Row, codes: Iterable[str]) -> ConsignmentStatus:
    departs = feed.there(flight["departs"], flight["origin"])
    arrives = feed.there(flight["arrives"], flight["destination"])
    days = (arrives.date() - departs.date()).days
    total = Quantity("T", row["pieces"], exact(row["weight"]))
    statuses = tuple(
        Status(
            code,
            flight=flight["number"],
            moment=day_month(departs),
            route=flight["origin"] + flight["destination"],
            quantity=total,
            departure=f"S{departs:%H%M}",
            arrival=f"S{arrives:%H%M}" + ("-N" if days == 1 else "-P" if days == -1 else ""),
        )
        for code in codes
    )
    return ConsignmentStatus(
        row["id"], row["origin"] or "", row["destination"] or "", total, statuses, service_information=(EXERCISE,)
    )


def _written(reports: list[ConsignmentStatus]) -> bytes:
    parts = [reports[at : at + _A_MESSAGE] for at in range(0, len(reports), _A_MESSAGE)]
    return "".join(cargo_imp.write(StatusReport("FSU", tuple(part)), 14) for part in parts).encode("ascii")
