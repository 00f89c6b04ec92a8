"""The glossary: out to review, in with terms of one's own, which then stand in titles and are read back."""

from io import BytesIO

import pytest
import xlsxwriter
from handouts import AWB, SETTING, xlsx

from simulator.common.errors import DrillError
from simulator.common.i18n import LANGUAGES, language, own_terms
from simulator.decisions.glossary import UNREVIEWED, as_csv, changed, in_force, read, terms, workbook
from simulator.decisions.sheet import control_titles
from simulator.decisions.sheet_file import open_table
from simulator.decisions.sheet_read import read_sheet


def handed(path, head, *rows):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for at, cells in enumerate((head, ["labels"] * len(head), *rows)):
            page.write_row(at, 0, cells)
    return path


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_a_glossary_is_taken_back_as_it_was_written(tmp_path, lang):
    path = tmp_path / "terms.xlsx"
    path.write_bytes(workbook(lang, terms(lang)))
    assert read(path) == (lang, terms(lang))
    assert changed(lang, terms(lang)) == {}
    (tmp_path / "terms.csv").write_text(as_csv(lang, terms(lang)), encoding="utf-8")
    assert read(tmp_path / "terms.csv") == (lang, terms(lang))


def test_what_nobody_reviewed_says_so(tmp_path):
    path = tmp_path / "terms.xlsx"
    path.write_bytes(workbook("ka", terms("ka")))
    rows = open_table(path).rows({4: "state"}, "")
    assert sum(cells.get("state") == UNREVIEWED for _, cells in rows) == sum(not each.reviewed for each in terms("ka"))
    assert workbook("ka", terms("ka")) == workbook("ka", terms("ka"))
    assert BytesIO(workbook("ka", terms("ka"))).read(2) == b"PK"


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_every_term_is_translated_and_stands_once(lang):
    listed = terms(lang)
    assert all(each.term and each.text for each in listed)
    assert len({each.term.casefold() for each in listed}) == len(listed)


def test_own_terms_stand_in_titles_and_are_read_back(tmp_path):
    path = handed(tmp_path / "own.xlsx", ["term", "ru", "reviewed"], ["Examination", "таможенный досмотр", "A. B."])
    _, listed = read(path)
    assert [each.reviewed for each in listed if each.term == "Examination"] == ["A. B."]
    with in_force(path):
        assert control_titles("ru")["examination"] == "Таможенный досмотр"
        row = {"consignment": AWB, "decision": "Отобрать", "control_1": "Таможенный досмотр"}
        assert read_sheet(xlsx(tmp_path / "a.xlsx", [row]), SETTING)[0].decision.controls[0].control == "examination"
    assert control_titles("ru")["examination"] == "Досмотр"


def test_a_term_replaces_only_what_it_was_shipped_as():
    """A post is where a unit works; the contact of this name is the postal operator."""
    own = {"ru": {"post": type("Own", (), {"shipped": "пост", "own": "узел"})()}}
    with own_terms(own):
        assert language("ru").text("Post", "contact") == "Почтовый оператор"


def test_all_that_is_wrong_with_a_glossary_is_told_at_once(tmp_path):
    path = handed(tmp_path / "a.xlsx", ["term", "ru"], ["Examinatoin", "досмотр"], ["X-ray", "рентген"], ["X-ray", "x"])
    with pytest.raises(DrillError) as wrong:
        read(path)
    assert [(fault.code, fault.row) for fault in wrong.value.faults] == [("glossary-term", 3), ("glossary-double", 5)]
    with pytest.raises(DrillError, match="first row"):
        read(handed(tmp_path / "b.xlsx", ["term", "fr"], ["X-ray", "rayons X"]))
