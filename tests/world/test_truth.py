"""The sealed truth: stored and read again, committed to before it is opened."""

import polars as pl
import pytest

from simulator.world.truth import Truth


def hidden(row, kind="case", weight=0.5):
    case = kind == "case"
    return {
        "row": row, "kind": kind, "pool": "some", "typology": "opium-diary", "contraband": "opiates" if case else "",
        "concealment": "in-goods", "hardness": "hard" if case else "", "weight": weight,
        "indicators": "no-street|cash-freight",
    }  # fmt: skip


TRUTH = Truth.of([hidden(7), hidden(3, "decoy", 0.0), hidden(9)])


def test_what_was_saved_is_read_again(tmp_path):
    TRUTH.save(tmp_path / "truth.parquet")
    assert Truth.load(tmp_path / "truth.parquet").table.equals(TRUTH.table)


def test_a_file_of_another_kind_is_no_truth(tmp_path):
    pl.DataFrame({"row": [1]}).write_parquet(tmp_path / "truth.parquet")
    with pytest.raises(ValueError, match="columns"):
        Truth.load(tmp_path / "truth.parquet")


def test_rows_of_a_kind():
    assert TRUTH.rows("case") == [7, 9]
    assert TRUTH.rows("irregularity") == []


def test_the_order_of_the_rows_does_not_change_the_canonical_form():
    assert Truth(TRUTH.table.reverse()).canonical() == TRUTH.canonical()


def test_the_commitment_belongs_to_the_salt_and_to_every_value():
    assert TRUTH.commitment(b"salt") == Truth(TRUTH.table.reverse()).commitment(b"salt")
    assert TRUTH.commitment(b"salt") != TRUTH.commitment(b"other")
    heavier = TRUTH.table.with_columns(weight=pl.col("weight") + 0.001)
    assert Truth(heavier).commitment(b"salt") != TRUTH.commitment(b"salt")


def test_a_truth_without_rows_has_a_commitment_too(tmp_path):
    Truth.of([]).save(tmp_path / "truth.parquet")
    assert Truth.load(tmp_path / "truth.parquet").canonical() == b"[]"
