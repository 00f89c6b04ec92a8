"""Spellings of one name are alike once they are folded, whatever the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.world.spelling import folded, misspelt, other_spelling

NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", min_size=1, max_size=35)


@pytest.mark.parametrize(
    "names",
    [
        ("АЛМАТЫ", "ALMATY", "Almati"),
        ("Хасан", "KHASAN", "Xasan", "Hasan"),
        ("Жумабаев", "ZHUMABAEV", "Jumabaev"),
        ("Юлия", "YULIYA", "Iuliia"),
        ("ЩЕРБАКОВ", "SHCHERBAKOV", "Scherbakov"),
        ("ხიზანიშვილი", "KHIZANISHVILI"),
        ("Toʻlqin", "TOLQIN", "Tolkin"),
        ("«Орда» ЖШС", "ORDA ZhShS"),
    ],
)
def test_one_name_in_several_spellings(names):
    assert len({folded(name) for name in names}) == 1


@given(NAMES)
def test_case_and_signs_play_no_part(name):
    assert folded(name.lower()) == folded(f"«{name}», ") == folded(name)


@given(NAMES, st.floats(0, 1, exclude_max=True))
def test_other_spellings_fold_to_words_of_the_same_number(name, lot):
    assert len(folded(other_spelling(name, lot)).split()) == len(folded(name).split())


@given(NAMES, st.floats(0, 1, exclude_max=True))
def test_a_slip_of_the_pen_is_one_letter(name, lot):
    slipped = misspelt(name, lot)
    assert abs(len(slipped) - len(name)) <= 1
    assert slipped[:1] == name[:1]
