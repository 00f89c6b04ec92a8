"""Who plays a unit: a reference player by name, or the sheet that participants filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from simulator.common.clock import NEVER
from simulator.common.errors import DrillError, Fault, listed, nearest, refuse
from simulator.decisions.decision import Decision, Step
from simulator.decisions.sheet import Setting, SheetDecision
from simulator.decisions.sheet_after import find_titles
from simulator.decisions.sheet_read import read_sheet
from simulator.operation.course import Move
from simulator.players import chance, rules
from simulator.players.desk import Desk

IDLE = "idle"
REFERENCE = ("rules", "chance", IDLE)

Players = Mapping[str, "str | Path | Sequence[str | Path]"]
"""Who plays each unit: `rules`, `chance`, `idle`, the path of a sheet, or the paths of several."""


class Timed(NamedTuple):
    """A decision with its time (seconds), and a note that stays outside the log."""

    t: int
    unit: str
    decision: Decision
    note: str = ""


def seats(
    players: Players,
    units: Sequence[str],
    desk: Callable[[str], Desk],
    setting: Callable[[str], Setting],
    rows: Mapping[str, int],
    bags: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> tuple[dict[str, str], list[Timed]]:
    """Who plays each unit, and all decisions in order of time, unit, and as they were handed in.

    `rows` gives the row of each consignment's id, ascending, `bags` the rows in each receptacle or dispatch. Units
    without a player are idle. DrillError with all that is wrong with any of the players.
    """
    faults = [
        Fault("unit-unknown", {"value": u, "allowed": listed(units), "hint": nearest(u, units)}, field="--player")
        for u in players
        if u not in units
    ]
    names, timed = dict[str, str](), list[Timed]()
    for unit in units:
        try:
            names[unit], decisions = seated(
                players.get(unit, IDLE), partial(desk, unit), partial(setting, unit), rows, bags
            )
            timed += decisions
        except DrillError as error:
            faults += error.faults
    if faults:
        raise DrillError(faults)
    return names, sorted(timed, key=lambda each: (each.t, units.index(each.unit)))


def seated(
    player: str | Path | Sequence[str | Path],
    desk: Callable[[], Desk],
    setting: Callable[[], Setting],
    rows: Mapping[str, int],
    bags: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> tuple[str, list[Timed]]:
    """The name of who plays a unit, and the decisions; several sheets are the work of one unit.

    DrillError with all that is wrong if the player is unknown or a sheet unusable.
    """
    players = [player] if isinstance(player, str | Path) else list(player)
    if players == [IDLE]:
        return IDLE, []
    if len(players) == 1 and str(players[0]) in REFERENCE:
        return str(players[0]), _of_reference(str(players[0]), desk(), list(rows))
    against = setting()
    faults: list[Fault] = []
    timed: list[Timed] = []
    standing: dict[str, tuple[str, Decision]] = {}
    for sheet in players:
        try:
            said = read_sheet(_sheet_path(sheet), against)
            faults += _other_orders(said, str(sheet), standing)
            timed += _of_sheet(said, desk(), rows, bags)
        except DrillError as error:
            faults += error.faults
    if faults:
        raise DrillError(faults)
    return " + ".join(Path(sheet).name for sheet in players), sorted(timed, key=lambda each: each.t)


def _other_orders(said: Sequence[SheetDecision], sheet: str, standing: dict[str, tuple[str, Decision]]) -> list[Fault]:
    """Standing orders of a sheet that differ from those of the unit's sheets before it."""
    faults = []
    for each in said:
        if each.decision.act == "standing":
            other, order = standing.setdefault(each.decision.on, (sheet, each.decision))
            if order != each.decision:
                find = find_titles()[each.decision.on]
                faults.append(Fault("sheet-standing-two", {"find": find, "other": other}, sheet, row=each.row))
    return faults


def _sheet_path(sheet: str | Path) -> Path:
    """The path of a sheet; refuses a reference player among sheets, and a word that is no player."""
    path = Path(sheet)
    if str(sheet) in REFERENCE:
        raise refuse("player-alone", field="--player", value=str(sheet))
    if not path.suffix and not path.exists():
        allowed = f"{', '.join(REFERENCE)}, or a sheet (.xlsx, .csv)"
        raise refuse(
            "player-unknown", field="--player", value=str(sheet), allowed=allowed, hint=nearest(str(sheet), REFERENCE)
        )
    return path


def _of_reference(name: str, desk: Desk, ids: Sequence[str]) -> list[Timed]:
    moves = rules.moves(desk) if name == "rules" else chance.moves(desk)
    return [Timed(move.t, move.unit, _decision(move, ids, name, desk)) for move in moves]


def _decision(move: Move, ids: Sequence[str], name: str, desk: Desk) -> Decision:
    if move.said is not None:
        return move.said
    wish = move.wish
    steps = zip(wish.controls, wish.whens, strict=True) if wish else ()
    controls = tuple(Step(desk.floor.controls[control].code, when) for control, when in steps)
    reasons = rules.reasons(desk, move.row) if name == "rules" else ()
    ground = wish.ground if wish else ""
    return Decision(ids[move.row], move.act, controls, wish.priority if wish else 2, reasons, ground=ground)


def _of_sheet(
    decisions: Sequence[SheetDecision], desk: Desk, rows: Mapping[str, int], bags: Mapping[str, Sequence[int]]
) -> list[Timed]:
    """A row without a time counts as handed in when consignment or receptacle became known, in sheet order."""
    timed = []
    for each in decisions:
        row = rows.get(each.decision.consignment)
        inside = bags.get(each.decision.consignment, ())
        known = desk.known(row) if row is not None else min((desk.noticed(item) for item in inside), default=NEVER)
        t = 0 if known >= min(NEVER, desk.length) else max(0, known)
        timed.append(Timed(t if each.t is None else each.t, desk.floor.unit, each.decision, each.note))
    return sorted(timed, key=lambda each: each.t)
