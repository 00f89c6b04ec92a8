"""What contacts answer: facts of the declared data that a unit's own systems may lack. Nothing of it is truth."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.common.tables import table
from simulator.world.goods import goods
from simulator.world.joined import joined
from simulator.world.world import World

COLUMNS: dict[str, tuple[str, ...]] = {
    "booking": ("booked", "payment", "agent_name", "usual_agent_name", "departs"),
    "party": (
        "shipper_first_seen", "shipper_past", "shipper_phone_parties",
        "consignee_first_seen", "consignee_past", "consignee_phone_parties", "consignee_address_forwarder", "past",
    ),
    "permit": ("goods", "needs_permit"),
}  # fmt: skip
"""Columns that the answer to a question tells. Papers and whereabouts are told by `view.documents` and the engine."""


def answer(world: World, row: int, question: str) -> dict[str, Any]:
    """What is answered to a question about a consignment, by column; empty for questions answered elsewhere."""
    if question not in COLUMNS:
        return {}
    told = joined(world, np.array([row])).row(0, named=True)
    # Whoever is asked knows the goods, however vague the paper is.
    told["goods"] = goods()["code"][world.consignments["goods"][row]]
    told["needs_permit"] = needs_permit(str(told["goods"]))
    return {name: told[name] for name in COLUMNS[question]}


def needs_permit(kind: str) -> bool:
    """Whether goods of a class need a permit of an authority."""
    rows = table("world", "irregularities")
    return kind in next(row["goods"] for row in rows if row["code"] == "permit-missing").split("|")
