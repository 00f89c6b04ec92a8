"""All papers of a drill: those for before and during it, and the dossiers of the cases once it was played."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from simulator.debrief.cases import listed, unit_names
from simulator.debrief.prints.dossiers import dossier
from simulator.debrief.prints.forms import evaluator_sheet, feedback_form, report_form
from simulator.debrief.prints.paper import Paper
from simulator.debrief.prints.run_sheet import run_sheet
from simulator.debrief.words import Words
from simulator.world.places import places

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario
    from simulator.scoring.model import Score
    from simulator.world.world import World


def papers(scenario: Scenario, world: World, lang: str = "en") -> list[Paper]:
    """Run sheet, an evaluator's sheet a unit, report form, feedback form. They tell no case."""
    known = places(scenario)
    offsets = {unit.code: known[unit.post].offset for unit in scenario.units}
    start = datetime.fromisoformat(str(scenario.start))
    zone = (start.utcoffset() or timedelta()).total_seconds()
    several = any(offset != zone for offset in offsets.values())
    words = Words(lang, start, several_zones=several, end=scenario.length)
    return [
        run_sheet(scenario, world, offsets, words),
        *(evaluator_sheet(unit, scenario.objectives, words) for unit in scenario.units),
        report_form(words),
        feedback_form(words),
    ]


def dossiers(score: Score, lang: str = "en") -> list[Paper]:
    """A dossier of each case of a drill that has been played."""
    start, end = datetime.fromisoformat(score.about.start), score.about.length
    words = Words(lang, start, several_zones=True, end=end)
    names = unit_names(score, words)
    items = listed(score.cases, names, parallel=score.about.kind == "parallel")
    return [dossier(list(lanes), names, words) for _, lanes in groupby(items, lambda item: item.number)]
