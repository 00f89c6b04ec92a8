"""The consignments of the whole world: every entry of the traffic drawn, mixed, written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints, Stream
from simulator.common.errors import refuse
from simulator.scenario.model import Scenario, Traffic
from simulator.scenario.numbers import bounds
from simulator.world import routing, shipments, texts, waybills
from simulator.world.atlas import atlas
from simulator.world.flights import prefixes
from simulator.world.places import places
from simulator.world.profiles import generic
from simulator.world.relations import Market
from simulator.world.world import PAYMENTS, STREAMS

Given = Mapping[int, pl.DataFrame]
NOTHING_GIVEN: Given = {}
MOST = 5_000_000
_THREADS = 4


@dataclass(frozen=True)
class Journeys:
    """The consignments and how they travel.

    - `consignments` as in `World`, sorted by the planned arrival of the first flight, then at random
    - `traffic`: position in `scenario.traffic`, shape (n,)
    - `legs`: rows of the flights, shape (n, LEGS_MOST), -1 beyond the last
    """

    consignments: pl.DataFrame
    traffic: npt.NDArray[np.int32]
    legs: npt.NDArray[np.int32]


def counts(scenario: Scenario, key: bytes) -> list[int]:
    """How many consignments each entry of the traffic has in this world.

    Refuses (`world-too-large`) more than MOST in all.
    """
    drawn = [
        int(Stream(key, f"traffic-count:{place}").integers(1, *bounds(entry.count))[0])
        for place, entry in enumerate(scenario.traffic)
    ]
    if sum(drawn) > MOST:
        raise refuse("world-too-large", field="traffic", count=sum(drawn), most=MOST)
    return drawn


def build(
    scenario: Scenario, key: bytes, flights: pl.DataFrame, parties: pl.DataFrame, given: Given = NOTHING_GIVEN
) -> Journeys:
    """All consignments; refuses (`no-connection`) a route that no flights connect.

    `given` has by position in the traffic the rows of real days (`day.given`) that take the place of drawn ones.

    An entry draws from its own luck, so that its consignments do not depend on other entries.
    """
    market = Market.of(atlas(places(scenario)), parties)
    # Rows are taken in another order several times as fast from one piece as from one an entry.
    rows = pl.concat(list(_entries(scenario, key, flights, market, given)), rechunk=True)
    rows = rows[_order(rows, flights, key)]
    stream = _streams(scenario)[rows["traffic"].to_numpy()]
    legs = rows.select(shipments.LEGS).to_numpy()
    written = _write(rows, stream, scenario, key, flights, market)
    return Journeys(written, rows["traffic"].to_numpy(), legs)


def _entries(
    scenario: Scenario, key: bytes, flights: pl.DataFrame, market: Market, given: Given
) -> Iterator[pl.DataFrame]:
    """The rows of each entry, with its place in the traffic, masters numbered through the whole world."""
    found = [
        replace(_entry(entry, size, flights, f"traffic.{place}.route"), given=given.get(place))
        for place, (entry, size) in enumerate(zip(scenario.traffic, counts(scenario, key), strict=True))
    ]

    def rows(place: int) -> pl.DataFrame:
        return shipments.build(Stream(key, f"traffic:{place}"), found[place], flights, market)

    masters = 0
    # numpy lets other threads work; each entry has its own luck, so that their order does not matter.
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        for place, frame in enumerate(pool.map(rows, range(len(found)))):
            own = pl.col("master")
            numbered = pl.when(own >= 0).then(own + masters).otherwise(-1).alias("master")
            yield frame.with_columns(numbered, traffic=pl.lit(place, dtype=pl.Int32))
            masters += int(frame["master"].to_numpy().max(initial=-1)) + 1


def _entry(entry: Traffic, size: int, flights: pl.DataFrame, field: str) -> routing.Entry:
    ways = routing.chains(flights, entry.route, generic("connection", entry.stream), field)
    return routing.Entry(entry.stream, size, tuple(entry.route), entry.origins, ways)


def _order(rows: pl.DataFrame, flights: pl.DataFrame, key: bytes) -> Ints:
    """Row order: by planned arrival of the first flight, then at random."""
    arrival = flights["arrives"].rank("dense").to_numpy().astype(np.uint64)[rows["leg0"].to_numpy()]
    words = Stream(key, "order").words(len(rows))
    bits = np.uint64(24)
    return np.argsort((arrival << (np.uint64(64) - bits)) | (words >> bits), kind="stable")


def _streams(scenario: Scenario) -> Ints:
    return np.array([STREAMS.index(entry.stream) for entry in scenario.traffic])


def _write(
    rows: pl.DataFrame, stream: Ints, scenario: Scenario, key: bytes, flights: pl.DataFrame, market: Market
) -> pl.DataFrame:
    """The columns of `World.consignments`."""
    routes = [entry.route for entry in scenario.traffic]
    countries = pl.Series(market.atlas.countries).gather(rows["origin"].to_numpy())
    papers = waybills.documents(rows, stream, flights["airline"], prefixes(scenario), countries, key)
    columns = {
        "id": papers["id"],
        "stream": pl.Series(stream.astype(np.uint8)).cat.to(pl.Enum(STREAMS)),
        "document": papers["document"],
        "master": papers["master"],
        **texts.places(rows, routes, market.atlas),
        **{name: rows[name] for name in ("pieces", "weight", "value", "freight")},
        "payment": rows["payment"].cat.to(pl.Enum(PAYMENTS)),
        "goods": rows["goods"],
        "hs": texts.hs_codes(rows).zip_with(rows["hs_told"].is_null(), rows["hs_told"]),
        "description": texts.descriptions(rows, stream),
        **{name: rows[name] for name in ("shipper", "consignee", "agent", "booked")},
        "handling": texts.handling(rows, stream, flights["carries"]),
        "past": rows["past"],
    }
    return pl.DataFrame(columns)
