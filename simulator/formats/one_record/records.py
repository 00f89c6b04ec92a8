"""What a body of ONE Record says: things with properties, whose values are texts, links or things again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.formats.quantities import Amount, Measure, number


@dataclass(frozen=True)
class Literal:
    """A text, number or truth value as it stands; `datatype` as `boolean`, `dateTime`, empty for a plain text."""

    text: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class Link:
    """A reference to a thing elsewhere, or to a code of a list; `kind` is the type that the reference tells."""

    iri: str
    kind: str = ""

    @property
    def code(self) -> str:
        """The code that is linked: `VAL` of `SpecialHandlingCode#VAL`, `DEP` of `coreCodeLists#StatusCode_DEP`."""
        return self._parts()[1]

    @property
    def code_list(self) -> str:
        """The list of the code: `SpecialHandlingCode`."""
        return self._parts()[0]

    def _parts(self) -> tuple[str, str]:
        before, mark, code = self.iri.rpartition("#")
        if not mark:
            return "", self.iri.rpartition("/")[2]
        name = before.rpartition("/")[2]
        if name == "coreCodeLists" and "_" in code:
            name, _, code = code.partition("_")
        return name, code


@dataclass(frozen=True)
class Thing:
    """An object: `kind` is its first type (`Waybill`, `Piece` ...), `iri` its address, `line` where it begins.

    `properties` are values by the names of ONE Record, in the order they stand in; a property has at least one.
    """

    kind: str = ""
    iri: str = ""
    line: int = 0
    properties: dict[str, tuple[Told, ...]] = field(default_factory=dict)
    other_kinds: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[Told, ...]:
        """All values of a property."""
        return self.properties.get(name, ())

    def things(self, name: str) -> tuple[Thing, ...]:
        """The things among the values of a property."""
        return tuple(value for value in self.all(name) if isinstance(value, Thing))

    def text(self, name: str) -> str:
        """The first value of a property as a text: what stands there, or the code that is linked or described."""
        value = next(iter(self.all(name)), None)
        if isinstance(value, Thing):
            return value.text("code") or Link(value.iri).code
        return value.code if isinstance(value, Link) else value.text if value else ""

    def measure(self, name: str) -> Measure | None:
        """The first value of a property as a number with its unit (UN/ECE recommendation 20)."""
        told = next(iter(self.things(name)), Thing())
        value = number(told.text("numericalValue") or told.text("value"))
        return None if value is None else Measure(value, told.text("unit"))

    def amount(self, name: str) -> Amount | None:
        """The first value of a property as money."""
        told = next(iter(self.things(name)), Thing())
        value = number(told.text("numericalValue") or told.text("value"))
        return None if value is None else Amount(value, told.text("currencyUnit") or told.text("unit"))

    def walk(self) -> Iterator[Thing]:
        """The thing and all in it, in the order they stand in."""
        yield self
        for values in self.properties.values():
            for value in values:
                if isinstance(value, Thing):
                    yield from value.walk()


Told = Literal | Link | Thing


@dataclass(frozen=True)
class Body:
    """A document: one thing, or those of a graph."""

    things: tuple[Thing, ...] = ()

    def walk(self) -> Iterator[Thing]:
        """All things, those inside others too, in the order they stand in."""
        for thing in self.things:
            yield from thing.walk()

    def of(self, kind: str) -> tuple[Thing, ...]:
        """All things of a kind: those of a graph, and those inside others."""
        return tuple(thing for thing in self.walk() if kind in (thing.kind, *thing.other_kinds))
