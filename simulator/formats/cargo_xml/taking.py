"""Taking values out of a tree, so that afterwards it is known what nobody took."""

from __future__ import annotations

from decimal import Decimal

from simulator.formats.notes import Notes
from simulator.formats.quantities import Amount, Measure, number
from simulator.formats.xml_tree import Element

YES = {"true": True, "1": True, "false": False, "0": False}


class Taken:
    """The texts and attributes that were taken from one message."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self._texts: set[int] = set()
        self._attributes: set[tuple[int, str]] = set()

    def text(self, element: Element) -> str:
        self._texts.add(id(element))
        return element.text

    def attribute(self, element: Element, name: str) -> str:
        self._attributes.add((id(element), name))
        return element.attributes.get(name, "")

    def left_text(self, element: Element) -> str:
        """The text of an element if nobody took it."""
        return "" if id(element) in self._texts else element.text

    def left_attributes(self, element: Element) -> dict[str, str]:
        """The attributes of an element that nobody took."""
        return {key: value for key, value in element.attributes.items() if (id(element), key) not in self._attributes}


class Node:
    """An element to take from; a path like `ArrivalEvent/OccurrenceArrivalLocation/ID` leads down from it.

    Where a path leads nowhere, what is taken is empty; where it leads to several, it is the first one.
    """

    def __init__(self, element: Element | None, taken: Taken) -> None:
        self.element = element
        self._taken = taken

    def all(self, name: str) -> list[Node]:
        """All elements of a name in this one."""
        inside = self.element.children if self.element else []
        return [Node(child, self._taken) for child in inside if child.name == name]

    def at(self, path: str) -> Node:
        """The first element at a path."""
        found = self.element
        for name in path.split("/"):
            found = next((child for child in found.children if child.name == name), None) if found else None
        return Node(found, self._taken)

    def text(self, path: str = "") -> str:
        """The text at a path."""
        found = self.at(path).element if path else self.element
        return self._taken.text(found) if found else ""

    def attribute(self, name: str, path: str = "") -> str:
        """An attribute of the element at a path."""
        found = self.at(path).element if path else self.element
        return self._taken.attribute(found, name) if found else ""

    def whole(self, path: str) -> int | None:
        """The whole number at a path."""
        found = self.at(path).element
        value = self._number(found)
        if found is None or value is None:
            return None
        if value != value.to_integral_value():
            self._taken.notes.flag(found.line, "number", found.name, found.text)
            return None
        self._taken.text(found)
        return int(value)

    def measure(self, path: str) -> Measure | None:
        """The number at a path with its unit."""
        found = self.at(path).element
        value = self._number(found)
        if found is None or value is None:
            return None
        self._taken.text(found)
        return Measure(value, self._taken.attribute(found, "unitCode"))

    def amount(self, path: str) -> Amount | None:
        """The sum of money at a path."""
        found = self.at(path).element
        value = self._number(found)
        if found is None or value is None:
            return None
        self._taken.text(found)
        return Amount(value, self._taken.attribute(found, "currencyID"))

    def yes(self, path: str) -> bool | None:
        """Whether the text at a path is true; None if there is none."""
        found = self.at(path).element
        if found is None or not found.text:
            return None
        if found.text.lower() not in YES:
            self._taken.notes.flag(found.line, "number", found.name, found.text)
            return None
        return YES[self._taken.text(found).lower()]

    @property
    def line(self) -> int:
        return self.element.line if self.element else 0

    def _number(self, found: Element | None) -> Decimal | None:
        if found is None or not found.text:
            return None
        value = number(found.text)
        if value is None:
            self._taken.notes.flag(found.line, "number", found.name, found.text)
        return value
