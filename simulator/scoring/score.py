"""The score of a drill that has been played: verdicts, measures and the story of every hidden consignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.decisions.decision import Decision
from simulator.operation.log import Entry
from simulator.scoring.aftermath import after_finds
from simulator.scoring.mail import mail_use, taken_from_bags
from simulator.scoring.measures import Judged, counts, delays, hours, outages, stations
from simulator.scoring.model import (
    FORMAT,
    About,
    Decided,
    DecoyStory,
    HiddenStory,
    Reference,
    Score,
    Told,
    Totals,
    UnitScore,
)
from simulator.scoring.place import place
from simulator.scoring.presence import officers, together
from simulator.scoring.stories import Archive, hidden_story
from simulator.scoring.verdicts import Happened, Verdict, verdicts

if TYPE_CHECKING:
    from simulator.operation.engine import Lane
    from simulator.operation.post import Post
    from simulator.scenario.model import Scenario, Unit
    from simulator.view.sight import Sight
    from simulator.world.truth import Truth
    from simulator.world.world import World


@dataclass(frozen=True)
class Material:
    """What a score is made of. `entries` pairs each logged decision with its effect, in order of the log.

    `rows` gives the row of a consignment, `bags` the rows in a receptacle or a dispatch, by number.
    """

    scenario: Scenario
    world: World
    truth: Truth
    happened: Happened
    sights: Mapping[str, Sight]
    entries: Sequence[tuple[Entry, str]]
    rows: Mapping[str, int]
    bags: Mapping[str, Sequence[int]]
    players: Mapping[str, str]
    references: Mapping[str, list[Reference]]

    def inside(self, number: str) -> Sequence[int]:
        """The rows that a decision is about: of one consignment, of all items of a receptacle or dispatch, or none."""
        if not number:
            return ()
        row = self.rows.get(number)
        return self.bags[number] if row is None else (row,)


def judge(material: Material) -> list[Verdict]:
    """The verdicts of all lanes."""
    cited: dict[tuple[str, int], set[str]] = {}
    for entry, effect in material.entries:
        reasons = entry.payload.get("reasons")
        if effect == "effect" and reasons:
            for row in material.inside(entry.payload["consignment"]):
                cited.setdefault((entry.unit, row), set()).update(reasons)

    def grounded(unit: str, row: int) -> bool | None:
        reasons = cited.get((unit, row))
        return None if reasons is None else bool(reasons & material.sights[unit].of(row))

    return verdicts(material.happened, kinds_of(material.truth), grounded)


def kinds_of(truth: Truth) -> dict[int, str]:
    """Kind (case, decoy, irregularity) of every row of the truth, ascending by row."""
    table = truth.table.sort("row")
    return dict(zip(table["row"].to_list(), table["kind"].to_list(), strict=True))


def score(material: Material, about: About) -> Score:
    """All of `score.json`."""
    judged = judge(material)
    results = {(verdict.lane, verdict.row): verdict.outcome for verdict in judged}
    decided = _decided(material, results)
    told = [(row, each) for rows, each in decided for row in rows]
    archive = Archive(material.scenario, material.world, material.truth, material.happened, material.sights, told)
    kinds = kinds_of(material.truth)
    lanes = material.happened.lanes
    stories = [hidden_story(archive, lane, row) for lane in lanes for row in kinds if kinds[row] != "decoy"]
    return Score(
        format=FORMAT,
        exercise="EXERCISE",
        about=about,
        totals=_totals(material, judged, kinds),
        units=[_unit(material, unit, decided, kinds, archive.offsets, stories) for unit in material.scenario.units],
        cases=[story for story in stories if story.kind == "case"],
        irregularities=[story for story in stories if story.kind == "irregularity"],
        decoys=[_decoy(material, archive, lane, row) for lane in lanes for row in kinds if kinds[row] == "decoy"],
        decisions=[each for _, each in decided],
        intelligence=[
            Told(t=i.at, to=i.to or [unit.code for unit in material.scenario.units], source=i.source, text=i.text)
            for i in material.scenario.intelligence
        ],
        objectives=[objective.model_dump() for objective in material.scenario.objectives],
    )


def _decided(material: Material, results: Mapping[tuple[str, int], str]) -> list[tuple[Sequence[int], Decided]]:
    """Every decision with the rows that it is about (a standing order: none), in order of the log."""
    lane_of = {unit: name for name, lane in material.happened.lanes.items() for unit in lane.posts}
    out = []
    for entry, effect in material.entries:
        decision = Decision.from_payload(entry.payload)
        rows = material.inside(decision.consignment)
        single = decision.consignment in material.rows
        controlled = single and effect == "effect" and rows[0] in material.happened.done[entry.unit]
        shows = frozenset().union(*(material.sights[entry.unit].of(row) for row in rows))
        each = Decided(
            seq=entry.seq,
            t=entry.t,
            unit=entry.unit,
            who=entry.who,
            consignment=decision.consignment,
            act=decision.act,
            controls=[
                ("?" if at and step.when == "on-alarm" else "") + step.control
                for at, step in enumerate(decision.controls)
            ],
            priority=decision.priority,
            reasons=list(decision.reasons),
            grounded=bool(set(decision.reasons) & shows) if decision.reasons else None,
            confidence=decision.confidence,
            effect=effect,
            result=results.get((lane_of[entry.unit], rows[0])) if controlled else None,
            ground=decision.ground,
            on=decision.on,
            steps=list(decision.steps),
            **({} if single or not rows else _items(material, lane_of[entry.unit], entry.unit, rows)),
        )
        out.append((rows, each))
    return out


def _items(material: Material, lane: str, unit: str, rows: Sequence[int]) -> dict[str, int]:
    """What came of the items of a receptacle or a dispatch, by field of Decided."""
    mine = material.happened.lanes[lane]
    controlled = [row for row in rows if row in material.happened.done[unit]]
    found = sum((stop := mine.found(row)) is not None and stop.unit == unit for row in controlled)
    return {"items": len(rows), "items_controlled": len(controlled), "items_found": found}


def _standing(material: Material, unit: str) -> list[str]:
    """Kinds of finds for which a unit gave a standing order, in the order in which it did."""
    mine = (entry.payload for entry, _ in material.entries if entry.unit == unit)
    return list(dict.fromkeys(said["on"] for said in mine if said["act"] == "standing"))


def _totals(material: Material, judged: Sequence[Verdict], kinds: Mapping[int, str]) -> Totals:
    consignments = material.world.consignments
    outcomes = Counter(f"{_group(verdict.kind)}:{verdict.outcome}" for verdict in judged)
    lanes = len(material.happened.lanes)
    outcomes["clean:untouched"] += consignments.height * lanes - len(judged)
    streams = Counter(consignments["stream"].to_list())
    found = Counter(verdict.kind for verdict in judged if verdict.outcome == "found")
    kind_counts = Counter(kinds.values())
    return Totals(
        consignments=consignments.height,
        by_stream=dict(sorted(streams.items())),
        flights=material.world.flights.height,
        cases=kind_counts["case"] * lanes,
        cases_found=found["case"],
        decoys=kind_counts["decoy"] * lanes,
        irregularities=kind_counts["irregularity"] * lanes,
        irregularities_found=found["irregularity"],
        outcomes=dict(sorted(outcomes.items())),
    )


def _group(kind: str) -> str:
    return "clean" if kind == "decoy" else kind


def _unit(
    material: Material,
    unit: Unit,
    decided: Sequence[tuple[Sequence[int], Decided]],
    kinds: Mapping[int, str],
    offsets: Mapping[str, int],
    stories: Sequence[HiddenStory],
) -> UnitScore:
    lane = next(lane for lane in material.happened.lanes.values() if unit.code in lane.posts)
    post = lane.posts[unit.code]
    judged = _judged(material, lane, post, [each for each in decided if each[1].unit == unit.code], kinds)
    staff = officers(post)
    figures: dict[str, Any] = {**counts(judged), **delays(judged), **together(staff)}
    return UnitScore(
        code=unit.code,
        name=unit.name,
        post=unit.post,
        offset=offsets[unit.code],
        player=material.players[unit.code],
        known=len(material.sights[unit.code].rows),
        cases_without_indicator=_without_indicator(unit.code, stories, judged.knowable("case")),
        points=_points(material, judged.found("case")),
        points_possible=_points(material, judged.passed("case")),
        officers=staff,
        stations=stations(post),
        hours=hours(post, material.scenario.length),
        outages=outages(post),
        references=material.references[unit.code],
        place=place(figures["cases_found"], figures["cases_passed"], material.references[unit.code]),
        mail=mail_use(judged, material.world, material.bags),
        after=after_finds(judged, material.world.consignments["id"], _standing(material, unit.code)),
        **figures,
    )


def _without_indicator(unit: str, stories: Sequence[HiddenStory], knowable: Sequence[int]) -> int:
    """Cases that a unit was shown in time, and that showed it no indicator while it could act."""
    mine = ((story, passage) for story in stories for passage in story.passages if passage.unit == unit)
    return sum(story.kind == "case" and story.row in knowable and not passage.shown for story, passage in mine)


def _judged(
    material: Material,
    lane: Lane,
    post: Post,
    decided: Sequence[tuple[Sequence[int], Decided]],
    kinds: Mapping[int, str],
) -> Judged:
    """What the measures of a unit are taken from; decisions on receptacles stand apart."""
    single = [(rows[0], each) for rows, each in decided if rows and each.items is None]
    bagged = [each for _, each in decided if each.items is not None]
    judged = Judged(material.happened, lane, post, single, kinds, bagged)
    return replace(judged, inside=frozenset(taken_from_bags(judged, material.bags)))


def _points(material: Material, rows: Sequence[int]) -> float:
    table = material.truth.table
    typology = dict(zip(table["row"].to_list(), table["typology"].to_list(), strict=True))
    return round(sum(material.scenario.weights.get(typology[row], 1.0) for row in rows), 3)


def _decoy(material: Material, archive: Archive, lane: str, row: int) -> DecoyStory:
    what = archive.hidden[row]
    declared = archive.declared(row)
    posts = material.happened.lanes[lane].posts
    return DecoyStory(
        lane=lane,
        row=row,
        consignment=declared["id"],
        like=what["typology"],
        stream=declared["stream"],
        description=declared["description"],
        routing=declared["routing"],
        indicators=archive.planted(row),
        controlled_by=[unit for unit in posts if row in material.happened.done[unit]],
    )


__all__ = ["HiddenStory", "Material", "judge", "score"]
