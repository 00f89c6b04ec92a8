"""Air waybills (FWB) and house waybills (FHL), as carriers send them ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator.common.tables import table
from simulator.decisions.messages.declared import corrected, declared
from simulator.decisions.messages.feed import Feed, File, Row, told
from simulator.decisions.messages.plain import EXERCISE, cut, day_month, digits, exact, lines, plain
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.charges import ChargeSums, Valuation
from simulator.formats.cargo_imp.fields import Quantity
from simulator.formats.cargo_imp.house import House, HouseList
from simulator.formats.cargo_imp.parties import Agent, Party
from simulator.formats.cargo_imp.rates import Goods, RateLine
from simulator.formats.cargo_imp.references import Execution, Reference
from simulator.formats.cargo_imp.waybill import Flight, Leg, Waybill
from simulator.world.places import airlines

if TYPE_CHECKING:
    import polars as pl

_CODES = 9
_PAID = {"prepaid": "PP", "collect": "CC", "cash": "PP"}


@cache
def _old() -> frozenset[str]:
    """Airlines that still send the versions before the newest."""
    return frozenset(row["airline"] for row in table("decisions", "message_versions"))


@cache
def _issuers() -> dict[str, str]:
    """Airlines by the prefix of their air waybills."""
    return {airline.prefix: airline.code for airline in airlines().values() if airline.prefix}


def files(feed: Feed) -> Iterator[File]:
    """FWB of direct air waybills and of masters, FHL of houses: by flight and hour.

    A master has no security declaration: each of its houses has one.
    """
    general = feed.rows.filter(feed.rows["stream"] == "general")
    for flight, mine in feed.hours(corrected(general.filter(general["document"] == "awb"))):
        old = flight["airline"] in _old()
        texts = [cargo_imp.write(_direct(feed, flight, row), 16 if old else 17) for row in mine.iter_rows(named=True)]
        yield File(int(mine["t"][-1]), flight["number"], "FWB", "".join(texts).encode("ascii"))
    houses = general.filter(general["master"].is_not_null())
    for flight, mine in feed.hours(_under(corrected(houses), feed.wholes)):
        old = flight["airline"] in _old()
        texts = [cargo_imp.write(_house(feed, row, old), 4 if old else 5) for row in mine.iter_rows(named=True)]
        yield File(int(mine["t"][-1]), flight["number"], "FHL", "".join(texts).encode("ascii"))
    for flight, mine in feed.hours(masters(houses, feed.wholes)):
        old = flight["airline"] in _old()
        texts = [cargo_imp.write(_master(feed, flight, row), 16 if old else 17) for row in mine.iter_rows(named=True)]
        yield File(int(mine["t"][-1]), flight["number"], "FWB", "".join(texts).encode("ascii"))


def masters(houses: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """One row a master: what all of its houses say in the end, at the time at which the last that is shown stands."""
    import polars as pl

    last = houses.sort("row", "again").unique("row", keep="last", maintain_order=True)
    firsts = ("origin", "destination", "routing", "agent_name", "payment", "onward_row", "inbound")
    return (
        last.group_by("master", "flight_row", maintain_order=True)
        .agg(pl.col("t").max(), pl.col("booked").max(), pl.col(*firsts).first(), pl.col("row").min())
        .join(wholes, on=["master", "flight_row"], how="left", maintain_order="left")
        .rename({"master": "id"})
        .sort("t", "row")
    )


def _under(houses: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """Houses with what the air waybill over them says: master_pieces, master_weight."""
    import polars as pl

    over = wholes.select("master", "flight_row", pl.col("pieces", "weight").name.prefix("master_"))
    return houses.join(over, on=["master", "flight_row"], how="left", maintain_order="left")


def _direct(feed: Feed, flight: Row, row: Row) -> Waybill:
    goods = [Goods("NG", plain(row["description"]))] if row["description"] else []
    goods += [Goods("NH", row["hs"])] if row["hs"] else []
    old = flight["airline"] in _old()
    waybill = _waybill(feed, flight, row, goods, party(row, "shipper", old), party(row, "consignee", old))
    handling, oci = declared(feed, row, waybill.handling)
    return replace(waybill, handling=handling, oci=oci)


def _master(feed: Feed, flight: Row, row: Row) -> Waybill:
    """The shipper of a master is who consolidates; who receives stands on the houses."""
    shipper = Party(lines(row["agent_name"], "name", 1), (), row["origin"] or "", "", feed.country(row["origin"]))
    consignee = Party(("AS ON HOUSE WAYBILLS",), (), row["destination"] or "", "", feed.country(row["destination"]))
    return _waybill(feed, flight, row, [Goods("NC", "CONSOLIDATION")], shipper, consignee)


def _waybill(
    feed: Feed, flight: Row, row: Row, goods: list[Goods], shipper: Party | None, consignee: Party | None
) -> Waybill:
    legs, weight, freight = _legs(_booked(feed, flight, row), row), exact(row["weight"]), exact(row["freight"])
    issued = feed.there(row["booked"], row["origin"]) if row["booked"] is not None else None
    sums = ChargeSums(weight=freight, total=freight)
    paid = _PAID.get(row["payment"] or "", "")
    return Waybill(
        number=row["id"],
        origin=row["origin"] or "",
        destination=row["destination"] or "",
        quantity=Quantity("T", row["pieces"], weight),
        flights=tuple(Flight(each["number"], each["day"][:2]) for each in _booked(feed, flight, row)),
        routing=legs,
        shipper=shipper,
        consignee=consignee,
        agent=Agent(cut(row["agent_name"], "name"), row["origin"] or "") if row["agent_name"] else None,
        service_requests=(EXERCISE,),
        accounting=(("GEN", "FREIGHT PAID IN CASH"),) if row["payment"] == "cash" else (),
        valuation=Valuation("USD", "", paid),
        rates=_rates(row, weight, freight, goods),
        prepaid=sums if paid == "PP" and freight else None,
        collect=sums if paid == "CC" and freight else None,
        execution=Execution(f"{day_month(issued)}{issued:%y}", row["origin"] or "") if issued else None,
        reference=Reference(office=f"{flight['origin']}FF{flight['airline']}"),
        handling=codes(row["handling"]),
        service_information=(EXERCISE,),
    )


def _rates(row: Row, weight: Decimal | None, freight: Decimal | None, goods: list[Goods]) -> tuple[RateLine, ...]:
    rate = round(freight / weight, 2) if freight and weight else None
    first, *more = goods or [Goods("NG")]
    line = RateLine(str(row["pieces"]), weight, "K", "Q", "", weight, rate, freight, first)
    return (line, *(RateLine(goods=each) for each in more))


def _booked(feed: Feed, flight: Row, row: Row) -> list[Row]:
    """The flights of which the post knows: the one that it expects or sends off, and the one onward."""
    return [flight, *(feed.flight(number) for number in told([row], "onward_row"))]


def _legs(booked: list[Row], row: Row) -> tuple[Leg, ...]:
    """The routing after the first airport; on legs without a known flight flies who issued the air waybill."""
    airports = row["routing"].split("-") if row["routing"] else [booked[0]["origin"], booked[0]["destination"]]
    known = {(flight["origin"], flight["destination"]): flight["airline"] for flight in booked}
    issuer = _issuers().get(row["id"][:3]) or str(booked[0]["airline"])
    return tuple(Leg(end, known.get((start, end)) or issuer) for start, end in pairwise(airports))


def _house(feed: Feed, row: Row, old: bool) -> HouseList:
    handling, oci = declared(feed, row, codes(row["handling"]))
    house = House(
        number=row["id"],
        origin=row["origin"] or "",
        destination=row["destination"] or "",
        pieces=row["pieces"],
        weight=exact(row["weight"]),
        description=cut(row["description"], "description"),
        handling=handling,
        oci=oci,
        text=(*lines(row["description"], "text", 2), EXERCISE),
        tariffs=(row["hs"],) if row["hs"] else (),
        shipper=party(row, "shipper", old),
        consignee=party(row, "consignee", old),
        valuation=Valuation("USD", "", _PAID.get(row["payment"] or "", "")),
    )
    whole = Quantity("T", row["master_pieces"], exact(row["master_weight"]))
    return HouseList(row["master"], row["origin"] or "", row["destination"] or "", whole, (house,))


def party(row: Row, side: str, old: bool = False) -> Party | None:
    """A shipper or a consignee; the old layouts have one line for a name and one for an address."""
    name = lines(row[f"{side}_name"], "name", 1 if old else 2)
    if not name:
        return None
    phone = digits(row[f"{side}_phone"])
    return Party(
        name,
        lines(row[f"{side}_address"], "address", 1 if old else 2),
        cut(row[f"{side}_city"], "place"),
        "",
        row[f"{side}_country"] or "",
        "",
        (("TE", phone),) if phone else (),
    )


def codes(handling: str | None) -> tuple[str, ...]:
    """Special handling codes, as many as a message may have."""
    return tuple(code for code in (handling or "").split("/") if code)[:_CODES]
