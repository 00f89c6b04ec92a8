"""How long `jointdrill --help` takes, against a Typer app made like ours with as many commands that do nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import ROOT, Ratio, main, timed

REPEATS = 11

EMPTY_APP = """
import typer

{app}

{commands}

app()
"""
COMMAND = """
@app.command()
def command_{number}() -> None:
    "Do nothing."
"""


def show_help(*command: str) -> float:
    """Seconds of one process that shows its help, from its start to its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    words = [sys.executable, *command, "--help"]
    return timed(lambda: subprocess.run(words, env=environment, capture_output=True, check=True))


def product() -> float:
    """Our own help."""
    return show_help(str(ROOT / "cli.py"))


def empty_app() -> str:
    """A script whose app is made as in `cli.py`, word for word, with as many commands: both load the same of Typer."""
    import cli

    text = Path(cli.__file__).read_text(encoding="utf-8")
    made = re.findall(r"^app = typer\.Typer\(.*?^\)$", text, re.MULTILINE | re.DOTALL)
    commands = "\n".join(COMMAND.format(number=number) for number in range(len(cli.app.registered_commands)))
    return EMPTY_APP.format(app=made[0], commands=commands)


def empty() -> float:
    """The help of that app."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "app.py"
        script.write_text(empty_app(), encoding="utf-8")
        return show_help(str(script))


CASES = {"product": product, "empty": empty}
BOUNDS = (
    Ratio(
        "`jointdrill --help`, against a Typer app with the same settings and as many commands",
        "product",
        "empty",
        at_most=1.5,
    ),
)


if __name__ == "__main__":
    main("benchmarks.help_start")
