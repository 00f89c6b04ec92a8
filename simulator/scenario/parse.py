"""YAML text to a tree, with every fault of the text.

The tree is built from the events of the parser and not by `compose`: the C one follows nesting by recursion without a
limit, and `[[[[…` ends the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from simulator.common.errors import DrillError, Fault
from simulator.scenario.tree import Items, Key, Mapping, Node, Scalar

MOST_VALUES = 200_000
"""Keys and values of a file, those that aliases repeat counted again."""
DEEPEST = 40
"""Levels of nesting; the format itself needs seven."""

_PREFIX = "tag:yaml.org,2002:"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = {
    "mapping values are not allowed": "; a text that holds ': ' needs quotes, or the indentation is off",
    "could not find expected ':'": "; a key needs ': ' after it, a longer text quotes",
    "did not find expected key": "; check the indentation and the quotes just above",
    "did not find expected '-' indicator": "; check the indentation just above",
    "unexpected end of stream": "; a quote or bracket is not closed",
}


@dataclass(frozen=True)
class Parsed:
    """The tree (None: nothing can be made of the text) and the faults of the text."""

    root: Node | None
    faults: tuple[Fault, ...]


def parse(text: str, file: str) -> Parsed:
    """The tree of a YAML text. Never raises: what cannot be read is a fault."""
    odd = _UNPRINTABLE.search(text)
    if odd:
        before = text[: odd.start()]
        line, column = before.count("\n") + 1, odd.start() - before.rfind("\n")
        return Parsed(None, (_fault("yaml-character", file, (line, column), character=_name(odd[0])),))
    builder = _Builder(file)
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except DrillError as stop:
        return Parsed(None, (*builder.faults, *stop.faults))
    except YAMLError as error:
        return Parsed(None, (*builder.faults, _broken(error, text, file)))
    return Parsed(builder.root, tuple(builder.faults))


def _events(text: str) -> Iterator[Event]:
    yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _fault(code: str, file: str, place: tuple[int, int], **params: object) -> Fault:
    return Fault(code, params, file=file, line=place[0], column=place[1])


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _at(event: Event) -> tuple[int, int]:
    """Line and column where an event begins, from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _broken(error: YAMLError, text: str, file: str) -> Fault:
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Fault("yaml-broken", {"problem": str(error).replace("\n", " "), "hint": ""}, file=file)
    mark, problem = error.problem_mark, error.problem or "cannot be read"
    hint = next((hint for start, hint in _HINTS.items() if start in problem), "")
    lines = text.splitlines()
    if mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t":
        hint = "; there is a tab, indent with spaces"
    if error.context and error.context_mark and error.context_mark.line != mark.line:
        problem = f"{problem} ({error.context} from line {error.context_mark.line + 1})"
    params = {"problem": problem, "hint": hint}
    return Fault("yaml-broken", params, file=file, line=mark.line + 1, column=mark.column + 1)


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended yet; `key` is the key whose value comes next."""

    node: Mapping | Items
    anchor: str | None
    key: tuple[Key, str | None] | None = None


class _Builder:
    """Puts nodes together; `faults` are those after which reading goes on, a DrillError ends it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._values = 0
        self._documents = 0

    def take(self, event: Event) -> bool:
        """Use the next event; False if nothing further is read."""
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._note("yaml-documents", event)
                return False
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, CollectionEndEvent):
            done = self._open.pop()
            if done.anchor:
                self._anchors[done.anchor] = done.node
            self._put(done.node, event)
        elif isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        return True

    def _begin(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        line, column = _at(event)
        mapping = isinstance(event, MappingStartEvent)
        self._tag(event, ("map",) if mapping else ("seq",))
        self._open.append(_Open(Mapping(line, column) if mapping else Items(line, column), event.anchor))
        self._anchors |= {event.anchor: None} if event.anchor else {}
        self._count(event, 1, 1)

    def _scalar(self, event: ScalarEvent) -> None:
        line, column = _at(event)
        odd = _UNPRINTABLE.search(event.value)
        if odd:
            self._note("yaml-character", event, character=_name(odd[0]))
        self._tag(event, ("str", "int", "float", "bool", "null", "timestamp"))
        plain = event.implicit[0] or (event.tag or "!")[len(_PREFIX) :] not in ("str", "")
        node = Scalar(line, column, event.value, plain)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._count(event, 1, 1)
        self._put(node, event)

    def _alias(self, event: AliasEvent) -> None:
        if event.anchor not in self._anchors:
            raise self._stop("yaml-alias", event, name=event.anchor)
        node = self._anchors[event.anchor]
        if node is None:
            raise self._stop("yaml-recursion", event, name=event.anchor)
        self._count(event, node.size, node.height)
        self._put(node, event)

    def _put(self, node: Node, event: Event) -> None:
        """Hand a finished node to the mapping or list that is open."""
        if not self._open:
            self.root = node
            return
        outer = self._open[-1]
        outer.node.size += node.size
        outer.node.height = max(outer.node.height, node.height + 1)
        if isinstance(outer.node, Items):
            outer.node.nodes.append(node)
        elif outer.key is None:
            outer.key = self._key(node, event)
        else:
            self._entry(outer.node, outer.key, node)
            outer.key = None

    def _key(self, node: Node, event: Event) -> tuple[Key, str | None]:
        """Place and name of a key; no name if its entry is left out."""
        if not isinstance(node, Scalar):
            where = (node.line, node.column)
            self.faults.append(_fault("yaml-key", self.file, where))
            return Key(*where), None
        if node.text == "<<" and node.plain:
            self._note("yaml-merge", event)
            return Key(*_at(event)), None
        # An alias as a key stands where the alias is, not where its anchor is.
        return Key(*_at(event)), node.text

    def _entry(self, mapping: Mapping, key: tuple[Key, str | None], node: Node) -> None:
        place, name = key
        if name is None:
            return
        if name in mapping.entries:
            params = {"key": name, "first": mapping.entries[name][0].line}
            self.faults.append(_fault("yaml-double", self.file, (place.line, place.column), **params))
            return
        mapping.entries[name] = (place, node)

    def _tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, known: tuple[str, ...]) -> None:
        if event.tag and event.tag != "!" and event.tag not in [_PREFIX + name for name in known]:
            self._note("yaml-tag", event, tag=event.tag.replace(_PREFIX, "!!"))

    def _count(self, event: Event, values: int, height: int) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            raise self._stop("yaml-large", event, most=MOST_VALUES)
        if len(self._open) + height - 1 > DEEPEST:
            raise self._stop("yaml-deep", event, deepest=DEEPEST)

    def _note(self, code: str, event: Event, **params: object) -> None:
        self.faults += self._stop(code, event, **params).faults

    def _stop(self, code: str, event: Event, **params: object) -> DrillError:
        return DrillError(_fault(code, self.file, _at(event), **params))
