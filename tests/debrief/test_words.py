"""Words and figures: plain, the same on every computer."""

from datetime import datetime

import pytest

from simulator.common.clock import DAY, HOUR, MINUTE, NEVER
from simulator.debrief.words import Words, isolated, shortened


@pytest.fixture
def words() -> Words:
    return Words("en", datetime.fromisoformat("2022-11-08T06:00+06:00"))


@pytest.mark.parametrize(
    ("t", "text"),
    [
        (0, "08 Nov 06:00"),
        (75 * MINUTE, "08 Nov 07:15"),
        (-7 * HOUR, "07 Nov 23:00"),
        (DAY, "09 Nov 06:00"),
        (NEVER, "–"),
    ],
)
def test_times_are_the_wall_clock_of_the_start(words, t, text):
    assert words.moment(t) == text


def test_the_offset_is_named(words):
    assert words.zone() == "UTC+06:00"
    assert Words("en", datetime.fromisoformat("2022-11-08T06:00-03:30")).zone() == "UTC-03:30"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (3, 5, "3 of 5 cases"),
        (0, 1, "0 of 1 case"),
        (0, 9, "0 of 9 cases"),
        (4, 12, "4 of 12 cases (33 %)"),
        (6, 1259, "6 of 1,259 cases (0.5 %)"),
        (1, 5000, "1 of 5,000 cases (below 0.1 %)"),
        (0, 40, "0 of 40 cases (0 %)"),
    ],
)
def test_shares_stand_from_ten_on_and_never_round_to_nothing(words, part, whole, text):
    assert words.of(part, whole, "case") == text


def test_a_share_can_be_left_out(words):
    assert words.of(4, 15, "case", share=False) == "4 of 15 cases"


@pytest.mark.parametrize(("mean", "text"), [(2.0, "2"), (0.24, "0.2"), (0.04, "0.04"), (1234.56, "1,234.6")])
def test_means_do_not_round_to_nothing(words, mean, text):
    assert words.mean(mean) == text


def test_lists_end_in_and(words):
    assert [words.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_a_code_without_a_text_stands_for_itself(words):
    assert words.title("typology", "no-such-typology") == "no-such-typology"
    assert words.title("outcome", "found") == "Found"
    assert words.title("confidence", None) == "–"


def test_every_code_has_one_text():
    from simulator.common.tables import table

    rows = table("debrief", "words")
    assert len({(row["kind"], row["code"]) for row in rows}) == len(rows)
    assert all(row["title"] and row["source"] for row in rows)


def test_the_texts_cover_what_a_score_can_say(words):
    from typing import get_args

    from simulator.decisions.decision import ACTS, CONFIDENCE
    from simulator.scoring.model import CaseOutcome, CleanOutcome, Ending

    codes = {"outcome": (*get_args(CaseOutcome), *get_args(CleanOutcome)), "ending": get_args(Ending)}
    codes |= {"act": ACTS, "confidence": CONFIDENCE}
    assert all(words.meanings(kind) for kind in ("outcome", "ending"))
    for kind, expected in codes.items():
        from simulator.common.tables import table

        assert {row["code"] for row in table("debrief", "words") if row["kind"] == kind} >= set(expected)


def test_long_texts_are_cut_and_foreign_script_stays_within_itself():
    assert shortened("abcdef", 4) == "abc…"
    assert isolated("ACCU Tbilisi") == "ACCU Tbilisi"
    assert isolated("شركة النور") == "\u2068شركة النور\u2069"
    assert isolated("x\u202ey") == "\u2068x\u202ey\u2069"


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.0, "hardly ever"),
        (0.12, "about 1 time in 8"),
        (0.35, "about 1 time in 3"),
        (0.5, "1 time in 2"),
        (0.75, "3 times in 4"),
        (0.96, "about 19 times in 20"),
        (1.0, "nearly always"),
    ],
)
def test_chances_are_told_as_counts(words, chance, text):
    assert words.frequency(chance) == text


def test_a_place_keeps_its_own_clock(words):
    tbilisi = words.local(4 * HOUR)
    assert (tbilisi.moment(0), tbilisi.zone()) == ("08 Nov 04:00", "UTC+04:00")
    assert words.local(None) is words
