"""Whether a decision makes sense by itself: its words are known and go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.common.errors import DrillError, Fault, listed, nearest
from simulator.common.tables import codes, table
from simulator.decisions.decision import ACTS, CONFIDENCE, MAX_CONTROLS, MAX_REASONS, ORDERING, WHEN, Decision


def check(decision: Decision) -> None:
    """DrillError with all that is wrong with a decision; nothing if it can be taken."""
    faults = list(_faults(decision))
    if faults:
        raise DrillError(faults)


def check_streams(decision: Decision, stream: str) -> None:
    """DrillError if a decision orders controls that there are not for the stream of its consignment."""
    lacking = {row["code"] for row in table("operation", "controls") if not row[f"crew_{stream}"]}
    faults = [
        Fault("decision-control-stream", {"value": step.control, "stream": stream}, field="controls")
        for step in decision.controls
        if step.control in lacking
    ]
    if faults:
        raise DrillError(faults)


def _faults(decision: Decision) -> Iterator[Fault]:
    yield from _known("act", [decision.act], ACTS)
    yield from _known("controls", [step.control for step in decision.controls], codes("operation", "controls"))
    yield from _known("controls", [step.when for step in decision.controls], WHEN)
    yield from _known("reasons", decision.reasons, codes("world", "indicators"))
    yield from _known("confidence", [decision.confidence] if decision.confidence else [], CONFIDENCE)
    yield from _known("ground", [decision.ground] if decision.ground else [], codes("decisions", "grounds"))
    yield from _known("priority", [str(decision.priority)], ("1", "2", "3"))
    yield from _several("controls", [step.control for step in decision.controls], MAX_CONTROLS)
    yield from _several("reasons", decision.reasons, MAX_REASONS)
    if decision.act in ACTS and (decision.act in ORDERING) != bool(decision.controls):
        code = "decision-needs-controls" if decision.act in ORDERING else "decision-takes-no-controls"
        yield Fault(code, {"act": decision.act}, field="controls")


def _known(field: str, values: Sequence[str], allowed: Sequence[str]) -> Iterator[Fault]:
    for value in values:
        if value not in allowed:
            words = {"value": value, "allowed": listed(allowed), "hint": nearest(value, allowed)}
            yield Fault("decision-value", words, field=field)


def _several(field: str, values: Sequence[str], most: int) -> Iterator[Fault]:
    if len(values) > most:
        yield Fault("decision-too-many", {"count": len(values), "most": most}, field=field)
    if len(set(values)) < len(values):
        yield Fault("decision-double", {"values": ", ".join(values)}, field=field)
