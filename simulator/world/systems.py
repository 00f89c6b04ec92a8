"""When which system of a unit shows a passage."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from simulator.common.chance import luck_many
from simulator.common.clock import HOUR
from simulator.common.tables import table
from simulator.scenario.model import Scenario, System, Unit
from simulator.scenario.numbers import quantile
from simulator.world.world import STREAMS, SYSTEM_KINDS

EARLIEST = -12 * HOUR
_SCHEMA = pl.Schema({"unit": pl.UInt8, "passage": pl.UInt32, "system": pl.UInt8, "t": pl.Int32})

_DESCRIBED = pl.Schema(
    [
        ("unit", pl.UInt8()),
        ("post", pl.UInt8()),
        ("system", pl.UInt8()),
        ("code", pl.String()),
        ("kind", pl.Enum(SYSTEM_KINDS)),
        ("agencies", pl.String()),
    ]
)


@cache
def showing() -> tuple[str, ...]:
    """Kinds of systems that show consignments; the others are looked up."""
    return tuple(row["code"] for row in table("world", "systems") if row["shows"] == "yes")


def build(
    scenario: Scenario, key: bytes, consignments: pl.DataFrame, passages: pl.DataFrame, posts: tuple[str, ...]
) -> pl.DataFrame:
    """What is ever known, as `World` holds it: by unit, then system, then passage.

    A system shows a share of the passages of its streams (`coverage`), `lead` before the expected time, 12 h
    before the start at the earliest. Two units at one post whose systems have the same code see the same.
    """
    streams = consignments["stream"].to_physical().gather(passages["row"]).to_numpy()
    frames = [
        _shown(key, passages, streams, unit, posts, (number, place), system)
        for number, unit in enumerate(scenario.units)
        for place, system in enumerate(unit.systems)
        if system.kind in showing()
    ]
    return pl.concat(frames, rechunk=True) if frames else pl.DataFrame(schema=_SCHEMA)


def described(scenario: Scenario, posts: tuple[str, ...]) -> pl.DataFrame:
    """The systems of all units, as `World.systems` holds them: unit, post, system, code, kind, agencies.

    `post` is the position in `World.posts`; `unit` and `system` count as in `known`; `agencies` are joined by `|`,
    empty for all of the unit.
    """
    rows = [
        (number, posts.index(unit.post), place, system.code, system.kind, "|".join(system.agencies))
        for number, unit in enumerate(scenario.units)
        for place, system in enumerate(unit.systems)
    ]
    return pl.DataFrame(rows, schema=_DESCRIBED, orient="row")


def after_booking(known: pl.DataFrame, passages: pl.DataFrame, consignments: pl.DataFrame) -> pl.DataFrame:
    """What is known such that nothing is before it was booked."""
    booked = consignments["booked"].gather(passages["row"].gather(known["passage"]))
    return known.with_columns(pl.max_horizontal("t", booked.alias("booked")).alias("t"))


def _shown(
    key: bytes,
    passages: pl.DataFrame,
    streams: np.ndarray[tuple[int], np.dtype[np.uint8]],
    unit: Unit,
    posts: tuple[str, ...],
    place: tuple[int, int],
    system: System,
) -> pl.DataFrame:
    wanted = np.isin(streams, [STREAMS.index(stream) for stream in system.streams])
    here = np.flatnonzero(wanted & (passages["post"].to_numpy() == posts.index(unit.post)))
    rows = passages["row"].to_numpy()[here]
    covered = luck_many(key, "systems", unit.post, f"{system.code}:coverage", 0, rows) < system.coverage
    here, rows = here[covered], rows[covered]
    lead = quantile(system.lead, luck_many(key, "systems", unit.post, f"{system.code}:lead", 0, rows))
    t = np.maximum(passages["expected"].to_numpy()[here] - np.rint(lead), EARLIEST)
    columns = {
        "unit": np.full(len(here), place[0]),
        "passage": here,
        "system": np.full(len(here), place[1]),
        "t": t,
    }
    return pl.DataFrame(columns).cast(_SCHEMA)
