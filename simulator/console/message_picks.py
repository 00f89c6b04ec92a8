"""Which of many messages are shown: of a kind, with a number in them, from files of a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from simulator.formats.reading import Reading


@dataclass(frozen=True)
class Pick:
    """What is asked for; an empty text asks for nothing. Case plays no part, in numbers neither blanks nor hyphens."""

    kind: str = ""
    number: str = ""
    file: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.number or self.file)

    def takes_file(self, name: str) -> bool:
        """Whether a file of this name is asked for."""
        return self.file.lower() in name.lower()

    def takes(self, reading: Reading[Any]) -> bool:
        """Whether a message is asked for: a number has to stand in it whole."""
        if self.kind and self.kind.upper() != reading.kind.upper():
            return False
        wanted = _plain(self.number)
        record = reading.record
        fields = asdict(record) if is_dataclass(record) and not isinstance(record, type) else record
        return not wanted or any(_plain(text) == wanted for text in _texts(fields))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _texts(value: Any) -> Iterator[str]:
    """All texts in a record; a waiting list, as records are made of what others wrote."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list | tuple | set | frozenset):
            waiting += each
