"""The harness of the benchmarks: each case in a fresh process, medians, ratios against budgets.

A benchmark is a module of this package with three names. `benchmarks/help_start.py` is one to copy.

    CASES = {"engine": engine, "timeouts": timeouts}
    BOUNDS = (Ratio("One replication, against 10,000 bare timeouts", "engine", "timeouts", at_most=2.5),)

    if __name__ == "__main__":
        main("benchmarks.NAME")

- A case is a function without arguments. It prepares what it needs, measures only what counts with `timed`,
  and returns the seconds. It runs alone in its own process: nothing is warm, and its memory is its own.
- A `Ratio` is the median of a case over the median of its reference: `at_most` for a budget; `at_least` where
  the reference is to be many times faster. A `Peak` bounds the memory of a case in megabytes, `Seconds` its time where
  a person waits for it.
- Case and reference take turns, so that a machine that slows down slows both.
- `REPEATS`, if a module has it, is how often each case runs (5 if not); an odd number.

`make bench` runs all and keeps the figures in `benchmarks/README.md`; `make bench ONLY=help_start` runs one.
`python -m benchmarks.help_start --case NAME` runs one case here, for a profiler.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 5


@dataclass(frozen=True)
class Run:
    """One run of a case: its seconds, and the peak memory of its process in megabytes (0 where not known)."""

    seconds: float
    megabytes: float


Runs = Mapping[str, list[Run]]


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, what came out, what is allowed."""

    title: str
    value: str
    spread: str
    budget: str
    holds: bool

    def __str__(self) -> str:
        verdict = "" if self.holds else "OVER BUDGET: "
        return f"{verdict}{self.title}: {self.value} ({self.spread}; {self.budget})"


@dataclass(frozen=True)
class Ratio:
    """Time of `case` over time of `reference`; exactly one of the two bounds is given."""

    title: str
    case: str
    reference: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that it needs."""
        return self.case, self.reference

    def row(self, runs: Runs) -> Row:
        """The ratio of medians, and the least and greatest ratio of runs that took turns."""
        pairs = zip(runs[self.case], runs[self.reference], strict=True)
        ratios = [case.seconds / reference.seconds for case, reference in pairs]
        value = middle(runs[self.case]) / middle(runs[self.reference])
        if self.at_most is not None:
            budget, holds = f"at most {self.at_most:g}", value <= self.at_most
        else:
            budget, holds = f"at least {self.at_least:g}", value >= (self.at_least or 0)
        return Row(self.title, f"{value:.2f}", f"{min(ratios):.2f} to {max(ratios):.2f}", budget, holds)


@dataclass(frozen=True)
class Peak:
    """Peak memory of the process of `case`, in megabytes."""

    title: str
    case: str
    at_most: float

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that it needs."""
        return (self.case,)

    def row(self, runs: Runs) -> Row:
        """The greatest peak of all runs."""
        peaks = [run.megabytes for run in runs[self.case]]
        spread = f"{min(peaks):.0f} to {max(peaks):.0f} MB"
        budget, holds = f"at most {self.at_most:.0f} MB", max(peaks) <= self.at_most
        return Row(self.title, f"{max(peaks):.0f} MB", spread, budget, holds)


@dataclass(frozen=True)
class Seconds:
    """Seconds of a case that a person waits for; no ratio says how long that is."""

    title: str
    case: str
    at_most: float

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that it needs."""
        return (self.case,)

    def row(self, runs: Runs) -> Row:
        """The median seconds, and the least and the greatest."""
        seconds = [run.seconds for run in runs[self.case]]
        spread = f"{min(seconds):.3f} to {max(seconds):.3f} s"
        value = middle(runs[self.case])
        return Row(self.title, f"{value:.3f} s", spread, f"at most {self.at_most:g} s", value <= self.at_most)


Bound = Ratio | Peak | Seconds


def timed(work: Callable[..., Any], *arguments: Any) -> float:
    """Seconds of one call, with the garbage of before collected."""
    gc.collect()
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def middle(runs: Iterable[Run]) -> float:
    """The median seconds."""
    return median(run.seconds for run in runs)


def peak_megabytes() -> float:
    """Peak memory of this process; 0 on Windows, which has no cheap answer."""
    if sys.platform == "win32":
        return 0.0
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1024 * 1024 if sys.platform == "darwin" else 1024)


def fresh(module: str, case: str) -> Run:
    """One run of a case in a new process; RuntimeError with its last words if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, "--case", case],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} --case {case} failed:\n{done.stderr[-2000:]}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def measure(module: str) -> list[Row]:
    """The rows of one benchmark: all cases that its bounds need, in turns."""
    bench = import_module(module)
    names = list(dict.fromkeys(name for bound in bench.BOUNDS for name in bound.cases))
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(getattr(bench, "REPEATS", REPEATS)):
        for name in names:
            runs[name].append(fresh(module, name))
    return [bound.row(runs) for bound in bench.BOUNDS]


def main(module: str) -> None:
    """What a benchmark does when it is run itself: one case (`--case NAME`), or all its rows."""
    if sys.argv[1:2] == ["--case"]:
        seconds = import_module(module).CASES[sys.argv[2]]()
        print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))
        return
    rows = measure(module)
    print("\n".join(map(str, rows)))
    sys.exit(not all(row.holds for row in rows))
