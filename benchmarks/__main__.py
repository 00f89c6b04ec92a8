"""Run the benchmarks and keep their figures in README.md: `python -m benchmarks [NAME …]`."""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

from benchmarks.measure import Row, measure

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
_BOUNDS = re.compile(r"^BOUNDS\b", re.MULTILINE)


def names() -> list[str]:
    """The benchmarks, in alphabetical order: the modules here that set bounds."""
    return sorted(path.stem for path in HERE.glob("*.py") if _BOUNDS.search(path.read_text(encoding="utf-8")))


def line(row: Row) -> str:
    """A row as a line of a Markdown table."""
    budget = row.budget if row.holds else f"{row.budget}: **over**"
    return f"| {row.title} | {row.value} | {row.spread} | {budget} |"


def block(name: str, rows: list[Row]) -> str:
    """The figures of one benchmark as Markdown, between marks by which the next run finds them."""
    lines = [
        f"<!-- {name} -->",
        f"### {name}",
        "",
        "| what | measured | single runs | budget |",
        "| --- | --- | --- | --- |",
        *map(line, rows),
        "",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}.",
        f"<!-- /{name} -->",
    ]
    return "\n".join(lines)


def keep(name: str, rows: list[Row]) -> None:
    """Put the figures of one benchmark into README.md in place of its last ones."""
    text = README.read_text(encoding="utf-8")
    place = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    new = block(name, rows)
    text = place.sub(lambda _: new, text) if place.search(text) else f"{text.rstrip()}\n\n{new}\n"
    README.write_text(text, encoding="utf-8")


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks, or all; 1 if a budget does not hold, 2 for a name that is none."""
    known = names()
    if unknown := [name for name in wanted if name not in known]:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    holds = True
    for name in wanted or known:
        print(f"== {name}", flush=True)
        rows = measure(f"benchmarks.{name}")
        print("\n".join(map(str, rows)), flush=True)
        keep(name, rows)
        holds = holds and all(row.holds for row in rows)
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
