"""Goods: what flies is declared with a code, weighs something, is worth something, comes from somewhere."""

from __future__ import annotations

from typing import get_args

import numpy as np
import polars as pl
import pytest

from simulator.common.tables import codes, table
from simulator.formats.iata_codes import titles
from simulator.scenario.model import Stream
from simulator.world.goods import UNTYPICAL, descriptions, goods, of_stream, shares, trades
from simulator.world.world import STREAMS

COVERS = """
poppy-seed walnuts dried-fruit books diaries beverages edible-oils face-cream shampoo toys cotton-yarn raw-cotton
carpets handicrafts car-parts facial-masks candles printers speakers guitar-tuners silicone-resin plastic-samples
printer-ink generic-medicines live-poultry ornamental-birds antlers horn-goods medicinal-plants jewellery
costume-jewellery network-equipment test-equipment aircraft-parts vacuum-pumps acids paints resins tea machine-parts
laboratory-reagents stationery gifts personal-effects samples documents clothing shoes phones supplements
"""


def test_every_goods_code_has_an_hs_code_and_figures():
    frame = goods()
    assert frame["code"].is_unique().all()
    assert frame["hs"].str.contains(r"^\d{6}$").all()
    for name in ("weight_piece", "weight_spread", "pieces_mean", "value_kg", "value_spread", "share"):
        assert (frame[name] > 0).all(), name
    assert (frame["pieces_mean"] >= 1).all()


def test_the_order_of_the_file_is_the_index():
    assert tuple(goods()["code"]) == codes("world", "goods")
    assert len(descriptions()) == len(goods())


def test_descriptions_are_written_as_on_a_waybill():
    for variants in descriptions():
        assert len(set(variants)) == len(variants) >= 3
        for text in variants:
            assert text.isascii()
            assert text == text.upper().strip()
            assert 0 < len(text) <= 35


def test_the_streams_of_the_world_are_those_of_the_scenarios():
    assert get_args(Stream) == STREAMS


def test_trades_are_those_of_the_goods():
    assert set(trades()) == set(goods()["trade"])
    assert 12 <= len(trades()) <= 18


def test_handling_codes_mean_something():
    used = {code for row in goods()["handling"] for code in row.split("/") if code}
    assert used <= set(titles("SpecialHandlingCode"))
    assert {"AVI", "PER", "PIL", "VAL", "ELI"} <= used


def test_live_birds_travel_as_animals_and_flowers_as_perishables():
    by_code = dict(zip(goods()["code"], goods()["handling"], strict=True))
    assert by_code["ornamental-birds"] == "AVI"
    assert by_code["cut-flowers"] == "PER/PEF"


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_has_its_own_weights_and_only_its_own_goods(stream):
    frame = of_stream(stream)
    travels = frame["streams"].str.split("|").list.contains(stream)
    assert frame["share"].sum() == pytest.approx(1)
    assert ((frame["share"] > 0) == travels).all()
    assert frame.columns == goods().columns


def test_parcels_are_light_and_general_cargo_is_heavy():
    means = {
        stream: float((frame["share"] * frame["weight_piece"] * frame["pieces_mean"]).sum())
        for stream, frame in ((stream, of_stream(stream)) for stream in STREAMS)
    }
    assert means["mail"] < 0.6 < means["express"] < 3 < 100 < means["general"] < 600


def test_most_express_parcels_weigh_at_most_a_kilogram():
    from scipy.stats import norm

    frame = of_stream("express")
    below = norm.cdf(-np.log(frame["weight_piece"].to_numpy()) / frame["weight_spread"].to_numpy())
    # Domain facts 6: 70 % of Uzbekistan's courier parcels weigh at most 1 kg.
    assert 0.5 < float((frame["share"].to_numpy() * below).sum()) < 0.8


def test_goods_come_mostly_from_where_they_are_typical():
    place = {code: row for row, code in enumerate(goods()["code"])}
    assert shares("general", "UZ")[place["cotton-yarn"]] > 10 * shares("general", "DE")[place["cotton-yarn"]] > 0
    assert shares("general", "KE")[place["cut-flowers"]] > 10 * shares("general", "KR")[place["cut-flowers"]] > 0


def test_goods_from_anywhere_come_from_everywhere():
    row = goods()["code"].to_list().index("documents")
    typical = of_stream("express")["share"][row]
    for country in ("KZ", "BR", "ZZ"):
        assert shares("express", country)[row] > typical
    assert UNTYPICAL < 0.1


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("country", ["KZ", "CN", "ZZ"])
def test_shares_are_a_distribution_that_cannot_be_written_to(stream, country):
    found = shares(stream, country)
    assert found.shape == (len(goods()),)
    assert found.sum() == pytest.approx(1)
    assert (found[(of_stream(stream)["share"] == 0).to_numpy()] == 0).all()
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 1


def test_the_covers_of_known_typologies_are_there():
    assert set(COVERS.split()) <= set(goods()["code"])


def test_typologies_and_irregularities_hide_among_goods_that_there_are():
    named = {
        code
        for name in ("typologies", "irregularities")
        for row in table("world", name)
        for code in row["goods"].split("|")
    }
    assert named - {""} <= set(goods()["code"])


def test_every_figure_has_a_source():
    assert all(row["source"] for row in table("world", "goods"))


def test_the_frame_is_plain():
    assert goods().null_count().sum_horizontal().item() == 0
    assert goods().schema["weight_piece"] == pl.Float64
