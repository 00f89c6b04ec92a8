"""Stories of sheets that are handed out: what is in them, and that they come back as they went."""

import csv
import hashlib
import io
import re
import zipfile
from html import unescape

import polars as pl
import pytest
from handouts import ALMATY, AWB, IDS, SCENARIO, SETTING, UNIT, WORLD, frame, select, world
from handouts import csv as filled_csv

from simulator.common.errors import DrillError
from simulator.decisions import pack
from simulator.decisions.facts import unit_facts
from simulator.decisions.information import information, local_texts
from simulator.decisions.sheet import columns, labels, setting, world_header
from simulator.decisions.sheet_read import read_sheet
from simulator.decisions.sheet_write import sheet_csv, sheet_xlsx

FACTS = unit_facts(SCENARIO, WORLD, UNIT, ALMATY, len(IDS))


@pytest.fixture(scope="module")
def workbook():
    """The parts of a workbook that is handed out."""
    content = sheet_xlsx(frame(), SETTING, FACTS)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        return {name: parts.read(name).decode() for name in parts.namelist()}


def strings(workbook) -> list[str]:
    parts = workbook["xl/sharedStrings.xml"] + workbook["xl/worksheets/sheet1.xml"]
    return re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", parts)


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_pages_of_a_workbook(workbook):
    assert re.findall(r'<sheet name="([^"]+)"', workbook["xl/workbook.xml"]) == [
        "EXERCISE queue",
        "EXERCISE further decisions",
        "EXERCISE after a find",
        "How to fill in",
        "Columns",
        "Indicators",
        "Flights",
        "Unit",
        "Intelligence",
    ]


def test_every_page_is_marked(workbook):
    pages = [text for name, text in workbook.items() if name.startswith("xl/worksheets/sheet")]
    assert len(pages) == 9
    for page in pages:
        above, below = (re.search(f"<odd{part}>(.*?)</odd{part}>", page)[1] for part in ("Header", "Footer"))
        assert "EXERCISE" in above
        assert "EXERCISE" in below


def test_the_queue_stands_still_filters_and_offers_lists(workbook):
    queue = workbook["xl/worksheets/sheet1.xml"]
    assert 'xSplit="2" ySplit="2"' in queue
    assert "<autoFilter ref=" in queue
    lists = re.findall(r'<dataValidation type="list"[^>]*sqref="([A-Z]+)3:\1(\d+)"[^>]*>', queue)
    assert [place for place, _ in lists] == list("EFGIKHJLMQRNOP")
    assert {last for _, last in lists} == {str(len(IDS) + 2 + 200)}
    assert '"Documentary check,X-ray,Examination"' in queue.replace("&quot;", '"')


def test_formulas_stay_text(workbook):
    assert "=cmd()" in strings(workbook)
    assert "<f>" not in workbook["xl/worksheets/sheet1.xml"]


def test_numbers_of_consignments_are_texts(workbook):
    assert set(IDS) <= set(strings(workbook))


def test_the_pages_tell_what_a_unit_may_know(workbook):
    texts = " ".join(strings(workbook))
    for part in (
        "Look at printed books.",
        "Liaison officer",
        "KC904",
        "Alaport",
        "2022-11-08 09:00",
    ):
        assert part in texts
    assert "your trainer hands it out" in texts
    assert "Look at spare parts." not in texts
    assert "Not for you." not in texts
    assert "TK1" not in texts
    assert "99999" not in texts


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_handed_out_can_be_read_back(tmp_path, form):
    content = sheet_xlsx(frame(), SETTING, FACTS) if form == "xlsx" else sheet_csv(frame(), SETTING)
    path = tmp_path / f"sheet.{form}"
    path.write_bytes(content)
    with pytest.raises(DrillError, match="holds no decisions"):
        read_sheet(path, SETTING)


def test_a_filled_in_csv_comes_back(tmp_path):
    rows = table(sheet_csv(frame(), SETTING))
    at = rows[0].index("decision")
    for row in rows:
        if row[0] == AWB:
            row[at : at + 2] = ["Select", "X-ray"]
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    (taken,) = read_sheet(path, SETTING)
    assert (taken.row, taken.decision.consignment) == (3, AWB)


def test_a_filled_in_workbook_comes_back(tmp_path):
    """The same workbook, with the cells that an officer fills in put between those that were handed out."""
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(io.BytesIO(sheet_xlsx(frame(), SETTING, FACTS))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                cells = zip("EFGH", ["Select", "X-ray", "Examination", "Always"], strict=True)
                typed = "".join(f'<c r="{at}5" t="str"><v>{word}</v></c>' for at, word in cells)
                before, row, after = text.partition('<row r="5">')
                inside, end, rest = after.partition("</row>")
                places = re.findall(r'<c r="[A-Z]+5".*?</c>', inside)
                assert len(places) == 10
                text = before + row + "".join(places[:4]) + typed + "".join(places[4:]) + end + rest
            new.writestr(name, text)
    (taken,) = read_sheet(path, SETTING)
    assert (taken.row, taken.decision.consignment, taken.decision.act) == (5, IDS[2], "select")
    assert [(step.control, step.when) for step in taken.decision.controls] == [
        ("x-ray", "on-alarm"),
        ("examination", "always"),
    ]


def test_the_csv_opens_in_excel_of_the_region():
    content = sheet_csv(frame(), SETTING)
    assert content.startswith("\ufeffconsignment;description;weight;stream;decision;".encode())
    head, named, first, *_ = table(content)
    key, *fields = columns()
    at = head.index("decision")
    assert [head[0], *head[at : at + len(fields)]] == [key, *fields]
    assert head[-1] == world_header(SETTING.world, SETTING.unit)
    assert [named[0], *named[at : at + len(fields)]] == list(labels().values())
    told = dict(zip(head, first, strict=True))
    assert (told["known"], told["weight"]) == ("2022-11-08 05:30", "12,5")


def test_csv_cells_that_excel_would_run_are_kept_as_text():
    cells = [dict(zip(*pair, strict=True)) for pair in [table(sheet_csv(frame(), SETTING))[::2][:2]]]
    assert cells[0]["description"] == "'=cmd()"
    assert cells[0]["shipper_phone"] == "+7 000 000 0000"


def test_same_input_same_bytes(python):
    made = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]);"
        "from handouts import *; from simulator.decisions.pack import *;"
        "files = pack_files(SCENARIO, WORLD, UNIT, ALMATY, frame(), WORLD.digest());"
        "print(*(hashlib.sha256(content).hexdigest() for content in files.values()))"
    )
    files = pack.pack_files(SCENARIO, WORLD, UNIT, ALMATY, frame(), WORLD.digest())
    here = " ".join(hashlib.sha256(content).hexdigest() for content in files.values())
    folder = __file__.rpartition("test_sheet_write")[0]
    other = python(made, folder, PYTHONHASHSEED="7", TZ="Asia/Tashkent", LANG="ru_RU.UTF-8")
    assert other.stdout.strip() == here, other.stderr


def test_information_is_shown_as_people_read_it():
    seen = frame(shipper_listed=[True, False, None, False, False])
    told = {each.code: each for each in information(seen, SCENARIO.start, ALMATY.offset)}
    assert "row" not in told
    assert "id" not in told
    assert told["known"].values[:2].to_list() == ["2022-11-08 05:30", "2022-11-08 05:31"]
    assert told["shipper_listed"].values.to_list() == ["yes", "no", None, "no", "no"]
    assert (told["weight"].values[0], told["weight"].number_format) == (12.5, "#,##0.0##")
    assert told["hs"].values[0] is None


def test_what_one_decides_by_stands_in_front_and_the_rest_in_groups():
    told = information(frame(), SCENARIO.start, ALMATY.offset)
    assert [(each.group, each.code) for each in told] == [
        ("", "description"),
        ("", "weight"),
        ("", "stream"),
        ("shipper", "shipper_phone"),
        ("shipper", "shipper_listed"),
        ("consignee", "consignee_name_local"),
        ("flight", "known"),
        ("flight", "system"),
        ("goods", "pieces"),
        ("goods", "hs"),
    ]


def test_the_rest_is_folded_away_beside_the_name_of_its_group(workbook):
    queue = workbook["xl/worksheets/sheet1.xml"]
    heads = [text for text in strings(workbook) if text.startswith("more:")]
    assert heads == ["more:shipper", "more:consignee", "more:flight", "more:goods"]
    assert {"Shipper and agent: + above", "Goods and values: + above"} <= set(strings(workbook))
    spans = re.findall(r'<col min="(\d+)" max="(\d+)"([^>]*)>', queue)
    before_folds = {int(first) - 1 for first, _, says in spans if 'collapsed="1"' in says}
    hidden = {int(last) for _, last, says in spans if 'hidden="1"' in says}
    assert len(before_folds) == 2 + len(heads)
    assert before_folds <= hidden
    assert "summaryRight" not in queue


def test_long_pages_are_written_as_short_ones(workbook):
    """Rows stand in order, each cell once, in the format of its column; the size of the page holds them all."""
    queue = workbook["xl/worksheets/sheet1.xml"]
    assert re.findall(r'<row r="(\d+)"', queue) == [str(number) for number in range(1, 3 + len(IDS))]
    places = re.findall(r'<c r="([A-Z]+\d+)"', queue)
    assert len(places) == len(set(places))
    assert all(len(set(re.findall(rf'<c r="{at}[3-7]" s="(\d+)"', queue))) == 1 for at in "ABC")
    assert re.search(r'<dimension ref="A1:[A-Z]+7"/>', queue)


def test_the_queue_prints_as_wide_as_its_paper(workbook):
    assert '<pageSetUpPr fitToPage="1"/>' in workbook["xl/worksheets/sheet1.xml"]
    assert re.search(r"Print_Area\"[^>]*>'EXERCISE queue'!\$A\$1:\$T\$7<", workbook["xl/workbook.xml"])
    assert any("not for printing" in text for text in strings(workbook))


def test_columns_and_indicators_are_explained(workbook):
    texts = strings(workbook)
    assert "As the document says it." in texts
    assert "Columns that show it" in texts
    assert any(text.startswith("Pieces; Weight (kg); Usual weight") for text in texts)


def test_texts_are_kept_whatever_they_hold(tmp_path):
    odd = ['<a> & "b"', " _x0041_ ", "tab\tbell\x07", "ТОО «Алтын» 𝄞", "x" * 40_000]
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(sheet_xlsx(frame(description=odd), SETTING, FACTS))
    page = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    kept = [unescape(text) for text in re.findall(r'<c r="B[3-7]"[^>]*><is><t[^>]*>([^<]*)</t>', page)]
    assert kept == [odd[0], " _x005F_x0041_ ", "tab\tbell ", odd[3], "x" * 32_000]


def test_titles_name_their_unit():
    told = {each.code: each.title for each in information(frame(odd_thing=["x"] * 5), SCENARIO.start, ALMATY.offset)}
    assert (told["weight"], told["stream"], told["odd_thing"]) == ("Weight (kg)", "Stream", "Odd thing")


def test_what_never_happens_has_no_time():
    assert local_texts(pl.Series("t", [2**31 - 1, 0, None]), SCENARIO.start, 0).to_list() == [
        None,
        "2022-11-08 00:00",
        None,
    ]


def test_a_unit_without_consignments_gets_a_sheet(tmp_path):
    none = frame([])
    (tmp_path / "sheet.xlsx").write_bytes(sheet_xlsx(none, SETTING, FACTS))
    with pytest.raises(DrillError, match="holds no decisions"):
        read_sheet(tmp_path / "sheet.xlsx", SETTING)


def test_thousands_of_decisions_come_back(tmp_path):
    ids = [f"{k:012d}" for k in range(20_000)]
    rules = setting(SCENARIO, world(ids), UNIT, ALMATY.offset)
    head = [*columns(), world_header(rules.world, rules.unit)]
    path = filled_csv(tmp_path / "sheet.csv", [select(each) for each in ids], head=head)
    assert [each.decision.consignment for each in read_sheet(path, rules)] == ids
