"""Decisions beside the controls stand on a page of the workbook, and are read back with their faults."""

import pytest
from handouts import ALMATY, AWB, HOUSE, IDS, SCENARIO, SETTING, UNIT, WORLD, frame, header, made, select

from simulator.common.errors import DrillError
from simulator.decisions.decision import TAKES
from simulator.decisions.facts import unit_facts
from simulator.decisions.sheet import ACTS_FORM, QUEUE, titles, world_header
from simulator.decisions.sheet_read import read_sheet
from simulator.decisions.sheet_write import sheet_xlsx
from simulator.decisions.sheet_xlsx import XlsxTable

HEAD = [*ACTS_FORM.columns, world_header(SETTING.world, SETTING.unit)]
NOON, EVENING = "2022-11-08 12:00", "2022-11-08 18:00"


def workbook(path, *rows, queue=()):
    """A sheet with these further decisions, each the cells of a row."""
    return made(path, (QUEUE, header(), queue), (ACTS_FORM.page, HEAD, rows))


def act(decision, **more):
    return {"consignment": AWB, "decision": decision, **more}


STORY = (
    act("Hold", until=EVENING, ground="Order of a court or prosecutor", time=NOON),
    act("ask", to="Forwarder", question="Send the papers", note="who books this?"),
    act("Refer back", to="rfi"),
    act("follow-up", step_1="Secure the goods", step_3="hand-over", to="Police", time=NOON),
    act("Propose controlled delivery", to="police", until="2022-11-20 18:00", substitute="yes", time=EVENING),
)


def test_each_is_read_by_title_or_code(tmp_path):
    said = read_sheet(workbook(tmp_path / "a.xlsx", *STORY, queue=[select()]), SETTING)
    noon, evening = 6 * 3600, 12 * 3600
    assert [(each.t, each.decision.payload()) for each in said[1:]] == [
        (noon, {"consignment": AWB, "act": "hold", "ground": "order", "until": evening}),
        (None, {"consignment": AWB, "act": "ask", "to": "forwarder", "question": "documents"}),
        (None, {"consignment": AWB, "act": "refer", "to": "rfi"}),
        (noon, {"consignment": AWB, "act": "follow-up", "to": "police", "steps": ["secure", "hand-over"]}),
        (
            evening,
            {"consignment": AWB, "act": "propose", "to": "police", "substitute": True, "until": evening + 12 * 86_400},
        ),
    ]
    assert [each.note for each in said[1:]] == ["", "who books this?", "", "", ""]


def test_every_act_that_says_more_has_its_place_on_a_page():
    assert set(titles("act")) == set(TAKES) - {"standing"}
    assert {field for act in titles("act") for field in TAKES[act]} - {"steps"} <= set(ACTS_FORM.columns)


def test_a_workbook_without_a_selection_is_taken_for_its_further_decisions(tmp_path):
    said = read_sheet(workbook(tmp_path / "a.xlsx", STORY[0]), SETTING)
    assert [each.decision.act for each in said] == ["hold"]


def test_the_page_alone_can_be_handed_in_as_csv(tmp_path):
    hold = {name: text.replace(",", " ") for name, text in STORY[0].items()}
    lines = [HEAD, list(ACTS_FORM.labels.values()), [hold.get(name, "") for name in HEAD]]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    assert [each.decision.act for each in read_sheet(path, SETTING)] == ["hold"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (act("Hodl", until=NOON), "Decision: 'Hodl' is not known; allowed: Hold, Ask"),
        (act("hold"), "Until: Until is missing; 'Hold' needs it"),
        (act("hold", until="soon"), "Until: 'soon' is not a time"),
        (act("hold", until="12:00"), "Until: 12:00 is a time without a day"),
        (
            act("hold", until="2022-11-07 12:00"),
            "Until: 2022-11-07 12:00 lies outside the drill; allowed: 2022-11-08 06:00 to any later",
        ),
        (act("hold", until=EVENING, to="Police"), "To: To must be left out; 'Hold' does not say it"),
        (act("ask", to="Interpol", question="documents"), "To: 'Interpol' is not known; allowed: Carrier"),
        (act("ask", to="Carrier", question="permit"), "Question: 'permit' is not known"),
        (act("ask", to="Carrier"), "Question: Question is missing; 'Ask' needs it"),
        (act("refer", to="Carrier"), "To: 'Carrier' is not known; allowed: Request for information"),
        (act("follow-up", step_1="secure"), "Time: is blank; 'Work after a find' needs the time"),
        (act("follow-up", step_1="opn it", time=NOON), "Step 1: 'opn it' is not known"),
        (act("follow-up", step_1="field-test", time=NOON), "Step 1: zhetysu has no officers or no machine"),
        (act("follow-up", step_2="hand-over", time=NOON), "To: To is missing; 'hand-over' needs it"),
        (
            act("propose", to="police", until=NOON, substitute="maybe", time=NOON),
            "Exchange goods: 'maybe' is not known",
        ),
        ({"decision": "hold", "until": NOON}, "Consignment: is blank"),
        ({"consignment": "999", "decision": "hold", "until": NOON}, "Consignment: '999' is no consignment"),
        ({"consignment": AWB, "until": NOON}, "Decision: is blank, but Until is filled in"),
    ],
)
def test_what_is_wrong_is_told_with_page_row_and_column(row, says, tmp_path):
    with pytest.raises(DrillError) as caught:
        read_sheet(workbook(tmp_path / "a.xlsx", row, queue=[select()]), SETTING)
    assert f"page {ACTS_FORM.page}, row 3, {says}" in "\n".join(map(str, caught.value.faults))


def test_all_faults_of_all_pages_are_told_at_once(tmp_path):
    rows = [act("hold"), act("ask", to="Carrier")]
    with pytest.raises(DrillError) as caught:
        read_sheet(workbook(tmp_path / "a.xlsx", *rows, queue=[select(decision="Selekt")]), SETTING)
    assert len(caught.value.faults) == 3


def test_the_same_question_twice_is_one_question_and_two_questions_are_two(tmp_path):
    papers, where = (act("ask", to="Carrier", question=code) for code in ("documents", "whereabouts"))
    said = read_sheet(workbook(tmp_path / "a.xlsx", papers, where), SETTING)
    assert [each.decision.question for each in said] == ["documents", "whereabouts"]
    assert HOUSE in IDS


def test_the_page_is_handed_out_blank_with_its_lists():
    facts = unit_facts(SCENARIO, WORLD, UNIT, ALMATY, 5)
    book = sheet_xlsx(frame(), SETTING, facts)
    page = dict(XlsxTable(book, "a.xlsx").others())[ACTS_FORM.page]
    assert [page.header[at] for at in range(len(HEAD))] == HEAD
    assert not facts.referrals
