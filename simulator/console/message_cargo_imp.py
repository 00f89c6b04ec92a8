"""What the tables of a Cargo-IMP message show."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.console.message_words import Fields, Rows, handled, spaced
from simulator.formats.cargo_imp.fields import Dimensions, Quantity
from simulator.formats.cargo_imp.house import HouseList
from simulator.formats.cargo_imp.load import Load
from simulator.formats.cargo_imp.manifest import Manifest, Unloading
from simulator.formats.cargo_imp.oci import OciLine
from simulator.formats.cargo_imp.parties import Agent, Party
from simulator.formats.cargo_imp.security import RegulatedParty, declaration, of_security
from simulator.formats.cargo_imp.status import Status, StatusReport
from simulator.formats.cargo_imp.waybill import Waybill
from simulator.formats.iata_codes import titles

LOADS = ("unloaded", "unit", "air waybill", "route", "quantity", "goods", "handling")
HOUSES = ("house", "route", "pieces", "weight", "goods", "handling")
STATUSES = ("air waybill", "status", "what", "when", "where", "flight", "quantity", "more")
_SHARES = {"P": " (a part)", "S": " (over several units)", "D": " (a part, over several units)"}
_UNITS = {"K": "kg", "L": "lb", "MC": "m³", "CF": "ft³", "CC": "cm³", "CI": "in³"}


def waybill(held: Waybill) -> Fields:
    yield "air waybill", spaced(held.number, _route(held.origin, held.destination))
    yield "quantity", _quantity(held.quantity)
    yield "flights", ", ".join(spaced(flight.number, flight.day and f"on {flight.day}") for flight in held.flights)
    yield "routing", ", ".join(spaced(leg.airport, leg.carrier and f"by {leg.carrier}") for leg in held.routing)
    yield "shipper", _party(held.shipper)
    yield "consignee", _party(held.consignee)
    yield "also notified", _party(held.notify)
    yield "agent", _agent(held.agent)
    yield "goods", held.description + (" (consolidation)" if held.goods("NC") else "")
    yield "dimensions", ", ".join(_size(goods.dimensions) for goods in held.goods("ND") if goods.dimensions)
    for name, kind in (("volume", "NV"), ("units", "NU"), ("loaded by shipper", "NS"), ("commodity codes", "NH")):
        yield name, ", ".join(goods.text for goods in held.goods(kind))
    yield "goods from", ", ".join(goods.text for goods in held.goods("NO"))
    if held.valuation:
        value = held.valuation
        declared = f"for carriage {value.carriage}, for customs {value.customs}, insured {value.insurance}"
        yield "declared value", f"{declared}, in {value.currency}"
    for name, sums in (("prepaid", held.prepaid), ("to be collected", held.collect)):
        yield name, f"{sums.total}" if sums and sums.total is not None else ""
    yield "handling", handled(held.handling)
    yield from _regulated(held.oci, held.handling)
    yield "customs origin", held.customs_origin
    if held.execution:
        yield "issued", spaced(held.execution.day, held.execution.place, held.execution.signature)
    yield "requests", "\n".join(held.service_requests)
    yield "other information", "\n".join(held.service_information)
    yield "accounting", "\n".join(f"{kind} {text}" for kind, text in held.accounting)


def houses(held: HouseList) -> Fields:
    yield "air waybill", spaced(held.master, _route(held.origin, held.destination))
    yield "quantity", _quantity(held.quantity)
    for house in held.houses:
        yield f"{house.number}: shipper", _party(house.shipper)
        yield f"{house.number}: consignee", _party(house.consignee)
        yield f"{house.number}: goods", "\n".join(house.text)
        yield f"{house.number}: commodity codes", ", ".join(house.tariffs)
        if house.valuation:
            value = house.valuation
            yield f"{house.number}: declared value", f"for customs {value.customs}, in {value.currency}"
        for field, value_of in _regulated(house.oci, house.handling):
            yield f"{house.number}: {field}", value_of


def house_rows(held: HouseList) -> Rows:
    for house in held.houses:
        counted = "" if house.pieces is None else str(house.pieces)
        weighed = "" if house.weight is None else f"{house.weight} {_unit(house.weight_unit)}"
        about = (house.number, _route(house.origin, house.destination), counted, weighed, house.description)
        yield (*about, " ".join(house.handling))


def manifest(held: Manifest) -> Fields:
    yield (
        "flight",
        spaced(held.flight, held.departure and f"on {held.departure}", held.airport and f"from {held.airport}"),
    )
    yield "aircraft", held.registration
    if held.first_arrival:
        arrival = held.first_arrival
        yield "first arrival", spaced(arrival.airport, arrival.country, arrival.moment)
    yield "part", spaced(held.part, {"CONT": "another one follows", "LAST": "the last one"}.get(held.ends, ""))
    for point in held.unloadings:
        times = spaced(point.arrival and f"arrives {point.arrival}", point.departure and f"departs {point.departure}")
        yield f"at {point.airport or '?'}", "nothing is unloaded" if point.nil else times
    for device in (device for point in held.unloadings for device in point.ulds):
        yield device.number, device.remarks


def load_rows(held: Manifest) -> Rows:
    for point in held.unloadings:
        for unit, load in _loads(point):
            where = (point.airport, unit, load.number, _route(load.origin, load.destination))
            yield (*where, _quantity(load.quantity), load.description, " ".join(load.handling))


def _loads(point: Unloading) -> Iterator[tuple[str, Load]]:
    yield from (("loose", load) for load in point.loose)
    yield from ((device.number, load) for device in point.ulds for load in device.loads)


def status_fields(held: StatusReport) -> Fields:
    for consignment in held.consignments:
        route = _route(consignment.origin, consignment.destination)
        yield consignment.number, spaced(route, _quantity(consignment.quantity))
        yield "other information", "\n".join(consignment.service_information)
        yield from _regulated(consignment.oci, ())
        for status in consignment.statuses:
            for field, value in _regulated(status.oci, ()):
                yield f"{status.code}: {field}", value


def status_rows(held: StatusReport) -> Rows:
    known = titles("StatusCode")
    for consignment in held.consignments:
        for status in consignment.statuses:
            what = known.get(status.discrepancy) or known.get(status.code, "")
            where = status.airport or _route(status.route[:3], status.route[3:])
            about = (consignment.number, status.code, what, status.moment, where, status.flight or status.carrier)
            yield (*about, _quantity(status.quantity), _more(status))


def _more(held: Status) -> str:
    times = (held.departure and f"dep {held.departure}", held.arrival and f"arr {held.arrival}")
    whom = (held.name, held.from_carrier and f"from {held.from_carrier}", held.from_name)
    return spaced(*times, *whom, held.volume, *held.ulds, *held.service_information)


def _regulated(lines: tuple[OciLine, ...], handling: tuple[str, ...]) -> Fields:
    """Security and customs."""
    held = declaration(lines, handling)
    if held:
        given = (held.status, held.issuer and f"given by {_regulated_party(held.issuer)}")
        checked = held.checker and f"houses checked by {_regulated_party(held.checker)}"
        received = [f"received from {_regulated_party(party)}" for party in held.received_from]
        screened = (held.methods and f"screened {' '.join(held.methods)}", " ".join(("exempt", *held.exemptions)))
        signed = held.signed_by and f"signed by {held.signed_by}"
        accepted = [f"accepted by {_regulated_party(party)}" for party in held.accepted_by]
        parts = (*given, checked, *received, screened[0], held.exemptions and screened[1], signed, held.signed_at)
        yield "security", ", ".join(str(part) for part in (*parts, *accepted) if part)
        yield "security statement", "\n".join(held.statements)
    others = (line for line in lines if not of_security(line))
    yield "customs", "\n".join(spaced(line.country, line.information, line.control, line.text) for line in others)


def _regulated_party(held: RegulatedParty) -> str:
    until = held.expires and f"(until {held.expires})"
    return spaced(held.category, held.country, held.number, until)


def _party(held: Party | None) -> str:
    if held is None:
        return ""
    place = spaced(held.place, held.state)
    contacts = (f"{kind} {number}" for kind, number in held.contacts)
    where = (*held.address, place, spaced(held.country, held.postcode))
    return ", ".join(part for part in (" ".join(held.name), *where, *contacts) if part)


def _agent(held: Agent | None) -> str:
    if held is None:
        return ""
    return ", ".join(part for part in (held.name, held.place, held.iata, held.cass, held.account) if part)


def _quantity(held: Quantity | None) -> str:
    if held is None:
        return ""
    weight = "" if held.weight is None else f"{held.weight} {_unit(held.weight_unit)}"
    volume = "" if held.volume is None else f"{held.volume} {_unit(held.volume_unit)}"
    total = "" if held.total is None else f" of {held.total}"
    pieces = f"{held.pieces}{total} piece{'' if held.pieces == 1 else 's'}{_SHARES.get(held.share, '')}"
    return ", ".join(part for part in (pieces, weight, volume) if part)


def _size(held: Dimensions) -> str:
    if held.length is None:
        return "not available" if held.unit == "NDA" else held.unit
    size = f"{held.length} × {held.width} × {held.height} {held.unit.removesuffix('T').lower()}"
    return size if held.pieces is None else f"{held.pieces} of {size}"


def _unit(code: str) -> str:
    return _UNITS.get(code, code)


def _route(origin: str, destination: str) -> str:
    return "-".join(airport for airport in (origin, destination) if airport)
