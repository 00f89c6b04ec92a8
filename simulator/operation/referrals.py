"""Referrals before loading: requests for information and for screening, and the order not to load.

They exist only where the profile of the post's country has them, and only until the flight that brings the consignment
has departed. What is answered hangs on drill key, kind and consignment alone: whoever asks gets the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from simulator.common.chance import luck, luck_many
from simulator.common.clock import MINUTE
from simulator.common.tables import codes, table
from simulator.operation.controls import detection, false_alarm
from simulator.scenario.numbers import Triangular, quantile
from simulator.world.world import STREAMS

if TYPE_CHECKING:
    from simulator.operation.engine import Lane
    from simulator.operation.floor import Floor

SECURITY = "aviation-security"
"""The ground without which nobody may be told not to load. Source: domain facts 3."""
SCREENING = ("x-ray", "trace")
"""Controls whose tables stand for the two methods of a high-risk screening at the origin, EDS and ETD. Assumption."""
COMPLETED, NOTHING, CLEAR, ALARM, ACKNOWLEDGED = "completed", "no-answer", "clear", "alarm", "acknowledged"
_COMPLETE, _BLOCKED, _DO_NOT_LOAD = "SR", "CB", "CD"


@dataclass(frozen=True)
class Answer:
    """What comes back and when (s): what it says, and status and reason code as messages carry them.

    `said`: completed (the declared data is whole now), no-answer, clear or alarm of a screening, acknowledged.
    """

    t: int
    said: str
    status: str
    code: str

    @property
    def loads(self) -> bool:
        """Whether the consignment may be loaded after it."""
        return self.said in (COMPLETED, CLEAR)


@dataclass(frozen=True)
class Referral:
    """One referral; `t` in seconds, `flight` the one that it stops (row of the flights)."""

    unit: str
    row: int
    kind: str
    t: int
    flight: int
    answer: Answer

    @property
    def opened(self) -> tuple[str, str]:
        """Status and reason code with which it is placed."""
        return (_DO_NOT_LOAD if self.kind == "dnl" else _BLOCKED), _row(self.kind)["placed"]


def kinds() -> tuple[str, ...]:
    """Codes of the kinds of referrals."""
    return codes("operation", "referrals")


def refused(floor: Floor, kind: str, ground: str, departs: int, now: int) -> str:
    """Why a referral has no effect at a time (s); empty if it has one. `departs` is when the consignment is loaded."""
    if not floor.referrals:
        return "no-referrals-here"
    if departs <= now:
        return "too-late"
    return "no-ground" if kind == "dnl" and ground != SECURITY else ""


def answer(floor: Floor, kind: str, row: int, t: int) -> Answer:
    """The answer to a referral of a consignment that was made at a time (s)."""
    said = _row(kind)
    ends = {end: round(MINUTE * float(said[end])) for end in ("low", "mode", "high")}
    wait = luck_many(floor.key, "referral:wait", "", kind, 0, [row])
    when = t + max(1, round(float(quantile(Triangular[int](kind="triangular", **ends), wait)[0])))
    if kind == "dnl":
        return Answer(when, ACKNOWLEDGED, _DO_NOT_LOAD, said["standing"])
    if kind == "rfs":
        stands = screened(floor, row)
        what = ALARM if stands else CLEAR
    else:
        stands = luck(floor.key, "referral:fails", "", kind, 0, row) < float(said["fails"])
        what = NOTHING if stands else COMPLETED
    return Answer(when, what, _BLOCKED if stands else _COMPLETE, said["standing"] if stands else said["lifted"])


def screened(floor: Floor, row: int) -> bool:
    """Whether the high-risk screening of a consignment at its origin shows an alarm."""
    hidden, stream = floor.hidden.get(row), STREAMS[floor.streams[floor.place(row)]]
    return any(
        luck(floor.key, "referral:screening", "", control, 0, row)
        < (detection(control, hidden.contraband, hidden.concealment) if hidden else false_alarm(control, stream))
        for control in SCREENING
    )


@cache
def _row(kind: str) -> dict[str, str]:
    return next(row for row in table("operation", "referrals") if row["code"] == kind)


class Referrals:
    """The referrals of a lane. What may not be loaded when its flight departs does not come within the drill."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.all: list[Referral] = []
        self.not_loaded: dict[int, Referral] = {}

    def refer(self, unit: str, row: int, kind: str, ground: str = "") -> str:
        """Refer a consignment back: `effect`, or why it has none."""
        floor, now = self.lane.posts[unit].floor, self.lane.now
        at = floor.place(row)
        if at < 0:
            return "not-at-post"
        if floor.known.item(at) > now:
            return "not-known-yet"
        flight = self._brings(floor, at)
        reason = refused(floor, kind, ground, self._departs(flight), now)
        if reason:
            return reason
        if any((each.unit, each.row, each.kind) == (unit, row, kind) for each in self.all):
            return "asked-already"
        referral = Referral(unit, row, kind, now, flight, answer(floor, kind, row, now))
        self.all.append(referral)
        self._watch(referral)
        return "effect"

    def answered(self, unit: str) -> list[Referral]:
        """The referrals of a unit whose answer has come by now, in the order of the answers."""
        mine = [each for each in self.all if each.unit == unit and each.answer.t <= self.lane.now]
        return sorted(mine, key=lambda each: (each.answer.t, each.row, each.kind))

    def _brings(self, floor: Floor, at: int) -> int:
        into = int(floor.flight_in.item(at))
        return into if into >= 0 else int(floor.flight_out.item(at))

    def _departs(self, flight: int) -> int:
        return int(self.lane.flights.departs.item(flight)) if flight >= 0 else -1

    def _watch(self, referral: Referral) -> None:
        """Look at a referral once more when its flight departs; then what it stops stays behind."""
        departs = self._departs(referral.flight)
        if departs < self.lane.length:
            wait = self.lane.env.timeout(departs - self.lane.now)
            wait.callbacks.append(lambda _: self._depart(referral, departs))

    def _depart(self, referral: Referral, departs: int) -> None:
        come = referral.answer.t <= departs
        # An order that nobody has acknowledged yet stops nothing; a question that is open does.
        stops = come if referral.kind == "dnl" else not (come and referral.answer.loads)
        if not stops or referral.row in self.not_loaded:
            return
        self.not_loaded[referral.row] = referral
        for unit, post in self.lane.posts.items():
            at = post.floor.place(referral.row)
            # What was to leave here stays here, and can still be controlled.
            into = int(post.floor.flight_in.item(at)) if at >= 0 else -1
            if into >= 0 and self._departs(into) >= departs:
                self.lane.rebooked[unit, referral.row] = -1
