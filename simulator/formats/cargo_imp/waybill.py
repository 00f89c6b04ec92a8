"""Air waybill data (FWB), versions 16 and 17.

FWB/17
465-12345675TASALA/T4K80MC0.5    number, origin, destination, pieces, weight, volume
FLT/HY0761/17/KC0123/18          flights and their days
RTG/ALAHY/TBSKC                  routing: airport and carrier of each leg
SHP, CNE, AGT ...                the segments of LAYOUT, in its order
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from simulator.formats.cargo_imp import charges, oci, parties, rates, references, texts
from simulator.formats.cargo_imp.fields import Quantity, flight, head, head_text, keep, read_head
from simulator.formats.cargo_imp.layout import Layout, Part
from simulator.formats.cargo_imp.lines import Message, Segment, segments
from simulator.formats.cargo_imp.rates import Goods, RateLine
from simulator.formats.cargo_imp.security import check_order
from simulator.formats.notes import Notes


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight that is booked, and its day of the month."""

    number: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of the routing: to which airport, with which carrier."""

    airport: str = ""
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Waybill:
    """An air waybill, with its segments in their order in the message."""

    number: str
    origin: str = ""
    destination: str = ""
    quantity: Quantity | None = None
    flights: tuple[Flight, ...] = ()
    routing: tuple[Leg, ...] = ()
    shipper: parties.Party | None = None
    consignee: parties.Party | None = None
    agent: parties.Agent | None = None
    service_requests: tuple[str, ...] = ()
    notify: parties.Party | None = None
    accounting: tuple[tuple[str, str], ...] = ()
    valuation: charges.Valuation | None = None
    rates: tuple[RateLine, ...] = ()
    other_charges: tuple[charges.OtherCharge, ...] = ()
    prepaid: charges.ChargeSums | None = None
    collect: charges.ChargeSums | None = None
    certified_by: str = ""
    execution: references.Execution | None = None
    service_information: tuple[str, ...] = ()
    destination_charges: charges.DestinationCharges | None = None
    reference: references.Reference | None = None
    customs_origin: str = ""
    commission: charges.Commission | None = None
    incentive: charges.Incentive | None = None
    agent_reference: str = ""
    handling: tuple[str, ...] = ()
    handling_party: references.HandlingParty | None = None
    shipment_reference: references.ShipmentReference | None = None
    others: tuple[references.Reference, ...] = ()
    oci: tuple[oci.OciLine, ...] = ()

    def goods(self, *kinds: str) -> tuple[Goods, ...]:
        """What the rate description says of the goods; with `kinds` (`rates.KINDS`) only lines of these."""
        held = (rate.goods for rate in self.rates if rate.goods)
        return tuple(goods for goods in held if not kinds or goods.kind in kinds)

    @property
    def description(self) -> str:
        """The goods in words, of all lines."""
        return " ".join(goods.text.strip() for goods in self.goods("NG", "NC"))


def read_flights(segment: Segment, notes: Notes) -> tuple[Flight, ...]:
    """`SU1244/01/SU1008/01`: flight and day in pairs."""
    fields = [field for body in segment.bodies() for field in body.split("/")]
    if len(fields) % 2:
        notes.flag(segment.line, "fields", segment.name, "a flight without its day")
        fields.append("")
    pairs = zip(fields[::2], fields[1::2], strict=True)
    return tuple(Flight(flight(segment.line, number, notes), day) for number, day in pairs)


def write_flights(name: str, flights: Iterable[Flight]) -> list[str]:
    """Flight and day in pairs."""
    return [f"{name}/{'/'.join(f'{held.number}/{held.day}' for held in flights)}"]


def read_routing(segment: Segment, notes: Notes) -> tuple[Leg, ...]:
    """`SVORU/AMSRU/LGG`: airport and carrier of each leg.

    The first must name its carrier and may lack its airport; the others must name their airport and may lack their
    carrier. A first leg without a carrier is flagged.
    """
    legs: list[Leg] = []
    for (number, _), body in zip(segment.lines, segment.bodies(), strict=True):
        for field in body.split("/"):
            airport, carrier = ("", field) if len(field) == 2 else (field[:3], field[3:])
            if len(field) not in (2, 3, 5):
                notes.flag(number, "shape", "leg of the routing", field)
            if len(field) == 3 and not legs:
                notes.flag(number, "missing", "", f"carrier of the first leg, {field}")
            legs.append(Leg(airport, carrier))
    return tuple(legs)


def write_routing(name: str, legs: Iterable[Leg]) -> list[str]:
    """The legs on one line."""
    return [f"{name}/{'/'.join(leg.airport + leg.carrier for leg in legs)}"]


@cache
def layout(version: int) -> Layout:
    """The segments after the first line, in their order; parties are written by tags from version 17 on."""
    tagged = version >= 17
    party = parties.write_tagged if tagged else parties.write_by_order
    also = parties.write_tagged if tagged else parties.write_named
    text, code = (texts.read_texts, texts.write_texts), (texts.read_text, texts.write_text)
    sums = (charges.read_sums, charges.write_sums)
    return Layout(
        Part("FLT", "flights", read_flights, write_flights, many=True),
        Part("RTG", "routing", read_routing, write_routing, need=True, many=True),
        Part("SHP", "shipper", parties.read_party, party, need=True),
        Part("CNE", "consignee", parties.read_party, party, need=True),
        Part("AGT", "agent", parties.read_agent, parties.write_agent),
        Part("SSR", "service_requests", *text, many=True),
        Part("NFY", "notify", parties.read_named_party, also),
        Part("ACC", "accounting", texts.read_accounting, texts.write_accounting, many=True),
        Part("CVD", "valuation", charges.read_valuation, charges.write_valuation, need=True),
        Part("RTD", "rates", rates.read_rates, rates.write_rates, need=True, many=True),
        Part("OTH", "other_charges", charges.read_other_charges, charges.write_other_charges, many=True),
        Part("PPD", "prepaid", *sums),
        Part("COL", "collect", *sums),
        Part("CER", "certified_by", texts.read_signature, texts.write_text),
        Part("ISU", "execution", references.read_execution, references.write_execution, need=True),
        Part("OSI", "service_information", *text, many=True),
        Part("CDC", "destination_charges", charges.read_destination_charges, charges.write_destination_charges),
        Part("REF", "reference", references.read_reference, references.write_reference, need=True),
        Part("COR", "customs_origin", *code),
        Part("COI", "commission", charges.read_commission, charges.write_commission),
        Part("SII", "incentive", charges.read_incentive, charges.write_incentive),
        Part("ARD", "agent_reference", *code),
        Part("SPH", "handling", texts.read_codes, texts.write_codes, many=True),
        Part("NOM", "handling_party", references.read_handling_party, references.write_handling_party),
        Part("SRI", "shipment_reference", references.read_shipment_reference, references.write_shipment_reference),
        Part("OPI", "others", references.read_others, references.write_others, many=True),
        Part("OCI", "oci", oci.read_oci, oci.write_oci, many=True),
    )


def read_waybill(message: Message, notes: Notes) -> Waybill | None:
    """The waybill of a message; None if it has no line with a waybill number."""
    found = list(segments(message.lines, layout(17).names))
    first = next((segment for segment in found if not segment.name and head(segment.lines[0][1])), None)
    if first is None:
        keep(message.lines, "", notes)
        return None
    start, total = read_head(first, notes)
    others = [segment for segment in found if segment is not first]
    held = layout(17).read(others, notes)
    numbers = [number for segment in others if segment.name == "OCI" for number, _ in segment.lines]
    check_order(held.get("oci", ()), numbers, message.kind, held.get("handling", ()), notes)
    return Waybill(start.number, start.origin, start.destination, total, **held)


def write_waybill(waybill: Waybill, version: int = 17) -> list[str]:
    """The lines of a waybill, from `FWB/17` on."""
    first = head_text(waybill.number, waybill.origin, waybill.destination, waybill.quantity)
    return [f"FWB/{version}", first, *layout(version).write(waybill)]
