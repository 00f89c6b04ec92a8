"""What all reference players share: they look at the hour that has passed and select what their post can control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulator.common.chance import Floats, Ints
from simulator.common.clock import HOUR, MINUTE, NEVER
from simulator.operation.controls import Control, false_alarm
from simulator.operation.course import Move
from simulator.operation.floor import Floor
from simulator.operation.post import Wish
from simulator.operation.roster import Seat
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
    *(Plan((first, "examination"), ("always", "on-alarm")) for first in ("x-ray", "dog")),
    Plan(("examination",), ("always",)),
)
"""What players choose from: the first that the post has officers and machines for; else the last."""


def plan_for(floor: Floor) -> Plan:
    """The plan of a post."""
    able = {control.code for control in floor.controls if _can(floor, control)}
    return next((plan for plan in PLANS if able.issuperset(plan.controls)), PLANS[-1])


def _can(floor: Floor, control: Control) -> bool:
    equipped = any(_equipped(floor, control.index, stream) for stream in range(len(STREAMS)))
    return equipped and any(control.index in seat.permits and seat.spans for seat in floor.seats)


def _equipped(floor: Floor, control: int, stream: int) -> bool:
    """Whether a post has the machine for a control of a stream, and there is such a control."""
    if floor.controls[control].times[stream] is None:
        return False
    machine = floor.machine(control, stream)
    return machine is None or floor.machines.get(machine, 0) > 0


class Limit(NamedTuple):
    """What limits the controls of a plan: those at `column`, of these streams, with these machines (None: none)."""

    column: int
    streams: tuple[int, ...]
    machines: tuple[str | None, ...]


def _share(seat: Seat, control: int) -> float:
    """The share of an officer's time in which he can do a control that may tire."""
    rest = seat.rest
    return 1.0 if rest is None or control not in rest.controls else rest.works / (rest.works + rest.rests)


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
        limits = self._limits()
        able = [all(_equipped(floor, control, stream) for control in self.controls) for stream in range(len(STREAMS))]
        self.open &= np.array(able)[sight.stream]
        self.need = np.stack([self._need(limit) for limit in limits], axis=1)
        """Officer minutes of each limit that a consignment takes, shape (streams, limits)."""
        self.offer = np.stack([self._offer(limit) for limit in limits], axis=1)
        """Officer minutes of each hour, shape (hours, limits)."""

    def known(self, row: int) -> int:
        """When a system first shows a consignment (s), NEVER if none does."""
        at = int(np.searchsorted(self.sight.rows, row))
        seen = at < len(self.sight.rows) and self.sight.rows[at] == row
        return int(self.sight.known[at]) if seen else NEVER

    def noticed(self, row: int) -> int:
        """When the post system first shows the receptacle of a consignment (s), NEVER if it does not."""
        at = self.floor.place(row)
        return int(self.floor.noticed[at]) if at >= 0 and len(self.floor.noticed) else NEVER

    def _limits(self) -> list[Limit]:
        """The officers of each control with its machines; and where streams need different machines, each of these."""
        out = []
        for column, control in enumerate(self.controls):
            streams = [stream for stream in range(len(STREAMS)) if _equipped(self.floor, control, stream)]
            by_machine: dict[str | None, tuple[int, ...]] = {}
            for stream in streams:
                machine = self.floor.machine(control, stream)
                by_machine[machine] = (*by_machine.get(machine, ()), stream)
            out.append(Limit(column, tuple(streams), tuple(by_machine)))
            if len(by_machine) > 1:
                out += [Limit(column, mine, (machine,)) for machine, mine in by_machine.items()]
        return out

    def _need(self, limit: Limit) -> Floats:
        """Officer minutes of a limit that a consignment takes on average, shape (streams,)."""
        middle = (np.arange(21) + 0.5) / 21
        need = np.zeros(len(STREAMS))
        control = self.floor.controls[self.controls[limit.column]]
        before = self.floor.controls[self.controls[limit.column - 1]].code if limit.column else ""
        for stream in limit.streams:
            minutes = float(quantile(control.times[stream], middle).mean()) / MINUTE
            share = false_alarm(before, STREAMS[stream]) if self.plan.whens[limit.column] == "on-alarm" else 1.0
            need[stream] = minutes * share * control.crew[stream]
        return need

    def _offer(self, limit: Limit) -> Floats:
        """Officer minutes of each hour for one limit, shape (hours,); officers who could do several are shared.

        Breaks and hand-over are left out, and rests of what tires; when machines will fail nobody knows.
        """
        control, hours = self.controls[limit.column], -(-self.length // HOUR)
        offer, edges = np.zeros(hours), np.arange(hours) * HOUR
        for seat in self.floor.seats:
            mine = [number for number in self.controls if number in seat.permits]
            if control in mine:
                share = _share(seat, control) / len(mine)
                for begin, end in seat.spans:
                    offer += np.clip(np.minimum(end, edges + HOUR) - np.maximum(begin, edges), 0, None) * share
        offer /= MINUTE
        if None in limit.machines:
            return offer
        return np.minimum(offer, 60.0 * sum(self.floor.machines.get(str(machine), 0) for machine in limit.machines))

    def choose(self, urgency: Floats) -> Ints:
        """Positions in the sight of what is selected: most urgent first within the hour, as far as capacity goes.

        `urgency` has one number a consignment; those with -inf are never taken.
        """
        taken: list[Ints] = []
        store = np.zeros(self.offer.shape[1])
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
