"""Receptacles of mail stand on a page and in a csv of their own, and are read back like the queue."""

import csv
import io
from dataclasses import replace

import polars as pl
import pytest
from handouts import ALMATY, IDS, ITEM, SCENARIO, SETTING, UNIT, frame, header, select, xlsx

from simulator.common.errors import DrillError
from simulator.decisions.facts import unit_facts
from simulator.decisions.sheet import BAG_FORM, QUEUE_FORM, RECEPTACLES, world_header
from simulator.decisions.sheet_read import read_sheet
from simulator.decisions.sheet_write import receptacles_csv, sheet_xlsx
from simulator.decisions.sheet_xlsx import XlsxTable

DISPATCH = "DEFRAAKZALAAAUN20123"
LETTERS, PARCELS = DISPATCH + "001000071", "CNCANAKZALAAACN24711002100183"
BAGS = pl.DataFrame(
    {
        "receptacle": [LETTERS, PARCELS],
        "dispatch": [DISPATCH, PARCELS[:20]],
        "office": ["DEFRAA", "CNCANA"],
        "country": ["DE", "CN"],
        "mail_class": ["letter", "parcel"],
        "flight": ["KC904/08", "KC904/08"],
        "items": [31, 5],
        "announced": [20, 5],
        "weight": [7.1, 18.3],
        "expected": [7200, 7200],
        "ready": [9000, 9000],
        "release": [30_000, 33_000],
        "known": [-3600, 1800],
    }
)
MAILED = replace(
    SETTING,
    bags=(LETTERS, PARCELS, DISPATCH, PARCELS[:20]),
    streams=pl.Series(["general", "express", "mail", "general", "express"]),
    controls=("documents", "x-ray", "examination", "belt-x-ray"),
)
HEAD = [*BAG_FORM.columns, world_header(MAILED.world, MAILED.unit)]


def bag(number=PARCELS, **cells):
    """A row that sends a receptacle over the belt."""
    return {"receptacle": number, "decision": "select", "control_1": "belt-x-ray", **cells}


def bag_csv(path, *rows, head=HEAD):
    lines = [";".join(head), *(";".join(str(row.get(name, "")) for name in head) for row in rows)]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    return path


@pytest.fixture
def read(tmp_path):
    return lambda *rows: read_sheet(bag_csv(tmp_path / "bags.csv", *rows), MAILED)


def faults(path):
    with pytest.raises(DrillError) as caught:
        read_sheet(path, MAILED)
    return [str(fault).removeprefix(f"{path}: ") for fault in caught.value.faults]


def book(**more):
    facts = unit_facts(SCENARIO, _world(), UNIT, ALMATY, len(IDS))
    return sheet_xlsx(frame(), replace(MAILED, **more), facts, BAGS)


def _world():
    from handouts import WORLD

    return WORLD


def test_a_row_sends_a_receptacle_over_the_belt(read):
    [taken] = read(bag(control_2="examination", ground="alarm", priority=1, note="odd bag"))
    decision = taken.decision
    assert (decision.consignment, decision.act, decision.priority) == (PARCELS, "select", 1)
    assert [(step.control, step.when) for step in decision.controls] == [
        ("belt-x-ray", "on-alarm"),
        ("examination", "on-alarm"),
    ]
    assert (decision.ground, taken.note) == ("alarm", "odd bag")


def test_a_whole_dispatch_can_be_named(read):
    [taken] = read(bag(DISPATCH))
    assert taken.decision.consignment == DISPATCH


def test_a_number_of_no_receptacle_is_a_fault(tmp_path):
    [fault] = faults(bag_csv(tmp_path / "bags.csv", bag("XX" + PARCELS[2:])))
    assert "is no receptacle or dispatch of this drill" in fault
    [fault] = faults(bag_csv(tmp_path / "more.csv", bag(ITEM)))
    assert "is no receptacle or dispatch of this drill" in fault


def test_a_receptacle_may_stand_in_the_queue_too(tmp_path):
    path = xlsx(tmp_path / "queue.xlsx", [select(PARCELS, control_1="belt-x-ray"), select(ITEM)])
    assert [each.decision.consignment for each in read_sheet(path, MAILED)] == [PARCELS, ITEM]


def test_a_belt_for_general_cargo_is_refused_with_its_row(tmp_path):
    path = xlsx(tmp_path / "queue.xlsx", [select(ITEM, control_1="belt-x-ray"), select(IDS[0], control_1="belt-x-ray")])
    [fault] = faults(path)
    assert "row 4, Control 1" in fault
    assert "there is no Belt X-ray for General cargo" in fault


def test_an_unknown_ground_is_a_fault_with_what_is_allowed(tmp_path):
    [fault] = faults(bag_csv(tmp_path / "bags.csv", bag(ground="because")))
    assert "Legal ground: 'because' is not known; allowed: Risk indicators, Alarm of a control" in fault


def test_a_ground_is_taken_by_its_title(read):
    [taken] = read(bag(LETTERS, ground="Information received"))
    assert taken.decision.ground == "information"


def test_a_queue_without_the_column_of_grounds_is_still_read(tmp_path):
    head = header("ground")
    assert "ground" not in head
    [taken] = read_sheet(xlsx(tmp_path / "old.xlsx", [select()], head), MAILED)
    assert taken.decision.ground == ""


def test_the_workbook_has_both_pages_and_what_is_filled_in_comes_back(tmp_path):
    path = tmp_path / "unit.xlsx"
    path.write_bytes(book())
    table = XlsxTable(path.read_bytes(), str(path))
    assert table.pages[:2] == (QUEUE_FORM.page, RECEPTACLES)
    other = dict(table.others()).get(RECEPTACLES)
    names = {name: place for place, name in other.header.items()}
    rows = other.rows({names["receptacle"]: "receptacle", names["items"]: "items"}, "receptacle")
    assert [row["receptacle"] for _, row in rows[1:]] == [LETTERS, PARCELS]
    assert [row["items"] for _, row in rows[1:]] == ["31", "5"]


def test_decisions_of_both_pages_are_read_and_faults_name_their_page(tmp_path):
    path = tmp_path / "both.xlsx"
    _two_pages(path, [select(ITEM)], [bag(control_2="examination"), bag(LETTERS, ground="alarm")])
    assert [each.decision.consignment for each in read_sheet(path, MAILED)] == [ITEM, PARCELS, LETTERS]
    _two_pages(path, [select(ITEM)], [bag("nothing"), bag(control_1="dog")])
    told = faults(path)
    assert len(told) == 2
    with pytest.raises(DrillError) as caught:
        read_sheet(path, MAILED)
    assert all(RECEPTACLES in str(fault) for fault in caught.value.faults)


def test_only_the_page_of_receptacles_may_be_filled_in(tmp_path):
    path = tmp_path / "both.xlsx"
    _two_pages(path, [], [bag()])
    assert len(read_sheet(path, MAILED)) == 1


def _two_pages(path, queue, bags):
    import xlsxwriter

    with xlsxwriter.Workbook(path) as made:
        for page, head, rows in ((QUEUE_FORM.page, header(), queue), (RECEPTACLES, HEAD, bags)):
            sheet = made.add_worksheet(page)
            for at, row in enumerate([dict(zip(head, head, strict=True)), *rows]):
                for place, name in enumerate(head):
                    if name in row:
                        sheet.write(at, place, row[name])


def test_the_csv_of_receptacles_is_a_sheet(tmp_path):
    told = receptacles_csv(BAGS, MAILED).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told), delimiter=";"))
    assert [row[0] for row in rows] == ["receptacle", "Receptacle", LETTERS, PARCELS]
    at = {name: place for place, name in enumerate(rows[0])}
    rows[3][at["decision"]], rows[3][at["control_1"]] = "Select", "Belt X-ray"
    path = tmp_path / "EXERCISE-zhetysu-receptacles.csv"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    [taken] = read_sheet(path, MAILED)
    assert taken.decision.consignment == PARCELS
    assert [step.control for step in taken.decision.controls] == ["belt-x-ray"]


def test_the_same_workbook_comes_out_twice():
    assert book() == book()


def test_without_receptacles_there_is_no_page(tmp_path):
    facts = unit_facts(SCENARIO, _world(), UNIT, ALMATY, len(IDS))
    path = tmp_path / "unit.xlsx"
    path.write_bytes(sheet_xlsx(frame(), MAILED, facts))
    assert RECEPTACLES not in XlsxTable(path.read_bytes(), str(path)).pages
