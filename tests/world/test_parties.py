"""Parties: who they are says nothing about what they are like; none of them exists."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

import numpy as np
import polars as pl
import pytest

from simulator.common.chance import Stream, practice_key
from simulator.common.errors import DrillError
from simulator.common.tables import table
from simulator.world import contacts, names, parties, pools
from simulator.world.goods import trades
from simulator.world.joined import registered
from simulator.world.world import PARTY_KINDS

KEY = practice_key(7)
COUNTRIES = {
    "KZ": 30,
    "UZ": 20,
    "GE": 10,
    "CN": 15,
    "TR": 8,
    "AE": 5,
    "DE": 4,
    "RU": 4,
    "KR": 2,
    "JP": 1,
    "TH": 1,
    "ZZ": 1,
}
SETTLED = ("company", "person", "shop")
PLAIN = r"^[A-Z]+([ -][A-Z]+)*$"

PROGRAM = f"""
import sys
from hashlib import sha256
from simulator.common.chance import practice_key
from simulator.world import parties
frame = parties.build(practice_key(7), {COUNTRIES!r}, 3000)
print(sha256(frame.write_csv().encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def frame():
    return parties.build(KEY, COUNTRIES, 40_000)


def share(frame, kind, expression):
    return frame.filter(pl.col("kind") == kind).select(expression.mean()).item()


def test_columns_are_those_of_the_contract(frame):
    texts = ("name", "name_local", "country", "city", "address", "phone", "trade")
    numbers = ("first_seen", "past", "usual_agent")
    assert dict(frame.schema) == {
        **dict.fromkeys(texts, pl.String),
        **dict.fromkeys(numbers, pl.Int32),
        "kind": pl.Enum(PARTY_KINDS),
        "listed": pl.Boolean,
    }
    assert frame.null_count().sum_horizontal().item() == 0
    assert len(frame) == 40_000


def test_names_are_written_as_on_a_waybill(frame):
    assert frame.filter(~pl.col("name").str.contains(PLAIN))["name"].to_list() == []
    assert frame["name"].str.len_chars().max() <= names.MOST
    assert frame["name"].str.len_chars().min() >= 5


@pytest.mark.parametrize("code", pools.codes())
def test_own_names_are_in_the_own_script(code):
    kinds = [*["person"] * 80, *(kind for kind in PARTY_KINDS for _ in range(20))]
    drawn = names.build(KEY, pl.Series(["XX"] * len(kinds)), pl.Series(kinds), {"XX": {code: 1}})
    letters = pools.SCRIPTS[pools.load(code, KEY).script]
    assert drawn.filter(~pl.col("name_local").str.contains(f"^[{letters} .«»/-]+$"))["name_local"].to_list() == []
    assert drawn.filter(~pl.col("name").str.contains(PLAIN))["name"].to_list() == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Нұрғалиев", "NURGHALIEV"),
        ("Шәріпов", "SHARIPOV"),
        ("წერეთელი", "TSERETELI"),
        ("王秀梅", "WANGXIUMEI"),
        ("O‘g‘li", "OGLI"),
        ("Yıldırım", "YILDIRIM"),
        ("Müller-Lüdenscheidt", "MULLER-LUDENSCHEIDT"),
        ("Գյուլումյան", "GYULUMYAN"),
        ("성수", "SEONGSU"),
    ],
)
def test_latin_forms_can_be_read(text, written):
    assert pools.latin(text) == written


def test_arabic_names_have_their_vowels():
    family = dict(zip(pools.load("ar", KEY).local["family_m"], pools.load("ar", KEY).latin["family_m"], strict=True))
    assert family["المنصوري"] == "AL MANSOORI"
    assert pools.load("ar", KEY).latin["family_f"] == pools.load("ar", KEY).latin["family_m"]


@pytest.mark.parametrize(
    ("code", "field", "method"),
    [(code, field, method) for code in pools.codes() for field, method in pools.methods(code).items()],
)
def test_faker_answers_in_the_language_that_is_asked_for(code, field, method):
    locale = next(row["locale"] for row in table("world", "pools") if row["code"] == code)
    assert pools.served_by(pools.generator(locale), method) == locale


@pytest.mark.parametrize(
    ("locale", "method"),
    [("uz_UZ", "street_name"), ("tr_TR", "street_name"), ("am_ET", "last_name"), ("ar_AE", "first_name_male"),
     ("vi_VN", "first_name"), ("en_PK", "first_name_male"), ("ja_JP", "street_name"), ("ru_RU", "no_such_method")],
)  # fmt: skip
def test_a_silent_fall_back_is_seen(locale, method):
    assert pools.served_by(pools.generator(locale), method) != locale


def test_a_language_that_faker_lacks_is_refused(monkeypatch):
    row = {**next(row for row in table("world", "pools") if row["code"] == "uz"), "methods": "street=street_name"}
    monkeypatch.setattr(pools, "_rows", lambda: {"uz": row})
    with pytest.raises(DrillError, match="Faker has no street_name in uz_UZ"):
        pools.streets("uz", KEY)


def test_names_of_public_figures_are_not_given():
    drawn = {
        name
        for code in pools.codes()
        for field in ("family_m", "given_m")
        for name in pools.load(code, KEY).local[field]
    }
    assert not drawn & pools.excluded()


def test_each_country_draws_from_pools_that_there_are():
    for row in table("world", "countries"):
        weights = names.weighted(row["pools"])
        assert set(weights) <= set(pools.codes()), row["code"]
        assert sum(weights.values()) == pytest.approx(1)


def test_other_pools_change_the_names_and_nothing_else(frame):
    other = {country: {"zh": 1.0} for country in COUNTRIES}
    swapped = parties.build(KEY, COUNTRIES, 40_000, pools=other)
    assert swapped.drop("name", "name_local").equals(frame.drop("name", "name_local"))
    kazakh = (frame["country"] == "KZ").to_numpy()
    assert (frame["name"] != swapped["name"]).to_numpy()[kazakh].mean() > 0.99


def test_kazakhstan_has_kazakh_and_russian_names(frame):
    kazakh = (
        frame.filter(pl.col("country") == "KZ")
        .select(pl.col("name_local").str.contains("[ӘәҒғҚқҢңӨөҰұҮүІі]").mean())
        .item()
    )
    assert 0.3 < kazakh < 0.7


def test_the_pool_says_nothing_about_the_party(frame):
    drawn = Stream(KEY, "names").uniform(len(frame))
    pool = names.pool_codes(frame["country"], drawn)
    here = frame.with_columns(kazakh=pl.Series(pool == pools.codes().index("kk"))).filter(pl.col("country") == "KZ")
    suspect = (pl.col("first_seen") <= 30, pl.col("listed"), pl.col("address").str.contains(contacts.NO_STREET))
    for expression in suspect:
        one, other = (here.filter(pl.col("kazakh") == side).select(expression.mean()).item() for side in (True, False))
        assert one == pytest.approx(other, abs=0.02)


@pytest.mark.parametrize("kind", SETTLED)
@pytest.mark.parametrize(
    ("name", "expression"),
    [("no_street", pl.col("address").str.contains(contacts.NO_STREET)), ("new", pl.col("first_seen") <= 30),
     ("listed", pl.col("listed")), ("usual_agent", pl.col("usual_agent") >= 0)],
)  # fmt: skip
def test_natural_rates_are_those_of_the_table(frame, kind, name, expression):
    assert share(frame, kind, expression) == pytest.approx(parties.rate(name)[kind], abs=0.012)


def test_some_sit_at_a_forwarder_of_their_city(frame):
    forwarders = frame.filter(pl.col("kind") == "forwarder")
    guests = frame.filter(pl.col("kind").is_in(SETTLED)).with_columns(
        guest=pl.col("address").is_in(forwarders["address"].implode())
    )
    assert guests["guest"].mean() == pytest.approx(0.06, abs=0.01)
    assert guests.select(pl.col("address").str.ends_with(pl.col("city")).all()).item()


def test_some_share_a_telephone_with_somebody_of_their_country(frame):
    assert frame["phone"].is_duplicated().mean() == pytest.approx(0.05, abs=0.01)
    groups = frame.group_by("phone").agg(pl.col("country").n_unique())
    assert (groups["country"] == 1).all()


def test_days_and_past_fit_each_other(frame):
    assert frame["first_seen"].min() == 0
    assert frame["first_seen"].max() <= 3000
    assert (frame["past"] >= 0).all()
    fresh = frame.filter((pl.col("first_seen") <= 3) & (pl.col("kind") == "person"))
    assert fresh["past"].max() <= 2
    old = frame.filter((pl.col("first_seen") > 730) & (pl.col("kind") == "company"))["past"]
    assert old.median() == pytest.approx(parties.rate("past_median")["company"], abs=1.5)
    assert old.quantile(0.99) > 15 * old.median()


def test_how_busy_a_party_is_says_nothing_about_how_it_is_listed(frame):
    known = frame.filter((pl.col("first_seen") > 730) & (pl.col("kind") == "company"))
    values = known.select("first_seen", "past", pl.col("listed").cast(pl.Int8), pl.col("usual_agent") >= 0).to_numpy()
    correlations = np.corrcoef(values.astype(float), rowvar=False)
    assert np.abs(correlations - np.eye(4)).max() < 0.05


def test_traders_have_one_to_three_trades_and_mostly_a_forwarder(frame):
    traders = frame.filter(pl.col("kind").is_in(["company", "shop"]))
    listed = traders["trade"].str.split("|")
    assert set(listed.list.len().unique()) == {1, 2, 3}
    assert (listed.list.n_unique() == listed.list.len()).all()
    assert set(listed.explode()) <= set(trades())
    assert (frame.filter(~pl.col("kind").is_in(["company", "shop"]))["trade"] == "").all()


def test_usual_agents_are_forwarders_of_the_same_country(frame):
    traders = frame.filter(pl.col("usual_agent") >= 0)
    agents = frame[traders["usual_agent"].to_numpy()]
    assert (agents["kind"] == "forwarder").all()
    assert (agents["country"] == traders["country"]).all()


def test_telephones_are_out_of_every_real_range(frame):
    rows = {row["code"]: row for row in table("world", "countries")}
    digits = frame["phone"].str.replace_all(" ", "", literal=True)
    invented = pl.Series([False] * len(digits))
    for country in COUNTRIES:
        row = rows.get(country, rows["*"])
        start = row["telephone"] + row["range"]
        invented |= digits.str.starts_with(start) & (digits.str.len_chars() == len(start) + int(row["digits"]))
    assert invented.all()


def test_few_have_a_telephone_of_another_country(frame):
    abroad = registered(frame).filter(pl.col("kind").is_in(SETTLED))["phone_abroad"]
    assert abroad.mean() == pytest.approx(0.04, abs=0.015)


def test_some_share_an_address_that_is_no_forwarders(frame):
    known = registered(frame).filter(pl.col("kind").is_in(SETTLED) & ~pl.col("address_forwarder"))
    shared = known["address_parties"] > 1
    assert shared.mean() == pytest.approx(0.05, abs=0.015)
    assert known.group_by("place").agg(pl.col("city").n_unique())["city"].max() == 1


@pytest.mark.parametrize(
    ("country", "used"),
    [("KZ", "7"), ("RU", "3489"), ("UZ", "23567889"), ("GE", "34578"), ("TR", "234589"), ("AE", "23456789"),
     ("CN", "1"), ("US", "23456789"), ("GB", "12378"), ("DE", "23456789"), ("KG", "23579"), ("FR", "1235679")],
)  # fmt: skip
def test_first_digits_are_none_that_the_country_uses(country, used):
    row = next(row for row in table("world", "countries") if row["code"] == country)
    assert row["range"][0] not in used


def test_house_numbers_make_a_street_address(frame):
    street = frame.filter(~pl.col("address").str.contains(contacts.NO_STREET))
    assert street["address"].str.contains(r"\d").all()
    assert street["address"].str.contains(r"^[A-Z0-9 ,.-]+$").all()


def test_vague_addresses_have_no_street():
    towns = pl.Series(["ALMATY", "TASHKENT"] * 200)
    drawn = contacts.vague(Stream(KEY, "test"), towns)
    assert drawn.str.contains(contacts.NO_STREET).all()
    assert pl.select(drawn.str.ends_with(towns)).to_series().all()
    assert drawn.n_unique() > 100


def test_every_country_has_all_kinds_of_parties():
    frame = parties.build(KEY, {"KZ": 1, "GE": 0.001, "BF": 0.001, "AQ": 0}, 500)
    found = parties.rows(frame)
    assert {country for country, _ in found} == {"KZ", "GE", "BF"}
    for country in ("KZ", "GE", "BF"):
        assert {kind for where, kind in found if where == country} == set(PARTY_KINDS)


def test_rows_are_found_by_country_and_kind(frame):
    found = parties.rows(frame)
    assert sorted(np.concatenate(list(found.values()))) == list(range(len(frame)))
    posts = frame[found["GE", "post"]]
    assert set(posts["country"]) == {"GE"}
    assert set(posts["kind"]) == {"post"}


def test_the_same_key_gives_the_same_parties_in_another_process():
    here = sha256(parties.build(KEY, COUNTRIES, 3000).write_csv().encode()).hexdigest()
    for seed, zone in (("1", "Asia/Almaty"), ("99", "America/Bogota")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        there = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        assert there.stdout.strip() == here


def test_another_key_gives_other_parties(frame):
    other = parties.build(practice_key(8), COUNTRIES, 40_000)
    for column in ("name", "address", "phone", "first_seen", "past"):
        assert (frame[column] != other[column]).mean() > 0.5, column


def test_the_random_numbers_of_others_are_left_alone():
    import random

    random.seed(5)
    expected = random.random()
    random.seed(5)
    parties.build(KEY, {"KZ": 1, "DE": 1}, 200)
    assert random.random() == expected
