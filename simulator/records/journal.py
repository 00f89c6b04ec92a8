"""What lies beside the log: names and free text, so that a person can be erased and the log replays as before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from simulator.common.errors import refuse
from simulator.records.folder import DrillFolder, read_json, write_json


class Person(NamedTuple):
    """A participant: the unit, and the name as it is shown."""

    unit: str
    name: str


def write_people(folder: DrillFolder, people: Mapping[str, Person]) -> None:
    """Keep who the participants are, by their random ids."""
    write_json(folder.people, {who: person._asdict() for who, person in people.items()})


def people(folder: DrillFolder) -> dict[str, Person]:
    """The participants by their random ids; none if nobody has played."""
    kept = read_json(folder.people) if folder.people.is_file() else {}
    try:
        return {who: Person(**person) for who, person in kept.items()}
    except (AttributeError, TypeError) as error:
        raise refuse("drill-damaged", file=str(folder.people), reason="it does not hold units and names") from error


def write_note(folder: DrillFolder, seq: int, text: str) -> None:
    """Keep the free text of an entry of the log, with the time on the wall."""
    line = {"seq": seq, "wall": datetime.now(UTC).isoformat(timespec="seconds"), "note": text}
    with folder.journal.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def notes(folder: DrillFolder) -> dict[int, str]:
    """The free texts by number of the entry."""
    if not folder.journal.is_file():
        return {}
    text = folder.journal.read_text(encoding="utf-8")
    try:
        # Not splitlines: it would cut a text at the line separators that JSON lets stand.
        lines = [json.loads(line) for line in text.split("\n") if line]
        return {line["seq"]: line["note"] for line in lines}
    except (KeyError, TypeError, ValueError) as error:
        raise refuse("drill-damaged", file=str(folder.journal), reason="a line is no note") from error
