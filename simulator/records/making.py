"""A new drill: made in a folder beside its place, and put there whole or not at all."""

from __future__ import annotations

import glob
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from simulator.common.errors import DrillError, Fault, refuse
from simulator.records.folder import DrillFolder, named_as
from simulator.records.seal import Seal

_LEFT_OVER = 24 * 3600
"""Seconds after which a folder that a drill was being made in belongs to nobody: making one takes minutes."""


@contextmanager
def new_drill(path: Path, *, replace: bool) -> Iterator[DrillFolder]:
    """An empty folder beside `path` that takes its place when the block ends well, and vanishes when it does not.

    A drill with a secret key that lay there is kept beside it, as `NAME.old-1`: its sheets may be in people's hands.
    """
    check_free(path, replace=replace)
    try:
        # What `..` and links stand for must not hang on the folder that is moved aside.
        place = path.resolve()
        with _parents(place), _beside(place) as part, named_as(part, path):
            yield DrillFolder(part)
            _take_place(part, place)
    except OSError as error:
        raise refuse("folder-unwritable", file=str(path), reason=error.strerror or str(error)) from error


def check_free(path: Path, *, replace: bool) -> None:
    """Refuse a path where no drill can be made, or where something lies that may not be overwritten."""
    for above in (path, *path.parents):
        if above.is_file():
            raise refuse("folder-unwritable", file=str(path), reason=f"{above} is a file")
    if not path.is_dir():
        return
    if DrillFolder(path).is_drill():
        if not replace:
            raise DrillError(Fault("folder-exists", {"file": str(path)}, file=str(path)))
    elif any(path.iterdir()):
        raise refuse("folder-taken", file=str(path))
    if Path.cwd().is_relative_to(path.resolve()):
        raise refuse("folder-inside", file=str(path))


@contextmanager
def _parents(place: Path) -> Iterator[None]:
    """The folders above a place; those that were not there vanish again when the block does not end well."""
    made = [above for above in place.parents if not above.exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for above in made:
            with suppress(OSError):
                above.rmdir()
        raise


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A new folder beside a place; it vanishes unless it takes another name."""
    begin = f".{place.name}.part-"
    _sweep(place.parent, begin)
    part = Path(tempfile.mkdtemp(prefix=begin, dir=place.parent))
    try:
        part.chmod(0o755)
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sweep(folder: Path, begin: str) -> None:
    """Remove what killed makers of this drill left long ago; what cannot be removed stays."""
    for part in folder.glob(f"{glob.escape(begin)}*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _LEFT_OVER:
                shutil.rmtree(part)


def _take_place(part: Path, place: Path) -> None:
    if not place.is_dir():
        part.rename(place)
        return
    aside = place.with_name(next(name for name in _old_names(place) if not place.with_name(name).exists()))
    place.rename(aside)
    try:
        part.rename(place)
    except OSError:
        aside.rename(place)
        raise
    if not _is_secret(DrillFolder(aside)):
        shutil.rmtree(aside, ignore_errors=True)


def _old_names(place: Path) -> Iterator[str]:
    return (f"{place.name}.old-{number}" for number in count(1))


def _is_secret(folder: DrillFolder) -> bool:
    """Whether a drill may have a secret key: also where its key cannot be read any more."""
    try:
        return folder.is_drill() and Seal.load(folder.key).seed is None
    except DrillError:
        return True
