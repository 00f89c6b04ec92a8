"""Where documents disagree: as often as systems err, in the forms of the table, by nature as when it is planted."""

import numpy as np
import polars as pl
import pytest
from small_world import SYSTEMS, clean, scenario, unit

from simulator.common.tables import table
from simulator.world import papers
from simulator.world.papers import Entry, documents, exists, texts, written

AIRPORT = {"code": "alaport", "name": "Alaport", "kind": "airport", "streams": ["general"], "lead": "2 h"}
CUSTOMS = {"code": "customs", "name": "Customs", "kind": "declarations", "streams": ["general", "express"]}
POST = {"code": "post", "name": "Post", "kind": "post", "lead": "5 h"}


def drawn(systems, seed=7):
    """A small world and its papers, where units have these systems."""
    units = [unit("zhetysu", "ALA", systems), unit("aviayuklar", "TAS", systems), unit("tbilisi", "TBS", systems)]
    planned = scenario(units=units)
    built = clean(planned, seed)
    draft = Parts(built)
    return draft, papers.build(planned, built.key, draft, built.known, ("ALA", "TAS", "TBS"))


class Parts:
    """A clean world as what papers are drawn from."""

    def __init__(self, built):
        self.consignments, self.parties = built.consignments, built.parties
        self.flights, self.passages = built.flights, built.passages
        self.known = built.known


@pytest.fixture(scope="module")
def sure():
    """Every consignment that a system shows has one wrong field in it, and nothing is amended."""
    return drawn([{**AIRPORT, "errors": 1, "amended": 0}, {**CUSTOMS, "errors": 1, "amended": 0}])


def test_errors_are_as_frequent_as_a_system_says(sure):
    parts, table_of = sure
    manifests = table_of.filter((pl.col("document") == "manifest") & (pl.col("post") == 0))
    general = (parts.consignments["stream"].gather(parts.passages["row"]) == "general") & (parts.passages["post"] == 0)
    # Some forms leave a text as it is: a whole weight that is rounded, one word that is shortened.
    assert 0.6 * general.sum() < manifests.height <= general.sum()


@pytest.mark.parametrize(("share", "most"), [(0.0, 0), (0.1, 0.11)])
def test_seldom_errors_are_seldom(share, most):
    parts, table_of = drawn([{**AIRPORT, "errors": share, "amended": 0}])
    manifests = table_of.filter(pl.col("document") == "manifest").height
    assert manifests <= most * parts.passages.height


def test_nothing_says_what_it_would_say_anyway(sure):
    parts, table_of = sure
    for field in papers.FIELDS:
        mine = table_of.filter(pl.col("field") == field)
        said = texts(parts, field, mine["row"].to_numpy().astype(np.int64))
        assert all(value != plain for value, plain in zip(mine["value"].to_list(), said, strict=True))
    assert not table_of.select("row", "document", "field", "post").is_duplicated().any()


def test_each_post_has_its_own_manifest_and_declaration_and_the_rest_travels_along(sure):
    _, table_of = sure
    own = pl.col("document").is_in(["manifest", "declaration"])
    assert table_of.filter(own)["post"].null_count() == 0
    travels = table_of.filter(~own)
    assert travels["post"].null_count() == travels.height


def test_only_imports_and_exports_are_declared(sure):
    parts, table_of = sure
    declared = table_of.filter(pl.col("document") == "declaration").cast({"row": pl.UInt32})
    passed = declared.join(parts.passages.select("row", "post", "procedure"), on=["row", "post"])
    assert set(passed["procedure"].unique()) <= {"import", "export"}
    assert passed.height == declared.height


def test_an_invoice_lies_with_goods_of_traders_only():
    parts, _ = drawn([AIRPORT])
    rows = np.arange(parts.consignments.height)
    somewhere = pl.Series(["import"]).new_from_index(0, len(rows))
    kinds = parts.parties["kind"].gather(parts.consignments["consignee"])
    invoiced = exists("invoice", parts, rows, somewhere)
    assert set(kinds.filter(pl.Series(invoiced)).unique()) <= {"company", "shop"}
    assert 0 < invoiced.sum() < len(rows)


def test_figures_of_a_waybill_are_corrected_later_and_names_may_stay():
    _, table_of = drawn([{**POST, "errors": 1, "amended": 1}])
    waybill = table_of.filter(pl.col("document") == "waybill")
    stays = waybill.filter(pl.col("until").is_null())
    assert set(stays["field"].unique()) <= set(papers.STAYS)
    assert {"weight", "pieces"} <= set(waybill.filter(pl.col("until").is_not_null())["field"].unique())


def test_it_is_amended_after_it_was_shown():
    parts, table_of = drawn([{**AIRPORT, "errors": 0, "amended": 1}])
    amended = table_of.filter(pl.col("until").is_not_null())
    shown = (
        parts.known.with_columns(parts.passages["row"].gather(parts.known["passage"]))
        .group_by("row")
        .agg(pl.col("t").min())
    )
    both = amended.join(shown, on="row")
    assert both.height == amended.height > 100
    assert (both["until"] > both["t"]).all()


def test_luck_alone_decides_where():
    """The same consignments go wrong whatever they carry: other goods, weights and parties change only what is said."""
    planned = scenario(units=[unit("zhetysu", "ALA", [AIRPORT, CUSTOMS])])
    built = clean(planned)
    parts, other = Parts(built), Parts(built)
    heavier = built.consignments.with_columns(pl.col("weight") * 7.3 + 0.217, pl.col("pieces") + 3)
    other.consignments = heavier
    one, two = (papers.build(planned, built.key, each, built.known, ("ALA",)) for each in (parts, other))
    place = ("row", "document", "field", "post", "until")
    numbers = pl.col("field") == "pieces"
    assert one.filter(numbers).select(place).equals(two.filter(numbers).select(place))
    assert not one.filter(numbers)["value"].equals(two.filter(numbers)["value"])


def test_what_is_planted_has_the_form_of_what_lies_there(sure):
    """An entry that is planted is written by the same hand, and stands after what was there."""
    parts, table_of = sure
    row = 5
    entries = [
        Entry(
            row,
            each["document"],
            each["field"],
            each["form"],
            0.3,
            post=0 if documents()[each["document"]].own else None,
        )
        for each in table("world", "deviations")
        if each["document"] == "manifest" and each["field"] == "weight" and each["form"] == "tenfold"
    ]
    planted = written(parts, entries, table_of.filter(pl.col("row") != row))
    [weight] = texts(parts, "weight", np.array([row]))
    assert planted.filter(pl.col("row") == row)["value"].to_list() == [papers.deviated("tenfold", weight, 0.3)]
    assert planted.schema == table_of.schema
    before = entries[0]._replace(lot=0.9)
    assert written(parts, [before], planted).equals(planted)


def test_the_same_key_gives_the_same_papers():
    assert drawn([AIRPORT, POST])[1].equals(drawn([AIRPORT, POST])[1])
    assert not drawn([AIRPORT, POST])[1].equals(drawn([AIRPORT, POST], seed=8)[1])


def test_the_default_shares_are_those_of_the_kind():
    _, without = drawn([SYSTEMS[0]])
    _, named = drawn([{**SYSTEMS[0], "errors": 0.02, "amended": 0.04}])
    assert without.equals(named)
