"""Commands that judge: judging again by a corrected key."""

from __future__ import annotations

from pathlib import Path

from simulator.console.screen import progress, say, say_json, table
from simulator.drill import Drill
from simulator.scoring.model_judging import VerdictChange


def rejudge(drill: str, corrections: Path | None, by: str, *, json: bool) -> None:
    """Judge a drill again and show which verdicts that changed."""
    with progress(quiet=json) as report:
        opened = Drill.open(drill)
        score = opened.rejudge(corrections, by, report=report)
    judging = score.judgings[-1]
    if json:
        say_json({"drill": drill, "debrief": str(opened.folder.debrief), "judging": judging.model_dump()})
        return
    if judging.changes:
        table(["consignment", "before", "now"], [_row(each) for each in judging.changes], whole=(0,))
    count = len(judging.changes)
    said = "No verdict has" if not count else "1 verdict has" if count == 1 else f"{count} verdicts have"
    say(f"{said} changed. Those before are kept: {opened.folder.judged()[-1]}")
    say(f"Debrief: {opened.folder.debrief}")


def _row(each: VerdictChange) -> list[str]:
    return [
        each.consignment,
        _verdict(each.kind_before, each.outcome_before, each.grounded_before),
        _verdict(each.kind, each.outcome, each.grounded),
    ]


def _verdict(kind: str, outcome: str, grounded: bool | None) -> str:
    reasons = {None: "", True: ", grounded", False: ", ungrounded"}[grounded]
    return f"{kind}: {outcome}{reasons}"
