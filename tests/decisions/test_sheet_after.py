"""Standing orders stand on a page of the workbook, and are read back with their faults."""

import zipfile

import pytest
from handouts import ALMATY, IDS, SCENARIO, SETTING, UNIT, WORLD, frame, header, made, select

from simulator.common.errors import DrillError
from simulator.decisions.facts import unit_facts
from simulator.decisions.sheet import AFTER_FORM, QUEUE, world_header
from simulator.decisions.sheet_after import find_titles, step_titles
from simulator.decisions.sheet_read import read_sheet
from simulator.decisions.sheet_write import sheet_xlsx
from simulator.decisions.sheet_xlsx import XlsxTable

HEAD = [*AFTER_FORM.columns, world_header(SETTING.world, SETTING.unit)]


def workbook(path, *orders):
    """A sheet with one decision and these standing orders, each the cells of a row."""
    return made(path, (QUEUE, header(), [select()]), (AFTER_FORM.page, HEAD, orders))


def order(find="Drugs", *steps, **more):
    return {"find": find, **{f"step_{k}": step for k, step in enumerate(steps, 1)}, **more}


def test_orders_are_read_by_title_or_code_and_hold_from_the_start(tmp_path):
    first = order("Drugs", "Secure the goods", "weigh", "", "Hand over to the authority", to="Narcotics authority")
    said = read_sheet(workbook(tmp_path / "a.xlsx", first, order("not-presented", "Ask again")), SETTING)
    standing = [each for each in said if each.decision.act == "standing"]
    assert [(each.decision.on, each.decision.steps, each.decision.to, each.t) for each in standing] == [
        ("drugs", ("secure", "weigh", "hand-over"), "narcotics", None),
        ("not-presented", ("ask-again",), "", None),
    ]
    assert [each.decision.act for each in said] == ["standing", "standing", "select"]


def test_rows_without_steps_order_nothing(tmp_path):
    said = read_sheet(workbook(tmp_path / "a.xlsx", *(order(title) for title in find_titles().values())), SETTING)
    assert [each.decision.act for each in said] == ["select"]


@pytest.mark.parametrize(
    ("orders", "says"),
    [
        ([order("Drugz", "secure")], "row 3, After a find of: 'Drugz' is not known"),
        ([order("drugs", "opn it")], "row 3, Step 1: 'opn it' is not known"),
        ([order("drugs", "isolate")], "row 3, Step 1: 'Isolate' does not follow 'Drugs'"),
        ([order("drugs", "hand-over")], "row 3, Hand over to: is blank; 'Hand over to the authority' needs it"),
        ([order("drugs", "hand-over", to="Interpol")], "row 3, Hand over to: 'Interpol' is not known"),
        ([order("drugs", "weigh", "weigh")], "row 3, Step 2: 'Weigh and count' stands in Step 1 already"),
        ([order("drugs", "weigh"), order("Drugs", "secure")], "row 4, After a find of: 'Drugs' has its steps in row 3"),
        ([{"step_1": "weigh"}], "row 3, After a find of: is blank"),
    ],
)
def test_what_is_wrong_is_told_with_its_page_and_row(tmp_path, orders, says):
    with pytest.raises(DrillError) as caught:
        read_sheet(workbook(tmp_path / "a.xlsx", *orders), SETTING)
    assert len(caught.value.faults) == 1
    assert f"page {AFTER_FORM.page}, {says}" in str(caught.value.faults[0])


def test_the_workbook_that_is_handed_out_has_a_row_for_every_kind_of_find(tmp_path):
    facts = unit_facts(SCENARIO, WORLD, UNIT, ALMATY, len(IDS))
    book = sheet_xlsx(frame(), SETTING, facts)
    page = dict(XlsxTable(book, "a.xlsx").others())[AFTER_FORM.page]
    assert [page.header[at] for at in range(len(HEAD))] == HEAD
    assert book == sheet_xlsx(frame(), SETTING, facts)


def test_lists_fit_into_excel():
    for on in find_titles():
        assert len(",".join(step_titles(on).values())) <= 255


def test_a_page_is_known_by_its_columns_whatever_it_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", order("Drugs", "secure"))
    book = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(book, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(AFTER_FORM.page.encode(), b"EXERCISE after (2)"))
    assert [each.decision.act for each in read_sheet(book, SETTING)] == ["standing", "select"]


def test_an_authority_without_steps_and_a_step_that_the_unit_cannot_do_are_told_at_once(tmp_path):
    orders = [order("Drugs", to="Police"), order("Weapons", "field-test")]
    with pytest.raises(DrillError) as caught:
        read_sheet(workbook(tmp_path / "a.xlsx", *orders), SETTING)
    said = [str(fault).partition("row ")[2] for fault in caught.value.faults]
    assert said[0].startswith("3, Step 1: is blank, but Police is to take it over")
    assert said[1].startswith("4, Step 1: zhetysu has no officers or no machine for 'Field test'")


def test_a_page_with_a_broken_header_hides_no_faults_of_others(tmp_path):
    broken = [*AFTER_FORM.columns[:-1], HEAD[-1]]
    made(tmp_path / "a.xlsx", (QUEUE, header(), [select(decision="Selekt")]), ("after", broken, [order()]))
    with pytest.raises(DrillError) as caught:
        read_sheet(tmp_path / "a.xlsx", SETTING)
    assert [fault.code for fault in caught.value.faults] == ["sheet-value", "sheet-column-missing"]
