"""The course of a drill: entries go in at their time, lanes run, effects come out; to play, replay and try out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from simulator.decisions.decision import ORDERING, TAKES, Decision
from simulator.operation.controls import controls
from simulator.operation.engine import Flights, Lane
from simulator.operation.floor import Floor
from simulator.operation.log import Entry
from simulator.operation.post import Wish

JOINT = "joint"


class Move(NamedTuple):
    """A decision as the engine takes it; `t` in seconds, `row` the consignment, `wish` for select and sample.

    `bag`: it was named by its receptacle or dispatch, so that knowing that one is knowing enough. `said`: the decision
    itself, for acts that say more; `row` is -1 for a standing order.
    """

    t: int
    unit: str
    row: int
    act: str
    wish: Wish | None
    bag: bool = False
    said: Decision | None = None


@dataclass(frozen=True)
class Ground:
    """What a course runs on; it never changes, so many courses can share it. `length` in seconds."""

    kind: str
    floors: tuple[Floor, ...]
    flights: Flights
    length: int

    def lanes(self) -> dict[str, Lane]:
        """Fresh lanes by name: one for a joint drill, one a unit for a parallel one."""
        if self.kind == JOINT:
            return {JOINT: Lane(self.floors, self.flights, self.length)}
        return {floor.unit: Lane([floor], self.flights, self.length) for floor in self.floors}

    def around(self, unit: str, others: Iterable[Move]) -> Ground:
        """The part of the ground that matters to one unit while others decide as given."""
        matter = {unit} if self.kind != JOINT else {unit, *(move.unit for move in others)}
        return replace(self, floors=tuple(floor for floor in self.floors if floor.unit in matter))

    def foresee(self, moves: Iterable[Move]) -> None:
        """Draw the luck of many decisions at once; it only saves time."""
        wanted: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        rows: list[int] = []
        unit, wish = "", None
        for move in moves:
            if move.wish is None:
                continue
            if move.wish is not wish or move.unit != unit:
                unit, wish = move.unit, move.wish
                rows = wanted.setdefault((unit, wish.controls), [])
            rows.append(move.row)
        floors = {floor.unit: floor for floor in self.floors}
        for (unit, chosen), picked in wanted.items():
            floor = floors[unit]
            places = floor.places(np.array(picked))
            places = places[places >= 0]
            floor.bring(places)
            for control in chosen:
                floor.foresee(control, places)


_OCCASION = itemgetter(0, 1, 3)
"""Time, unit and act of a move."""


class Course:
    """One course of events on a ground."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.lanes = ground.lanes()
        self.lane_of = {unit: name for name, lane in self.lanes.items() for unit in lane.posts}
        self._lanes = {unit: self.lanes[name] for unit, name in self.lane_of.items()}
        self.now = 0

    def advance(self, t: int) -> None:
        """Run all lanes to t; what happens at t itself is left."""
        for lane in self.lanes.values():
            lane.advance(t)
        self.now = t

    def apply(self, move: Move) -> str:
        """Run to the time of a decision and let it take effect; `effect`, or why it had none."""
        self.advance(move.t)
        lane = self._lanes[move.unit]
        if move.bag:
            lane.hand_over(move.unit, [move.row])
        if move.wish is not None:
            return lane.select(move.unit, move.row, move.wish)
        if move.said is None:
            return (lane.withdraw if move.act == "withdraw" else lane.release)(move.unit, move.row)
        return _say(lane, move, move.said)

    def decide(self, moves: Sequence[Move]) -> str:
        """Apply what one decision is about: `effect` if any of it took effect, else why the first had none."""
        self.ground.foresee(moves)
        effects = self._together(moves[0].t, moves[0].unit, moves[0].act, moves)
        return "effect" if "effect" in effects else effects[0]

    def _together(self, t: int, unit: str, act: str, moves: Iterable[Move]) -> list[str]:
        """`apply` of several moves with the same time, unit and act."""
        if act not in ORDERING:
            return [self.apply(move) for move in moves]
        self.advance(t)
        moves = list(moves)
        self._lanes[unit].hand_over(unit, [move.row for move in moves if move.bag])
        return self._lanes[unit].select_many(unit, [(move.row, move.wish) for move in moves if move.wish is not None])

    def play(self, moves: Iterable[Move]) -> list[str]:
        """Apply decisions in order of time, then run to the end; the effect of each."""
        moves = list(moves)
        self.ground.foresee(moves)
        with _collector_at_rest():
            effects: list[str] = []
            for (t, unit, act), same in groupby(moves, key=_OCCASION):
                effects += self._together(t, unit, act, same)
            self.advance(self.ground.length)
        return effects


def _say(lane: Lane, move: Move, said: Decision) -> str:
    """Apply an act that says more than which consignment."""
    if said.act == "standing":
        return lane.aftermath.order(move.unit, said)
    if said.act == "hold":
        return lane.holds.place(move.unit, move.row, said.until or 0, said.ground)
    if said.act == "refer":
        return lane.referrals.refer(move.unit, move.row, said.to, said.ground)
    act = {
        "follow-up": lane.aftermath.follow_up,
        "propose": lane.deliveries.propose,
        "ask": lane.inquiries.ask,
    }[said.act]
    return act(move.unit, move.row, said)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without Python's search for reference cycles: a course makes none, and looking takes a quarter of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def wish_of(decision: Decision, index: Mapping[str, int] | None = None) -> Wish:
    """The ordered controls of a decision by index."""
    index = index or {control.code: control.index for control in controls()}
    steps = decision.controls
    return Wish(
        tuple([index[step.control] for step in steps]),
        tuple(["always" if at == 0 else step.when for at, step in enumerate(steps)]),
        decision.priority,
        decision.ground,
    )


def moves_of(entry: Entry, rows: Mapping[str, int], bags: Mapping[str, Sequence[int]]) -> list[Move]:
    """The engine's form of a logged decision: one move, or one for each item of a receptacle or a dispatch.

    `rows` gives the row of a consignment's id, `bags` the rows in a receptacle or a dispatch by its number.
    """
    decision = Decision.from_payload(entry.payload)
    wish = wish_of(decision) if decision.act in ORDERING else None
    said = decision if decision.act in TAKES else None
    if decision.act == "standing":
        return [Move(entry.t, entry.unit, -1, decision.act, None, said=said)]
    row = rows.get(decision.consignment)
    inside = bags[decision.consignment] if row is None else [row]
    return [Move(entry.t, entry.unit, each, decision.act, wish, row is None, said) for each in inside]
