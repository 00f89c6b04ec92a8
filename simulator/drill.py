"""The drill: prepare it, put decisions in, let time pass, score and tell it. Every way in uses this class."""

from __future__ import annotations

import json
import shutil
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import simulator
from simulator.common import chance
from simulator.common.errors import DrillError, Fault, listed, nearest, refuse
from simulator.decisions.check import check
from simulator.decisions.decision import Decision
from simulator.decisions.sheet import Setting, setting
from simulator.operation.course import Course, Ground, move_of
from simulator.operation.engine import ENGINE, Flights
from simulator.operation.floor import floors
from simulator.operation.log import Entry, FileLog
from simulator.players.desk import Desk
from simulator.players.reference import DRAWS, references
from simulator.players.seat import IDLE, Timed, seated
from simulator.prepare import Report, prepare_folder
from simulator.records.folder import DrillFolder, new_drill, new_play, read_json, write_json, write_whole
from simulator.records.seal import SALT_BYTES, Seal
from simulator.scenario.model import Scenario, Unit
from simulator.scenario.reader import read
from simulator.scoring.model import About, Reference, Score
from simulator.scoring.score import Material, judge, score
from simulator.scoring.verdicts import Happened
from simulator.view.sight import Sight, sight
from simulator.world.places import places
from simulator.world.truth import Truth
from simulator.world.world import World

Players = Mapping[str, "str | Path | Sequence[str | Path]"]
"""Who plays each unit: `rules`, `chance`, `idle`, the path of a sheet, or the paths of several."""


def _quiet(_what: str, _share: float) -> None:
    """Report to nobody."""


class Drill:
    """One drill in its folder."""

    def __init__(self, folder: DrillFolder) -> None:
        """Open a drill that `prepare` made; its log is replayed. DrillError if it is none or is damaged."""
        if not folder.is_drill():
            raise refuse("not-a-drill", file=str(folder.path))
        self.folder = folder
        self.log = FileLog(folder.log)
        if self.log.head.engine > ENGINE:
            raise refuse("drill-engine", file=str(folder.path), found=self.log.head.engine, known=ENGINE)
        self.reading = read(folder.scenario)
        self.seal = Seal.load(folder.key)
        self.world, self.truth = _tables(folder)
        changed = [what for what, holds in self._as_prepared().items() if not holds]
        if changed:
            raise refuse("drill-changed", file=str(folder.path), what=", ".join(changed))
        self._replay()

    def _replay(self) -> None:
        """Be where the log says; DrillError if it holds what this drill cannot have taken."""
        self._written = self.folder
        self.play = max(1, self.folder.plays())
        self.log = FileLog(self.folder.log)
        self.effects: list[str] = []
        self.course = Course(self.ground)
        for entry in self.log.entries():
            try:
                self._admit(entry.unit, entry.t, Decision.from_payload(entry.payload))
            except (DrillError, KeyError, TypeError, ValueError) as error:
                reason = f"entry {entry.seq} of the log cannot have been taken ({error})"
                raise refuse("drill-damaged", file=str(self.folder.log), reason=reason) from error
            self.effects.append(self.course.apply(move_of(entry, self.rows)))

    def _as_prepared(self) -> dict[str, bool]:
        """Whether scenario, world, key and truth are those that the log's head stands for."""
        head, seal = self.log.head, self.seal
        return {
            "scenario": self.reading.digest == head.scenario,
            "world": self.world.digest() == head.world,
            "key": seal.salt == chance.derive(seal.key, "salt", SALT_BYTES),
            "truth": self.truth.commitment(seal.salt) == head.commitment,
        }

    @classmethod
    def prepare(
        cls,
        scenario: str | Path,
        seed: int | None = None,
        out: str | Path | None = None,
        *,
        replace: bool = False,
        players: Players | None = None,
        report: Report = _quiet,
    ) -> Drill:
        """Build the world of a scenario (name or path), hide the cases, write the drill folder and its packs.

        Without `seed` a secret key is drawn. Without `out` the drill lies in a temporary folder as long as the object
        lives. Raises DrillError with all faults of the scenario, if `out` cannot be used, or if one of `players`, who
        are to run it then, could not play; then `out` is as it was.
        """
        path = Path(mkdtemp(prefix="jointdrill-")) / "drill" if out is None else Path(out)
        with new_drill(path, replace=replace) as folder:
            prepare_folder(folder, scenario, Seal.new(seed), report)
            if players:
                cls(folder).seat(players)
        drill = cls(DrillFolder(path))
        if out is None:
            weakref.finalize(drill, shutil.rmtree, path.parent, ignore_errors=True)
        return drill

    @classmethod
    def open(cls, path: str | Path) -> Drill:
        """A drill that lies in a folder."""
        return cls(DrillFolder(Path(path)))

    # parts

    @property
    def scenario(self) -> Scenario:
        """The scenario that is drilled."""
        return self.reading.scenario

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row of each consignment by its id."""
        return {name: row for row, name in enumerate(self.world.consignments["id"].to_list())}

    @cached_property
    def ground(self) -> Ground:
        """What courses run on."""
        posts = floors(self.scenario, self.world, self.truth, self.seal.key)
        return Ground(self.scenario.kind, posts, Flights.of(self.world), self.scenario.length)

    @cached_property
    def sights(self) -> dict[str, Sight]:
        """What each unit ever sees."""
        return {unit.code: sight(self.world, unit.code) for unit in self.scenario.units}

    def desk(self, unit: str) -> Desk:
        """The post of a unit as reference players plan it."""
        floor = next(floor for floor in self.ground.floors if floor.unit == unit)
        return Desk(floor, self.sights[unit], self.scenario.length)

    # playing

    def participant(self, unit: str, name: str) -> str:
        """The random id by which the log knows a participant of a unit."""
        return "p-" + chance.derive(self.seal.key, f"participant:{unit}:{name}", 6).hex()

    def submit(self, unit: str, who: str, t: int, decision: Decision, note: str = "") -> str:
        """Advance to t, log a decision durably, apply it; `effect`, or why it had none.

        DrillError with all that is wrong if the decision cannot be taken; then neither log nor clock has changed.
        """
        self._admit(unit, t, decision)
        self.advance(t)
        entry = Entry(len(self.effects) + 1, t, unit, who, "decide", decision.payload())
        self.log.append(entry)
        self._write_journal(entry.seq, note)
        effect = self.course.apply(move_of(entry, self.rows))
        self.effects.append(effect)
        return effect

    def _admit(self, unit: str, t: int, decision: Decision) -> None:
        """Refuse what the log must never hold."""
        units = [each.code for each in self.scenario.units]
        if unit not in units:
            raise refuse("unit-unknown", value=unit, allowed=", ".join(units), hint=nearest(unit, units))
        if decision.consignment not in self.rows:
            raise refuse("decision-consignment", value=decision.consignment)
        if not self.course.now <= t < self.scenario.length:
            raise refuse("decision-time", t=t, first=self.course.now, last=self.scenario.length - 1)
        check(decision)

    def advance(self, t: int) -> None:
        """Run to t seconds from the start; what happens at t itself is left for the next step."""
        self.course.advance(t)

    def run(self, players: Players, *, replace: bool = False, draws: int = DRAWS, report: Report = _quiet) -> Score:
        """Play the drill to its end; units without a player are `idle`.

        Writes log, verdicts, score and debrief into the folder. DrillError if a player or sheet is not usable, or if
        the drill has been played already and `replace` is not set; then nothing is changed.
        """
        if (self.log.entries() or self.folder.plays()) and not replace:
            raise refuse("drill-played", file=str(self.folder.path))
        names, timed = self.seat(players)
        try:
            with new_play(self.folder) as written:
                self._reset(written, names)
                report("playing", 0.0)
                with self.log.batch():
                    for each in timed:
                        who = self.participant(each.unit, names[each.unit])
                        self.submit(each.unit, who, each.t, each.decision, each.note)
                self.advance(self.scenario.length)
                result = self.score(draws=draws, report=report)
                self._keep_results(result)
        except BaseException:
            self._replay()
            raise
        self._written = self.folder
        self.log.path = self.folder.log
        return result

    def seat(self, players: Players) -> tuple[dict[str, str], list[Timed]]:
        """Who plays each unit, and all decisions in order of time, unit, and as they were handed in.

        DrillError with all that is wrong with any of the players.
        """
        codes = [unit.code for unit in self.scenario.units]
        faults = [
            Fault("unit-unknown", {"value": u, "allowed": listed(codes), "hint": nearest(u, codes)}, field="--player")
            for u in players
            if u not in codes
        ]
        names, timed = {}, []
        ids = self.world.consignments["id"].to_list()
        for each in self.scenario.units:
            desk, against = partial(self.desk, each.code), partial(self._setting, each)
            try:
                names[each.code], decisions = seated(players.get(each.code, IDLE), desk, against, ids, self.rows)
                timed += decisions
            except DrillError as error:
                faults += error.faults
        if faults:
            raise DrillError(faults)
        return names, sorted(timed, key=lambda each: (each.t, codes.index(each.unit)))

    def _setting(self, unit: Unit) -> Setting:
        offset = places(self.scenario)[unit.post].offset
        return setting(self.scenario, self.world, unit, offset, self.log.head.world)

    def _reset(self, written: DrillFolder, names: Mapping[str, str]) -> None:
        """Go back to the start, with new people; what is played is written into another folder."""
        self._written, self.play = written, self.folder.plays() + 1
        self.log = FileLog.create(written.log, self.log.head)
        write_whole(written.journal, "")
        people = {self.participant(unit, name): {"unit": unit, "name": name} for unit, name in names.items()}
        write_json(written.people, people)
        self.effects = []
        self.course = Course(self.ground)

    def _write_journal(self, seq: int, note: str) -> None:
        if note:
            line = {"seq": seq, "wall": datetime.now(UTC).isoformat(timespec="seconds"), "note": note}
            with self._written.journal.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    # telling

    def material(self, references_of: Mapping[str, list[Reference]]) -> Material:
        """What the score is made of."""
        people = self._people()
        players = {unit.code: "idle" for unit in self.scenario.units}
        players.update({person["unit"]: person["name"] for person in people.values()})
        return Material(
            self.scenario,
            self.world,
            self.truth,
            Happened.of(self.course),
            self.sights,
            list(zip(self.log.entries(), self.effects, strict=True)),
            self.rows,
            players,
            references_of,
        )

    def references(self, draws: int = DRAWS, report: Report = _quiet) -> dict[str, list[Reference]]:
        """`rules` and `chance` at each unit's post."""
        moves = [move_of(entry, self.rows) for entry in self.log.entries()]
        cases = set(self.truth.rows("case"))
        units = [unit.code for unit in self.scenario.units]
        out = {}
        for at, unit in enumerate(units):

            def told(done: int, of: int, at: int = at) -> None:
                report("reference players", (at + done / of) / len(units))

            others = [move for move in moves if move.unit != unit]
            out[unit] = references(self.ground, self.desk(unit), others, cases, draws, told)
        return out

    def score(self, draws: int = DRAWS, report: Report = _quiet) -> Score:
        """The score at the end of the drill; time runs to the end if it has not."""
        self.advance(self.scenario.length)
        return score(self.material(self.references(draws, report)), self.about())

    def about(self) -> About:
        """Which drill this is, with its seal opened."""
        head, seal = self.log.head, self.seal
        return About(
            title=self.scenario.title,
            purpose=self.scenario.purpose,
            kind=self.scenario.kind,
            start=self.scenario.start.isoformat(timespec="minutes"),
            length=self.scenario.length,
            practice=seal.seed is not None,
            seed=seal.seed,
            key=seal.key.hex(),
            salt=seal.salt.hex(),
            commitment=head.commitment,
            commitment_holds=self.truth.commitment(seal.salt) == head.commitment,
            scenario_digest=head.scenario,
            world_digest=head.world,
            engine=ENGINE,
            product=simulator.__version__,
            play=self.play,
        )

    def debrief(self, path: str | Path, lang: str = "en") -> Path:
        """Write the debrief of a drill that has been played; the path it was written to."""
        from simulator.debrief.render import render_debrief

        if not self._written.score.is_file():
            raise refuse("not-played", file=str(self.folder.path))
        kept = Score.model_validate_json(self._written.score.read_text(encoding="utf-8"))
        people = {who: person["name"] for who, person in self._people().items()}
        write_whole(Path(path), render_debrief(kept, lang, notes=self._notes(), people=people))
        return Path(path)

    def verify(self) -> dict[str, bool]:
        """Whether scenario, world, key, truth and verdicts are those that the log's head and the replay stand for."""
        holds = self._as_prepared()
        if self.folder.verdicts.is_file():
            self.advance(self.scenario.length)
            kept = read_json(self.folder.verdicts)
            if kept.get("engine") == ENGINE:
                holds["verdicts"] = kept["verdicts"] == self._verdicts()
        return holds

    def _verdicts(self) -> list[dict[str, Any]]:
        judged = judge(self.material({unit.code: [] for unit in self.scenario.units}))
        return [asdict(verdict) for verdict in judged]

    def _people(self) -> dict[str, dict[str, str]]:
        """Unit and name of each participant by id."""
        return read_json(self._written.people) if self._written.people.is_file() else {}

    def _notes(self) -> dict[int, str]:
        """Free text of participants by number of the entry."""
        if not self._written.journal.is_file():
            return {}
        lines = self._written.journal.read_text(encoding="utf-8").splitlines()
        return {kept["seq"]: kept["note"] for kept in map(json.loads, lines)}

    def _keep_results(self, result: Score) -> None:
        write_json(self._written.verdicts, {"engine": ENGINE, "verdicts": self._verdicts()})
        write_whole(self._written.score, result.model_dump_json(indent=1) + "\n")
        self.debrief(self._written.debrief)


def _tables(folder: DrillFolder) -> tuple[World, Truth]:
    import polars as pl

    try:
        return World.load(folder.world), Truth.load(folder.truth)
    except (OSError, ValueError, KeyError, IndexError, TypeError, pl.exceptions.PolarsError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise refuse("drill-damaged", file=str(folder.path), reason=reason) from error
