"""The score of a drill that has been played: verdicts, measures and the story of every hidden consignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.decisions.decision import Decision
from simulator.scoring.material import Material
from simulator.scoring.model import FORMAT, About, Decided, DecoyStory, HiddenStory, Score, Told, Totals
from simulator.scoring.model_measures import Rules
from simulator.scoring.model_rating import Plan
from simulator.scoring.pooled import pooled
from simulator.scoring.ratings import proposed
from simulator.scoring.stories import Archive, hidden_story
from simulator.scoring.unit import unit_score
from simulator.scoring.verdicts import Verdict, verdicts

if TYPE_CHECKING:
    from simulator.world.truth import Truth


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
        return None if reasons is None else bool(reasons & material.shows(unit, row))

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
    ground = (material.scenario, material.world, material.truth, material.happened, material.sights)
    archive = Archive(*ground, told, material.counted)
    kinds = kinds_of(material.truth)
    lanes = material.happened.lanes
    stories = [hidden_story(archive, lane, row) for lane in lanes for row in kinds if kinds[row] != "decoy"]
    units = [unit_score(material, unit, decided, kinds, archive.offsets, stories) for unit in material.scenario.units]
    rules = material.scenario.scoring
    goals = material.scenario.objectives
    units = [
        unit.model_copy(update={"ratings": proposed(unit, goals, _of(unit.code, stories), rules.few)}) for unit in units
    ]
    return Score(
        format=FORMAT,
        exercise="EXERCISE",
        about=about,
        totals=_totals(material, judged, kinds),
        units=units,
        cases=[story for story in stories if story.kind == "case"],
        irregularities=[story for story in stories if story.kind == "irregularity"],
        decoys=[_decoy(material, archive, lane, row) for lane in lanes for row in kinds if kinds[row] == "decoy"],
        decisions=[each for _, each in decided],
        intelligence=[
            Told(t=i.at, to=i.to or [unit.code for unit in material.scenario.units], source=i.source, text=i.text)
            for i in material.scenario.intelligence
        ],
        objectives=[objective.model_dump() for objective in goals],
        rules=Rules(few=rules.few, irregularity_weight=rules.irregularity_weight),
        plan=Plan(responsible=rules.responsible, begins=rules.begins, ends=rules.ends),
        pooled=pooled([unit.signal for unit in units], [unit.confidence for unit in units], rules.few),
    )


def _of(unit: str, stories: Sequence[HiddenStory]) -> list[HiddenStory]:
    """The stories of what passes the post of a unit, in its lane."""
    return [story for story in stories if any(passage.unit == unit for passage in story.passages)]


def _decided(material: Material, results: Mapping[tuple[str, int], str]) -> list[tuple[Sequence[int], Decided]]:
    """Every decision with the rows that it is about (a standing order: none), in order of the log."""
    lane_of = {unit: name for name, lane in material.happened.lanes.items() for unit in lane.posts}
    out = []
    for entry, effect in material.entries:
        decision = Decision.from_payload(entry.payload)
        rows = material.inside(decision.consignment)
        single = decision.consignment in material.rows
        controlled = single and effect == "effect" and rows[0] in material.happened.done[entry.unit]
        shows = frozenset().union(*(material.shows(entry.unit, row) for row in rows))
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
