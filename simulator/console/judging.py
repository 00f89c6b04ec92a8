"""Commands that judge: judging again by a corrected key, ratings and observations of evaluators."""

from __future__ import annotations

from pathlib import Path

from simulator.common.errors import DrillError, Fault
from simulator.console.screen import progress, say, say_json, table
from simulator.drill import Drill
from simulator.records.folder import DrillFolder
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


_RATING = ("unit", "objective", "rating", "reason")


def rate(drill: str, said: dict[str, str | None], by: str, *, json: bool) -> None:
    """Set a rating, or show what is rated if none is given."""
    opened = Drill.open(drill)
    missing = [name for name in _RATING if not said[name]]
    if len(missing) < len(_RATING):
        if missing:
            raise DrillError(Fault("rate-missing", field=f"--{name}") for name in missing)
        unit, objective, rating, reason = (said[name] or "" for name in _RATING)
        opened.rate(unit, objective, rating, reason, by)
    rows = _ratings(opened)
    if json:
        say_json({"drill": drill, "debrief": str(opened.folder.debrief), "ratings": rows})
        return
    table(["unit", "objective", "proposed", "set", "by"], [list(row.values())[:5] for row in rows])
    say(f"Debrief: {opened.folder.debrief}")


def _ratings(drill: Drill) -> list[dict[str, str]]:
    """Every objective of every unit: the proposed rating or why there is none, and the one that was set last."""
    last = {(each.unit, each.objective): each for each in drill.evaluation().ratings}
    out = []
    for unit in drill.kept().units:
        for told in unit.ratings:
            own = last.get((unit.code, told.objective))
            row = {"unit": unit.code, "objective": told.objective, "proposed": told.rating or told.why}
            said = (
                {"set": own.rating, "by": own.by, "reason": own.reason} if own else {"set": "", "by": "", "reason": ""}
            )
            out.append(row | said)
    return out


def observe(drill: str, text: str | None, at: str, unit: str, objective: str, by: str, *, json: bool) -> None:
    """Put an observation into the table of a drill, or take in what was written there, and count what it holds."""
    opened = Drill.open(drill)
    if text is not None:
        opened.observe(text, time=at, unit=unit, objective=objective, by=by)
    elif opened.folder.score.is_file():
        opened.retell()
    held = opened.evaluation().observations
    if json:
        say_json({"drill": drill, "observations": [each.model_dump() for each in held]})
        return
    count = "1 observation" if len(held) == 1 else f"{len(held)} observations"
    say(f"{count} in {opened.folder.observations}")
    _tell_where(opened.folder)


def _tell_where(folder: DrillFolder) -> None:
    if folder.score.is_file():
        say(f"Debrief: {folder.debrief}")
    else:
        say("They will stand in the debrief when the drill has been played.")
