"""ONE Record: bodies in JSON-LD, of any edition as far as its terms are known.

A body is a thing (a waybill, a shipment with its pieces, an event ...) or a graph of things. Names are understood with
any prefix, written out, or bare; what is no term of ONE Record is kept.
"""

from __future__ import annotations

from simulator.common.errors import refuse
from simulator.formats import door, json_tree
from simulator.formats.json_tree import Forest, Node
from simulator.formats.one_record.body import Reader
from simulator.formats.one_record.records import Body, Link, Literal, Thing
from simulator.formats.reading import Reading

__all__ = ["Body", "Link", "Literal", "Thing", "read"]


def read(data: bytes) -> list[Reading[Body]]:
    """All bodies of a file: the objects one after the other, and those of a list.

    Raises a `DrillError` if the file is too large, packed, no text, no JSON, or holds nothing of ONE Record.
    """
    text, clean = door.text_of(data)
    forest = json_tree.parse(text)
    roots = [root for each in forest.roots for root in (each.items if each.kind == "array" else [each])]
    objects = [root for root in roots if root.kind == "object"]
    if not objects:
        raise refuse("message-not-json", problem=forest.fault or "it holds no object")
    read_ = [(root, reader := Reader(text), reader.body(root)) for root in objects]
    if not any(reader.found for _, reader, _ in read_):
        raise refuse("message-not-one-record", found=_shown(objects[0]))
    first = read_[0][1].notes
    if not clean:
        first.flag(1, "encoding")
    for root in roots:
        if root.kind != "object":
            first.keep(root.line, text[root.start : root.end or len(text)], "JSON")
    _tell_faults(forest, read_[-1][1])
    return [reader.notes.reading(_kind(body), "", root.line, body) for root, reader, body in read_]


def _tell_faults(forest: Forest, last: Reader) -> None:
    if forest.fault:
        last.notes.flag(forest.fault_line, "broken", "JSON", forest.fault)
    if forest.deep_line:
        last.notes.flag(forest.deep_line, "deep", "JSON")


def _kind(body: Body) -> str:
    """The kind of the thing that nothing else of the body links to."""
    linked = {value.iri for thing in body.walk() for values in thing.properties.values() for value in values
              if isinstance(value, Link)}  # fmt: skip
    kinds = [thing.kind for thing in body.things if thing.kind and thing.iri not in linked]
    return next(iter(kinds or [thing.kind for thing in body.things]), "")


def _shown(root: Node) -> str:
    return ", ".join(key.text for key in root.keys[:5])[:80] or "no names"
