"""Every format says the same, is whole whatever people wrote, and is the same anywhere."""

import csv
import datetime as dt
import io
import json
import re

import debrief_scores as made
import html_page
import pypdf
import pytest
import reading
from pydantic import ValidationError

from simulator.debrief.exports import DebriefFile
from simulator.debrief.telling import FORMATS, Order
from simulator.scoring.model import Told

FORMULA = '=cmd|" /C calc"!A0'
MARKUP = '#include "x.typ" *b* $a$ @ref <l> #panic() _i_ \\ ] }'
SCRIPT = "<script>alert(1)</script>&amp;\"'{{ 7*7 }}"
BACKWARDS = "شركة النور للتجارة \u202e gnp.exe"
CONTROL = "a\x00b\x1b[31mc\x85d\ufffe"
FOREIGN = "中文 😀 \ue000 ｆｕｌｌ"
LONG = "Я" * 10_000
WILD = (FORMULA, MARKUP, SCRIPT, BACKWARDS, CONTROL, FOREIGN, LONG)


def wild_score(text):
    """A score in which every text that somebody wrote is this one."""
    passages = [made.passage("zhetysu", "not-selected", seen=[made.Seen(system="x", name=text, t=60)])]
    what = dict.fromkeys(("description", "shipper", "consignee", "consignment", "pool", "routing", "receptacle"), text)
    case = made.hidden(**what, passages=passages, indicators=[text], evidence={text: [("x", text)]})
    decided = made.decided(1, "zhetysu", text, 60, who=text, reasons=[text], result="delayed", grounded=False)
    unit = {"name": text, "player": text, "post": text[:40]}
    return made.small(
        about=made.about(title=text, purpose=text, marking=text),
        units=[made.unit("zhetysu", **unit), made.unit("aviayuklar", name={"en": text})],
        cases=[case],
        decisions=[decided],
        intelligence=[Told(t=0, to=[], source=text, text=text)],
        objectives=[{"code": "x", "text": text, "capability": text}],
    )


@pytest.fixture(scope="module")
def telling():
    return reading.told(made.small())


@pytest.mark.parametrize("text", WILD, ids=["formula", "markup", "script", "backwards", "control", "foreign", "long"])
def test_whatever_people_wrote_every_format_is_whole(text):
    telling = reading.told(wild_score(text), Order(draft=True), notes={1: text}, people={text: text})
    for form, words in reading.every_format(telling).items():
        assert "EXERCISE" in words, form
        assert "DRAFT" in words or form in ("json", "csv"), form
    book = reading.workbook(telling)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_markup_of_the_typesetter_is_a_text_like_any_other():
    words = reading.words_of("pdf", reading.told(wild_score(MARKUP)).written("pdf"))
    assert words.count('#include "x.typ" *b* $a$ @ref <l> #panic()') > 5


def test_what_no_font_shows_is_transliterated():
    words = reading.words_of("pdf", reading.told(wild_score("中文 Ж ქ")).written("pdf"))
    assert "ZhongWen Ж ქ" in words


def test_no_cell_of_the_gradebook_is_a_formula():
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"):
        (row, *_) = csv_rows(reading.told(made.small(units=[made.unit("zhetysu", name=text)])))
        assert row["unit_name"].startswith("'")


def csv_rows(telling):
    return list(csv.DictReader(io.StringIO(telling.written("csv").decode("utf-8-sig"), newline="")))


def test_the_gradebook_is_read_by_excel_and_has_a_row_a_unit(telling):
    assert telling.written("csv").startswith(b"\xef\xbb\xbfexercise,")
    rows = csv_rows(telling)
    assert [(row["exercise"], row["unit"], row["cases_found"], row["chance_found"]) for row in rows] == [
        ("EXERCISE", "zhetysu", "1", "0.24"),
        ("EXERCISE", "aviayuklar", "0", "0.24"),
    ]
    assert rows[0]["drill"] == "Exchange visit: Almaty and Tashkent"
    assert rows[1]["lead_minutes"] == ""


def test_numbers_and_times_of_the_workbook_are_real(telling):
    book = reading.workbook(telling)
    units = reading.rows(book["Units"])
    assert units[0]["Cases found"] == 1
    assert book["Units"]["B5"].number_format == '#,##0" of 3"'
    decisions = reading.rows(book["Decisions"])
    assert decisions[0]["Time"] == dt.datetime(2022, 11, 8, 20, 0)  # noqa: DTZ001  workbooks know no zones
    assert {row["Unit"] for row in decisions} == {"ACCU Zhetysu", "ACCU Aviayuklar"}
    assert {type(row["Priority"]) for row in decisions} == {int}


def test_every_sheet_says_exercise_keeps_its_heads_and_prints_across(telling):
    for sheet in reading.workbook(telling):
        assert sheet["A1"].value == "EXERCISE"
        assert sheet.oddHeader.center.text.endswith("EXERCISE")
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title not in ("Summary", "The report in words"):
            assert sheet.freeze_panes == "B5"
            assert sheet.auto_filter.ref.startswith("A4:")


def test_the_workbook_holds_a_sheet_of_each_kind(telling):
    names = reading.workbook(telling).sheetnames
    assert {"Summary", "Units", "Cases", "Controls", "Decisions", "Indicators", "Figures of the units"} <= set(names)


def test_sheets_of_one_name_are_told_apart(telling):
    from dataclasses import replace

    extra = [replace(section, id=f"{section.id}-2") for section in telling.story.sections]
    twice = replace(telling, story=replace(telling.story, sections=(*telling.story.sections, *extra)))
    names = reading.workbook(twice).sheetnames
    assert len(names) == len({name.casefold() for name in names})


def test_the_pdf_is_tagged_named_and_numbered(telling):
    reader = pypdf.PdfReader(io.BytesIO(telling.written("pdf")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "pdfuaid" in reader.xmp_metadata.rdf_root.toxml()
    assert reader.metadata.title == "Exchange visit: Almaty and Tashkent"
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "EXERCISE" in text
        assert f"Page {number} of {len(reader.pages)}" in text


def test_marking_and_draft_stand_on_every_page():
    telling = reading.told(made.small(), Order(marking="For official use & <no> other", draft=True))
    reader = pypdf.PdfReader(io.BytesIO(telling.written("pdf")))
    for page in reader.pages:
        assert "For official use & <no> other · DRAFT" in page.extract_text()
    for sheet in reading.workbook(telling):
        assert sheet.oddHeader.center.text.endswith("EXERCISE · For official use && <no> other · DRAFT")
    html = telling.written("html").decode()
    assert '<p class="edge" aria-hidden="true">EXERCISE · For official use &amp; &lt;no&gt; other · DRAFT</p>' in html
    assert [reading.document(telling)[name] for name in ("marking", "draft")] == ["For official use & <no> other", True]


def test_the_marking_of_the_scenario_is_taken_where_none_is_ordered():
    score = made.small(about=made.about(marking={"en": "Restricted"}))
    assert reading.told(score).story.marks == ("Restricted",)
    assert reading.told(score, Order(marking="")).story.marks == ()


def test_the_json_document_follows_its_schema(telling):
    document = reading.document(telling)
    read = DebriefFile.model_validate_json(telling.written("json"))
    assert read.score.totals.cases == document["score"]["totals"]["cases"] == 4
    assert read.summary[0].startswith("The units found 1 of 4 cases.")
    with pytest.raises(ValidationError):
        DebriefFile.model_validate({**document, "format": 2})


def test_styles_may_be_linked_for_a_server(telling):
    from simulator.debrief.render import render_html

    html = render_html(telling.story, telling.drawings, styles="/assets/debrief.css")
    page = html_page.Page(html)
    assert page.values("href")[0] == "/assets/debrief.css"
    assert not {"style", "script"} & {tag for tag, _ in page.tags}
    assert not [key for _, attrs in page.tags for key in attrs if key == "style" or key.startswith("on")]


def test_print_uses_the_colours_of_the_screen(telling):
    from simulator.debrief.pdf import view

    assert view(telling.story, telling.drawings)["theme"]["accent"] == "#17567d"


EMPTY = {"cases": [], "irregularities": [], "decoys": [], "decisions": [], "intelligence": [], "objectives": []}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decisions": []}, "no decision"),
        ({"cases": [], "totals": made.small().totals.model_copy(update={"cases": 0})}, "The drill held no cases."),
        (
            {
                **EMPTY,
                "units": [
                    made.unit("zhetysu", decisions=0, controlled=0, hours=[], stations=[], references=[], officers=[])
                ],
            },
            "made no decision",
        ),
    ],
)
def test_a_drill_with_little_in_it_gives_an_honest_report(changes, sentence):
    said = reading.every_format(reading.told(made.small(**changes)))
    assert all(sentence in said[form] for form in ("html", "pdf", "xlsx"))
    assert json.loads(said["json"])["score"]["units"]


def test_long_lists_of_decisions_stand_in_the_workbook_only():
    telling = reading.told(made.large(units=2, cases=2, decisions=2000))
    html = telling.written("html").decode()
    assert "The list of 2,000 decisions stands in the workbook" in html
    assert len(html.encode()) < 200_000
    assert len(reading.rows(reading.workbook(telling)["Decisions"])) == 2000


@pytest.mark.parametrize("form", FORMATS)
def test_another_process_writes_the_same_bytes(form, telling, python, tmp_path):
    kept, out = tmp_path / "score.json", tmp_path / f"out.{form}"
    kept.write_text(made.small().model_dump_json(), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from simulator.scoring.kept import read_score;"
        "from simulator.debrief.cuts import Sources; from simulator.debrief.telling import tell;"
        "Path(sys.argv[2]).write_bytes(tell(Sources(read_score(Path(sys.argv[1])))).written(sys.argv[3]))"
    )
    done = python(
        code, str(kept), str(out), form, PYTHONHASHSEED="4711", TZ="Asia/Tokyo", LANG="ru_RU.KOI8-R", LC_ALL="C"
    )
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == telling.written(form)


def test_no_template_reads_an_address(root):
    for file in (root / "templates" / "debrief").glob("*.typ"):
        assert not re.search(r"https?:|@preview", file.read_text(encoding="utf-8"))
