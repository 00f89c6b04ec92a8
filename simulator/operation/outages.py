"""When machines of a post are down: drawn by drill key, post, machine and day alone, whatever anybody decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from simulator.common.chance import Ints, luck_many
from simulator.common.clock import DAY
from simulator.operation.roster import DAYS, Spans, clipped, midnight
from simulator.scenario.numbers import quantile

if TYPE_CHECKING:
    from simulator.scenario.model import Failure, Scenario, Unit


def outages(scenario: Scenario, unit: Unit, offset: int, key: bytes) -> dict[str, Spans]:
    """Outages of a unit's machines by machine; those of two machines of a kind may overlap.

    A machine fails at most once a day, at any time of the local day. `offset` is the post's local time in seconds.
    """
    first, days = midnight(scenario, offset), scenario.length // DAY + 3
    out = {}
    for machine, failure in unit.failures.items():
        spans: list[tuple[int, int]] = []
        for number in range(unit.machines.get(machine, 0)):
            spans += _united(_failures(failure, key, unit.post, machine, number * DAYS + np.arange(days), first))
        out[machine] = clipped(spans, scenario.length)
    return {machine: spans for machine, spans in out.items() if spans}


def _failures(failure: Failure, key: bytes, post: str, machine: str, days: Ints, first: int) -> list[tuple[int, int]]:
    """Begin and end of the failures of one machine; `days` are its numbers for luck, `first` the begin of day 0."""
    fails, moment, takes = (
        luck_many(key, purpose, post, machine, 0, days) for purpose in ("failures", "failure-time", "failure-length")
    )
    begins = first + (days % DAYS) * DAY + np.floor(moment * DAY).astype(np.int64)
    ends = begins + np.maximum(1, np.rint(quantile(failure.takes, takes))).astype(np.int64)
    chosen = fails < failure.chance
    return list(zip(begins[chosen].tolist(), ends[chosen].tolist(), strict=True))


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, given in order of their begin, with those that touch made one."""
    out: list[tuple[int, int]] = []
    for begin, end in spans:
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return out


def changes(down: Mapping[str, Spans]) -> list[tuple[int, str, int]]:
    """When a machine goes down (-1) or works again (1), in order of time."""
    edges = []
    for machine, spans in down.items():
        for begin, end in spans:
            edges += [(begin, machine, -1), (end, machine, 1)]
    return sorted(edges)
