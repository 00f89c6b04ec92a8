"""`chance`: selects at random, as many as the post can control; single items only, never a receptacle."""

from __future__ import annotations

import numpy as np

from simulator.common.chance import luck_many
from simulator.operation.course import Move
from simulator.players.desk import Desk
from simulator.players.standing import standing_moves


def moves(desk: Desk, draw: int = 0) -> list[Move]:
    """The decisions of one draw."""
    floor = desk.floor
    lot = luck_many(floor.key, "chance", floor.post, "", draw, desk.sight.rows)
    # Chance has no ground to open a letter, so it leaves letters alone.
    return [*standing_moves(floor), *desk.moves(desk.choose(np.where(desk.letters, -np.inf, lot)))]
