"""One wide row a consignment: its own columns, its parties, its goods, its first flight, what registers say of them.

Everything here can be worked out from what is declared; nothing depends on the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import polars as pl

from simulator.common.chance import Ints
from simulator.common.tables import codes
from simulator.world.carriage import first_flights, flown
from simulator.world.contacts import NO_STREET, dialling
from simulator.world.csd import declared, undeclared
from simulator.world.goods import of_stream
from simulator.world.texts import numbered
from simulator.world.world import STREAMS

USUAL_SPREAD = 2.0
"""Standard deviations (of the logarithm) around the usual weight of a piece that are still usual."""

_PARTY = ("name", "name_local", "kind", "country", "city", "address", "phone", "first_seen", "past")
_SIDES = {
    "shipper": (*_PARTY, "listed", "phone_parties"),
    "consignee": (
        *_PARTY,
        "listed",
        "trade",
        "phone_parties",
        "phone_abroad",
        "address_forwarder",
        "address_parties",
    ),
}
_OWN = (
    "id",
    "stream",
    "document",
    "master",
    "origin",
    "destination",
    "routing",
    "pieces",
    "weight",
    "value",
    "freight",
)
_OWN_TOO = ("payment", "hs", "description", "booked", "handling", "past")


class Parts(Protocol):
    """What is joined: a `World`, or a `Draft` of one."""

    @property
    def consignments(self) -> pl.DataFrame: ...
    @property
    def parties(self) -> pl.DataFrame: ...
    @property
    def flights(self) -> pl.DataFrame: ...
    @property
    def passages(self) -> pl.DataFrame: ...
    def declarations(self, rows: Ints, carried: pl.DataFrame) -> pl.DataFrame | None:
        """Security declarations of some consignments, as `World.security` holds them; None if there are none."""


@dataclass(frozen=True)
class Register:
    """What can be looked up beside the documents.

    - `parties`: the parties with `phone_parties` (parties that have this phone), `phone_abroad` (not of the country of
      the address), `address_forwarder` (a forwarder's address), `place` (number of the address), `address_parties`
      (parties that have this address)
    - `flight`: first known flight of each consignment, -1 none; `first`: that flight is the first of its way
    - `same_flight`: consignments for the consignee's address on that flight; `extra_stops`: stops more than others make
      from the same origin to that flight. All shape (n,)
    """

    parties: pl.DataFrame
    flight: Ints
    first: np.ndarray[tuple[int], np.dtype[np.bool_]]
    same_flight: Ints
    extra_stops: Ints


def register(parts: Parts, people: pl.DataFrame | None = None) -> Register:
    """The register of a world, over all of its consignments; `people` saves registering its parties again."""
    people = registered(parts.parties) if people is None else people
    flight, first = first_flights(parts)
    place = people["place"].to_numpy()[parts.consignments["consignee"].to_numpy()]
    same = _sizes(flight * (int(place.max(initial=0)) + 1) + place)
    return Register(people, flight, first, np.where(flight >= 0, same, 1), _extra_stops(parts, flight))


def registered(parties: pl.DataFrame) -> pl.DataFrame:
    """The parties with what a register tells of their phone and address."""
    # A place has the number of the first party that is there. Where there is no street, the text says nothing of where
    # somebody lives: everybody is a place of their own.
    somewhere, first = pl.col("address").str.contains(NO_STREET), pl.col("place").first()
    people = parties.with_columns(place=pl.int_range(pl.len())).with_columns(
        pl.when(somewhere).then("place").otherwise(first.over("address", "city", "country"))
    )
    forwarders = people.filter(pl.col("kind") == "forwarder")["place"].unique().implode()
    return people.with_columns(
        pl.len().over("phone").cast(pl.Int32).alias("phone_parties"),
        (pl.col("place").is_in(forwarders) & (pl.col("kind") != "forwarder")).alias("address_forwarder"),
        pl.len().over("place").cast(pl.Int32).alias("address_parties"),
        _abroad().alias("phone_abroad"),
    )


def _abroad() -> pl.Expr:
    """Whether a phone number begins with the code of another country than that of the address."""
    code, country = pl.col("phone").str.extract(r"^(\+[0-9]+)"), pl.col("country")
    own = country.replace_strict(dialling(), default=dialling()["*"], return_dtype=pl.String)
    return code != own


def joined(parts: Parts, rows: Ints | None = None, known: Register | None = None) -> pl.DataFrame:
    """One row for each consignment in `rows` (default: all, in order), with the columns of the view but for the post's.

    `known` saves working the register out again.
    """
    known = known or register(parts)
    table = parts.consignments
    taken = np.arange(table.height) if rows is None else np.asarray(rows)
    mine = table if rows is None else table[taken]
    ends = _ends(mine, known.parties)
    return pl.DataFrame(
        [
            pl.Series("row", taken, dtype=pl.UInt32),
            *mine.select(_OWN).get_columns(),
            *mine.select(_OWN_TOO).get_columns(),
            *goods_told(mine),
            *ends,
            *_agents(mine, known.parties),
            *_travel(parts.flights, known, taken),
            *_secured(parts, known, taken),
        ]
    )


def _ends(mine: pl.DataFrame, people: pl.DataFrame) -> list[pl.Series]:
    """Columns of the shipper and the consignee."""
    return [people[name].gather(mine[side]).alias(f"{side}_{name}") for side, names in _SIDES.items() for name in names]


def side_columns(side: str, people: pl.DataFrame) -> pl.DataFrame:
    """Registered parties as columns of one side of a consignment."""
    return people.select(pl.col(name).alias(f"{side}_{name}") for name in _SIDES[side])


@cache
def goods_columns() -> pl.DataFrame:
    """What is usual for each of the goods: one row each in their order, for the first stream, then for the next."""
    spread = USUAL_SPREAD * pl.col("weight_spread")
    return pl.concat(of_stream(stream) for stream in STREAMS).select(
        pl.col("code").alias("goods"),
        pl.col("trade").alias("goods_trade"),
        pl.col("hs").str.slice(0, 2).alias("goods_chapter"),
        pl.col("value_kg").round(2).alias("usual_value_per_kg"),
        pl.col("weight_piece").round(3).alias("usual_weight_per_piece"),
        (pl.col("weight_piece") * (-spread).exp()).round(3).alias("usual_weight_low"),
        (pl.col("weight_piece") * spread.exp()).round(3).alias("usual_weight_high"),
    )


def goods_told(mine: pl.DataFrame) -> list[pl.Series]:
    """The columns of `goods_columns` for consignments; null where neither the words nor an HS code tell the goods."""
    usual = goods_columns()
    size = usual.height // len(STREAMS)
    place = mine["stream"].to_physical().cast(pl.Int64) * size + mine["goods"]
    place = place.set(mine["hs"].is_null() & mine["description"].is_in(codes("world", "vague", "text")), None)
    return [column.gather(place) for column in usual.iter_columns()]


def usual_agent(mine: pl.DataFrame, people: pl.DataFrame, shipper: pl.Series | Ints) -> pl.Series:
    """Whether the agent of each consignment is the usual one of `shipper`; null if none of that kind is known."""
    usual = people["usual_agent"].gather(shipper).to_numpy()
    agent = mine["agent"].to_numpy().astype(np.int64)
    kinds = people["kind"].to_physical().to_numpy()
    fits = (usual >= 0) & (kinds[usual] == kinds[agent])
    return pl.Series("agent_usual", usual == agent).set(pl.Series(~fits), None)


def _agents(mine: pl.DataFrame, people: pl.DataFrame) -> list[pl.Series]:
    names = people["name"]
    by_usual = usual_agent(mine, people, mine["shipper"])
    usual = people["usual_agent"].gather(mine["shipper"]).set(by_usual.is_null(), None)
    return [
        names.gather(mine["agent"]).alias("agent_name"),
        names.gather(usual).alias("usual_agent_name"),
        by_usual,
    ]


def _travel(flights: pl.DataFrame, known: Register, rows: Ints) -> list[pl.Series]:
    flight = known.flight[rows]
    departs = flights["departs"].to_numpy()[flight] if flights.height else np.zeros(len(rows), dtype=np.int32)
    return [
        pl.Series("departs", departs, dtype=pl.Int32).set(pl.Series(~known.first[rows]), None),
        pl.Series("same_flight", known.same_flight[rows], dtype=pl.Int32),
        pl.Series("extra_stops", known.extra_stops[rows], dtype=pl.Int32),
    ]


def _secured(parts: Parts, known: Register, rows: Ints) -> list[pl.Series]:
    """What aviation security says of consignments; null in a world that has none."""
    carried = flown(parts.flights, known.flight[rows]).with_columns(first=known.first[rows])
    security = parts.declarations(rows, carried)
    return undeclared(len(rows)) if security is None else declared(security, carried)


def _sizes(groups: Ints) -> Ints:
    """Size of the group that each element belongs to."""
    return pl.DataFrame({"g": groups}).select(pl.len().over("g")).to_series().to_numpy().astype(np.int64)


def _extra_stops(parts: Parts, flight: Ints) -> Ints:
    """Stops beyond the fewest that any consignment from the same origin makes that takes a flight of the same pair."""
    way, routings = numbered(parts.consignments["routing"])
    pair, pairs = numbered(pl.select(pl.concat_str(parts.flights["origin"], parts.flights["destination"])).to_series())
    taken = way * len(pairs) + pair[flight.clip(0)]
    there = np.flatnonzero(np.bincount(taken))
    ways = pl.DataFrame({"routing": routings.gather(there // max(len(pairs), 1)), "pair": there % max(len(pairs), 1)})
    stops, ends = pl.col("routing").str.count_matches("-", literal=True), pl.col("routing").str.split("-")
    least = stops.min().over(ends.list.first(), ends.list.last(), "pair")
    extra = np.zeros(int(there.max(initial=-1)) + 1, dtype=np.int64)
    extra[there] = ways.select(stops.cast(pl.Int32) - least.cast(pl.Int32)).to_series()
    return np.where(flight >= 0, extra[taken], 0)
