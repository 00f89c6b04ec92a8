"""Segments are told apart as ISO 9735 says, and as the files of live traffic need."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.formats import edifact

# Line breaks are no part of a value; a value of nothing but blanks at the end of a segment is one.
values = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)
elements = st.lists(st.lists(values, min_size=1, max_size=3).map(tuple), max_size=4)
rows = st.lists(
    st.tuples(st.sampled_from(["FTX", "NAD", "MOA"]), elements).map(lambda row: (row[0], *row[1])), max_size=6
)


def read(text):
    return list(edifact.segments(text))


def bare(parts):
    """Elements without what is empty at the end, which EDIFACT leaves out."""
    trimmed = []
    for part in parts:
        kept = list(part)
        while kept and not kept[-1]:
            kept.pop()
        trimmed.append(tuple(kept) or ("",))
    while trimmed and trimmed[-1] == ("",):
        trimmed.pop()
    return trimmed


@settings(deadline=None)
@given(rows)
def test_what_is_written_reads_back(made):
    found = read("UNH+1'\n" + edifact.written(made))[1:]

    assert [(segment.tag, bare(segment.elements)) for segment in found] == [(row[0], bare(row[1:])) for row in made]


def test_the_marks_of_una_are_used():
    found = read("UNA|^.! ~UNH^1^X|Y~FTX^a!^b^c+d:e'~")

    assert [segment.elements for segment in found] == [(("1",), ("X", "Y")), (("a^b",), ("c+d:e'",))]


def test_a_wrapped_file_reads_like_one_in_one_line():
    wrapped = read("UNH+1+ITMATT:1'FTX+AAA+++cotton sh\r\nirts'\r\nUNT+3+1'")

    assert wrapped[1].value(3) == "cotton shirts"
    assert [segment.line for segment in wrapped] == [1, 1, 3]


def test_a_last_segment_without_its_end_is_read():
    assert read("UNH+1'FTX+cut of")[-1].value(0) == "cut of"


def test_what_stands_before_the_first_segment_is_left_out():
    assert read("QK TASKZ7X\n.ALAKZ 081430\nUNB+UNOA:1+A'")[0].line == 3


def test_what_is_no_tag_is_a_segment_all_the_same():
    assert [segment.text for segment in read("UNH+1'+++'12'x+y'")][1:] == ["+++", "12", "x+y"]


@pytest.mark.parametrize("text", ["", "UN", "hello", "UNHAPPY", "MSH|^~\\&|"])
def test_a_text_without_a_segment_is_refused(text):
    with pytest.raises(DrillError, match="holds no EDIFACT message"):
        read(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("UNAUNBUNH+:?'. \n~a1"), max_size=60))
def test_no_text_makes_it_fail(text):
    assert isinstance(read("UNH+1'" + text), list)


@pytest.mark.parametrize("unit", ["a", "?", "+", "'", " ", "\n", "??'", "a+"])
def test_a_long_run_of_anything_takes_one_pass(unit):
    found = read("UNH+1'" + unit * (400_000 // len(unit)))

    assert len(found) <= 400_001
