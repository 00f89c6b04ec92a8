"""A post at work: stations with their queues, officers who pull the best job they may do, crews and machines.

A station is a heap of (priority, ready, row). When everything of a second has happened, the most urgent job goes to the
free officer with the lowest index who may do it; so ties never depend on the order in which events were made. A job for
a crew starts only when all its officers and its machine are free; one such job may be reserved, so that single jobs
cannot starve it.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Generator, Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import simpy

from simulator.common.clock import NEVER
from simulator.operation.controls import result
from simulator.operation.officers import Officer, Team, Work, permits_of
from simulator.operation.outages import changes

if TYPE_CHECKING:
    from simulator.operation.controls import Control
    from simulator.operation.engine import Lane
    from simulator.operation.floor import Floor, Hidden
    from simulator.operation.roster import Rest

COMING, WAITING, WORKING, DONE, WITHDRAWN, LEFT, GONE, LOST = range(8)
"""States of an order; `LOST`: asked for, and not found."""


class Wish(NamedTuple):
    """Ordered controls (indices), when each is to follow (`always`, `on-alarm`), priority 1 (first) to 3.

    `ground` is the legal ground that is given, if any.
    """

    controls: tuple[int, ...]
    whens: tuple[str, ...]
    priority: int
    ground: str = ""


class Order:
    """A selected consignment on its way through the ordered controls of a post, then through the work after a find.

    `ordered` is how many of `controls` were ordered with the selection, `attempt` how often it was asked for before,
    `until` when the control that is under way ends.
    """

    __slots__ = (
        "attempt", "controls", "crew", "due", "k", "kind", "ordered", "place", "priority",
        "pushed", "ready", "row", "state", "station", "until", "whens",
    )  # fmt: skip
    ready: int
    due: int
    pushed: int
    until: int
    station: Station

    def __init__(self, row: int, place: int, wish: Wish, crew: tuple[int, ...], hidden: Hidden | None) -> None:
        self.row, self.place, self.crew = row, place, crew
        self.controls, self.whens, self.priority, _ = wish
        self.kind = None if hidden is None else hidden.kind
        self.ordered = len(self.controls)
        self.k = self.attempt = 0
        self.state = COMING

    @property
    def at_step(self) -> bool:
        """Whether what it waits for or goes through is work after a find."""
        return self.k >= self.ordered

    def follow(self, steps: tuple[int, ...], crew: tuple[int, ...]) -> None:
        """Go on with steps after what has been done; what was ordered beyond is dropped."""
        done = len(self.controls) if self.at_step else self.k + 1
        self.ordered = min(self.ordered, done)
        self.controls = (*self.controls[:done], *steps)
        self.crew = (*self.crew[:done], *crew)
        self.whens = (*self.whens[:done], *("always",) * len(steps))


class Job(NamedTuple):
    """One control of one consignment at a station; `start` is None if it left before its turn."""

    row: int
    control: int
    pushed: int
    start: int | None
    end: int
    result: int
    officers: tuple[int, ...]


class Station:
    """One kind of control with one size of crew: its queue, the machine it needs if any, the teams that may work there.

    Jobs for crews of other sizes and on other machines queue apart, so that one whose crew is not there keeps nobody
    else from beginning.
    """

    __slots__ = ("control", "heap", "machine", "teams")

    def __init__(self, control: int, machine: str | None, teams: tuple[Team, ...]) -> None:
        self.control, self.machine, self.teams = control, machine, teams
        self.heap: list[tuple[int, int, int, Order]] = []


def _stations(control: Control, floor: Floor, teams: Mapping[tuple[int, ...], Team]) -> tuple[Station, ...]:
    """The stations of a control by stream; streams with the same crew and machine share one."""
    may = tuple(team for permits, team in teams.items() if control.index in permits)
    kinds = [(crew, floor.machine(control.index, stream)) for stream, crew in enumerate(control.crew)]
    made = {kind: Station(control.index, kind[1], may) for kind in kinds}
    return tuple(made[kind] for kind in kinds)


def _shared(
    by_control: tuple[tuple[Station, ...], ...], controls: tuple[Control, ...]
) -> tuple[tuple[Station, ...], ...]:
    """The same, where steps that the same teams carry out wait in one queue: few queues are looked through fast."""
    first: dict[tuple[Team, ...], tuple[Station, ...]] = {}
    return tuple(
        first.setdefault(stations[0].teams, stations) if control.step else stations
        for stations, control in zip(by_control, controls, strict=True)
    )


class Post:
    """One unit's stations and officers on the clock of a lane."""

    def __init__(self, lane: Lane, floor: Floor) -> None:
        self.lane, self.floor, self.env = lane, floor, lane.env
        self.machines = dict(floor.machines)
        teams = {permits: Team() for seat in floor.seats for permits in permits_of(seat)}
        self.stations = _shared(tuple(_stations(control, floor, teams) for control in floor.controls), floor.controls)
        self.queues = tuple(dict.fromkeys(station for by_stream in self.stations for station in by_stream))
        self.manned: list[Station] = []
        """Stations that somebody may work at, from the first time that anything waited there."""
        self.officers = tuple(Officer(index, seat, teams) for index, seat in enumerate(floor.seats))
        self.orders: dict[int, Order] = {}
        self.reserved: tuple[Station, Order] | None = None
        self.jobs: list[Job] = []
        self.lost: list[tuple[int, int]] = []
        """What was asked for and not found: row, when."""
        self.rests: list[tuple[int, int, int]] = []
        """Rests of what tires: officer, begin, end."""
        self.waiting = 0
        for officer in self.officers:
            lane.env.process(self._working(officer))
        lane.env.process(self._roster())
        if floor.outages:
            lane.env.process(self._failing())

    # processes

    def _working(self, officer: Officer) -> Generator[simpy.Event, Any, None]:
        officer.work = Work(self.env)
        while True:
            order = yield officer.work
            officer.work = Work(self.env)
            self._finish(officer, order)

    def _roster(self) -> Generator[simpy.Event, Any, None]:
        changes = sorted({edge for officer in self.officers for span in officer.seat.spans for edge in span})
        for change in changes:
            if change > self.env.now:
                yield self.env.timeout(change - self.env.now)
            self._change_shift(change)
            self.lane.settle(self)

    def _failing(self) -> Generator[simpy.Event, Any, None]:
        """Machines go down and work again. One in use finishes its control first: so long, fewer than 0 can be free."""
        for t, machine, step in changes(self.floor.outages):
            if t > self.env.now:
                yield self.env.timeout(t - self.env.now)
            self.machines[machine] += step
            self.lane.settle(self)

    def _change_shift(self, now: int) -> None:
        for officer in self.officers:
            on = any(begin <= now < end for begin, end in officer.seat.spans)
            if on != officer.on:
                officer.on = on
                if on and not officer.crew:
                    insort(officer.team.free, officer)
                elif not on and not officer.crew:
                    officer.team.free.remove(officer)

    # queueing

    def push(self, order: Order) -> None:
        """A consignment waits at the station of its next control."""
        order.state = WAITING
        order.pushed = self.env.now
        self.waiting += 1
        order.station = station = self.stations[order.controls[order.k]][self.floor.streams[order.place]]
        if station not in self.manned and station.teams:
            self.manned.append(station)
        heappush(station.heap, (order.priority, order.ready, order.row, order))

    def dispatch(self) -> None:
        """Let free officers begin what they can; call it when everything of this second has happened.

        The most urgent job goes first, to the free officer with the lowest index who may do it.
        """
        now = self.env.now
        held = self._try_reserved(*self.reserved, now) if self.reserved else []
        blocked: list[Station] = []
        while self.waiting and (station := self._most_urgent(held, blocked, now)) is not None:
            order = station.heap[0][3]
            crew = self._crew_for(station, order, held)
            if len(crew) == order.crew[order.k]:
                heappop(station.heap)
                self._begin(station, order, crew, now)
            elif self.reserved is None and self._possible(station, order):
                heappop(station.heap)
                self.reserved = (station, order)
                held.extend(crew)
                self.lane.settle_at(self, order.due)
            else:
                blocked.append(station)

    def _most_urgent(self, held: list[Officer], blocked: list[Station], now: int) -> Station | None:
        """The station whose first job comes before all others that a free officer could begin."""
        best, best_job = None, None
        for station in self.manned:
            heap = station.heap
            if not heap or station in blocked or (station.machine is not None and not self._machine(station)):
                continue
            order = heap[0][3]
            if order.state != WAITING or order.due <= now:
                self._clear(heap, now)
                if not heap:
                    continue
            if (best_job is None or heap[0] < best_job) and (
                self._anybody(station, held) if held or len(station.teams) > 1 else station.teams[0].free
            ):
                best, best_job = station, heap[0]
        return best

    def _anybody(self, station: Station, held: list[Officer]) -> bool:
        """Whether a free officer who is not held may work at a station."""
        for team in station.teams:
            if team.free and (not held or any(officer not in held for officer in team.free)):
                return True
        return False

    def _try_reserved(self, station: Station, order: Order, now: int) -> list[Officer]:
        """Start the reserved job if its crew is there now; else the officers that are held for it."""
        if order.state != WAITING or order.due <= now:
            self.reserved = None
            self._drop(order)
            return []
        if not self._possible(station, order):
            self.reserved = None
            heappush(station.heap, (order.priority, order.ready, order.row, order))
            return []
        crew = self._crew_for(station, order, [])
        if len(crew) < order.crew[order.k] or not self._machine(station):
            return crew
        self.reserved = None
        self._begin(station, order, crew, now)
        return []

    def _clear(self, heap: list[tuple[int, int, int, Order]], now: int) -> None:
        """Take jobs from the head of a queue that are no longer wanted or whose consignment has left."""
        while heap and (heap[0][3].state != WAITING or heap[0][3].due <= now):
            self._drop(heappop(heap)[3])

    def _drop(self, order: Order) -> None:
        """A job that nobody begins any more: withdrawn, or the consignment has left."""
        self.waiting -= 1
        if order.state == WAITING:
            order.state = LEFT
            self.jobs.append(Job(order.row, order.controls[order.k], order.pushed, None, order.due, -1, ()))

    def _machine(self, station: Station) -> bool:
        return station.machine is None or self.machines.get(station.machine, 0) > 0

    def _crew_for(self, station: Station, order: Order, held: list[Officer]) -> list[Officer]:
        """The first free officers for a job, as many as it needs or as there are."""
        if order.crew[order.k] == 1 and not held:
            teams = station.teams
            return [teams[0].free[0] if len(teams) == 1 else min([team.free[0] for team in teams if team.free])]
        may = sorted(officer for team in station.teams for officer in team.free if officer not in held)
        return may[: order.crew[order.k]]

    def _possible(self, station: Station, order: Order) -> bool:
        """Whether the officers on shift, free or not, are enough for the job's crew."""
        on = sum(officer.on for officer in self.officers if officer.team in station.teams)
        return on >= order.crew[order.k]

    def presented(self) -> set[int]:
        """Consignments that were brought, and not withdrawn before a control."""
        return {job.row for job in (*self.jobs, *self.unfinished())}

    def opened(self, row: int) -> bool:
        """Whether a control has opened a consignment here."""
        return any(
            job.row == row and job.start is not None and self.floor.controls[job.control].opens for job in self.jobs
        )

    def unfinished(self) -> list[Job]:
        """What is under way (until now, result -1) and what waits (start None, end NEVER), in no particular order."""
        now = self.env.now
        waiting = [job[3] for station in self.queues for job in station.heap]
        waiting += [self.reserved[1]] if self.reserved else []
        queued = [
            Job(order.row, order.controls[order.k], order.pushed, None, NEVER, -1, ())
            for order in waiting
            if order.state == WAITING and order.due > now
        ]
        leads = [officer for officer in self.officers if officer.crew and officer.crew[0] == officer.index]
        return queued + [self._under_way(lead, now) for lead in leads]

    def _under_way(self, lead: Officer, now: int) -> Job:
        order = cast("Order", lead.work.value)
        return Job(order.row, order.controls[order.k], order.pushed, lead.since, now, -1, lead.crew)

    # work

    def _begin(self, station: Station, order: Order, crew: list[Officer], now: int) -> None:
        seconds = self.floor.duration(order.controls[order.k], order.place)
        order.state = WORKING
        self.waiting -= 1
        if station.machine is not None:
            self.machines[station.machine] -= 1
        indices = (crew[0].index,) if len(crew) == 1 else tuple([officer.index for officer in crew])
        for officer in crew:
            officer.crew = indices
            officer.since = now
            officer.team.free.remove(officer)
        order.until = now + seconds
        if order.until > order.due:
            self.lane.onward.overrun(self, order, order.until)
        crew[0].work.begin(order, seconds)

    def _finish(self, lead: Officer, order: Order) -> None:
        now = self.env.now
        crew, control = lead.crew, self.floor.controls[order.controls[order.k]]
        for officer in (lead,) if len(crew) == 1 else [self.officers[index] for index in crew]:
            officer.crew = ()
            if officer.on:
                insort(officer.team.free, officer)
            if officer.seat.rest is not None and officer.tires(control.index, now):
                self._rest(officer, now)
        machine = order.station.machine
        if machine is not None:
            self.machines[machine] += 1
        hit = self.floor.reacts(control.index, order.place)
        if control.opens and order.row in self.lane.aftermath.presumed:
            hit = self.floor.reacts_again(control.index, order.place)
        sign = bool(self.floor.signs) and self.floor.sign(control.index, order.row)
        shown = result(control, hit, order.kind, sign)
        self.jobs.append(Job(order.row, control.index, order.pushed, lead.since, now, shown, crew))
        self.lane.shown(self, order, shown)
        if self.waiting:
            self.lane.settle(self)

    def _rest(self, officer: Officer, now: int) -> None:
        """Keep an officer from what has tired until the rest is over; he may do what else he can."""
        rest = cast("Rest", officer.seat.rest)
        officer.worked = 0
        officer.join(officer.teams[1])
        self.rests.append((officer.index, now, now + rest.rests))
        self.env.timeout(rest.rests, officer).callbacks.append(self._rested)

    def _rested(self, event: simpy.Event) -> None:
        officer = cast("Officer", event.value)
        officer.join(officer.teams[0])
        self.lane.settle(self)
