"""Which format a file is in, and reading it by the reader of that format."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from simulator.common.errors import refuse
from simulator.formats.cargo_imp.lines import has_message
from simulator.formats.door import text_of
from simulator.formats.reading import Reading


class Format(NamedTuple):
    """A format: its name, the package whose `read` takes the bytes of a file, and whether a text looks like it."""

    name: str
    package: str
    looks: Callable[[str], object]


FORMATS = (
    Format("Cargo-XML", "simulator.formats.cargo_xml", re.compile(r"\s*<").match),
    Format("ONE Record", "simulator.formats.one_record", re.compile(r"\s*[\[{]").match),
    Format("EDIFACT of posts", "simulator.formats.postal", re.compile(r"^[ \t]*UN[ABH][^A-Za-z]", re.MULTILINE).search),
    Format("Cargo-IMP", "simulator.formats.cargo_imp", has_message),
)
"""The first one that a file looks like is taken."""


def format_of(data: bytes) -> Format:
    """The format of a file.

    Raises a `DrillError` if it is too large, packed, no text, or in none of the formats.
    """
    text, _ = text_of(data)
    found = next((known for known in FORMATS if known.looks(text)), None)
    if found is None:
        raise refuse("message-unknown", known=", ".join(known.name for known in FORMATS))
    return found


def read_file(data: bytes) -> list[Reading[Any]]:
    """The messages of a file in any of the formats, in their order.

    Whatever is odd in a message is flagged and stops nothing. Raises a `DrillError` for what is no such file.
    """
    readings: list[Reading[Any]] = import_module(format_of(data).package).read(data)
    return readings
