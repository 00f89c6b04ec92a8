"""Reasons, records and confidence: what a unit gave and wrote down, held against what the data shows and what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from simulator.common.clock import NEVER
from simulator.decisions.decision import CONFIDENCE
from simulator.operation.controls import controls
from simulator.scoring.measures import Judged
from simulator.scoring.model import Decided
from simulator.scoring.model_after import FindWork
from simulator.scoring.model_measures import Confidence, ReasonUse, Recording


def reasons(judged: Judged) -> tuple[list[ReasonUse], int]:
    """Each indicator that was given as a reason, by code, and how many were given after a result was known.

    What is given twice for a consignment counts once. Only what was given before the first result counts.
    """
    given: dict[str, set[int]] = {}
    late = 0
    for row, each in judged.decided:
        if each.effect != "effect":
            continue
        if each.t >= first_result(judged, row):
            late += len(each.reasons)
            continue
        for reason in each.reasons:
            given.setdefault(reason, set()).add(row)
    right = {reason: sum(reason in judged.shows(row) for row in rows) for reason, rows in given.items()}
    return [ReasonUse(indicator=code, given=len(given[code]), right=right[code]) for code in sorted(given)], late


def first_result(judged: Judged, row: int) -> int:
    """When the first control of a consignment told the unit something; NEVER without one."""
    return min((job.end for job in judged.done.get(row, ())), default=NEVER)


def recording(judged: Judged, finds: Sequence[FindWork]) -> Recording:
    """How completely the unit wrote down what it decided and what it did after its finds."""
    decided = [each for _, each in judged.decided] + list(judged.bagged)
    effective = [each for each in decided if each.effect == "effect"]
    selections = _by_number(each for each in effective if each.act == "select")
    openings = [each for each in effective if _needs_ground(each)]
    hand_overs = [work for work in finds if "hand-over" in work.expected]
    reports = [work for work in finds if "report" in work.expected]
    return Recording(
        selections=len(selections),
        with_reason=sum(any(each.reasons for each in said) for said in selections.values()),
        with_confidence=sum(any(each.confidence for each in said) for said in selections.values()),
        openings=len(openings),
        with_ground=sum(bool(each.ground) for each in openings),
        steps_expected=sum(len(work.expected) for work in finds),
        steps_done=sum(len(work.expected) - len(work.missing) - len(work.unreached) for work in finds),
        hand_overs=len(hand_overs),
        handed_right=sum(work.handed_to == work.authority for work in hand_overs),
        reports=len(reports),
        reported=sum("report" in {step.step for step in work.steps} for work in reports),
    )


def _by_number(decided: Iterable[Decided]) -> Mapping[str, list[Decided]]:
    out: dict[str, list[Decided]] = {}
    for each in decided:
        out.setdefault(each.consignment, []).append(each)
    return out


def _needs_ground(said: Decided) -> bool:
    """Whether a decision touches somebody's goods so that a record should say by which law."""
    opening = {control.code for control in controls() if control.opens}
    opens = said.act in ("select", "sample") and any(code.lstrip("?") in opening for code in said.controls)
    return opens or said.act == "hold"


def confidence(judged: Judged) -> list[Confidence]:
    """What came of selections by the confidence that was last stated before a result was known."""
    stated: dict[int, str] = {}
    for row, each in judged.decided:
        before = each.effect == "effect" and each.act == "select" and each.t < first_result(judged, row)
        if before and each.confidence:
            stated[row] = each.confidence
    finds = {*judged.found("case"), *judged.found("irregularity")}
    by = {level: {row for row, said in stated.items() if said == level} for level in CONFIDENCE}
    return [
        Confidence(level=level, selected=len(rows), controlled=len(rows & set(judged.done)), found=len(rows & finds))
        for level, rows in by.items()
        if rows
    ]
