"""The controls of a post: who may do them, how long they take, what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from simulator.common.tables import table
from simulator.scenario.model import ControlTimes
from simulator.scenario.numbers import Triangular
from simulator.world.world import STREAMS

CLEAR, ALARM, NOTHING, FIND, IRREGULARITY, POSITIVE, NEGATIVE, SHOWN, DANGER, CARRIED_OUT, CONFIRMED, SAFE = range(12)
NOT_CONFIRMED = 12
RESULTS = (
    "clear", "alarm", "nothing", "find", "irregularity", "positive", "negative",
    "shown", "danger", "carried-out", "confirmed", "safe", "not-confirmed",
)  # fmt: skip
"""`shown`: papers laid side by side; `danger`: an alarm with a danger sign; `carried-out`: a step after a find;
`confirmed`: by the laboratory or the disposal service; `safe`: no danger, says the disposal service; `not-confirmed`:
the laboratory finds nothing of what a field test told."""


@dataclass(frozen=True)
class Control:
    """One kind of control.

    `times` and `crew` by stream: a distribution in seconds (None where there is no such control), officers needed.
    `machine_general` takes the place of `machine` for general cargo where a unit has it.
    `step`: not a control, but work after a find. `opens`: the consignment is open after it; `needs_open`: it must be
    open before. `tells`: the kind of find that a presumptive test takes it for.
    """

    index: int
    code: str
    machine: str | None
    can_find: bool
    times: tuple[object, ...]
    crew: tuple[int, ...]
    machine_general: str | None = None
    step: bool = False
    opens: bool = False
    needs_open: bool = False
    tells: str = ""

    def machine_for(self, stream: str, held: Mapping[str, int]) -> str | None:
        """The machine that it needs for a stream at a post that holds so many of each."""
        general = stream == "general" and self.machine_general is not None and held.get(self.machine_general, 0) > 0
        return self.machine_general if general else self.machine


@cache
def _shipped() -> tuple[Control, ...]:
    kinds = [_control(index, row) for index, row in enumerate(table("operation", "controls"))]
    return (*kinds, *(_step(len(kinds) + index, row) for index, row in enumerate(table("operation", "steps"))))


@cache
def index_of(code: str) -> int:
    """Index of a control or a step."""
    return next(control.index for control in _shipped() if control.code == code)


def _step(index: int, row: dict[str, str]) -> Control:
    time = _triangular(row, "")
    streams = len(STREAMS)
    needs = row["needs_open"] == "yes"
    return Control(index, row["code"], None, False, (time,) * streams, (1,) * streams, step=True, needs_open=needs)


def _control(index: int, row: dict[str, str]) -> Control:
    times = tuple(_time(row, stream) for stream in STREAMS)
    crew = tuple(int(row[f"crew_{stream}"] or 1) for stream in STREAMS)
    return Control(
        index,
        row["code"],
        row["machine"] or None,
        row["find"] == "yes",
        times,
        crew,
        row["machine_general"] or None,
        opens=row["opens"] == "yes",
        needs_open=row["needs_open"] == "yes",
        tells=row["tells"],
    )


def _time(row: dict[str, str], stream: str) -> object:
    if not serves(row, stream):
        return None
    return _triangular(row, f"{stream}_")


def _triangular(row: Mapping[str, str], prefix: str) -> Triangular[int]:
    """A duration in seconds from columns in minutes."""
    ends = {end: round(60 * float(row[f"{prefix}{end}"])) for end in ("low", "mode", "high")}
    return Triangular[int](kind="triangular", **ends)


def serves(row: Mapping[str, str], stream: str) -> bool:
    """Whether a row of the table of controls is a control of a stream at all."""
    return bool(row[f"crew_{stream}"])


def controls(own: Mapping[str, ControlTimes] | None = None) -> tuple[Control, ...]:
    """All controls in the order of their table, then the steps; `own` durations replace the shipped ones."""
    own = own or {}
    return tuple(replace(c, times=_own(c, own[c.code])) if c.code in own else c for c in _shipped())


def _own(control: Control, own: ControlTimes) -> tuple[object, ...]:
    return tuple(None if shipped is None else own.time for shipped in control.times)


@cache
def untimely(wanted: tuple[int, ...]) -> bool:
    """Whether some of the ordered controls or steps need an open consignment and none before them opens it."""
    kinds = [_shipped()[index] for index in wanted]
    return any(kind.needs_open and not any(each.opens for each in kinds[:at]) for at, kind in enumerate(kinds))


@cache
def permitted(role: str) -> tuple[int, ...]:
    """Indices of the controls and steps that a role may do."""
    row = next(row for row in table("operation", "roles") if row["code"] == role)
    steps = [step["code"] for step in table("operation", "steps") if role in step["roles"].split("|")]
    return tuple(sorted(index_of(code) for code in (*row["controls"].split("|"), *steps)))


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


def result(control: Control, hit: bool, kind: str | None, sign: bool = False) -> int:
    """What a control shows.

    `hit` is whether it reacts, `kind` what is hidden (case, irregularity, None), `sign` whether it would show a danger.
    The documents are laid side by side: what they tell is for people to see.
    """
    if control.step:
        return CARRIED_OUT
    if control.code == "documents":
        return SHOWN
    if control.code == "examination":
        if not hit or kind is None:
            return NOTHING
        return FIND if kind == "case" else IRREGULARITY
    if control.can_find:
        return POSITIVE if hit else NEGATIVE
    if hit and sign:
        return DANGER
    return ALARM if hit else CLEAR
