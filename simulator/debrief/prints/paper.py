"""A printed paper of an exercise: sections of text, facts, tables, boxes to tick and lines to write on."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.debrief.blocks import Fact, Moment, Table


@dataclass(frozen=True)
class Section:
    """A part of a paper. `ticks` are things to tick off; `lines`: empty lines that follow; `tall`: rows to write in."""

    title: str
    words: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    ticks: tuple[str, ...] = ()
    table: Table | None = None
    moments: tuple[Moment, ...] = ()
    lines: int = 0
    tall: bool = False


@dataclass(frozen=True)
class Paper:
    """A paper for print. `name` is its file name without suffix, `reader` who it is for."""

    name: str
    title: str
    reader: str
    lead: str
    sections: tuple[Section, ...]
    landscape: bool = False
