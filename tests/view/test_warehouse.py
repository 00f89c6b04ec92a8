"""Where a consignment lies: by its stream and its handling codes, where a system of the terminal or the post shows it."""

import polars as pl
import pytest
from view_world import built

from simulator.view.visible import frame, visible

WORLD = built()[0]
SEEN = visible(WORLD, "zhetysu")
ROOMS = {"PER": "PER|PIL|COL", "AVI": "AVI", "VAL": "VAL", "DGR": "RCM|RFL|RLI"}


def of(stream):
    return SEEN.filter(pl.col("place").is_not_null() & (pl.col("stream") == stream))


def test_general_cargo_lies_in_a_room_for_its_codes_or_in_the_racks():
    lies = of("general").with_columns(pl.col("place").str.slice(0, 3).alias("room"))
    assert lies["place"].str.contains(r"^([A-M]|PER|AVI|VAL|DGR)-[0-9]{2}-[0-9]{2}$").all()
    for room, codes in ROOMS.items():
        here = lies["handling"].str.contains(rf"\b({codes})\b")
        assert lies.filter(pl.col("room") == room).height == here.sum()
    assert lies["place"].n_unique() > lies.height / 2


def test_an_aisle_holds_a_flight():
    racked = of("general").filter(pl.col("place").str.contains(r"^[A-M]-"))
    aisles = racked.group_by("flight", "expected").agg(pl.col("place").str.slice(0, 1).n_unique())
    assert (aisles["place"] == 1).all()


@pytest.mark.parametrize(("stream", "place"), [("mail", pl.lit("HALL")), ("express", "CAGE " + pl.col("agent_name"))])
def test_mail_lies_in_the_hall_and_a_parcel_in_the_cage_of_its_courier(stream, place):
    lies = of(stream).filter(pl.col("agent_name").is_not_null())
    assert lies.height
    assert lies.select((pl.col("place") == place).all()).item()


def test_it_is_told_where_a_terminal_or_the_post_shows_the_consignment():
    assert SEEN["place"].is_null().equals(SEEN["manifest_pieces"].is_null() & (SEEN["stream"] != "mail"))
    for kind in ("airport", "post"):
        blind = visible(built(kind)[0], "zhetysu")
        streams = ("mail",) if kind == "post" else ("general", "express")
        assert blind.filter(pl.col("stream").is_in(streams))["place"].is_null().all()


def test_places_differ_from_post_to_post_and_not_from_drill_to_drill():
    there = visible(WORLD, "aviayuklar").select("row", "place")
    both = of("general").join(there, on="row", suffix="_there").drop_nulls("place_there")
    assert (both["place"] != both["place_there"]).sum() > both.height / 2
    again = frame(WORLD)["place"]
    assert again.equals(frame(WORLD)["place"])
    assert again.null_count() == 0
