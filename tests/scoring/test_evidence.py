"""Evidence: what an indicator reads, and how many consignments show the same."""

import numpy as np
import pytest

from simulator.common.clock import NEVER
from simulator.scoring.evidence import DERIVED, beside, columns_read, evidence
from simulator.view.columns import column_codes
from simulator.view.sight import Sight
from simulator.world.indicators import by_code, indicators

VIEW = dict.fromkeys(column_codes())


@pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.code)
def test_every_indicator_reads_something_that_units_see(indicator):
    columns = columns_read(indicator)
    assert columns
    assert set(columns) <= {*column_codes(), *DERIVED}


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("no-street", ["shipper_address"]),
        ("late-booking", ["booked_before", "booked", "departs"]),
        ("shared-phone", ["consignee_phone", "consignee_phone_parties"]),
        ("low-value", ["value_per_kg", "weight", "value", "usual_value_per_kg"]),
    ],
)
def test_what_it_reads_stands_with_what_it_speaks_of(code, columns):
    assert columns_read(by_code()[code]) == columns


def test_values_are_those_of_the_view():
    values = VIEW | {"value": 45.6, "weight": 2.0, "usual_value_per_kg": 85.0}
    told = evidence(values, ["low-value", "no-such-indicator"])
    assert told == {
        "low-value": [("value_per_kg", 22.8), ("weight", 2.0), ("value", 45.6), ("usual_value_per_kg", 85.0)]
    }


def test_what_is_missing_makes_nothing():
    assert dict(evidence(VIEW | {"booked": 60}, ["late-booking"])["late-booking"])["booked_before"] is None


def sight(shown, stream=(0, 0, 0, 1), known=0, since=None):
    rows = np.arange(10, 10 + len(stream), dtype=np.int64)
    known = np.full(len(stream), known, dtype=np.int64)
    later = {} if since is None else {"since": np.array(since, dtype=np.int64)}
    bits = np.array(shown, dtype=bool)
    return Sight("unit", rows, known, np.zeros_like(rows), np.array(stream), ("a", "b"), bits, **later)


def told(seen, row, until=100, leaves=NEVER):
    return beside(seen, row, until, np.full(len(seen.rows), leaves, dtype=np.int64))


BOTH = [[1, 0], [1, 1], [0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("row", "shown", "alike", "as_many", "around"),
    [(10, ["a"], 2, 3, 3), (11, ["a", "b"], 1, 1, 3), (13, ["a"], 1, 1, 1)],
)
def test_it_stands_beside_its_stream_by_what_and_by_how_much_they_showed(row, shown, alike, as_many, around):
    assert told(sight(BOTH), row) == {"shown": shown, "alike": alike, "as_many": as_many, "stream_known": around}


def test_what_shows_nothing_is_like_everything():
    assert told(sight([[0, 0], [1, 1]], (0, 0)), 10) == {"shown": [], "alike": 2, "as_many": 2, "stream_known": 2}


def test_what_shows_after_it_left_was_not_shown():
    late = sight(BOTH, since=[[10, 300], [200, 10], [10, 10], [10, 10]])
    assert told(late, 11) == {"shown": ["b"], "alike": 2, "as_many": 3, "stream_known": 3}


def test_what_had_left_before_stands_beside_nothing():
    seen = sight([[1, 0], [1, 0]], (0, 0), known=50)
    assert beside(seen, 10, 100, np.array([90, 40]))["stream_known"] == 1


def test_what_a_unit_never_saw_in_time_showed_it_nothing():
    assert told(sight(BOTH), 99) == {"shown": []}
    assert told(sight(BOTH, known=100), 10) == {"shown": []}
