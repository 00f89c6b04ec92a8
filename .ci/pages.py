"""Sessions in the documents: they are run, and what they print is held against the page.

A page may hold two kinds of fenced block that count:

- `console`: lines `$ command` and below each what it prints. A line that is only `…` stands for any lines,
  and `…` in a line for any characters. `$ jointdrill check my.yaml  # exits 1` says an exit code but 0.
- any other kind with a name, as in ```` ```csv my-sheet.csv ````: a file that the reader saves so.

The blocks of a page are carried out in order in one empty folder. Only `jointdrill` can be run: what it does
is the same on every system. `python .ci/pages.py` puts what the commands print into the pages, and the
tables of `figures.py`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import figures

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
ANY = "…"
WIDTH = 100

_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>[\w.-]+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"\s+# exits (\d+)$")
_START = "import sys; sys.argv[0] = 'jointdrill'; import cli; sys.exit(cli.main())"


@dataclass(frozen=True)
class Step:
    """One command of a session and what the page says it prints."""

    command: str
    says: str

    @property
    def exits(self) -> int:
        """The exit code that the page promises."""
        found = _EXIT.search(self.command)
        return int(found[1]) if found else 0

    @property
    def words(self) -> list[str]:
        """The arguments of `jointdrill`; ValueError for another program."""
        program, *words = shlex.split(_EXIT.sub("", self.command))
        if program != "jointdrill":
            raise ValueError(f"{self.command}: only jointdrill can be run in a console block")
        return words


def run(words: list[str], folder: Path) -> tuple[int, str]:
    """Exit code and printed text of one command in `folder`, in a terminal that is the same everywhere."""
    fixed = {
        "PYTHONPATH": str(ROOT),
        "COLUMNS": str(WIDTH),
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _START, *words],
        cwd=folder,
        env={**os.environ, **fixed},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    lines = [line.rstrip().replace(os.sep, "/") for line in done.stdout.splitlines()]
    return done.returncode, "\n".join(lines).strip("\n")


def agrees(says: str, printed: str) -> bool:
    """Whether what was printed is what the page says, with `…` for anything."""
    lines = [".*(?:\n.*)*" if line.strip() == ANY else re.escape(line).replace(ANY, ".*") for line in says.splitlines()]
    return re.fullmatch("\n".join(lines), printed) is not None


def steps(body: str) -> Iterator[Step]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, says = part.partition("\n")
        yield Step(command.strip(), says.strip("\n"))


def differences(page: Path) -> Iterator[str]:
    """What is not as the page says, each as text for a person."""
    with TemporaryDirectory() as folder:
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            if block["name"]:
                (Path(folder) / block["name"]).write_text(block["body"], encoding="utf-8")
            for step in steps(block["body"]) if block["kind"] == "console" else ():
                code, printed = run(step.words, Path(folder))
                if code != step.exits or not agrees(step.says, printed):
                    head = f"{page.name}: $ {step.command}"
                    yield f"{head}\n--- page\n{step.says}\n--- printed, exit {code}\n{printed}\n"


def rewritten(page: Path) -> str:
    """The page with what its commands print now; sessions that agree stay as they are."""
    with TemporaryDirectory() as folder:

        def renew(block: re.Match[str]) -> str:
            if block["name"]:
                (Path(folder) / block["name"]).write_text(block["body"], encoding="utf-8")
            if block["kind"] != "console":
                return block[0]
            return "```console\n" + "".join(renewed(step, Path(folder)) for step in steps(block["body"])) + "```"

        return _BLOCK.sub(renew, page.read_text(encoding="utf-8"))


def renewed(step: Step, folder: Path) -> str:
    """One step as it is to stand in the page; ValueError if it does not end as the page says."""
    code, printed = run(step.words, folder)
    if code != step.exits:
        raise ValueError(f"$ {step.command}\nexits {code}:\n{printed}")
    text = step.says if agrees(step.says, printed) else printed
    return f"$ {step.command}\n" + (f"{text}\n" if text else "")


def scenario_reference() -> str:
    """The page that is made from the scenario model."""
    sys.path.insert(0, str(ROOT))
    from simulator.scenario.reference import reference

    return reference().rstrip("\n") + "\n"


def main() -> None:
    """Make the scenario reference, and every page whose sessions print something else; one that fails stays."""
    (ROOT / "docs" / "scenario.md").write_text(scenario_reference(), encoding="utf-8", newline="\n")
    for page in PAGES:
        try:
            text = figures.figured(rewritten(page))
        except ValueError as error:
            sys.exit(f"{page.relative_to(ROOT)}: {error}")
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8", newline="\n")
            print(f"{page.relative_to(ROOT)}: rewritten; read what has changed")


if __name__ == "__main__":
    main()
