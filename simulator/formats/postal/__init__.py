"""Messages between posts, in the syntax of UN/EDIFACT: `ITMATT` tells of items, `PREDES` of dispatches.

`read` takes a file apart; `itmatt.write` and `predes.write` make one. Each module shows the layout of its message.
"""

from __future__ import annotations

from simulator.common.errors import listed, refuse
from simulator.formats import door, edifact
from simulator.formats.postal import itmatt, predes
from simulator.formats.postal.envelope import Message, messages
from simulator.formats.postal.records import DispatchData, ItemData
from simulator.formats.reading import Reading

__all__ = ["Post", "itmatt", "predes", "read"]

MOST_FLAGS = 200_000
"""Flags of a file, as of one of Cargo-IMP."""
Post = ItemData | DispatchData
_READERS = {itmatt.KIND: itmatt.read, predes.KIND: predes.read}


def read(data: bytes) -> list[Reading[Post]]:
    """All messages of a file, in file order; one of another kind has no record, and is kept whole.

    Raises a `DrillError` if the file is too large, packed, no text, holds no message between posts, or more flags than
    `MOST_FLAGS`.
    """
    text, clean = door.text_of(data, edifact.charset(data))
    found = messages(text)
    if not any(message.kind in _READERS for message in found):
        kinds = listed(dict.fromkeys(message.kind or "?" for message in found)) or "none"
        raise refuse("message-not-postal", kinds=kinds, read=", ".join(_READERS))
    if not clean:
        found[0].notes.flag(1, "encoding")
    readings = [_reading(message) for message in found]
    if sum(len(reading.flags) for reading in readings) > MOST_FLAGS:
        raise refuse("message-many", most=MOST_FLAGS, what="segments that are odd or not understood")
    return readings


def _reading(message: Message) -> Reading[Post]:
    reader = _READERS.get(message.kind)
    if reader:
        return reader(message)  # type: ignore[return-value]
    message.notes.flag(message.head.line, "kind", "UNH", message.kind)
    for segment in (message.head, *message.body):
        message.notes.keep(segment.line, segment.text, segment.tag)
    return message.notes.reading(message.kind, message.version, message.head.line, None)
