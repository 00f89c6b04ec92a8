"""PREDES, the message that tells of a dispatch when it is closed: its receptacles, and the items in each.

    UNH+1+PREDES:2:1:UP'
    BGM+PREDES+<message number>+9'
    DTM+137:202211081430:203'
    RFF+AAS:<S8>'                             the dispatch
    TDT+20+<flight>'                          the flight it is meant for
    DTM+133:202211082000:203'                 its departure; 132 its arrival
    GID+<n>'                                  a receptacle
      GIN+ML+<S9>'
      MEA+WT+AAD+KGM:12.5'                      gross weight in kg
      GIN+BN+<S10>'                             an item in it
    CNT+11:<receptacles>'
    UNT+<segments>+1'

Assumption: UPU M41 is not public. Public are what it holds (an S8, the S9 of each receptacle, the S10 of the items that
carry one) and the numbers themselves. The layout here is ours, in segments and codes of UN/EDIFACT D.96A.
"""

from __future__ import annotations

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
from simulator.formats.postal.records import Bag, DispatchData, Envelope, Heading
from simulator.formats.quantities import plain
from simulator.formats.reading import Reading
from simulator.formats.s_numbers import dispatch_flaw, receptacle_flaw

KIND = "PREDES"


def read(message: Message) -> Reading[DispatchData]:
    """The dispatch of one message; never raises."""
    taken = _Taken(message.notes)
    untaken = [segment for segment in message.body if not taken.segment(segment)]
    record = taken.done(Heading(**dict(heading(message.body))), message.envelope)
    keep_lost(message, untaken, _rows(record, message.head.value(0)))
    return message.notes.reading(KIND, message.version, message.head.line, record)


def write(*messages: DispatchData) -> bytes:
    """An interchange of messages, with the envelope of the first; what `read` gives for it are the same records."""
    envelope = messages[0].envelope if messages else Envelope()
    return interchange(envelope, [_rows(message, str(place)) for place, message in enumerate(messages, 1)])


class _Taken:
    """What was taken from the segments so far."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.fields: dict[str, Any] = {}
        self.bags: list[dict[str, Any]] = []

    def segment(self, segment: Segment) -> bool:
        """Take a segment; False if there is no place for it."""
        if segment.tag == "GID":
            self.bags.append({"number": "", "items": []})
            return True
        if segment.tag == "CNT":
            if segment.value(0, 1) != str(len(self.bags)):
                self.notes.flag(segment.line, "count", "CNT", segment.value(0, 1))
            return True
        return self._load(self.bags[-1], segment) if self.bags else self._head(segment)

    def done(self, told: Heading, envelope: Envelope) -> DispatchData:
        bags = tuple(Bag(**{**bag, "items": tuple(bag["items"])}) for bag in self.bags)
        return DispatchData(**{"number": "", **self.fields}, bags=bags, heading=told, envelope=envelope)

    def _head(self, segment: Segment) -> bool:
        match segment.tag, segment.value(0):
            case "BGM", _:
                return True
            case "DTM", "137":
                return True
            case "RFF", "AAS":
                judge(self.notes, segment.line, "S8", segment.value(0, 1), dispatch_flaw(segment.value(0, 1)))
                return put(self.fields, "number", segment.value(0, 1))
            case "TDT", "20":
                return put(self.fields, "flight", segment.value(1))
            case "DTM", "133":
                return put(self.fields, "departure", segment.value(0, 1))
            case "DTM", "132":
                return put(self.fields, "arrival", segment.value(0, 1))
        return False

    def _load(self, bag: dict[str, Any], segment: Segment) -> bool:
        match segment.tag, segment.value(0):
            case "GIN", "ML" if not bag["number"]:
                bag["number"] = segment.value(1)
                judge(self.notes, segment.line, "S9", segment.value(1), receptacle_flaw(segment.value(1)))
                dispatch = self.fields.get("number", "")
                if dispatch and not segment.value(1).startswith(dispatch):
                    self.notes.flag(segment.line, "other-dispatch", "S9", segment.value(1))
                return True
            case "GIN", "BN":
                numbers = [part for place in range(1, len(segment.elements)) for part in segment.parts(place)]
                for text in numbers:
                    judge(self.notes, segment.line, "S10", text, s10_flaw(text))
                bag["items"] += numbers
                return True
            case "MEA", "WT":
                return put(bag, "gross_kg", weight(segment))
        return False


def _rows(record: DispatchData, reference: str) -> list[Row]:
    rows = heading_rows(KIND, reference, record.heading, KIND)
    rows += [("RFF", ("AAS", record.number))] if record.number else []
    rows += [("TDT", "20", record.flight)] if record.flight else []
    for code, date in (("133", record.departure), ("132", record.arrival)):
        rows += [("DTM", (code, date, form(date)))] if date else []
    for place, bag in enumerate(record.bags, 1):
        rows += [("GID", str(place)), *_bag_rows(bag)]
    return [*rows, ("CNT", ("11", str(len(record.bags))))]


def _bag_rows(bag: Bag) -> list[Row]:
    rows: list[Row] = [("GIN", "ML", bag.number)] if bag.number else []
    if bag.gross_kg is not None:
        rows.append(("MEA", "WT", "AAD", ("KGM", plain(bag.gross_kg))))
    return [*rows, *(("GIN", "BN", item) for item in bag.items)]
