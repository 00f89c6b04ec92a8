"""An XML text as a tree of plain elements: entities off, no network, no DTD, bounded in size and depth.

A text that breaks off, or is broken inside, is read as far as it goes and the first fault is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from lxml import etree

from simulator.common.errors import refuse
from simulator.formats import door

MOST_TAGS = 200_000
"""A waybill has some hundred tags, a file of a thousand of them fits."""
MOST_ATTRIBUTES = 20
"""An element of Cargo-XML has at most one; of one with more the first are read."""

_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_NAMED = re.compile(rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w-]{1,40})["']""")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(slots=True)
class Element:
    """One element: name, namespace, its own text, `line` in the file, attributes by local name, what is in it."""

    name: str
    namespace: str = ""
    text: str = ""
    line: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list, repr=False)

    def walk(self) -> Iterator[Element]:
        """The element and all in it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def __str__(self) -> str:
        """The element as XML without namespaces, its own text before what is in it."""
        parts: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                parts.append(each)
                continue
            told = "".join(f' {name}="{value}"' for name, value in each.attributes.items())
            filled = each.text or each.children
            parts.append(f"<{each.name}{told}>{each.text}" if filled else f"<{each.name}{told}/>")
            waiting.extend([f"</{each.name}>", *reversed(each.children)] if filled else [])
        return "".join(parts)


@dataclass(frozen=True)
class Tree:
    """One document of a file: its root, and the first fault of its XML with the line, if there is one."""

    root: Element
    fault: str = ""
    fault_line: int = 0


def trees(data: bytes) -> tuple[list[Tree], bool]:
    """The documents of a file, one after the other, and whether the file was in the encoding that it names.

    Raises a `DrillError` for what `door` refuses, a document type, more than `MOST_TAGS`, and what has no root.
    """
    named = _NAMED.match(data)
    text, clean = door.text_of(data, named[1].decode() if named else None)
    if text.count("<") > MOST_TAGS:
        raise refuse("message-many", most=MOST_TAGS, what="tags")
    found = [_tree(part, lines_before) for lines_before, part in _documents(text)]
    whole = [tree for tree in found if isinstance(tree, Tree)]
    if not whole:
        raise refuse("message-not-xml", problem=next(iter(fault for fault in found if isinstance(fault, str))))
    return whole, clean


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """Each document from its `<`, with the number of lines before it; what stands before the first one is left out."""
    starts = [found.start() for found in _DECLARATION.finditer(text)] or [max(text.find("<"), 0)]
    line, place = 0, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, place = line + text.count("\n", place, start), start
        yield line, text[start:end]


def _tree(text: str, lines_before: int) -> Tree | str:
    """A document; the first fault if it has no root."""
    # The text is UTF-8 from here on, whatever the declaration says.
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    if _has_document_type(body):
        raise refuse("message-doctype")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return error.msg or "it has no root"
    fault = next(iter(parser.error_log), None)
    if root is None:
        return fault.message if fault else "it has no root"
    return Tree(_plain(root, lines_before), *((fault.message, fault.line + lines_before) if fault else ()))


def _has_document_type(text: str) -> bool:
    """Whether a DOCTYPE stands before the root."""
    place = 0
    while True:
        place = text.find("<", place)
        if place < 0:
            return False
        if text.startswith("<!--", place):
            place = text.find("-->", place)
        elif text.startswith("<?", place):
            place = text.find("?>", place)
        else:
            return text[place : place + 9].upper() == "<!DOCTYPE"
        if place < 0:
            return False


def _plain(root: etree._Element, lines_before: int) -> Element:
    top = _element(root, lines_before)
    waiting = [(root, top)]
    while waiting:
        source, made = waiting.pop()
        texts = [source.text or ""]
        for child in source:
            if isinstance(child.tag, str):
                inner = _element(child, lines_before)
                made.children.append(inner)
                waiting.append((child, inner))
            else:  # an entity that was not resolved
                texts.append(child.text or "")
            texts.append(child.tail or "")
        made.text = "".join(texts).strip()
    return top


def _element(source: etree._Element, lines_before: int) -> Element:
    # Looking an attribute up takes as long as there are attributes before it.
    keys = [str(key) for key in islice(source.attrib, MOST_ATTRIBUTES) if not str(key).startswith(_SCHEMA)]
    attributes = {_local(key): str(source.get(key)) for key in keys}
    line = cast("int | None", source.sourceline) or 1
    tag = str(source.tag)
    return Element(_local(tag), tag[1:].partition("}")[0] if tag[0] == "{" else "", "", line + lines_before, attributes)


def _local(name: str) -> str:
    """A name without its namespace, and without a prefix that was not declared."""
    return name.rpartition("}")[2].rpartition(":")[2]
