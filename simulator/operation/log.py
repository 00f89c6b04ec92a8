"""The log of a drill: a head, then every accepted entry, one JSON object a line, durable before it takes effect."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any

from simulator.common.errors import DrillError, Fault, refuse

LOG_FORMAT = 1


@dataclass(frozen=True)
class Head:
    """What the log belongs to. The commitment is a salted hash of the truth; it is opened in the debrief."""

    engine: int
    kind: str
    scenario: str
    world: str
    commitment: str
    practice: bool

    def line(self) -> str:
        """The first line of the log."""
        return _line({"log": LOG_FORMAT, **vars(self)})


@dataclass(frozen=True)
class Entry:
    """Something a participant, the trainer or the clock put in: codes and parameters only.

    `seq` counts from 1, `t` is seconds from the start, `who` a participant's random id.
    """

    seq: int
    t: int
    unit: str
    who: str
    what: str
    payload: dict[str, Any]

    def line(self) -> str:
        """The entry's line of the log."""
        return _line(vars(self))


class FileLog:
    """The log as a file. A last line cut by a power failure was never acknowledged and is dropped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._batch: IO[str] | None = None
        self.head, self._entries, self._good = _read(path)

    @classmethod
    def create(cls, path: Path, head: Head) -> FileLog:
        """A new log that holds its head only."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(head.line())
            _sync(file)
        return cls(path)

    def entries(self) -> list[Entry]:
        """All entries in order."""
        return list(self._entries)

    def append(self, entry: Entry) -> None:
        """Write an entry and see it on the disk; OSError if the disk does not take it."""
        if self._batch is not None:
            self._batch.write(entry.line())
        else:
            self._write(entry)
        self._entries.append(entry)

    def _write(self, entry: Entry) -> None:
        file = self._open()
        good = file.tell()
        try:
            with file:
                file.write(entry.line())
                _sync(file)
        except OSError:
            self._good = good
            with suppress(OSError):
                self._cut()
            raise

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Several entries that become durable together when the block ends."""
        with self._open() as file:
            self._batch = file
            try:
                yield
            finally:
                self._batch = None
                _sync(file)

    def _open(self) -> IO[str]:
        self._cut()
        return self.path.open("a", encoding="utf-8", newline="\n")

    def _cut(self) -> None:
        """Drop a last line that was never acknowledged."""
        if self._good is not None:
            os.truncate(self.path, self._good)
            self._good = None


def _sync(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n"


def _read(path: Path) -> tuple[Head, list[Entry], int | None]:
    """Head, entries, and the length of the good part if the last line was cut."""
    raw = path.read_bytes()
    end = raw.rfind(b"\n") + 1
    lines = raw[:end].decode("utf-8", errors="replace").splitlines()
    if not lines:
        raise refuse("drill-damaged", file=str(path), reason="the log has no head")
    records = [_parse(path, number, line) for number, line in enumerate(lines, 1)]
    if isinstance(records[0].get("log"), int) and records[0]["log"] > LOG_FORMAT:
        raise refuse("drill-format", file=str(path), found=records[0]["log"], known=LOG_FORMAT)
    faults = [fault for at, record in enumerate(records, 1) for fault in _wrong(path, at, record)]
    if faults:
        raise DrillError(faults)
    try:
        version = records[0].pop("log")
        if version != LOG_FORMAT:
            raise refuse("drill-format", file=str(path), found=version, known=LOG_FORMAT)
        head, entries = Head(**records[0]), [Entry(**record) for record in records[1:]]
    except (KeyError, TypeError) as error:
        raise refuse("drill-damaged", file=str(path), reason=f"a line of the log lacks a field ({error})") from error
    for number, entry in enumerate(entries, 1):
        if entry.seq != number:
            raise refuse("drill-damaged", file=str(path), reason=f"entry {number} of the log has number {entry.seq}")
    return head, entries, end if end < len(raw) else None


_KINDS: dict[str, tuple[type, str]] = {
    "int": (int, "a whole number"),
    "str": (str, "a text"),
    "bool": (bool, "true or false"),
    "dict[str, Any]": (dict, "an object"),
}


def _wrong(path: Path, line: int, record: dict[str, Any]) -> Iterator[Fault]:
    """The fields of a line that hold something of another kind than they should."""
    named = {field.name: str(field.type) for field in fields(Head if line == 1 else Entry)}
    for name, value in record.items():
        kind, allowed = _KINDS.get(named.get(name, ""), (object, ""))
        if type(value) is not kind and kind is not object:
            yield Fault("log-value", {"value": repr(value)[:60], "allowed": allowed}, str(path), line, field=name)


def _parse(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise refuse("drill-damaged", file=str(path), reason=f"line {number} of the log is no JSON") from error
    if not isinstance(record, dict):
        raise refuse("drill-damaged", file=str(path), reason=f"line {number} of the log is no object")
    return record
