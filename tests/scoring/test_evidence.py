"""Evidence: what an indicator reads, and how many consignments show the same."""

import numpy as np
import pytest

from simulator.scoring.evidence import DERIVED, alike, columns_read, evidence
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


def sight(shown, stream):
    rows = np.arange(10, 10 + len(stream), dtype=np.int64)
    zero = np.zeros(len(stream), dtype=np.int64)
    return Sight("unit", rows, zero, zero, np.array(stream), ("a", "b"), np.array(shown, dtype=bool))


def test_alike_is_what_shows_at_least_the_same_in_its_stream():
    seen = sight([[1, 0], [1, 1], [0, 1], [1, 0]], [0, 0, 0, 1])
    assert alike(seen, 10) == (2, 3)
    assert alike(seen, 11) == (1, 3)
    assert alike(seen, 13) == (1, 1)


def test_what_shows_nothing_is_like_everything():
    assert alike(sight([[0, 0], [1, 1]], [0, 0]), 10) == (2, 2)


def test_what_a_unit_never_saw_is_like_nothing():
    assert alike(sight([[0, 0]], [0]), 99) == (None, None)
