"""Whether a drill is as it was prepared and played: what can be worked out again is, the rest goes by its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulator.operation.engine import ENGINE
from simulator.records.digests import corrections_in, digests_in, still_aside, unchanged
from simulator.records.folder import read_json

if TYPE_CHECKING:
    from simulator.drill import Drill


def verify(drill: Drill) -> dict[str, bool]:
    """What of the drill holds, by part; what cannot be checked is left out."""
    folder, holds = drill.folder, drill.prepared.holds()
    kept = read_json(folder.verdicts) if folder.verdicts.is_file() else None
    for part, good in unchanged(folder, digests_in(kept), drill.log.head.commitment).items():
        holds[part] = good and holds.get(part, True)
    if any(entry.what != "decide" for entry in drill.log.entries()):
        holds["log"] = False
    if not folder.verdicts.is_file():
        # A play leaves its verdicts with its score and its debrief, or nothing.
        return holds | ({"verdicts": False} if folder.score.is_file() or folder.debrief.is_file() else {})
    if isinstance(kept, dict) and "earlier" in kept:
        holds["earlier"] = still_aside(folder, kept["earlier"])
    if not isinstance(kept, dict) or kept.get("engine") in (None, ENGINE):
        drill.advance(drill.scenario.length)
        holds["verdicts"] = _replays_to(drill, kept)
    return holds


def _replays_to(drill: Drill, kept: Any) -> bool:
    """Whether the log replays to the verdicts that are kept, by the key as it was corrected for them."""
    beside = {name: kept[name] for name in ("files", "earlier") if isinstance(kept, dict) and kept.get(name)}
    try:
        return bool(kept == drill.verdicts(corrections_in(kept)) | beside)
    except (KeyError, TypeError, ValidationError):
        return False
