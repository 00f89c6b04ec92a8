"""What the checks find: a code, the place in the scenario, and the figures of the message."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.common.errors import listed, nearest
from simulator.scenario.tree import Loc


@dataclass(frozen=True)
class Finding:
    """A fault of a scenario. `loc` uses the keys of the file; `at_key` if the key itself is wrong, not its value."""

    code: str
    loc: Loc
    params: dict[str, Any] = field(default_factory=dict)
    at_key: bool = False


def unknown(
    code: str, loc: Loc, word: str, allowed: Sequence[str], *, at_key: bool = False, near: Sequence[str] = ()
) -> Iterator[Finding]:
    """A finding with the allowed words and the nearest one, those in `near` first, if `word` is not allowed."""
    if word not in allowed:
        hint = nearest(word, near) or nearest(word, allowed)
        yield Finding(code, loc, {"value": word, "allowed": listed(allowed), "hint": hint}, at_key)


def doubles(named: Iterable[tuple[Loc, Hashable]]) -> Iterator[Finding]:
    """A finding for each value that stood before, with the place of the first."""
    first: dict[Hashable, Loc] = {}
    for loc, value in named:
        if value in first:
            yield Finding("double", loc, {"value": value, "first": path(first[value])})
        else:
            first[value] = loc


def path(loc: Loc) -> str:
    """A place as people read it, `units[1].code`."""
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
