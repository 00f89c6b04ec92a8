"""What a unit sees at a moment: no row, no column and no correction before it is there."""

import polars as pl
import pytest
from small_world import scenario, unit
from view_world import SYSTEMS, TRAFFIC, built

from simulator.common.chance import practice_key
from simulator.view.columns import group_of
from simulator.view.dossier import dossier
from simulator.view.filter import compile_filter, filtered
from simulator.view.visible import first_shown, looked_at, masked, visible
from simulator.world.build import build

UNIT = "zhetysu"
LATER = ("place", "preliminary", "preliminary_at")
WORLD = built()[0]


@pytest.fixture(scope="module")
def looked():
    return looked_at(WORLD, UNIT)


def moments(seen):
    known = seen["known"].sort()
    return [int(known[len(known) * part // 5]) for part in (1, 2, 3, 4)]


def test_a_column_is_empty_until_a_system_shows_it(looked):
    seen, access = looked
    later = 0
    for t in moments(seen):
        now = filtered(seen, t, access=access)
        assert now["known"].max() <= t
        for code in ("declared_value", "shipper_name", "weight"):
            since = pl.Series(access.since[group_of()[code]]).filter(seen["known"] <= t)
            assert now.filter(since > t)[code].null_count() == (since > t).sum()
            later += (since > t).sum()
    assert later > 0


@pytest.mark.parametrize(
    "text",
    [
        "declared_value > 0",
        "shipper_name IS NULL",
        "weight > 1 AND declared_pieces <> pieces",
        "known > '-2 d'",
        "preliminary = 'accepted'",
        "place IS NOT NULL",
    ],
)
def test_a_filter_never_looks_at_what_is_not_seen_yet(looked, text):
    seen, access = looked
    where = compile_filter(text, seen.schema)
    for t in moments(seen):
        everything = masked(seen, access, t).filter(seen["known"] <= t)
        assert filtered(seen, t, where, access).equals(everything.filter(where))


def test_in_the_end_everything_is_as_in_the_view(looked):
    seen, access = looked
    assert filtered(seen, 2**31 - 2, access=access).equals(visible(WORLD, UNIT))


def test_documents_say_what_they_said_then(looked):
    seen, _ = looked
    amended = seen.filter(pl.col("amended").is_not_null())
    last = int(amended["amended"].max())
    row = amended.filter(pl.col("amended") == last)["row"][0]
    before, after = (looked_at(WORLD, UNIT, t=t)[0].filter(pl.col("row") == row) for t in (last - 1, last))

    assert after.equals(seen.filter(pl.col("row") == row))
    assert before["amended"].item() != last
    assert not before.drop("amended", "amended_field").equals(after.drop("amended", "amended_field"))


def begins(seen):
    """By column since when it says something of each row of the view (s), in plain polars."""
    mine = seen.select("row").join(_cleared(), on="row", how="left", maintain_order="left")
    none = mine["preliminary"] == "none"
    decided = mine["preliminary_at"].zip_with(~none.fill_null(False), mine["expected"])
    return {"place": mine["ready"], "preliminary": decided, "preliminary_at": decided}


def _cleared():
    return WORLD.passages.hstack(WORLD.clearance.drop("passage")).filter(pl.col("post") == WORLD.posts.index("ALA"))


def test_what_comes_later_is_empty_until_then(looked):
    seen, access = looked
    for t in (*moments(seen), int(seen["ready"].median())):
        now = filtered(seen, t, access=access)
        for code, begin in begins(seen).items():
            early = (begin > t).fill_null(False).filter(seen["known"] <= t)
            assert now.filter(early)[code].null_count() == early.sum() > 0


@pytest.mark.parametrize("code", LATER)
def test_a_dossier_tells_it_from_then_on(looked, code):
    seen, access = looked
    row = seen.filter(pl.col(code).is_not_null())["row"][0]
    since = int(access.of([code])[seen["row"].index_of(row)])
    before, after = (
        {fact.column.code: fact.since for fact in dossier(WORLD, UNIT, row, t).facts} for t in (since - 1, since)
    )
    assert code not in before
    assert after[code] == since


def test_a_sheet_shows_of_it_what_was_there_when_the_row_was_first_shown(looked):
    seen, _ = looked
    paper = first_shown(*looked)
    assert paper.drop(LATER).equals(seen.drop(LATER))
    for code, begin in begins(seen).items():
        held = paper[code].is_not_null()
        assert (begin.filter(held) <= paper["known"].filter(held)).fill_null(True).all()
        assert held.sum() < seen[code].is_not_null().sum()
    there = paper["preliminary"].is_in(["accepted", "refused"])
    decided = seen["preliminary"].is_in(["accepted", "refused"]) & (seen["preliminary_at"] <= seen["known"])
    assert there.fill_null(False).sum() > 0
    assert there.fill_null(False).equals(decided.fill_null(False))


def test_when_it_leaves_tells_of_a_check_only_once_the_declaration_is_seen():
    units = [unit("zhetysu", "ALA", SYSTEMS)]
    stopped = {"KZ": {"channels": {"yellow": 0.5, "red": 0.5}}}
    passing = [entry for entry in TRAFFIC if "ALA" in entry["route"]]
    world = build(scenario(units=units, traffic=passing, profiles=stopped), practice_key(5))[0]
    seen, access = looked_at(world, UNIT)
    cleared = world.clearance[access.passages]
    checked = (cleared["checked"] > cleared["planned"]).fill_null(False)
    declared = pl.Series(access.since[group_of()["declared"]])
    held = seen.filter(checked & (declared < 2**31 - 1)).select("row", "known", "release")
    assert held.height > 20
    later = 0
    for row, known, release in held.head(12).rows():
        since = int(declared.filter(seen["row"] == row).item())
        then = [looked_at(world, UNIT, t=t)[0].filter(pl.col("row") == row)["release"].item() for t in (known, since)]
        assert then[1] == release
        assert (then[0] < release) == (known < since)
        later += known < since
    assert later > 3


def test_what_is_declared_leaves_after_it_is_declared(looked):
    seen, _ = looked
    assert (seen["release"] - seen["declared"]).min() >= 600


def test_who_never_sees_declarations_sees_the_plan():
    seen, access = looked_at(WORLD, UNIT, agency="police")
    planned = WORLD.clearance["planned"].gather(access.passages)
    assert seen["release"].filter(planned.is_not_null()).equals(planned.drop_nulls().alias("release"))
