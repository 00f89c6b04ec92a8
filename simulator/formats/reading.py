"""What came of reading a message: what it says, what was flagged in it, what was not understood and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Flag:
    """Something odd in a message that was read all the same.

    `line` counts from 1 in the file, `code` says what is odd (`check-digit`, `not-understood`, `too-long`, `order`
    ...; in words: `words.FLAGS`), `where` is the segment or field, `value` what stands there, at most 80 characters.
    """

    line: int
    code: str
    where: str = ""
    value: str = ""


@dataclass(frozen=True)
class Reading(Generic[T]):
    """One message of a file.

    `kind` and `version` as it names itself (`FWB`, `17`), `line` where it begins, `record` what it says (None if
    nothing could be read), `kept` its lines that were not understood, as they stood, by line number.
    """

    kind: str
    version: str
    line: int
    record: T | None
    flags: tuple[Flag, ...] = ()
    kept: dict[int, str] = field(default_factory=dict)
