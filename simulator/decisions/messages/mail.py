"""Item data (ITMATT) and dispatches (PREDES), as posts send them to the post of destination."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from simulator.decisions.messages.feed import Feed, File, Row
from simulator.decisions.messages.plain import digits, exact, plain
from simulator.formats.postal import itmatt, predes
from simulator.formats.postal.records import (
    Bag,
    Content,
    DispatchData,
    Envelope,
    Heading,
    Item,
    ItemData,
    Party,
)
from simulator.formats.quantities import Amount
from simulator.formats.s_numbers import OVERFLOW, Dispatch, Receptacle, receptacle

if TYPE_CHECKING:
    import polars as pl

Told = TypeVar("Told", ItemData, DispatchData)

EXERCISE = "EXERCISE - NOT A REAL ITEM"
CLASSES = {"C": "C", "H": "C", "E": "E"}
"""Class of mail by the first letter of an item's number; all others are letters."""
_ORIGINAL, _REPLACED = "9", "5"
_OFFICE = "A"
"""Last letter of an office of exchange: those of these airports are not public (assumption)."""
_ITEMS_A_BAG = 40
_SERIALS = 10_000


def files(feed: Feed) -> Iterator[File]:
    """Item data by flight and hour; dispatches when the last item in them was told."""
    for flight, mine in feed.hours(feed.rows):
        t = int(mine["t"][-1])
        groups = mine.group_by("origin", "destination", "again", maintain_order=True)
        messages = [
            ItemData(
                tuple(_item(feed, row) for row in items.iter_rows(named=True)),
                _heading(feed, t, place, again=bool(again)),
                _envelope(feed, t, flight, office(feed, str(origin)), office(feed, str(destination))),
            )
            for place, ((origin, destination, again), items) in enumerate(groups, 1)
        ]
        yield File(t, flight["number"], "ITMATT", _interchanges(itmatt.write, messages))
    yield from _dispatches(feed)


def _interchanges(write: Callable[..., bytes], messages: list[Told]) -> bytes:
    """Messages as interchanges, one for each office that sends and each that gets them."""
    ends = dict.fromkeys(message.envelope for message in messages)
    return b"".join(write(*(message for message in messages if message.envelope == end)) for end in ends)


def _heading(feed: Feed, t: int, place: int, *, again: bool) -> Heading:
    return Heading(f"EXERCISE-{place}", _REPLACED if again else _ORIGINAL, f"{feed.utc(t):%Y%m%d%H%M}")


def _envelope(feed: Feed, t: int, flight: Row, sender: str, recipient: str) -> Envelope:
    """The office that sends the items, and the one that they are for: the post on the way gets what these write."""
    return Envelope(sender, recipient, f"{feed.utc(t):%Y%m%d%H%M}", f"{flight['number']}{flight['day']}")


def office(feed: Feed, airport: str) -> str:
    """The office of exchange at an airport."""
    return f"{feed.country(airport) or 'XX'}{airport}{_OFFICE}"


def _item(feed: Feed, row: Row) -> Item:
    posted = f"{feed.there(row['booked'], row['origin']):%Y%m%d}" if row["booked"] is not None else ""
    content = Content(
        plain(row["declared_description"] or row["description"]),
        None if row["declared_pieces"] is None else Decimal(row["declared_pieces"]),
        exact(row["declared_weight"]),
        _usd(row["declared_value"]),
        row["hs"] or "",
    )
    return Item(
        number=row["id"],
        mail_class=CLASSES.get(row["id"][:1], "U"),
        posted=posted,
        gross_kg=exact(row["weight"]),
        value=_usd(row["value"]),
        postage=_usd(row["freight"]),
        comments=EXERCISE,
        sender=_party(row, "shipper"),
        addressee=_party(row, "consignee"),
        contents=(content,),
    )


def _usd(value: float | None) -> Amount | None:
    money = exact(value)
    return None if money is None else Amount(money, "USD")


def _party(row: Row, side: str) -> Party | None:
    name = plain(row[f"{side}_name"])
    if not name:
        return None
    address = plain(row[f"{side}_address"])
    return Party(
        name,
        (address,) if address else (),
        plain(row[f"{side}_city"]),
        country=row[f"{side}_country"] or "",
        phone=digits(row[f"{side}_phone"]),
    )


def _dispatches(feed: Feed) -> Iterator[File]:
    """Dispatches of a flight: those that the system names, else the items by origin and class."""
    import polars as pl

    items = feed.rows.filter(~pl.col("again"))
    bags = _made(feed, items) if feed.bags is None else _named(feed.bags, items)
    closed = bags.with_columns(pl.col("t").max().over("flight_row", "dispatch")).sort("t", "dispatch", "receptacle")
    for flight, mine in feed.hours(closed):
        t = int(mine["t"][-1])
        groups = enumerate(mine.group_by("dispatch", maintain_order=True), 1)
        told = [_dispatch(feed, flight, place, str(number), held) for place, ((number,), held) in groups]
        yield File(t, flight["number"], "PREDES", _interchanges(predes.write, told))


def _named(bags: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Receptacles of the world, with the items in them of which data had come when the dispatch was told."""
    import polars as pl

    numbered = bags.with_columns(pl.col("receptacle").str.head(20).alias("dispatch"))
    told = numbered.with_columns(pl.col("t").max().over("flight_row", "dispatch").alias("told"))
    inside = items.select("receptacle", "flight_row", "id", "row", pl.col("t").alias("came"))
    known = told.join(inside, on=["receptacle", "flight_row"]).filter(pl.col("came") <= pl.col("told")).sort("row")
    held = known.group_by("receptacle", "flight_row", maintain_order=True).agg(pl.col("id").alias("items"))
    return numbered.join(held, on=["receptacle", "flight_row"], how="left", maintain_order="left")


def _dispatch(feed: Feed, flight: Row, place: int, number: str, bags: pl.DataFrame) -> DispatchData:
    departs = feed.there(flight["departs"], flight["origin"])
    arrives = feed.there(flight["arrives"], flight["destination"])
    t = int(bags["t"][-1])
    held = zip(bags["receptacle"].to_list(), bags["items"].to_list(), strict=True)
    return DispatchData(
        number,
        flight["number"],
        f"{departs:%Y%m%d%H%M}",
        f"{arrives:%Y%m%d%H%M}",
        tuple(Bag(code, read.kg if (read := receptacle(code)) else None, tuple(items or ())) for code, items in held),
        _heading(feed, t, place, again=False),
        _envelope(feed, t, flight, number[:6], number[6:12]),
    )


def _made(feed: Feed, items: pl.DataFrame) -> pl.DataFrame:
    """Receptacles that the items would travel in, where the world names none."""
    import polars as pl

    grouped = _grouped(feed, items).sort("row")
    bags = grouped.group_by("flight_row", "dispatch", "receptacle", maintain_order=True)
    return bags.agg(pl.col("t").max(), pl.col("id").alias("items"))


def _grouped(feed: Feed, items: pl.DataFrame) -> pl.DataFrame:
    """Items with the numbers of dispatch and receptacle that they would travel in, where the world names none."""
    import polars as pl

    kinds = pl.col("id").str.head(1).replace_strict(CLASSES, default="U").alias("mail_class")
    sorted_items = items.with_columns(kinds).sort("flight_row", "origin", "destination", "mail_class", "row")
    codes, dispatches = list[str](), list[str]()
    groups = sorted_items.group_by("flight_row", "origin", "destination", "mail_class", maintain_order=True)
    for serial, ((number, origin, destination, kind), mine) in enumerate(groups, 1):
        year = feed.there(feed.flight(int(number))["departs"], str(origin)).year
        ends = office(feed, str(origin)), office(feed, str(destination))
        made = Dispatch(*ends, "A", str(kind), "N", year % 10, serial % _SERIALS)
        weights = mine["weight"].fill_null(0).to_list()
        for at in range(0, len(weights), _ITEMS_A_BAG):
            part = weights[at : at + _ITEMS_A_BAG]
            tenths = min(round(10 * sum(part)), OVERFLOW)
            bag = Receptacle(made, at // _ITEMS_A_BAG + 1, at + _ITEMS_A_BAG >= len(weights), "9", tenths)
            codes += [str(bag)] * len(part)
        dispatches += [str(made)] * len(weights)
    return sorted_items.with_columns(pl.Series("receptacle", codes), pl.Series("dispatch", dispatches))
