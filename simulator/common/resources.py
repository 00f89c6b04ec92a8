"""Where the shipped scenarios and templates lie: at the top of a checkout, inside the package of a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(kind: str) -> Path:
    """The folder of shipped `scenarios` or `templates`."""
    inside = PACKAGE / "shipped" / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def shipped_scenarios() -> dict[str, Path]:
    """Shipped scenarios by name, in alphabetical order."""
    return {path.stem: path for path in sorted(shipped("scenarios").glob("*.yaml"))}


def data_file(room: str, name: str) -> Path:
    """A data file of a room of the house, say `data_file("world", "goods.csv")`."""
    return PACKAGE / room / "data" / name
