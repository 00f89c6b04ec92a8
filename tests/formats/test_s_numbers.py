"""S8, S9 and S10 are taken apart and put together again; a year is told from its last digit."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.formats import s_numbers as s
from simulator.formats.identifiers import s10_flaw

letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=6, max_size=6)
letter = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
dispatches = st.builds(s.Dispatch, letters, letters, letter, letter, letter, st.integers(0, 9), st.integers(0, 9999))
bags = st.builds(
    s.Receptacle, dispatches, st.integers(0, 999), st.booleans(), st.sampled_from("019"), st.integers(0, 9999)
)


@settings(deadline=None)
@given(dispatches)
def test_a_dispatch_is_20_characters_and_reads_back(made):
    assert len(str(made)) == 20
    assert s.dispatch(str(made)) == made


@settings(deadline=None)
@given(bags)
def test_a_receptacle_is_29_characters_and_reads_back(made):
    assert len(str(made)) == 29
    assert s.receptacle(str(made)) == made


@settings(deadline=None)
@given(st.sampled_from(["RB", "CP", "EE", "UA"]), st.integers(0, 99_999_999), st.sampled_from(["KZ", "GB"]))
def test_an_item_that_is_made_has_its_right_check_digit(service, serial, country):
    made = s.made_item(service, serial, country)

    assert s.item(str(made)) == made
    assert s10_flaw(str(made)) is None


def test_a_dispatch_of_public_test_data_is_taken_apart():
    found = s.dispatch("USLAXANLHAGICCN40123")

    assert found == s.Dispatch("USLAXA", "NLHAGI", "C", "C", "N", 4, 123)
    assert (s.title("category", found.category), s.title("class", found.mail_class)) == ("Surface mail", "Parcels")


def test_a_receptacle_tells_its_weight_unless_it_is_too_heavy():
    light, heavy = (s.receptacle(f"USLAXANLHAGICCN4012300111{weight}") for weight in ("0125", "9999"))

    assert (light.kg, light.last, light.insured) == (Decimal("12.5"), True, "1")
    assert heavy.kg is None


@pytest.mark.parametrize(
    ("digit", "near", "year"), [(4, 2024, 2024), (5, 2024, 2025), (9, 2021, 2019), (6, 2021, 2016)]
)
def test_the_digit_of_the_year_is_the_nearest_such_year(digit, near, year):
    assert s.Dispatch("USLAXA", "NLHAGI", "C", "C", "N", digit, 1).year(near) == year


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("USLAXANLHAGICCN40123", None),
        ("USLAXANLHAGICCN4012", "shape"),
        ("uslaxanlhagiccn40123", "shape"),
        ("QQLAXANLHAGICCN40123", "country"),
        ("USLAXANLHAGIQCN40123", "category"),
        ("USLAXANLHAGICQN40123", "class"),
    ],
)
def test_a_flaw_of_a_dispatch_is_named(text, flaw):
    assert s.dispatch_flaw(text) == flaw


def test_a_flaw_of_a_receptacle_is_named():
    assert s.receptacle_flaw("USLAXANLHAGICCN40123001110125") is None
    assert s.receptacle_flaw("USLAXANLHAGICCN40123001510125") == "shape"
    assert s.receptacle_flaw("QQLAXANLHAGICCN40123001110125") == "country"


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_number_or_none(text):
    assert s.dispatch(text) is None or str(s.dispatch(text)) == text
    assert s.receptacle(text) is None or str(s.receptacle(text)) == text
    assert s.item(text) is None or str(s.item(text)) == text
