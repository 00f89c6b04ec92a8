"""Items of mail: what ITMATT says of them, and where PREDES says that they fly."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.formats.postal.records import DispatchData, Item, ItemData
from simulator.formats.s_numbers import dispatch
from simulator.formats.s_numbers import item as s10
from simulator.world.day.taken import Spot, Taken, Told, airport, country, flight, hs_code

_DATE = 8


def items(held: ItemData, spot: Spot) -> Told:
    """ITMATT."""
    ends = tuple(_office(address) for address in (held.envelope.sender, held.envelope.recipient))
    return Told(tuple(_item(one, ends, spot) for one in held.items))


def _item(held: Item, ends: tuple[str, ...], spot: Spot) -> Taken:
    number = s10(held.number)
    sender = country(held.sender.country) if held.sender else ""
    net = sum(float(content.net_kg or 0) for content in held.contents)
    return Taken(
        spot,
        "mail",
        held.number,
        origin=ends[0],
        destination=ends[1],
        pieces=1,
        kilos=float(held.gross_kg or 0) or net,
        words=" ".join(content.description for content in held.contents),
        hs=hs_code(content.hs for content in held.contents),
        sender=sender or (country(number.country) if number else ""),
        receiver=country(held.addressee.country) if held.addressee else "",
    )


def dispatched(held: DispatchData, spot: Spot) -> Told:
    """PREDES: the items of a dispatch, with its offices and its flight."""
    made = dispatch(held.number)
    ends = (airport(made.origin[2:5]), airport(made.destination[2:5])) if made else ("", "")
    number = flight(held.flight)
    booked = ((number, held.departure[6:_DATE]),) if number else ()
    return Told(
        dispatched=tuple(
            Taken(spot, "mail", code, origin=ends[0], destination=ends[1], flights=booked, sender=_country(code))
            for bag in held.bags
            for code in bag.items
        )
    )


def _country(code: str) -> str:
    number = s10(code)
    return country(number.country) if number else ""


def _office(address: str) -> str:
    """The airport of an address that is an office of exchange, as `DEFRAA`; empty for others."""
    code = address.partition(":")[0]
    return airport(code[2:5]) if len(code) == 6 and country(code[:2]) else ""


def told(record: object, spot: Spot) -> Iterator[Told]:
    """What a record of mail tells; nothing for one of another kind."""
    if isinstance(record, ItemData):
        yield items(record, spot)
    elif isinstance(record, DispatchData):
        yield dispatched(record, spot)
