"""A message as a person sees it: a title, fields with their values, and a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from simulator.console import message_cargo_imp as imp
from simulator.console import message_others as other
from simulator.console.message_words import Fields, Rows, printable
from simulator.formats import cargo_xml
from simulator.formats.cargo_imp.house import HouseList
from simulator.formats.cargo_imp.manifest import Manifest
from simulator.formats.cargo_imp.status import StatusReport
from simulator.formats.cargo_imp.waybill import Waybill
from simulator.formats.one_record.records import Body
from simulator.formats.postal.records import DispatchData, ItemData
from simulator.formats.reading import Reading


@dataclass(frozen=True)
class View:
    """What the tables of a message show."""

    title: str
    fields: list[tuple[str, str]]
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Way(NamedTuple):
    """How a record is shown: what it is, its fields, and the headings and rows of its list."""

    what: str
    fields: Callable[[Any], Fields]
    headings: tuple[str, ...]
    rows: Callable[[Any], Rows]


def no_rows(_record: Any) -> Rows:
    """The rows of what has no list."""
    yield from ()


WAYS: dict[type, Way] = {
    Waybill: Way("air waybill", imp.waybill, (), no_rows),
    HouseList: Way("house waybills", imp.houses, imp.HOUSES, imp.house_rows),
    Manifest: Way("flight manifest", imp.manifest, imp.LOADS, imp.load_rows),
    StatusReport: Way("status", imp.status_fields, imp.STATUSES, imp.status_rows),
    cargo_xml.Waybill: Way("waybill", other.waybill, other.GOODS, other.good_rows),
    ItemData: Way("items of mail", other.items, other.ITEMS, other.item_rows),
    DispatchData: Way("dispatch of mail", other.dispatch, other.BAGS, other.bag_rows),
    Body: Way("of ONE Record", other.body, other.THINGS, other.thing_rows),
}


def view(reading: Reading[Any]) -> View:
    """What the tables of a message show; fields without a value are left out."""
    name = f"{reading.kind}/{reading.version}" if reading.version else reading.kind
    record = reading.record
    if record is None:
        return View(f"{name}, nothing of it could be read", [])
    way = WAYS[type(record)]
    fields = [(field, printable(value)) for field, value in way.fields(record) if value]
    rows = tuple(tuple(printable(cell) for cell in row) for row in way.rows(record))
    return View(f"{name} {way.what}", fields, way.headings, rows)
