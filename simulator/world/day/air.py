"""Consignments and flights of Cargo-IMP, Cargo-XML and ONE Record messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from simulator.formats import cargo_xml
from simulator.formats.cargo_imp.fields import Quantity
from simulator.formats.cargo_imp.house import House, HouseList
from simulator.formats.cargo_imp.load import Load
from simulator.formats.cargo_imp.manifest import Manifest, Unloading
from simulator.formats.cargo_imp.waybill import Waybill
from simulator.formats.one_record.records import Body, Thing
from simulator.formats.quantities import Measure
from simulator.world.day.taken import (
    POUND,
    Flown,
    Spot,
    Taken,
    Told,
    airport,
    airports,
    country,
    flight,
    handling,
    hs_code,
)

_DAY = re.compile(r"(\d\d[A-Z]{3})(\d{4})?")
_DATE = re.compile(r"\d{4}-\d\d-(\d\d)")


def waybill(held: Waybill, spot: Spot) -> Told:
    """FWB."""
    quantity = held.quantity or Quantity("T", 0)
    return Told(
        (
            Taken(
                spot,
                "general",
                held.number,
                origin=airport(held.origin),
                destination=airport(held.destination),
                via=airports(leg.airport for leg in held.routing),
                pieces=quantity.pieces,
                kilos=_kilos(quantity.weight, quantity.weight_unit),
                words=held.description,
                hs=hs_code(goods.text for goods in held.goods("NH")),
                handling=handling(held.handling),
                sender=country(held.shipper.country) if held.shipper else "",
                receiver=country(held.consignee.country) if held.consignee else "",
                flights=tuple((flight(one.number), _day(one.day)) for one in held.flights if flight(one.number)),
            ),
        )
    )


def houses(held: HouseList, spot: Spot) -> Told:
    """FHL."""
    return Told(tuple(_house(held, house, spot) for house in held.houses))


def _house(held: HouseList, house: House, spot: Spot) -> Taken:
    return Taken(
        spot,
        "general",
        house.number,
        held.master,
        airport(house.origin) or airport(held.origin),
        airport(house.destination) or airport(held.destination),
        pieces=house.pieces or 0,
        kilos=_kilos(house.weight, house.weight_unit),
        words=" ".join((house.description, *house.text)),
        hs=hs_code(house.tariffs),
        handling=handling(house.handling),
        sender=country(house.shipper.country) if house.shipper else "",
        receiver=country(house.consignee.country) if house.consignee else "",
    )


def manifest(held: Manifest, spot: Spot) -> Told:
    """FFM: its flights, and what they carry."""
    number, origin = flight(held.flight), airport(held.airport)
    flights = tuple(
        _flown(held, point, spot) for point in held.unloadings if number and origin and airport(point.airport)
    )
    carried = [
        _load(held, point, load, spot)
        for point in held.unloadings
        for load in (*point.loose, *(load for device in point.ulds for load in device.loads))
    ]
    return Told(tuple(carried), tuple(one for one in flights if one.origin != one.destination))


def _flown(held: Manifest, point: Unloading, spot: Spot) -> Flown:
    day, departs = _moment(held.departure)
    arrival = point.arrival
    if not arrival and held.first_arrival and held.first_arrival.airport == point.airport:
        arrival = held.first_arrival.moment
    lands_day, lands = _moment(arrival)
    loads = [*point.loose, *(load for device in point.ulds for load in device.loads)]
    kilos = sum(_kilos(load.quantity.weight, load.quantity.weight_unit) for load in loads if load.quantity)
    prefix = loads[0].number[:3] if loads else ""
    return Flown(
        spot,
        flight(held.flight),
        airport(held.airport),
        airport(point.airport),
        day,
        departs,
        lands_day,
        lands,
        kilos,
        prefix if re.fullmatch(r"\d{3}", prefix) else "",
    )


def _load(held: Manifest, point: Unloading, load: Load, spot: Spot) -> Taken:
    quantity = load.quantity or Quantity("T", 0)
    onward = (one.airport for one in load.onward)
    whole = quantity.total if quantity.total and quantity.share in "PD" else 0
    share = quantity.pieces / whole if whole else 1.0
    return Taken(
        spot,
        "general",
        load.number,
        origin=airport(load.origin) or airport(held.airport),
        destination=airport(load.destination) or airport(point.airport),
        via=airports((held.airport, point.airport, *onward)),
        pieces=whole or quantity.total or quantity.pieces,
        kilos=round(_kilos(quantity.weight, quantity.weight_unit) / share, 3) if share else 0.0,
        words=load.description,
        handling=handling(load.handling),
        flights=((flight(held.flight), _moment(held.departure)[0][:2]),) if flight(held.flight) else (),
        part=True,
    )


def cargo_xml_waybill(held: cargo_xml.Waybill, spot: Spot) -> Told:
    """XFWB and XFZB."""
    moves = held.movements
    goods = held.goods
    countries = {party.role: country(party.address.country) for party in held.parties}
    calls = [call.place.code for move in moves for call in (move.departure, move.arrival)]
    return Told(
        (
            Taken(
                spot,
                "general",
                held.number,
                held.master,
                airport(held.shipped.origin.code),
                airport(held.shipped.destination.code),
                airports(calls),
                held.shipped.pieces or 0,
                _measured(held.shipped.gross),
                " ".join((held.description, *(good.description for good in goods))),
                hs_code(good.hs for good in goods),
                handling(one.code for one in held.handling if one.kind == "SPH"),
                countries.get("consignor", ""),
                countries.get("consignee", ""),
                tuple((flight(move.number), _dated(move.departure.time)) for move in moves if flight(move.number)),
            ),
        )
    )


def one_record(held: Body, spot: Spot) -> Told:
    """Bodies of ONE Record: each waybill with its shipment, else each shipment that stands alone."""
    bills = held.of("Waybill")
    inside = {id(one) for bill in bills for one in bill.walk()}
    alone = [one for one in held.of("Shipment") if id(one) not in inside]
    return Told(tuple(_thing(one, Spot(spot.file, one.line or spot.line)) for one in (*bills, *alone)))


def _thing(held: Thing, spot: Spot) -> Taken:
    parts = list(held.walk())
    pieces = [one for one in parts if one.kind == "Piece"]
    whole = next((one for one in parts if one.kind == "Shipment"), held)
    weight = whole.measure("totalGrossWeight")
    kilos = _measured(weight) or sum(_measured(piece.measure("grossWeight")) for piece in pieces)
    number = "-".join(filter(None, (held.text("waybillPrefix"), held.text("waybillNumber"))))
    places = [_location(held, name) for name in ("departureLocation", "arrivalLocation")]
    codes = [value.code for one in parts for value in one.all("specialHandlingCodes") if hasattr(value, "code")]
    return Taken(
        spot,
        "general",
        number or f"{spot.file}:{spot.line}",
        "",
        airport(places[0]),
        airport(places[1]),
        pieces=len(pieces),
        kilos=kilos,
        words=" ".join(one.text("goodsDescription") for one in parts),
        hs=hs_code(one.text("hsCode") for one in parts),
        handling=handling(codes),
    )


def _location(held: Thing, name: str) -> str:
    """The airport of a place that is told in full, or linked."""
    place = next(iter(held.things(name)), None)
    if place is None:
        return held.text(name)
    inside = (one.text("code") for one in place.walk())
    return next((code for code in inside if airport(code)), "")


def _kilos(weight: Decimal | None, unit: str) -> float:
    return 0.0 if weight is None else float(weight) * (POUND if unit == "L" else 1.0)


def _measured(held: Measure | None) -> float:
    return 0.0 if held is None else _kilos(held.value, "L" if held.unit == "LBR" else "K")


def _moment(text: str) -> tuple[str, str]:
    """Day and time of `17APR1250`, each empty if it does not stand there."""
    found = _DAY.fullmatch(text)
    return (found[1], found[2] or "") if found else ("", "")


def _day(text: str) -> str:
    return text if re.fullmatch(r"\d\d", text) else ""


def _dated(text: str) -> str:
    found = _DATE.match(text)
    return found[1] if found else ""


def told(record: object, spot: Spot) -> Iterator[Told]:
    """What a record of air cargo tells; nothing for one of another kind."""
    ways = {
        Waybill: waybill,
        HouseList: houses,
        Manifest: manifest,
        cargo_xml.Waybill: cargo_xml_waybill,
        Body: one_record,
    }
    way = ways.get(type(record))
    if way:
        yield way(record, spot)  # type: ignore[operator]
