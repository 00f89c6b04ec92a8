"""From a scenario to a drill folder: the world is built, cases are hidden, packs are written, the log gets its head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from simulator.common.errors import DrillError, refuse
from simulator.decisions.glossary import as_csv, in_force
from simulator.decisions.glossary import read as read_glossary
from simulator.decisions.pack import write_packs
from simulator.operation.engine import ENGINE
from simulator.operation.log import FileLog, Head
from simulator.records.evaluation import begin_observations
from simulator.records.folder import DrillFolder, write_whole
from simulator.records.prepared import Prepared
from simulator.records.seal import Seal
from simulator.scenario.reader import ReadScenario, placed, read
from simulator.world.build import build
from simulator.world.day import expand
from simulator.world.day.expand import Expanded
from simulator.world.seeding import CROWD
from simulator.world.truth import Truth
from simulator.world.world import World

Report = Callable[[str, float], None]
"""Told what is being done and which share of it is done (0 to 1)."""

_ANNOUNCEMENT = """EXERCISE - tell this to everybody before the drill.

Seal of the drill: {commitment}

It fixes what is hidden without saying it: SHA-256 over a secret salt and the truth. The debrief opens both, and
`jointdrill verify` works it out again. If it is the same then, nothing was changed in between.
"""


def prepare_folder(
    folder: DrillFolder,
    scenario: str | Path,
    seal: Seal,
    report: Report,
    lang: str = "en",
    glossaries: Sequence[Path] = (),
) -> Prepared:
    """Fill an empty folder with a drill, and return what it begins with; `lang` is the language of the packs.

    `glossaries` are files with terms of an administration's own; they are kept in the folder, and are in force.

    DrillError with all faults of the scenario, or if the disk is full.
    """
    reading = read(scenario)
    report("building the world", 0.0)
    world, truth = built(reading, seal.key)
    report("writing the world", 0.4)
    folder.prepare_inside()
    for own, listed in map(read_glossary, glossaries):
        write_whole(folder.path / f"glossary-{own}.csv", as_csv(own, listed))
    folder.scenario.write_bytes(reading.source)
    seal.save(folder.key)
    try:
        world.save(folder.world)
        truth.save(folder.truth)
    except pl.exceptions.PolarsError as error:
        raise refuse("folder-unwritable", file=str(folder.path), reason=_reason(error)) from error
    commitment, digest = truth.commitment(seal.salt), world.digest()
    write_whole(folder.announcement, _ANNOUNCEMENT.format(commitment=commitment))
    head = Head(ENGINE, reading.scenario.kind, reading.digest, digest, commitment, seal.seed is not None)
    FileLog.create(folder.log, head)
    begin_observations(folder)
    report("writing the packs", 0.6)
    with in_force(*folder.glossaries):
        write_packs(folder.packs, reading.scenario, world, digest=digest, lang=lang)
    return Prepared(head, reading, seal, world, truth)


def _reason(error: Exception) -> str:
    """What the system said, without the layers of the library that it went through."""
    return str(error).splitlines()[0].rpartition(": ")[2]


def built(reading: ReadScenario, key: bytes, crowd: int = CROWD, whole: Expanded | None = None) -> tuple[World, Truth]:
    """World and truth of a scenario; DrillError, with lines, if a pool finds too little to hide in.

    `whole` is the scenario with the messages of its real days; without it they are read.
    """
    whole = whole or expanded(reading)
    try:
        return build(whole.scenario, key, crowd=crowd, given=whole.given)
    except DrillError as error:
        raise placed(reading, error) from error


def expanded(reading: ReadScenario) -> Expanded:
    """A scenario with the messages of its real days read; DrillError, with lines, if they cannot be used."""
    try:
        return expand.expanded(reading.scenario, reading.path.parent)
    except DrillError as error:
        raise placed(reading, error) from error
