"""Which elements a waybill may, must and must not have: held against the tree, without refusing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from simulator.common.tables import table
from simulator.formats.cargo_xml.records import Other
from simulator.formats.cargo_xml.taking import Taken
from simulator.formats.notes import Notes
from simulator.formats.xml_tree import Element


@dataclass(frozen=True)
class Rule:
    """What holds for the elements at one path: `must` be there if what it stands in is, `most` how many (0 any)."""

    must: bool
    most: int
    title: str


@cache
def rules(kind: str) -> dict[str, Rule]:
    """The rules of `XFWB` or `XFZB` by path, those of the newest version that is public."""
    return {
        row["path"]: Rule(row["presence"] == "M", int(row["most"]) if row["most"].isdecimal() else 0, row["title"])
        for row in table("formats", "cargo_xml_elements")
        if row["message"] == kind
    }


def check(kind: str, root: Element, notes: Notes) -> None:
    """Flag what must be there and is not, and what is there more often than it may be."""
    known = rules(kind)
    inside = _musts(kind)
    for path, element in _paths(kind, root):
        counts = Counter(child.name for child in element.children)
        for name in inside.get(path, ()):
            if not counts[name]:
                notes.flag(element.line, "missing", path, _joined(path, name))
        for name, count in counts.items():
            rule = known.get(_joined(path, name))
            if rule and 0 < rule.most < count:
                notes.flag(element.line, "too-many", _joined(path, name), str(count))


def left(kind: str, root: Element, taken: Taken, notes: Notes) -> tuple[Other, ...]:
    """What has no field in the record; what Cargo-XML does not know is kept in the notes instead."""
    others = []
    for path, element in _paths(kind, root):
        told = taken.left_text(element)
        told += "".join(f" {name}={value}" for name, value in taken.left_attributes(element).items())
        if told.strip() and path:
            others.append(Other(path, told.strip(), element.line))
        for child in element.children:
            if _joined(path, child.name) not in rules(kind):
                notes.keep(child.line, str(child), _joined(path, child.name))
    return tuple(others)


@cache
def _musts(kind: str) -> dict[str, tuple[str, ...]]:
    """The names that must stand in the element at a path."""
    found: dict[str, list[str]] = {}
    for path, rule in rules(kind).items():
        if rule.must:
            parent, _, name = path.rpartition("/")
            found.setdefault(parent, []).append(name)
    return {parent: tuple(names) for parent, names in found.items()}


def _paths(kind: str, root: Element) -> Iterator[tuple[str, Element]]:
    """The root and all elements that the rules know, with their paths, in document order."""
    known = rules(kind)
    waiting = [("", root)]
    while waiting:
        path, element = waiting.pop()
        yield path, element
        inside = ((_joined(path, child.name), child) for child in reversed(element.children))
        waiting.extend((place, child) for place, child in inside if place in known)


def _joined(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
