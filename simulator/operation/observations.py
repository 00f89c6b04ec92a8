"""What a control shows, in words and figures: for people to judge, alike for true and false alarms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from simulator.common.chance import luck
from simulator.common.tables import table
from simulator.operation.controls import RESULTS

if TYPE_CHECKING:
    from simulator.operation.floor import Floor
    from simulator.operation.post import Job


@dataclass(frozen=True)
class Observation:
    """Words and figures: `text` is a template of the table, `a` and `b` the figures in it."""

    text: str
    a: int | None
    b: int | None

    def told(self) -> str:
        """The whole sentence."""
        return self.text.format(a=self.a, b=self.b)


@cache
def _texts(control: str, result: str) -> tuple[dict[str, str], ...]:
    rows = table("operation", "observations")
    return tuple(row for row in rows if (row["control"], row["result"]) == (control, result))


def observation(floor: Floor, job: Job) -> Observation | None:
    """What a finished control of a consignment was seen to show; None for steps, which show nothing.

    It depends on control, result, drill key, post and consignment alone: never on what is hidden.
    """
    control, result = floor.controls[job.control].code, RESULTS[job.result]
    texts = _texts(control, result)
    if not texts:
        return None
    chosen = texts[int(_luck(floor, job, "text") * len(texts))]
    return Observation(chosen["text"], _figure(floor, job, chosen, "a"), _figure(floor, job, chosen, "b"))


def _figure(floor: Floor, job: Job, chosen: dict[str, str], name: str) -> int | None:
    if not chosen[f"{name}_low"]:
        return None
    low, high = int(chosen[f"{name}_low"]), int(chosen[f"{name}_high"])
    return low + int(_luck(floor, job, name) * (high - low + 1))


def _luck(floor: Floor, job: Job, what: str) -> float:
    return luck(floor.key, f"observation:{what}", floor.post, floor.controls[job.control].code, 0, job.row)
