"""What all reference players share: they look at the hour that has passed and select what their post can control."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.common.chance import Floats, Ints
from simulator.common.clock import HOUR, MINUTE, NEVER
from simulator.operation.controls import Control, false_alarm
from simulator.operation.course import Move
from simulator.operation.floor import Floor
from simulator.operation.post import Wish
from simulator.scenario.numbers import quantile
from simulator.view.sight import Sight
from simulator.world.world import STREAMS

USE = 0.85
"""Share of the officers' time that a player plans with."""
STORE = 2.0
"""Hours of unused capacity that a player carries on at most."""


@dataclass(frozen=True)
class Plan:
    """The ordered controls that a player uses."""

    controls: tuple[str, ...]
    whens: tuple[str, ...]


PLANS = (
    *(Plan((first, "examination"), ("always", "on-alarm")) for first in ("x-ray", "dog", "documents")),
    Plan(("examination",), ("always",)),
)
"""What players choose from: the first that the post has officers and machines for; else the last."""


def plan_for(floor: Floor) -> Plan:
    """The plan of a post."""
    able = {control.code for control in floor.controls if _can(floor, control)}
    return next((plan for plan in PLANS if able.issuperset(plan.controls)), PLANS[-1])


def _can(floor: Floor, control: Control) -> bool:
    machine = control.machine is None or floor.machines.get(control.machine, 0) > 0
    return machine and any(control.index in seat.permits and seat.spans for seat in floor.seats)


class Desk:
    """A post as a player plans it: when each consignment comes up, what it costs, what an hour offers."""

    def __init__(self, floor: Floor, sight: Sight, length: int, plan: Plan | None = None) -> None:
        self.floor, self.sight, self.length = floor, sight, length
        self.plan = plan or plan_for(floor)
        index = {control.code: control.index for control in floor.controls}
        self.controls = tuple(index[code] for code in self.plan.controls)
        comes_up = np.maximum(np.maximum(sight.expected, sight.known), 0)
        self.hour = comes_up // HOUR
        self.decides = (self.hour + 1) * HOUR
        places = np.searchsorted(floor.rows, sight.rows)
        self.seen = sight.by(self.decides)
        self.open = (self.decides < floor.release[places]) & (self.decides < length)
        self.letters = floor.letters[places] if len(floor.letters) else np.zeros(len(places), dtype=np.bool_)
        self.need = self._need()
        self.offer = np.stack([self._offer(control) for control in self.controls], axis=1)

    def known(self, row: int) -> int:
        """When a system first shows a consignment (s), NEVER if none does."""
        at = int(np.searchsorted(self.sight.rows, row))
        seen = at < len(self.sight.rows) and self.sight.rows[at] == row
        return int(self.sight.known[at]) if seen else NEVER

    def noticed(self, row: int) -> int:
        """When the post system first shows the receptacle of a consignment (s), NEVER if it does not."""
        at = self.floor.place(row)
        return int(self.floor.noticed[at]) if at >= 0 and len(self.floor.noticed) else NEVER

    def _need(self) -> Floats:
        """Officer minutes that a consignment takes at each control on average, shape (streams, controls)."""
        middle = (np.arange(21) + 0.5) / 21
        need = np.zeros((len(STREAMS), len(self.controls)))
        for column, number in enumerate(self.controls):
            control = self.floor.controls[number]
            for stream, name in enumerate(STREAMS):
                minutes = float(quantile(control.times[stream], middle).mean()) / MINUTE
                before = self.floor.controls[self.controls[column - 1]].code if column else ""
                share = false_alarm(before, name) if self.plan.whens[column] == "on-alarm" else 1.0
                need[stream, column] = minutes * share * control.crew[stream]
        return need

    def _offer(self, control: int) -> Floats:
        """Officer minutes of each hour for one control, shape (hours,); officers who could do several are shared."""
        hours = -(-self.length // HOUR)
        offer = np.zeros(hours)
        for seat in self.floor.seats:
            mine = [number for number in self.controls if number in seat.permits]
            if control in mine:
                for begin, end in seat.spans:
                    edges = np.arange(hours) * HOUR
                    offer += np.clip(np.minimum(end, edges + HOUR) - np.maximum(begin, edges), 0, None) / len(mine)
        machine = self.floor.controls[control].machine
        offer /= MINUTE
        return offer if machine is None else np.minimum(offer, 60.0 * self.floor.machines.get(machine, 0))

    def choose(self, urgency: Floats) -> Ints:
        """Positions in the sight of what is selected: most urgent first within the hour, as far as capacity goes.

        `urgency` has one number a consignment; those with -inf are never taken.
        """
        taken: list[Ints] = []
        store = np.zeros(len(self.controls))
        candidates = np.flatnonzero(self.open & np.isfinite(urgency))
        order = candidates[np.lexsort((-urgency[candidates], self.hour[candidates]))]
        cuts = np.searchsorted(self.hour[order], np.arange(len(self.offer) + 1))
        for hour, offer in enumerate(self.offer):
            store = np.minimum(store + offer * USE, np.maximum(offer * USE * STORE, store))
            mine = order[cuts[hour] : cuts[hour + 1]]
            used = np.cumsum(self.need[self.sight.stream[mine]], axis=0)
            fits = int(np.searchsorted((used > store + 1e-9).any(axis=1), True)) if len(mine) else 0
            if fits:
                taken.append(mine[:fits])
                store = store - used[fits - 1]
        return np.concatenate(taken) if taken else np.empty(0, dtype=np.int64)

    def moves(self, chosen: Ints, priority: Ints | None = None, ground: str = "") -> list[Move]:
        """Selections of the chosen positions, in order of time, then row; `ground` is what letters are opened on."""
        wishes = [
            (Wish(self.controls, self.plan.whens, level), Wish(self.controls, self.plan.whens, level, ground))
            for level in (1, 2, 3)
        ]
        levels = np.full(len(chosen), 2) if priority is None else priority
        order = np.lexsort((self.sight.rows[chosen], self.decides[chosen]))
        unit, picked = self.floor.unit, chosen[order]
        columns = zip(
            self.decides[picked].tolist(),
            self.sight.rows[picked].tolist(),
            levels[order].tolist(),
            self.letters[picked].tolist(),
            strict=True,
        )
        return [Move(t, unit, row, "select", wishes[level - 1][letter]) for t, row, level, letter in columns]
