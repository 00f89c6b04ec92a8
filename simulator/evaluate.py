"""What evaluators add to a drill: ratings beside the proposed ones, and observations. The debrief is told anew."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args

from simulator.common.errors import DrillError, Fault, listed, nearest
from simulator.records.digests import digests
from simulator.records.evaluation import MOST_TEXT, add_observation, add_rating
from simulator.records.folder import read_json, write_json
from simulator.scoring.model_rating import Observation, Rating, RatingSet

if TYPE_CHECKING:
    from simulator.drill import Drill


def rate(drill: Drill, unit: str, objective: str, rating: str, reason: str, by: str = "") -> None:
    """Keep a rating and tell the debrief anew. DrillError with all that is wrong with it, or if nobody has played."""
    drill.kept()
    code, why = rating.strip().upper(), reason.strip()
    faults = _named(drill, unit, objective, needed=True)
    if code not in get_args(Rating):
        faults.append(Fault("rating-unknown", {"value": rating}, field="--rating"))
    if not why:
        faults.append(Fault("rating-reason", field="--reason"))
    if len(why) > MOST_TEXT:
        faults.append(Fault("observation-long", {"most": MOST_TEXT}, field="--reason"))
    if faults:
        raise DrillError(faults)
    drill.evaluation()
    now = datetime.now(UTC).isoformat(timespec="minutes")
    said = {"unit": unit, "objective": objective, "rating": code, "reason": why, "by": by.strip(), "at": now}
    add_rating(drill.folder, RatingSet.model_validate(said))
    retell(drill)


def observe(drill: Drill, said: Observation) -> None:
    """Put an observation under those that are there, and tell the debrief anew if there is one."""
    faults = _named(drill, said.unit, said.objective, needed=False)
    if not said.text:
        faults.append(Fault("observation-text"))
    if len(said.text) > MOST_TEXT:
        faults.append(Fault("observation-long", {"most": MOST_TEXT}))
    if faults:
        raise DrillError(faults)
    drill.evaluation()
    add_observation(drill.folder, said)
    if drill.folder.score.is_file():
        retell(drill)


def _named(drill: Drill, unit: str, objective: str, *, needed: bool) -> list[Fault]:
    """Faults of a unit or an objective that the drill does not have; blank is one only if it is needed."""
    faults = []
    known = {
        "unit": [each.code for each in drill.scenario.units],
        "objective": [each.code for each in drill.scenario.objectives],
    }
    for name, value in (("unit", unit), ("objective", objective)):
        if (needed or value) and value not in known[name]:
            none = name == "objective" and not known[name]
            hint = nearest(value, known[name])
            params = {} if none else {"value": value, "allowed": listed(known[name]), "hint": hint}
            faults.append(Fault("objectives-none" if none else f"{name}-unknown", params, field=f"--{name}"))
    return faults


def retell(drill: Drill) -> None:
    """Write the debrief anew, by what evaluators have said since; its digest goes with it."""
    drill.debrief(drill.folder.debrief)
    kept = read_json(drill.folder.verdicts)
    if isinstance(kept, dict) and isinstance(kept.get("files"), dict):
        kept["files"]["debrief"] = digests(drill.folder, drill.folder)["debrief"]
        write_json(drill.folder.verdicts, kept)
