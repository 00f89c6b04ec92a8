"""ITMATT, the message that tells of mail items before they arrive: forms CN 22 and CN 23 as data.

    UNH+1+ITMATT:1:1:UP'
    BGM+ITMATT+<message number>+9'
    DTM+137:202211081430:203'
    CNI+<n>+<S10>'                            an item
      DTM+143:20221101:102'                     posted
      GDS+<mail class>:116:139'                 U letter, C parcel, E EMS
      HAN+<handling class>:117:139'
      GIS+<nature>:136:139'                     gift, sale of goods, ... (entry 10 of the form)
      MEA+WT+AAD+KGM:0.500'                     gross weight in kg
      MOA+43:24.00:USD'                         total value; 64 postage (entry 9); 157 insured
      FTX+AAI+++<comments>'                     entry 11
      DOC+911+<number>'                         911 licence, 861 certificate, 380 invoice (entries 12 to 14)
      NAD+CZ++++<street>...'                    the sender; CN the addressee
        CTA+IC+:<person>'  COM+<number>:TE'  RFF+VA:<tax number>'
      GID+<n>'                                  a line of contents
        FTX+AAA+++<description>'  QTY+12:3'  MEA+WT+AAL+KGM:0.200'  MOA+66:24.00:USD'
        PIA+5+950300:HS'  LOC+27+CN'            HS code, country of origin
    CNT+10:<items>'
    UNT+<segments>+1'

Assumption: UPU M33 is not public. Public are its attributes: form CN 23 (UPU regulations), the list that IPC gives of
what the message holds, and tables of customs that receive it. The layout here is ours: those attributes in segments
and codes of UN/EDIFACT that mean them (D.96A; 139 is the UPU as the keeper of a code list). Messages of real posts may
be laid out otherwise, some are XML: what then does not fit is kept and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from simulator.formats.edifact import Segment
from simulator.formats.identifiers import s10_flaw
from simulator.formats.notes import Notes
from simulator.formats.postal.envelope import (
    Message,
    Row,
    form,
    heading,
    heading_rows,
    interchange,
    judge,
    keep_lost,
    put,
    weight,
)
from simulator.formats.postal.records import Content, Envelope, Heading, Item, ItemData, Paper, Party
from simulator.formats.quantities import Amount, number, plain
from simulator.formats.reading import Reading
from simulator.formats.s_numbers import title

KIND = "ITMATT"
_PARTIES = {"CZ": "sender", "CN": "addressee"}
_CALLS = {"TE": "phone", "EM": "email"}
_SUMS = {"43": "value", "64": "postage", "157": "insured"}

Fields = dict[str, Any]


def read(message: Message) -> Reading[ItemData]:
    """The items of one message; never raises."""
    taken = _Taken(message.notes)
    untaken = [segment for segment in message.body if not taken.segment(segment)]
    record = ItemData(taken.done(), Heading(**dict(heading(message.body))), message.envelope)
    keep_lost(message, untaken, _rows(record, message.head.value(0)))
    return message.notes.reading(KIND, message.version, message.head.line, record)


def write(*messages: ItemData) -> bytes:
    """An interchange of messages, with the envelope of the first; what `read` gives for it are the same records."""
    envelope = messages[0].envelope if messages else Envelope()
    return interchange(envelope, [_rows(message, str(place)) for place, message in enumerate(messages, 1)])


class _Taken:
    """What was taken from the segments so far: whole items, and the item, party and line of contents that are open."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.items: list[Fields] = []
        self.party: Fields = {}
        self.content: Fields | None = None

    def segment(self, segment: Segment) -> bool:
        """Take a segment; False if there is no place for it."""
        if segment.tag == "CNI":
            self._open(segment)
        elif segment.tag == "CNT":
            self._count(segment)
        elif not self.items:
            return segment.tag in {"BGM", "DTM"}
        elif segment.tag == "GID":
            self.content, self.party = {}, {}
            self.items[-1]["contents"].append(self.content)
        elif self.content is not None:
            return self._line(self.content, segment)
        else:
            return self._head(self.items[-1], segment)
        return True

    def done(self) -> tuple[Item, ...]:
        return tuple(_item(fields) for fields in self.items)

    def _open(self, segment: Segment) -> None:
        text = segment.value(1)
        self.items.append({"number": text, "papers": [], "contents": []})
        self.party, self.content = {}, None
        judge(self.notes, segment.line, "S10", text, s10_flaw(text))

    def _count(self, segment: Segment) -> None:
        if segment.value(0, 1) != str(len(self.items)):
            self.notes.flag(segment.line, "count", "CNT", segment.value(0, 1))

    def _head(self, fields: Fields, segment: Segment) -> bool:
        match segment.tag, segment.value(0):
            case "DTM", "143":
                return put(fields, "posted", segment.value(0, 1))
            case "GDS", code:
                return self._code(fields, "mail_class", "class", code, segment)
            case "HAN", code:
                return put(fields, "handling", code)
            case "GIS", code:
                return self._code(fields, "nature", "nature", code, segment)
            case "MEA", "WT":
                return put(fields, "gross_kg", weight(segment))
            case "MOA", code if code in _SUMS:
                return put(fields, _SUMS[code], _amount(segment))
            case "FTX", "AAI":
                return put(fields, "comments", _text(segment, 3))
            case "DOC", code:
                fields["papers"].append(Paper(code, segment.value(1)))
                return True
            case "NAD", role if role in _PARTIES and _PARTIES[role] not in fields:
                self.party = fields[_PARTIES[role]] = _address(segment)
                return True
            case "CTA", "IC":
                return put(self.party, "person", segment.value(1, 1))
            case "COM", _ if segment.value(0, 1) in _CALLS:
                return put(self.party, _CALLS[segment.value(0, 1)], segment.value(0))
            case "RFF", "VA":
                return put(self.party, "reference", segment.value(0, 1))
        return False

    def _line(self, fields: Fields, segment: Segment) -> bool:
        match segment.tag, segment.value(0):
            case "FTX", "AAA":
                return put(fields, "description", _text(segment, 3))
            case "QTY", "12":
                return put(fields, "quantity", number(segment.value(0, 1).replace(",", ".")))
            case "MEA", "WT":
                return put(fields, "net_kg", weight(segment))
            case "MOA", "66":
                return put(fields, "value", _amount(segment))
            case "PIA", "5":
                return put(fields, "hs", segment.value(1))
            case "LOC", "27":
                return put(fields, "origin", segment.value(1))
        return False

    def _code(self, fields: Fields, name: str, kind: str, code: str, segment: Segment) -> bool:
        if not title(kind, code):
            self.notes.flag(segment.line, "code", segment.tag, code)
        return put(fields, name, code)


def _amount(segment: Segment) -> Amount | None:
    value = number(segment.value(0, 1).replace(",", "."))
    return None if value is None else Amount(value, segment.value(0, 2))


def _text(segment: Segment, element: int) -> str:
    return " ".join(segment.parts(element))


def _address(segment: Segment) -> Fields:
    unparted = segment.parts(2)
    return {
        "name": _text(segment, 3) or next(iter(unparted), ""),
        "street": segment.parts(4) or unparted[1:],
        "city": segment.value(5),
        "region": segment.value(6),
        "postcode": segment.value(7),
        "country": segment.value(8),
    }


def _item(fields: Fields) -> Item:
    """The record of the fields that were taken."""
    parties = {name: Party(**fields[name]) for name in _PARTIES.values() if name in fields}
    contents = tuple(Content(**line) for line in fields["contents"])
    return Item(**{**fields, **parties, "papers": tuple(fields["papers"]), "contents": contents})


def _rows(record: ItemData, reference: str) -> list[Row]:
    rows = heading_rows(KIND, reference, record.heading, KIND)
    for place, item in enumerate(record.items, 1):
        rows += [("CNI", str(place), item.number), *_item_rows(item)]
        for line, content in enumerate(item.contents, 1):
            rows += [("GID", str(line)), *_content_rows(content)]
    return [*rows, ("CNT", ("10", str(len(record.items))))]


def _item_rows(item: Item) -> Iterable[Row]:
    yield from _told(item.posted, lambda date: ("DTM", ("143", date, form(date))))
    yield from _told(item.mail_class, lambda code: ("GDS", (code, "116", "139")))
    yield from _told(item.handling, lambda code: ("HAN", (code, "117", "139")))
    yield from _told(item.nature, lambda code: ("GIS", (code, "136", "139")))
    yield from _told(item.gross_kg, lambda value: ("MEA", "WT", "AAD", ("KGM", plain(value))))
    for code, name in _SUMS.items():
        yield from _money(code, getattr(item, name))
    yield from _told(item.comments, lambda text: ("FTX", "AAI", "", "", text))
    for paper in item.papers:
        yield "DOC", paper.code, paper.number
    for role, name in _PARTIES.items():
        yield from _party_rows(role, getattr(item, name))


def _party_rows(role: str, party: Party | None) -> Iterable[Row]:
    if party is None:
        return
    yield "NAD", role, "", "", party.name, party.street, party.city, party.region, party.postcode, party.country
    yield from _told(party.person, lambda text: ("CTA", "IC", ("", text)))
    yield from _told(party.phone, lambda text: ("COM", (text, "TE")))
    yield from _told(party.email, lambda text: ("COM", (text, "EM")))
    yield from _told(party.reference, lambda text: ("RFF", ("VA", text)))


def _content_rows(content: Content) -> Iterable[Row]:
    yield from _told(content.description, lambda text: ("FTX", "AAA", "", "", text))
    yield from _told(content.quantity, lambda value: ("QTY", ("12", plain(value))))
    yield from _told(content.net_kg, lambda value: ("MEA", "WT", "AAL", ("KGM", plain(value))))
    yield from _money("66", content.value)
    yield from _told(content.hs, lambda code: ("PIA", "5", (code, "HS")))
    yield from _told(content.origin, lambda code: ("LOC", "27", code))


def _money(code: str, money: Amount | None) -> Iterable[Row]:
    return [("MOA", (code, plain(money.value), money.currency))] if money else []


def _told(value: Any, row: Callable[[Any], Row]) -> Iterable[Row]:
    """The row of a value that is told; nothing for an empty one."""
    return [row(value)] if value not in ("", None) else []
