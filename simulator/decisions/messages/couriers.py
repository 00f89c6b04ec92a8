"""Lists of couriers: a csv for each flight and hour, since couriers have no message that all of them send."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.decisions.messages.feed import Feed, File
from simulator.decisions.sheet_csv import csv_bytes

_COLUMNS = ("id", "master", "origin", "destination", "pieces", "weight", "value", "description", "hs", "handling",
            "shipper_name", "shipper_address", "shipper_city", "shipper_country", "shipper_phone",
            "consignee_name", "consignee_address", "consignee_city", "consignee_country", "consignee_phone",
            "agent_name", "payment", "freight")  # fmt: skip
_NUMBERS = ("pieces", "weight", "value", "freight")


def files(feed: Feed) -> Iterator[File]:
    """The parcels of a flight that were told within an hour; what was amended stands once more."""
    import polars as pl

    remark = pl.when("again").then(pl.lit("EXERCISE - CORRECTED")).otherwise(pl.lit("EXERCISE")).alias("remark")
    texts = [pl.col(name) if name in _NUMBERS else pl.col(name).cast(pl.String) for name in _COLUMNS]
    numbered = feed.flights.select(pl.col("number") + "/" + pl.col("day")).to_series().gather(feed.rows["flight_row"])
    lists = feed.rows.select(numbered.alias("flight"), *texts, remark, "t", "flight_row")
    for flight, mine in feed.hours(lists):
        body = mine.select("flight", *_COLUMNS, "remark")
        yield File(int(mine["t"][-1]), flight["number"], "LIST", csv_bytes([body.columns], body), "csv")
