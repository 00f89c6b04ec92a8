"""What a score is made of: the drill as it was prepared, what happened, and the key by which is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.operation.log import Entry
from simulator.scoring.corrections import AS_SEALED, Counted
from simulator.scoring.model import Reference
from simulator.scoring.verdicts import Happened

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario
    from simulator.view.sight import Sight
    from simulator.world.truth import Truth
    from simulator.world.world import World


@dataclass(frozen=True)
class Material:
    """What a score is made of. `entries` pairs each logged decision with its effect, in order of the log.

    `rows` gives the row of a consignment, `bags` the rows in a receptacle or a dispatch, by number. `truth` and
    `counted` are the key by which is judged: as sealed, or corrected.
    """

    scenario: Scenario
    world: World
    truth: Truth
    happened: Happened
    sights: Mapping[str, Sight]
    entries: Sequence[tuple[Entry, str]]
    rows: Mapping[str, int]
    bags: Mapping[str, Sequence[int]]
    players: Mapping[str, str]
    references: Mapping[str, list[Reference]]
    counted: Counted = AS_SEALED

    def shows(self, unit: str, row: int) -> frozenset[str]:
        """The indicators that count for a consignment where a unit cites them."""
        return self.counted.of(row, self.sights[unit].of(row))

    def inside(self, number: str) -> Sequence[int]:
        """The rows that a decision is about: of one consignment, of all items of a receptacle or dispatch, or none."""
        if not number:
            return ()
        row = self.rows.get(number)
        return self.bags[number] if row is None else (row,)
