"""Stories of files that are no sheet: each is refused with one clear message, and nothing else is ever raised."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from handouts import AWB, SETTING, csv, header, select, xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.decisions import sheet_csv, sheet_file, sheet_xlsx, xlsx_parts
from simulator.decisions.sheet import labels
from simulator.decisions.sheet_read import read_sheet

NO_HEADER = (
    "does not begin with the header row (consignment; decision; control_1; ...); "
    "keep the first row of the sheet that was handed out"
)


def said(path) -> list[str]:
    """What is said about a file, without its name."""
    with pytest.raises(DrillError) as refused:
        read_sheet(path, SETTING)
    assert all(fault.file == str(path) for fault in refused.value.faults)
    return [str(fault).removeprefix(f"{path}: ") for fault in refused.value.faults]


def holding(path, content):
    path.write_bytes(content)
    return path


def repacked(path, change):
    """The same xlsx with its parts changed: `change` takes and gives a name and its bytes."""
    with zipfile.ZipFile(path) as old:
        parts = [change(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            new.writestr(name, content)
    return path


@pytest.fixture
def good(tmp_path):
    return xlsx(tmp_path / "good.xlsx", [select()])


def test_a_missing_file(tmp_path):
    assert said(tmp_path / "none.xlsx") == ["there is no such file"]


def test_a_folder(tmp_path):
    assert said(tmp_path) == ["is a folder; name a sheet (.xlsx or .csv)"]


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.csv"])
def test_an_empty_file(tmp_path, name):
    assert said(holding(tmp_path / name, b"")) == ["is an empty file"]


def test_a_sheet_of_libreoffice(tmp_path):
    assert said(holding(tmp_path / "sheet.ods", b"PK")) == [
        "is a LibreOffice file (.ods); save it as xlsx in LibreOffice or Excel"
    ]


def test_a_renamed_file_of_word(tmp_path):
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as letter:
        letter.writestr("word/document.xml", "<document/>")
    (reason,) = said(path)
    assert "it holds no workbook; perhaps another kind of file was renamed" in reason


def test_a_file_that_was_not_copied_whole(good):
    (reason,) = said(holding(good, good.read_bytes()[:2000]))
    assert "it is damaged; perhaps it was not copied whole" in reason


def test_another_kind_of_file(tmp_path):
    assert said(holding(tmp_path / "sheet.txt", b"PK")) == [
        "is neither .xlsx nor .csv; open it in Excel and save it as xlsx"
    ]


def test_the_lock_file_of_excel(tmp_path):
    assert said(holding(tmp_path / "~$zhetysu.xlsx", b"\x04Ann")) == [
        "is only the mark that Excel leaves beside an open sheet; close it in Excel and name zhetysu.xlsx"
    ]


def test_a_sheet_that_is_open_in_excel(good, monkeypatch):
    def locked(*_args, **_more):
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "open", locked)
    assert said(good) == ["is open in another program; save and close it in Excel, then try again"]


def test_a_name_that_no_file_can_have(tmp_path):
    assert "cannot be read" in said(tmp_path / ("x" * 5000 + ".xlsx"))[0]
    with pytest.raises(DrillError, match="cannot be read"):
        read_sheet("a\0b.xlsx", SETTING)


def test_a_file_that_is_too_big(good, monkeypatch):
    monkeypatch.setattr(sheet_file, "MAX_BYTES", 100)
    assert said(good)[0].startswith("is larger than")


def test_a_renamed_csv(tmp_path):
    path = csv(tmp_path / "sheet.csv", [select()]).rename(tmp_path / "sheet.xlsx")
    assert said(path)[0].startswith("is not an xlsx file (its content is something else, perhaps a renamed csv); ")


def test_a_renamed_xlsx(good):
    assert said(good.rename(good.with_suffix(".csv"))) == [
        "is named .csv, but is an xlsx file; rename it to end in .xlsx"
    ]


def test_a_password_or_an_old_xls(tmp_path):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert said(holding(tmp_path / "sheet.xlsx", content)) == [
        "is protected by a password or in the old xls format; save it as xlsx without a password"
    ]


def test_a_damaged_zip(tmp_path, good):
    for content in (b"PK\x03\x04garbage", good.read_bytes()[:-200], good.read_bytes()[:300]):
        assert said(holding(tmp_path / "bad.xlsx", content))[0].startswith("is not an xlsx file (")


def test_a_zip_of_something_else(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as other:
        other.writestr("photo.jpg", b"x")
    assert said(tmp_path / "bad.xlsx")[0].startswith("is not an xlsx file (")


@pytest.mark.parametrize("declares", ["<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", "<!DOCTYPE x>"])
def test_xml_that_declares_entities(good, declares):
    def change(name, content):
        return name, content.replace(b"<worksheet", declares.encode() + b"<worksheet", 1)

    assert said(repacked(good, change))[0].startswith("is not an xlsx file (a part has a document type)")


def test_a_zip_bomb_is_not_unpacked(good, monkeypatch):
    monkeypatch.setattr(sheet_xlsx, "MAX_UNPACKED", 2**20)

    def change(name, content):
        return name, content + b" " * 2**22 if name.startswith("xl/worksheets") else content

    assert said(repacked(good, change))[0].startswith("unpacks to more than 1 MB")


def test_a_zip_that_lies_about_its_size_is_read_no_further(good):
    def change(name, content):
        return name, content + b" " * 2**20 if name.startswith("xl/worksheets") else content

    content = bytearray(repacked(good, change).read_bytes())
    true_size = len(zipfile.ZipFile(good).read("xl/worksheets/sheet1.xml"))
    size = true_size.to_bytes(4, "little")
    assert content.count(size) == 2
    good.write_bytes(bytes(content).replace(size, (100).to_bytes(4, "little")))
    assert said(good)[0].startswith("is not an xlsx file (")


def test_a_cell_at_the_far_corner_costs_nothing(tmp_path):
    path = xlsx(tmp_path / "far.xlsx", [select()])
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(header()):
            sheet.write(0, place, name)
            sheet.write(1, place, select().get(name))
        sheet.write(1_048_575, 16_383, "x")
    assert [each.row for each in read_sheet(path, SETTING)] == [2]


def test_a_text_used_again_and_again_is_kept_once(tmp_path):
    path = xlsx(tmp_path / "same.xlsx", [select(note="n" * 30_000), *({"note": "n" * 30_000} for _ in range(5000))])
    assert len(read_sheet(path, SETTING)) == 1


def test_blank_lines_above_and_another_name_of_the_page_do_no_harm(tmp_path):
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Лист1")
        for place, name in enumerate(header()):
            sheet.write(3, place + 2, name.upper() + " ")
            sheet.write(5, place + 2, select().get(name))
    assert [each.row for each in read_sheet(path, SETTING)] == [6]


@pytest.mark.parametrize("kind", [xlsx, csv])
def test_a_sheet_without_decisions(tmp_path, kind):
    path = kind(tmp_path / f"sheet.{kind.__name__}", [{"consignment": AWB}, {}])
    assert said(path) == ["holds no decisions"]


def test_a_workbook_without_cells(tmp_path):
    path = tmp_path / "blank.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    assert said(path) == [NO_HEADER]


@pytest.mark.parametrize("kind", [xlsx, csv])
@pytest.mark.parametrize("first", [labels(), select()])
def test_a_sheet_without_its_first_row_says_just_that(tmp_path, kind, first):
    head = [first.get(name, f"?{name}") for name in header()]
    path = kind(tmp_path / f"sheet.{kind.__name__}", [select()], head=head)
    assert said(path) == [NO_HEADER]


@pytest.mark.parametrize("kind", [xlsx, csv])
def test_missing_columns_are_all_named(tmp_path, kind):
    path = kind(tmp_path / f"sheet.{kind.__name__}", [select()], head=header("control_3", "time"))
    assert said(path) == [
        f"has no column '{name}' in its first row; use the sheet that was handed out" for name in ("control_3", "time")
    ]


@pytest.mark.parametrize("kind", [xlsx, csv])
def test_a_double_column(tmp_path, kind):
    path = kind(tmp_path / f"sheet.{kind.__name__}", [select()], head=[*header(), "decision"])
    assert said(path) == ["has the column 'decision' twice in its first row"]


def test_a_sheet_of_no_drill(tmp_path):
    path = xlsx(tmp_path / "sheet.xlsx", [select()], head=header(header()[-1]))
    assert said(path) == [
        (
            f"has no column '{header()[-1]}' in its first row, so it is not known which drill and unit it belongs to; "
            "use the sheet that was handed out"
        )
    ]


def test_a_mark_without_the_unit_is_none(tmp_path):
    head = [*header(header()[-1]), f"world:{SETTING.world[:16]}"]
    (only,) = said(xlsx(tmp_path / "sheet.xlsx", [select()], head=head))
    assert only.startswith(f"has no column '{header()[-1]}' in its first row")


@pytest.mark.parametrize("kind", [xlsx, csv])
def test_a_sheet_of_another_unit_says_just_that(tmp_path, kind):
    head = [*header(header()[-1], "time"), f"world:{SETTING.world[:16]}:aviayuklar"]
    path = kind(tmp_path / f"sheet.{kind.__name__}", [select("unknown", priority=7)], head=head)
    assert said(path) == [f"is the sheet of aviayuklar; hand it in for that unit (--player aviayuklar={path})"]


def test_a_sheet_of_another_drill_says_just_that(tmp_path):
    head = [*header(header()[-1], "time"), "world:00112233445566ff:aviayuklar"]
    path = xlsx(tmp_path / "sheet.xlsx", [select("unknown", priority=7)], head=head)
    assert said(path) == [
        (
            "belongs to another drill: its world is 00112233445566ff, "
            f"the world of this drill is {SETTING.world[:16]}; use the sheet that was handed out for this drill"
        )
    ]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_csv_in_another_encoding(tmp_path, encoding):
    path = csv(tmp_path / "sheet.csv", [select(note="привет")], encoding=encoding)
    assert said(path)[0].endswith("open it in Excel and save as xlsx")
    assert said(path)[0].startswith("is not UTF-8 text (byte ")


def test_binary_csv(tmp_path):
    assert said(holding(tmp_path / "sheet.csv", b"ab\0c")) == [
        "is not UTF-8 text (byte 3); open it in Excel and save as xlsx"
    ]


def test_csv_with_an_open_quote(tmp_path):
    path = csv(tmp_path / "sheet.csv", [select(note='"never closed'), select()])
    assert said(path)[0].startswith("is not a table separated by ; or , or tab (line ")


@pytest.mark.parametrize(("kind", "module"), [(xlsx, xlsx_parts), (csv, sheet_csv)])
def test_more_rows_than_a_sheet_may_have(tmp_path, monkeypatch, kind, module):
    monkeypatch.setattr(module, "MAX_ROWS", 10)
    path = kind(tmp_path / f"sheet.{kind.__name__}", [select(str(k)) for k in range(13)])
    assert said(path)[0].startswith("has more than ")


def taken_or_refused(path):
    """Whatever else is raised fails the test."""
    with suppress(DrillError):
        read_sheet(path, SETTING)


LEGS = {"max_examples": 80, "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
CELLS = st.one_of(
    st.sampled_from(["select", "sample", "x-ray", "always", AWB, "4.65E+11", "1", "2022-11-08 07:15", "99999", "="]),
    st.text(max_size=12),
)


@settings(**LEGS)
@given(content=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", "\ufeff".encode(), b"sep=;\n"]))
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_bytes_raise_anything_else(tmp_path, kind, content, start):
    taken_or_refused(holding(tmp_path / f"any.{kind}", start + content))


@settings(**LEGS)
@given(rows=st.lists(st.dictionaries(st.sampled_from(header()), CELLS), max_size=5))
@pytest.mark.parametrize("kind", [xlsx, csv])
def test_no_cells_raise_anything_else(tmp_path, kind, rows):
    try:
        path = kind(tmp_path / f"any.{kind.__name__}", rows)
    except UnicodeEncodeError:
        return
    taken_or_refused(path)


@settings(**LEGS)
@given(data=st.data())
def test_no_damage_raises_anything_else(tmp_path, data):
    path = xlsx(tmp_path / "any.xlsx", [select(time=44873.3, note="x")])
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old:
        names = [name for name in old.namelist() if name.startswith("xl/")]
    spoiled = data.draw(st.sampled_from(names))

    def change(name, content):
        if name != spoiled:
            return name, content
        at = data.draw(st.integers(0, len(content) - 1))
        return name, content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 6)) :]

    taken_or_refused(repacked(path, change))
