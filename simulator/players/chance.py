"""`chance`: selects at random, as many as the post can control."""

from __future__ import annotations

from simulator.common.chance import luck_many
from simulator.operation.course import Move
from simulator.players.desk import Desk


def moves(desk: Desk, draw: int = 0) -> list[Move]:
    """The decisions of one draw."""
    floor = desk.floor
    return desk.moves(desk.choose(luck_many(floor.key, "chance", floor.post, "", draw, desk.sight.rows)))
