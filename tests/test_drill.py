"""The drill as a whole: prepared, played, replayed, scored; the same whoever plays it again."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

import simulator
from simulator import Decision, Drill, DrillError, Score, Step
from simulator.common.resources import shipped_scenarios
from simulator.operation.course import Course, moves_of
from simulator.operation.engine import ENGINE
from simulator.records.folder import DrillFolder
from simulator.records.journal import notes, people
from simulator.records.making import new_drill
from simulator.scoring.score import judge

ROOT = Path(__file__).resolve().parents[1]
UNIT = "zhetysu"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A practice drill that the rule list has played."""
    drill = Drill.prepare("first-steps", seed=7, out=tmp_path_factory.mktemp("drill") / "visit")
    drill.run({UNIT: "rules"}, draws=20)
    return drill


@pytest.fixture
def fresh(visit):
    """A drill that nobody has played."""
    return Drill.open(visit)


def verdicts_of(drill):
    return json.loads(drill.folder.verdicts.read_text(encoding="utf-8"))["verdicts"]


def test_the_folder_holds_what_the_readme_says(played):
    names = {path.name for path in played.folder.path.iterdir()}
    assert names == {
        "scenario.yaml", "seal.txt", "world", "sealed", "packs", "log.jsonl", "journal.jsonl", "people.json", "verdicts.json",
        "score.json", "debrief.html", "observations.csv",
    }  # fmt: skip


def test_score_json_is_what_its_schema_says(played):
    text = played.folder.score.read_text(encoding="utf-8")
    assert Score.model_validate_json(text).model_dump_json(indent=1) + "\n" == text


def test_all_that_officers_used_stands_with_a_control_or_with_work_after_a_find(played):
    (unit,) = Score.model_validate_json(played.folder.score.read_text(encoding="utf-8")).units
    assert sum(use.minutes_used for use in unit.stations) == pytest.approx(unit.minutes_used, abs=0.5)
    assert sum(use.finds for use in unit.stations) == len(unit.after.finds)


def test_standing_orders_are_told_and_not_counted_as_decisions(played):
    score = Score.model_validate_json(played.folder.score.read_text(encoding="utf-8"))
    orders = [each for each in score.decisions if each.act == "standing"]
    assert [each.on for each in orders] == score.units[0].after.standing
    assert all(each.steps and not each.consignment for each in orders)
    assert len(score.decisions) == score.units[0].decisions + len(orders)


def test_every_consignment_is_in_exactly_one_outcome(played):
    score = Score.model_validate_json(played.folder.score.read_text(encoding="utf-8"))
    assert sum(score.totals.outcomes.values()) == score.totals.consignments


def test_the_seal_opens(played):
    about = Score.model_validate_json(played.folder.score.read_text(encoding="utf-8")).about
    assert about.commitment_holds
    assert about.commitment == played.log.head.commitment
    assert (about.practice, about.seed) == (True, 7)


def test_replay_of_the_stored_log_gives_the_same_verdicts(played):
    again = Drill.open(played.folder.path)
    again.advance(again.scenario.length)
    material = again.material({UNIT: []})
    assert [vars(verdict) for verdict in judge(material)] == verdicts_of(played)


def test_a_drill_put_in_entry_by_entry_is_the_drill_played_at_once(played, fresh):
    for entry in played.log.entries():
        fresh.submit(entry.unit, entry.who, entry.t, Decision.from_payload(entry.payload))
    assert fresh.folder.log.read_bytes() == played.folder.log.read_bytes()
    assert fresh.score(draws=20) == Drill.open(fresh.folder.path).score(draws=20)


def test_small_steps_of_the_clock_change_nothing(played):
    course = Course(played.ground)
    for t in range(0, played.scenario.length, 977):
        for entry in played.log.entries():
            if t - 977 < entry.t <= t:
                course.decide(moves_of(entry, played.rows, played.bags))
        course.advance(t)
    course.advance(played.scenario.length)
    assert course.lanes["joint"].stopped == played.course.lanes["joint"].stopped
    assert course.lanes["joint"].posts[UNIT].jobs == played.course.lanes["joint"].posts[UNIT].jobs


def test_a_secret_drill_is_another_each_time(tmp_path):
    heads = [Drill.prepare("first-steps", out=tmp_path / name).log.head for name in ("a", "b")]
    assert heads[0].world != heads[1].world
    assert not heads[0].practice


def test_a_drill_without_a_folder_lives_as_long_as_its_object():
    drill = Drill.prepare("first-steps", seed=1)
    path = drill.folder.path
    assert DrillFolder(path).is_drill()
    del drill
    import gc

    gc.collect()
    assert not path.exists()


def test_a_refused_drill_without_a_folder_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(DrillError):
        Drill.prepare("no-such-scenario")
    with pytest.raises(DrillError):
        Drill.prepare("first-steps", seed=7, players={UNIT: "nobody"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("draws", [0, -1])
def test_reference_players_draw_at_least_once(fresh, draws):
    before = fresh.folder.log.read_bytes()
    for act in (lambda: fresh.run({UNIT: "rules"}, draws=draws), lambda: fresh.score(draws)):
        with pytest.raises(DrillError) as error:
            act()
        assert [fault.code for fault in error.value.faults] == ["draws-few"]
    assert (fresh.folder.log.read_bytes(), fresh.course.now) == (before, 0)


@pytest.mark.parametrize("t", [-1, 99, 10**7])
def test_time_runs_forward_and_not_beyond_the_end(fresh, t):
    fresh.advance(100)
    with pytest.raises(DrillError) as error:
        fresh.advance(t)
    assert [fault.code for fault in error.value.faults] == ["advance-time"]
    assert fresh.course.now == 100
    fresh.advance(100)
    fresh.advance(fresh.scenario.length)
    assert fresh.course.now == fresh.scenario.length


def test_what_a_killed_prepare_left_is_swept_after_a_day(tmp_path):
    old, new, other = (tmp_path / name for name in (".visit.part-old", ".visit.part-new", ".visits.part-old"))
    for folder in (old, new, other):
        (folder / "sealed").mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, (0, time.time() - 25 * 3600))
    with new_drill(tmp_path / "visit", replace=False):
        assert not old.exists()
    assert new.is_dir()
    assert other.is_dir()


def test_a_decision_reaches_the_log_before_it_takes_effect(fresh):
    row = int(fresh.sights[UNIT].rows[0])
    name = fresh.world.consignments["id"][row]
    t = max(0, int(fresh.sights[UNIT].known[0]))
    who = fresh.participant(UNIT, "Aigerim")
    assert fresh.submit(UNIT, who, t, Decision(name, "select", (Step("documents"),)), note="looks odd") == "effect"
    text = fresh.folder.log.read_text(encoding="utf-8")
    assert name in text
    assert "Aigerim" not in text
    assert "looks odd" not in text
    assert "looks odd" in fresh.folder.journal.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("unit", "t", "decision", "codes"),
    [
        ("nobody", 0, Decision("x", "release"), ["unit-unknown"]),
        (UNIT, 0, Decision("no-such-number", "release"), ["decision-consignment"]),
        (UNIT, 10**7, None, ["decision-time"]),
        (UNIT, -1, None, ["decision-time"]),
        (UNIT, 0, {"act": "select"}, ["decision-needs-controls"]),
        (UNIT, 0, {"act": "release", "controls": (Step("dog"),)}, ["decision-takes-no-controls"]),
        (UNIT, 0, {"act": "selct"}, ["decision-value"]),
        (UNIT, 0, {"act": "select", "controls": (Step("dgo", "soon"), Step("dgo", "soon"))},
         ["decision-value"] * 4 + ["decision-double"]),
        (UNIT, 0, {"act": "release", "reasons": ("no-street", "hunch"), "confidence": "sure", "priority": 9},
         ["decision-value"] * 3),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_changes_neither_log_nor_clock(fresh, unit, t, decision, codes):
    first = fresh.world.consignments["id"][0]
    if not isinstance(decision, Decision):
        decision = Decision(first, **(decision or {"act": "release"}))
    before = fresh.folder.log.read_bytes()
    with pytest.raises(DrillError) as error:
        fresh.submit(unit, "p-1", t, decision)
    assert [fault.code for fault in error.value.faults] == codes
    assert fresh.folder.log.read_bytes() == before
    assert fresh.course.now == 0


def test_any_text_can_be_a_note(fresh):
    decision = Decision(fresh.world.consignments["id"][0], "release")
    told = ["two\u2028lines", "Ещё\x85 одна\nи ещё", 'quotes " and \\']
    for note in told:
        fresh.submit(UNIT, "p-1", 0, decision, note)
    assert list(notes(fresh.folder).values()) == told


@pytest.mark.parametrize("name", ["journal.jsonl", "people.json"])
@pytest.mark.parametrize("text", ["[1]\n", "junk\n", '{"a": 1}\n'])
def test_damage_beside_the_log_is_said(tmp_path, name, text):
    folder = DrillFolder(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DrillError) as error:
        notes(folder) if name == "journal.jsonl" else people(folder)
    assert [fault.code for fault in error.value.faults] == ["drill-damaged"]


def test_a_played_drill_is_played_again_only_if_told_to(played):
    with pytest.raises(DrillError) as error:
        Drill.open(played.folder.path).run({UNIT: "idle"})
    assert error.value.faults[0].code == "drill-played"


def test_a_played_drill_takes_no_more_decisions(played):
    again = Drill.open(played.folder.path)
    before = again.folder.log.read_bytes()
    with pytest.raises(DrillError) as error:
        again.submit(UNIT, "p", again.course.now, Decision(next(iter(again.rows)), "release"))
    assert [fault.code for fault in error.value.faults] == ["drill-over"]
    assert again.folder.log.read_bytes() == before


def test_an_idle_unit_finds_nothing_and_the_debrief_says_so(fresh):
    score = fresh.run({}, draws=5)
    assert score.totals.cases_found == 0
    assert score.units[0].decisions == 0
    assert "EXERCISE" in fresh.folder.debrief.read_text(encoding="utf-8")


def test_an_existing_drill_is_overwritten_only_if_told_to(fresh):
    with pytest.raises(DrillError) as error:
        Drill.prepare("first-steps", seed=8, out=fresh.folder.path)
    assert error.value.faults[0].code == "folder-exists"
    assert Drill.open(fresh.folder.path).log.head.world == fresh.log.head.world
    other = Drill.prepare("first-steps", seed=8, out=fresh.folder.path, replace=True)
    assert other.log.head.world != fresh.log.head.world


def test_a_folder_that_is_no_drill_is_never_touched(tmp_path):
    kept = tmp_path / "photos"
    kept.mkdir()
    (kept / "a.jpg").write_bytes(b"x")
    with pytest.raises(DrillError) as error:
        Drill.prepare("first-steps", seed=8, out=kept, replace=True)
    assert error.value.faults[0].code == "folder-taken"
    assert [path.name for path in tmp_path.rglob("*")] == ["photos", "a.jpg"]


NO_SUCH = '{"seq":1,"t":0,"unit":"zhetysu","who":"p","what":"decide","payload":{"consignment":"?","act":"release"}}'


LATE = '{"seq":1,"t":0,"unit":"zhetysu","who":"p","what":"decide","payload":{"consignment":"?","act":"hold","until":"late"}}'


def edited(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def added(path, line):
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def cut(path):
    path.write_bytes(path.read_bytes()[:900])


def other_key(folder):
    kept = json.loads(folder.key.read_text(encoding="utf-8"))
    folder.key.write_text(json.dumps({**kept, "key": "00" * 16}), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: folder.truth.write_bytes(b"junk"), "drill-damaged"),
        (lambda folder: folder.key.write_text("{}", encoding="utf-8"), "drill-damaged"),
        (lambda folder: folder.key.unlink(), "drill-damaged"),
        (lambda folder: (folder.world / "consignments.parquet").unlink(), "drill-damaged"),
        (lambda folder: folder.log.write_text("junk\n", encoding="utf-8"), "drill-damaged"),
        (lambda folder: folder.log.unlink(), "not-a-drill"),
        (other_key, "drill-changed"),
        (lambda folder: edited(folder.scenario, "count: ", "count: 1"), "drill-changed"),
        (lambda folder: cut(folder.world / "consignments.parquet"), "drill-damaged"),
        (lambda folder: (folder.world / "world.json").write_text("[]", encoding="utf-8"), "drill-damaged"),
        (lambda folder: edited(folder.log, f'"engine":{ENGINE}', '"engine":99'), "drill-engine"),
        (
            lambda folder: added(folder.log, '{"seq":1,"t":0,"unit":"x","who":"p","what":"decide","payload":{}}'),
            "log-value",
        ),
        (lambda folder: added(folder.log, NO_SUCH), "drill-damaged"),
        (lambda folder: added(folder.log, LATE), "log-value"),
    ],
)
def test_a_damaged_drill_is_refused(fresh, damage, code):
    damage(fresh.folder)
    with pytest.raises(DrillError) as error:
        Drill.open(fresh.folder.path)
    assert error.value.faults[0].code == code


def test_a_play_that_cannot_take_its_place_changes_nothing(fresh, monkeypatch):
    fresh.run({UNIT: "rules"}, draws=5)
    before = {path.name: path.read_bytes() for path in fresh.folder.path.iterdir() if path.is_file()}
    moved, rename = [], Path.rename

    def sometimes(self, target):
        moved.append(self)
        if len(moved) == 6:
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", sometimes)
    with pytest.raises(DrillError) as error:
        fresh.run({UNIT: "chance"}, draws=5, replace=True)
    assert error.value.faults[0].code == "file-locked"
    assert {path.name: path.read_bytes() for path in fresh.folder.path.iterdir() if path.is_file()} == before
    assert len(fresh.effects) == len(fresh.log.entries()) > 0
    assert not list(fresh.folder.path.glob(".play-*"))


def test_public_names_are_there():
    assert {name for name in simulator.__all__ if getattr(simulator, name) is None} == set()
    with pytest.raises(AttributeError):
        _ = simulator.nonsense


SAME_EVERYWHERE = """
import sys
from simulator import Drill
Drill.prepare("first-steps", seed=7, out=sys.argv[1]).run({"zhetysu": "rules"}, draws=20)
"""


@pytest.mark.parametrize(
    ("hashseed", "zone", "lang"), [("1", "Asia/Tashkent", "C"), ("4242", "America/Lima", "tr_TR.UTF-8")]
)
def test_the_same_run_elsewhere_gives_the_same_bytes(played, tmp_path, hashseed, zone, lang):
    out = tmp_path / "elsewhere"
    setting = {
        **os.environ,
        "PYTHONHASHSEED": hashseed,
        "TZ": zone,
        "LANG": lang,
        "LC_ALL": lang,
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-c", SAME_EVERYWHERE, str(out)], env=setting, check=True, cwd=tmp_path)
    for name in ("score.json", "log.jsonl", "debrief.html", "verdicts.json", "people.json"):
        assert (out / name).read_bytes() == (played.folder.path / name).read_bytes(), name


@pytest.mark.parametrize("seconds", [0.7, 1.1, 1.6])
def test_a_run_that_was_killed_loses_nothing_and_can_be_done_again(played, fresh, seconds):
    words = [sys.executable, str(ROOT / "cli.py"), "run", str(fresh.folder.path), "--player", f"{UNIT}=rules"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    again = Drill.open(fresh.folder.path)
    assert again.log.head == played.log.head
    again.run({UNIT: "rules"}, draws=5, replace=True)
    assert verdicts_of(again) == verdicts_of(played)


def test_packs_of_the_same_world_are_the_same_bytes(played, fresh):
    packs = sorted(path.relative_to(fresh.folder.packs) for path in fresh.folder.packs.rglob("*") if path.is_file())
    assert packs
    for path in packs:
        assert (fresh.folder.packs / path).read_bytes() == (played.folder.packs / path).read_bytes(), path


def test_all_shipped_scenarios_are_named():
    assert {"exchange-visit", "first-steps", "same-world"} <= set(shipped_scenarios())
