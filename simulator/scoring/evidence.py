"""What an indicator reads of a consignment, as data: columns of the view with their values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.scoring.model import Paper, Shown, Value
from simulator.view.columns import column_codes
from simulator.world.indicators import Indicator, by_code
from simulator.world.joined import joined

if TYPE_CHECKING:
    from simulator.common.chance import Ints
    from simulator.view.dossier import Dossier
    from simulator.view.sight import Sight
    from simulator.world.world import World

DERIVED: dict[str, tuple[str, str]] = {
    "value_per_kg": ("value", "weight"),
    "weight_per_piece": ("weight", "pieces"),
    "booked_before": ("departs", "booked"),
}
"""What indicators make of two columns: a quotient, or the time between two times."""

BESIDE: dict[str, tuple[str, ...]] = {
    "consignee_phone_parties": ("consignee_phone",),
    "consignee_address_forwarder": ("consignee_address",),
    "shipper_listed": ("shipper_name",),
    "agent_usual": ("agent_name", "usual_agent_name"),
    "extra_stops": ("routing",),
    "same_flight": ("consignee_address",),
}
"""What a register says of a column: the column that it speaks of stands before it."""

_DIGITS = 3
"""Decimals that are kept: 32-bit floats carry digits that nobody measured."""


def columns_read(indicator: Indicator) -> list[str]:
    """Columns that an indicator reads, what is made of them first, in the order of the view."""
    roots = {*indicator.read.meta.root_names(), *indicator.needs.meta.root_names()}
    own = roots & set(column_codes())
    shown = own | {other for code in own for other in BESIDE.get(code, ())}
    made = [code for code, pair in DERIVED.items() if own.issuperset(pair)]
    return [*made, *(code for code in column_codes() if code in shown)]


def evidence(values: dict[str, Any], indicators: Iterable[str]) -> dict[str, list[tuple[str, Value]]]:
    """The values of one consignment that each of the indicators reads; `values` are those of the view."""
    known = by_code()
    return {
        code: [(column, _value(values, column)) for column in columns_read(known[code])]
        for code in indicators
        if code in known
    }


def _value(values: dict[str, Any], column: str) -> Value:
    if column not in DERIVED:
        return _short(values[column])
    one, other = (values[name] for name in DERIVED[column])
    if one is None or other is None:
        return None
    if column == "booked_before":
        return int(one - other)
    return round(float(one) / float(other), _DIGITS) if other else None


def _short(value: Value) -> Value:
    return round(value, _DIGITS) if isinstance(value, float) else value


def laid_open(dossier: Dossier | None) -> dict[str, Any]:
    """What a unit could read of a consignment, as fields of a PassageStory; nothing where it was never shown it."""
    if dossier is None:
        return {}
    columns = ("field", "document", "value", "since", "earlier", "amended")
    papers = [
        Paper(**dict(zip(columns, said, strict=True)))
        for said in dossier.documents.select(columns).iter_rows()
        if said[2]
    ]
    facts = [Shown(column=fact.column.code, value=_short(fact.value), since=fact.since) for fact in dossier.facts]
    return {"papers": papers, "facts": facts}


def read_of(world: World, rows: Collection[int]) -> dict[int, dict[str, Any]]:
    """Columns of the view (but for the post's) of some consignments, by row."""
    wide = joined(world, np.array(sorted(rows), dtype=np.int64))
    return {int(row["row"]): row for row in wide.iter_rows(named=True)}


def beside(sight: Sight, row: int, until: int, leaves: Ints) -> dict[str, Any]:
    """What a consignment showed a unit by a time (s), and how many of its stream showed the same or as much by then.

    Fields of a PassageStory. Counted is what the unit could know and act on while it could on this one; `leaves` is
    when each consignment of the sight leaves (s). Without counts if the unit was not shown this one by then.
    """
    at = int(np.searchsorted(sight.rows, row))
    if at == len(sight.rows) or sight.rows[at] != row or sight.known[at] >= until:
        return {"shown": []}
    there = (sight.known < until) & (leaves > sight.known[at])
    there[at] = True
    around = np.flatnonzero((sight.stream == sight.stream[at]) & there)
    own = sight.since[at] < until
    seen = sight.since[around] < until
    return {
        "shown": sorted(sight.indicators[i] for i in np.flatnonzero(own).tolist()),
        "alike": int(seen[:, own].all(axis=1).sum()),
        "as_many": int((seen.sum(axis=1) >= own.sum()).sum()),
        "stream_known": len(around),
    }
