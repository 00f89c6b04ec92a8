"""The filter language: it says what an officer means, and every text becomes a condition or a clear refusal."""

import re
import string
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "world"))

from hiding import draft

from simulator.common.errors import DrillError
from simulator.view.conditions import Condition, conditions
from simulator.view.filter import compile_filter, filtered
from simulator.view.filter_notes import vain
from simulator.view.filter_parts import NUMBER, TEXT, TIME, TRUTH, WORD, parts_of, quoted
from simulator.view.visible import visible
from simulator.world.world import World


def view():
    """What one unit of a small world sees."""
    before = draft()
    world = World(
        before.posts, before.units, before.consignments, before.parties, before.flights, before.passages, before.known
    )
    return visible(world, "zhetysu")


SEEN = view()


def rows(text, frame=SEEN):
    """The rows that a filter leaves."""
    return frame.filter(compile_filter(text, frame.schema))


def faults(text, frame=SEEN):
    with pytest.raises(DrillError) as refused:
        compile_filter(text, frame.schema)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("stream = 'mail' AND weight > 2", (pl.col("stream") == "mail") & (pl.col("weight") > 2)),
        ("STREAM in ('Mail', 'EXPRESS')", pl.col("stream").cast(pl.String).is_in(["mail", "express"])),
        ("hs IS NULL OR pieces BETWEEN 2 AND 5", pl.col("hs").is_null() | pl.col("pieces").is_between(2, 5)),
        ("NOT (weight > 2 OR pieces < 3)", (pl.col("weight") <= 2) & (pl.col("pieces") >= 3)),
        (
            "value / weight < usual_value_per_kg / 4",
            pl.col("value") / pl.col("weight") < pl.col("usual_value_per_kg") / 4,
        ),
        ("shipper_name LIKE '%tRaD%'", pl.col("shipper_name").str.contains("TRAD")),
        ("shipper_name NOT LIKE 'a%'", ~pl.col("shipper_name").str.starts_with("A")),
        ("starts_with(hs, '29')", pl.col("hs").str.starts_with("29")),
        ("shipper_listed AND NOT consignee_listed", pl.col("shipper_listed") & ~pl.col("consignee_listed")),
        ("agent_usual IS NOT TRUE", ~pl.col("agent_usual")),
        ("shipper_kind = consignee_kind", pl.col("shipper_kind") == pl.col("consignee_kind")),
        ("shipper_country <> consignee_country", pl.col("shipper_country") != pl.col("consignee_country")),
        ("coalesce(hs, '') = ''", pl.col("hs").is_null()),
        ("length(description) > 12", pl.col("description").str.len_chars() > 12),
        ("abs(round(weight) - weight) < 0.1", (pl.col("weight").round() - pl.col("weight")).abs() < 0.1),
        ("procedure = 'import' AND pieces % 2 = 1", (pl.col("procedure") == "import") & (pl.col("pieces") % 2 == 1)),
        ("known < '2 h'", pl.col("known") < 7200),
        ("'-30 min' <= ready", pl.col("ready") >= -1800),
        ("release - known > '1 d 2 h'", pl.col("release") - pl.col("known") > 26 * 3600),
        ("known + '90 min' < ready - '1 h'", pl.col("known") + 5400 < pl.col("ready") - 3600),
        ("ready BETWEEN '1 h' AND '5 h'", pl.col("ready").is_between(3600, 5 * 3600)),
        ("coalesce(departs, '0 h') >= '0 h'", pl.col("departs").fill_null(0) >= 0),
        ("weight / 0 > 1 AND pieces * 999999999 * 999999999 > 1", pl.col("weight") > 0),
    ],
)
def test_it_says_what_it_means(text, same):
    assert rows(text)["row"].to_list() == SEEN.filter(same)["row"].to_list()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shiper_name = 'A'", ["line 1, column 1: 'shiper_name' is no column; the nearest: shipper_name, "]),
        ("weight > '5'", ["line 1, column 10: weight (a number) cannot be compared with '5' (a text); allowed: a number"]),
        ("hs = 290000", ["hs (a text) cannot be compared with 290000 (a number); allowed: a text in single quotes"]),
        ("stream = 'post'", ["column 10: 'post' is not known; allowed: general, mail, express"]),
        ('stream = "mail"', ["'mail' is no column", ]),
        ("release < 20", ["allowed: a time from the start of the drill like '2 h'"]),
        ("release < 'soon'", ["'soon' is not a time; write it"]),
        ("release < '99999999 d'", ["is not a time"]),
        ("weight >\n 2 AND\n  foo = 1 AND\nbar = 2", ["line 3, column 3: 'foo' is no", "line 4, column 1: 'bar' is no"]),
        ("stream > 'mail'", ["stream (one of fixed words) has no order; allowed: = <> IN"]),
        ("hs = NULL", ["write IS NULL"]),
        ("1 = 1 OR weight > 2", ["names no column"]),
        ("TRUE", ["names no column"]),
        ("weight", ["weight alone is no condition"]),
        ("NOT weight", ["weight alone is no condition"]),
        ("weight > 2 AND", ["line 1, column 12: cannot be read here, at 'AND'"]),
        ("weight > 2 kg", ["line 1, column 12: cannot be read here, at 'kg'"]),
        ("(weight > 2", ["cannot be read here"]),
        ("shipper_name = ‘A’", ["quotation marks of a word processor"]),
        ("shipper_name = 'A", ["line 1, column 16: the quotation that begins here is not closed"]),
        ("lower(weight) = 'a'", ["has other arguments than it takes: lower(text)"]),
        ("round(weight, 12) = 1", ["with 0 to 9 digits"]),
        ("weight + hs > 2", ["weight (a number) + hs (a text) cannot be worked out"]),
        ("known + known > '2 h'", ["known (a time) + known (a time) cannot be worked out"]),
        ("weight IN (SELECT 1)", ["'SELECT' has no place in a filter"]),
        ("hs LIKE description", ["after LIKE stands a text"]),
        ("weight > 1e5", ["1e5 is no number of a filter"]),
        ("weight > 0,5", ["line 1, column 10: 0,5 has a comma; write 0.5"]),
        ("Weight (kg) > 5", ["line 1, column 1: 'Weight (kg)' is the title of a column; in a filter write weight"]),
        ("Shipper's country = 'TH'", ["\"Shipper's country\" is the title of a column; in a filter write shipper_country"]),
        ("Shipper = 'A'", ["did you mean 'shipper_name'?"]),
        ("", ["is empty"]),
        (" \n", ["is empty"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text, said):
    told = faults(text)
    assert len(told) == len(said)
    assert [part for part, whole in zip(said, told, strict=True) if part not in whole] == []


HOSTILE = [
    "EXISTS (SELECT 1)",
    "weight IN (SELECT weight FROM seen)",
    "UNNEST(hs) = 1",
    "LPAD(hs, 2000000000) = 'x'",
    "REPEAT(hs, 2000000000) = 'x'",
    "REGEXP_LIKE(shipper_name, '(a*)*b')",
    "shipper_name ~ '(a*)*b'",
    "shipper_name RLIKE '(a*)*b'",
    "shipper_name SIMILAR TO '(a*)*b'",
    "SUM(weight) > 2",
    "COUNT(*) > 1",
    "weight > AVG(weight)",
    "ROW_NUMBER() OVER (ORDER BY weight) < 3",
    "RANK() OVER () = 1",
    "NOW() > known",
    "CURRENT_TIMESTAMP > known",
    "CURRENT_DATE = 1",
    "RANDOM() < 0.5",
    "CAST(weight AS VARCHAR) = '2'",
    "weight::int = 2",
    "TRY_CAST(hs AS INT) = 2",
    "CASE WHEN weight > 2 THEN TRUE ELSE FALSE END",
    "* > 2",
    "seen.weight > 2",
    "COLUMNS('.*') > 2",
    "weight > ?",
    "weight > :limit",
    "weight > $1",
    "weight > @limit",
    "weight > {{ limit }}",
    "weight > 2 -- AND stream = 'mail'",
    "weight > 2 /* AND stream = 'mail' */",
    "/* x */ weight > 2",
    "weight > 2; DROP TABLE seen",
    "weight > 2 UNION SELECT 1",
    "hs || hs = 'x'",
    "hs COLLATE nocase = 'x'",
    "hs LIKE 'a!%' ESCAPE '!'",
    "hs LIKE ANY ('a', 'b')",
    "weight = ALL (1, 2)",
    "weight BETWEEN SYMMETRIC 1 AND 2",
    "known AT TIME ZONE 'UTC' > 2",
    "hs = 'a' 'b'",
    "hs = N'a'",
    "hs = x'ab'",
    "(weight, pieces) = (1, 2)",
    "weight[1] = 2",
    "read_csv('/etc/passwd') = 1",
    "row = 1",
    "contraband = 'drugs'",
    "weight IS DISTINCT FROM 2",
    "weight <=> 2",
    "INTERVAL '2 h' > known",
    "DATE '2022-11-08' > known",
    "hs LIKE '" + "%a" * 900 + "'",
    "hs LIKE '" + "_" * 101 + "'",
    "(" * 10_000 + "weight > 2" + ")" * 10_000,
    "(" * 900 + "weight > 2" + ")" * 900,
    "NOT " * 400 + "weight > 2",
    "- " * 900 + "weight > 2",
    "weight" + "+1" * 900 + " > 2",
    "weight" + "=1" * 200,
    "weight" + " IS NULL" * 150,
    "weight > 2" + " OR weight > 2" * 139,
    "weight > 2 AND " * 10_000,
    "weight > " + "9" * 1_000,
    "weight > 2\x00",
    "hs = '\x00'",
    "shipper_name = '\u202egnp.exe'",
    "shipper\u200b_name = 'a'",
    "hs = '\ud800'",
    "\ufeffweight > 2",
    "weight > 2",
    "weight ＞ 2",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:30]))
def test_hostile_texts_are_refused_at_once(text):
    began = time.process_time()
    if text == "weight > 2":
        assert rows(text).height > 0
    else:
        assert 0 < len(faults(text)) <= 50
    assert time.process_time() - began < 1


def test_letters_from_right_to_left_are_letters():
    assert rows("shipper_name_local = 'شركة النور' OR shipper_name_local LIKE '%ა%'").height >= 0
    assert rows("shipper_name\u00a0= 'A'\u3000OR weight\t>\r\n 0").height == SEEN.height


def test_the_longest_filters_are_worked_out():
    many = " OR ".join(["pieces=1"] * 125)
    assert rows(many).height == rows("pieces = 1").height
    listed = "pieces IN (" + ",".join(map(str, range(240))) + ")"
    assert rows(listed).height == rows("pieces < 240").height
    assert rows("(" * 12 + "pieces = 1" + ")" * 12).height == rows("NOT NOT pieces = 1").height


@pytest.mark.parametrize("pattern", ["%a%" * 20, "%" * 100, "_%" * 50])
def test_patterns_are_matched_in_time(pattern):
    long = SEEN.head(50).with_columns(shipper_name=pl.lit("a" * 5_000 + "b"))
    began = time.process_time()
    rows(f"shipper_name LIKE '{pattern}'", long)
    assert time.process_time() - began < 2


LETTERS = st.text(alphabet="aB.*+?()[]{}^$|\\/'\"#%_ -:;é", max_size=8)


@settings(max_examples=300)
@given(LETTERS, LETTERS)
def test_like_is_what_sql_says_and_nothing_more(pattern, value):
    frame = pl.DataFrame({"description": [value, "aB.", "a", ""]})
    got = frame.select(compile_filter(f"description LIKE {quoted(pattern)}", frame.schema)).to_series().to_list()
    meant = "".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in pattern)
    assert got == [re.fullmatch(meant, each, re.IGNORECASE | re.DOTALL) is not None for each in frame["description"]]


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_a_quoted_text_is_that_text(value):
    frame = pl.DataFrame({"description": [value.replace("\u00a0", " "), "other than " + value]})
    compiled, codes = compiled_or_refused(f"description = {quoted(value)}", frame.schema)
    if compiled is None:
        assert codes == {"filter-character"}
    elif value == " ".join(value.split(" ")) and not any(letter.isspace() and letter != " " for letter in value):
        assert frame.select(compiled).to_series().to_list() == [True, False]


def judged(text):
    """Compile a text and evaluate what came of it; anything but a whole Boolean column or a refusal fails."""
    compiled, codes = compiled_or_refused(text, SEEN.schema)
    if compiled is None:
        assert codes
        return
    mask = SEEN.select(compiled.alias("mask"))["mask"]
    assert (mask.dtype, len(mask)) == (pl.Boolean, SEEN.height)
    SEEN.filter(compiled)


def compiled_or_refused(text, schema):
    """The expression; or None and the codes of the faults, each of which has its place."""
    try:
        return compile_filter(text, schema), set()
    except DrillError as refused:
        return None, {fault.code for fault in refused.faults if str(fault) and fault.line and fault.column}


@settings(max_examples=500)
@given(st.text(max_size=80))
@example("/**/")
@example("--")
@example("'")
def test_any_text_is_a_filter_or_refused(text):
    judged(text)


WORDS = [
    *(name for name in SEEN.columns),
    *(
        "AND",
        "OR",
        "NOT",
        "IN",
        "BETWEEN",
        "LIKE",
        "ILIKE",
        "IS",
        "NULL",
        "TRUE",
        "FALSE",
        "(",
        ")",
        ",",
        "=",
        "<>",
        "<",
    ),
    *("<=", ">", ">=", "+", "-", "*", "/", "%", ".", ";", "::", "sum(", "now(", "exists(", "cast("),
    *("lower(", "upper(", "length(", "abs(", "round(", "coalesce(", "starts_with("),
    *("'mail'", "'2 h'", "'-30 min'", "'%a%'", "''", "'import'", "0", "1", "2.5", "99999999", "-1", '"weight"', "1e9"),
    *("SELECT", "CASE", "WHEN", "END", "OVER", "INTERVAL", "AT", "ANY", "ESCAPE", "--", "/*", "*/", "?", "$1", "||"),
]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_row_of_words_is_a_filter_or_refused(words):
    judged(" ".join(words))


def of_kind(kind):
    """Texts of values of one kind, and of the literals that go with it."""
    names = [part.told for part in parts_of(SEEN.schema) if part.kind == kind]
    column, number, text = st.sampled_from(names), st.sampled_from(["0", "2", "0.5", "-3"]), LETTERS.map(quoted)
    if kind == NUMBER:
        called = st.builds("{}({})".format, st.sampled_from(["abs", "round"]), column)
        counted = st.builds("({} {} {})".format, column, st.sampled_from("+-*/%"), st.one_of(column, number))
        instead = st.builds("coalesce({}, {})".format, column, number)
        return st.one_of(column, called, counted, instead, st.just("length(description)")), number
    if kind == TEXT:
        called = st.builds("{}({})".format, st.sampled_from(["lower", "upper"]), column)
        return st.one_of(column, called, st.builds("coalesce({}, {})".format, column, text)), text
    if kind == TIME:
        span = st.sampled_from(["'2 h'", "'-30 min'", "'1 d 2 h'"])
        moved = st.builds("{} {} {}".format, column, st.sampled_from("+-"), span)
        return st.one_of(column, moved, st.builds("{} - {}".format, column, column)), span
    return column, st.sampled_from(["TRUE"] if kind == TRUTH else ["'mail'", "'import'", "'company'", "'awb'"])


@st.composite
def comparisons(draw):
    """Texts that are mostly filters: a condition on a value of one kind."""
    kind = draw(st.sampled_from([NUMBER, NUMBER, TEXT, TEXT, TIME, WORD, TRUTH]))
    value, literal = of_kind(kind)
    either = st.one_of(value, literal, literal)
    mark = st.sampled_from(["=", "<>"] if kind in (WORD, TRUTH) else ["=", "<>", "<", "<=", ">", ">="])
    forms = [
        st.builds("{} {} {}".format, value, mark, either),
        st.builds("{} BETWEEN {} AND {}".format, value, either, either),
        st.builds("{} IN ({})".format, value, st.lists(literal, min_size=1, max_size=4).map(", ".join)),
        st.builds("{} {} {}".format, value, st.sampled_from(["LIKE", "NOT ILIKE"]), LETTERS.map(quoted)),
        st.builds("starts_with({}, {})".format, value, LETTERS.map(quoted)),
        st.builds("{} IS {}".format, value, st.sampled_from(["NULL", "NOT NULL", "TRUE", "NOT FALSE"])),
    ]
    fitting = {
        NUMBER: (0, 0, 1, 2, 5),
        TEXT: (0, 1, 2, 3, 3, 4, 5),
        TIME: (0, 0, 1, 2),
        WORD: (0, 2, 3, 5),
        TRUTH: (0, 5),
    }
    return draw(forms[draw(st.sampled_from(fitting[kind]))])


def filters():
    """Conditions put together."""
    return st.recursive(
        comparisons(),
        lambda inner: st.one_of(
            st.builds("({} {} {})".format, inner, st.sampled_from(["AND", "OR", "="]), inner),
            st.builds("NOT ({})".format, inner),
        ),
        max_leaves=6,
    )


@settings(max_examples=150)
@given(filters())
def test_any_row_of_conditions_is_a_filter_or_refused(text):
    judged(text)


@pytest.mark.soak
@settings(max_examples=2_000)
@given(filters())
def test_very_many_rows_of_conditions_are_filters_or_refused(text):
    """The same with more examples than the plain tests have time for."""
    judged(text)


SEEDS = [
    "stream = 'mail' AND weight > 2 AND description LIKE '%PHONE%'",
    "known < '2 h' OR release - known BETWEEN '1 h' AND '2 h'",
    "lower(shipper_name) IN ('a', 'b') AND NOT shipper_listed",
    "coalesce(hs, '') = '' AND abs(weight / pieces - 5) >= 0.5 AND agent_usual IS NOT TRUE",
]


@settings(max_examples=500)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 100), st.sampled_from([*string.printable, *WORDS]), st.booleans()), max_size=4),
)
def test_a_filter_with_mistakes_is_a_filter_or_refused(text, mistakes):  # fmt: skip
    for where, written, instead in mistakes:
        place = where % (len(text) + 1)
        text = text[:place] + written + text[place + instead :]
    judged(text)


def test_what_is_not_known_yet_is_masked_before_the_filter():
    t = int(SEEN["known"].median())
    late = compile_filter("weight > 0", SEEN.schema)

    assert filtered(SEEN, t, late).height == filtered(SEEN, t).height == (SEEN["known"] <= t).sum()
    assert filtered(SEEN, t, late)["known"].max() <= t


def test_what_the_document_shows_is_a_filter():
    page = (Path(__file__).parent.parent.parent / "docs" / "filter.md").read_text(encoding="utf-8")
    rows = page.partition("| one wants")[2].partition("\n\n")[0].splitlines()[2:]
    shown = [text for row in rows for text in re.findall("`([^`]+)`", row)]
    assert len(shown) >= 15
    assert [text for text in shown if compiled_or_refused(text, SEEN.schema)[0] is None] == []


@pytest.mark.parametrize("name", ["consignment", "Number", "id"])
def test_the_number_goes_by_other_names(name):
    number = SEEN["id"][3]
    assert rows(f"{name} = '{number}'")["id"].to_list() == [number]
    assert conditions(f"{name} = '{number}'", SEEN.schema) == [Condition("id", "is", (number,))]


COUNTRY = SEEN["shipper_country"][0]
WORD_OF_GOODS = SEEN["description"].drop_nulls()[0].split()[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"shipper_country = '{COUNTRY.lower()}'", f"write '{COUNTRY}'"),
        ("weight > 1 AND shipper_country IN ('Utopia')", "countries are written as codes; there are: "),
        (f"description LIKE '{WORD_OF_GOODS[:4].lower()}'", f"write LIKE '%{WORD_OF_GOODS[:4].lower()}%'"),
        ("weight > 99999999", "weight is "),
        ("shipper_country <> 'Utopia'", "countries are written as codes"),
        ("NOT description LIKE 'QQQ'", "has description 'QQQ'"),
    ],
)
def test_what_is_asked_in_vain_is_told(text, said):
    [note] = vain(text, SEEN)
    assert said in str(note)


@pytest.mark.parametrize("text", ["weight > 0", f"shipper_country = '{COUNTRY}'", "hs IS NULL", "value < weight"])
def test_what_is_there_needs_no_note(text):
    assert vain(text, SEEN) == []
    assert vain(text, SEEN.head(0)) == []
