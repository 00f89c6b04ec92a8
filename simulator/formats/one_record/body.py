"""From a JSON tree to the things of a body."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.formats import check
from simulator.formats.iata_codes import lists, titles
from simulator.formats.json_tree import Node
from simulator.formats.notes import Notes
from simulator.formats.one_record.records import Body, Link, Literal, Thing, Told
from simulator.formats.one_record.terms import HOME, Context, context, known, local

XSD = "http://www.w3.org/2001/XMLSchema#"


class Reader:
    """Reads one document; `found` counts what is of ONE Record in it."""

    def __init__(self, text: str) -> None:
        self.notes = Notes()
        self.found = 0
        self._text = text
        self._bare = False

    def body(self, root: Node) -> Body:
        """The things of a document: those of its `@graph`, else the one it is."""
        graphs = [value for key, value in root.pairs() if key.text == "@graph"]
        if not graphs or {key.text for key in root.keys} - {"@graph", "@context", "@id"}:
            return Body((self._thing(root, Context()),))
        inside = self._context(root, Context())
        for key, value in root.pairs():
            if key.text == "@id":
                self._keep(key.line, key.start, value, key.text)
        nodes = [node for graph in graphs for node in (graph.items if graph.kind == "array" else [graph])]
        for node in nodes:
            if node.kind != "object":
                self._keep(node.line, node.start, node, "@graph")
        return Body(tuple(self._thing(node, inside) for node in nodes if node.kind == "object"))

    def _context(self, node: Node, around: Context) -> Context:
        for key, value in node.pairs():
            if key.text == "@context":
                around, elsewhere = context(value, around)
                for name in elsewhere:
                    self.notes.flag(name.line, "context", "@context", name.text)
        return around

    def _thing(self, node: Node, around: Context) -> Thing:
        inside = self._context(node, around)
        kinds, iri = self._kinds(node, inside), ""
        told: dict[str, list[Told]] = {}
        for key, value in node.pairs():
            if key.text in {"@type", "@context"}:
                continue
            if key.text == "@id" and value.kind == "string" and not iri:
                iri = inside.iri(value.text.strip())
            elif (name := self._property(key, inside)) is None:
                self._keep(key.line, key.start, value, key.text)
            elif values := tuple(self._values(value, inside)):
                told.setdefault(name, []).extend(values)
        self._flag_doubles(node)
        properties = {name: tuple(values) for name, values in told.items()}
        thing = Thing(next(iter(kinds), ""), iri, node.line, properties, tuple(kinds[1:]))
        self._judge(thing)
        return thing

    def _flag_doubles(self, node: Node) -> None:
        seen: set[str] = set()
        for key in node.keys:
            if key.text in seen:
                self.notes.flag(key.line, "double", key.text, key.text)
            seen.add(key.text)

    def _kinds(self, node: Node, inside: Context) -> list[str]:
        """The types of an object."""
        kinds = []
        told = [value for key, value in node.pairs() if key.text == "@type"]
        for each in (item for value in told for item in (value.items if value.kind == "array" else [value])):
            if each.kind != "string":
                self._keep(each.line, each.start, each, "@type")
                continue
            iri = inside.iri(each.text)
            kinds.append(local(iri))
            self.found += iri.startswith(HOME) or kinds[-1] in known("class")
            if kinds[-1] not in known("class") and not iri.startswith(XSD):
                self.notes.flag(each.line, "code", "@type", each.text)
        return kinds

    def _property(self, key: Node, inside: Context) -> str | None:
        """The name of a property, None if ONE Record has none such."""
        if key.text == "@graph":
            return key.text
        iri = inside.iri(key.text)
        self.found += iri.startswith(HOME)
        name = local(iri)
        if name not in known("property"):
            return None
        if iri == name and not self._bare:
            self._bare = True
            self.notes.flag(key.line, "prefix", key.text)
        return name

    def _values(self, node: Node, inside: Context) -> Iterator[Told]:
        """The values of a property, without lists around them."""
        if node.kind == "array":
            for item in node.items:
                yield from self._values(item, inside)
        elif node.kind == "object":
            yield from self._object(node, inside)
        elif node.kind != "null":
            yield Literal(node.text, "" if node.kind == "string" else node.kind)

    def _object(self, node: Node, inside: Context) -> Iterator[Told]:
        parts = {key.text: value for key, value in node.pairs()}
        if "@value" in parts:
            self._keep_but(node, {"@value", "@type", "@language"})
            told = {name: value.text for name, value in parts.items()}
            datatype = inside.iri(told["@type"]) if told.get("@type") else ""
            yield Literal(told["@value"], datatype.removeprefix(XSD), told.get("@language", ""))
        elif found := parts.keys() & {"@list", "@set"}:
            self._keep_but(node, found)
            for name in sorted(found):
                yield from self._values(parts[name], inside)
        elif "@id" in parts and parts.keys() <= {"@id", "@type"} and parts["@id"].kind == "string":
            yield self._link(node, parts["@id"].text.strip(), inside)
        else:
            yield self._thing(node, inside)

    def _link(self, node: Node, name: str, inside: Context) -> Link:
        self._flag_doubles(node)
        link = Link(inside.iri(name), next(iter(self._kinds(node, inside)), ""))
        if link.code_list in lists() and link.code not in titles(link.code_list):
            self.notes.flag(node.line, "code", link.code_list, link.code)
        return link

    def _keep_but(self, node: Node, names: set[str]) -> None:
        """Keep what stands in a value besides what makes it one."""
        self._flag_doubles(node)
        for key, value in node.pairs():
            if key.text not in names or value.kind == "object":
                self._keep(key.line, key.start, value, key.text)

    def _keep(self, line: int, start: int, value: Node, where: str) -> None:
        self.notes.keep(line, self._text[start : value.end or len(self._text)], where)

    def _judge(self, thing: Thing) -> None:
        """Flag a waybill whose check digit is wrong."""
        prefix, number = thing.text("waybillPrefix"), thing.text("waybillNumber")
        if prefix and number:
            flaw = check.awb_flaw(f"{prefix}-{number}")
            if flaw:
                code = "check-digit" if flaw == "check" else "shape"
                self.notes.flag(thing.line, code, "AWB", f"{prefix}-{number}")
