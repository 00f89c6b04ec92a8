"""What may come in free of duty by post or courier: the limits of each country on the day of a drill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from simulator.common.tables import table
from simulator.scenario.model import Scenario
from simulator.world.places import places

SCHEMA = pl.Schema({"destination": pl.String, "stream": pl.String, "usd": pl.Float64, "kg": pl.Float64})


def build(scenario: Scenario) -> pl.DataFrame:
    """`World.allowances`: one row for each last airport of the traffic and stream whose country has a limit."""
    day = scenario.start.date()
    ends = dict.fromkeys((entry.route[-1], entry.stream) for entry in scenario.traffic)
    known = places(scenario)
    rows = [
        (airport, stream, *limit) for airport, stream in ends for limit in limits(known[airport].country, stream, day)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def limits(country: str, stream: str, day: date) -> Iterator[tuple[float, float | None]]:
    """Value (USD) and weight (kg, None if there is no such limit) up to which a consignment is free; none or one."""
    for row in table("world", "de_minimis"):
        begins, ends = row["from"], row["to"] or "9999-12-31"
        if row["country"] == country and stream in row["stream"].split("|") and begins <= day.isoformat() <= ends:
            yield float(row["usd"]), float(row["kg"]) if row["kg"] else None
            return
