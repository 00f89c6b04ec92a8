"""The form of a filter: what an officer fills in is a filter, and a simple filter is a form again."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.view.conditions import OF_KIND, Condition, conditions, filter_text
from simulator.view.filter import compile_filter
from simulator.view.filter_parts import NUMBER, TEXT, TIME, WORD, parts_of

SCHEMA = pl.Schema(
    {
        "weight": pl.Float64(),
        "pieces": pl.Int32(),
        "description": pl.String(),
        "stream": pl.Enum(["general", "mail"]),
        "shipper_listed": pl.Boolean(),
        "known": pl.Int32(),
    }
)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""),
        ([Condition("weight", "more", ("2.5",))], "weight > 2.5"),
        ([Condition("weight", "between", ("-2", "5"))], "weight BETWEEN -2 AND 5"),
        ([Condition("stream", "among", ("mail", "general"))], "stream IN ('mail', 'general')"),
        ([Condition("description", "contains", ("O'NEIL",))], "description LIKE '%O''NEIL%'"),
        ([Condition("description", "lacks", ("USED",))], "description NOT LIKE '%USED%'"),
        ([Condition("known", "at-most", ("-30 min",))], "known <= '-30 min'"),
        (
            [Condition("shipper_listed", "yes"), Condition("description", "empty"), Condition("pieces", "filled")],
            "shipper_listed IS TRUE AND description IS NULL AND pieces IS NOT NULL",
        ),
    ],
)
def test_a_form_is_a_filter_and_back(rows, text):
    assert filter_text(rows, SCHEMA) == text
    if rows:
        assert conditions(text, SCHEMA) == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("(shipper_listed)", Condition("shipper_listed", "yes")),
        ("NOT (shipper_listed)", Condition("shipper_listed", "no")),
        ("((WEIGHT) > (2))", Condition("weight", "more", ("2",))),
        ("stream = 'Mail'", Condition("stream", "is", ("Mail",))),
        ("description ILIKE 'A%'", Condition("description", "begins", ("A",))),
        ("description LIKE '%A'", Condition("description", "ends", ("A",))),
        ("description LIKE '%A_%C%'", Condition("description", "contains", ("A_%C",))),
    ],
)
def test_other_ways_to_write_it(text, row):
    assert conditions(text, SCHEMA) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "weight > 2 OR pieces > 2",
        "NOT weight > 2",
        "weight > pieces",
        "2 < weight",
        "weight / pieces > 2",
        "lower(description) = 'a'",
        "shipper_listed IS NOT TRUE",
        "shipper_listed = TRUE",
        "description LIKE 'A'",
        "description LIKE '%'",
        "description NOT LIKE 'A%'",
        "description < 'B'",
        "weight NOT IN (1, 2)",
        "weight > 2 AND (pieces > 2 OR pieces < 1)",
        "description = ''",
    ],
)
def test_what_says_more_has_no_form(text):
    assert conditions(text, SCHEMA) is None


def test_all_faults_of_a_form_are_told_with_their_row():
    rows = [
        Condition("wieght", "more", ("2",)),
        Condition("weight", "mor", ("2",)),
        Condition("weight", "between", ("2",)),
        Condition("weight", "is", ("heavy",)),
        Condition("stream", "is", ("post",)),
        Condition("known", "less", ("soon",)),
        Condition("weight", "more", ("2 OR weight > 0",)),
    ]
    with pytest.raises(DrillError) as refused:
        filter_text(rows, SCHEMA)
    assert sorted({fault.row for fault in refused.value.faults}) == [1, 2, 3, 4, 5, 6, 7]
    assert str(refused.value.faults[0]) == "row 1: 'wieght' is no column; did you mean 'weight'?"


def test_a_text_that_is_no_filter_has_no_form():
    with pytest.raises(DrillError, match="no column"):
        conditions("wieght > 2", SCHEMA)


NUMBERS = st.decimals(-1000, 1000, places=2).map(str)
TEXTS = st.text(alphabet="aB '%_é.\"", min_size=1, max_size=6).filter(str.strip)
VALUES = {
    NUMBER: NUMBERS,
    TIME: st.sampled_from(["2 h", "-30 min"]),
    TEXT: TEXTS,
    WORD: st.sampled_from(["mail", "general"]),
}


@st.composite
def forms(draw):
    """Rows that are in order."""
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        part = draw(st.sampled_from(parts_of(SCHEMA)))
        condition = draw(st.sampled_from(OF_KIND[part.kind]))
        count = {"between": 2, "among": draw(st.integers(1, 3)), "empty": 0, "filled": 0, "yes": 0, "no": 0}.get(
            condition, 1
        )
        values = tuple(draw(VALUES[part.kind]) for _ in range(count))
        rows.append(Condition(part.told, condition, values))
    return rows  # fmt: skip


@given(forms())
def test_a_form_that_is_kept_as_a_filter_comes_back_with_the_same_meaning(rows):
    text = filter_text(rows, SCHEMA)
    compile_filter(text, SCHEMA)
    again = conditions(text, SCHEMA)
    assert again is None or filter_text(again, SCHEMA) == text
    if not any("%" in value for row in rows for value in row.values):
        assert again == rows
