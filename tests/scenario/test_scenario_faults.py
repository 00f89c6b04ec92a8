"""What the model refuses is told with the place, the value, what is allowed and the nearest right word."""

import pytest
from small_scenario import TEXT, changed, faults, only, place, told


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "piece", "words"),
    [
        ("kind: joint", "kind: jont", "field-choice", "kind", "jont", "'jont' is not allowed here; allowed: joint, parallel; did you mean 'joint'?"),
        ("objectives:", "objectivs:", "field-unknown", "objectivs", "objectivs", "did you mean 'objectives'?"),
        ("post: ALA", "post: Almaty", "field-form", "units[0].post", "Almaty", "allowed: airport code (three capital letters, like ALA)"),
        ("code: here", "code: nul", "code-device", "units[0].code", "nul", "'nul' is the name of a device in Windows"),
        ("code: here", "code: Here", "field-form", "units[0].code", "Here", "short name"),
        ("count: 2, shift", "count: two, shift", "field-kind", "units[0].officers[0].count", "two,", "'two' is not what stands here; allowed: whole number"),
        ("count: 2, shift", "count: true, shift", "field-kind", "units[0].officers[0].count", "true,", "whole number"),
        ("count: 2, shift", "count: 1.5, shift", "field-kind", "units[0].officers[0].count", "1.5,", "whole number"),
        ("count: 2, shift", "count: 0, shift", "field-range", "units[0].officers[0].count", "0, shift", "allowed: at least 1"),
        ("count: 2, shift", "count: 201, shift", "field-range", "units[0].officers[0].count", "201,", "allowed: at most 200"),
        ("count: 2, shift", "count: , shift", "field-empty", "units[0].officers[0].count", "count: ,", "has no value; allowed: whole number"),
        ("purpose: To be broken.", "purpose:", "field-empty", "purpose", "purpose:", "has no value; allowed: text"),
        ("purpose: To be broken.", "purpose: ''", "text-empty", "purpose", "''", "is empty; write a text"),
        ("purpose: To be broken.", "purpose: [a]", "text-form", "purpose", "[a]", "{en: Title, ru: Заголовок}"),
        ("purpose: To be broken.", "purpose: {fr: Oui}", "field-choice", "purpose.fr", "fr:", "allowed: en, ru, kk, uz, ka"),
        ("purpose: To be broken.", "purpose: {en: ''}", "text-empty", "purpose.en", "''", "is empty"),
        ("purpose: To be broken.", "purpose: {}", "field-length", "purpose", "{}", "a mapping of 0 is too short or too long; allowed: at least 1"),
        ("length: 24 h", "length: 24", "duration-form", "length", "24", "write it like 45 min, 36 h"),
        ("length: 24 h", "length: 24 hours", "duration-form", "length", "24 hours", "'24 hours' is not a duration"),
        ("length: 24 h", "length: -24 h", "field-range", "length", "-24 h", "allowed: at least 10 min"),
        ("length: 24 h", "length: 20 d", "field-range", "length", "20 d", "allowed: at most 14 d"),
        ("length: 24 h", "length: 5 min", "field-range", "length", "5 min", "allowed: at least 10 min"),
        ("length: 24 h", "length: 90000 d", "duration-long", "length", "90000 d", "at most 60 d"),
        ("at: 1 h", "at: 1e3 h", "duration-form", "intelligence[0].at", "1e3 h", "is not a duration"),
        ("start: 2022-11-08T06:00+06:00", "start: 2022-11-08 06:00", "time-without-offset", "start", "2022-11-08 06:00", "has no offset"),
        ("start: 2022-11-08T06:00+06:00", "start: 1667865600", "time-form", "start", "1667865600", "write it like 2022-11-08T06:00+06:00"),
        ("start: 2022-11-08T06:00+06:00", "start: 2022-13-08T06:00+06:00", "time-form", "start", "2022-13-08", "is not a date and time"),
        ("start: 2022-11-08T06:00+06:00", "start: 1922-11-08T06:00+06:00", "time-form", "start", "1922-11-08", "2000 to 2099"),
        ("departs: 2022-11-08 02:00", "departs: 2022-11-08T02:00Z", "time-with-offset", "timetable[0].departs", "2022-11-08T02:00Z", "times of flights are local"),
        ("from: 06:00, to: 18:00", "from: 6:00, to: 18:00", "field-form", "shifts.day.from", "6:00, to", "time of day"),
        ("from: 06:00, to: 18:00", "from: 06:00, to: 24:00", "field-form", "shifts.day.to", "24:00", "00:00 to 23:59"),
        ("day: {", "Day 1: {", "field-form", "shifts.Day 1", "Day 1:", "short name"),
        ("TK350", "TK35", "field-form", "timetable[0].number", "TK35,", "flight number"),
        ("TK350", "350350", "field-form", "timetable[0].number", "350350", "flight number"),
        ("[IST, ALA], count: 50", "[IST], count: 50", "field-length", "traffic[0].route", "[IST]", "allowed: at least 2"),
        ("[IST, ALA], count: 50", "[IST, ALA, TAS, TBS, IST], count: 50", "field-length", "traffic[0].route", "[IST, ALA, TAS, TBS", "at most 4"),
        ("[IST, ALA], count: 50", "IST-ALA, count: 50", "field-kind", "traffic[0].route", "IST-ALA", "allowed: route"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: -1", "field-range", "traffic[0].count", "-1", "at least 0"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: 99999999", "field-range", "traffic[0].count", "99999999", "at most 5,000,000"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: {kind: uniform, low: 1, high: 2}", "count-form", "traffic[0].count", "{kind: uniform", "{kind: between, low: 1, high: 3}"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: {kind: between, low: 9, high: 2}", "numbers-order", "traffic[0].count", "{kind: between", "low '9', high '2'"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: {kind: between, low: 9}", "field-missing", "traffic[0].count.high", "{kind: between", "is missing: The largest value."),
        ("[IST, ALA], count: 50", "[IST, ALA], count: {kind: between, low: 1, high: 2, mid: 1}", "field-unknown", "traffic[0].count.mid", "mid:", "allowed: kind, low, high"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: 50, origins: {IST: -1}", "field-range", "traffic[0].origins.IST", "-1", "at least 0"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: 50, origins: {IST: nan}", "field-kind", "traffic[0].origins.IST", "nan", "allowed: weight"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: 50, origins: {Ist: 1}", "field-form", "traffic[0].origins.Ist", "Ist:", "airport code"),
        ("[IST, ALA], count: 50", "[IST, ALA], count: 50, procedures: {imprt: 1}", "field-choice", "traffic[0].procedures.imprt", "imprt:", "did you mean 'import'?"),
        ("10:10}", "10:10, delay: {kind: normal, mean: 5 min}}", "distribution-form", "timetable[0].delay", "{kind: normal", "uniform, triangular, lognormal, exponential"),
        ("10:10}", "10:10, delay: {kind: triangular, low: 5 min, mode: 1 min, high: 9 min}}", "numbers-order", "timetable[0].delay", "{kind: triangular", "must rise; here low '5 min', mode '1 min', high '9 min'"),
        ("10:10}", "10:10, delay: {kind: lognormal, median: 5 min, spread: 9}}", "field-range", "timetable[0].delay.spread", "9}}", "at most 3"),
        ("10:10}", "10:10, repeat: 3}", "field-kind", "timetable[0].repeat", "3}", "a mapping with the keys every, times"),
        ("objectives:\n  - {code: look, text: To look.}", "objectives: look", "field-kind", "objectives", "look", "list"),
        ("  - {code: look, text: To look.}", "  - look", "field-kind", "objectives[0]", "look", "a mapping with the keys code, text, capability"),
        ("objectives:", "profiles: {KZ: {referrals: maybe}}\nobjectives:", "field-kind", "profiles.KZ.referrals", "maybe", "allowed: true or false"),
        ("objectives:", "profiles: {KZ: {channels: {purple: 1}}}\nobjectives:", "field-choice", "profiles.KZ.channels.purple", "purple", "allowed: green, blue, yellow, red"),
        ("objectives:", "profiles: {KZ: {hold_space: -1}}\nobjectives:", "field-range", "profiles.KZ.hold_space", "-1", "allowed: at least 0"),
        ("code: look, ", "", "field-missing", "objectives[0].code", "{text: To look", "is missing: Short name."),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_one_thing_wrong_is_one_fault_at_its_place(old, new, code, field, piece, words):
    text = changed((old, new))
    fault = only(text)

    after = text.index(new)
    assert (fault.code, fault.field) == (code, field)
    assert (fault.line, fault.column) == place(text, text[text.index(piece, after) :])
    assert words in str(fault)


@pytest.mark.parametrize("word", ["con", "prn", "aux", "com1", "lpt9"])
def test_no_folder_of_a_unit_is_a_device_of_windows(word):
    assert (
        only(changed(("code: here", f"code: {word}"), ("[here, there]", "[there]"), ("[here]", "[there]"))).code
        == "code-device"
    )


@pytest.mark.parametrize("word", ["console", "com", "com10", "lpt-1", "nul-1"])
def test_what_only_begins_like_a_device_is_a_name(word):
    assert faults(changed(("code: here", f"code: {word}"), ("[here, there]", "[there]"), ("[here]", "[there]"))) == ()


def test_the_message_names_file_line_column_and_field():
    assert str(only(changed(("kind: joint", "kind: jont")))).startswith("story.yaml, line 4, column 7, kind: ")


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    found = told(
        ("kind: joint", "kind: jont"),
        ("role: inspector", "role: inspektor"),
        ("code: there", "kode: there"),
        ("from: IST", "from: ISX"),
        ("arrives: 2022-11-08 17:00", "arrives: 2022-11-08 15:00"),
        ("kinds: [undervalued]", "kinds: [undervalue]"),
    )

    assert found == [
        ("field-choice", "kind"),
        ("role-unknown", "units[0].officers[0].role"),
        ("field-missing", "units[1].code"),
        ("field-unknown", "units[1].kode"),
        ("airport-unknown", "timetable[0].from"),
        ("flight-backwards", "timetable[1].arrives"),
        ("irregularity-unknown", "irregularities[0].kinds[0]"),
    ]


def test_faults_of_the_text_and_of_the_model_come_together():
    assert [fault.code for fault in faults(changed(("kind: joint", "kind: jont")) + "title: Again\n")] == [
        "field-choice",
        "yaml-double",
    ]


@pytest.mark.parametrize(
    "swaps",
    [
        [("length: 24 h", "length: 24")],
        [("code: here", "code: Here")],
        [("  day: {", "  Day: {")],
        [("departs: 2022-11-08 02:00", "departs: 2 o'clock")],
        [("post: ALA", "post: Almaty")],
        [("from: IST, to: ALA", "from: Istanbul, to: ALA")],
        [("route: [IST, ALA], count: 50", "route: [IST], count: 50")],
        [("typologies: [heroin-yarn]", "typologies: []")],
        [("start: 2022-11-08T06:00+06:00\n", "")],
        [("name: Here\n", "")],
        [("shift: day}", "shift: }")],
        [("    officers:\n      - {role: inspector, count: 2, shift: day}\n", "")],
    ],
    ids=str,
)
def test_what_is_refused_makes_no_other_faults(swaps):
    assert len(faults(changed(*swaps))) == 1


def test_a_section_that_is_missing_is_one_fault():
    text = TEXT[: TEXT.index("cases:")] + TEXT[TEXT.index("decoys:") :]

    assert only(text).field == "cases"


def test_long_values_are_cut():
    assert len(str(only(changed(("kind: joint", "kind: " + "x" * 10_000))))) < 300
