"""Feedback forms that the trainer types in: summed up in the report, refused with all faults, nobody named."""

import pytest

from simulator.drill import Drill
from simulator.records.feedback import feedback, statements
from simulator.records.folder import DrillFolder

UNIT = "zhetysu"


@pytest.fixture
def played(first_steps, tmp_path):
    import shutil

    drill = Drill.open(shutil.copytree(first_steps, tmp_path / "d"))
    drill.run({UNIT: "idle"}, draws=1)
    return drill


def fill(folder: DrillFolder, *rows: str, head: str = "aims;data;helped") -> None:
    folder.feedback.write_text("\r\n".join((head, *rows, "")), encoding="utf-8", newline="")


def test_a_new_drill_has_an_empty_table(first_steps):
    folder = DrillFolder(first_steps)
    assert folder.feedback.read_text(encoding="utf-8-sig").strip().split(";")[:8] == list(statements())
    assert feedback(folder) == []


def test_answers_are_counted_by_statement_and_words_stand_as_written(played, tmp_path):
    fill(played.folder, "5;4;The clock", "3;;", "5;1;", ";;")
    page = played.debrief(tmp_path / "out.html").read_text(encoding="utf-8")
    section = page[page.index('id="feedback"') :]
    row = section[section.index("The aims of the exercise were clear to me.") :]
    cells = [part.split("<")[0] for part in row.split('<td class="number">')[1:8]]
    assert cells == ["0", "0", "1", "0", "2", "5", "0"]
    assert "3 participants handed in a feedback form." in section and "The clock" in section


def test_only_trainer_and_coordinator_are_told_and_the_coordinator_no_words(played, tmp_path):
    fill(played.folder, "5;4;The clock")
    told = {
        "coordinator": played.debrief(tmp_path / "c.html", audience="coordinator"),
        "unit": played.debrief(tmp_path / "u.html", audience="unit", unit=UNIT),
        "public": played.debrief(tmp_path / "p.html", audience="public"),
    }
    pages = {audience: path.read_text(encoding="utf-8") for audience, path in told.items()}
    assert all("The clock" not in page for page in pages.values())
    assert [audience for audience, page in pages.items() if "feedback form" in page] == ["coordinator"]


def test_all_faults_of_the_table_are_told_at_once(played, jointdrill):
    fill(played.folder, "6;4;", "x;0;")
    code, _, err = jointdrill("debrief", played.folder.path, "--out", "x.html")
    assert code == 1 and err.count("allowed: 1, 2, 3, 4, 5") == 3
    assert "row 2, aims" in err and "row 3, data" in err


def test_a_table_of_something_else_is_refused(played, jointdrill):
    fill(played.folder, "1", head="what")
    code, _, err = jointdrill("debrief", played.folder.path, "--out", "x.html")
    assert code == 1 and "no column of the feedback form" in err


def test_what_people_write_is_escaped(played, tmp_path):
    fill(played.folder, "5;4;<script>alert(1)</script>")
    assert "<script>" not in played.debrief(tmp_path / "x.html").read_text(encoding="utf-8")
