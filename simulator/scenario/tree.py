"""A scenario file as a tree in which every key and value knows its line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeGuard

Loc = tuple[str | int, ...]
"""A path in the file: keys and positions in lists."""

_NOTHING = ("", "~", "null", "Null", "NULL")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]{0,17})")
_FLOAT = re.compile(r"[-+]?((0|[1-9][0-9_]*)?\.[0-9]+|(0|[1-9][0-9_]*)\.)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `plain` if it stood without quotes."""

    line: int
    column: int
    text: str
    plain: bool
    size: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Key:
    """Where a key stands."""

    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """Keys with their values. `size` counts all nodes with aliases written out, `height` the levels."""

    line: int
    column: int
    entries: dict[str, tuple[Key, Node]] = field(default_factory=dict)
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class Items:
    """A list, sized as a mapping is."""

    line: int
    column: int
    nodes: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


Node = Scalar | Mapping | Items


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a path leads: line and column, the path as people read it, and what stands there (None: nothing)."""

    line: int
    column: int
    path: str
    node: Node | None


def data(node: Node) -> Any:
    """Plain dicts, lists, texts, numbers and None.

    A plain value means what a trainer means: `NO` is Norway, `08:00` a time of day, `020` a prefix, so that of YAML's
    own guesses only decimal numbers and nothing remain.
    """
    if isinstance(node, Mapping):
        return {name: data(child) for name, (_, child) in node.entries.items()}
    if isinstance(node, Items):
        return [data(child) for child in node.nodes]
    return _value(node.text) if node.plain else node.text


def _value(text: str) -> Any:
    if text in _NOTHING:
        return None
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        return float(text.replace("_", ""))
    return text


def days_apart(root: Mapping) -> Mapping:
    """The tree with the entries of `traffic` that have `from` under `real_days`, where the model has them."""
    key, traffic = root.entries.get("traffic", (None, None))
    if key is None or "real_days" in root.entries:
        return root
    nodes = traffic.nodes if isinstance(traffic, Items) else [traffic] if _is_day(traffic) else []
    days = [node for node in nodes if _is_day(node)]
    if not days:
        return root
    rest = Items(key.line, key.column, [node for node in nodes if not _is_day(node)])
    apart = Items(days[0].line, days[0].column, [*days])
    moved = {"traffic": (key, rest), "real_days": (Key(apart.line, apart.column), apart)}
    return Mapping(root.line, root.column, {**root.entries, **moved}, root.size, root.height)


def _is_day(node: Node | None) -> TypeGuard[Mapping]:
    return isinstance(node, Mapping) and "from" in node.entries


def spot(root: Node, loc: Loc, *, at_key: bool = False) -> Spot:
    """Where `loc` stands; what is missing stands where its mapping begins."""
    found, path, key = root, "", None
    for step in loc:
        if isinstance(found, Mapping) and step in found.entries:
            key, found = found.entries[str(step)]
            path += f".{step}" if path else str(step)
        elif isinstance(found, Items) and isinstance(step, int) and step < len(found.nodes):
            path += f"[{step}]"
            key, found = None, found.nodes[step]
        else:
            return Spot(found.line, found.column, f"{path}.{step}" if path else str(step), None)
    empty = isinstance(found, Scalar) and found.plain and not found.text
    place = key if key and (at_key or empty) else found
    return Spot(place.line, place.column, path, found)
