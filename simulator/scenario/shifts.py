"""A shift in seconds: its length, and its breaks from its begin on."""

from __future__ import annotations

from simulator.common.clock import DAY, MINUTE
from simulator.scenario.model import Shift


def clock_seconds(time: str) -> int:
    """Seconds from midnight of a time of day like `08:00`."""
    hours, minutes = time.split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE


def shift_length(shift: Shift) -> int:
    """Seconds from the begin of a shift to its end."""
    return (clock_seconds(shift.end) - clock_seconds(shift.start)) % DAY or DAY


def breaks_of(shift: Shift) -> list[tuple[int, int]]:
    """Begin and end of each break, in seconds from the begin of the shift, in the order of the file."""
    begins = clock_seconds(shift.start)
    out = []
    for rest in shift.breaks:
        begin = (clock_seconds(rest.start) - begins) % DAY
        out.append((begin, begin + (clock_seconds(rest.end) - clock_seconds(rest.start)) % DAY))
    return out
