"""Luck: what it promises whoever plays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.common.chance import Stream, derive, luck, luck_many, new_key, practice_key

KEY = practice_key(7)
LUCK = 0.2804528400568739
WORDS = [14425685890243565716, 5588892965978117215]


@given(st.integers(0, 2**31), st.integers(0, 5), st.sampled_from(["ALA", "TAS"]), st.sampled_from(["x-ray", "dog"]))
def test_one_number_and_many_are_the_same(row, attempt, post, control):
    many = luck_many(KEY, "reaction", post, control, attempt, [row, row + 1])
    assert many.tolist() == [luck(KEY, "reaction", post, control, attempt, each) for each in (row, row + 1)]


def test_numbers_are_uniform_and_do_not_lean_on_their_arguments():
    rows = np.arange(20_000)
    one, other = (luck_many(KEY, "reaction", "ALA", control, 0, rows) for control in ("x-ray", "dog"))
    assert stats.kstest(one, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.03


def test_the_numbers_are_fixed_for_good():
    assert luck(KEY, "reaction", "ALA", "x-ray", 0, 5) == LUCK
    assert Stream(KEY, "parties").words(2).tolist() == WORDS


def test_a_stream_goes_on_and_another_purpose_is_another_stream():
    first, again, other = Stream(KEY, "a"), Stream(KEY, "a"), Stream(KEY, "b")
    assert first.words(3).tolist() == again.words(3).tolist()
    assert first.words(3).tolist() != Stream(KEY, "a").words(3).tolist()
    assert other.words(3).tolist() != Stream(KEY, "a").words(3).tolist()


def test_subkeys_and_keys_are_different():
    assert len({derive(KEY, purpose) for purpose in ("a", "b", "truth")} | {KEY}) == 4
    assert new_key() != new_key()
    assert len(new_key()) == 16


@pytest.mark.parametrize(
    ("draws", "distribution"),
    [
        (lambda s: s.uniform(20_000, 2, 5), stats.uniform(2, 3)),
        (lambda s: s.normal(20_000), stats.norm()),
        (lambda s: s.exponential(20_000, 3.0), stats.expon(scale=3.0)),
        (lambda s: s.lognormal(20_000, 4.0, 0.5), stats.lognorm(0.5, scale=4.0)),
    ],
)
def test_draws_follow_their_distribution(draws, distribution):
    assert stats.kstest(draws(Stream(KEY, "test")), distribution.cdf).pvalue > 0.001


def test_choices_follow_their_weights():
    counts = np.bincount(Stream(KEY, "test").choose(30_000, [1, 0, 2, 7]), minlength=4)
    assert counts[1] == 0
    assert stats.chisquare(counts[[0, 2, 3]], np.array([0.1, 0.2, 0.7]) * 30_000).pvalue > 0.001


def test_orders_and_samples_hold_each_item_once():
    stream = Stream(KEY, "test")
    assert sorted(stream.order(50).tolist()) == list(range(50))
    assert len(set(stream.sample(range(50), 20).tolist())) == 20
