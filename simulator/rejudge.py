"""Judging a drill again: by its key with corrections, or by the sealed key with a newer program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.common.errors import refuse
from simulator.debrief.telling import Order
from simulator.operation.engine import ENGINE
from simulator.records.digests import corrections_in, digests, put_aside
from simulator.records.folder import new_judging, read_json, write_json, write_whole
from simulator.scoring.correction_file import Known, read_corrections
from simulator.scoring.corrections import changed, corrected
from simulator.scoring.model_judging import Correction, Judging
from simulator.scoring.score import judge
from simulator.scoring.verdicts import Verdict

if TYPE_CHECKING:
    from simulator.drill import Drill
    from simulator.prepare import Report
    from simulator.scoring.model import Reference, Score


def rejudge(drill: Drill, file: Path | None, by: str, draws: int, report: Report, now: datetime | None = None) -> Score:
    """Judge again, decide first and record then; the new score. DrillError if it cannot be; then nothing is changed.

    The file is the whole correction: what an earlier one said and this does not is as sealed again.
    """
    before, old = drill.kept(), read_json(drill.folder.verdicts)
    judged_before = _verdicts(old, drill)
    corrections = [] if file is None else read_corrections(file, _known(drill))
    references = _references(drill, before, corrections_in(old), corrections)
    result = drill.score(draws, report, corrections, references)
    judging = Judging(
        number=len(before.judgings) + 1,
        at=(now or datetime.now(UTC)).isoformat(timespec="minutes"),
        by=by.strip(),
        file=file.name if file else "",
        digest=sha256(file.read_bytes()).hexdigest() if file else "",
        corrections=corrections,
        changes=changed(judged_before, _judged(drill, corrections), drill.world.consignments["id"].to_list()),
    )
    result = result.model_copy(update={"judgings": [*before.judgings, judging]})
    _record(drill, result, corrections)
    return result


def _references(
    drill: Drill, before: Score, old: Sequence[Correction], new: Sequence[Correction]
) -> dict[str, list[Reference]] | None:
    """What the reference players did, as the score has it; None where they are counted by other cases now."""
    was, now = (corrected(drill.truth, drill.rows, each).rows("case") for each in (old, new))
    same = was == now and before.about.engine == ENGINE
    return {unit.code: unit.references for unit in before.units} if same else None


def _known(drill: Drill) -> Known:
    """What corrections are held against."""
    ids = drill.world.consignments["id"]
    hidden = drill.truth.table.select("row", "kind", "typology").rows()
    kinds = {ids[row]: kind for row, kind, _ in hidden if kind != "decoy"}
    return Known(drill.rows, kinds, {ids[row]: typology for row, _, typology in hidden})


def _verdicts(kept: Any, drill: Drill) -> list[Verdict]:
    """The verdicts that are kept, whatever engine made them."""
    try:
        corrections_in(kept)
        return [Verdict(**each) for each in kept["verdicts"]]
    except (KeyError, TypeError, ValueError) as error:
        raise refuse("drill-damaged", file=str(drill.folder.verdicts), reason="it holds no verdicts") from error


def _judged(drill: Drill, corrections: Sequence[Correction]) -> list[Verdict]:
    return judge(drill.material({unit.code: [] for unit in drill.scenario.units}, corrections))


def _record(drill: Drill, result: Score, corrections: Sequence[Correction]) -> None:
    """Write what was decided; what stood there before is put aside, all or nothing."""
    with new_judging(drill.folder) as written:
        write_whole(written.score, result.model_dump_json(indent=1) + "\n")
        write_whole(written.debrief, drill.telling(Order(), result).written("html"))
        beside = {"files": digests(written, drill.folder), "earlier": put_aside(drill.folder)}
        write_json(written.verdicts, drill.verdicts(corrections) | beside)
