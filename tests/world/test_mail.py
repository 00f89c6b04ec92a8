"""Mail travels in receptacles between offices of exchange, and part of it comes without advance data."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from small_world import SYSTEMS, TRAFFIC, scenario, unit

from simulator.common.chance import practice_key
from simulator.common.tables import table
from simulator.formats import s_numbers
from simulator.formats.identifiers import s10_flaw
from simulator.scenario.model import Mail
from simulator.world import allowances, build, mail, seeding
from simulator.world.choosing import Chooser
from simulator.world.world import World

POST = {
    "code": "post",
    "name": "Post",
    "kind": "post",
    "streams": ["mail"],
    "lead": {"kind": "uniform", "low": "-1 h", "high": "9 h"},
}
UNITS = [unit("zhetysu", "ALA", [*SYSTEMS, POST]), unit("aviayuklar", "TAS", [*SYSTEMS, POST]), unit("tbilisi", "TBS")]
DRUGS = [{"name": "some", "count": 6, "streams": ["mail"], "typologies": ["marijuana-toys", "hash-oil-cosmetics"]}]


def posted(advance=None, **changes):
    """The small scenario with mail in receptacles."""
    return scenario(mail=Mail(advance=advance or {}), units=UNITS, cases=DRUGS, **changes)


@pytest.fixture(scope="module")
def planned():
    return posted({"AE": 0.5, "IN": 0.0, "TR": 1.0})


@pytest.fixture(scope="module")
def world(planned):
    return build.build(planned, practice_key(5))[0]


def with_items(world):
    """The mail with what the consignments and their flights say."""
    rows = world.mail["row"]
    own = world.consignments[rows].select("id", "stream", "origin", "destination", "weight", "booked")
    return world.mail.hstack(own)


def test_every_mail_item_is_in_one_receptacle(world):
    rows = np.flatnonzero((world.consignments["stream"] == "mail").to_numpy())
    assert world.mail["row"].to_list() == rows.tolist()


def test_numbers_are_valid(world):
    assert {s_numbers.dispatch_flaw(text) for text in world.mail["dispatch"].unique()} == {None}
    assert {s_numbers.receptacle_flaw(text) for text in world.mail["receptacle"].unique()} == {None}
    assert {s10_flaw(text) for text in with_items(world)["id"]} == {None}


def test_a_receptacle_names_its_dispatch_its_offices_and_its_class(world):
    classes = {row["service"]: row["mail_class"] for row in table("world", "postal")}
    for item in with_items(world).iter_rows(named=True):
        number = s_numbers.receptacle(item["receptacle"])
        assert str(number.dispatch) == item["dispatch"]
        assert number.dispatch.origin[2:5] == item["origin"]
        assert number.dispatch.destination[2:5] == item["destination"]
        assert number.dispatch.mail_class == classes[item["id"][0]]
        assert number.dispatch.year_digit == 2


def test_the_weight_in_a_number_is_that_of_its_items(world):
    bags = with_items(world).group_by("receptacle").agg(pl.col("weight").cast(pl.Float64).sum())
    said = bags["receptacle"].str.tail(4).cast(pl.Float64) / 10
    assert ((said - bags["weight"]).abs() <= 0.0501).all() or (said == 0.1).any()
    assert ((said - bags["weight"].clip(0.1)).abs() <= 0.0501).all()


def test_all_that_is_in_a_receptacle_takes_the_same_flights(world):
    ways = (
        world.passages.join(world.mail, on="row")
        .group_by("receptacle", "post")
        .agg(pl.col("flight_in", "flight_out").n_unique())
    )
    assert ways["flight_in"].max() == ways["flight_out"].max() == 1


def test_the_last_receptacle_of_a_dispatch_says_so(world):
    bags = world.mail.unique("receptacle").sort("dispatch", "receptacle")
    last = bags["receptacle"].str.slice(23, 1) == "1"
    serial = bags["receptacle"].str.slice(20, 3).cast(pl.Int32)
    per = (
        bags.with_columns(last=last, serial=serial)
        .group_by("dispatch")
        .agg(
            pl.col("last").sum(), pl.col("serial").max(), pl.len(), pl.col("serial").filter("last").first().alias("at")
        )
    )
    assert (per["last"] == 1).all()
    assert (per["serial"] == per["len"]).all()
    assert (per["at"] == per["serial"]).all()


def test_letters_fill_bags_by_tens_and_parcels_by_few(world):
    size = world.mail.group_by("receptacle").agg(pl.len())
    kind = size["receptacle"].str.slice(13, 1)
    letters, parcels = size.filter(kind == "U")["len"], size.filter(kind == "C")["len"]
    assert 10 < letters.max() <= 90
    assert parcels.max() <= 12


def test_items_without_advance_data_are_never_shown_to_anybody(world):
    shown = world.passages["row"].gather(world.known["passage"]).unique()
    bare = world.mail.filter(~pl.col("announced"))["row"]
    assert len(bare) > 100
    assert not bare.is_in(shown.implode()).any()


def test_shares_of_advance_data_are_those_of_the_scenario_or_of_the_table(world):
    share = with_items(world).group_by("origin").agg(pl.col("announced").mean(), pl.len())
    found = dict(share.select("origin", "announced").iter_rows())
    assert found["DEL"] == 0.0
    assert found["IST"] == 1.0
    assert found["DXB"] == pytest.approx(0.5, abs=0.12)
    assert 0.6 < found["JFK"] < 1.0


def test_the_table_tells_a_share_for_every_country_and_class():
    assert mail.advance_share("CN", "C") == pytest.approx(0.95)
    assert mail.advance_share("XX", "U") == mail.advance_share("YY", "U")


def test_post_systems_show_receptacles_and_nobody_else_does(world):
    assert world.predes["unit"].unique().sort().to_list() == [0, 1]
    at = world.passages.join(world.mail, on="row")
    here = at.filter(pl.col("post") == 0)["receptacle"].unique()
    told = world.predes.filter(pl.col("unit") == 0)["receptacle"]
    assert set(told) == set(here)


def test_no_receptacle_is_announced_before_what_is_in_it_was_posted(world):
    booked = with_items(world).group_by("receptacle").agg(pl.col("booked").max())
    told = world.predes.join(booked, on="receptacle")
    assert (told["t"] >= told["booked"]).all()


def test_without_the_key_mail_is_single_items_with_data():
    world, _ = build.build(scenario(units=UNITS, cases=DRUGS), practice_key(5))
    assert world.mail is None
    assert world.predes is None


def test_the_key_changes_nothing_but_what_is_known(planned):
    plain = build.draft(scenario(units=UNITS, cases=DRUGS), practice_key(5))
    mailed = build.draft(planned, practice_key(5))
    assert plain.consignments.equals(mailed.consignments)
    assert plain.passages.equals(mailed.passages)
    assert mailed.known.height < plain.known.height


def test_equal_keys_give_equal_receptacles_and_others_do_not(planned, world):
    again, _ = build.build(planned, practice_key(5))
    other, _ = build.build(planned, practice_key(6))
    assert again.digest() == world.digest()
    assert set(other.mail["receptacle"]) != set(world.mail["receptacle"])


def test_a_stored_world_keeps_its_receptacles(world, tmp_path):
    world.save(tmp_path)
    again = World.load(tmp_path)
    assert again.digest() == world.digest()
    assert again.mail.equals(world.mail)


def test_more_receptacles_than_a_number_can_count_become_several_dispatches(planned, monkeypatch):
    monkeypatch.setattr(mail, "_BAGS_MOST", 2)
    world, _ = build.build(planned, practice_key(5))
    bags = world.mail.unique("receptacle")
    assert bags.group_by("dispatch").len()["len"].max() == 2
    assert {s_numbers.receptacle_flaw(text) for text in bags["receptacle"]} == {None}


def test_pools_draw_from_items_with_and_without_data_alike(planned):
    draft = build.draft(planned, practice_key(5))
    chooser = Chooser.of(planned, draft)
    what = next(what for _, _, _, fitting in seeding._pools(planned) for what in fitting)
    rows = chooser.eligible(planned.cases[0], what)
    bare = ~draft.posting.announced[rows]
    assert 0.2 < bare.mean() < 0.8
    knowing = chooser.eligible(planned.cases[0], what, ["aviayuklar"])
    assert draft.posting.announced[knowing].all()


WORLDS = 60


def test_receptacles_tell_nothing_of_what_is_hidden(planned):
    """Place in the bag, size, serial and weight rank of the bags that hold a case are those of any others."""
    ranks = {"items": [], "serial": [], "number": [], "announced": []}
    for seed in range(6):
        draft = build.draft(planned, practice_key(seed))
        chooser = Chooser.of(planned, draft)
        bags = mail.receptacles(planned, practice_key(seed), draft.posting, draft.consignments)
        told = bags.with_columns(
            items=pl.len().over("receptacle"),
            serial=pl.col("receptacle").str.slice(20, 3).cast(pl.Int32),
            number=pl.col("dispatch").str.slice(16, 4).cast(pl.Int32),
        )
        for turn in range(WORLDS // 6):
            for place in seeding.draw(planned, practice_key(1000 * seed + turn), draft):
                rows = chooser.eligible(planned.cases[0], place.what)
                among = told.filter(pl.col("row").is_in(rows.tolist()))
                mine = told.filter(pl.col("row") == place.row)
                for name, found in ranks.items():
                    values, own = among[name].cast(pl.Int64), mine[name].cast(pl.Int64)[0]
                    found.append(((values < own).sum() + 0.5 * (values == own).sum()) / len(values))
    for name, found in ranks.items():
        middle = np.mean(found)
        assert abs(middle - 0.5) < 4 / np.sqrt(12 * len(found)), name


def test_worlds_that_differ_in_the_truth_alone_have_the_same_receptacles(planned):
    draft = build.draft(planned, practice_key(5))
    before = mail.receptacles(planned, practice_key(5), draft.posting, draft.consignments)
    other = draft.consignments.with_columns(pl.col("description").str.to_lowercase())
    assert mail.receptacles(planned, practice_key(5), draft.posting, other).equals(before)


@pytest.mark.parametrize(
    ("country", "stream", "day", "expected"),
    [
        ("KZ", "express", date(2019, 6, 1), (560.0, 31.0)),
        ("KZ", "mail", date(2022, 11, 8), (210.0, 31.0)),
        ("KZ", "mail", date(2026, 2, 1), (230.0, None)),
        ("UZ", "express", date(2022, 11, 8), (1000.0, None)),
        ("GE", "mail", date(2022, 11, 8), (110.0, 30.0)),
    ],
)
def test_limits_free_of_duty(country, stream, day, expected):
    assert list(allowances.limits(country, stream, day)) == [expected]


def test_no_limit_is_told_for_cargo_or_for_other_countries():
    assert list(allowances.limits("KZ", "general", date(2022, 11, 8))) == []
    assert list(allowances.limits("TR", "mail", date(2022, 11, 8))) == []


def test_the_small_world_has_the_limits_of_its_ends(world):
    ends = {(row[0], row[1]) for row in world.allowances.select("destination", "stream").iter_rows()}
    assert ends == {("ALA", "mail"), ("TAS", "mail"), ("TBS", "express")}
    assert {tuple(each["route"])[-1] for each in TRAFFIC} == {"ALA", "TAS", "TBS"}
