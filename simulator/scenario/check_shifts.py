"""Checks of the working day: shifts, their breaks and hand-over, machines that fail."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.common.clock import duration_text
from simulator.scenario.findings import Finding, unknown
from simulator.scenario.model import Scenario, Shift
from simulator.scenario.schema import words
from simulator.scenario.shifts import breaks_of, shift_length


def check_shifts(scenario: Scenario) -> Iterator[Finding]:
    """Shifts that cannot be meant, and failures of machines that are not there."""
    for name, shift in scenario.shifts.items():
        if shift.start == shift.end:
            yield Finding("shift-empty", ("shifts", name), {"time": shift.start})
        else:
            yield from _breaks(name, shift)
            yield from _handover(name, shift)
    yield from _failures(scenario)


def _breaks(name: str, shift: Shift) -> Iterator[Finding]:
    length, before = shift_length(shift), list[tuple[int, int, int]]()
    for number, (begin, end) in enumerate(breaks_of(shift)):
        loc = ("shifts", name, "breaks", number)
        params = {"from": shift.breaks[number].start, "to": shift.breaks[number].end}
        if begin == end:
            yield Finding("break-empty", loc, params)
        elif end > length:
            yield Finding("break-outside", loc, {**params, "begin": shift.start, "end": shift.end})
        elif met := next((other for other, low, high in before if begin < high and low < end), None):
            other = shift.breaks[met - 1]
            yield Finding("break-overlap", loc, {**params, "begin": other.start, "end": other.end})
        elif begin < shift.handover:
            yield Finding("break-handover", loc, {**params, "handover": duration_text(shift.handover)})
        before.append((number + 1, begin, end))


def _handover(name: str, shift: Shift) -> Iterator[Finding]:
    if shift.handover >= shift_length(shift):
        params = {"handover": duration_text(shift.handover), "length": duration_text(shift_length(shift))}
        yield Finding("handover-long", ("shifts", name, "handover"), params)


def _failures(scenario: Scenario) -> Iterator[Finding]:
    for place, unit in enumerate(scenario.units):
        for machine in unit.failures:
            loc = ("units", place, "failures", machine)
            if machine in words("machine") and not unit.machines.get(machine, 0):
                yield Finding("failure-nothing", loc, {"machine": machine}, at_key=True)
            else:
                yield from unknown("machine-unknown", loc, machine, words("machine"), at_key=True)
