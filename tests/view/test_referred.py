"""A request for information makes the declared data whole, and tells nothing else."""

import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "world"))

from hiding import hiding

from simulator.common.chance import practice_key
from simulator.common.tables import codes
from simulator.view.referred import completed
from simulator.world import build
from simulator.world.goods import descriptions, goods


@pytest.fixture(scope="module")
def world():
    return build.build(hiding(), practice_key(3))[0]


def rows(world, condition):
    return world.consignments.with_row_index("at").filter(condition)["at"].to_list()


def test_what_lacks_no_data_needs_none(world):
    vague = pl.col("description").is_in(codes("world", "vague", "text"))
    whole = rows(world, pl.col("hs").is_not_null() & ~vague)
    assert whole
    assert all(completed(world, row) == {} for row in whole)


def test_a_missing_code_and_a_vague_description_are_filled_in_from_the_declared_goods(world):
    lacking = rows(world, pl.col("hs").is_null())
    assert lacking
    for row in lacking:
        kind = world.consignments["goods"][row]
        assert completed(world, row)["hs"] == goods()["hs"][kind]
    vague = rows(world, pl.col("description").is_in(codes("world", "vague", "text")))
    for row in vague:
        assert completed(world, row)["description"] in descriptions()[world.consignments["goods"][row]]
