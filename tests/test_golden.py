"""Back tests: drills of the past, one a log format, still load and replay to the verdicts that were given then.

`tests/golden/log-N…/` was written by the program of its time and is never made anew. Where the engine must change,
its version goes up, and the verdicts of an old drill stay beside the new ones; then a golden drill of the new engine
is added here.
"""

import json
from pathlib import Path

import pytest

from simulator.decisions.decision import ACTS
from simulator.drill import Drill
from simulator.operation.controls import RESULTS
from simulator.operation.engine import ENGINE
from simulator.operation.log import LOG_FORMAT
from simulator.scoring.score import judge

GOLDEN = sorted((Path(__file__).parent / "golden").iterdir())


@pytest.mark.parametrize("folder", GOLDEN, ids=lambda folder: folder.name)
def test_a_drill_of_the_past_loads_and_replays(folder):
    drill = Drill.open(folder)
    assert drill.world.digest() == drill.log.head.world
    assert drill.truth.commitment(drill.seal.salt) == drill.log.head.commitment
    drill.advance(drill.scenario.length)
    kept = json.loads(drill.folder.verdicts.read_text(encoding="utf-8"))
    if kept["engine"] == ENGINE:
        told = judge(drill.material({unit.code: [] for unit in drill.scenario.units}))
        assert [vars(verdict) for verdict in told] == kept["verdicts"]


def test_flights_are_missed_in_a_drill_of_the_past():
    drill = Drill.open(next(folder for folder in GOLDEN if folder.name.endswith("missed-flights")))
    drill.advance(drill.scenario.length)
    lane = drill.course.lanes["joint"]
    assert lane.staying and lane.rebooked and lane.moved


def test_a_drill_of_the_past_has_all_that_a_post_does():
    drill = Drill.open(next(folder for folder in GOLDEN if folder.name.endswith("after-finds")))
    drill.advance(drill.scenario.length)
    lane = drill.course.lanes["joint"]
    results = {RESULTS[job.result] for post in lane.posts.values() for job in post.jobs if job.result >= 0}
    assert results >= {"alarm", "danger", "find", "positive", "safe", "carried-out"}
    assert {entry.payload["act"] for entry in drill.log.entries()} == set(ACTS) - {"sample", "withdraw"}
    assert lane.holds.all and lane.inquiries.all and lane.deliveries.all and lane.staying
    assert drill.ground.floors[0].outages
    assert drill.world.mail is not None and drill.world.security is not None


def test_every_log_format_has_its_golden_drill():
    formats = {
        json.loads((folder / "log.jsonl").read_text(encoding="utf-8").splitlines()[0])["log"] for folder in GOLDEN
    }
    assert formats == set(range(1, LOG_FORMAT + 1))
