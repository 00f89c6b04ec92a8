"""The command that shows messages of air cargo and posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass, replace
from pathlib import Path
from typing import Any

from simulator.common.errors import DrillError, Fault, refuse
from simulator.console.faults import tell
from simulator.console.message_picks import Pick
from simulator.console.message_view import view
from simulator.console.message_words import printable
from simulator.console.screen import say, say_json, table
from simulator.formats.archive import is_zip, members
from simulator.formats.door import MOST_BYTES
from simulator.formats.reading import Reading
from simulator.formats.recognise import read_file
from simulator.formats.words import words

MOST_SHOWN = 50
"""Messages of a file that are shown as tables."""
MOST_ROWS = 500
"""Rows of a table."""
MOST_BESIDE = 5
MOST_UNASKED = 20
"""Messages that are shown before it is said how to see fewer."""
EVERYTHING = Pick()
_BESIDE = ("read-me.txt", ".csv")


def read(files: Sequence[Path], pick: Pick = EVERYTHING, *, json: bool) -> int:
    """Show the messages of files; the exit code: 1 if a file could not be read, after the others were shown."""
    held: list[tuple[str, list[Reading[Any]]]] = []
    faults: list[Fault] = []
    beside: list[str] = []
    count = 0
    for file in _files(files, faults):
        for name, data in _opened(file, faults, beside):
            if not pick.takes_file(name):
                continue
            try:
                readings = read_file(data)
            except DrillError as error:
                faults += [replace(fault, file=name) for fault in error.faults]
                continue
            count += len(readings)
            found = [reading for reading in readings if not pick or pick.takes(reading)]
            if found or not pick:
                held.append((name, found))
    if json:
        messages = [_for_programs(name, reading) for name, readings in held for reading in readings]
        say_json({"messages": messages, "no_messages": beside, "faults": [fault.as_dict() for fault in faults]})
        return 1 if faults else 0
    for name, readings in held:
        _show_file(name, readings)
    _tell_more(pick, count, sum(len(readings) for _, readings in held))
    if beside and not pick:
        _tell_beside(beside)
    return tell(DrillError(faults)) if faults else 0


def _tell_more(pick: Pick, count: int, shown: int) -> None:
    """How many messages a pick has taken, or that there is such a thing where many are shown."""
    if pick:
        say(f"\n{shown:,} of {_counted(count, 'message')} that were read fit what was asked for")
    elif count > MOST_UNASKED:
        say(f"\n{_counted(count, 'message')}; --kind, --number and --file show fewer")


def _tell_beside(beside: Sequence[str]) -> None:
    """What was not read, by short names; lists of couriers are for other programs."""
    lists = [name for name in beside if name.lower().endswith(".csv")]
    hint = "; lists (.csv), as of couriers, open in Excel" if lists else ""
    names = "".join(f"\n  {name.rpartition('/')[2]}" for name in beside[:MOST_BESIDE])
    more = f"\n  and {len(beside) - MOST_BESIDE:,} more" if len(beside) > MOST_BESIDE else ""
    say(f"\n{_counted(len(beside), 'file')} beside the messages, not read{hint}:{names}{more}")


def _files(named: Sequence[Path], faults: list[Fault]) -> Iterator[Path]:
    """The files that are named, and those in a folder that is named; not what lies deeper."""
    for path in named:
        if not path.is_dir():
            yield path
            continue
        try:
            inside = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        except OSError as error:
            faults.append(Fault("file-unreadable", {"reason": error.strerror or str(error)}, file=str(path)))
            continue
        if not inside:
            faults.append(Fault("file-unreadable", {"reason": "it is a folder without files"}, file=str(path)))
        yield from inside


def _opened(file: Path, faults: list[Fault], beside: list[str]) -> Iterator[tuple[str, bytes]]:
    """The file by its name, or the files in a zip by the zip's name and their own; what cannot be had is a fault.

    Lists and texts that packs and people put beside messages are only named.
    """
    if file.name.lower().endswith(_BESIDE):
        beside.append(printable(str(file)))
        return
    try:
        data = _bytes(file)
        if not is_zip(data):
            yield str(file), data
            return
        for member in members(data):
            name = printable(f"{file}: {member.name}")
            if Path(member.name).name.lower().endswith(_BESIDE):
                beside.append(name)
            elif member.fault is None:
                yield name, member.data
            else:
                faults.append(replace(member.fault, file=name))
    except DrillError as error:
        faults += [replace(fault, file=str(file)) for fault in error.faults]


def _bytes(file: Path) -> bytes:
    """The bytes of a file, one more at the most than are read."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise refuse("file-missing") from error
    except OSError as error:
        raise refuse("file-unreadable", reason=error.strerror or str(error)) from error


def _for_programs(file: str, reading: Reading[Any]) -> dict[str, Any]:
    record = reading.record
    fields = asdict(record) if is_dataclass(record) and not isinstance(record, type) else record
    return {
        "file": file,
        "line": reading.line,
        "kind": reading.kind,
        "version": reading.version,
        "type": type(record).__name__ if record is not None else None,
        "record": fields,
        "flags": [{**asdict(flag), "text": words(flag)} for flag in reading.flags],
        "kept": {str(line): text for line, text in reading.kept.items()},
    }


def _show_file(file: str, readings: Sequence[Reading[Any]]) -> None:
    flags = sum(len(reading.flags) for reading in readings)
    say(f"EXERCISE. {file}: {_counted(len(readings), 'message')}, {_counted(flags, 'flag')}")
    for reading in readings[:MOST_SHOWN]:
        _show(reading)
    if len(readings) > MOST_SHOWN:
        say(f"and {len(readings) - MOST_SHOWN:,} more messages, which --json shows")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _show(reading: Reading[Any]) -> None:
    shown = view(reading)
    say(f"\n{shown.title}, line {reading.line}")
    _table(("field", "value"), shown.fields)
    _table(shown.headings, shown.rows)
    flags = [(str(flag.line), printable(words(flag))) for flag in reading.flags[: MOST_ROWS + 1]]
    _table(("line", "flagged"), flags, right=(0,), count=len(reading.flags))


def _table(
    headings: Sequence[str], rows: Sequence[tuple[str, ...]], right: Sequence[int] = (), count: int | None = None
) -> None:
    """A table of at most `MOST_ROWS` of `count` rows, nothing if there are none."""
    if rows:
        table(headings, rows[:MOST_ROWS], right)
    more = (len(rows) if count is None else count) - MOST_ROWS
    if more > 0:
        say(f"and {more:,} more, which --json shows")
