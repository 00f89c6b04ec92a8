"""A drill as a folder: what lies where, made whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count, takewhile
from pathlib import Path
from typing import Any

from simulator.common.errors import DrillError, Fault, refuse

_PLAY = ".play-"
_EVALUATION = ("ratings.json", "observations.csv")
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
    def ratings(self) -> Path:
        """The ratings of evaluators."""
        return self.path / _EVALUATION[0]

    @property
    def observations(self) -> Path:
        """The observations of evaluators, a table that they fill in."""
        return self.path / _EVALUATION[1]

    @property
    def announcement(self) -> Path:
        """The commitment, to be told to everybody before the drill."""
        return self.path / "seal.txt"

    def earlier(self) -> list[Path]:
        """Scores of earlier plays of this drill, which later ones have put aside."""
        return sorted(self.path.glob("score-[0-9]*.json"))

    def judged(self) -> list[Path]:
        """Verdicts of this play that judging it again has put aside, the first first."""
        numbered = (self.path / f"verdicts-{number}.json" for number in count(1))
        return list(takewhile(Path.is_file, numbered))

    def of_play(self) -> list[Path]:
        """What belongs to the play that is kept, beside log and results: earlier verdicts, ratings, observations."""
        names = ("score.judged-*", "debrief.judged-*", *_EVALUATION)
        return [*self.judged(), *sorted(path for name in names for path in self.path.glob(name))]

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

    Score and debrief of the play before are kept, numbered: they show that the seal has been open. What else belongs to
    that play (earlier verdicts, ratings, observations) is kept as `play-1.NAME`.
    """
    number = len(folder.earlier()) + 1
    aside = {"score.json": f"score-{number}.json", "debrief.html": f"debrief-{number}.html"}
    with _part_of(folder) as part:
        yield part
        own = folder.of_play() if folder.plays() else []
        put_aside = [(path, folder.path / f"play-{number}.{path.name}") for path in own]
        _move_all([*put_aside, *_moves(part, folder, aside)])


@contextmanager
def new_judging(folder: DrillFolder) -> Iterator[DrillFolder]:
    """A folder for new verdicts, score and debrief of a play; when the block ends well they go into the drill.

    Those before are kept, numbered: `verdicts-1.json`, `score.judged-1.json`, `debrief.judged-1.html`.
    """
    number = len(folder.judged()) + 1
    aside = {
        "verdicts.json": f"verdicts-{number}.json",
        "score.json": f"score.judged-{number}.json",
        "debrief.html": f"debrief.judged-{number}.html",
    }
    with _part_of(folder) as part:
        yield part
        _move_all(_moves(part, folder, aside))


@contextmanager
def _part_of(folder: DrillFolder) -> Iterator[DrillFolder]:
    """An empty folder inside a drill, which vanishes with what is left in it; what killed runs left goes too."""
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


def _moves(part: DrillFolder, folder: DrillFolder, aside: Mapping[str, str]) -> list[tuple[Path, Path]]:
    """What goes where when files take effect: what they replace goes aside or is numbered, then they come in."""
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


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there whole or as it was before; a text in UTF-8."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
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
