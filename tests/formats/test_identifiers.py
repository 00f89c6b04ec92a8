"""Identifiers obey the real rules: held against numbers from outside, and made a million at a time."""

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.formats import check
from simulator.formats import identifiers as ids

VECTORS = Path(__file__).parent.parent / "vectors" / "ids"


def rows(name):
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("awb_check.csv"), ids=lambda row: row["awb"])
def test_waybill_numbers_of_live_traffic_are_judged_right(row):
    assert check.awb_flaw(row["awb"]) == (None if row["mod7_ok"] == "1" else "check")


@pytest.mark.parametrize("row", rows("s10.csv"), ids=lambda row: row["id"])
def test_mail_numbers_from_outside_are_judged_right(row):
    assert (ids.s10_flaw(row["id"]) is None) == (row["valid"] == "1")


def test_a_wrong_mail_number_says_what_is_wrong():
    numbers = ["RB12345678GB", "RB123456786US", "RB123456785XX", "JB123456785GB"]

    assert [ids.s10_flaw(number) for number in numbers] == ["shape", "check", "country", "service"]


@pytest.mark.parametrize("text", ["", "465-1234567", "46512345675", "465-123456755", "KC5-12345675"])
def test_what_is_not_written_like_a_waybill_number_is_told(text):
    assert check.awb_flaw(text) == "shape"


def test_house_numbers_are_told_by_their_shape():
    assert check.house_flaw("ABC0001234") is None
    assert check.house_flaw("ABC-0001234") == check.house_flaw("ABCDEFGHIJKLM") == "shape"


@given(st.integers(0, 9_999_999))
def test_every_waybill_number_that_is_made_is_right(serial):
    made = ids.awb_numbers(pl.Series(["465"]), np.array([serial]))

    assert check.awb_flaw(made[0]) is None


@given(st.integers(0, 99_999_999), st.sampled_from(["RB", "CP", "EE", "UA", "LX"]), st.sampled_from(["KZ", "GB"]))
def test_every_mail_number_that_is_made_is_right(serial, service, country):
    made = ids.s10_numbers(pl.Series([service]), np.array([serial]), pl.Series([country]))

    assert ids.s10_flaw(made[0]) is None
    assert made[0].endswith(country)


@given(st.integers(0, 99_999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_in_a_mail_number_is_noticed(serial, place, change):
    made = ids.s10_numbers(pl.Series(["RB"]), np.array([serial]), pl.Series(["KZ"]))[0]
    wrong = str((int(made[2 + place]) + change) % 10)

    changed = made[: 2 + place] + wrong + made[3 + place :]

    # Two sums share a check digit where 11 - s gives 10 or 11: 10 -> 0 and 11 -> 5 meet the sums of 0 and 5.
    assert ids.s10_flaw(changed) == "check" or made[10] in "05"


def test_the_worked_example_of_the_postal_union():
    assert ids.s10_check(np.array([47312482]))[0] == 9


def test_a_million_numbers_of_each_kind_are_made_at_once():
    serials = np.arange(1_000_000)
    text = pl.Series(["RB"]).gather(np.zeros(1_000_000, dtype=np.uint32))

    made = [
        ids.awb_numbers(text, serials),
        ids.house_numbers(text, serials),
        ids.s10_numbers(text, serials, text),
        ids.courier_numbers(serials + 10**11),
    ]

    assert [len(numbers) for numbers in made] == [1_000_000] * 4
    assert [numbers.n_unique() for numbers in made] == [1_000_000] * 4
    assert made[1][7] == "RB0000007"
