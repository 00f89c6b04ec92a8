"""The papers around a drill: complete, marked, and silent about the cases until it was played."""

import json
import re

import pytest

from simulator.common.tables import table
from simulator.drill import Drill


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    return Drill.prepare("first-steps", seed=14, out=tmp_path_factory.mktemp("prints") / "d")


@pytest.fixture(scope="module")
def before(drill):
    return drill.prints()


@pytest.fixture(scope="module")
def played(drill, before):
    drill.run({"zhetysu": "rules"}, draws=1)
    return drill


def test_before_the_drill_there_are_the_run_sheet_and_the_forms(before):
    assert sorted(before) == [
        "EXERCISE-evaluator-zhetysu.html",
        "EXERCISE-feedback-form.html",
        "EXERCISE-report-form.html",
        "EXERCISE-run-sheet.html",
    ]


def test_every_paper_is_marked_and_needs_nothing(before):
    for html in before.values():
        assert html.count("EXERCISE") > 4
        assert "<script" not in html and " style=" not in html and "http" not in html


def test_what_is_printed_before_does_not_hang_on_what_is_hidden(drill, before, tmp_path):
    cases = [drill.world.consignments["id"][row] for row in drill.truth.rows("case")]
    assert not [number for number in cases for html in before.values() if number in html]


def test_an_evaluator_has_five_to_seven_behaviours_and_the_aims(before, drill):
    html = before["EXERCISE-evaluator-zhetysu.html"]
    assert 5 <= len(table("debrief", "behaviours")) <= 7
    assert all(row["title"] in html for row in table("debrief", "behaviours"))
    assert html.count("<li>") == len(drill.scenario.objectives)


def test_the_run_sheet_hands_out_every_piece_of_news_in_order(before, drill):
    html = before["EXERCISE-run-sheet.html"]
    assert html.count("Hand out: ") == len(drill.scenario.intelligence)
    times = re.findall(r'<th scope="row" class="time">([^<]+)</th>', html)
    assert times == sorted(times) and len(times) > 3


def test_after_the_play_every_case_has_its_dossier(played):
    pages = played.prints()
    score = json.loads(played.folder.score.read_text(encoding="utf-8"))
    dossiers = {name: html for name, html in pages.items() if "dossier" in name}
    assert len(dossiers) == len(score["cases"]) > 0
    for at, story in enumerate(score["cases"], 1):
        html = dossiers[f"EXERCISE-dossier-{at}.html"]
        assert story["consignment"] in html and "Documents side by side" in html


def test_the_commands_write_pages_and_do_not_overwrite_them(played, tmp_path, jointdrill):
    page, folder = tmp_path / "wash.html", tmp_path / "papers"
    assert jointdrill("hotwash", played.folder.path, "--out", page)[0] == 0
    assert jointdrill("prints", played.folder.path, "--out", folder, "--json")[0] == 0
    assert "Hot wash" in page.read_text(encoding="utf-8") and len(list(folder.iterdir())) == 6
    code, _, told = jointdrill("hotwash", played.folder.path, "--out", page)
    assert code == 1 and "--replace" in told
    code, _, told = jointdrill("prints", played.folder.path, "--out", folder)
    assert code == 1 and told.count("--replace") == 6


def test_a_drill_that_was_not_played_has_no_hot_wash(tmp_path, jointdrill):
    Drill.prepare("first-steps", seed=1, out=tmp_path / "d")
    code, _, told = jointdrill("hotwash", tmp_path / "d")
    assert code == 1 and "not been played" in told


def test_a_language_that_nobody_speaks_is_refused(played, tmp_path, jointdrill):
    for command, out in (("hotwash", tmp_path / "x.html"), ("prints", tmp_path / "x")):
        code, _, told = jointdrill(command, played.folder.path, "--lang", "de", "--out", out)
        assert code == 1 and "'de'" in told and "uz" in told and "fault of ours" not in told
        assert not out.exists()


def test_papers_and_hot_wash_speak_the_language(played, tmp_path):
    sheet = played.prints("ru")["EXERCISE-run-sheet.html"]
    assert 'lang="ru"' in sheet and "Run sheet" not in sheet
    assert 'lang="ka"' in played.hot_wash(tmp_path / "ka.html", "ka").read_text(encoding="utf-8")
