"""What a drill begins with: scenario, key, world and truth, read from its folder and held against the log's head."""

from __future__ import annotations

from dataclasses import dataclass

import simulator
from simulator.common import chance
from simulator.common.errors import refuse
from simulator.operation.engine import ENGINE
from simulator.operation.log import FileLog, Head
from simulator.records.folder import DrillFolder, unwritable
from simulator.records.seal import SALT_BYTES, Seal
from simulator.scenario.model import Scenario
from simulator.scenario.reader import ReadScenario, read
from simulator.scoring.model import About
from simulator.world.truth import Truth
from simulator.world.world import World


@dataclass(frozen=True)
class Prepared:
    """A drill before anybody decides; `head` is that of its log."""

    head: Head
    reading: ReadScenario
    seal: Seal
    world: World
    truth: Truth

    @property
    def scenario(self) -> Scenario:
        """The scenario that is drilled."""
        return self.reading.scenario

    def holds(self) -> dict[str, bool]:
        """Whether scenario, world, key and truth are those that the log's head stands for."""
        head, seal = self.head, self.seal
        return {
            "scenario": self.reading.digest == head.scenario,
            "world": self.world.digest() == head.world,
            "key": seal.salt == chance.derive(seal.key, "salt", SALT_BYTES),
            "truth": self.truth.commitment(seal.salt) == head.commitment,
        }

    def about(self, play: int) -> About:
        """Which drill this is and how often it has been played, with its seal opened."""
        head, seal, scenario = self.head, self.seal, self.scenario
        return About(
            title=scenario.title,
            purpose=scenario.purpose,
            kind=scenario.kind,
            start=scenario.start.isoformat(timespec="minutes"),
            length=scenario.length,
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
            marking=scenario.marking,
            play=play,
        )


def load_prepared(folder: DrillFolder) -> Prepared:
    """What was prepared in a folder. DrillError if it is no drill, is damaged, of a newer engine, or was changed."""
    if not folder.is_drill():
        raise refuse("not-a-drill", file=str(folder.path))
    head = FileLog(folder.log).head
    if head.engine > ENGINE:
        raise refuse("drill-engine", file=str(folder.path), found=head.engine, known=ENGINE)
    prepared = Prepared(head, read(folder.scenario), Seal.load(folder.key), *_tables(folder))
    changed = [what for what, holds in prepared.holds().items() if not holds]
    if changed:
        raise refuse("drill-changed", file=str(folder.path), what=", ".join(changed))
    return prepared


def _tables(folder: DrillFolder) -> tuple[World, Truth]:
    import polars as pl

    try:
        return World.load(folder.world), Truth.load(folder.truth)
    except PermissionError as error:
        raise unwritable(folder.path, error) from error
    except (OSError, ValueError, KeyError, IndexError, TypeError, pl.exceptions.PolarsError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        reason = f"its world or its truth cannot be read ({said})"
        raise refuse("drill-damaged", file=str(folder.path), reason=reason) from error
