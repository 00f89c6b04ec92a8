"""Faults of a filter with their place in its text."""

from __future__ import annotations

from typing import Any

from simulator.common.errors import Fault

MOST_FAULTS = 50
_WIDTH = 40


class Faults(list[Fault]):
    """The faults of one filter, in the order they are met, each place once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._places: set[int] = set()

    def clear(self) -> None:
        """Forget all faults, and their places."""
        super().clear()
        self._places.clear()

    def add(self, code: str, offset: int, **params: Any) -> None:
        """A fault at a place of the text, counted in characters from 0."""
        if offset in self._places or len(self) >= MOST_FAULTS:
            return
        self._places.add(offset)
        before = self._text[:offset]
        line, column = before.count("\n") + 1, offset - before.rfind("\n")
        self.append(Fault(code, params, line=line, column=column))


def short(value: str) -> str:
    """A value as far as a message needs it."""
    return value if len(value) <= _WIDTH else value[:_WIDTH] + "…"
