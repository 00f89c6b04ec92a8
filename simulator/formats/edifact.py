"""The syntax of UN/EDIFACT (ISO 9735): a text into segments, and segments into a text.

    UNA:+.? '                      the six characters that separate, if not these
    UNB+UNOC:3+sender+recipient+221108:1430+ref'
    UNH+1+ITMATT:1:1:UP'           a message: type, version, release, agency
    ...                            tag + elements, each of components; ? releases the next character
    UNT+12+1'                      segments in the message, its reference
    UNZ+1+ref'                     messages in the interchange

Read tolerantly: line breaks anywhere are no part of a value (files are wrapped), what stands before the first segment
is left out, a last segment without its end is read, several interchanges may follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from simulator.common.errors import refuse

Element = tuple[str, ...]
MOST_SEGMENTS = 500_000
LONGEST = 100_000
"""Characters of a segment. A longer one is what is left of a broken file: it is kept, and not taken apart."""
CHARSETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "iso-8859-1", "UNOD": "iso-8859-2", "UNOE": "iso-8859-5",
            "UNOF": "iso-8859-7", "UNOW": "utf-8", "UNOY": "utf-8"}  # fmt: skip
"""Encodings by syntax identifier (ISO 9735-1)."""

_UNA = re.compile(r"UNA([^\s\w]{3}[^\w][^\w]{2})")
_BEGIN = re.compile(rf"{_UNA.pattern}|UNB\W|UNH\W")
_SPACE = re.compile(r"\s*+")
_BREAKS = re.compile(r"[\r\n]+")
_TO_BIND = re.compile(r"[?+:'\r\n]")
_TAG = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Marks:
    """The characters that separate components, elements and segments, and the one that releases the next."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    segment: str = "'"

    @classmethod
    def named(cls, una: str) -> Marks:
        """The marks that the six characters of a UNA segment name; the usual ones if they cannot be told apart."""
        component, element, _, release, _, segment = tuple(una)
        told = len({component, element, release, segment}) == 4 and not segment.isspace()
        return cls(component, element, "\0" if release == " " else release, segment) if told else cls()


@dataclass(frozen=True)
class Segment:
    """One segment: `line` where it begins, `text` as it stood, its parts by `value`.

    A segment that does not begin with a tag of three letters has the tag "" and all of it as elements.
    """

    tag: str
    elements: tuple[Element, ...] = ()
    line: int = 0
    text: str = ""

    def value(self, element: int, component: int = 0) -> str:
        """A component, counted from 0 after the tag; empty if it is not there."""
        parts = self.elements[element] if element < len(self.elements) else ()
        return parts[component] if component < len(parts) else ""

    def parts(self, element: int) -> Element:
        """The components of an element that are not empty."""
        return tuple(part for part in self.elements[element] if part) if element < len(self.elements) else ()


def charset(data: bytes) -> str | None:
    """The encoding that the UNB segment names, None if there is none."""
    found = re.search(rb"UNB\W(UNO[A-Z])", data[:4096])
    return CHARSETS.get(found[1].decode()) if found else None


def segments(text: str) -> Iterator[Segment]:
    """All segments in file order. Raises a `DrillError` if no segment of an interchange or a message is there."""
    begin = _BEGIN.search(text)
    if not begin:
        raise refuse("message-not-edifact")
    place, line, marks, count = begin.start(), 1 + text.count("\n", 0, begin.start()), Marks(), 0
    while place < len(text):
        if una := _UNA.match(text, place):
            marks, end = Marks.named(una[1]), una.end()
        else:
            found = _pattern(marks).match(text, place)
            end = found.end() if found else len(text)
            body = text[place : end - len(marks.segment)] if found else text[place:]
            if body.strip():
                count += 1
                yield _segment(body, line, marks)
        if count > MOST_SEGMENTS:
            raise refuse("message-many", most=MOST_SEGMENTS, what="segments")
        following = _SPACE.match(text, end)
        start = following.end() if following else end
        line += text.count("\n", place, start)
        place = start


def written(rows: Iterable[tuple[str | tuple[str, ...], ...]]) -> str:
    """The text of segments, one a line; a row is a tag and its elements, each a value or a tuple of components.

    Components and elements that are empty at the end are left out; line breaks are no part of a value: spaces.
    """
    lines = []
    for tag, *elements in rows:
        parts = [_joined(element) for element in elements]
        while parts and not parts[-1]:
            parts.pop()
        lines.append("+".join([str(tag), *parts]) + "'\n")
    return "".join(lines)


def _joined(element: str | tuple[str, ...]) -> str:
    parts = [element] if isinstance(element, str) else list(element)
    while parts and not parts[-1]:
        parts.pop()
    return ":".join([_bound(part) if _TO_BIND.search(part) else part for part in parts])


def _bound(part: str) -> str:
    """A value without line breaks, its characters that separate released."""
    return re.sub(r"([?+:'])", r"?\1", _BREAKS.sub(" ", part))


@cache
def _pattern(marks: Marks) -> re.Pattern[str]:
    """A segment up to its end. Possessive, so that a file without ends takes one pass."""
    end, release = re.escape(marks.segment), re.escape(marks.release)
    return re.compile(rf"(?:[^{end}{release}]++|{release}.)*+{end}", re.DOTALL)


def _segment(body: str, line: int, marks: Marks) -> Segment:
    if len(body) > LONGEST:
        return Segment("", (), line, body)
    flat = _BREAKS.sub("", body)
    elements = [
        tuple(_released(part, marks) for part in _split(element, marks.component, marks))
        for element in _split(flat, marks.element, marks)
    ]
    tag = elements[0][0].strip() if len(elements[0]) == 1 else ""
    if _TAG.fullmatch(tag):
        return Segment(tag, tuple(elements[1:]), line, body.strip())
    return Segment("", tuple(elements), line, body.strip())


def _split(text: str, mark: str, marks: Marks) -> list[str]:
    if marks.release not in text:
        return text.split(mark)
    parts = []
    for found in _piece(mark, marks.release).finditer(text):
        parts.append(found[1])
        if not found[2]:
            break
    return parts


@cache
def _piece(mark: str, release: str) -> re.Pattern[str]:
    mark, release = re.escape(mark), re.escape(release)
    return re.compile(rf"((?:[^{mark}{release}]++|{release}.|{release}\Z)*+)({mark}|\Z)", re.DOTALL)


def _released(part: str, marks: Marks) -> str:
    return re.sub(re.escape(marks.release) + r"(.)", r"\1", part, flags=re.DOTALL) if marks.release in part else part
