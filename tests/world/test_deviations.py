"""Forms of errors: each changes a text as such errors do, and what is planted has the forms of what lies there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.common.tables import table
from simulator.world.deviations import FORMS, deviated

LOTS = st.floats(0, 1, exclude_max=True)
FIGURES = st.integers(1, 5_000_000).map(lambda grams: f"{grams / 1000:.3f}".rstrip("0").rstrip("."))
NAMES = st.text("ABCDEFGHIKLMNOPRSTUVYZ -", min_size=1, max_size=35)


def test_a_form_changes_a_text_as_it_says():
    assert deviated("transposed", "125", 0.0) == "215"
    assert deviated("transposed", "125", 0.9) == "152"
    assert deviated("tenfold", "12.5", 0.0) == "125"
    assert deviated("tenfold", "12.5", 0.9) == "1.25"
    assert deviated("rounded", "127.7", 0.5) == "130"
    assert deviated("rounded", "2.3", 0.5) == "3"
    assert deviated("one-off", "1", 0.0) == "2"
    assert deviated("one-off", "8", 0.0) == "7"
    assert deviated("other-currency", "10", 0.0) == "72"
    assert deviated("shortened", "MENS COTTON TROUSERS", 0.5) == "MENS COTTON"
    assert deviated("other-wording", "TOYS", 0.0) == "TOYS AND PARTS"
    assert deviated("own-script", "ALMATY TRADE", 0.0, "АЛМАТЫ ТРЕЙД") == "АЛМАТЫ ТРЕЙД"


@given(FIGURES, LOTS, st.sampled_from(["transposed", "tenfold", "rounded", "other-currency"]))
def test_a_figure_stays_a_figure_above_nothing(figure, lot, form):
    said = deviated(form, figure, lot)
    assert re.fullmatch(r"\d+(\.\d{1,3})?", said)
    assert float(said) > 0


@given(FIGURES, LOTS)
def test_transposing_keeps_the_digits_or_shifts_the_point(figure, lot):
    def digits(text):
        return sorted(text.replace(".", "").strip("0").replace("0", ""))

    assert digits(deviated("transposed", figure, lot)) == digits(figure)


@given(NAMES, LOTS, st.sampled_from(["misspelt", "other-spelling"]))
def test_a_name_stays_a_name_of_about_its_length(name, lot, form):
    said = deviated(form, name, lot)
    assert said[:1] or not name
    assert len(said) >= len(name) / 2
    assert deviated(form, name, lot) == said


def test_every_form_of_the_table_is_one():
    assert {row["form"] for row in table("world", "deviations")} == {*FORMS, "own-script"}


def test_a_form_that_is_none_is_refused():
    with pytest.raises(KeyError):
        deviated("guessed", "1", 0.5)
