"""Officers on the clock of a post: who is free, who may do what at the moment, what tires."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from typing import TYPE_CHECKING

import simpy

if TYPE_CHECKING:
    from simulator.operation.post import Order
    from simulator.operation.roster import Seat


class Work(simpy.Event):
    """What an officer is doing: triggered when it begins, it happens when it is done."""

    def begin(self, order: Order, seconds: int) -> None:
        """Begin now, be done in `seconds`."""
        self._ok = True
        self._value = order
        self.env.schedule(self, delay=seconds)


class Team:
    """The officers of a post who may do the same; `free` are those who could begin something, by index."""

    __slots__ = ("free",)

    def __init__(self) -> None:
        self.free: list[Officer] = []


class Officer:
    """One officer of a post. `worked`: seconds of what tires since the last rest, until `tired_at`."""

    __slots__ = ("crew", "index", "on", "seat", "since", "team", "teams", "tired_at", "work", "worked")
    work: Work

    def __init__(self, index: int, seat: Seat, teams: Mapping[tuple[int, ...], Team]) -> None:
        self.index, self.seat = index, seat
        self.teams = tuple(teams[permits] for permits in permits_of(seat))
        self.team = self.teams[0]
        self.worked, self.tired_at = 0, 0
        self.on = False
        self.crew: tuple[int, ...] = ()
        self.since = 0

    def __lt__(self, other: Officer) -> bool:
        return self.index < other.index

    @property
    def free(self) -> bool:
        """Whether he could begin something."""
        return self.on and not self.crew

    def join(self, team: Team) -> None:
        """Change to what another team may do."""
        if self.free:
            self.team.free.remove(self)
            insort(team.free, self)
        self.team = team

    def tires(self, control: int, now: int) -> bool:
        """Count a control that ends now; whether a rest of it is due. As long a time without it as a rest is one."""
        rest = self.seat.rest
        if rest is None or rest.control != control:
            return False
        if self.since - self.tired_at >= rest.rests:
            self.worked = 0
        self.worked += now - self.since
        self.tired_at = now
        return self.worked >= rest.works


def permits_of(seat: Seat) -> tuple[tuple[int, ...], ...]:
    """What an officer may do, and if something tires, what he may do meanwhile."""
    if seat.rest is None:
        return (seat.permits,)
    return seat.permits, tuple(control for control in seat.permits if control != seat.rest.control)
