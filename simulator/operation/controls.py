"""The controls of a post: who may do them, how long they take, what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from simulator.common.tables import table
from simulator.scenario.model import ControlTimes
from simulator.scenario.numbers import Triangular
from simulator.world.world import STREAMS

CLEAR, ALARM, NOTHING, FIND, IRREGULARITY, POSITIVE, NEGATIVE = range(7)
RESULTS = ("clear", "alarm", "nothing", "find", "irregularity", "positive", "negative")


@dataclass(frozen=True)
class Control:
    """One kind of control. `times` and `crew` by stream: a distribution in seconds, officers needed.

    `machine_general` takes the place of `machine` for general cargo where a unit has it.
    """

    index: int
    code: str
    machine: str | None
    can_find: bool
    times: tuple[object, ...]
    crew: tuple[int, ...]
    machine_general: str | None = None

    def machine_for(self, stream: str, held: Mapping[str, int]) -> str | None:
        """The machine that it needs for a stream at a post that holds so many of each."""
        general = stream == "general" and self.machine_general is not None and held.get(self.machine_general, 0) > 0
        return self.machine_general if general else self.machine


@cache
def _shipped() -> tuple[Control, ...]:
    return tuple(_control(index, row) for index, row in enumerate(table("operation", "controls")))


def _control(index: int, row: dict[str, str]) -> Control:
    times = tuple(
        Triangular[int](
            kind="triangular", **{end: round(60 * float(row[f"{stream}_{end}"])) for end in ("low", "mode", "high")}
        )
        for stream in STREAMS
    )
    crew = tuple(int(row[f"crew_{stream}"]) for stream in STREAMS)
    return Control(
        index, row["code"], row["machine"] or None, row["find"] == "yes", times, crew, row["machine_general"] or None
    )


def controls(own: Mapping[str, ControlTimes] | None = None) -> tuple[Control, ...]:
    """All controls in the order of their table; `own` durations of a scenario replace the shipped ones."""
    own = own or {}
    return tuple(
        replace(control, times=(own[control.code].time,) * len(STREAMS)) if control.code in own else control
        for control in _shipped()
    )


@cache
def control_index(code: str) -> int:
    """Index of a control."""
    return next(control.index for control in _shipped() if control.code == code)


@cache
def permitted(role: str) -> tuple[int, ...]:
    """Indices of the controls that a role may do."""
    row = next(row for row in table("operation", "roles") if row["code"] == role)
    return tuple(sorted(map(control_index, row["controls"].split("|"))))


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
    """Probability that a control shows something where nothing is."""
    rows = table("operation", "false_alarm")
    return next(float(row["share"]) for row in rows if row["control"] == control and row["stream"] == stream)


def result(control: Control, hit: bool, kind: str | None) -> int:
    """What a control shows: `hit` is whether it reacts, `kind` what is hidden (case, irregularity, None)."""
    if control.code == "examination":
        if not hit or kind is None:
            return NOTHING
        return FIND if kind == "case" else IRREGULARITY
    if control.can_find:
        return POSITIVE if hit else NEGATIVE
    return ALARM if hit else CLEAR
