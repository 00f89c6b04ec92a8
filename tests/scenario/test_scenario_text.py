"""Whatever YAML a trainer writes: it is read as it is meant, or refused with line and column."""

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, changed, faults, only, place

from simulator.common.errors import DrillError
from simulator.scenario import parse as parsing
from simulator.scenario.parse import parse
from simulator.scenario.reader import understand
from simulator.scenario.tree import data


def said(text):
    parsed = parse(text, "story.yaml")
    assert parsed.faults == ()
    return data(parsed.root)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("true", "true"), ("08:00", "08:00"), ("1:30:00", "1:30:00"),
        ("020", "020"), ("0x10", "0x10"), ("1e3", "1e3"), ("3E812", "3E812"), ("2022-11-08", "2022-11-08"),
        (".inf", ".inf"), ("=", "="), ("~", None), ("null", None), ("", None), ("12", 12), ("-3", -3), ("+3", 3),
        ("20_000", 20_000), ("0.5", 0.5), (".5", 0.5), ("1.5e3", 1500.0), ("'12'", "12"), ('"~"', "~"),
        ("!!str 12", "12"), ("!!int 12", 12), ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)  # fmt: skip
def test_a_plain_value_means_what_a_trainer_means(written, meant):
    assert said(f"key: {written}") == {"key": meant}


def test_keys_are_words_whatever_they_look_like():
    assert said("{1: a, true: b, NO: c, ~: d}") == {"1": "a", "true": "b", "NO": "c", "~": "d"}


def test_an_alias_repeats_what_its_anchor_names():
    assert said("a: &x [1, {b: 2}]\nc: *x") == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    understand(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), "story.yaml")


def test_a_number_may_stand_for_a_text():
    scenario = understand(changed(("title: A story", "title: 2022"), ("TK350,", "TK350, prefix: 235,")).encode(), "f")

    assert (scenario.title, scenario.timetable[0].prefix) == ("2022", "235")


def test_a_prefix_keeps_its_leading_nought():
    scenario = understand(changed(("TK350,", "TK350, prefix: 020,")).encode(), "f")

    assert scenario.timetable[0].prefix == "020"


def test_an_optional_key_without_value_counts_as_not_written():
    emptied = changed(("decoys:\n  - {name: odd, count: 2, like: [gbl-ink]}\n", "decoys:\n  # none today\n"))

    assert understand(emptied.encode(), "f").decoys == []


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: [1, 2\nb: 3", "yaml-broken", 2, 2),
        ("title: a: b", "yaml-broken", 1, 9),
        ("a: 1\n\tb: 2", "yaml-broken", 2, 1),
        ("a: 'x", "yaml-broken", 1, 6),
        ("- a\nb: c", "yaml-broken", 2, 1),
        ("a:\n  b: \x07", "yaml-character", 2, 6),
        ('a: "\\0"', "yaml-character", 1, 4),
        ("a: 1\n---\nb: 2", "yaml-documents", 2, 1),
        ("a: 1\nb: 2\na: 3", "yaml-double", 3, 1),
        ("? [a]\n: b", "yaml-key", 1, 3),
        ("b: &b {c: 1}\n<<: *b", "yaml-merge", 2, 1),
        ("a: !!python/object:os.system x", "yaml-tag", 1, 4),
        ("a: !mine [1]", "yaml-tag", 1, 4),
        ("a: 1\nb: *c", "yaml-alias", 2, 4),
        ("a: &a\n  b: *a", "yaml-recursion", 2, 6),
        ("a: " + "[" * 60 + "]" * 60, "yaml-deep", 1, 43),
    ],
)
def test_what_cannot_be_read_is_told_with_line_and_column(text, code, line, column):
    fault = parse(text, "story.yaml").faults[0]

    assert (fault.code, fault.line, fault.column, fault.file) == (code, line, column, "story.yaml")


def test_the_hint_says_what_is_probably_wrong():
    assert "needs quotes" in str(only("title: a: b"))
    assert "indent with spaces" in str(only("a: 1\n\tb: 2"))


def test_a_double_key_names_the_first_line():
    assert "the key 'format' stands in line 1 already" in str(only("format: 1\n" + TEXT))


def test_nesting_without_end_neither_ends_the_process_nor_takes_long():
    assert only("[" * 1_000_000).code == "yaml-deep"


def test_aliases_that_explode_are_refused_before_they_do():
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]

    assert only("\n".join(rows)).code == "yaml-large"


def test_deep_aliases_in_deep_places_are_refused():
    rows = ["a: &a " + "[" * 30 + "]" * 30, "b: " + "[" * 30 + "*a" + "]" * 30]

    assert only("\n".join(rows)).code == "yaml-deep"


def test_too_many_values_are_refused(monkeypatch):
    monkeypatch.setattr(parsing, "MOST_VALUES", 100)

    assert only("a: [" + "x, " * 100 + "]").code == "yaml-large"


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_told_so(text):
    assert only(text).code == "scenario-empty"


@pytest.mark.parametrize("text", ["- a", "just words", "[]", "12", "'~'"])
def test_the_top_must_be_a_mapping(text):
    assert only(text).code == "scenario-top"


def test_text_that_is_not_utf8_is_told_with_its_place():
    fault = only(b"title: x\npurpose: \xcf\xf0\n")

    assert (fault.code, fault.line, fault.params["byte"]) == ("file-not-utf8", 2, 19)


@pytest.mark.parametrize("written", ["99", "0", "one", "'1'", "1.0", "true", "[1]", ""])
def test_another_format_is_the_only_thing_that_is_told(written):
    fault = only(changed(("format: 1", f"format: {written}"), ("kind: joint", "kind: nonsense")))

    assert (fault.code, fault.field, fault.params["known"]) == ("format-unknown", "format", 1)


def test_what_an_alias_repeats_is_wrong_once():
    text = changed(
        (
            "officers:\n      - {role: inspector, count: 2, shift: day}",
            "officers: &o\n      - {role: spy, count: 2, shift: day}",
        ),
        ("officers:\n      - {role: inspector, count: 2, shift: day}", "officers: *o"),
    )

    assert [(fault.code, (fault.line, fault.column)) for fault in faults(text)] == [
        ("role-unknown", place(text, "spy"))
    ]


def test_the_slow_reader_says_the_same(monkeypatch):
    texts = [TEXT, "a: &a [*a]", "? [a]\n: b", "a: !mine 1", "a: 1\n---\nb: 2"]
    fast = [parse(text, "f") for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = [parse(text, "f") for text in texts]

    assert [(p.root and data(p.root), p.faults) for p in fast] == [(p.root and data(p.root), p.faults) for p in slow]


words = st.sampled_from(
    ["format", "title", "kind", "units", "code", "low", "uniform", "between", "ALA", "2022-11-08", "joint", "45 min",
     "<<", "~", "NO", "1", "0x1", ".nan", "999999999999999999999999", "1e999", "en", "ru", "\U0001f600", "\x85", "- 9 d"]
)  # fmt: skip
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=4), inner, max_size=5),
    max_leaves=25,
)
PARTS = (
    "title", "purpose", "kind", "start", "length", "airports", "profiles", "shifts", "units", "timetable",
    "traffic", "cases", "decoys", "irregularities", "intelligence", "objectives", "weights", "controls",
)  # fmt: skip
known = st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, junk))


def paths(node, here=()):
    """Every place in the small scenario."""
    for step in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield (*here, step)
        yield from paths(node[step], (*here, step))


@st.composite
def broken(draw):
    """The small scenario with junk in one place."""
    whole = said(TEXT)
    *way, last = draw(st.sampled_from(list(paths(whole))))
    around = whole
    for step in way:
        around = around[step]
    around[last] = draw(junk)
    return whole


@settings(deadline=None)
@given(junk | known | known.map(lambda said: {"format": 1, **said}) | broken())
@example({"format": 1, "start": "2099-12-31T23:59-14:00", "length": "14 d"})
@example({"format": 1, "length": "9" * 400 + " d"})
def test_no_mapping_raises_anything_but_our_refusal(said):
    text = yaml.safe_dump(said, allow_unicode=True)

    assert all(str(fault) for fault in faults(text.encode("utf-8", "surrogatepass")))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:,-[]{}&*!|>'\"#%@` \n\t?1.~<"), max_size=60))
def test_no_text_raises_anything_but_our_refusal(text):
    with pytest.raises(DrillError):
        understand(text.encode(), "junk.yaml")


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_our_refusal(source):
    with pytest.raises(DrillError):
        understand(source, "junk.yaml")
