"""A file of Cargo-IMP text, cut into messages, and a message into its segments.

    QK ALAFMKC                      envelope: how it was sent, no part of the message
    .TASFMHY 170512
    FWB/17                          the message says its kind and version
    465-12345675TASALA/T4K80        a line of its own form
    SHP                             a segment: three letters, and perhaps a slash and more
    NAM/NORTH WIND TRADING          lines that belong to the party above
    ADR/5 HARBOUR STREET
    SSR/KEEP COOL                   the next segment
    /BUT DO NOT FREEZE              a line that goes on with it

Files hold many messages, one after the other, with or without empty lines, `=`, `NNNN` or ETX between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

Line = tuple[int, str]
"""Number of a line in the file from 1, and its text without space around it; never empty."""

MOST_LINES = 10_000
"""Lines of a message that are looked at; 3,500 characters are allowed, a long manifest comes in parts."""
MOST_OUTSIDE = 1_000
"""Lines around a message that are kept."""
MOST_CHARACTERS = 1_000
"""Characters of a line that are looked at; 69 are allowed."""

OTHER_CHARACTER = re.compile(r"[^\n -`{-~]")
"""A character that Cargo-IMP does not have; small letters are such."""

_START = re.compile(r"(?!FLT|FOH|FIW|FOW)(F[A-Z]{2})/([0-9]{1,3})(?: +([0-9]{3}-?[0-9]{8}.*))?", re.IGNORECASE)
_ANY_START = re.compile(rf"^[ \t]*{_START.pattern}[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ENVELOPE = re.compile(r"(?:Q[A-Z] )?[A-Z0-9]{7}(?: [A-Z0-9]{7})*|\.[A-Z0-9]{7}(?: .*)?|ZCZC.*")
_BEGINS = re.compile(r"[A-Z]{3}(?:/|$)|[0-9]|(?:LAST|CONT)$")
_PARTY = frozenset(("NAM/", "ADR/", "LOC/"))


@dataclass(slots=True)
class Message:
    """A message as lines. What is no part of it, or is too long to be looked at, stands beside them."""

    kind: str
    version: str
    line: int
    lines: list[Line]
    outside: list[Line] = field(default_factory=list)
    """The envelope before the message, and what follows its end."""
    oversized: list[Line] = field(default_factory=list)
    skipped: int = 0
    """Lines beyond `MOST_LINES` and `MOST_OUTSIDE`."""
    plain: bool = True
    """Whether all of its file is in the characters of Cargo-IMP."""


@dataclass(slots=True)
class Segment:
    """Lines that belong together. `name` is the identifier of the first, empty if it begins with none that is known."""

    name: str
    lines: list[Line]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.lines[0][0]

    def bodies(self) -> list[str]:
        """Its lines without identifier and slash before them."""
        return [text[1:] if text[0] == "/" else text[4:] for _, text in self.lines]


def has_message(text: str) -> bool:
    """Whether a text holds a line that begins a message."""
    return _ANY_START.search(_unix(text)) is not None


def messages(text: str) -> list[Message]:
    """The messages of a text, in file order.

    What is odd is looked for in the whole text first, so that the messages of a clean file are not searched for it.
    """
    text = _unix(text)
    lines = [line.strip() for line in text.split("\n")]
    starts = [(at, start) for at, line in enumerate(lines) if line[3:4] == "/" and (start := _START.fullmatch(line))]
    found = []
    begin = 0
    for place, (at, start) in enumerate(starts, 1):
        end = _envelope(lines, starts[place][0], at + 1) if place < len(starts) else len(lines)
        found.append(_message(lines, begin, at, end, start))
        begin = end
    for message in found if any(mark in text for mark in ("=", "\x03", "NNNN")) else ():
        _cut_at_end(message)
    for message in found if max(map(len, lines)) > MOST_CHARACTERS else ():
        _set_oversized_aside(message)
    for message in found if OTHER_CHARACTER.search(text) else ():
        message.plain = False
    return found


def _unix(text: str) -> str:
    """Text with LF alone at the end of lines, and without the marks that telex puts before a message."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x01", "").replace("\x02", "")


def _envelope(lines: list[str], start: int, least: int) -> int:
    """Where the envelope of the message that begins at `start` begins, not before `least`."""
    at = start
    while at > least and (not lines[at - 1] or _ENVELOPE.fullmatch(lines[at - 1])):
        at -= 1
    return at


def _message(lines: list[str], begin: int, at: int, end: int, start: re.Match[str]) -> Message:
    """The message that starts at `at`, with what stands before it from `begin` on; small letters become capitals."""
    kind, version, rest = start.groups("")
    body, more = _numbered(lines, at + 1, end, MOST_LINES)
    outside, others = _numbered(lines, begin, at, MOST_OUTSIDE)
    if rest:
        body.insert(0, (at + 1, rest))
    if not kind.isupper():
        body = [(number, text.upper()) for number, text in body]
    return Message(kind.upper(), str(int(version)), at + 1, body, outside, skipped=more + others)


def _numbered(lines: list[str], begin: int, end: int, most: int) -> tuple[list[Line], int]:
    """Lines with their numbers, `most` at the most, and how many there are besides."""
    held = [(number, text) for number, text in enumerate(lines[begin:end], begin + 1) if text]
    return held[:most], max(0, len(held) - most)


def _cut_at_end(message: Message) -> None:
    """Put aside what follows the mark that ends a message: ETX, NNNN, `=` on a line of its own or at the very end."""
    for at, (number, text) in enumerate(message.lines):
        rest = text.rstrip("\x03=" if at + 1 == len(message.lines) else "\x03").rstrip()
        if rest != text or text in ("NNNN", "="):
            after = message.lines[at + 1 :]
            message.outside += after[:MOST_OUTSIDE]
            message.skipped += len(after[MOST_OUTSIDE:])
            message.lines[at:] = [(number, rest)] if rest not in ("", "NNNN", "=") else []
            return


def _set_oversized_aside(message: Message) -> None:
    message.oversized = [line for line in message.lines if len(line[1]) > MOST_CHARACTERS]
    message.lines = [line for line in message.lines if len(line[1]) <= MOST_CHARACTERS]


def segments(lines: list[Line], names: frozenset[str]) -> Iterator[Segment]:
    """The segments of a message; a line that begins with none of `names` begins one without a name.

    A line that does not even look like a beginning, say the rest of a line that was broken by a mail program, stands
    alone: the lines with a slash after it go on with what was before it.
    """
    current = Segment("", [])
    for line in lines:
        text = line[1]
        if text[0] == "/" or text[:4] in _PARTY:
            current.lines.append(line)
        elif text[3:4] in ("/", "") and text[:3] in names:
            if current.lines:
                yield current
            current = Segment(text[:3], [line])
        elif _BEGINS.match(text):
            if current.lines:
                yield current
            current = Segment("", [line])
        else:
            yield Segment("", [line])
    if current.lines:
        yield current


def grouped(found: Iterable[Segment], begins: Callable[[Segment], bool]) -> tuple[list[Segment], list[list[Segment]]]:
    """Segments before the first one that begins a group, and the groups, each with the one that begins it."""
    before: list[Segment] = []
    groups: list[list[Segment]] = []
    for segment in found:
        if begins(segment):
            groups.append([])
        (groups[-1] if groups else before).append(segment)
    return before, groups
