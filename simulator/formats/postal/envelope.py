"""The messages of a file: what stands between UNH and UNT, with the interchange around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from simulator.formats.edifact import Segment, segments, written
from simulator.formats.notes import Notes
from simulator.formats.postal.records import Envelope, Heading
from simulator.formats.quantities import number

Row = tuple[str | tuple[str, ...], ...]
AROUND = {"UNB", "UNZ", "UNG", "UNE"}


@dataclass
class Message:
    """One message: its head, the segments in it, what was odd about it so far."""

    head: Segment
    envelope: Envelope
    body: list[Segment] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    @property
    def kind(self) -> str:
        return self.head.value(1)

    @property
    def version(self) -> str:
        return ".".join(part for part in (self.head.value(1, 1), self.head.value(1, 2)) if part)


def messages(text: str) -> list[Message]:
    """All messages of a text, in file order. Raises a `DrillError` if no segment at all is there."""
    found: list[Message] = []
    waiting: list[Segment] = []
    envelope, count, inside = Envelope(), 0, False
    for segment in segments(text):
        if segment.tag == "UNH":
            if inside:
                found[-1].notes.flag(found[-1].head.line, "no-end", "UNT")
            found.append(Message(segment, envelope))
            count, inside = count + 1, True
        elif segment.tag == "UNT" and inside:
            _check_end(found[-1], segment)
            inside = False
        elif segment.tag in AROUND:
            inside = _close(found, inside)
            if segment.tag == "UNB":
                envelope, count = _envelope(segment), 0
                waiting += [segment] if any(segment.parts(place) for place in range(5, len(segment.elements))) else []
            elif segment.tag == "UNZ" and found:
                _check_close(found[-1], segment, envelope, count)
        elif inside:
            found[-1].body.append(segment)
        else:
            waiting.append(segment)
    _close(found, inside)
    heads = [message.head.line for message in found]
    for segment in waiting if found else []:
        near = found[max(bisect_right(heads, segment.line) - 1, 0)]
        near.notes.keep(segment.line, segment.text, segment.tag)
    return found


def heading_rows(name: str, reference: str, heading: Heading, document: str) -> list[Row]:
    """UNH, BGM and DTM of a message."""
    dated = [("DTM", ("137", heading.prepared, form(heading.prepared)))] if heading.prepared else []
    return [
        ("UNH", reference, (name, *_VERSION[name], "UP")),
        ("BGM", document, heading.number, heading.function),
        *dated,
    ]


def interchange(envelope: Envelope, bodies: Iterable[list[Row]]) -> bytes:
    """The bytes of an interchange: UTF-8, one segment a line."""
    lists = list(bodies)
    rows: list[Row] = []
    for place, body in enumerate(lists, 1):
        rows += [*body, ("UNT", str(len(body) + 1), str(place))]
    text = written(rows)
    date = (envelope.prepared[2:8], envelope.prepared[8:12]) if envelope.prepared else ("",)
    charset = ("UNOC", "3") if text.isascii() else ("UNOW", "4")
    ends = [tuple(address.split(":")) for address in (envelope.sender, envelope.recipient)]
    head = written([("UNB", charset, *ends, date, envelope.reference)])
    return (head + text + written([("UNZ", str(len(lists)), envelope.reference)])).encode()


def form(date: str) -> str:
    """The code of a date's form (UN/EDIFACT 2379): 102 is a day, 203 with hours and minutes, 204 with seconds."""
    return {8: "102", 12: "203", 14: "204"}.get(len(date), "")


def put(fields: dict[str, Any], name: str, value: object) -> bool:
    """Set a field that is not set; False for a second value, and for none."""
    if name in fields or value is None:
        return False
    fields[name] = value
    return True


def judge(notes: Notes, line: int, kind: str, text: str, flaw: str | None) -> None:
    """Flag what is wrong with a number of the kind S8, S9 or S10."""
    if flaw:
        code = {"check": "check-digit", "shape": "shape", "country": "country"}.get(flaw, "code")
        notes.flag(line, code, kind, text)


def weight(segment: Segment) -> Decimal | None:
    """The kg that a MEA tells, None if it tells something else."""
    return number(segment.value(2, 1).replace(",", ".")) if segment.value(2) == "KGM" else None


def keep_lost(message: Message, untaken: list[Segment], rows: Iterable[Row]) -> None:
    """Keep the segments that were not taken, and those with a value that the record, written again, does not hold."""
    back: dict[str, set[str]] = {}
    for tag, *elements in rows:
        values = back.setdefault(str(tag), {""})
        for element in elements:
            values.update([element] if isinstance(element, str) else element)
    missed = set(map(id, untaken))
    for segment in message.body:
        if id(segment) in missed or not _values(segment) <= back.get(segment.tag, {""}):
            message.notes.keep(segment.line, segment.text, segment.tag)


def _values(segment: Segment) -> set[str]:
    """The values of a segment that must come back: all but its place in a count."""
    first = 1 if segment.tag in {"CNI", "GID", "CNT"} else 0
    values = {value for element in segment.elements[first:] for value in element}
    return {value.replace(",", ".") for value in values} if segment.tag in _NUMBERS else values


_NUMBERS = {"MEA", "MOA", "QTY"}
_VERSION = {"ITMATT": ("1", "1"), "PREDES": ("2", "1")}


def _envelope(segment: Segment) -> Envelope:
    date, time = segment.value(3), segment.value(3, 1)
    century = "20" if len(date) == 6 else ""
    sender, recipient = (":".join(segment.parts(place)) for place in (1, 2))
    return Envelope(sender, recipient, f"{century}{date}{time}", segment.value(4))


def _close(found: list[Message], inside: bool) -> bool:
    if inside:
        found[-1].notes.flag(found[-1].head.line, "no-end", "UNT")
    return False


def _check_end(message: Message, segment: Segment) -> None:
    counted = len(message.body) + 2
    if segment.value(0) != str(counted):
        message.notes.flag(segment.line, "count", "UNT", segment.value(0))
    if segment.value(1) != message.head.value(0):
        message.notes.flag(segment.line, "reference", "UNT", segment.value(1))


def _check_close(message: Message, segment: Segment, envelope: Envelope, count: int) -> None:
    if segment.value(0) != str(count):
        message.notes.flag(segment.line, "count", "UNZ", segment.value(0))
    if segment.value(1) != envelope.reference:
        message.notes.flag(segment.line, "reference", "UNZ", segment.value(1))


def heading(body: list[Segment]) -> Iterator[tuple[str, str]]:
    """The fields of a `Heading` that BGM and DTM of a message tell."""
    for segment in body:
        match segment.tag, segment.value(0):
            case "BGM", _:
                yield "number", segment.value(1)
                yield "function", segment.value(2)
            case "DTM", "137":
                yield "prepared", segment.value(0, 1)
            case "CNI" | "GID", _:
                return
