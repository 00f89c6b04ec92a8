"""What messages between posts say: items with the content of forms CN 22 and CN 23, dispatches with their receptacles.

Texts are as they stand in the message, empty where it says nothing; numbers are exact; codes are those of
`simulator/formats/data/postal_codes.csv`. Dates are digits: `YYYYMMDD`, with `HHMM` behind it if the time is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from simulator.formats.quantities import Amount


@dataclass(frozen=True)
class Envelope:
    """Who sent an interchange to whom: EDI addresses, date, reference."""

    sender: str = ""
    recipient: str = ""
    prepared: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Heading:
    """What a message says of itself: its number, `function` (9 original, 5 replace, 1 cancel), when it was made."""

    number: str = ""
    function: str = ""
    prepared: str = ""


@dataclass(frozen=True)
class Party:
    """A sender or an addressee; `street` is one or more lines, `reference` a tax or customs number."""

    name: str = ""
    street: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Paper:
    """A licence, certificate or invoice that goes with an item, by its code and number."""

    code: str
    number: str


@dataclass(frozen=True)
class Content:
    """One line of contents: how many of what, net weight in kg, value, HS code, country of origin."""

    description: str = ""
    quantity: Decimal | None = None
    net_kg: Decimal | None = None
    value: Amount | None = None
    hs: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Item:
    """One mail item, as its sender declares it: `number` is its S10, `nature` why it is sent (gift, sale, ...)."""

    number: str
    mail_class: str = ""
    handling: str = ""
    nature: str = ""
    posted: str = ""
    gross_kg: Decimal | None = None
    value: Amount | None = None
    postage: Amount | None = None
    insured: Amount | None = None
    comments: str = ""
    sender: Party | None = None
    addressee: Party | None = None
    papers: tuple[Paper, ...] = ()
    contents: tuple[Content, ...] = ()


@dataclass(frozen=True)
class ItemData:
    """A message ITMATT: the items of a post to another."""

    items: tuple[Item, ...] = ()
    heading: Heading = Heading()
    envelope: Envelope = Envelope()


@dataclass(frozen=True)
class Bag:
    """A receptacle of a dispatch: its S9, its weight if the message tells it apart, the S10 of the items in it."""

    number: str
    gross_kg: Decimal | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class DispatchData:
    """A message PREDES: one dispatch (its S8), the flight it is meant for, its receptacles."""

    number: str
    flight: str = ""
    departure: str = ""
    arrival: str = ""
    bags: tuple[Bag, ...] = ()
    heading: Heading = Heading()
    envelope: Envelope = Envelope()
