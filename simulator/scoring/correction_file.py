"""The door for corrections of a key: a table (.csv, .xlsx) or a YAML list, read with all its faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from simulator.common.errors import DrillError, Fault, listed, nearest, refuse
from simulator.common.tables import codes
from simulator.decisions.sheet_file import open_table
from simulator.scenario.parse import parse
from simulator.scenario.tree import Items, Node, Scalar
from simulator.scenario.tree import Mapping as Tree
from simulator.scoring.model_judging import Correction, Held

FIELDS = {
    "consignment": "the number of the consignment",
    "is": "what it is: case, irregularity or clean",
    "typology": "the typology of a case, or the kind of an irregularity",
    "indicator": "an indicator, by its code",
    "counts": "whether that indicator counts for the consignment: yes or no",
    "reason": "why the key is corrected; the debrief says it",
}
"""What an entry may say, and what it means."""
MOST_BYTES = 1_000_000
MOST_TEXT = 1_000
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Entry:
    """One entry of a file: what it says by field, and where it stands (fields of a fault)."""

    said: Mapping[str, str]
    place: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What entries are held against: `kinds` are the kinds of the sealed truth by number, decoys left out."""

    numbers: Mapping[str, int]
    kinds: Mapping[str, str]
    typologies: Mapping[str, str]


def read_corrections(path: Path, known: Known) -> list[Correction]:
    """The corrections in a file, in its order; DrillError with all that is wrong with it."""
    faults: list[Fault] = []
    entries = _of_text(path, faults) if path.suffix.lower() in (".yaml", ".yml") else _of_table(path)
    reader = _Reader(known, faults)
    read = [reader.entry(entry) for entry in entries]
    if not read and not faults:
        raise refuse("correction-none", file=str(path))
    if faults:
        raise DrillError(faults)
    return [each for each in read if each is not None]


def _of_table(path: Path) -> list[Entry]:
    file = str(path)
    table = open_table(path)
    there = {place: text.strip().casefold() for place, text in table.header.items()}
    missing = [name for name in ("consignment", "reason") if name not in there.values()]
    if missing:
        raise DrillError(
            Fault("correction-column", {"column": name, "allowed": ", ".join(FIELDS)}, file) for name in missing
        )
    wanted = {place: name for place, name in there.items() if name in FIELDS}
    return [Entry(_stripped(cells), {"file": file, "row": row}) for row, cells in table.rows(wanted, "")]


def _stripped(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in cells.items() if text.strip()}


def _of_text(path: Path, faults: list[Fault]) -> list[Entry]:
    file = str(path)
    parsed = parse(_text(path), file)
    faults += parsed.faults
    root = parsed.root
    if isinstance(root, Tree) and "corrections" in root.entries:
        root = root.entries["corrections"][1]
    if not isinstance(root, Items):
        faults.extend([] if parsed.faults else [Fault("correction-top", file=file)])
        return []
    return [entry for node in root.nodes for entry in _entry_of(node, file, faults)]


def _text(path: Path) -> str:
    file = str(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse("correction-large", file=file, limit=MOST_BYTES // 1_000_000)
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise refuse("file-missing", file=file) from None
    except UnicodeDecodeError as error:
        raise refuse("file-not-utf8", file=file, byte=error.start + 1) from None
    except OSError as error:
        raise refuse("file-unreadable", file=file, reason=error.strerror or str(error)) from None


def _entry_of(node: Node, file: str, faults: list[Fault]) -> Iterator[Entry]:
    place: dict[str, Any] = {"file": file, "line": node.line, "column": node.column}
    if not isinstance(node, Tree):
        faults.append(Fault("correction-entry", {"allowed": ", ".join(FIELDS)}, **place))
        return
    said: dict[str, str] = {}
    for name, (key, value) in node.entries.items():
        at: dict[str, Any] = {"file": file, "line": key.line, "column": key.column, "field": name}
        if name not in FIELDS:
            hint = nearest(name, FIELDS)
            faults.append(Fault("field-unknown", {"value": name, "allowed": ", ".join(FIELDS), "hint": hint}, **at))
        elif not isinstance(value, Scalar):
            faults.append(Fault("correction-value", **at))
        elif value.text.strip():
            said[name] = value.text.strip()
    yield Entry(said, place)


@dataclass
class _Reader:
    """Makes corrections of entries; what is wrong with them goes to `faults`."""

    known: Known
    faults: list[Fault]
    seen: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    def entry(self, entry: Entry) -> Correction | None:
        """The correction that an entry says; None if something is wrong with it."""
        before = len(self.faults)
        said = entry.said
        number = self._number(entry)
        if len(said.get("reason", "")) > MOST_TEXT:
            self._fault(entry, "reason", "correction-long", most=MOST_TEXT)
        elif "reason" not in said:
            self._missing(entry, "reason")
        if ("is" in said) == ("indicator" in said):
            self._fault(entry, None, "correction-both" if "is" in said else "correction-neither")
        kind, typology = self._kind(entry, number) if "is" in said else (None, "")
        indicator, counts = self._indicator(entry) if "indicator" in said else ("", None)
        self._once(entry, number, said.get("indicator", ""))
        if len(self.faults) > before:
            return None
        return Correction(
            consignment=number, kind=kind, typology=typology, indicator=indicator, counts=counts, reason=said["reason"]
        )

    def _number(self, entry: Entry) -> str:
        number = entry.said.get("consignment", "")
        if not number:
            self._missing(entry, "consignment")
        elif number not in self.known.numbers:
            self._fault(entry, "consignment", "correction-consignment", value=number)
        return number

    def _kind(self, entry: Entry, number: str) -> tuple[Held | None, str]:
        """What the consignment is, and the typology or kind that it has by that."""
        kind, typology = entry.said["is"].lower(), entry.said.get("typology", "")
        self._one_of(entry, "is", kind, get_args(Held))
        held = self.known.kinds.get(number, "clean")
        if kind == "clean":
            if typology:
                self._fault(entry, "typology", "correction-no-typology")
        elif kind in get_args(Held):
            table = "typologies" if kind == "case" else "irregularities"
            if typology:
                self._one_of(entry, "typology", typology, codes("world", table))
            elif self.known.typologies.get(number) not in codes("world", table):
                self._fault(entry, "typology", "correction-typology", allowed=listed(codes("world", table)))
        if kind == held and number in self.known.numbers and typology in ("", self.known.typologies.get(number, "")):
            self._fault(entry, "is", "correction-same", value=number, held=held)
        return cast("Held", kind), typology

    def _indicator(self, entry: Entry) -> tuple[str, bool | None]:
        code, answer = entry.said["indicator"], entry.said.get("counts", "").lower()
        self._one_of(entry, "indicator", code, codes("world", "indicators"))
        if not answer:
            self._missing(entry, "counts")
        else:
            self._one_of(entry, "counts", answer, list(_ANSWERS))
        return code, _ANSWERS.get(answer)

    def _once(self, entry: Entry, number: str, about: str) -> None:
        first = self.seen.setdefault((number, about), entry.place)
        if number and first is not entry.place:
            place = first.get("row") or first.get("line")
            self._fault(entry, "consignment", "correction-double", value=number, first=place)

    def _one_of(self, entry: Entry, name: str, value: str, allowed: Sequence[str]) -> None:
        if value not in allowed:
            hint = nearest(value, allowed)
            self._fault(entry, name, "correction-choice", value=value, allowed=listed(allowed), hint=hint)

    def _missing(self, entry: Entry, name: str) -> None:
        self._fault(entry, name, "field-missing", meaning=FIELDS[name])

    def _fault(self, entry: Entry, name: str | None, code: str, **params: Any) -> None:
        self.faults.append(Fault(code, params, **entry.place, field=name))
