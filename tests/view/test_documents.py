"""Documents side by side: what each says at a time, what it said before, and no paper before it lies on the table."""

import numpy as np
import polars as pl
import pytest
from view_world import built

from simulator.view.columns import group_of
from simulator.view.documents import differing, side_by_side
from simulator.view.visible import looked_at, visible
from simulator.world.papers import documents, texts

UNIT = "zhetysu"
END = 36 * 3600


@pytest.fixture(scope="module")
def world():
    return built()[0]


def entry(world, **wanted):
    """An entry of the papers at the post of the unit, as a dictionary."""
    shown = visible(world, UNIT).select("row")
    mine = world.papers.filter((pl.col("post").is_null()) | (pl.col("post") == 0)).join(shown, on="row", how="semi")
    return mine.filter([pl.col(name) == value for name, value in wanted.items()]).row(0, named=True)


def said(frame, document, field):
    """What a document says of a field."""
    return frame.filter((pl.col("document") == document) & (pl.col("field") == field)).row(0, named=True)


def test_a_document_says_otherwise_for_good(world):
    wrong = entry(world, document="manifest", field="pieces")
    frame = side_by_side(world, UNIT, wrong["row"], END, controlled=True)
    assert said(frame, "manifest", "pieces")["value"] == wrong["value"]
    assert said(frame, "waybill", "pieces")["value"] == texts(world, "pieces", np.array([wrong["row"]]))[0]
    assert "pieces" in differing(frame)


def amended(world, seen):
    """An entry that is amended after a system of the unit had shown it, and when it was shown first."""
    places = {int(row): at for at, row in enumerate(world.passages["row"].gather(seen.passages).to_list())}
    for each in world.papers.filter(pl.col("until").is_not_null()).iter_rows(named=True):
        at = places.get(each["row"])
        if at is not None and each["post"] in (None, 0):
            since = int(seen.shows(documents()[each["document"]].shown_by)[at])
            if since < each["until"]:
                return each, since
    raise AssertionError


def test_what_was_amended_keeps_what_it_said_before(world):
    each, since = amended(world, looked_at(world, UNIT)[1])
    row, until = each["row"], each["until"]
    final = texts(world, each["field"], np.array([row]))[0]
    early, late = (side_by_side(world, UNIT, row, t, controlled=False) for t in (until - 1, until))
    first, then = (said(frame, each["document"], each["field"]) for frame in (early, late))
    assert (first["value"], first["earlier"], first["amended"]) == (each["value"], None, None)
    assert (then["value"], then["earlier"], then["amended"]) == (final, each["value"], until)
    assert first["since"] == then["since"] == since


def test_the_view_tells_the_same_of_what_was_amended(world):
    each, _ = amended(world, looked_at(world, UNIT)[1])
    row = visible(world, UNIT).filter(pl.col("row") == each["row"]).row(0, named=True)
    assert row["amended"] >= each["until"]
    assert f"{each['document']} {each['field'].replace('_', ' ')} {each['value']} → " in row["amended_field"]


def test_what_nobody_has_seen_before_was_not_amended_for_them(world):
    for unit in world.units:
        seen = visible(world, unit)
        assert (seen["amended"] > seen["known"]).all()
        assert seen["amended"].is_null().equals(seen["amended_field"].is_null(), check_names=False)


def test_no_system_shows_invoice_and_packing_list(world):
    wrong = entry(world, document="packing-list")
    before = side_by_side(world, UNIT, wrong["row"], END, controlled=False)
    after = side_by_side(world, UNIT, wrong["row"], END, controlled=True)
    assert not {"invoice", "packing-list"} & set(before["document"])
    assert {"invoice", "packing-list"} <= set(after["document"])
    paper = said(after, "packing-list", wrong["field"])
    assert (paper["value"], paper["since"], paper["system"]) == (wrong["value"], None, None)


def test_nothing_stands_there_before_a_system_shows_it(world):
    seen = visible(world, UNIT).filter(pl.col("stream") == "general").head(20)
    for row, known in seen.select("row", "known").iter_rows():
        assert side_by_side(world, UNIT, row, known - 1, controlled=False).height == 0
        now = side_by_side(world, UNIT, row, known, controlled=False)
        assert now["since"].max() == known if now.height else True


def test_another_posts_declaration_is_no_business_of_a_unit(world):
    theirs = world.papers.filter((pl.col("document") == "declaration") & (pl.col("post") == 2))
    here = world.passages.filter(pl.col("post") == 0)["row"]
    both = theirs.filter(pl.col("row").is_in(here.implode()) & (pl.col("field") == "value"))
    assert both.height
    for row, value in both.select("row", "value").iter_rows():
        frame = side_by_side(world, UNIT, row, END, controlled=True)
        assert value not in frame.filter(pl.col("document") == "declaration")["value"].to_list()


def test_what_does_not_pass_the_post_has_nothing_there(world):
    here = set(world.passages.filter(pl.col("post") == 0)["row"])
    row = next(row for row in world.passages.filter(pl.col("post") == 1)["row"] if row not in here)
    assert side_by_side(world, UNIT, row, END, controlled=True).height == 0


def test_the_view_shows_what_the_documents_say(world):
    seen = visible(world, UNIT)
    pairs = {"manifest_weight": ("manifest", "weight"), "declared_description": ("declaration", "description")}
    for code, (document, field) in pairs.items():
        final = world.papers.filter((pl.col("document") == document) & pl.col("until").is_null())
        mine = final.filter((pl.col("field") == field) & (pl.col("post") == 0)).join(seen, on="row", suffix="_seen")
        shown = mine.filter(pl.col(code).is_not_null())
        assert shown.height
        assert (shown[code].cast(pl.String).str.strip_suffix(".0") == shown["value"]).all()
    assert group_of()["declared_description"] == "declarations|post"
