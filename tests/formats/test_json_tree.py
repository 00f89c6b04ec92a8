"""JSON with lines: the same values as Python's own reader gives, and an end to everything that has none."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.formats import json_tree

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def plain(node):
    """What Python's own reader would have given."""
    match node.kind:
        case "object":
            return {key.text: plain(value) for key, value in node.pairs()}
        case "array":
            return [plain(item) for item in node.items]
        case "string":
            return node.text
        case _:
            return json.loads(node.text)


@settings(deadline=None)
@given(JSON, st.sampled_from([None, 1]), st.booleans())
def test_it_reads_what_the_standard_reader_reads(made, indent, ascii_only):
    text = json.dumps(made, indent=indent, ensure_ascii=ascii_only)
    forest = json_tree.parse(text)

    assert (forest.fault, [plain(root) for root in forest.roots]) == ("", [made])


@settings(deadline=None)
@given(JSON)
def test_a_value_knows_where_it_stands(made):
    text = json.dumps({"above": 1, "here": made}, indent=1)
    node = json_tree.parse(text).roots[0].items[1]

    assert json.loads(text[node.start : node.end]) == made
    assert node.line == text.count("\n", 0, node.start) + 1


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ('{"a": [1,\n2', 2, "ends before it is closed"),
        ('{"a": "cut', 1, "is not a value"),
        ('{"a"\n1}', 2, "has no key"),
        ("{1: 2}", 1, "is no key"),
        ('{"a":: 1}', 1, "stands where no key is"),
        ("[1}", 1, "closes what is not open"),
        ('{"a"}', 1, "closes what is not open"),
        ("[1] hello", 1, "is not a value"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_rest_is_read(text, line, fault):
    forest = json_tree.parse(text)

    assert (forest.fault_line, len(forest.roots)) == (line, 1)
    assert fault in forest.fault


def test_values_may_follow_one_another_and_commas_may_hang():
    assert [plain(root) for root in json_tree.parse('{"a": [1, 2,],}\n{"b": 3}\n').roots] == [{"a": [1, 2]}, {"b": 3}]


def test_what_lies_too_deep_is_left_out():
    forest = json_tree.parse('{"a":' * 100_000 + "1" + "}" * 100_000)

    assert (forest.fault, forest.deep_line) == ("", 1)


@settings(deadline=None)
@given(st.text(st.sampled_from('{}[]:,"\\ \n1-.eEtrunaflsu'), max_size=60))
def test_no_text_makes_it_fail(text):
    assert json_tree.parse(text).roots is not None


@pytest.mark.parametrize("unit", ["[", '{"a":', '"', "\\", ",", " ", "1", "]", '"a":', "-"])
def test_a_long_run_of_anything_takes_one_pass(unit):
    begun = time.process_time()

    assert json_tree.parse(unit * (300_000 // len(unit))).roots is not None
    assert time.process_time() - begun < 3


def test_more_values_than_a_body_can_have_are_refused(monkeypatch):
    """With a lower limit; test_one_record has the real one."""
    monkeypatch.setattr(json_tree, "MOST_VALUES", 3_000)
    with pytest.raises(DrillError, match="more than 3,000 values"):
        json_tree.parse("[" + "1," * 20_000)
