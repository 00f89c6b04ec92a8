"""The score of one unit: all its measures, taken from what happened at its post."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.scoring.aftermath import after_finds
from simulator.scoring.machines import lost_minutes, lost_orders, machine_times
from simulator.scoring.mail import mail_use, taken_from_bags
from simulator.scoring.material import Material
from simulator.scoring.measures import Judged, counts, delays, hours, outages, stations
from simulator.scoring.model import Decided, HiddenStory, UnitScore
from simulator.scoring.model_after import AfterFinds
from simulator.scoring.place import place
from simulator.scoring.presence import officers, together
from simulator.scoring.reasons import confidence, reasons, recording
from simulator.scoring.ways import case_way, decided_on, signal, space, timing

if TYPE_CHECKING:
    from simulator.operation.engine import Lane
    from simulator.operation.post import Post
    from simulator.scenario.model import Unit
    from simulator.view.sight import Sight


def unit_score(
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
    after = after_finds(judged, material.world.consignments["id"], _standing(material, unit.code))
    figures: dict[str, Any] = {**counts(judged), **delays(judged), **together(staff), **_more(material, judged, after)}
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
        place=place(
            figures["cases_found"],
            figures["cases_passed"],
            material.references[unit.code],
            material.scenario.scoring.few,
        ),
        mail=mail_use(judged, material.world, material.bags),
        after=after,
        **figures,
    )


def _more(material: Material, judged: Judged, after: AfterFinds) -> dict[str, Any]:
    """Measures of way, time, reasons, records, machines and room, by field of UnitScore."""
    post, length = judged.post, material.scenario.length
    sight = material.sights[post.floor.unit]
    hidden = {row for row, kind in judged.kinds.items() if kind != "decoy"}
    given, late = reasons(judged)
    weight = material.scenario.scoring.irregularity_weight
    return {
        "decided_on": _among(decided_on(judged), sight),
        "way": case_way(judged),
        "timing": timing(judged),
        "machines": machine_times(post, length),
        "lost_controls": len(lost_orders(post)),
        "lost_minutes": lost_minutes(post),
        "reasons": given,
        "reasons_late": late,
        "recording": recording(judged, after.finds),
        "space": space(judged),
        "points_irregularities": round(weight * len(judged.found("irregularity")), 3),
        "points_irregularities_possible": round(weight * len(judged.passed("irregularity")), 3),
        "signal": signal(judged, len(sight.rows) - _among(hidden, sight)),
        "confidence": confidence(judged),
    }


def _among(rows: Collection[int], sight: Sight) -> int:
    """How many of some consignments the unit could know."""
    return int(np.isin(np.array(sorted(rows), dtype=np.int64), sight.rows).sum())


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
    shows = partial(material.shows, post.floor.unit)
    judged = Judged(material.happened, lane, post, single, kinds, bagged, shows=shows)
    return replace(judged, inside=frozenset(taken_from_bags(judged, material.bags)))


def _points(material: Material, rows: Sequence[int]) -> float:
    table = material.truth.table
    typology = dict(zip(table["row"].to_list(), table["typology"].to_list(), strict=True))
    return round(sum(material.scenario.weights.get(typology[row], 1.0) for row in rows), 3)


def _standing(material: Material, unit: str) -> list[str]:
    """Kinds of finds for which a unit gave a standing order, in the order in which it did."""
    mine = (entry.payload for entry, _ in material.entries if entry.unit == unit)
    return list(dict.fromkeys(said["on"] for said in mine if said["act"] == "standing"))
