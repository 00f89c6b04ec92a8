"""jointdrill: a training and exercise simulator for joint practical drills of Air Cargo Control Units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.common.errors import DrillError, Fault
    from simulator.decisions.decision import Decision, Step
    from simulator.drill import Drill
    from simulator.scoring.model import Score

__version__ = "0.1.0"
__all__ = ["Decision", "Drill", "DrillError", "Fault", "Score", "Step", "__version__"]

_HOMES = {
    "Decision": "simulator.decisions.decision",
    "Drill": "simulator.drill",
    "DrillError": "simulator.common.errors",
    "Fault": "simulator.common.errors",
    "Score": "simulator.scoring.model",
    "Step": "simulator.decisions.decision",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that the commands start fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
