"""What reference players have done after finds: every step that is expected, to the right authority."""

from __future__ import annotations

from simulator.common.tables import table
from simulator.decisions.check import ASK_AGAIN, NOT_PRESENTED
from simulator.decisions.decision import Decision
from simulator.operation.course import Move
from simulator.operation.floor import Floor


def standing_orders(floor: Floor) -> list[Decision]:
    """Standing orders for every kind of find, without steps that need a machine the post lacks, and to ask again."""
    lacks = {c.code for c in floor.controls if c.machine is not None and not floor.machines.get(c.machine, 0)}
    orders = []
    for row in table("operation", "finds"):
        steps = tuple(step for step in row["steps"].split("|") if step not in lacks)
        orders.append(Decision("", "standing", on=row["code"], steps=steps, to=row["authority"]))
    return [*orders, Decision("", "standing", on=NOT_PRESENTED, steps=(ASK_AGAIN,))]


def standing_moves(floor: Floor) -> list[Move]:
    """The same as the engine takes them, at the start of the drill."""
    return [Move(0, floor.unit, -1, "standing", None, said=order) for order in standing_orders(floor)]
