"""Names in JSON-LD: from prefixes and contexts to the terms of ONE Record.

Contexts are read as they stand in the document; one that is only named (a URL) is never fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from simulator.common.tables import table
from simulator.formats.json_tree import Node

HOME = ("https://onerecord.iata.org/", "http://onerecord.iata.org/")
USUAL = {
    "cargo": "https://onerecord.iata.org/ns/cargo#",
    "api": "https://onerecord.iata.org/ns/api#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a document may use without saying what they stand for."""


@cache
def known(kind: str) -> frozenset[str]:
    """The names of `class` or `property` that any edition of ONE Record has."""
    return frozenset(row["term"] for row in table("formats", "one_record_terms") if row["kind"] == kind)


@dataclass(frozen=True)
class Context:
    """What names stand for in a part of a document: its own terms, then those around it."""

    terms: dict[str, str] = field(default_factory=dict)
    vocabulary: str = ""
    around: Context | None = None

    def iri(self, name: str) -> str:
        """The address that a name stands for; the name itself if it has none."""
        term = self._term(name)
        if term:
            return term
        prefix, colon, rest = name.partition(":")
        if not colon or rest.startswith("//"):
            return f"{self.vocabulary}{name}" if self.vocabulary and not colon else name
        start = self._term(prefix) or USUAL.get(prefix, "")
        return f"{start}{rest}" if start else name

    def _term(self, name: str) -> str:
        within: Context | None = self
        while within:
            if name in within.terms:
                return within.terms[name]
            within = within.around
        return ""


def context(node: Node, around: Context) -> tuple[Context, list[Node]]:
    """The context that an `@context` makes, and those it names elsewhere."""
    parts = node.items if node.kind == "array" else [node]
    terms: dict[str, str] = {}
    vocabulary = around.vocabulary
    for part in (each for each in parts if each.kind == "object"):
        for key, value in part.pairs():
            stands_for = _stands_for(value)
            if key.text == "@vocab":
                vocabulary = stands_for
            elif not key.text.startswith("@") and stands_for:
                terms[key.text] = stands_for
    made = Context(terms, vocabulary, around)
    # A term may be written with a prefix of the same context.
    terms.update({name: made.iri(value) for name, value in terms.items() if not value.startswith(("http:", "https:"))})
    return made, [part for part in parts if part.kind == "string"]


def local(iri: str) -> str:
    """The name of a term of ONE Record (`pieces`); any other address as it stands."""
    if not iri.startswith(HOME):
        return iri
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def _stands_for(value: Node) -> str:
    if value.kind == "string":
        return value.text
    return next((inner.text for key, inner in value.pairs() if key.text == "@id"), "") if value.kind == "object" else ""
