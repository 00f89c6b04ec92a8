"""What a master or house air waybill in Cargo-XML says.

Texts are as they stand in the message, empty where it says nothing, times as ISO 8601 writes them; numbers are exact.
The elements that each field comes from are those of `layout`, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.formats.quantities import Amount, Measure


@dataclass(frozen=True)
class Address:
    """Where somebody is."""

    postcode: str = ""
    street: str = ""
    city: str = ""
    city_code: str = ""
    country: str = ""
    country_name: str = ""
    region: str = ""
    region_code: str = ""
    po_box: str = ""


@dataclass(frozen=True)
class Contact:
    """How somebody is reached."""

    person: str = ""
    department: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    telex: str = ""


@dataclass(frozen=True)
class Party:
    """Somebody with a part in the consignment.

    `role` is the name of the element, or the role code of an associated party (NI, NP ...); `agent` and
    `agent_location` are the IATA code and the CASS address of a forwarder.
    """

    role: str
    name: str = ""
    number: str = ""
    other_number: str = ""
    account: str = ""
    agent: str = ""
    agent_location: str = ""
    address: Address = Address()
    contact: Contact = Contact()


@dataclass(frozen=True)
class Place:
    """An airport or another place."""

    code: str = ""
    name: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Call:
    """A departure from a place, or an arrival at one, as it is scheduled."""

    place: Place = Place()
    time: str = ""


@dataclass(frozen=True)
class Movement:
    """A leg: `number` is the flight, `carrier` who flies it, `mode` the code of the transport (4 is air)."""

    number: str = ""
    carrier: str = ""
    stage: str = ""
    mode: str = ""
    mode_name: str = ""
    sequence: str = ""
    departure: Call = Call()
    arrival: Call = Call()


@dataclass(frozen=True)
class Instruction:
    """How to handle: `kind` is SPH (a code of special handling), SSR or OSI (mostly a text)."""

    kind: str
    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Note:
    """A text with a code: of the header, of the accounts."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class CustomsNote:
    """A line of customs, security and regulatory information: what OCI is in Cargo-IMP."""

    country: str = ""
    subject: str = ""
    content: str = ""
    text: str = ""


@dataclass(frozen=True)
class Reference:
    """A document that goes with the consignment."""

    number: str = ""
    kind: str = ""
    name: str = ""
    issued: str = ""


@dataclass(frozen=True)
class Equipment:
    """Equipment that is used, with its seal."""

    number: str = ""
    kind: str = ""
    size: str = ""
    seal: str = ""


@dataclass(frozen=True)
class Declared:
    """A value that is declared: an amount, or that there is none (`nil`: NVD, NCV, XXX)."""

    nil: bool | None = None
    amount: Amount | None = None


@dataclass(frozen=True)
class Uld:
    """A unit load device; its number as it is painted on it is `str` of it."""

    kind: str = ""
    serial: str = ""
    owner: str = ""
    tare: Measure | None = None
    packages: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}{self.serial}{self.owner}"


@dataclass(frozen=True)
class Size:
    """How many pieces are of what size and weight."""

    pieces: int | None = None
    gross: Measure | None = None
    length: Measure | None = None
    width: Measure | None = None
    height: Measure | None = None


@dataclass(frozen=True)
class Rate:
    """What a line of goods costs to carry."""

    category: str = ""
    commodity: str = ""
    chargeable: Measure | None = None
    rate: str = ""
    total: Amount | None = None


@dataclass(frozen=True)
class Good:
    """A line of goods: `hs` is its commodity code, `packages` what the shipper counted, `information` NDA or empty."""

    sequence: str = ""
    hs: str = ""
    description: str = ""
    origin: str = ""
    pieces: int | None = None
    packages: int | None = None
    gross: Measure | None = None
    volume: Measure | None = None
    information: str = ""
    ulds: tuple[Uld, ...] = ()
    sizes: tuple[Size, ...] = ()
    rate: Rate = Rate()


@dataclass(frozen=True)
class Charge:
    """A charge besides that for the weight; `due` is A (the agent) or C (the carrier)."""

    code: str = ""
    prepaid: bool | None = None
    due: str = ""
    amount: Amount | None = None
    reason: str = ""


@dataclass(frozen=True)
class Totals:
    """The sums of what is prepaid, or of what is to be collected."""

    prepaid: bool | None = None
    weight: Amount | None = None
    valuation: Amount | None = None
    tax: Amount | None = None
    agent: Amount | None = None
    carrier: Amount | None = None
    total: Amount | None = None


@dataclass(frozen=True)
class Signed:
    """Who signed what, when and where."""

    name: str = ""
    time: str = ""
    place: str = ""


@dataclass(frozen=True)
class Header:
    """What the message says of itself: `type_code` is 740 direct, 741 master, 703 house; addresses with a scheme."""

    number: str = ""
    name: str = ""
    type_code: str = ""
    issued: str = ""
    purpose: str = ""
    version: str = ""
    conversation: str = ""
    senders: tuple[Note, ...] = ()
    recipients: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Shipped:
    """How much: of the consignment, or of the whole master that a house belongs to."""

    pieces: int | None = None
    gross: Measure | None = None
    origin: Place = Place()
    destination: Place = Place()


@dataclass(frozen=True)
class Other:
    """An element that Cargo-XML knows and this record has no field for, with its path, its text and its line."""

    path: str
    text: str
    line: int


@dataclass(frozen=True)
class Waybill:
    """A master air waybill (XFWB), or a house air waybill (XFZB) with the `master` it belongs to."""

    number: str = ""
    master: str = ""
    header: Header = Header()
    reference: str = ""
    notes: tuple[Note, ...] = ()
    consignor_signed: Signed = Signed()
    carrier_signed: Signed = Signed()
    of_master: Shipped = Shipped()
    shipped: Shipped = Shipped()
    consignment: str = ""
    description: str = ""
    volume: Measure | None = None
    packages: int | None = None
    for_carriage: Declared = Declared()
    for_customs: Declared = Declared()
    for_insurance: Declared = Declared()
    weight_prepaid: bool | None = None
    other_prepaid: bool | None = None
    parties: tuple[Party, ...] = ()
    movements: tuple[Movement, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    handling: tuple[Instruction, ...] = ()
    accounts: tuple[Note, ...] = ()
    customs: tuple[CustomsNote, ...] = ()
    references: tuple[Reference, ...] = ()
    customs_status: str = ""
    currency: str = ""
    charges: tuple[Charge, ...] = ()
    goods: tuple[Good, ...] = ()
    totals: tuple[Totals, ...] = ()
    prepaid_total: Amount | None = None
    collect_total: Amount | None = None
    others: tuple[Other, ...] = ()
