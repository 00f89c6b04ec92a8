"""A trainer's own templates: they override the shipped ones file by file and block by block.

They are rendered in Jinja's sandbox, in a process of their own that is ended when it takes too long: a template that
came by mail may ask for anything.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, TemplateError, TemplateSyntaxError
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from simulator.common.errors import DrillError, Fault, refuse
from simulator.common.resources import PACKAGE, shipped

LIMIT = 20
"""Seconds that a page may take."""
MOST_BYTES = 20_000_000
"""Of a page."""
MOST_MEMORY = 2 * 1024**3
"""Bytes that the process may hold, where the system can limit that."""
SHIPPED = "shipped"
"""`{% extends "shipped/debrief.html" %}` is the page that the program would make."""
ENTRY = "debrief.html"


def check_folder(folder: Path) -> None:
    """DrillError if a folder of templates is none, or holds none that would be used."""
    if not folder.is_dir():
        raise refuse("templates-none", file=str(folder))
    names = {path.name for path in shipped_files()}
    if not any((folder / name).is_file() for name in names):
        raise refuse("templates-unused", file=str(folder), allowed=", ".join(sorted(names)))


def shipped_files() -> list[Path]:
    """The shipped files of the page that can be overridden."""
    return sorted(
        path for path in (shipped("templates") / "debrief").iterdir() if path.suffix in (".html", ".css", ".svg")
    )


def render_own(folder: Path, context: Mapping[str, Any], limit: float = LIMIT) -> str:
    """The page that the templates of a folder make of a context.

    DrillError with file and line if a template has an error, asks for what is not there or not allowed, or takes longer
    than `limit` seconds.
    """
    check_folder(folder)
    command = [sys.executable, "-P", "-m", __name__, str(folder.resolve())]
    paths = os.pathsep.join([str(PACKAGE.parent), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            command, input=pickle.dumps(dict(context)), capture_output=True, env=environment, check=False, timeout=limit
        )
    except subprocess.TimeoutExpired:
        raise refuse("templates-slow", file=str(folder), limit=f"{limit:g}") from None
    if done.returncode:
        raise refuse("templates-broken", file=str(folder), reason=_last_line(done.stderr))
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise DrillError(Fault("template-fault", {"reason": answer["fault"]}, file=answer["file"], line=answer["line"]))
    return str(answer["page"])


def _last_line(told: bytes) -> str:
    lines = told.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a word"


def loader(folder: Path) -> BaseLoader:
    """The trainer's files first, then the shipped ones, which can also be named as such."""
    plain = FileSystemLoader(shipped("templates") / "debrief")
    return ChoiceLoader([FileSystemLoader(folder), plain, PrefixLoader({SHIPPED: plain})])


def answer(folder: Path, context: Mapping[str, Any]) -> dict[str, Any]:
    """The page of a context, or its fault with file and line."""
    from simulator.debrief.render import prepared

    environment = prepared(ImmutableSandboxedEnvironment(loader=loader(folder), autoescape=True), context["story"].lang)
    try:
        parts, size = [], 0
        for part in environment.get_template(ENTRY).generate(**context):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                return _fault(
                    folder, ENTRY, None, f"the page is longer than {MOST_BYTES // 1_000_000} million characters"
                )
        return {"page": "".join(parts)}
    except TemplateSyntaxError as error:
        return _fault(folder, error.filename or error.name or ENTRY, error.lineno, error.message or "is not understood")
    except TemplateNotFound as error:
        return {**_at(folder, error), "fault": f"there is no template {error.name!r}"}
    except RecursionError as error:
        return {**_at(folder, error), "fault": "it includes itself without end"}
    except (TemplateError, ArithmeticError, AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
        return {**_at(folder, error), "fault": str(error) or type(error).__name__}


def _at(folder: Path, error: BaseException) -> dict[str, Any]:
    """The innermost line of a template that an error went through."""
    homes = (folder, shipped("templates") / "debrief")
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(Path(frame.filename).is_relative_to(home) for home in homes):
            return {"file": frame.filename, "line": frame.lineno}
    return {"file": str(folder / ENTRY), "line": None}


def _fault(folder: Path, name: str, line: int | None, reason: str) -> dict[str, Any]:
    return {"file": str(folder / name), "line": line, "fault": reason}


def _limit_memory() -> None:
    """Bound what the process may hold; a system that cannot do that bounds its time only."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Render for `render_own`: the context from the standard input, the page or its fault to the standard output."""
    _limit_memory()
    context = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  it comes from our own process
    sys.stdout.buffer.write(json.dumps(answer(Path(sys.argv[1]), context)).encode())


if __name__ == "__main__":
    main()
