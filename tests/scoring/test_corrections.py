"""A corrected key: what it holds then, which verdicts change, and how a file of corrections is read or refused."""

import pytest

from simulator.common.errors import DrillError
from simulator.scoring.correction_file import Known, read_corrections
from simulator.scoring.corrections import changed, corrected, counted
from simulator.scoring.model_judging import Correction
from simulator.scoring.verdicts import Verdict
from simulator.world.truth import Truth

ROWS = {"A": 0, "B": 1, "C": 2, "D": 3}
HELD = {
    "pool": "p", "contraband": "opiates", "concealment": "in-goods", "hardness": "easy", "weight": 1.0,
    "indicators": "no-street",
}  # fmt: skip
TRUTH = Truth.of(
    [
        {"row": 0, "kind": "case", "typology": "opium-diary", **HELD},
        {"row": 1, "kind": "decoy", "typology": "opium-walnuts", **HELD, "contraband": "", "concealment": ""},
    ]
)
KNOWN = Known(ROWS, {"A": "case"}, {"A": "opium-diary", "B": "opium-walnuts"})


def said(consignment, **what):
    return Correction(consignment=consignment, reason="because", **what)


def kinds(truth):
    return {row["row"]: (row["kind"], row["typology"], row["contraband"]) for row in truth.table.iter_rows(named=True)}


def test_a_case_that_is_none_leaves_the_key():
    assert kinds(corrected(TRUTH, ROWS, [said("A", kind="clean")])) == {1: ("decoy", "opium-walnuts", "")}


def test_a_decoy_that_is_a_case_hides_what_its_typology_says():
    assert kinds(corrected(TRUTH, ROWS, [said("B", kind="case")]))[1] == ("case", "opium-walnuts", "opiates")


def test_what_the_key_did_not_know_of_enters_it():
    truth = corrected(TRUTH, ROWS, [said("D", kind="irregularity", typology="undervalued")])
    assert kinds(truth)[3] == ("irregularity", "undervalued", "")
    assert truth.table["row"].to_list() == [0, 1, 3]
    assert truth.table["pool"].to_list()[-1] == "correction"


def test_the_sealed_key_stays_as_it_is():
    before = TRUTH.canonical()
    corrected(TRUTH, ROWS, [said("A", kind="clean")])
    assert TRUTH.canonical() == before


def test_an_indicator_counts_or_does_not_for_one_consignment():
    told = counted(
        ROWS, [said("A", indicator="odd-weight", counts=True), said("A", indicator="no-street", counts=False)]
    )
    assert told.of(0, frozenset({"no-street"})) == {"odd-weight"}
    assert told.of(1, frozenset({"no-street"})) == {"no-street"}


def test_changes_are_what_a_person_would_call_another_verdict():
    """Row 0: found, now clean. Row 1: a decoy, now touched and clean: said the same. Row 2: new, a case."""
    before = [Verdict("joint", 0, "case", "found", "u", 5), Verdict("joint", 1, "decoy", "untouched")]
    after = [
        Verdict("joint", 0, "clean", "nothing-found", "u", 5, True),
        Verdict("joint", 1, "clean", "untouched"),
        Verdict("joint", 2, "case", "missed"),
    ]
    told = [(each.consignment, each.outcome_before, each.outcome) for each in changed(before, after, "ABC")]
    assert told == [("A", "found", "nothing-found"), ("C", "untouched", "missed")]


TEXT = """\
corrections:
  - {consignment: A, is: clean, reason: The laboratory found nothing.}
  - consignment: B
    indicator: odd-weight
    counts: yes
    reason: The scale was wrong.
"""
TABLE = (
    "consignment;is;typology;indicator;counts;reason\r\nA;clean;;;;The laboratory found nothing.\r\n"
    "B;;;odd-weight;yes;The scale was wrong.\r\n"
)


@pytest.mark.parametrize(("name", "text"), [("c.yaml", TEXT), ("c.csv", TABLE), ("c.csv", TABLE.replace(";", ","))])
def test_a_table_says_what_a_text_says(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    assert [each.model_dump(exclude_defaults=True) for each in read_corrections(path, KNOWN)] == [
        {"consignment": "A", "kind": "clean", "reason": "The laboratory found nothing."},
        {"consignment": "B", "indicator": "odd-weight", "counts": True, "reason": "The scale was wrong."},
    ]


def refused(tmp_path, text, name="c.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(DrillError) as error:
        read_corrections(path, KNOWN)
    return [(fault.code, fault.line or fault.row, fault.field) for fault in error.value.faults]


def test_all_faults_are_told_at_once(tmp_path):
    text = """\
- {consignment: A, is: clear, reason: x}
- {consignment: Z, indicator: odd-weight, counts: maybe}
- {consignment: A, is: case, reason: x}
- word
- {consignment: D, is: case, why: x, reason: x}
- {consignment: C, reason: x}
- {consignment: C, is: clean, indicator: odd-weight, counts: yes, reason: x}
"""
    assert refused(tmp_path, text) == [
        ("correction-entry", 4, None),
        ("field-unknown", 5, "why"),
        ("correction-choice", 1, "is"),
        ("correction-consignment", 2, "consignment"),
        ("field-missing", 2, "reason"),
        ("correction-choice", 2, "counts"),
        ("correction-same", 3, "is"),
        ("correction-double", 3, "consignment"),
        ("correction-typology", 5, "typology"),
        ("correction-neither", 6, None),
        ("correction-both", 7, None),
        ("correction-same", 7, "is"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("c.yaml", "corrections: []", "correction-none"),
        ("c.yaml", "key: value", "correction-top"),
        ("c.yaml", "- a: [", "yaml-broken"),
        ("c.csv", "number;is\r\nA;clean\r\n", "correction-column"),
        ("c.txt", "anything", "sheet-kind"),
    ],
)
def test_what_is_no_list_of_corrections_is_refused(tmp_path, name, text, code):
    assert refused(tmp_path, text, name)[0][0] == code


def test_a_row_of_a_table_is_named_as_excel_shows_it(tmp_path):
    text = "consignment;is;reason\r\nA;clean;x\r\nQ;clean;x\r\n"
    assert refused(tmp_path, text, "c.csv") == [("correction-consignment", 3, "consignment")]
