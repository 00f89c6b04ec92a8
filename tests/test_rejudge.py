"""A drill is judged again by a corrected key: the old verdicts stay beside the new, and it can still be verified."""

import json

import pytest

from simulator import Drill

UNIT = "zhetysu"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A practice drill that the rule list has played."""
    drill = Drill.prepare("first-steps", seed=7, out=tmp_path_factory.mktemp("judge") / "visit")
    drill.run({UNIT: "rules"}, draws=2)
    return drill.folder.path


@pytest.fixture
def folder(template, tmp_path):
    import shutil

    return shutil.copytree(template, tmp_path / "visit")


def corrections(folder, text):
    path = folder.parent / "corrections.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong_case(folder):
    """A file that says that the first case is none."""
    case = json.loads((folder / "score.json").read_text(encoding="utf-8"))["cases"][0]["consignment"]
    return corrections(folder, f"corrections:\n  - {{consignment: '{case}', is: clean, reason: It was a toy.}}\n")


def test_old_verdicts_stay_beside_the_new(folder):
    before = {name: (folder / name).read_bytes() for name in ("verdicts.json", "score.json", "debrief.html")}
    drill = Drill.open(folder)
    was = drill.kept()
    score = drill.rejudge(wrong_case(folder), "A. Evaluator", draws=2)
    kept = ("verdicts-1.json", "score.judged-1.json", "debrief.judged-1.html")
    assert [(folder / name).read_bytes() for name in kept] == list(before.values())
    assert (score.totals.cases, len(score.cases)) == (was.totals.cases - 1, len(was.cases) - 1)
    (judging,) = score.judgings
    assert (judging.number, judging.by, judging.file) == (1, "A. Evaluator", "corrections.yaml")
    (change,) = judging.changes
    assert (change.kind_before, change.kind) == ("case", "clean")
    assert Drill.open(folder).kept() == score


def test_every_consignment_is_still_in_exactly_one_outcome(folder):
    score = Drill.open(folder).rejudge(wrong_case(folder), draws=2)
    assert sum(score.totals.outcomes.values()) == score.totals.consignments


def test_it_is_judged_by_the_sealed_key_again_without_a_file(folder):
    was = Drill.open(folder).kept()
    Drill.open(folder).rejudge(wrong_case(folder), draws=2)
    score = Drill.open(folder).rejudge(draws=2)
    assert [each.number for each in score.judgings] == [1, 2]
    assert score.model_copy(update={"judgings": []}) == was


def test_a_drill_that_was_judged_again_can_be_verified(folder):
    Drill.open(folder).rejudge(wrong_case(folder), draws=2)
    holds = Drill.open(folder).verify()
    assert holds["earlier"] and holds["verdicts"] and all(holds.values())
    (folder / "verdicts-1.json").write_text("{}", encoding="utf-8")
    assert not Drill.open(folder).verify()["earlier"]


def test_other_corrections_than_those_that_were_judged_by_do_not_hold(folder):
    Drill.open(folder).rejudge(wrong_case(folder), draws=2)
    path = folder / "verdicts.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"kind": "clean"', '"kind": null', 1), encoding="utf-8")
    assert not Drill.open(folder).verify()["verdicts"]


def test_a_refused_file_changes_nothing(folder, jointdrill):
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    code, _, err = jointdrill("rejudge", folder, "--corrections", corrections(folder, "- {consignment: 1, is: x}"))
    assert (code, "3 faults" in err) == (1, True)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_drill_that_was_not_played_has_nothing_to_judge(jointdrill):
    jointdrill("prepare", "first-steps", "--out", "d")
    code, _, err = jointdrill("rejudge", "d")
    assert (code, "has not been played" in err) == (1, True)


def test_the_debrief_says_so(folder, jointdrill):
    code, out, _ = jointdrill("rejudge", folder, "--corrections", wrong_case(folder))
    assert (code, "1 verdict has changed." in out) == (0, True)
    page = (folder / "debrief.html").read_text(encoding="utf-8")
    assert 'id="judged"' in page
    assert "It was a toy." in page


def test_playing_again_puts_the_judging_aside(folder):
    Drill.open(folder).rejudge(wrong_case(folder), draws=2)
    score = Drill.open(folder).run({UNIT: "rules"}, replace=True, draws=2)
    assert (score.about.play, score.judgings) == (2, [])
    assert (folder / "play-1.verdicts-1.json").is_file()
    assert not (folder / "verdicts-1.json").exists()
    assert all(Drill.open(folder).verify().values())
