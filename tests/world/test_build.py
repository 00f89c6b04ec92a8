"""The whole world: the same from the same key anywhere, another from another key, nothing changed by one more unit."""

import json

import polars as pl
import pytest
from small_world import UNITS, scenario, unit, written

from simulator.common.chance import practice_key
from simulator.world import build
from simulator.world.world import PAYMENTS, PROCEDURES, STREAMS, World

COLUMNS = {
    "id": pl.String,
    "stream": pl.Enum(STREAMS),
    "document": pl.Enum(["awb", "hawb", "s10", "courier"]),
    "master": pl.String,
    "origin": pl.String,
    "destination": pl.String,
    "routing": pl.String,
    "pieces": pl.Int32,
    "weight": pl.Float64,
    "value": pl.Float64,
    "freight": pl.Float64,
    "payment": pl.Enum(PAYMENTS),
    "goods": pl.UInt16,
    "hs": pl.String,
    "description": pl.String,
    "shipper": pl.UInt32,
    "consignee": pl.UInt32,
    "agent": pl.UInt32,
    "booked": pl.Int32,
    "handling": pl.String,
    "past": pl.Int32,
}
PASSAGE = {
    "row": pl.UInt32,
    "post": pl.UInt8,
    "leg": pl.UInt8,
    "flight_in": pl.Int32,
    "flight_out": pl.Int32,
    "procedure": pl.Enum(PROCEDURES),
    "expected": pl.Int32,
    "ready": pl.Int32,
    "release": pl.Int32,
}
KNOWN = {"unit": pl.UInt8, "passage": pl.UInt32, "system": pl.UInt8, "t": pl.Int32}

ELSEWHERE = """
import json, sys
from simulator.common.chance import practice_key
from simulator.scenario.model import Scenario
from simulator.world import build

world, truth = build.build(Scenario.model_validate(json.loads(sys.argv[1])), practice_key(7))
print(json.dumps([world.digest(), truth.commitment(b"")]))
"""


@pytest.fixture(scope="module")
def built():
    return build.build(scenario(), practice_key(7))


def test_the_tables_have_the_columns_that_everybody_relies_on(built):
    world, _ = built

    assert dict(world.consignments.schema) == COLUMNS
    assert dict(world.passages.schema) == PASSAGE
    assert dict(world.known.schema) == KNOWN
    assert world.consignments.height == 6000
    assert (world.posts, world.units) == (("ALA", "TAS", "TBS"), ("zhetysu", "aviayuklar", "tbilisi"))


@pytest.mark.parametrize(("hashing", "zone", "lang"), [("0", "UTC", "C"), ("77", "Asia/Tashkent", "ru_RU.UTF-8")])
def test_the_same_key_gives_the_same_world_in_another_process(built, python, hashing, zone, lang):
    world, truth = built

    done = python(ELSEWHERE, json.dumps(written()), PYTHONHASHSEED=hashing, TZ=zone, LANG=lang, LC_ALL=lang)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [world.digest(), truth.commitment(b"")]


def test_another_key_gives_another_world(built):
    world, _ = built

    other, _ = build.build(scenario(), practice_key(8))

    assert other.digest() != world.digest()
    assert other.consignments.height == world.consignments.height
    for name in ("id", "weight", "shipper", "booked"):
        assert not other.consignments[name].equals(world.consignments[name])


def test_another_unit_changes_no_consignment_and_no_time_at_the_posts(built):
    world, truth = built

    more, same = build.build(scenario(units=[*UNITS, unit("baku", "GYD"), unit("second", "TAS")]), practice_key(7))

    for name in ("consignments", "parties", "flights", "passages"):
        assert getattr(more, name).equals(getattr(world, name))
    assert more.known.filter(pl.col("unit") < 3).equals(world.known)
    assert same.canonical() == truth.canonical()


def test_nothing_is_ready_or_known_before_it_was_booked_after_planting(built):
    world, _ = built
    booked = world.consignments["booked"]
    first = world.passages.filter(pl.col("flight_in") < 0)

    assert (world.known["t"] >= booked.gather(world.passages["row"].gather(world.known["passage"]))).all()
    late = first["ready"] < booked.gather(first["row"])
    assert (first["ready"].filter(late) == first["release"].filter(late) - 600).all()
    assert (world.passages["ready"] < world.passages["release"]).all()


def test_numbers_stay_unique_and_parties_stay_in_their_table_after_planting(built):
    world, _ = built

    assert world.consignments["id"].n_unique() == world.consignments.height
    for side in ("shipper", "consignee", "agent"):
        assert world.consignments[side].max() < world.parties.height


def test_progress_is_told_in_steps_that_rise(built):
    told = []

    build.build(scenario(), practice_key(7), lambda step, share: told.append((step, share)))

    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert told[-1] == ("done", 1.0)


def test_a_world_that_is_kept_reads_back_the_same(built, tmp_path):
    world, _ = built

    world.save(tmp_path)

    assert World.load(tmp_path).digest() == world.digest()
