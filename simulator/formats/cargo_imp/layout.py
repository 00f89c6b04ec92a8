"""The segments of a message in their order, each with how it is read and written: a message's layout as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from simulator.formats.cargo_imp.fields import keep
from simulator.formats.cargo_imp.lines import Segment
from simulator.formats.notes import Notes


class Part(NamedTuple):
    """One kind of segment.

    `name`: the identifier of its first line. `field`: where the record holds it. `read` gives the value, None if it
    understood nothing of it and kept the lines. `write` gives the lines of a value. `need`: it must be there.
    `many`: it may stand several times, its values are tuples and are joined.
    """

    name: str
    field: str
    read: Callable[[Segment, Notes], Any]
    write: Callable[[str, Any], list[str]]
    need: bool = False
    many: bool = False


class Layout:
    """Parts in the order in which they stand in a message."""

    def __init__(self, *parts: Part) -> None:
        self.parts = parts
        self.names = frozenset(part.name for part in parts)
        self._places = {part.name: (place, part) for place, part in enumerate(parts)}

    def read(self, segments: Iterable[Segment], notes: Notes) -> dict[str, Any]:
        """The values by the fields of the record. Whatever is odd is flagged; a missing part that is needed too."""
        held: dict[str, Any] = {}
        last = end = -1
        for segment in segments:
            end = segment.lines[-1][0]
            place, part = self._places.get(segment.name, (last, None))
            if part is None:
                keep(segment.lines, "", notes)
                continue
            if place < last:
                notes.flag(segment.line, "order", segment.name)
            last = max(place, last)
            self._hold(part, segment, held, notes)
        self._check_needed(held, last, end, notes)
        return held

    def write(self, record: object) -> list[str]:
        """The lines of a record."""
        lines = []
        for part in self.parts:
            value = getattr(record, part.field)
            if value is not None and value not in ((), ""):
                lines += part.write(part.name, value)
        return lines

    def _hold(self, part: Part, segment: Segment, held: dict[str, Any], notes: Notes) -> None:
        """Put the value of a segment with those that are held; one that may stand once is kept when it stands again."""
        if part.field in held and not part.many:
            for number, text in segment.lines:
                notes.keep(number, text, part.name, code="double")
            return
        value = part.read(segment, notes)
        if value is not None:
            held[part.field] = held[part.field] + value if part.field in held else value

    def _check_needed(self, held: dict[str, Any], last: int, end: int, notes: Notes) -> None:
        missing = [place for place, part in enumerate(self.parts) if part.need and part.field not in held]
        if missing:
            code = "cut" if last < missing[0] else "missing"
            notes.flag(max(end, 1), code, "", ", ".join(self.parts[place].name for place in missing))
