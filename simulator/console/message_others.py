"""What the tables of messages in Cargo-XML, ONE Record and the EDIFACT of posts show."""

from __future__ import annotations

from simulator.console.message_words import Fields, Rows, handled, listed, spaced
from simulator.formats.cargo_xml.records import Declared, Good, Party, Shipped, Waybill
from simulator.formats.one_record.records import Body, Literal, Told
from simulator.formats.postal.records import DispatchData, Item, ItemData
from simulator.formats.postal.records import Party as Partner
from simulator.formats.quantities import Amount, Measure

GOODS = ("goods", "pieces", "gross", "volume", "commodity code", "from", "units")
ITEMS = ("item", "class", "sender", "addressee", "contents", "gross kg", "value")
BAGS = ("receptacle", "gross kg", "items")
THINGS = ("line", "thing", "says")
_UNITS = {"KGM": "kg", "LBR": "lb", "MTQ": "m³", "CMT": "cm"}


def waybill(held: Waybill) -> Fields:
    """A waybill in Cargo-XML."""
    yield "waybill", spaced(held.number, _route(held.shipped))
    yield "under", spaced(held.master, _route(held.of_master)) if held.master else ""
    yield "quantity", listed(_pieces(held.shipped.pieces), _measure(held.shipped.gross), _measure(held.volume))
    for move in held.movements:
        times = (move.departure.place.code, move.departure.time, move.arrival.place.code, move.arrival.time)
        yield "transport", spaced(move.number, *times)
    for party in held.parties:
        yield party.role, _party(party)
    yield "goods", held.description
    declared = (("carriage", held.for_carriage), ("customs", held.for_customs), ("insurance", held.for_insurance))
    yield (
        "declared value",
        listed(*(f"for {what} {_declared(value)}" for what, value in declared if value != Declared())),
    )
    yield "prepaid", _amount(held.prepaid_total)
    yield "to be collected", _amount(held.collect_total)
    yield "handling", handled(each.code for each in held.handling if each.kind == "SPH")
    yield "requests", "\n".join(each.text for each in held.handling if each.kind != "SPH")
    notes = (spaced(note.country, note.subject, note.content, note.text) for note in held.customs)
    yield "customs and security", "\n".join(notes)
    yield "issued", spaced(held.carrier_signed.time, held.carrier_signed.place, held.carrier_signed.name)


def good_rows(held: Waybill) -> Rows:
    """The goods of a waybill in Cargo-XML."""
    for good in held.goods:
        yield _good(good)


def _good(held: Good) -> tuple[str, ...]:
    pieces = "" if held.pieces is None else str(held.pieces)
    measures = (_measure(held.gross), _measure(held.volume))
    return (held.description, pieces, *measures, held.hs, held.origin, " ".join(str(device) for device in held.ulds))


def items(held: ItemData) -> Fields:
    """The head of an ITMATT."""
    yield "message", spaced(held.heading.number, held.heading.prepared)
    yield "from post", held.envelope.sender
    yield "to post", held.envelope.recipient


def item_rows(held: ItemData) -> Rows:
    """The items of an ITMATT."""
    for item in held.items:
        yield _item(item)


def _item(held: Item) -> tuple[str, ...]:
    contents = "\n".join(
        listed(spaced(content.quantity, content.description), content.hs, content.origin, _amount(content.value))
        for content in held.contents
    )
    gross = "" if held.gross_kg is None else str(held.gross_kg)
    people = (_partner(held.sender), _partner(held.addressee))
    return (held.number, spaced(held.mail_class, held.nature), *people, contents, gross, _amount(held.value))


def dispatch(held: DispatchData) -> Fields:
    """The head of a PREDES."""
    yield "dispatch", held.number
    yield "flight", spaced(held.flight, held.departure, held.arrival)
    yield "from post", held.envelope.sender
    yield "to post", held.envelope.recipient


def bag_rows(held: DispatchData) -> Rows:
    """The receptacles of a PREDES."""
    for bag in held.bags:
        yield bag.number, "" if bag.gross_kg is None else str(bag.gross_kg), " ".join(bag.items)


def body(_held: Body) -> Fields:
    """A body of ONE Record says all of it in its things."""
    yield from ()


def thing_rows(held: Body) -> Rows:
    """The things of a body of ONE Record, each with what it says itself."""
    for thing in held.walk():
        says = (
            f"{name} {_told(value)}" for name, values in thing.properties.items() for value in values if _told(value)
        )
        yield str(thing.line), thing.kind, "\n".join(says)


def _told(value: Told) -> str:
    if isinstance(value, Literal):
        return value.text
    return getattr(value, "code", "")


def _party(held: Party) -> str:
    where = held.address
    city = spaced(where.city, where.region or where.region_code)
    contact = held.contact
    reached = (contact.person, contact.phone, contact.email)
    country = spaced(where.country, where.postcode)
    return listed(held.name.replace("\n", " "), where.street.replace("\n", " "), city, country, *reached, held.account)


def _partner(held: Partner | None) -> str:
    if held is None:
        return ""
    place = (held.city, held.region, spaced(held.country, held.postcode))
    return listed(held.name, *held.street, *place, held.person, held.phone, held.email)


def _route(held: Shipped) -> str:
    return "-".join(place.code for place in (held.origin, held.destination) if place.code)


def _declared(held: Declared) -> str:
    return "none" if held.nil else _amount(held.amount)


def _pieces(count: int | None) -> str:
    return "" if count is None else f"{count} piece{'' if count == 1 else 's'}"


def _measure(held: Measure | None) -> str:
    return "" if held is None else spaced(held.value, _UNITS.get(held.unit, held.unit))


def _amount(held: Amount | None) -> str:
    return "" if held is None else spaced(held.value, held.currency)
