"""Tiny posts made of arrays, for stories and theory."""

import numpy as np

from simulator.common.clock import NEVER
from simulator.operation.controls import controls
from simulator.operation.engine import Flights, Lane
from simulator.operation.floor import Floor, Hidden
from simulator.operation.roster import Seat
from simulator.scenario.model import ControlTimes

CONTROL = {control.code: control.index for control in controls()}
KEY = bytes(16)
NO_FLIGHTS = Flights(*[np.empty(0, dtype=np.int64)] * 3)


def seat(*codes, spans=((0, NEVER),), role="officer", shift="day", **more):
    """An officer who may do the named controls."""
    return Seat(role, shift, tuple(sorted(CONTROL[code] for code in codes)), tuple(spans), **more)


def floor(
    ready, seats, *, release=None, known=None, flight_in=None, flight_out=None, stream=1, machines=None, hidden=None,
    times=None, rows=None, unit="unit", post="ALA", key=KEY, presentation=1, **more,
):  # fmt: skip
    """A post for consignments that are ready at the given seconds; times: {control: duration or distribution}."""
    n = len(ready)
    own = {code: ControlTimes.model_construct(time=span) for code, span in (times or {}).items()}

    def column(values, default):
        return np.full(n, default if values is None else values, dtype=np.int64)

    return Floor(
        unit=unit, post=post, key=key,
        rows=column(rows, 0) if rows is not None else np.arange(n, dtype=np.int64),
        ready=column(ready, 0), release=column(release, NEVER), known=column(known, 0),
        flight_in=column(flight_in, -1), flight_out=column(flight_out, -1),
        stream=column(stream, 0), streams=column(stream, 0).tolist(),
        seats=tuple(seats), machines={"x-ray": 1, "trace": 1, "field-test": 1} if machines is None else machines,
        controls=controls(own), presentation=(presentation,) * 3,
        hidden={row: Hidden(*what) for row, what in (hidden or {}).items()}, **more,
    )  # fmt: skip


def lane(*floors, flights=NO_FLIGHTS, length=86_400):
    """A lane of tiny posts."""
    return Lane(floors, flights, length)
