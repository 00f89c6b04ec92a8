"""Whether a decision makes sense by itself: its words are known and go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from simulator.common.errors import DrillError, Fault, listed, nearest
from simulator.common.tables import codes, table
from simulator.decisions.decision import ACTS, CONFIDENCE, MAX_CONTROLS, MAX_REASONS, ORDERING, TAKES, WHEN, Decision


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
    yield from _after_papers(decision)
    yield from _several("reasons", decision.reasons, MAX_REASONS)
    if decision.act in ACTS and (decision.act in ORDERING) != bool(decision.controls):
        code = "decision-needs-controls" if decision.act in ORDERING else "decision-takes-no-controls"
        yield Fault(code, {"act": decision.act}, field="controls")
    if decision.act in ACTS:
        yield from _said(decision)
        yield from _addressed(decision)


def _after_papers(decision: Decision) -> Iterator[Fault]:
    """Whether a control waits for an alarm of the documentary check, which shows papers and gives none."""
    for before, step in pairwise(decision.controls):
        if before.control == PAPERS and step.when == "on-alarm":
            yield Fault("decision-after-papers", {"value": step.control}, field="controls")


def _said(decision: Decision) -> Iterator[Fault]:
    """Whether a decision says what its act takes, and nothing else."""
    takes = TAKES.get(decision.act, ())
    needs = set(takes) - {"to", "substitute"} if "steps" in takes else set(takes) - {"substitute"}
    nothing: dict[str, object] = {"until": None, "steps": (), "substitute": False}
    for field in ("to", "question", "on", "steps", "until", "substitute"):
        said = getattr(decision, field) != nothing.get(field, "")
        if said and field not in takes:
            yield Fault("decision-field", {"act": decision.act, "field": field}, field=field)
        elif field in needs and not said:
            yield Fault("decision-lacks", {"act": decision.act, "field": field}, field=field)
    if bool(decision.consignment) == (decision.act == "standing"):
        code = "decision-field" if decision.consignment else "decision-lacks"
        yield Fault(code, {"act": decision.act, "field": "consignment"}, field="consignment")


def _addressed(decision: Decision) -> Iterator[Fault]:
    """Whether the words of the acts beside select are known, and go together."""
    allowed = {
        "ask": codes("operation", "contacts"),
        "refer": codes("operation", "referrals"),
    }.get(decision.act, codes("operation", "authorities"))
    if decision.act in TAKES and decision.to:
        yield from _known("to", [decision.to], allowed)
    yield from _known("on", [decision.on] if decision.on else [], (*codes("operation", "finds"), NOT_PRESENTED))
    steps = (ASK_AGAIN,) if decision.on == NOT_PRESENTED else steps_after(decision.on)
    yield from _known("steps", decision.steps, steps)
    yield from _several("steps", decision.steps, len(decision.steps))
    if "hand-over" in decision.steps and not decision.to:
        yield Fault("decision-lacks", {"act": "hand-over", "field": "to"}, field="to")
    if decision.act == "ask" and decision.question:
        rows = table("operation", "contacts")
        asked = next((row["questions"].split("|") for row in rows if row["code"] == decision.to), None)
        yield from _known("question", [decision.question], asked or codes("decisions", "questions"))


PAPERS = "documents"
"""The control that gives no alarm: people read what it shows."""
NOT_PRESENTED, ASK_AGAIN = "not-presented", "ask-again"
"""A standing order for what post, courier or agent could not find, and what it may say."""
DANGER = "danger"
"""What nobody opens: of all steps only those that finds of danger have can follow."""


def steps_after(on: str) -> tuple[str, ...]:
    """The steps that can follow a find of a kind; all of them without one."""
    every = (*codes("operation", "steps"), "field-test")
    if not on:
        return every
    if on == DANGER:
        return next(tuple(row["steps"].split("|")) for row in table("operation", "finds") if row["code"] == DANGER)
    return tuple(step for step in every if step not in ("stop", "isolate", "notify"))


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
