"""Faults of what a user hands over, and the one error that carries them to the user."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from simulator.common.messages import MESSAGES

_SHORT = 3
"""Letters that begin too many names to say which was meant."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a code with parameters and the place where it stands.

    `line` and `column` count from 1 (text files), `row` counts sheet rows from 1 as Excel shows them.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    column: int | None = None
    row: int | None = None
    field: str | None = None

    def place(self) -> str:
        """Where the fault stands, as a person would say it; empty if nowhere in particular."""
        parts = [self.file or "''"] if self.file is not None else []
        if self.line:
            parts.append(f"line {self.line}" + (f", column {self.column}" if self.column else ""))
        if self.row:
            parts.append(f"row {self.row}")
        if self.field:
            parts.append(self.field)
        return ", ".join(parts)

    def __str__(self) -> str:
        text = MESSAGES[self.code].format(**self.params)
        place = self.place()
        return f"{place}: {text}" if place else text

    def as_dict(self) -> dict[str, Any]:
        """The fault for programs: the fields that are set, and the English text."""
        fields = {"file": self.file, "line": self.line, "column": self.column, "row": self.row, "field": self.field}
        where = {name: value for name, value in fields.items() if value is not None}
        return {"code": self.code, "params": self.params, **where, "text": str(self)}


class DrillError(Exception):
    """Base class of all refusals: it holds every fault that was found, not just the first."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.faults,)


def refuse(code: str, *, file: str | None = None, field: str | None = None, **params: Any) -> DrillError:
    """A refusal with a single fault, ready to be raised."""
    return DrillError(Fault(code, params, file=file, field=field))


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The hint `; did you mean …?` if an allowed word is near, else an empty string."""
    near = get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def nearest_name(word: str, names: Iterable[str]) -> str:
    """`nearest`, or for a name of several words the one that begins nearly so: `frist` for `first-steps`."""
    known = list(names)
    begins = {name[: len(word)]: name for name in reversed(known)}
    near = get_close_matches(word, begins, n=1, cutoff=0.75) if len(word) > _SHORT else []
    return nearest(word, known) or (f"; did you mean {begins[near[0]]!r}?" if near else "")


def listed(allowed: Iterable[str], limit: int = 12) -> str:
    """Allowed words for a message, cut when they are many."""
    words = list(allowed)
    return ", ".join(words[:limit]) + (f", … ({len(words)} in all)" if len(words) > limit else "")
