"""The scenario that a trainer starts from."""

from __future__ import annotations

from simulator.common.resources import data_file


def starter() -> str:
    """Text of a short commented scenario, valid as it is."""
    return data_file("scenario", "starter.yaml").read_text(encoding="utf-8")
