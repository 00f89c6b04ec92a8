"""Numbers that are drawn, durations, and how both are written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from simulator.scenario.numbers import (
    LONGEST,
    Between,
    Count,
    Duration,
    Exponential,
    Lognormal,
    Span,
    Triangular,
    Uniform,
    bounds,
    quantile,
)

SPAN, COUNT, DURATION = TypeAdapter(Span), TypeAdapter(Count), TypeAdapter(Duration)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("45 min", 2700), ("1 h 30 min", 5400), ("90 s", 90), ("2 d", 172_800), ("1.5 h", 5400), ("36h", 129_600), (0, 0)],
)
def test_a_duration_is_whole_seconds(written, seconds):
    assert DURATION.validate_python(written) == seconds


@pytest.mark.parametrize(
    "written", ["-1 min", "5", 5, 1.5, "an hour", "1 h x", "61 d", "9" * 400 + " d", None, False, [], {}]
)
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(ValidationError):
        DURATION.validate_python(written)


def test_a_span_may_be_negative_or_drawn():
    assert SPAN.validate_python("-20 min") == -1200
    assert SPAN.validate_python({"kind": "uniform", "low": "-5 min", "high": "1 h"}) == Uniform[int](
        kind="uniform", low=-300, high=3600
    )


@pytest.mark.parametrize(
    ("written", "found"),
    [(5, (5, 5)), ({"kind": "between", "low": 2, "high": 4}, (2, 4)), (0, (0, 0))],
)
def test_a_count_has_bounds(written, found):
    assert bounds(COUNT.validate_python(written)) == found


DRAWN = [
    Uniform[int](kind="uniform", low=10, high=20),
    Triangular[int](kind="triangular", low=10, mode=12, high=20),
    Triangular[int](kind="triangular", low=10, mode=10, high=20),
    Triangular[int](kind="triangular", low=10, mode=20, high=20),
    Lognormal[int](kind="lognormal", median=15, spread=0.5),
    Exponential[int](kind="exponential", mean=15),
    15,
]


@pytest.mark.parametrize("number", DRAWN, ids=str)
def test_draws_rise_with_their_luck_and_keep_their_shape(number):
    uniform = np.linspace(0, 1, 101)[:-1].reshape(10, 10)
    values = quantile(number, uniform)

    assert values.shape == (10, 10)
    assert (np.diff(values.ravel()) >= 0).all()


@pytest.mark.parametrize(
    ("number", "mean"), list(zip(DRAWN, [15, 14, 40 / 3, 50 / 3, 15 * np.exp(0.125), 15, 15], strict=True)), ids=str
)
def test_draws_have_the_mean_of_their_distribution(number, mean):
    uniform = (np.arange(200_000) + 0.5) / 200_000

    assert quantile(number, uniform).mean() == pytest.approx(mean, rel=2e-3)


@given(st.sampled_from(["lognormal", "exponential"]), st.floats(0, 1, exclude_max=True))
def test_no_draw_leaves_32_bits_where_the_checks_let_it_pass(kind, luck):
    # The checks allow 30 days at 999 in 1,000 draws; a spread of 3 has the longest tail.
    widest = {
        "lognormal": Lognormal[int](kind="lognormal", median=244, spread=3),
        "exponential": Exponential[int](kind="exponential", mean=375_000),
    }[kind]

    assert quantile(widest, np.array([0.999]))[0] == pytest.approx(LONGEST / 2, rel=0.01)
    assert 0 <= quantile(widest, np.array([luck]))[0] < 2**31


def test_between_is_ordered():
    with pytest.raises(ValidationError):
        Between(kind="between", low=3, high=2)
