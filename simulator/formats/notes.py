"""Taking down, while a message is read, what is odd in it and what was not understood."""

from __future__ import annotations

from typing import TypeVar

from simulator.formats.reading import Flag, Reading

T = TypeVar("T")

VALUE_WIDTH = 80
MOST_FLAGS = 10_000
"""Flags of a message that are told, as many as Cargo-IMP has lines that are looked at."""


class Notes:
    """Flags and kept texts of one message, in the order they are met."""

    def __init__(self) -> None:
        self.flags: list[Flag] = []
        self._kept: dict[int, list[str]] = {}
        self._beyond = self._first_beyond = 0

    def flag(self, line: int, code: str, where: str = "", value: str = "") -> None:
        """Something odd that stops nothing; what is more than `MOST_FLAGS` is counted."""
        if len(self.flags) >= MOST_FLAGS:
            self._first_beyond = self._first_beyond or line
            self._beyond += 1
            return
        self.flags.append(Flag(line, code, where, value[:VALUE_WIDTH]))

    def keep(self, line: int, text: str, where: str = "", code: str = "not-understood") -> None:
        """Something that was not understood, or has no place: it is kept whole and flagged, while flags are told."""
        if len(self.flags) < MOST_FLAGS:
            self._kept.setdefault(line, []).append(text)
        self.flag(line, code, where, text)

    def reading(self, kind: str, version: str, line: int, record: T | None) -> Reading[T]:
        """All of it, as one reading; flags by line."""
        more = [Flag(self._first_beyond, "flags", "", f"{self._beyond:,}")] if self._beyond else []
        flags = tuple(sorted([*self.flags, *more], key=lambda flag: flag.line))
        kept = {line: "\n".join(texts) for line, texts in sorted(self._kept.items())}
        return Reading(kind, version, line, record, flags, kept)
