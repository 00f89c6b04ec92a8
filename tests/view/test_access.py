"""Each column comes from the systems that have it: what none of them shows is not there, and not before it is shown."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from view_world import KINDS, built

from simulator.common.clock import NEVER
from simulator.view.access import access
from simulator.view.columns import column_codes, columns, group_of
from simulator.view.sight import sight
from simulator.view.visible import frame, looked_at, visible
from simulator.world.indicators import by_code, matrix
from simulator.world.world import SYSTEM_KINDS

UNIT = "zhetysu"


@pytest.fixture(scope="module")
def world():
    return built()[0]


def shown_by_hand(world, kinds):
    """Row to the first time that systems of some kinds show it to the unit, in plain Python."""
    number, found = world.units.index(UNIT), {}
    for unit, passage, system, t in world.known.rows():
        if unit == number and KINDS[system] in kinds:
            row = world.passages["row"][passage]
            found[row] = min(found.get(row, t), t)
    return found


@pytest.mark.parametrize("code", ["weight", "value", "routing", "consignee_name", "procedure", "handling"])
def test_a_column_is_there_where_a_system_of_its_kinds_shows_the_consignment(world, code):
    seen = visible(world, UNIT)
    kinds = group_of()[code].split("|") if group_of()[code] else KINDS
    expected = shown_by_hand(world, kinds)
    assert set(seen.filter(pl.col(code).is_not_null())["row"]) == set(expected)


def test_since_is_the_first_time_of_such_a_system(world):
    seen, allowed = looked_at(world, UNIT)
    expected = shown_by_hand(world, group_of()["value"].split("|"))
    found = dict(zip(seen["row"].to_list(), allowed.of(["value"]).tolist(), strict=True))
    assert {row: t for row, t in found.items() if t < NEVER} == expected
    assert seen.height > len(expected)


def test_what_is_looked_up_is_there_once_a_name_is(world):
    allowed = access(world, UNIT)
    assert np.array_equal(allowed.of(["consignee_kind"]), allowed.of(["consignee_name"]))
    assert np.array_equal(allowed.of(["shipper_listed"]), allowed.of(["shipper_name"]))


@pytest.mark.parametrize(("kind", "code"), [("register", "consignee_first_seen"), ("watch-list", "consignee_listed")])
def test_without_a_register_or_a_list_nobody_knows_what_they_say(kind, code):
    seen = visible(built(kind)[0], UNIT)
    assert seen[code].null_count() == seen.height
    assert visible(built()[0], UNIT)[code].null_count() < seen.height


def test_nobody_sees_the_declarations_of_another_country(world):
    """What is declared at a post stands in the declarations of its own units, wherever else the consignment passes."""
    declared = world.papers.filter((pl.col("document") == "declaration") & pl.col("until").is_null())
    for number, unit in enumerate(world.units):
        seen = visible(world, unit)
        others = declared.filter((pl.col("post") != number) & (pl.col("field") == "consignee_name"))
        both = seen.join(others.cast({"row": pl.UInt32}), on="row", suffix="_there")
        mine = declared.filter((pl.col("post") == number) & (pl.col("field") == "consignee_name"))
        assert both.filter(pl.col("declared_consignee") == pl.col("value_there")).height == 0
        said = seen.join(mine, on="row", suffix="_said").filter(pl.col("declared_consignee").is_not_null())
        assert said.height
        assert (said["declared_consignee"] == said["value_said"]).all()


def test_transit_has_no_declaration_at_the_post(world):
    seen = visible(world, UNIT).filter(pl.col("stream") == "general")
    transit = seen.filter(pl.col("procedure") == "transit")
    assert transit.height
    assert transit["declared_weight"].null_count() == transit.height
    assert seen.filter(pl.col("procedure") == "import")["declared_weight"].null_count() == 0


def test_an_agency_sees_its_own_systems_and_the_unit_all_of_them(world):
    customs, police = (visible(world, UNIT, agency=agency) for agency in ("customs", "police"))
    general = pl.col("stream") == "general"
    assert police.filter(general)["value"].null_count() == police.filter(general).height
    assert police.filter(general)["consignee_listed"].null_count() < police.filter(general).height
    assert customs["consignee_listed"].null_count() == customs.height
    whole = visible(world, UNIT)
    assert whole["consignee_listed"].null_count() < whole.height
    assert whole.filter(general)["value"].null_count() < whole.filter(general).height


def test_an_indicator_that_cannot_be_read_does_not_show(world):
    seen = sight(world, UNIT)
    missing = seen.indicators.index("missing-hs")
    read = matrix(frame(world))["missing-hs"].to_numpy()[seen.rows]
    coded = set(shown_by_hand(world, group_of()["hs"].split("|")))
    expected = [bool(shows) and row in coded for row, shows in zip(seen.rows.tolist(), read, strict=True)]
    assert seen.shown[:, missing].tolist() == expected
    assert read.sum() > sum(expected)


def test_indicators_show_from_when_all_of_their_columns_are_seen(world):
    seen = sight(world, UNIT)
    assert (seen.since[~seen.shown] == NEVER).all()
    assert (seen.since >= seen.known[:, None]).all()
    cheap = seen.indicators.index("low-value")
    hit = np.flatnonzero(seen.shown[:, cheap])
    expected = shown_by_hand(world, group_of()["value"].split("|"))
    late = [seen.since[at, cheap] >= expected[int(seen.rows[at])] for at in hit.tolist()]
    assert late
    assert all(late)


def test_an_indicator_on_an_amended_figure_shows_when_it_is_right(world):
    seen = sight(world, UNIT)
    roots = {code: by_code()[code].shows().meta.root_names() for code in seen.indicators}
    amended = world.papers.filter((pl.col("document") == "waybill") & (pl.col("field") == "weight"))
    places = {int(row): at for at, row in enumerate(seen.rows.tolist())}
    checked = 0
    for row, until in amended.select("row", "until").iter_rows():
        for at, code in enumerate(seen.indicators):
            if row in places and "weight" in roots[code] and seen.shown[places[row], at]:
                assert seen.since[places[row], at] >= until
                checked += 1
    assert checked


def test_in_worlds_that_do_not_name_their_systems_all_show_everything(world):
    old = replace(world, systems=None, papers=None)
    seen = visible(old, UNIT)
    assert seen.filter(pl.col("stream") == "general")["value"].null_count() == 0
    assert seen["manifest_weight"].null_count() == seen.height
    assert np.array_equal(sight(old, UNIT).since < NEVER, sight(old, UNIT).shown)


def test_every_column_says_which_kinds_show_it():
    named = {kind for column in columns() for kind in column.shown_by.split("|") if kind}
    assert named <= set(SYSTEM_KINDS)
    assert {"register", "watch-list", "declarations", "airport"} <= named
    assert list(group_of()) == column_codes()
