"""Reads a scenario by name or path, or refuses it with all its faults at once, each with line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.common.errors import DrillError, Fault, listed, nearest_name, refuse
from simulator.common.resources import shipped_scenarios
from simulator.scenario.faults import shown
from simulator.scenario.fit import fit
from simulator.scenario.model import FORMAT, Scenario
from simulator.scenario.parse import parse
from simulator.scenario.tree import Mapping, Scalar, days_apart, spot

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class ReadScenario:
    """A scenario and the file it stands in.

    `digest` is the SHA-256, hexadecimal, of what the scenario says: comments, spaces and quotes do not change it.
    """

    scenario: Scenario
    path: Path
    name: str
    source: bytes
    digest: str


def read(name_or_path: str | Path) -> ReadScenario:
    """A scenario by its shipped name or by path. Raises DrillError with every fault, sorted by line."""
    path = find(name_or_path)
    source = _content(path)
    scenario = understand(source, str(path))
    return ReadScenario(scenario, path, path.stem, source, digest(scenario))


def placed(reading: ReadScenario, error: DrillError) -> DrillError:
    """Faults that came up when a scenario was used, with file, line and column of the parts that they name."""
    root = parse(_text(reading.source, str(reading.path)), str(reading.path)).root
    if root is None:
        return error
    root = days_apart(root) if isinstance(root, Mapping) else root
    faults = []
    for fault in error.faults:
        steps = re.findall(r"[^.\[\]]+", fault.field or "")
        place = spot(root, tuple(int(step) if step.isdigit() else step for step in steps))
        faults.append(replace(fault, file=str(reading.path), line=place.line, column=place.column))
    return DrillError(_tidy(faults))


def digest(scenario: Scenario) -> str:
    """SHA-256 of what a scenario says, hexadecimal."""
    said = json.dumps(scenario.model_dump(mode="json", by_alias=True), ensure_ascii=False, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


def find(name_or_path: str | Path) -> Path:
    """The file of a shipped name or a path; refuses what is neither."""
    shipped = shipped_scenarios()
    if isinstance(name_or_path, str) and name_or_path in shipped:
        return shipped[name_or_path]
    path, text = Path(name_or_path), str(name_or_path)
    try:
        if path.is_dir():
            raise refuse("scenario-folder", file=text)
        if path.is_file():
            return path
        if path.exists():
            raise refuse("scenario-no-file", file=text)
    except (OSError, ValueError) as error:
        raise refuse("file-unreadable", file=text, reason=getattr(error, "strerror", None) or str(error)) from error
    if path.suffix or isinstance(name_or_path, Path) or "/" in text or "\\" in text:
        raise refuse("file-missing", file=text)
    raise refuse("scenario-unknown", file=text, allowed=listed(shipped), hint=nearest_name(text, shipped))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse("scenario-large", file=str(path), limit=MOST_BYTES // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise refuse("file-unreadable", file=str(path), reason=error.strerror or str(error)) from error


def understand(source: bytes, file: str) -> Scenario:
    """The scenario that a file's bytes say; `file` names it in the faults that the DrillError holds."""
    parsed = parse(_text(source, file), file)
    root = parsed.root
    if root is None or (isinstance(root, Scalar) and root.plain and not root.text.strip("~")):
        raise DrillError(parsed.faults or Fault("scenario-empty", file=file))
    if not isinstance(root, Mapping):
        top = Fault("scenario-top", {"value": shown(root)}, file=file, line=root.line, column=root.column)
        raise DrillError(_tidy([*parsed.faults, top]))
    other = _other_format(root, file)
    if other:
        raise DrillError(_tidy([*parsed.faults, other]))
    fitted = fit(days_apart(root), file)
    faults = [*parsed.faults, *fitted.faults]
    if faults or fitted.scenario is None:
        raise DrillError(_tidy(faults))
    return fitted.scenario


def _text(source: bytes, file: str) -> str:
    try:
        return source.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise DrillError(Fault("file-not-utf8", {"byte": error.start + 1}, file=file, line=line)) from None


def _other_format(root: Mapping, file: str) -> Fault | None:
    """The fault of a format that is not ours: nothing else that could be said of the file would be true."""
    place = spot(root, ("format",))
    if place.node is None or (isinstance(place.node, Scalar) and place.node.plain and place.node.text == str(FORMAT)):
        return None
    params = {"value": shown(place.node), "known": FORMAT}
    return Fault("format-unknown", params, file=file, line=place.line, column=place.column, field="format")


def _tidy(faults: Iterable[Fault]) -> list[Fault]:
    """By place in the file, none twice: what aliases repeat is wrong once, where it is written."""
    different: dict[Any, Fault] = {}
    for fault in faults:
        key = (fault.field or "").rpartition(".")[2]
        different.setdefault((fault.line, fault.column, key, fault.code, repr(fault.params)), fault)
    return sorted(different.values(), key=lambda fault: (fault.line or 0, fault.column or 0))
