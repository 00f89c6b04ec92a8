"""Tables and progress on a terminal."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


def fit_streams(*, json: bool) -> None:
    """Let output hold any script: JSON is UTF-8, and what an old code page cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if json else None, errors="backslashreplace")


def say(text: str) -> None:
    """A line for people."""
    sys.stdout.write(text + "\n")


def say_json(value: Any) -> None:
    """A value for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), whole: Sequence[int] = ()
) -> None:
    """A table; the columns numbered in `right` are aligned to the right, those in `whole` are never broken."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index, heading in enumerate(headings):
        shown.add_column(
            heading, justify="right" if index in right else "left", overflow="fold", no_wrap=index in whole
        )
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120).print(shown)


class _Lines:
    """Progress where there is no terminal: a line for each new thing that is done."""

    def __init__(self) -> None:
        self._last = ""

    def tell(self, what: str, _share: float) -> None:
        """Say what is being done, once."""
        if what != self._last:
            sys.stderr.write(f"{what} ...\n")
            self._last = what


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """Say on the error stream what is being done, on a terminal also how far it is."""
    if quiet:
        yield lambda _what, _share: None
        return
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
