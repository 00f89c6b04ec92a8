"""By which flight each consignment is first known to fly."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import polars as pl

from simulator.common.chance import Ints


class Flown(Protocol):
    """What flies: a `World`, or a `Draft` of one."""

    @property
    def consignments(self) -> pl.DataFrame: ...
    @property
    def flights(self) -> pl.DataFrame: ...
    @property
    def passages(self) -> pl.DataFrame: ...


def first_flights(parts: Flown) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """First known flight of each consignment (-1 none), and whether it starts the way."""
    n = parts.consignments.height
    row, leg = parts.passages["row"].to_numpy(), parts.passages["leg"].to_numpy()
    starts = np.ones(len(row), dtype=np.bool_)
    starts[1:] = row[1:] != row[:-1]
    into, out = (parts.passages[name].to_numpy()[starts] for name in ("flight_in", "flight_out"))
    flight, first = np.full(n, -1), np.zeros(n, dtype=np.bool_)
    flight[row[starts]] = np.where(into >= 0, into, out)
    first[row[starts]] = leg[starts] <= 1
    return flight, first & (flight >= 0)


def carried(parts: Flown) -> pl.DataFrame:
    """Of each consignment's first known flight `departs`, `carries`, and whether it is the `first` of its way."""
    flight, first = first_flights(parts)
    return flown(parts.flights, flight).with_columns(first=first)


def flown(flights: pl.DataFrame, numbers: Ints) -> pl.DataFrame:
    """Planned departure (s) of flights and what they carry, null for -1."""
    place = pl.Series(numbers).set(pl.Series(numbers < 0), None)
    return pl.DataFrame([flights["departs"].gather(place).cast(pl.Int64), flights["carries"].gather(place)])
