"""Looking up: across scripts, transliterations and misspellings, as far as the unit's systems know a name by then."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from view_world import KINDS, built

from simulator.view.lookup import ALIKE, LEAST, _likeness, lookup
from simulator.view.visible import visible
from simulator.world.spelling import misspelt, other_spelling

UNIT = "zhetysu"
END = 36 * 3600
WORLD = built()[0]
REGISTERED = WORLD.parties.with_row_index("party").filter(
    (pl.col("country") == "KZ") & (pl.col("kind") == "company") & pl.col("name_local").str.contains(r"\p{Cyrillic}")
)
LOTS = st.floats(0, 1, exclude_max=True)


def parties(name, t=END, **more):
    return [hit.party for hit in lookup(WORLD, UNIT, name, t, country="KZ", limit=5, **more)]


@settings(max_examples=60)
@given(st.integers(0, REGISTERED.height - 1), LOTS, LOTS, st.booleans())
def test_a_variant_of_a_name_finds_the_party(place, first, second, local):
    row = REGISTERED.row(place, named=True)
    name = row["name_local"] if local else misspelt(other_spelling(row["name"], first), second)
    found = lookup(WORLD, UNIT, name, END, country="KZ", limit=5)
    # Firms of one name differ by their legal form only.
    names = {hit.name for hit in found}
    assert row["party"] in [hit.party for hit in found] or row["name"] in names or row["name_local"] in names


@pytest.mark.parametrize("name", ["", "   ", "!!!", "ⓧ"])
def test_nothing_is_found_where_nothing_is_asked(name):
    assert all(hit.score >= 60 for hit in lookup(WORLD, UNIT, name, END))


def test_the_order_of_words_plays_no_part():
    row = REGISTERED.row(3, named=True)
    turned = " ".join(reversed(row["name"].split()))
    assert row["party"] in parties(turned)


def first_consignee():
    """The first consignee that a system with names shows, a private person, and when."""
    seen = visible(WORLD, UNIT).filter((pl.col("consignee_kind") == "person") & (pl.col("stream") == "mail"))
    row, known = seen.sort("known", "row").select("row", "known").row(-1)
    return int(WORLD.consignments["consignee"][row]), WORLD.consignments["id"][row], known


def test_a_person_is_found_once_a_system_knows_the_name():
    party, number, known = first_consignee()
    name = WORLD.parties["name"][party]
    systems = (2, 3, 4)

    def hits(t):
        found = lookup(WORLD, UNIT, name, t, country="KZ")
        return [hit for hit in found if hit.party == party and hit.system in systems]

    others = [hit for hit in hits(known) if number in hit.numbers]
    assert others
    assert not any(number in hit.numbers for hit in hits(known - 1))


def test_numbers_are_those_of_the_unit():
    shown = set(visible(WORLD, UNIT)["id"])
    for place in range(0, REGISTERED.height, 40):
        for hit in lookup(WORLD, UNIT, REGISTERED["name"][place], END, country="KZ"):
            assert set(hit.numbers) <= shown


def test_register_and_watch_list_speak_where_the_unit_has_them():
    party = int(WORLD.parties["listed"].arg_true()[0])
    name = WORLD.parties["name"][party]
    [hit, *_] = [each for each in lookup(WORLD, UNIT, name, END) if each.party == party]
    assert hit.facts["listed"] is True
    assert "first_seen" in hit.facts
    for kind, fact in (("watch-list", "listed"), ("register", "first_seen")):
        without = built(kind)[0]
        found = lookup(without, UNIT, without.parties["name"][party], END)
        assert all(fact not in each.facts for each in found)


def test_an_agency_looks_into_its_own_systems():
    party = int(WORLD.parties["listed"].arg_true()[0])
    name = WORLD.parties["name"][party]
    kinds = {KINDS[hit.system] for hit in lookup(WORLD, UNIT, name, END, agency="customs")}
    assert "watch-list" not in kinds
    police = {KINDS[hit.system] for hit in lookup(WORLD, UNIT, name, END, agency="police")}
    assert "watch-list" in police
    assert "declarations" not in police


def test_the_past_is_what_went_to_or_from_the_country():
    seen = 0
    people = WORLD.parties
    for row in WORLD.consignments["consignee"].unique().sort().head(60).to_list():
        for hit in lookup(WORLD, UNIT, people["name"][row], END, country="KZ", limit=3):
            names = set(people.filter(pl.col("country") == "KZ")["name"])
            seen += len(hit.past)
            at_home = people["country"][hit.party] == "KZ"
            assert at_home or all(past.other in names for past in hit.past)
    assert seen


def test_a_misspelt_name_stands_as_its_system_wrote_it():
    wrong = WORLD.papers.filter(
        (pl.col("document") == "declaration") & (pl.col("field") == "consignee_name") & (pl.col("post") == 0)
    ).join(visible(WORLD, UNIT).filter(pl.col("declared_consignee").is_not_null()), on="row", how="semi")
    value = wrong["value"][0]
    assert value in [hit.name for hit in lookup(WORLD, UNIT, value, END, country="KZ")]


@pytest.mark.parametrize("name", ["xyzxyz", "qwrtplk"])
def test_what_is_no_name_is_like_none(name):
    assert not [hit for hit in lookup(WORLD, UNIT, name, END, country="KZ") if not hit.weak]


def test_a_short_name_is_no_part_of_a_long_one():
    assert _likeness("serikbaeva ulzhan", ["ji an", "an"]).max() < LEAST


def test_some_words_of_a_name_count_less_than_all():
    whole, part, slip = _likeness("ordu nakliyat", ["ordu nakliyat", "ordu nakliyat gida as", "ordunakliyat gida"])
    assert whole == 100 > part > slip > ALIKE


def test_what_is_hardly_alike_is_a_weak_match_that_tells_nothing():
    weak = [hit for hit in lookup(WORLD, UNIT, "zhetysu xyzxyz kargo", END, country="KZ") if hit.weak]
    assert all((hit.facts, hit.numbers, hit.past) == ({}, (), ()) for hit in weak)
    row = REGISTERED.row(3, named=True)
    found = lookup(WORLD, UNIT, misspelt(row["name"], 0.5), END, country="KZ")
    assert row["party"] in [hit.party for hit in found if not hit.weak]


def test_of_a_party_every_system_that_knows_it_is_told():
    for row in REGISTERED.head(20).iter_rows(named=True):
        alone = lookup(WORLD, UNIT, row["name"], END, country="KZ", limit=1)
        many = lookup(WORLD, UNIT, row["name"], END, country="KZ", limit=10)
        first = alone[0].party
        assert {hit.system for hit in alone} == {hit.system for hit in many if hit.party == first}
