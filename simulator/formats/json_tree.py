"""A JSON text as a tree that knows its lines: bounded in size and depth, and read as far as it goes.

Commas are not insisted on. Where the text breaks, what is open is closed and the fault is told with its line. Several
values may follow one another, as in files with one a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.common.errors import refuse

MOST_VALUES = 300_000
DEEPEST = 64
"""Levels that are read; bodies of ONE Record have a dozen."""

_TOKEN = re.compile(
    r"""[\s,]*+(?:(?P<mark>[{}\[\]:])|"(?P<text>(?:[^"\\]++|\\.)*+)"|(?P<word>-?[0-9][0-9.eE+-]*+|true|false|null))""",
    re.DOTALL,
)
_END = re.compile(r"[\s,\x00]*+\Z")


@dataclass(slots=True)
class Node:
    """A value: `kind` object, array, string, number, boolean or null; it stands in the text from `start` to `end`."""

    kind: str
    line: int
    start: int
    end: int = 0
    text: str = ""
    items: list[Node] = field(default_factory=list, repr=False)
    keys: list[Node] = field(default_factory=list, repr=False)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Keys and values of an object, in the order they stand in; a key may stand more than once."""
        return zip(self.keys, self.items, strict=False)


@dataclass
class Forest:
    """The values of a text, one after the other; the first fault, if there is one; whether something lay too deep."""

    roots: list[Node]
    fault: str = ""
    fault_line: int = 0
    deep_line: int = 0


def parse(text: str) -> Forest:
    """The values of a text, as far as it can be read. Raises a `DrillError` for more than `MOST_VALUES`."""
    parser = _Parser(text)
    parser.run()
    return parser.forest


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.forest = Forest([])
        self._place = 0
        self._line = 1
        self._count = 0
        self._stack: list[Node] = []
        self._key: Node | None = None
        self._colon = False

    def run(self) -> None:
        while not self.forest.fault and not _END.match(self.text, self._place):
            found = _TOKEN.match(self.text, self._place)
            if found is None:
                self._fail(self._place, "is not a value")
                break
            start = found.start("text") - 1 if found.lastgroup == "text" else found.start(found.lastgroup or 0)
            self._move(start)
            self._take(found, start)
            self._place = found.end()
            self._count += 1
            if self._count > 4 * MOST_VALUES:
                raise refuse("message-many", most=MOST_VALUES, what="values")
        if self._stack and not self.forest.fault:
            self._fail(len(self.text), "ends before it is closed")

    def _move(self, place: int) -> None:
        """Count the lines up to a place, which is never before the last one."""
        self._line += self.text.count("\n", self._place, place)
        self._place = place

    def _fail(self, place: int, what: str) -> None:
        self._move(max(place, self._place))
        near = self.text[place : place + 20].strip().partition("\n")[0]
        self.forest.fault = f"{near!r} {what}" if near else what
        self.forest.fault_line = self._line

    def _take(self, found: re.Match[str], start: int) -> None:
        match found["mark"]:
            case "{":
                self._open(Node("object", self._line, start))
            case "[":
                self._open(Node("array", self._line, start))
            case "}" | "]" as mark:
                self._close(mark, found.end())
            case ":":
                if self._key is None or self._colon:
                    self._fail(start, "stands where no key is")
                self._colon = True
            case _:
                self._scalar(found, start)

    def _open(self, node: Node) -> None:
        if self._attach(node):
            self._stack.append(node)
            self._key, self._colon = None, False
            if len(self._stack) > DEEPEST:
                self.forest.deep_line = self.forest.deep_line or node.line

    def _close(self, mark: str, end: int) -> None:
        kind = "object" if mark == "}" else "array"
        if not self._stack or self._stack[-1].kind != kind or self._key is not None:
            self._fail(end - 1, "closes what is not open")
            return
        self._stack.pop().end = end

    def _scalar(self, found: re.Match[str], start: int) -> None:
        word = found["word"]
        if word is None:
            node = Node("string", self._line, start, found.end(), _unescaped(found["text"]))
        else:
            kind = {"true": "boolean", "false": "boolean", "null": "null"}.get(word, "number")
            node = Node(kind, self._line, start, found.end(), word)
        inside = self._stack[-1] if self._stack else None
        if inside and inside.kind == "object" and self._key is None:
            if node.kind != "string":
                self._fail(start, "is no key")
            self._key = node
            return
        self._attach(node)

    def _attach(self, node: Node) -> bool:
        """Put a value where it belongs; nothing is put below `DEEPEST`."""
        if not self._stack:
            self.forest.roots.append(node)
            return True
        inside = self._stack[-1]
        if inside.kind == "object":
            if self._key is None or not self._colon:
                self._fail(node.start, "has no key")
                return False
            if len(self._stack) <= DEEPEST:
                inside.keys.append(self._key)
            self._key, self._colon = None, False
        if len(self._stack) <= DEEPEST:
            inside.items.append(node)
        return True


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        plain = str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
