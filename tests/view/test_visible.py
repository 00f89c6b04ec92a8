"""What a unit sees: only what its systems show, from the time they show it, the same columns everywhere."""

import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "world"))

from hiding import draft, hiding

from simulator.common.chance import practice_key
from simulator.view.columns import GROUPS, column_codes, columns
from simulator.view.visible import at, frame, visible
from simulator.world import build
from simulator.world.indicators import by_code, indicators
from simulator.world.joined import register
from simulator.world.world import World


@pytest.fixture(scope="module")
def world():
    before = draft()
    return World(
        before.posts, before.units, before.consignments, before.parties, before.flights, before.passages, before.known
    )


@pytest.fixture(scope="module")
def seen(world):
    return visible(world, "zhetysu")


def earliest(world, unit):
    """Row to first time and system, in plain Python."""
    found = {}
    for number, passage, system, t in world.known.rows():
        if number == world.units.index(unit):
            row = world.passages["row"][passage]
            found[row] = min(found.get(row, (t, system)), (t, system))
    return found


def test_only_what_is_ever_known_and_from_when(world, seen):
    found = earliest(world, "zhetysu")
    assert dict(seen.select("row", "known").iter_rows()) == {row: t for row, (t, _) in found.items()}
    assert seen.height < world.consignments.height
    assert seen.select("known", "row").rows() == sorted(seen.select("known", "row").rows())


def test_it_says_which_system_showed_it_first(world, seen):
    assert set(seen["system"]) == {"1"}
    assert set(visible(world, "zhetysu", ["papers"])["system"]) == {"papers"}


def test_a_known_register_changes_nothing(world, seen):
    assert visible(world, "zhetysu", known=register(world)).equals(seen)


def test_the_columns_are_those_of_the_table(world, seen):
    assert seen.columns == ["row", *column_codes()]
    assert frame(world).schema == seen.schema
    assert {column.group for column in columns()} == set(GROUPS)


def test_the_frame_holds_every_consignment_and_no_post_has_shown_it(world):
    everything = frame(world)
    assert everything["row"].to_list() == list(range(world.consignments.height))
    assert everything["known"].null_count() == everything.height
    assert everything["id"].equals(world.consignments["id"])


def test_the_same_consignment_reads_the_same_at_every_post(world, seen):
    mine = ("flight", "onward_flight", "procedure", "expected", "ready", "release", "system", "known")
    there = visible(world, "aviayuklar").join(seen.select("row"), on="row", how="semi").sort("row").drop(mine)
    here = seen.join(there.select("row"), on="row", how="semi").sort("row").drop(mine)
    assert here.height
    assert here.equals(there)


def test_the_mask_of_a_time(seen):
    middle = int(seen["known"].median())
    now = at(seen, middle)
    assert now.sum() == (seen["known"] <= middle).sum()
    assert 0 < now.sum() < seen.height


def test_arrivals_come_by_a_flight_and_leave_by_another(world, seen):
    onward = seen.filter(pl.col("procedure") == "transshipment")
    assert onward["onward_flight"].str.contains(r"^HY999/\d\d$").all()
    assert seen.filter(pl.col("procedure") == "import")["onward_flight"].null_count() > 0
    assert seen["flight"].str.contains(r"^(TK350|KC907)/\d\d$").all()


def test_a_delay_is_not_foreseen(world, seen):
    """Ready is the planned arrival and the break-down: it does not tell how late the flight will really be."""
    flights = world.flights.with_row_index("flight_in").cast({"flight_in": pl.Int32})
    late = world.passages.join(flights, on="flight_in").with_columns(late=pl.col("lands") - pl.col("arrives"))
    both = seen.join(late.filter(pl.col("post") == 0), on="row", suffix="_real")
    assert (both["ready_real"] - both["ready"]).equals(both["late"], check_names=False)


def test_indicators_look_at_visible_columns_only():
    looked_at = {name for one in indicators() for name in one.shows().meta.root_names()}
    assert looked_at <= set(column_codes())


def test_no_column_comes_from_the_truth():
    assert not {"contraband", "concealment", "typology", "hardness", "kind", "pool"} & set(column_codes())
    assert not set(by_code()) & set(column_codes())


@pytest.fixture(scope="module")
def equipped():
    """A world whose units have declarations and aviation security too."""
    more = [{"code": kind, "name": kind, "kind": kind, "lead": "1 h"} for kind in ("declarations", "security")]
    units = hiding().model_dump(mode="json", by_alias=True, include={"units"})["units"]
    for unit in units:
        unit["systems"] = [{"code": "papers", "name": "Papers", "kind": "pre-arrival"}, *more]
    return build.build(hiding(units=units), practice_key(2))[0]


def test_a_unit_sees_the_clearance_at_its_own_post(equipped):
    seen = visible(equipped, "aviayuklar")
    mine = equipped.passages.with_columns(equipped.clearance["channel", "lodged"]).filter(pl.col("post") == 1)
    found = seen.select("row").join(mine, on="row", how="left", maintain_order="left")
    assert seen["channel"].equals(found["channel"])
    assert seen["declared"].equals(found["lodged"].alias("declared"))
    assert seen["preliminary"].is_null().all()
    assert set(visible(equipped, "zhetysu")["preliminary"]) == {"accepted", "refused", "none", "not-needed"}


def test_a_unit_sees_the_security_declarations(equipped):
    seen = visible(equipped, "zhetysu").sort("row")
    held = equipped.security[seen["row"]]
    assert seen["security_status"].equals(held["status"].alias("security_status"))
    assert seen["security_issuer"].equals(held["issuer"].alias("security_issuer"))
    assert (seen["screening"].is_null() == (held["screening"].is_null() & held["exemption"].is_null())).all()
    assert 0 < seen["csd_faults"].is_not_null().sum() < len(seen) / 10


def test_who_has_no_such_system_sees_neither(equipped):
    alone = equipped.systems.with_columns(kind=pl.lit("pre-arrival", dtype=equipped.systems["kind"].dtype))
    seen = visible(replace(equipped, systems=alone), "zhetysu")
    none = seen.select(pl.col("channel", "declared", "security_status", "csd_faults").is_null().all())
    assert none.row(0) == (True,) * 4


def test_a_world_without_clearance_shows_none(seen):
    assert (
        seen.select(pl.col("channel", "declared", "preliminary", "preliminary_at").is_null().all()).row(0)
        == (True,) * 4
    )
