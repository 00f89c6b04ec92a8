"""The controls of a post: who may do them, how long they take, what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from simulator.common.tables import table
from simulator.scenario.model import ControlTimes
from simulator.scenario.numbers import Triangular
from simulator.world.world import STREAMS

CLEAR, ALARM, NOTHING, FIND, IRREGULARITY, POSITIVE, NEGATIVE = range(7)
RESULTS = ("clear", "alarm", "nothing", "find", "irregularity", "positive", "negative")


@dataclass(frozen=True)
class Control:
    """One kind of control.

    `times` and `crew` by stream: a distribution in seconds (None where there is no such control), officers needed.
    """

    index: int
    code: str
    machine: str | None
    can_find: bool
    times: tuple[object, ...]
    crew: tuple[int, ...]


@cache
def _shipped() -> tuple[Control, ...]:
    return tuple(_control(index, row) for index, row in enumerate(table("operation", "controls")))


def _control(index: int, row: dict[str, str]) -> Control:
    times = tuple(_time(row, stream) for stream in STREAMS)
    crew = tuple(int(row[f"crew_{stream}"] or 1) for stream in STREAMS)
    return Control(index, row["code"], row["machine"] or None, row["find"] == "yes", times, crew)


def _time(row: dict[str, str], stream: str) -> object:
    if not serves(row, stream):
        return None
    ends = {end: round(60 * float(row[f"{stream}_{end}"])) for end in ("low", "mode", "high")}
    return Triangular[int](kind="triangular", **ends)


def serves(row: Mapping[str, str], stream: str) -> bool:
    """Whether a row of the table of controls is a control of a stream at all."""
    return bool(row[f"crew_{stream}"])


def controls(own: Mapping[str, ControlTimes] | None = None) -> tuple[Control, ...]:
    """All controls in the order of their table; `own` durations of a scenario replace the shipped ones."""
    own = own or {}
    return tuple(
        Control(c.index, c.code, c.machine, c.can_find, _own(c, own[c.code]), c.crew) if c.code in own else c
        for c in _shipped()
    )


def _own(control: Control, own: ControlTimes) -> tuple[object, ...]:
    return tuple(None if shipped is None else own.time for shipped in control.times)


@cache
def permitted(role: str) -> tuple[int, ...]:
    """Indices of the controls that a role may do."""
    index = {control.code: control.index for control in _shipped()}
    row = next(row for row in table("operation", "roles") if row["code"] == role)
    return tuple(sorted(index[code] for code in row["controls"].split("|")))


@cache
def detection(control: str, contraband: str, concealment: str) -> float:
    """Probability that a control shows hidden goods; the most specific row of the table counts."""
    for wanted in ((contraband, concealment), (contraband, "*"), ("*", "*")):
        for row in table("operation", "detection"):
            if row["control"] == control and (row["contraband"], row["concealment"]) == wanted:
                return float(row["pd"])
    return 0.0


@cache
def false_alarm(control: str, stream: str) -> float:
    """Probability that a control shows something where nothing is; 0 where there is no such control."""
    rows = table("operation", "false_alarm")
    return next((float(row["share"]) for row in rows if row["control"] == control and row["stream"] == stream), 0.0)


def result(control: Control, hit: bool, kind: str | None) -> int:
    """What a control shows: `hit` is whether it reacts, `kind` what is hidden (case, irregularity, None)."""
    if control.code == "examination":
        if not hit or kind is None:
            return NOTHING
        return FIND if kind == "case" else IRREGULARITY
    if control.can_find:
        return POSITIVE if hit else NEGATIVE
    return ALARM if hit else CLEAR
