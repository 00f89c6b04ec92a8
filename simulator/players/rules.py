"""`rules`: a list of weighted indicators, as a risk engine without memory would have it.

It looks at items with data only and leaves receptacles alone.
"""

from __future__ import annotations

import numpy as np

from simulator.common.chance import Floats, luck_many
from simulator.common.tables import table
from simulator.decisions.decision import MAX_REASONS
from simulator.operation.course import Move
from simulator.players.desk import Desk
from simulator.players.standing import standing_moves

LEAST = 2.0
"""Points below which nothing is selected."""
GROUND = "indicators"
"""Why it has letters opened."""
URGENT = 5.0
"""Points from which a selection goes first."""


def weights(indicators: tuple[str, ...]) -> Floats:
    """Points of each indicator; 1 where the list names none."""
    points = {row["indicator"]: float(row["points"]) for row in table("players", "rules")}
    return np.array([points.get(code, 1.0) for code in indicators])


def moves(desk: Desk) -> list[Move]:
    """The decisions of the rule list; equal points are taken in an order by lot."""
    sight = desk.sight
    points = desk.seen @ weights(sight.indicators)
    lot = luck_many(desk.floor.key, "rules", desk.floor.post, "", 0, sight.rows)
    urgency = np.where(points >= LEAST, points + 0.001 * lot, -np.inf)
    chosen = desk.choose(urgency)
    selections = desk.moves(chosen, np.where(points[chosen] >= URGENT, 1, 2), GROUND)
    return [*standing_moves(desk.floor), *selections]


def reasons(desk: Desk, row: int) -> tuple[str, ...]:
    """The indicators that the list counted for a consignment, heaviest first, as many as a decision holds."""
    place = int(np.searchsorted(desk.sight.rows, row))
    shown = [desk.sight.indicators[i] for i in np.flatnonzero(desk.seen[place]).tolist()]
    points = dict(zip(desk.sight.indicators, weights(desk.sight.indicators).tolist(), strict=True))
    return tuple(sorted(shown, key=lambda code: (-points[code], code))[:MAX_REASONS])
