"""The ways in which a post can control a consignment, what they take on average, and how likely they find what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from simulator.common.chance import Floats
from simulator.common.clock import MINUTE
from simulator.operation.controls import detection, false_alarm
from simulator.operation.floor import Floor
from simulator.operation.post import Wish
from simulator.operation.roster import Seat
from simulator.scenario.numbers import quantile
from simulator.scoring.task import Choice, Step
from simulator.world.typologies import typologies
from simulator.world.world import STREAMS

USE = 0.85
"""Share of the officers' time that is planned with: durations and alarms vary."""
WIDTH = 15.0
"""Minutes of a span of the timetable."""
EXAMINE, TEST = "examination", "field-test"
_SENSE = {"x-ray": "image", "belt-x-ray": "image", "dog": "scent", "belt-dog": "scent", "trace": "trace"}


@dataclass(frozen=True)
class Way:
    """Controls in order for one stream (index), with when each follows, and the minutes that they take on average."""

    stream: int
    controls: tuple[int, ...]
    whens: tuple[str, ...]
    steps: Choice

    def wish(self, priority: int, ground: str = "") -> Wish:
        """What a unit orders."""
        return Wish(self.controls, self.whens, priority, ground)


@dataclass(frozen=True)
class Menu:
    """All ways of a post, and `finds`: how likely each finds each of some typologies, shape (ways, typologies)."""

    ways: tuple[Way, ...]
    finds: Floats


class Staff:
    """Officers of a post who may do the same, its machines, and what tires, as resources of a plan."""

    def __init__(self, floor: Floor, length: int) -> None:
        self.floor, self.length = floor, length
        self.teams = tuple(dict.fromkeys(seat.permits for seat in floor.seats if seat.spans))
        self.machines = tuple(name for name, count in sorted(floor.machines.items()) if count)
        self.tiring = tuple(dict.fromkeys(seat.rest.controls for seat in floor.seats if seat.rest and seat.spans))

    def by(self, control: int) -> tuple[int, ...]:
        """The teams that may do a control; those that may do less else come first."""
        may = [number for number, permits in enumerate(self.teams) if control in permits]
        return tuple(sorted(may, key=lambda number: (self._tires(number), len(self.teams[number]), number)))

    def _tires(self, team: int) -> bool:
        return any(control in self.teams[team] for controls in self.tiring for control in controls)

    def also(self, control: int, stream: int) -> int:
        """The machine of a control, or what tires in it, as a resource; -1 if neither."""
        machine = self.floor.machine(control, stream)
        if machine is not None:
            return len(self.teams) + self.machines.index(machine) if machine in self.machines else -1
        tired = [place for place, controls in enumerate(self.tiring) if control in controls]
        return len(self.teams) + len(self.machines) + tired[0] if tired else -1

    def offer(self, use: float = USE) -> Floats:
        """A share of the minutes of each resource in each span of WIDTH minutes, shape (resources, spans)."""
        spans = int(-(-self.length // (WIDTH * MINUTE)))
        offer = np.zeros((len(self.teams) + len(self.machines) + len(self.tiring), spans))
        for seat in self.floor.seats:
            if not seat.spans:
                continue
            there = _minutes(seat, spans)
            offer[self.teams.index(seat.permits)] += there
            if seat.rest:
                share = seat.rest.works / (seat.rest.works + seat.rest.rests)
                offer[len(self.teams) + len(self.machines) + self.tiring.index(seat.rest.controls)] += share * there
        for place, machine in enumerate(self.machines):
            offer[len(self.teams) + place] = WIDTH * self.floor.machines[machine]
        return offer * use


def _minutes(seat: Seat, spans: int) -> Floats:
    """Minutes of each span in which an officer may begin a control."""
    edges = np.arange(spans) * WIDTH * MINUTE
    there = np.zeros(spans)
    for begin, end in seat.spans:
        there += np.clip(np.minimum(end, edges + WIDTH * MINUTE) - np.maximum(begin, edges), 0, None)
    return there / MINUTE


def menu(staff: Staff, kinds: Sequence[str]) -> Menu:
    """The menu of a post against typologies: straight to examination, or after what alarms first."""
    ways, finds = list[Way](), list[list[float]]()
    index = {control.code: control.index for control in staff.floor.controls}
    for stream in range(len(STREAMS)):
        able = [code for code in (*_SENSE, EXAMINE, TEST) if _able(staff, index[code], stream)]
        if EXAMINE not in able:
            continue
        for screens in _screens([code for code in able if code in _SENSE]):
            ways.append(_way(staff, index, stream, screens, test=False))
            finds.append([_found(kind, screens, test=False) for kind in kinds])
        if TEST in able:
            ways.append(_way(staff, index, stream, (), test=True))
            finds.append([_found(kind, (), test=True) for kind in kinds])
    return Menu(tuple(ways), np.array(finds).reshape(len(ways), len(kinds)))


def _able(staff: Staff, control: int, stream: int) -> bool:
    machine = staff.floor.machine(control, stream)
    timed = staff.floor.controls[control].times[stream] is not None
    return timed and bool(staff.by(control)) and (machine is None or machine in staff.machines)


def _screens(able: Sequence[str]) -> list[tuple[str, ...]]:
    """What comes before an examination: nothing, one control that alarms, or two of different senses."""
    pairs = [(one, two) for one in able for two in able if _SENSE[one] != _SENSE[two]]
    return [(), *((one,) for one in able), *pairs]


def _way(staff: Staff, index: dict[str, int], stream: int, screens: tuple[str, ...], *, test: bool) -> Way:
    codes = (*screens, EXAMINE, *((TEST,) if test else ()))
    whens = ("always", *("on-alarm",) * (len(codes) - 1)) if not test else ("always", "always")
    share, steps = 1.0, []
    for code in codes:
        control = staff.floor.controls[index[code]]
        middle = (np.arange(21) + 0.5) / 21
        minutes = float(quantile(control.times[stream], middle).mean()) / MINUTE
        crew = control.crew[stream]
        steps.append(Step(staff.by(control.index), share * minutes * crew, crew, staff.also(control.index, stream)))
        if not test:
            share *= false_alarm(code, STREAMS[stream])
    return Way(stream, tuple(index[code] for code in codes), whens, tuple(steps))


def _found(kind: str, screens: tuple[str, ...], *, test: bool) -> float:
    """How likely what a typology hides is found."""
    what = typologies()[kind]
    seen, opened = (detection(code, what.contraband, what.concealment) for code in (EXAMINE, TEST))
    if test:
        return 1 - (1 - seen) * (1 - opened)
    return seen * prod(detection(code, what.contraband, what.concealment) for code in screens)
