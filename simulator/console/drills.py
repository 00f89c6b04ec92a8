"""Commands on drills: prepare and run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.common.errors import DrillError, Fault, nearest, refuse
from simulator.common.i18n import pick
from simulator.common.resources import shipped_scenarios
from simulator.console.screen import progress, say, say_json, table
from simulator.drill import Drill
from simulator.records.folder import DrillFolder, check_free
from simulator.scoring.model import Score, UnitScore


def prepare(scenario: str, out: Path, seed: int | None, *, replace: bool, json: bool) -> None:
    """Prepare a drill and say where the packs lie."""
    with progress(quiet=json) as report:
        drill = Drill.prepare(scenario, seed, out, replace=replace, report=report)
    packs = {unit.code: str(drill.folder.packs / unit.code) for unit in drill.scenario.units}
    if json:
        say_json({"drill": str(out), "practice": seed is not None, "world": drill.log.head.world, "packs": packs})
        return
    say(f"EXERCISE. {pick(drill.scenario.title)}")
    say(f"The drill lies in {out} ({_kind(seed)}).")
    for unit, folder in packs.items():
        say(f"  hand out to {unit}: {folder}")
    say(f"Keep {drill.folder.sealed} to yourself. Then: jointdrill run {out} --player UNIT=SHEET")


def run(drill: str, players: Sequence[str], out: Path | None, seed: int | None, *, replace: bool, json: bool) -> None:
    """Play a drill, prepare it first if a scenario is named, and show how the units did."""
    seats = parse_players(players)
    with progress(quiet=json) as report:
        played = _opened(drill, out, seed, seats, replace=replace, report=report)
        score = played.run(seats, replace=replace, report=report)
    if json:
        say_json({"drill": str(played.folder.path), "debrief": str(played.folder.debrief), "score": score.model_dump()})
    else:
        _show(score, played.folder)


def parse_players(players: Sequence[str]) -> dict[str, str]:
    """`UNIT=PLAYER` texts as a mapping; DrillError with all that are not of this form."""
    seats: dict[str, str] = {}
    faults = []
    for text in players:
        unit, mark, player = text.partition("=")
        if not mark or not unit or not player:
            faults.append(Fault("player-form", {"value": text}, field="--player"))
        elif unit in seats:
            faults.append(Fault("unit-double", {"value": unit}, field="--player"))
        seats[unit] = player
    if faults:
        raise DrillError(faults)
    return seats


def _opened(
    drill: str, out: Path | None, seed: int | None, seats: dict[str, str], *, replace: bool, report: Any
) -> Drill:
    if DrillFolder(Path(drill)).is_drill():
        if seed is not None or out is not None:
            raise refuse("drill-prepared", file=drill)
        return Drill.open(drill)
    if Path(drill).is_dir():
        raise refuse("not-a-drill", file=drill)
    if not Path(drill).is_file() and drill not in shipped_scenarios() and Path(drill).suffix not in (".yaml", ".yml"):
        names = list(shipped_scenarios())
        raise refuse("no-drill-nor-scenario", value=drill, allowed=", ".join(names), hint=nearest(drill, names))
    target = out or Path(Path(drill).stem)
    check_free(target, replace=replace)
    return Drill.prepare(drill, seed, target, replace=replace, players=seats, report=report)


def _kind(seed: int | None) -> str:
    return "secret key" if seed is None else f"PRACTICE, seed {seed}: anybody who knows it can know the cases"


def _show(score: Score, folder: DrillFolder) -> None:
    say(f"EXERCISE. {pick(score.about.title)} ({_kind(score.about.seed)})")
    table(
        [
            "unit",
            "player",
            "cases found",
            "rules",
            "chance",
            "selected",
            "controlled",
            "nothing found",
            "officers used",
        ],
        [_row(unit) for unit in score.units],
        right=(2, 3, 4, 5, 6, 7, 8),
    )
    totals = score.totals
    say(f"Found {totals.cases_found} of {totals.cases} cases among {totals.consignments:,} consignments.")
    say(f"Debrief: {folder.debrief}")


def _row(unit: UnitScore) -> list[str]:
    by = {reference.player: reference for reference in unit.references}
    nothing = unit.nothing_found_grounded + unit.nothing_found_ungrounded
    return [
        unit.code,
        unit.player,
        f"{unit.cases_found} of {unit.cases_passed}",
        f"{by['rules'].found:g}",
        f"{by['chance'].found:g}",
        str(unit.selected + unit.samples),
        str(unit.controlled + unit.samples_controlled),
        str(nothing),
        f"{unit.minutes_used:.0f} of {unit.minutes_on:.0f}",
    ]
