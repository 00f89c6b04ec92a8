"""Evaluators rate and observe: both ratings are kept, the debrief tells them, and the drill can still be verified."""

import json

import pytest

from simulator import Drill, DrillError

UNIT = "zhetysu"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A practice drill that the rule list has played."""
    drill = Drill.prepare("first-steps", seed=7, out=tmp_path_factory.mktemp("evaluate") / "visit")
    drill.run({UNIT: "rules"}, draws=2)
    return drill.folder.path


@pytest.fixture
def folder(template, tmp_path):
    import shutil

    return shutil.copytree(template, tmp_path / "visit")


def page(folder):
    return (folder / "debrief.html").read_text(encoding="utf-8")


def test_a_rating_stands_beside_the_proposed_one(folder):
    score = (folder / "score.json").read_bytes()
    drill = Drill.open(folder)
    drill.rate(UNIT, "controls", "m", "They let <two> alarms go.", "A. Expert")
    drill.rate(UNIT, "controls", "S", "Seen again on the video.")
    assert [(each.rating, each.by) for each in Drill.open(folder).evaluation().ratings] == [
        ("M", "A. Expert"),
        ("S", ""),
    ]
    assert "They let &lt;two&gt; alarms go. (A. Expert)" in page(folder)
    assert "Unrated: too few to judge" in page(folder)
    assert (folder / "score.json").read_bytes() == score
    assert all(Drill.open(folder).verify().values())


def test_all_that_is_wrong_with_a_rating_is_told_at_once(folder):
    with pytest.raises(DrillError) as refused:
        Drill.open(folder).rate("zhetisu", "control", "X", " ")
    assert [fault.code for fault in refused.value.faults] == [
        "unit-unknown",
        "objective-unknown",
        "rating-unknown",
        "rating-reason",
    ]
    assert not (folder / "ratings.json").exists()


def test_the_command_sets_shows_and_asks_for_what_is_missing(folder, jointdrill):
    code, _, err = jointdrill("rate", folder, "--unit", UNIT, "--rating", "S")
    assert (code, err.count("is missing")) == (1, 2)
    words = ("--unit", UNIT, "--objective", "controls", "--rating", "S", "--reason", "Well done")
    assert jointdrill("rate", folder, *words)[0] == 0
    told = json.loads(jointdrill("rate", folder, "--json")[1])["ratings"]
    assert [(each["objective"], each["proposed"], each["set"]) for each in told] == [
        ("first-selection", "too-few", ""),
        ("controls", "too-few", "S"),
    ]


def test_observations_are_noted_before_and_after_the_drill(jointdrill, tmp_path):
    jointdrill("prepare", "first-steps", "--seed", 7, "--out", "d")
    table = tmp_path / "d" / "observations.csv"
    assert table.read_text(encoding="utf-8-sig").strip() == "time;unit;objective;text;by"
    code, out, _ = jointdrill("observe", "d", "They talk; nobody writes.", "--at", "02:30", "--unit", UNIT)
    assert (code, "1 observation in" in out, "when the drill has been played" in out) == (0, True, True)
    jointdrill("run", "d", "--player", f"{UNIT}=rules")
    assert "They talk; nobody writes." in page(tmp_path / "d")
    with table.open("a", encoding="utf-8", newline="") as file:
        file.write("03:00;;;By hand;\r\n")
    assert json.loads(jointdrill("observe", "d", "--json")[1])["observations"][1]["text"] == "By hand"
    assert "By hand" in page(tmp_path / "d")
    assert jointdrill("verify", "d")[0] == 0


def test_a_table_of_observations_is_refused_with_all_its_faults(folder, jointdrill):
    text = "text;unit;objective\r\nfine;;\r\n;zhetisu;\r\nfine;;control\r\n"
    (folder / "observations.csv").write_text(text, encoding="utf-8", newline="")
    before = page(folder)
    code, _, err = jointdrill("observe", folder)
    assert code == 1
    assert [part in err for part in ("row 3, text", "row 3, unit", "row 4, objective", "3 faults")] == [True] * 4
    assert page(folder) == before


def test_a_wrong_table_is_told_before_a_drill_is_played(jointdrill, tmp_path):
    jointdrill("prepare", "first-steps", "--seed", 7, "--out", "d")
    (tmp_path / "d" / "observations.csv").write_text("what;who\r\nx;y\r\n", encoding="utf-8", newline="")
    code, _, err = jointdrill("run", "d")
    assert (code, "has no column 'text'" in err) == (1, True)
    assert not (tmp_path / "d" / "score.json").exists()


def test_what_was_said_of_a_play_stays_with_it(folder):
    drill = Drill.open(folder)
    drill.rate(UNIT, "controls", "S", "Of the first play.")
    drill.observe("Of the first play too.")
    drill.run({UNIT: "rules"}, replace=True, draws=2)
    assert "Of the first play" not in page(folder)
    assert (folder / "play-1.ratings.json").is_file()
    assert (folder / "play-1.observations.csv").is_file()
    assert all(Drill.open(folder).verify().values())


def test_a_drill_without_a_play_is_not_rated(jointdrill):
    jointdrill("prepare", "first-steps", "--seed", 7, "--out", "d")
    code, _, err = jointdrill("rate", "d")
    assert (code, "has not been played" in err) == (1, True)
