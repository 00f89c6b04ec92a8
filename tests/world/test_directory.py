"""Parties are looked up by kind, country and trade, with stand-ins where nobody is."""

import numpy as np
import polars as pl
import pytest

from simulator.world.directory import directory
from simulator.world.world import PARTY_KINDS

COMPANY, PERSON, FORWARDER = range(3)
KZ, UZ = range(2)
TOYS, TEA = range(2)

PARTIES = pl.DataFrame(
    {
        "kind": ["company", "company", "company", "person", "forwarder"],
        "country": ["KZ", "KZ", "UZ", "KZ", "UZ"],
        "trade": ["toys|tea", "tea", "tea", "", ""],
        "past": [100, 0, 9, 1, 40],
    },
    schema_overrides={"kind": pl.Enum(PARTY_KINDS)},
)


@pytest.fixture(params=[True, False], ids=["regular", "everybody"])
def book(request):
    return directory(PARTIES, ("KZ", "UZ"), ("toys", "tea"), request.param)


def picked(book, kind, country, trade):
    drawn = np.linspace(0, 1, 101)[:-1]
    return set(book.pick(np.full(100, kind), np.full(100, country), np.full(100, trade), drawn).tolist())


def test_a_company_of_the_trade_is_found(book):
    assert picked(book, COMPANY, KZ, TOYS) == {0}
    assert picked(book, COMPANY, UZ, TEA) == {2}


def test_where_nobody_has_the_trade_any_company_of_the_country_stands_in(book):
    assert picked(book, COMPANY, UZ, TOYS) == {2}


def test_where_nobody_is_in_the_country_one_of_another_stands_in(book):
    assert picked(book, FORWARDER, KZ, -1) == {4}
    assert picked(book, PERSON, UZ, -1) == {3}


def test_any_trade_means_all_companies_of_the_country_but_regulars_have_a_history():
    everybody = directory(PARTIES, ("KZ", "UZ"), ("toys", "tea"), regular=False)
    regulars = directory(PARTIES, ("KZ", "UZ"), ("toys", "tea"), regular=True)

    assert picked(everybody, COMPANY, KZ, -1) == {0, 1}
    assert picked(regulars, COMPANY, KZ, -1) == {0}


def test_who_ships_more_is_picked_more_often_but_not_in_proportion():
    frame = PARTIES.with_columns(past=pl.Series([100, 1, 9, 1, 40]))
    book = directory(frame, ("KZ", "UZ"), ("toys", "tea"), regular=True)

    rows = book.pick(*(np.full(1300, value) for value in (COMPANY, KZ, TEA)), np.arange(1300) / 1300)

    often, seldom = np.bincount(rows)[:2]
    assert 5 < often / seldom < 20


def test_only_the_first_few_of_a_group_can_be_picked(book):
    drawn = np.linspace(0, 1, 101)[:-1]

    rows = book.pick(np.full(100, COMPANY), np.full(100, KZ), np.full(100, TEA), drawn, most=1)

    assert set(rows.tolist()) == {0}
