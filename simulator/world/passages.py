"""Which consignments pass the posts of the units, when they can be presented and when they leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, luck_many
from simulator.common.clock import MINUTE
from simulator.scenario.model import Scenario
from simulator.scenario.numbers import quantile
from simulator.world.consignments import Journeys
from simulator.world.places import places
from simulator.world.profiles import What, profile_span
from simulator.world.world import PROCEDURES, STREAMS

CUT_OFF = 45 * MINUTE
"""A consignment must be free this long before its onward flight departs."""
_LEAST_STAY = 10 * MINUTE
_UNLOADING = 15 * MINUTE
_PAPERS = 15 * MINUTE
_IMPORT, _EXPORT, _, _TRANSSHIPMENT = range(len(PROCEDURES))


def posts(scenario: Scenario) -> tuple[str, ...]:
    """The airports at which units work, in the order of the units."""
    return tuple(dict.fromkeys(unit.post for unit in scenario.units))


def build(scenario: Scenario, key: bytes, flights: pl.DataFrame, journeys: Journeys) -> pl.DataFrame:
    """The passages of all posts as `World` holds them, sorted by (row, leg).

    Times at a post depend on nothing but the key, the post, the row and the row's flights. The first airport
    of a route is an export, or a transshipment for goods from elsewhere; airports on the way are
    transshipments; the last has the procedures of the traffic. An export can be presented from its
    acceptance. What travels on leaves 45 min before departure, everything else when cleared. Always
    ready < release.
    """
    built = [_at(_Post(scenario, key, flights, journeys, code)) for code in posts(scenario)]
    frame = pl.concat(built, rechunk=True)
    order = np.argsort(frame["row"].to_numpy().astype(np.int64) * 8 + frame["leg"].to_numpy(), kind="stable")
    return frame[order]


def after_booking(passages: pl.DataFrame, consignments: pl.DataFrame) -> pl.DataFrame:
    """The passages such that no export is handed over before it was booked."""
    booked = consignments["booked"].gather(passages["row"])
    first = pl.min_horizontal(booked + _PAPERS, pl.col("release") - _LEAST_STAY)
    late = pl.max_horizontal("ready", first).cast(pl.Int32)
    return passages.with_columns(pl.when(pl.col("flight_in") < 0).then(late).otherwise("ready").alias("ready"))


@dataclass(frozen=True)
class _Post:
    """What is looked at for one post: its code with all that the passages come from."""

    scenario: Scenario
    key: bytes
    flights: pl.DataFrame
    journeys: Journeys
    code: str

    def luck(self, what: str, of: Ints) -> Floats:
        """Luck of this post, one number in [0, 1) for each number in `of`."""
        return luck_many(self.key, "passages", self.code, what, 0, of)


@dataclass(frozen=True)
class _Stay:
    """The consignments of one stream at one post; arrays shape (n,), flights -1 where there is none."""

    stream: str
    rows: Ints
    leg: Ints
    flight_in: Ints
    flight_out: Ints


def _at(post: _Post) -> pl.DataFrame:
    """The passages at one post, streams one after the other."""
    entries, traffic = post.scenario.traffic, post.journeys.traffic
    position = np.array([entry.route.index(post.code) if post.code in entry.route else -1 for entry in entries])
    stream = np.array([STREAMS.index(entry.stream) for entry in entries])
    passes = position[traffic] >= 0
    frames = []
    for code, name in enumerate(STREAMS):
        rows = np.flatnonzero(passes & (stream[traffic] == code))
        frames.append(_frame(post, _stay(post, name, rows, position[traffic[rows]])))
    return pl.concat(frames)


def _stay(post: _Post, stream: str, rows: Ints, leg: Ints) -> _Stay:
    last = np.array([len(entry.route) - 1 for entry in post.scenario.traffic])[post.journeys.traffic[rows]]
    legs, every = post.journeys.legs[rows].astype(np.int64), np.arange(len(rows))
    flight_in = np.where(leg > 0, legs[every, (leg - 1).clip(min=0)], -1)
    flight_out = np.where(leg < last, legs[every, leg.clip(max=legs.shape[1] - 1)], -1)
    return _Stay(stream, rows, leg, flight_in, flight_out)


def _frame(post: _Post, stay: _Stay) -> pl.DataFrame:
    expected, ready, release = _times(post, stay)
    number = posts(post.scenario).index(post.code)
    return pl.DataFrame(
        {
            "row": stay.rows.astype(np.uint32),
            "post": np.full(len(stay.rows), number, dtype=np.uint8),
            "leg": stay.leg.astype(np.uint8),
            "flight_in": stay.flight_in.astype(np.int32),
            "flight_out": stay.flight_out.astype(np.int32),
            "procedure": pl.Series(_procedures(post, stay)).cat.to(pl.Enum(PROCEDURES)),
            "expected": expected.astype(np.int32),
            "ready": ready.astype(np.int32),
            "release": release.astype(np.int32),
        }
    )


def _procedures(post: _Post, stay: _Stay) -> npt.NDArray[np.uint8]:
    """Position in PROCEDURES of each passage."""
    traffic, entries = post.journeys.traffic[stay.rows], post.scenario.traffic
    origin = post.journeys.consignments["origin"].gather(stay.rows)
    leaving = np.where((stay.flight_in < 0) & (origin == post.code).to_numpy(), _EXPORT, _TRANSSHIPMENT)
    # One ladder an entry: the share of consignments up to and with each procedure.
    ladders = np.array([_ladder(entry.procedures) for entry in entries])
    ending = (post.luck("procedure", stay.rows)[:, None] >= ladders[traffic]).sum(axis=1)
    return np.where(stay.flight_out >= 0, leaving, ending).astype(np.uint8)


def _ladder(weights: Mapping[Any, float]) -> Floats:
    found = np.array([weights.get(name, 0.0) for name in PROCEDURES])
    found = found if found.sum() > 0 else np.eye(len(PROCEDURES))[_IMPORT]
    ladder = np.cumsum(found / found.sum())
    ladder[ladder >= ladder[-1]] = 1.0
    return ladder


def _times(post: _Post, stay: _Stay) -> tuple[Ints, Ints, Ints]:
    """Expected, ready, release (s): of arrivals from their landing, of starts from their acceptance."""
    planned = ("departs", "arrives", "lands")
    departs, arrives, lands = (post.flights[name].to_numpy().astype(np.int64) for name in planned)
    starts, leaves = stay.flight_in < 0, stay.flight_out >= 0
    off = departs[stay.flight_out]
    expected = np.where(starts, off, arrives[stay.flight_in])
    landed = lands[stay.flight_in] + _breakdown(post, stay)
    ready = np.where(starts, off - _span(post, stay, "acceptance", stay.rows), landed)
    cleared = ready + _span(post, stay, "release", stay.rows).clip(min=_LEAST_STAY)
    release = np.where(leaves, off - CUT_OFF, cleared)
    return expected, np.minimum(ready, release - _LEAST_STAY), release


def _breakdown(post: _Post, stay: _Stay) -> Ints:
    """From landing until ready: one draw a flight and stream, and up to 15 min more a consignment."""
    common = _span(post, stay, "breakdown", stay.flight_in)
    return common + np.rint(post.luck("unloading", stay.rows) * _UNLOADING).astype(np.int64)


def _span(post: _Post, stay: _Stay, what: What, of: Ints) -> Ints:
    """A duration (s) of the profile for each number in `of`: consignments, or flights that share one."""
    span = profile_span(post.scenario, places(post.scenario)[post.code].country, what, stay.stream)
    return np.rint(quantile(span, post.luck(f"{what}:{stay.stream}", of))).astype(np.int64)
