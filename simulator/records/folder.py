"""A drill as a folder: what lies where, made whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.common.errors import DrillError, Fault, refuse

_PLAY = ".play-"
_NOT_FOR_PARTICIPANTS = """EXERCISE - for the trainer only.

This folder holds the key of the drill and what is hidden in it. Hand out `packs/UNIT/` and nothing else.
The debrief opens key, salt and truth when the drill is over.
"""


@dataclass(frozen=True)
class DrillFolder:
    """Paths of one drill."""

    path: Path

    @property
    def scenario(self) -> Path:
        """The scenario file as it was when the drill was prepared."""
        return self.path / "scenario.yaml"

    @property
    def world(self) -> Path:
        """Folder of the world's tables; no truth in it."""
        return self.path / "world"

    @property
    def sealed(self) -> Path:
        """Folder of key, salt and truth."""
        return self.path / "sealed"

    @property
    def truth(self) -> Path:
        """The truth."""
        return self.sealed / "truth.parquet"

    @property
    def key(self) -> Path:
        """Key, salt and seed."""
        return self.sealed / "key.json"

    @property
    def glossaries(self) -> tuple[Path, ...]:
        """Terms of an administration's own that the drill was prepared with, a file a language."""
        return tuple(sorted(self.path.glob("glossary-*.csv")))

    @property
    def packs(self) -> Path:
        """What is handed out, a folder a unit."""
        return self.path / "packs"

    @property
    def log(self) -> Path:
        """The log of the drill."""
        return self.path / "log.jsonl"

    @property
    def journal(self) -> Path:
        """Free text and wall times beside the log."""
        return self.path / "journal.jsonl"

    @property
    def people(self) -> Path:
        """Names of participants by their random id."""
        return self.path / "people.json"

    @property
    def verdicts(self) -> Path:
        """Verdicts, with the version of the engine that made them."""
        return self.path / "verdicts.json"

    @property
    def score(self) -> Path:
        """The score."""
        return self.path / "score.json"

    @property
    def debrief(self) -> Path:
        """The debrief."""
        return self.path / "debrief.html"

    @property
    def announcement(self) -> Path:
        """The commitment, to be told to everybody before the drill."""
        return self.path / "seal.txt"

    def earlier(self) -> list[Path]:
        """Scores of earlier plays of this drill, which later ones have put aside."""
        return sorted(self.path.glob("score-*.json"))

    def plays(self) -> int:
        """How many times the drill has been played to its end."""
        return len(self.earlier()) + self.score.is_file()

    def is_drill(self) -> bool:
        """Whether a drill lies here."""
        return self.log.is_file()

    def prepare_inside(self) -> None:
        """Make the folders of a new drill, and the warning beside its secrets."""
        for folder in (self.world, self.sealed, self.packs):
            folder.mkdir()
        (self.sealed / "README.txt").write_text(_NOT_FOR_PARTICIPANTS, encoding="utf-8", newline="\n")


@contextmanager
def new_play(folder: DrillFolder) -> Iterator[DrillFolder]:
    """A folder for what a play writes; when the block ends well its files go into the drill, else nothing changes.

    Score and debrief of the play before are kept, numbered: they show that the seal has been open.
    """
    for left_over in folder.path.glob(f"{_PLAY}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        part = Path(tempfile.mkdtemp(prefix=_PLAY, dir=folder.path))
    except OSError as error:
        error.filename = None
        raise unwritable(folder.path, error) from error
    try:
        with named_as(part, folder.path):
            yield DrillFolder(part)
            _move_all(_moves(DrillFolder(part), folder))
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def named_as(part: Path, path: Path) -> Iterator[None]:
    """Refuse what cannot be written in `part`, which nobody knows, by the name that it is to have in `path`."""
    try:
        yield
    except (DrillError, OSError) as error:
        refused = unwritable(path, error) if isinstance(error, OSError) else error
        raise DrillError(_named(fault, part, path) for fault in refused.faults) from error


def _named(fault: Fault, part: Path, path: Path) -> Fault:
    if fault.file is None or not Path(fault.file).is_relative_to(part):
        return fault
    return replace(fault, file=str(path / Path(fault.file).relative_to(part)))


def _moves(part: DrillFolder, folder: DrillFolder) -> list[tuple[Path, Path]]:
    """What goes where when a play takes effect: what it replaces goes aside or is numbered, then its files come in."""
    number = len(folder.earlier()) + 1
    aside = {"score.json": f"score-{number}.json", "debrief.html": f"debrief-{number}.html"}
    old = part.path / "old"
    old.mkdir()
    out = []
    for file in sorted(path for path in part.path.iterdir() if path.is_file()):
        target = folder.path / file.name
        if target.exists():
            out.append((target, folder.path / aside[file.name] if file.name in aside else old / file.name))
        out.append((file, target))
    return out


def _move_all(moves: list[tuple[Path, Path]]) -> None:
    """Move files in order, all or none: where one cannot be moved, those before go back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise


def unwritable(path: Path, error: OSError) -> DrillError:
    """The refusal for a file that the system does not let us write."""
    file = str(error.filename or path)
    if isinstance(error, PermissionError):
        return refuse("file-locked", file=file)
    return refuse("file-unwritable", file=file, reason=error.strerror or str(error))


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or as it was before."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise refuse("file-unwritable", file=str(path), reason=error.strerror or str(error)) from error


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON that people can read."""
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> Any:
    """The value of a JSON file of a drill."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except PermissionError as error:
        raise unwritable(path, error) from error
    except OSError as error:
        raise refuse("drill-damaged", file=str(path), reason=error.strerror or str(error)) from error
    except ValueError as error:
        raise refuse("drill-damaged", file=str(path), reason="it is no JSON") from error
