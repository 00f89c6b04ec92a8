"""What print and workbooks need: widths that hold the words, texts that remember their values, fonts that know theirs."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.debrief import typed
from simulator.debrief.blocks import Column, Row, Table
from simulator.debrief.fonts import covered, from_left, showable
from simulator.debrief.plain import printable
from simulator.debrief.widths import widths


def table(kinds, cells):
    return Table("t", tuple(Column(f"c{n}", kind) for n, kind in enumerate(kinds)), (Row(tuple(cells)),))


def test_what_is_left_of_a_line_goes_to_long_texts():
    number, long = widths(table(["number", "long"], ["12", "many words " * 30]))
    assert long > 5 * number


@given(st.lists(st.text(max_size=300), min_size=1, max_size=12))
def test_every_column_has_some_width(cells):
    assert all(width > 0 for width in widths(table(["text"] * len(cells), cells)))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy])
def test_a_text_keeps_its_value_when_it_is_copied(again):
    text = again(typed.part("3 of 5", 3, "", " of 5"))
    assert (text, text.value, text.form) == ("3 of 5", 3, '#,##0" of 5"')


def test_the_fonts_know_the_scripts_of_the_languages():
    assert {ord(sign) for sign in "AЖәғҚўʻქჯעب"} <= covered()
    assert ord("中") not in covered()


@given(st.text(max_size=40))
def test_whatever_is_shown_can_be_shown(text):
    shown = showable(printable(text))
    assert showable(shown) == shown


def test_charts_hold_no_text_from_right_to_left():
    assert from_left("ACCU شركة") == "ACCU shrkh"
