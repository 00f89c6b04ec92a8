"""When and how authorities and contacts answer: by luck of drill key, post, whom, and consignment alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from simulator.common.chance import luck, luck_many
from simulator.common.clock import MINUTE
from simulator.common.tables import table
from simulator.scenario.numbers import Triangular, quantile

if TYPE_CHECKING:
    from simulator.operation.floor import Floor


@cache
def _row(name: str, code: str) -> dict[str, str]:
    return next(row for row in table("operation", name) if row["code"] == code)


def answered(floor: Floor, whom: str, share: str, row: int, name: str = "authorities") -> tuple[int, bool]:
    """Seconds until somebody answers about a consignment, and whether what a column of shares says holds.

    Columns of one question (`delivers`, `delivers_exchanged`) have one luck: who agrees to less agrees to more.
    """
    said = _row(name, whom)
    question = share.partition("_")[0]
    ends = {end: round(MINUTE * float(said[end])) for end in ("low", "mode", "high")}
    wait = luck_many(floor.key, f"answer:{question}", floor.post, whom, 0, [row])
    after = int(quantile(Triangular[int](kind="triangular", **ends), wait)[0])
    holds = luck(floor.key, f"says:{question}", floor.post, whom, 0, row) < float(said[share])
    return max(1, after), holds
