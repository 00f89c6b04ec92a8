"""Commands on drills: prepare and run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.common.errors import DrillError, Fault, nearest_name, refuse
from simulator.common.i18n import pick
from simulator.common.resources import shipped_scenarios
from simulator.console.moments import Clock
from simulator.console.screen import progress, say, say_json, table
from simulator.debrief.words import Words
from simulator.decisions.decision import Decision
from simulator.decisions.pack import NEWS
from simulator.drill import Drill
from simulator.players.seat import Players
from simulator.records.digests import PARTS
from simulator.records.folder import DrillFolder
from simulator.records.making import check_free
from simulator.scoring.model import Score, UnitScore

_MOST_VAIN = 3
"""Decisions without effect that are told of a unit."""


def prepare(
    scenario: str,
    out: Path,
    seed: int | None,
    *,
    lang: str,
    glossaries: Sequence[Path],
    replace: bool,
    json: bool,
) -> None:
    """Prepare a drill and say where the packs lie."""
    with progress(quiet=json) as report:
        drill = Drill.prepare(scenario, seed, out, lang=lang, glossaries=glossaries, replace=replace, report=report)
    packs = {unit.code: str(drill.folder.packs / unit.code) for unit in drill.scenario.units}
    head = drill.log.head
    if json:
        told = {"drill": str(out), "practice": head.practice, "world": head.world, "seal": head.commitment}
        say_json({**told, "packs": packs})
        return
    say(f"EXERCISE. {pick(drill.scenario.title)}")
    say(f"The drill lies in {out} ({_kind(seed)}).")
    for unit, folder in packs.items():
        say(f"  hand out to {unit}: {folder}")
    if (drill.folder.packs / NEWS).exists():
        say(f"  hand out yourself, each piece in its time: {drill.folder.packs / NEWS}")
    say(f"Keep {drill.folder.sealed} to yourself.")
    say(f"Tell everybody the seal of the drill (it stands in {drill.folder.announcement.name}): {head.commitment}")
    say(f"Then: jointdrill run {quoted(out)} --player UNIT=SHEET")


def run(drill: str, players: Sequence[str], out: Path | None, seed: int | None, *, replace: bool, json: bool) -> None:
    """Play a drill, prepare it first if a scenario is named, and show how the units did."""
    seats = parse_players(players)
    with progress(quiet=json) as report:
        played = _opened(drill, out, seed, seats, replace=replace, report=report)
        score = played.run(seats, replace=replace, report=report)
    if json:
        say_json({"drill": str(played.folder.path), "debrief": str(played.folder.debrief), "score": score.model_dump()})
    else:
        unnamed = [unit.code for unit in played.scenario.units if unit.code not in seats]
        _show(score, played.folder, unnamed, vain_decisions(played))


def parse_players(players: Sequence[str]) -> dict[str, list[str]]:
    """`UNIT=PLAYER` texts by unit; a unit may hand in several sheets. DrillError with all that are not of this form."""
    seats: dict[str, list[str]] = {}
    faults = []
    for text in players:
        unit, mark, player = text.partition("=")
        if not mark or not unit or not player:
            faults.append(Fault("player-form", {"value": text}, field="--player"))
        elif player in seats.get(unit, ()):
            faults.append(Fault("unit-double", {"value": unit, "player": player}, field="--player"))
        seats.setdefault(unit, []).append(player)
    if faults:
        raise DrillError(faults)
    return seats


_WAYS = {
    "seal": "seal.txt was changed or is missing",
    "earlier": "verdicts that judging again put aside were changed or are missing",
    "verdicts": "the log does not replay to what stands in verdicts.json, or verdicts.json is missing",
    "log": "log.jsonl is not as the play left it",
    "score": "score.json was changed or is missing",
    "debrief": "debrief.html was changed or is missing, or another version made it",
}
"""What is said of a part that does not hold."""


def verify(drill: str, *, json: bool) -> None:
    """Work out again what the log's head, the verdicts and the digests beside them say."""
    opened = Drill.open(drill)
    holds = opened.verify()
    broken = [f"{part} ({_WAYS[part]})" if part in _WAYS else part for part, good in holds.items() if not good]
    if broken:
        raise refuse("seal-broken", file=drill, what="; ".join(broken))
    unchecked = [part for part in PARTS if part not in holds]
    if json:
        say_json({"drill": drill, "seal": opened.log.head.commitment, "holds": holds, "unchecked": unchecked})
        return
    say(f"Seal: {opened.log.head.commitment}")
    say("It holds: world and truth are those that the drill began with.")
    if "verdicts" in holds:
        say("Replaying the log gives the same verdicts.")
    if left := [part for part in ("log", "score", "debrief") if part in holds]:
        say(f"As the play left them: {', '.join(left)}.")
    if not opened.folder.verdicts.is_file():
        say("It has not been played to its end: there is no score and no debrief to check.")
    elif unchecked:
        say(f"NOTE: not checked: {', '.join(unchecked)}; the older program that played it kept nothing to check by.")
    if opened.log.head.practice:
        say("NOTE: a practice drill; anybody who knows its seed can make it anew.")


def _opened(drill: str, out: Path | None, seed: int | None, seats: Players, *, replace: bool, report: Any) -> Drill:
    """The drill to run: a prepared folder, or a scenario, which is prepared first."""
    means_scenario = seed is not None or out is not None
    if DrillFolder(Path(drill)).is_drill() and not (means_scenario and drill in shipped_scenarios()):
        if means_scenario:
            raise refuse("drill-prepared", file=drill)
        return Drill.open(drill)
    if Path(drill).is_dir() and drill not in shipped_scenarios():
        raise refuse("not-a-drill", file=drill)
    if Path(drill).suffix.lower() in (".xlsx", ".csv"):
        raise DrillError(Fault("sheet-as-drill", {"file": drill}, file=drill))
    if not Path(drill).is_file() and drill not in shipped_scenarios() and Path(drill).suffix not in (".yaml", ".yml"):
        names = list(shipped_scenarios())
        raise refuse("no-drill-nor-scenario", value=drill, allowed=", ".join(names), hint=nearest_name(drill, names))
    target = out or Path(f"{Path(drill).stem}-drill")
    check_free(target, replace=replace)
    return Drill.prepare(drill, seed, target, replace=replace, players=seats, report=report)


def _kind(seed: int | None) -> str:
    return "secret key" if seed is None else f"PRACTICE, seed {seed}: anybody who knows it can know the cases"


def quoted(path: Path) -> str:
    """A path as it is typed."""
    return f'"{path}"' if " " in str(path) else str(path)


def vain_decisions(played: Drill) -> dict[str, list[str]]:
    """The decisions that had no effect, by unit: what was decided when, and why it was in vain."""
    words = Words("en", played.scenario.start)
    found: dict[str, list[str]] = {}
    for entry, effect in zip(played.log.entries(), played.effects, strict=True):
        if effect != "effect":
            post = next(unit.post for unit in played.scenario.units if unit.code == entry.unit)
            said = Decision.from_payload(entry.payload)
            when = Clock.of(played.scenario, post).text(entry.t)
            what = f"{said.consignment} {words.title('act', said.act)}".strip()
            found.setdefault(entry.unit, []).append(f"{what}, {when}: {words.title('effect', effect)}")
    return found


def _show(score: Score, folder: DrillFolder, unnamed: Sequence[str], vain: Mapping[str, Sequence[str]]) -> None:
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
    if unnamed:
        say(f"NOTE: no player was named for {', '.join(unnamed)}: idle, nothing was decided there.")
    if score.about.play > 1:
        say(f"NOTE: play {score.about.play} of this drill; its seal had been opened by the play before.")
    for unit in score.units:
        if count := sum(unit.without_effect.values()):
            decisions = "1 decision" if count == 1 else f"{count} decisions"
            say(f"NOTE: {decisions} of {unit.code} had no effect; the debrief says which and why.")
            for line in vain.get(unit.code, ())[:_MOST_VAIN]:
                say(f"    {line}")
            if count > _MOST_VAIN:
                say(f"    and {count - _MOST_VAIN} more")
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
