"""What one system of a unit shows, row by row, at the time at which it shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from simulator.common.clock import HOUR, NEVER
from simulator.common.i18n import pick
from simulator.decisions.messages.declared import SHOWN, secured
from simulator.decisions.messages.stowage import Stowed, stowed
from simulator.decisions.messages.wholes import flight_row, wholes
from simulator.view.columns import columns

if TYPE_CHECKING:
    import polars as pl

    from simulator.scenario.model import Scenario, Unit
    from simulator.world.places import Place
    from simulator.world.world import World

STATED = {"pieces": "declared_pieces", "weight": "declared_weight", "value": "declared_value",
          "description": "declared_description", "consignee_name": "declared_consignee"}  # fmt: skip
"""Columns of what CN22 or CN23 say."""
DOCUMENTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "pre-arrival": {"waybill": {}},
    "airport": {"manifest": {"pieces": "manifest_pieces", "weight": "manifest_weight"}},
    "post": {"waybill": {}, "postal": STATED},
    "courier": {"waybill": {}},
}
"""Documents that the messages of a kind of system carry, and the column of a field where it is not the field's own."""
ALONG: Mapping[str, tuple[str, ...]] = {"pre-arrival": SHOWN}
"""Columns of other systems of the unit that the messages of a kind of system carry, once those show them."""

Row = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A file of messages: when the last message in it came (s), what it is about, its kind, its bytes."""

    t: int
    about: str
    kind: str
    data: bytes
    ending: str = "txt"


@dataclass(frozen=True)
class Feed:
    """A system and what it shows.

    `rows`: one row a consignment as it was first shown, then one for each that was amended: `t` (s), `flight_row`
    (of `World.flights`), `inbound`, `again` (whether it is an amendment), `secured` (since when, s, aviation security
    shows it to the unit, else null), and the columns of the view that systems of this kind show, and those of ALONG;
    sorted by t, then row. `bags`: receptacles that it shows, with `t` and `flight_row`; None in worlds that have none.
    `held` are the airports at which units work. `wholes`: what air waybills over houses say of all of them
    (`wholes.wholes`). `stowed`: on which devices the air waybills of freighters fly (`stowage.stowed`).
    """

    code: str
    name: str
    kind: str
    post: Place
    start: datetime
    rows: pl.DataFrame
    bags: pl.DataFrame | None
    flights: pl.DataFrame
    places: Mapping[str, Place]
    held: frozenset[str]
    wholes: pl.DataFrame
    stowed: Stowed

    def utc(self, t: int) -> datetime:
        """A time as UTC."""
        return (self.start + timedelta(seconds=int(t))).astimezone(UTC)

    def there(self, t: int, airport: str) -> datetime:
        """A time as local time of an airport, as the post's where the airport is not known."""
        place = self.places.get(airport, self.post)
        return (self.start + timedelta(seconds=int(t))).astimezone(timezone(timedelta(seconds=place.offset)))

    def country(self, airport: str) -> str:
        """The country of an airport, empty if it is not known."""
        return self.places[airport].country if airport in self.places else ""

    def flight(self, number: int) -> Row:
        """A flight of the timetable: as planned, never as it was flown."""
        return self.flights.row(number, named=True)

    def hours(self, rows: pl.DataFrame) -> Iterator[tuple[Row, pl.DataFrame]]:
        """Rows by flight and the hour in which they came, each with its flight."""
        found = rows.with_columns((rows["t"] // HOUR).alias("hour"))
        for (number, _), mine in found.group_by("flight_row", "hour", maintain_order=True):
            yield self.flight(int(number)), mine


def feeds(scenario: Scenario, world: World, unit: Unit, frame: pl.DataFrame) -> Iterator[Feed]:
    """A feed for each system of a unit that gets messages, in their order; `frame` is what the unit sees."""
    from simulator.world.places import places

    known, number = places(scenario), world.units.index(unit.code)
    flights = world.flights.drop("lands")
    whole = wholes(world, world.posts.index(unit.post))
    held, since = frozenset(other.post for other in scenario.units), secured(world, number, unit)
    for place, system in enumerate(unit.systems):
        if system.kind in DOCUMENTS:
            shown = world.known.filter((world.known["unit"] == number) & (world.known["system"] == place))
            rows = _rows(world, world.posts.index(unit.post), system.kind, shown, frame, since)
            name, post = pick(system.name, "en"), known[unit.post]
            bags = _bags(world, number, place) if system.kind == "post" else None
            devices = stowed(world) if system.kind == "airport" else {}
            yield Feed(
                system.code, name, system.kind, post, scenario.start, rows, bags, flights, known, held, whole, devices
            )


def _rows(
    world: World, post: int, kind: str, shown: pl.DataFrame, frame: pl.DataFrame, since: pl.DataFrame
) -> pl.DataFrame:
    """The rows of a feed; `since` as `secured` has it."""
    import polars as pl

    passages = world.passages[shown["passage"]].select("row", "flight_in", "flight_out")
    inbound = pl.col("flight_in") >= 0
    mine = passages.with_columns(
        shown["t"].cast(pl.Int64),
        inbound.alias("inbound"),
        flight_row(),
        pl.when(inbound & (pl.col("flight_out") >= 0)).then("flight_out").cast(pl.Int64).alias("onward_row"),
        again=pl.lit(value=False),
    ).drop("flight_in", "flight_out")
    mine = mine.join(since, on="row", how="left", maintain_order="left")
    whole = mine.join(_open(frame, kind), on="row", how="inner").filter(pl.col("flight_row") >= 0)
    for document, named in DOCUMENTS[kind].items():
        whole = _edited(world, post, whole, document, named)
    return whole.sort("t", "row", "again")


def _bags(world: World, unit: int, system: int) -> pl.DataFrame | None:
    """The receptacles that a system of a unit shows: receptacle, t, flight_row; sorted by t, then number."""
    import polars as pl

    if world.mail is None or world.predes is None:
        return None
    shown = world.predes.filter((pl.col("unit") == unit) & (pl.col("system") == system))
    flown = world.passages.select("row", "post", flight_row())
    flights = world.mail.select("row", "receptacle").join(flown, on="row")
    flights = flights.group_by("receptacle", "post").agg(pl.col("flight_row").first())
    bags = shown.select("receptacle", "post", pl.col("t").cast(pl.Int64))
    return bags.join(flights, on=["receptacle", "post"]).sort("t", "receptacle")


def _open(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The columns that systems of a kind show; those that a frame lacks are null."""
    import polars as pl

    codes = [column.code for column in columns() if not column.shown_by or kind in column.shown_by.split("|")]
    codes += ALONG.get(kind, ())
    own = [code for code in codes if code not in ("known", "system", "amended", "amended_field", "flight")]
    texts = {"weight": pl.Float64, "freight": pl.Float64, "pieces": pl.Int32}
    missing = [pl.lit(None, dtype=texts.get(code, pl.String)).alias(code) for code in own if code not in frame.columns]
    return frame.select("row", *(code for code in own if code in frame.columns), *missing)


def _edited(world: World, post: int, rows: pl.DataFrame, document: str, named: Mapping[str, str]) -> pl.DataFrame:
    """The rows as they were first shown, and once more, as they are now, those that were amended later."""
    import polars as pl

    if world.papers is None:
        return rows
    here = pl.col("post").is_null() | (pl.col("post") == post)
    amended = world.papers.filter((pl.col("document") == document) & pl.col("until").is_not_null() & here)
    amended = amended.with_columns(pl.col("field").cast(pl.String).replace(named))
    first = rows.filter(~pl.col("again")).join(amended.select("row", "until"), on="row", how="inner")
    later = first.filter(pl.col("until") > pl.col("t")).group_by("row").agg(pl.col("until").max())
    again = rows.filter(~pl.col("again")).join(later, on="row", how="inner", maintain_order="left")
    again = again.with_columns(pl.col("until").cast(pl.Int64).alias("t"), pl.lit(value=True).alias("again"))
    for column in amended["field"].unique().sort():
        if column in rows.columns:
            rows = _before(rows, amended.filter(pl.col("field") == column), column)
    return pl.concat([rows, again.select(rows.columns)])


def _before(rows: pl.DataFrame, amended: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows with what a column said before it was amended, where that was later."""
    import polars as pl

    was = amended.select("row", "until", pl.col("value").alias("was"))
    joined = rows.join(was.unique("row", keep="last"), on="row", how="left", maintain_order="left")
    kind = rows.schema[column]
    text = pl.col("was") if kind == pl.String else pl.col("was").cast(pl.Float64).cast(kind)
    early = pl.col("was").is_not_null() & (pl.col("until") > pl.col("t")) & ~pl.col("again")
    return joined.with_columns(pl.when(early).then(text).otherwise(pl.col(column)).alias(column)).select(rows.columns)


def told(rows: Iterable[Row], name: str) -> list[Any]:
    """The values of a column that are there."""
    return [row[name] for row in rows if row.get(name) is not None]


def never(t: int | None) -> bool:
    """Whether a time says that something does not happen."""
    return t is None or t == NEVER
