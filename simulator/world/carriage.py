"""By which flight each consignment is first known to fly, and how late that is."""

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


def lateness(flights: pl.DataFrame, arriving: pl.Series) -> pl.Series:
    """How late flights really are (s, negative: early), 0 where there is none: it is not part of what is known."""
    late = flights["lands"] - flights["arrives"]
    return late.gather(pl.select(pl.when(arriving >= 0).then(arriving)).to_series()).fill_null(0)


def on_time(flights: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """The passages with `ready` and `release` as they would be if every flight were on time.

    What flies on leaves with its flight, however late it came in.
    """
    late = pl.lit(lateness(flights, passages["flight_in"]))
    leaving = pl.col("release") - pl.when(pl.col("flight_out") < 0).then(late).otherwise(0)
    return passages.with_columns((pl.col("ready") - late).cast(pl.Int32), leaving.cast(pl.Int32).alias("release"))
