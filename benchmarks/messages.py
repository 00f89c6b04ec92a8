"""Reading air waybills (FWB), against splitting the same text into its lines and those into their fields."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import ROOT, Ratio, main, timed
from simulator.formats import cargo_imp

SAMPLES = ROOT / "tests" / "vectors" / "cargo-imp" / "fwb17.txt"
COUNT = 3_000


def traffic(samples: Path = SAMPLES) -> str:
    """3,000 waybills: three samples of 31, 36 and 87 lines, in turns."""
    kinds = samples.read_text(encoding="ascii").split("\n\n")
    return "\n\n".join(kinds[number % len(kinds)] for number in range(COUNT))


def split(text: str) -> list[list[str]]:
    """The fields of each line."""
    return [line.split("/") for line in text.split("\n")]


def read() -> float:
    """Reading all waybills; it refuses to be timed if one of them was not read."""
    data = traffic().encode()
    if sum(reading.record is not None for reading in cargo_imp.read(data)) != COUNT:
        raise ValueError("a waybill was not read")
    return timed(cargo_imp.read, data)


def fields() -> float:
    """Splitting the same text."""
    text = traffic()
    split(text)
    return timed(split, text)


def second() -> float:
    """The second in which 3,000 are to be read."""
    return 1.0


CASES = {"read": read, "fields": fields, "second": second}
BOUNDS = (
    Ratio("3,000 FWB read, against splitting them into lines and fields", "read", "fields", at_most=40),
    Ratio("The same in seconds: 3,000 a second are to be read", "read", "second", at_most=1),
)

if __name__ == "__main__":
    main("benchmarks.messages")
