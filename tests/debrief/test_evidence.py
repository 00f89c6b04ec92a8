"""What an indicator was read from is told with titles, units and times."""

from datetime import datetime

import debrief_scores as made
import pytest

from simulator.common.clock import HOUR
from simulator.common.tables import table
from simulator.debrief.evidence import evidence_text
from simulator.debrief.words import Words
from simulator.scoring.evidence import DERIVED
from simulator.scoring.model import HiddenStory

WORDS = Words("en", datetime.fromisoformat("2022-11-08T06:00+06:00"))


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("shipper_address", "C/O HOTEL RECEPTION, BANGKOK", "Shipper's address: C/O HOTEL RECEPTION, BANGKOK"),
        ("value_per_kg", 22.8, "Value of a kilogram: USD 22.80"),
        ("usual_value_per_kg", 85.0, "Usual value of a kilogram: USD 85.00"),
        ("weight_per_piece", 130.025, "Weight of a piece: 130.025 kg"),
        ("consignee_first_seen", 12, "Consignee first seen: 12 days ago"),
        ("booked_before", 3 * HOUR, "Booked before departure: 3 h"),
        ("departs", HOUR, "First departure: 08 Nov 07:00"),
        ("hs", None, "HS code: none given"),
        ("agent_usual", False, "By the usual agent: no"),
        ("consignee_trade", "auto|food", "Consignee's trades: vehicle parts, food"),
        ("pieces", 4, "Pieces: 4"),
    ],
)
def test_a_value_is_told_with_its_title_and_unit(column, value, text):
    story = made.hidden("1", [], evidence={"x": [(column, value)]})
    assert evidence_text(story, "x", WORDS) == text


def test_every_trade_has_words():
    trades = {row["trade"] for row in table("world", "goods")}
    assert {row["code"] for row in table("world", "trades")} == trades


def test_an_indicator_without_evidence_has_a_dash():
    assert evidence_text(made.hidden("1", []), "detour", WORDS) == "–"


def test_what_is_made_of_columns_has_a_title():
    assert all(WORDS.title("evidence", code) != code for code in DERIVED)


def test_evidence_keeps_its_kinds_in_the_file():
    values = [("a", 1), ("b", 1.5), ("c", True), ("d", None), ("e", "1")]
    story = made.hidden("1", [], evidence={"x": values})
    again = HiddenStory.model_validate_json(story.model_dump_json())
    assert [(type(value), value) for _, value in again.evidence["x"]] == [(type(value), value) for _, value in values]
