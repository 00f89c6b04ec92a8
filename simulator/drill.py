"""The drill: prepare it, put decisions in, let time pass, score and tell it. Every way in uses this class."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from simulator.common import chance
from simulator.common.errors import DrillError, nearest, refuse
from simulator.common.i18n import known
from simulator.decisions.check import check, check_streams
from simulator.decisions.decision import Decision
from simulator.decisions.glossary import in_force
from simulator.decisions.sheet import Setting, setting
from simulator.operation.course import Course, Ground, Move, moves_of
from simulator.operation.engine import ENGINE, Flights
from simulator.operation.floor import floors
from simulator.operation.log import Entry, FileLog
from simulator.players.desk import Desk
from simulator.players.outlook import Outlook, outlook
from simulator.players.reference import DRAWS, Watch, check_draws, references_by_unit
from simulator.players.seat import IDLE, Players, Timed, seats
from simulator.prepare import Report, prepare_folder
from simulator.records import journal
from simulator.records.digests import digests
from simulator.records.evaluation import read_evaluation
from simulator.records.folder import DrillFolder, new_play, write_json, write_whole
from simulator.records.journal import Person
from simulator.records.making import new_drill
from simulator.records.prepared import Prepared, load_prepared
from simulator.records.seal import Seal
from simulator.scenario.model import Scenario
from simulator.scoring.corrections import corrected, counted
from simulator.scoring.kept import read_score
from simulator.scoring.model import About, Reference, Score
from simulator.scoring.model_judging import Correction
from simulator.scoring.model_rating import Evaluation, Observation
from simulator.scoring.score import Material, judge, score
from simulator.scoring.verdicts import Happened
from simulator.view.receptacles import bag_rows
from simulator.view.sight import Sight, sight
from simulator.world.places import places

if TYPE_CHECKING:
    from simulator.debrief.telling import Order, Telling


def _quiet(_what: str, _share: float) -> None:
    """Report to nobody."""


class Drill:
    """One drill in its folder."""

    def __init__(self, folder: DrillFolder, prepared: Prepared | None = None) -> None:
        """Open a drill that `prepare` made; its log is replayed. DrillError if it is none or is damaged.

        `prepared` is what lies in the folder, from who has just written it; without it, it is read and checked.
        """
        self.folder = folder
        self.prepared = prepared or load_prepared(folder)
        self.seal, self.world, self.truth = self.prepared.seal, self.prepared.world, self.prepared.truth
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
                decision = Decision.from_payload(entry.payload)
            except DrillError as error:
                file, line = str(self.folder.log), entry.seq + 1
                raise DrillError(replace(fault, file=file, line=line) for fault in error.faults) from error
            try:
                self._admit(entry.unit, entry.t, decision)
            except (DrillError, KeyError, TypeError, ValueError) as error:
                reason = f"entry {entry.seq} of the log cannot have been taken ({error})"
                raise refuse("drill-damaged", file=str(self.folder.log), reason=reason) from error
            self.effects.append(self.course.decide(self._moves(entry)))

    @classmethod
    def prepare(
        cls,
        scenario: str | Path,
        seed: int | None = None,
        out: str | Path | None = None,
        *,
        replace: bool = False,
        players: Players | None = None,
        lang: str = "en",
        glossaries: Sequence[str | Path] = (),
        report: Report = _quiet,
    ) -> Drill:
        """Build the world of a scenario (name or path), hide the cases, write the drill folder and its packs.

        Without `seed` a secret key is drawn. Without `out` the drill lies in a temporary folder as long as the object
        lives. Raises DrillError with all faults of the scenario, if `out` cannot be used, or if one of `players`, who
        are to run it then, could not play; then `out` is as it was. `lang` is the language of the packs, but of those
        of units that the scenario gives a language of their own; `glossaries` are files with own terms.
        """
        known(lang)
        with ExitStack() as undo:
            if out is None:
                home = mkdtemp(prefix="jointdrill-")
                undo.callback(shutil.rmtree, home, ignore_errors=True)
            path = Path(home, "drill") if out is None else Path(out)
            with new_drill(path, replace=replace) as folder:
                prepared = prepare_folder(
                    folder, scenario, Seal.new(seed), report, lang, [Path(file) for file in glossaries]
                )
                if players:
                    cls(folder, prepared).seat(players)
            drill = cls(DrillFolder(path), prepared)
            weakref.finalize(drill, undo.pop_all().close)
        return drill

    @classmethod
    def open(cls, path: str | Path) -> Drill:
        """A drill that lies in a folder."""
        return cls(DrillFolder(Path(path)))

    # parts

    @property
    def scenario(self) -> Scenario:
        """The scenario that is drilled."""
        return self.prepared.scenario

    @cached_property
    def _codes(self) -> list[str]:
        """Codes of the units, in their order."""
        return [unit.code for unit in self.scenario.units]

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row of each consignment by its id."""
        return {name: row for row, name in enumerate(self.world.consignments["id"].to_list())}

    @cached_property
    def bags(self) -> dict[str, list[int]]:
        """Rows of the consignments in each receptacle and each dispatch, by its number."""
        return bag_rows(self.world)

    @cached_property
    def ground(self) -> Ground:
        """What courses run on."""
        posts = floors(self.scenario, self.world, self.truth, self.seal.key)
        return Ground(self.scenario.kind, posts, Flights.of(self.world), self.scenario.length)

    @cached_property
    def sights(self) -> dict[str, Sight]:
        """What each unit ever sees."""
        return {code: sight(self.world, code) for code in self._codes}

    @cached_property
    def outlooks(self) -> dict[str, Outlook]:
        """What each unit could know of the consignments that pools are about."""
        return {code: outlook(self.world, code, self.sights[code]) for code in self._codes}

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

        DrillError with all that is wrong if the decision cannot be taken, or if the drill has been played to its end;
        then neither log nor clock has changed.
        """
        if self._written.score.is_file():
            raise refuse("drill-over", file=str(self.folder.path))
        self._admit(unit, t, decision)
        self.advance(t)
        entry = Entry(len(self.effects) + 1, t, unit, who, "decide", decision.payload())
        self.log.append(entry)
        effect = self.course.decide(self._moves(entry))
        self.effects.append(effect)
        if note:
            journal.write_note(self._written, entry.seq, note)
        return effect

    def _admit(self, unit: str, t: int, decision: Decision) -> None:
        """Refuse what the log must never hold."""
        if unit not in self._codes:
            raise refuse("unit-unknown", value=unit, allowed=", ".join(self._codes), hint=nearest(unit, self._codes))
        number = decision.consignment
        if decision.act != "standing" and number not in self.rows and number not in self.bags:
            raise refuse("decision-consignment", value=number)
        if not self.course.now <= t < self.scenario.length:
            raise refuse("decision-time", t=t, first=self.course.now, last=self.scenario.length - 1)
        check(decision)
        if decision.consignment:
            check_streams(decision, self._stream(decision.consignment))

    def _stream(self, number: str) -> str:
        row = self.rows.get(number)
        return "mail" if row is None else str(self.world.consignments["stream"][row])

    def _moves(self, entry: Entry) -> list[Move]:
        return moves_of(entry, self.rows, self.bags)

    def course_at(self, t: int) -> Course:
        """The course of the drill as it stood at a time (s): decisions up to then, and what they led to.

        Before the start it stands at the start.
        """
        t = max(0, t)
        course = Course(self.ground)
        for entry in self.log.entries():
            if entry.t < t:
                course.decide(self._moves(entry))
        course.advance(t)
        return course

    def advance(self, t: int) -> None:
        """Run to t seconds from the start; what happens at t itself is left for the next step.

        DrillError if t has passed or lies beyond the end.
        """
        if not self.course.now <= t <= self.scenario.length:
            raise refuse("advance-time", t=t, first=self.course.now, last=self.scenario.length)
        self.course.advance(t)

    def run(self, players: Players, *, replace: bool = False, draws: int = DRAWS, report: Report = _quiet) -> Score:
        """Play the drill to its end; units without a player are `idle`.

        Writes log, verdicts, score and debrief into the folder. DrillError if a player or sheet is not usable, or if
        the drill has been played already and `replace` is not set; then nothing is changed.
        """
        if (self.log.entries() or self.folder.plays()) and not replace:
            raise refuse("drill-played", file=str(self.folder.path))
        check_draws(draws)
        self.evaluation()
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
        with self.own_terms():
            return seats(players, self._codes, self.desk, self._setting, self.rows, self.bags)

    def own_terms(self) -> AbstractContextManager[None]:
        """Within the block the product says the terms that the drill was prepared with."""
        return in_force(*self.folder.glossaries)

    def _setting(self, code: str) -> Setting:
        unit = next(unit for unit in self.scenario.units if unit.code == code)
        offset = places(self.scenario)[unit.post].offset
        return setting(self.scenario, self.world, unit, offset, self.log.head.world)

    def _reset(self, written: DrillFolder, names: Mapping[str, str]) -> None:
        """Go back to the start, with new people; what is played is written into another folder."""
        self._written, self.play = written, self.folder.plays() + 1
        self.log = FileLog.create(written.log, self.log.head)
        write_whole(written.journal, "")
        journal.write_people(written, {self.participant(*seat): Person(*seat) for seat in names.items()})
        self.effects = []
        self.course = Course(self.ground)

    # telling

    def material(
        self, references_of: Mapping[str, list[Reference]], corrections: Sequence[Correction] = ()
    ) -> Material:
        """What the score is made of, by the key with its corrections."""
        named = {person.unit: person.name for person in journal.people(self._written).values()}
        return Material(
            self.scenario,
            self.world,
            corrected(self.truth, self.rows, corrections),
            Happened.of(self.course),
            self.sights,
            list(zip(self.log.entries(), self.effects, strict=True)),
            self.rows,
            self.bags,
            {code: named.get(code, IDLE) for code in self._codes},
            references_of,
            counted(self.rows, corrections),
        )

    def references(
        self, draws: int = DRAWS, report: Report = _quiet, corrections: Sequence[Correction] = ()
    ) -> dict[str, list[Reference]]:
        """The reference players at each unit's post."""
        moves = [move for entry in self.log.entries() for move in self._moves(entry)]
        cases = set(corrected(self.truth, self.rows, corrections).rows("case"))
        watch = Watch(self.scenario, self.desk, self.outlooks.__getitem__)
        return references_by_unit(self.ground, self._codes, watch, moves, cases, draws, report)

    def score(
        self,
        draws: int = DRAWS,
        report: Report = _quiet,
        corrections: Sequence[Correction] = (),
        references_of: Mapping[str, list[Reference]] | None = None,
    ) -> Score:
        """The score at the end of the drill, by the key with its corrections; time runs to the end if it has not.

        `references_of` are what the reference players did at each unit's post, if that is known.
        """
        check_draws(draws)
        self.advance(self.scenario.length)
        beside = self.references(draws, report, corrections) if references_of is None else references_of
        return score(self.material(beside, corrections), self.about())

    def about(self) -> About:
        """Which drill this is, with its seal opened."""
        return self.prepared.about(self.play)

    def kept(self) -> Score:
        """The score that the play has left; DrillError if the drill has not been played."""
        if not self._written.score.is_file():
            raise refuse("not-played", file=str(self.folder.path))
        return read_score(self._written.score)

    def telling(self, order: Order, kept: Score | None = None) -> Telling:
        """The debrief of a drill that has been played, as it was ordered, to be written in any format.

        `kept` is a score of this drill, by default the one that the play has left. DrillError if the drill has not been
        played, or if the order does not fit it.
        """
        from simulator.debrief.cuts import Sources
        from simulator.debrief.telling import tell

        people = journal.people(self._written)
        names = {who: person.name for who, person in people.items()}
        seats = {who: person.unit for who, person in people.items()}
        notes, said = journal.notes(self._written), self.evaluation()
        return tell(Sources(kept or self.kept(), notes, names, seats, said), order)

    def debrief(
        self,
        path: str | Path,
        lang: str = "en",
        *,
        format: str | None = None,  # noqa: A002  the word of the command
        audience: str = "trainer",
        unit: str | None = None,
        participant: str | None = None,
        names: bool = False,
        marking: str | None = None,
        draft: bool = False,
    ) -> Path:
        """Write the debrief of a drill that has been played; the path it was written to. What lies there is replaced.

        `format` is html, pdf, xlsx, json or csv; without it the path's suffix says which. The audience is trainer, unit
        (`unit` is its code), individual (`participant` is a name or an id), coordinator (`names` shows the units by
        their names) or public; what it may not be told stands nowhere in the file. `marking` is a protective marking;
        None takes that of the scenario.
        DrillError with all that does not fit.
        """
        from simulator.debrief.telling import Order, format_of

        order = Order(lang, audience, unit, participant, names, marking, draft)
        write_whole(Path(path), self.telling(order).written(format_of(path, format)))
        return Path(path)

    def hot_wash(self, path: str | Path, lang: str = "en") -> Path:
        """Write the hot wash of a drill that has been played, for the projector; the path it was written to.

        DrillError if it has not been played, or if the product does not speak the language.
        """
        from simulator.debrief.render import render_hot_wash

        people = {who: person.name for who, person in journal.people(self._written).items()}
        with self.own_terms():
            write_whole(Path(path), render_hot_wash(self.kept(), known(lang), people))
        return Path(path)

    def prints(self, lang: str = "en") -> dict[str, str]:
        """The papers of a drill as HTML, by file name; with the dossiers of its cases once it has been played.

        DrillError if the product does not speak the language.
        """
        from simulator.debrief.prints.papers import dossiers, papers
        from simulator.debrief.render import render_paper

        played, spoken = self._written.score.is_file(), known(lang)
        with self.own_terms():
            made = [*papers(self.scenario, self.world, spoken), *(dossiers(self.kept(), spoken) if played else [])]
            return {f"{paper.name}.html": render_paper(paper, spoken) for paper in made}

    def evaluation(self) -> Evaluation:
        """What evaluators say of the drill; DrillError with all that is wrong with their table of observations."""
        objectives = [objective.code for objective in self.scenario.objectives]
        if self._written is not self.folder and self.folder.plays():
            return Evaluation()  # it is played again, and what was said is of the play before
        return read_evaluation(self.folder, self._codes, objectives)

    def verify(self) -> dict[str, bool]:
        """Whether the parts of the drill (`records.digests.PARTS`) are those that it was prepared and played with.

        A part that cannot be checked is left out: what has not been played, what an older program kept no digest of,
        verdicts of another engine. `earlier` are the verdicts that judging again has put aside, if it has.
        """
        from simulator.verify import verify

        return verify(self)

    def verdicts(self, corrections: Sequence[Correction] = ()) -> dict[str, Any]:
        """The verdicts at this time, with the engine that makes them and the corrections of the key, if any."""
        judged = judge(self.material({code: [] for code in self._codes}, corrections))
        said = {"corrections": [each.model_dump() for each in corrections]} if corrections else {}
        return {"engine": ENGINE, "verdicts": [asdict(verdict) for verdict in judged], **said}

    def rejudge(
        self, corrections: str | Path | None = None, by: str = "", draws: int = DRAWS, report: Report = _quiet
    ) -> Score:
        """Judge a drill that has been played again, by the key as a file of corrections has it; without: as sealed.

        New verdicts, score and debrief; those before are kept beside them. DrillError with all that is wrong with the
        file, or if the drill has not been played; then nothing is changed.
        """
        from simulator.rejudge import rejudge

        return rejudge(self, None if corrections is None else Path(corrections), by, draws, report)

    def rate(self, unit: str, objective: str, rating: str, reason: str, by: str = "") -> None:
        """Set an evaluator's rating (P, S, M or U) of an objective; it stands in the debrief beside the proposed one.

        DrillError if the drill has not been played, or with all that is wrong with the rating.
        """
        from simulator.evaluate import rate

        rate(self, unit, objective, rating, reason, by)

    def observe(self, text: str, *, time: str = "", unit: str = "", objective: str = "", by: str = "") -> None:
        """Put an evaluator's observation into the table of the drill; DrillError with all that is wrong with it."""
        from simulator.evaluate import observe

        observe(self, Observation(text=text.strip(), time=time, unit=unit, objective=objective, by=by.strip()))

    def retell(self) -> None:
        """Write the debrief in the folder anew, by what evaluators have said since."""
        from simulator.evaluate import retell

        retell(self)

    def _keep_results(self, result: Score) -> None:
        write_whole(self._written.score, result.model_dump_json(indent=1) + "\n")
        self.debrief(self._written.debrief)
        write_json(self._written.verdicts, {**self.verdicts(), "files": digests(self._written, self.folder)})
