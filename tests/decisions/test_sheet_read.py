"""Stories of filled-in sheets: what is taken, and what is said about each thing that is wrong in a row."""

from datetime import datetime

import pytest
from handouts import AWB, HOUSE, IDS, ITEM, PARCEL, REASONS, SETTING, csv, header, select, xlsx

from simulator.common.errors import DrillError
from simulator.decisions import sheet_reader
from simulator.decisions.decision import Decision, Step
from simulator.decisions.sheet import indicator_titles, labels
from simulator.decisions.sheet_read import read_sheet

DATE_CELL = datetime(2022, 11, 8, 7, 15)  # noqa: DTZ001  Excel knows no time zones


@pytest.fixture
def read(tmp_path):
    """Read rows that somebody filled in, as xlsx."""
    return lambda *rows: read_sheet(xlsx(tmp_path / "sheet.xlsx", rows), SETTING)


@pytest.fixture
def refusal(read):
    """What is said about rows: the faults without the name of the file."""

    def said(*rows):
        with pytest.raises(DrillError) as refused:
            read(*rows)
        return [str(fault).partition("sheet.xlsx, ")[2] for fault in refused.value.faults]

    return said


def test_a_full_row_becomes_a_decision(read):
    row = select(control_2="examination", next_2="always", control_3="documents", priority=1, confidence="high")
    row |= {"reason_1": REASONS[0], "reason_2": REASONS[1], "time": "2022-11-08 07:15", "note": "books?"}
    (taken,) = read(row)
    steps = (Step("x-ray"), Step("examination", "always"), Step("documents", "on-alarm"))
    assert taken.decision == Decision(AWB, "select", steps, 1, tuple(REASONS[:2]), "high")
    assert (taken.row, taken.t, taken.note) == (3, 75 * 60, "books?")


def test_a_short_row_has_the_defaults(read):
    (taken,) = read(select())
    assert taken.decision == Decision(AWB, "select", (Step("x-ray"),), 2, (), None)
    assert (taken.t, taken.note) == (None, "")


def test_labels_are_as_good_as_codes(read):
    row = {"consignment": AWB, "decision": " random SAMPLE ", "control_1": "x-RAY", "control_2": "Documentary  check"}
    row |= {
        "next_2": "On Alarm",
        "priority": "1 First",
        "confidence": "Low",
        "reason_1": indicator_titles()[REASONS[0]].upper(),
    }
    (taken,) = read(row)
    steps = (Step("x-ray"), Step("documents"))
    assert taken.decision == Decision(AWB, "sample", steps, 1, (REASONS[0],), "low")


def test_rows_without_a_decision_are_skipped(read):
    taken = read({"consignment": PARCEL}, select(), {"consignment": ITEM, "note": "no time for this one"}, {})
    assert [each.row for each in taken] == [4]


def test_withdraw_and_release_stand_alone(read):
    taken = read({"consignment": AWB, "decision": "withdraw"}, {"consignment": ITEM, "decision": "Release"})
    assert [each.decision.act for each in taken] == ["withdraw", "release"]


def test_the_order_of_the_sheet_is_kept(read):
    assert [each.decision.consignment for each in read(*(select(each) for each in reversed(IDS)))] == IDS[::-1]


def test_columns_may_be_moved_and_more_may_be_there(tmp_path):
    head = ["mine", *reversed(header()), "other"]
    assert len(read_sheet(xlsx(tmp_path / "moved.xlsx", [select(mine="x")], head), SETTING)) == 1


@pytest.mark.parametrize(
    ("time", "t"),
    [
        ("2022-11-08 06:00", 0),
        ("2022-11-09 17:59", 36 * 3600 - 60),
        ("2022-11-08T07:15:30", 4530),
        ("08.11.2022 7:15", 4500),
        (DATE_CELL, 4500),
        (44873.302083333336, 4500),
    ],
)
def test_times_are_local_times_of_the_post(read, time, t):
    assert read(select(time=time))[0].t == t


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (465123456789, PARCEL),
        (12345678901, "012345678901"),
        (" 465 12345675 ", AWB),
        ("46512345675", AWB),
        ("rb123456785gb", ITEM),
        ("h7", HOUSE),
    ],
)
def test_numbers_that_only_look_different_are_known(read, written, meant):
    assert read(select(written))[0].decision.consignment == meant


def test_an_unknown_value_is_named_with_what_is_allowed_and_the_nearest_word(refusal):
    assert refusal(select(decision="selekt", control_1="x ray", priority=4, confidence="sure")) == [
        (
            "row 3, Decision: 'selekt' is not known; allowed: Select, Random sample, Withdraw, Release; "
            "did you mean 'Select'?"
        ),
        (
            "row 3, Control 1: 'x ray' is not known; allowed: Documentary check, X-ray, Detector dog, Trace detection, "
            "Examination, Field test, Belt X-ray, Dog along the belt; did you mean 'X-ray'?"
        ),
        "row 3, Priority: '4' is not known; allowed: 1 first, 2 normal, 3 when free",
        "row 3, Confidence: 'sure' is not known; allowed: Low, Medium, High",
    ]


def test_an_unknown_reason_is_named(refusal):
    (said,) = refusal(select(reason_2="a hunch"))
    assert said.startswith("row 3, Reason 2: 'a hunch' is not known; allowed: ")


def test_a_long_value_is_cut(refusal):
    (said,) = refusal(select(decision="x" * 30_000))
    assert len(said) < 250


def test_controls_without_a_decision_are_a_fault(refusal):
    assert refusal({"consignment": AWB, "control_1": "x-ray"}) == [
        "row 3, Decision: is blank, but Control 1 is filled in; allowed: Select, Random sample, Withdraw, Release"
    ]


def test_a_decision_on_nothing_is_a_fault(refusal):
    (said,) = refusal({"decision": "release"})
    assert said == "row 3, Consignment: is blank, but Decision is filled in; put the number of the consignment here"


def test_a_consignment_of_another_place_is_a_fault(refusal):
    assert refusal(select("999-00000000")) == [
        (
            "row 3, Consignment: '999-00000000' is no consignment of this drill; "
            "allowed: the numbers of the sheet that was handed out"
        )
    ]


@pytest.mark.parametrize("rounded", ["4.65E+11", "4,65123E+11", 465123000000])
def test_a_number_that_excel_has_rounded_is_explained(refusal, rounded):
    (said,) = refusal(select(rounded))
    assert said.endswith("Excel has rounded this number; use the xlsx sheet")


def test_the_same_decision_twice_names_both_rows(refusal):
    assert refusal(select(), select(ITEM), select("46512345675", control_1="documents")) == [
        (
            "row 5, Consignment: 465-12345675 has the decision 'Select' in row 3 and again in row 5; "
            "keep one of them, or give each a time of its own"
        )
    ]


@pytest.mark.parametrize("times", [("07:00", "07:00"), (None, "07:00"), ("07:00", None), (None, None)])
def test_the_same_decision_needs_two_different_times(refusal, times):
    rows = [select(**({"time": f"2022-11-08 {time}"} if time else {})) for time in times]
    (said,) = refusal(*rows)
    assert "in row 3 and again in row 4; keep one of them, or give each a time of its own" in said


def test_a_wrong_time_is_no_double_besides(refusal):
    assert len(refusal(select(), select(time="noon"))) == 1


def test_a_decision_that_was_withdrawn_is_taken_again_later(read):
    taken = read(
        select(time="2022-11-08 07:00"),
        {"consignment": AWB, "decision": "withdraw", "time": "2022-11-08 08:00"},
        select(time="2022-11-08 09:00"),
    )
    assert [(each.decision.act, each.t) for each in taken] == [("select", 3600), ("withdraw", 7200), ("select", 10800)]


def test_two_different_decisions_on_a_consignment_are_none(read):
    assert len(read(select(), {"consignment": AWB, "decision": "withdraw", "time": "2022-11-08 12:00"})) == 2


@pytest.mark.parametrize("when", ["", "On alarm"])
def test_nothing_follows_papers_on_alarm(read, refusal, when):
    row = {"consignment": AWB, "decision": "select", "control_1": "Documentary check", "control_2": "x-ray"}
    assert refusal({**row, "next_2": when} if when else row) == [
        (
            "row 3, When 2: the documentary check before Control 2 shows papers and gives no alarm; choose Always, "
            "or decide on Control 2 when you have seen the papers"
        )
    ]
    assert len(read({**row, "next_2": "Always"})) == 1


@pytest.mark.parametrize(("act", "title"), [("select", "Select"), ("sample", "Random sample")])
def test_a_selection_needs_a_control(refusal, act, title):
    assert refusal({"consignment": AWB, "decision": act}) == [
        f"row 3, Control 1: is blank; '{title}' needs at least one control: Documentary check, X-ray, Examination"
    ]


def test_controls_leave_no_gap(refusal):
    assert refusal(select(control_3="documents")) == [
        "row 3, Control 2: is blank, but Control 3 is filled in; fill the controls from the left"
    ]


def test_a_control_is_ordered_once(refusal):
    assert refusal(select(control_2="X-ray")) == [
        "row 3, Control 2: 'X-ray' stands in Control 1 already; a control can be ordered once"
    ]


def test_a_control_that_the_unit_cannot_do_is_a_fault(refusal):
    assert refusal(select(control_1="dog", control_2="trace")) == [
        (
            "row 3, Control 1: zhetysu has no officers or no machine for 'Detector dog'; "
            "it can do: Documentary check, X-ray, Examination"
        ),
        (
            "row 3, Control 2: zhetysu has no officers or no machine for 'Trace detection'; "
            "it can do: Documentary check, X-ray, Examination"
        ),
    ]


def test_letting_go_takes_no_controls(refusal):
    assert refusal(select(decision="release")) == [
        "row 3, Control 1: is 'x-ray', but 'Release' takes no controls; leave it blank"
    ]


def test_when_needs_its_control(refusal):
    assert refusal(select(next_2="always")) == [
        "row 3, When 2: is 'always', but Control 2 is blank; choose a control or leave it blank"
    ]


def test_a_reason_is_given_once(refusal):
    (said,) = refusal(select(reason_1=REASONS[0], reason_3=REASONS[0]))
    assert said == f"row 3, Reason 3: '{REASONS[0]}' stands in Reason 1 already; give another reason or leave it blank"


@pytest.mark.parametrize(
    ("time", "shown", "example"),
    [
        ("08:30", "08:30", "2022-11-08 08:30"),
        ("5:59:30", "05:59", "2022-11-09 05:59"),
        (8.5 / 24, "08:30", "2022-11-08 08:30"),
        ("0,25", "06:00", "2022-11-08 06:00"),
        (0, "00:00", "2022-11-09 00:00"),
    ],
)
def test_a_time_without_a_day_is_refused_with_its_day(refusal, time, shown, example):
    assert refusal(select(time=time)) == [
        f"row 3, Time: {shown} is a time without a day; give day and time like {example}, local time of the post"
    ]


@pytest.mark.parametrize("time", ["25:15", "tomorrow", "2022-13-08 07:15", "11/8/2022 7:15", 1.3])
def test_other_ways_to_write_a_time_are_refused(refusal, time):
    assert refusal(select(time=time)) == [
        f"row 3, Time: '{time}' is not a time; write the local time of the post like 2022-11-09 00:00"
    ]


@pytest.mark.parametrize("time", ["2022-11-08 05:59", "2022-11-09 18:00", "08.11.1999 12:00"])
def test_a_time_outside_the_drill_is_refused(refusal, time):
    (said,) = refusal(select(time=time))
    assert said.endswith(
        "lies outside the drill; allowed: 2022-11-08 06:00 to 2022-11-09 17:59, local time of the post"
    )


def test_all_faults_are_told_at_once_in_the_order_of_the_rows(refusal):
    said = refusal(select(priority=9), select(), select(ITEM, time="noon", confidence="no"), select())
    assert [each.partition(":")[0] for each in said] == [
        "row 3, Priority",
        "row 4, Consignment",
        "row 5, Confidence",
        "row 5, Time",
        "row 6, Consignment",
    ]


def test_the_list_of_faults_ends_somewhere(read, monkeypatch):
    monkeypatch.setattr(sheet_reader, "MAX_FAULTS", 3)
    with pytest.raises(DrillError, match=r"has more faults; the first 3 are listed$") as refused:
        read(*(select("1") for _ in range(9)))
    assert len(refused.value.faults) == 4


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_of_every_kind_is_read(tmp_path, separator, encoding):
    path = csv(tmp_path / "sheet.csv", [{}, select(note="привет")], separator, encoding=encoding)
    (taken,) = read_sheet(path, SETTING)
    assert (taken.row, taken.note, taken.decision.consignment) == (3, "привет", AWB)


def test_csv_rows_count_as_excel_shows_them(tmp_path):
    path = csv(tmp_path / "sheet.csv", [select(note='"two\r\nlines"'), {}, select(ITEM)])
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    assert [each.row for each in read_sheet(path, SETTING)] == [3, 5]


def test_a_number_protected_from_excel_is_read(tmp_path):
    path = csv(tmp_path / "sheet.csv", [select(f'"=""{PARCEL}"""')])
    assert read_sheet(path, SETTING)[0].decision.consignment == PARCEL


def test_a_title_row_that_was_changed_is_still_no_decision(read):
    titles = {**labels(), "control_1": "Kontrol"}
    assert [each.row for each in read(titles, select())] == [4]
