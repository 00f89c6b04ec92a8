"""The story of a hidden consignment: where it could be seen, what was decided, what stopped it or let it pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.common.clock import NEVER
from simulator.decisions.sheet import doable_for
from simulator.operation.controls import RESULTS, detection, false_alarm
from simulator.operation.engine import Lane
from simulator.operation.observations import observation
from simulator.operation.post import Job, Post
from simulator.scoring.corrections import AS_SEALED, Counted
from simulator.scoring.evidence import beside, evidence, laid_open, read_of
from simulator.scoring.model import Decided, HiddenStory, Observed, PassageStory, Seen
from simulator.scoring.verdicts import Happened, ending, hidden_verdict
from simulator.scoring.waits import waited
from simulator.view.dossier import Dossier, dossier_in
from simulator.view.visible import looked_at
from simulator.world.places import places
from simulator.world.world import STREAMS

if TYPE_CHECKING:
    import polars as pl

    from simulator.common.chance import Ints
    from simulator.scenario.model import Scenario
    from simulator.view.access import Access
    from simulator.view.sight import Sight
    from simulator.world.truth import Truth
    from simulator.world.world import World

_DECLARED = ("id", "stream", "description", "routing", "pieces", "weight", "value", "shipper", "consignee")


@dataclass(frozen=True)
class Archive:
    """What stories are told from. `decided` pairs decisions with the row of their consignment."""

    scenario: Scenario
    world: World
    truth: Truth
    happened: Happened
    sights: Mapping[str, Sight]
    decided: Sequence[tuple[int, Decided]]
    counted: Counted = AS_SEALED
    _leaves: dict[str, Ints] = field(default_factory=dict)
    _views: dict[str, tuple[pl.DataFrame, Access]] = field(default_factory=dict)

    @cached_property
    def hidden(self) -> dict[int, dict[str, Any]]:
        """The truth by row, ascending."""
        return {row["row"]: row for row in self.truth.table.sort("row").iter_rows(named=True)}

    @cached_property
    def offsets(self) -> dict[str, int]:
        """Local time of each unit's post, seconds east of UTC."""
        known = places(self.scenario)
        return {unit.code: known[unit.post].offset for unit in self.scenario.units}

    @cached_property
    def read(self) -> dict[int, dict[str, Any]]:
        """What indicators read of everything that the truth knows, by row."""
        return read_of(self.world, self.hidden)

    def leaves(self, post: Post) -> Ints:
        """When each consignment that a unit is ever shown leaves its post by plan, in the order of its sight."""
        unit = post.floor.unit
        if unit not in self._leaves:
            places = post.floor.places(self.sights[unit].rows)
            self._leaves[unit] = np.where(places < 0, NEVER, post.floor.release[places])
        return self._leaves[unit]

    def cited(self, row: int) -> set[str]:
        """Indicators that anybody gave as a reason for a consignment."""
        return {reason for each in self._decisions.get(row, ()) for reason in each.reasons}

    @cached_property
    def _decisions(self) -> dict[int, list[Decided]]:
        out: dict[int, list[Decided]] = {}
        for row, each in self.decided:
            out.setdefault(row, []).append(each)
        return out

    def dossier(self, unit: str, row: int, until: int) -> Dossier | None:
        """What a unit had been shown of a consignment by a time (s), its papers laid side by side."""
        if unit not in self._views:
            self._views[unit] = looked_at(self.world, unit)
        return dossier_in(self._views[unit], self.world, unit, row, until, controlled=True)

    def declared(self, row: int) -> dict[str, Any]:
        """What the documents of a consignment say."""
        return dict(zip(_DECLARED, self.world.consignments.select(_DECLARED).row(row), strict=True))

    def party(self, index: int) -> str:
        """Name of a party."""
        return str(self.world.parties["name"][index])

    def planted(self, row: int) -> list[str]:
        """Indicators that were planted and show."""
        text = self.hidden[row]["indicators"]
        return text.split("|") if text else []

    def shown(self, row: int) -> list[str]:
        """Indicators that show to any unit."""
        seen = frozenset().union(*(sight.of(row) for sight in self.sights.values()))
        return sorted(self.counted.of(row, seen))

    def decisions(self, row: int, unit: str) -> list[Decided]:
        """Decisions of a unit on a consignment, in order."""
        return [each for each in self._decisions.get(row, ()) if each.unit == unit]

    def passage(self, row: int, post: str) -> tuple[int, dict[str, Any]]:
        """Index and values of the passage of a consignment at a post."""
        table = self.world.passages
        mine = table.with_row_index("passage").filter(
            (table["row"] == row) & (table["post"] == self.world.posts.index(post))
        )
        values = mine.row(0, named=True)
        return int(values["passage"]), values


def hidden_story(archive: Archive, lane_name: str, row: int) -> HiddenStory:
    """The story of a case or an irregularity in one lane."""
    what, declared = archive.hidden[row], archive.declared(row)
    lane = archive.happened.lanes[lane_name]
    verdict = hidden_verdict(archive.happened, lane_name, row, what["kind"])
    passing = [post for post in lane.posts.values() if post.floor.place(row) >= 0]
    passages = [_passage(archive, lane, post, row) for post in passing]
    planted, shown = archive.planted(row), archive.shown(row)
    showing = dict.fromkeys([*planted, *shown, *sorted(archive.cited(row))])
    return HiddenStory(
        lane=lane_name,
        row=row,
        consignment=declared["id"],
        pool=what["pool"],
        kind=what["kind"],
        typology=what["typology"],
        contraband=what["contraband"],
        concealment=what["concealment"],
        hardness=what["hardness"],
        stream=declared["stream"],
        description=declared["description"],
        routing=declared["routing"],
        shipper=archive.party(declared["shipper"]),
        consignee=archive.party(declared["consignee"]),
        pieces=declared["pieces"],
        weight=round(declared["weight"], 3),
        value=round(declared["value"], 2),
        **_posted(archive.world, row),
        indicators=planted,
        indicators_shown=shown,
        **_detection(passing, passages, row),
        evidence=evidence(archive.read[row], showing),
        outcome=verdict.outcome,
        found_by=verdict.unit if verdict.outcome == "found" else None,
        found_at=verdict.t if verdict.outcome == "found" else None,
        passages=sorted(passages, key=lambda passage: (passage.ready, passage.unit)),
    )


def _posted(world: World, row: int) -> dict[str, Any]:
    """Receptacle of a mail item, and whether it came with advance data; nothing of anything else."""
    if world.mail is None:
        return {}
    found = world.mail.filter(world.mail["row"] == row).select("receptacle", "announced")
    return found.row(0, named=True) if found.height else {}


def _detection(passing: Sequence[Post], passages: Sequence[PassageStory], row: int) -> dict[str, Any]:
    """How likely each control at hand at one of the posts reacts, as the posts draw it; in the order of controls.

    Where that is no likelier than a false alarm, the control reacts by chance. Nothing of what only a correction hides:
    the posts knew of nothing there.
    """
    if not passing or row not in passing[0].floor.hidden:
        return {}
    floor = passing[0].floor
    hidden, stream = floor.hidden[row], STREAMS[floor.streams[floor.place(row)]]
    at_hand = {control for passage in passages for control in passage.at_hand}
    shows, reacts = {}, {}
    for control in (each.code for each in floor.controls if each.code in at_hand and each.code != "documents"):
        shows[control] = detection(control, hidden.contraband, hidden.concealment)
        reacts[control] = max(shows[control], false_alarm(control, stream))
    by_chance = [control for control in shows if shows[control] <= false_alarm(control, stream)]
    return {"detection": reacts, "by_chance": by_chance}


def _observed(post: Post, job: Job) -> Observed:
    said = observation(post.floor, job)
    figures = {"words": said.text, "a": said.a, "b": said.b} if said else {}
    code = post.floor.controls[job.control].code
    return Observed(t=job.end, unit=post.floor.unit, control=code, result=RESULTS[job.result], **figures)


def _passage(archive: Archive, lane: Lane, post: Post, row: int) -> PassageStory:
    unit = next(unit for unit in archive.scenario.units if unit.code == post.floor.unit)
    index, values = archive.passage(row, unit.post)
    number = archive.world.flights["number"]
    ready, release = lane.ready(post, row), lane.planned(post, row)
    if ready == NEVER:
        ready, release = values["ready"], values["release"]
    known = archive.world.known
    mine = known.filter((known["passage"] == index) & (known["unit"] == archive.world.units.index(unit.code)))
    seen = [
        Seen(system=unit.systems[system].code, name=unit.systems[system].name, t=t)
        for system, t in mine.sort("t", "system").select("system", "t").iter_rows()
    ]
    observations = [_observed(post, job) for job in archive.happened.done[unit.code].get(row, ())]
    became = ending(archive.happened, lane, unit.code, row)
    return PassageStory(
        unit=unit.code,
        post=unit.post,
        procedure=values["procedure"],
        flight_in=number[values["flight_in"]] if values["flight_in"] >= 0 else None,
        flight_out=number[values["flight_out"]] if values["flight_out"] >= 0 else None,
        expected=values["expected"],
        ready=ready,
        release=release,
        seen=seen,
        decisions=archive.decisions(row, unit.code),
        observations=observations,
        ending=became,
        offset=archive.offsets[unit.code],
        at_hand=doable_for(unit, archive.declared(row)["stream"]),
        waited=waited(lane, post, row) if became == "not-controlled" else None,
        act_by=_act_by(lane, post, row),
        **laid_open(archive.dossier(unit.code, row, _act_by(lane, post, row))),
        **beside(archive.sights[unit.code], row, _act_by(lane, post, row), archive.leaves(post)),
    )


def _act_by(lane: Lane, post: Post, row: int) -> int:
    """Until when the unit could act on a consignment: it leaves, it is stopped, or the drill ends."""
    stop = lane.stopped.get(row)
    return min(lane.due(post, row), lane.length, NEVER if stop is None else stop.t)
