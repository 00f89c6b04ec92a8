"""Planting one indicator after another: it can be read back, it changes only its part, it leaves no odd value."""

import numpy as np
import polars as pl
import pytest
from hiding import draft, hiding

from simulator.common.chance import Stream
from simulator.common.clock import HOUR, MINUTE
from simulator.world import planting
from simulator.world.ground import Ground
from simulator.world.indicators import by_code, matrix
from simulator.world.joined import joined

SCALE = 4
KEY = bytes(16)
CARGO = {"pieces", "weight", "value", "freight"}
WRITES = {
    "shipper": {"shipper", "past", "agent"}, "consignee": {"consignee", "past"}, "routing": {"routing", "booked"},
    "quantity": CARGO, "weight": CARGO - {"pieces"}, "value": {"value"}, "booking": {"booked"},
    "payment": {"payment"}, "code": {"hs"}, "text": {"description"}, "security": {"csd_fault"},
}  # fmt: skip


@pytest.fixture(scope="module")
def ground():
    return Ground.of(hiding(SCALE), draft(SCALE))


def planted(ground, code, n=12):
    """Cards on which an indicator was planted that did not show, of those on which it could be."""
    wide = joined(ground.draft, None, ground.known)
    could = pl.col("stream").is_in(list(by_code()[code].streams)) & by_code()[code].needs
    open_to_it = wide.select(could.fill_null(False)).to_series().to_numpy() & ~matrix(wide)[code].to_numpy()
    rows = Stream(KEY, f"test:{code}").order(len(wide))
    out = []
    for row in rows[open_to_it[rows]].tolist():
        card = planting.plant(ground, Stream(KEY, f"test:{row}"), *ground.cards([row], [0.0]), [code], 1)
        out += [card] if card.planted else []
        if len(out) == n:
            break
    return out


@pytest.mark.parametrize("code", by_code())
def test_it_can_be_planted_and_is_read_back_in_the_whole_world(ground, code):
    cards = planted(ground, code)
    assert cards
    for card in cards:
        table = ground.draft.consignments
        changed = pl.DataFrame([card.own], schema=table.schema)
        rows = pl.concat([table[: card.row], changed, table[card.row + 1 :]])
        world = Ground.of(ground.scenario, _with(ground.draft, rows)).draft
        assert matrix(joined(world))[code][card.row]
        assert {name for name in table.columns if not table[name][[card.row]].equals(rows[name][[card.row]])} <= WRITES[
            by_code()[code].part
        ]


def _with(before, consignments):
    from dataclasses import replace

    return replace(before, consignments=consignments)


def test_what_shows_already_is_left_alone(ground):
    shown = matrix(joined(ground.draft, None, ground.known))
    code = "vague-description"
    row = int(np.flatnonzero(shown[code].to_numpy())[0])
    (card,) = ground.cards([row], [0.0])
    after = planting.plant(ground, Stream(KEY, "test"), card, [code], 1)
    assert after.planted == (code,)
    assert after.own == card.own


def test_several_hold_together(ground):
    codes = ["new-shipper", "low-value", "late-booking", "odd-weight", "missing-hs", "new-consignee"]
    rows = np.flatnonzero((ground.draft.consignments["stream"] == "express").to_numpy())[:15].tolist()
    for card in ground.cards(rows, [0.0] * len(rows)):
        after = planting.plant(ground, Stream(KEY, f"test:{card.row}"), card, codes, 4)
        assert len(after.planted) == 4
        assert all(after.shows(code) for code in after.planted)


def test_another_indicator_stands_in_for_one_that_cannot_be(ground):
    row = int(np.flatnonzero((ground.draft.consignments["stream"] == "mail").to_numpy())[0])
    codes = ["cash-freight", "agent-changed", "missing-hs", "new-shipper"]
    after = planting.plant(ground, Stream(KEY, "test"), *ground.cards([row], [0.0]), codes, 1)
    assert after.planted == ("new-shipper",)


def test_none_wanted_changes_nothing(ground):
    (card,) = ground.cards([3], [0.0])
    assert planting.plant(ground, Stream(KEY, "test"), card, ["new-shipper"], 0) == card


@pytest.mark.parametrize("code", ["new-shipper", "listed-shipper", "no-street", "first-contact", "dormant-shipper"])
def test_another_shipper_is_of_the_same_country_and_kind(ground, code):
    people = ground.draft.parties.select("country", "kind")
    for card in planted(ground, code):
        assert people.row(card.own["shipper"]) == people.row(ground.draft.consignments["shipper"][card.row])


@pytest.mark.parametrize("code", ["new-consignee", "shared-phone", "forwarder-address", "split", "phone-abroad"])
def test_another_consignee_is_of_the_same_country_and_kind(ground, code):
    people = ground.draft.parties.select("country", "kind")
    for card in planted(ground, code):
        assert people.row(card.own["consignee"]) == people.row(ground.draft.consignments["consignee"][card.row])


def test_partners_never_share_more_past_than_either_has(ground):
    pasts = ground.draft.parties["past"]
    for code in ("new-shipper", "new-consignee", "first-contact"):
        for card in planted(ground, code):
            assert card.own["past"] <= max(1, min(pasts[card.own["shipper"]], pasts[card.own["consignee"]]))


@pytest.mark.parametrize("code", ["odd-weight", "round-weight", "private-commercial"])
def test_weights_and_prices_are_written_as_others_are(ground, code):
    for card in planted(ground, code):
        digits = 1 if card.own["stream"] == "general" else 3
        assert card.own["weight"] == round(card.own["weight"], digits)
        assert card.own["value"] == round(card.own["value"], 2)
        assert card.own["freight"] == round(card.own["freight"], 2)


def test_a_postal_number_still_fits_the_weight(ground):
    for card in planted(ground, "odd-weight", 60):
        if card.own["stream"] == "mail":
            before = ground.draft.consignments["weight"][card.row]
            assert (card.own["weight"] <= 2) == (before <= 2)


def test_the_weight_stays_above_what_is_hidden(ground):
    row = int(ground.draft.consignments["weight"].arg_max())
    for code in ("odd-weight", "round-weight"):
        (card,) = ground.cards([row], [10.0])
        assert planting.plant(ground, Stream(KEY, code), card, [code], 1).own["weight"] >= 10.0


def test_the_first_of_a_list_come_first_more_often():
    codes = ["a", "b", "c", "d"]
    fronts = [planting.order(Stream(KEY, f"order:{i}"), codes)[0] for i in range(400)]
    assert sorted(codes, key=fronts.count, reverse=True) == codes
    assert fronts.count("d") > 20


def test_who_is_sent_over_a_detour_has_posted_so_much_earlier(ground):
    for card in planted(ground, "detour"):
        before = ground.draft.consignments.row(card.row, named=True)
        earlier = before["booked"] - card.own["booked"]
        assert earlier >= 180 * MINUTE
        assert earlier % MINUTE == 0


def test_a_late_booking_is_planted_only_where_the_way_to_the_first_flight_leaves_time(ground):
    route = [entry.route[0] for entry in ground.scenario.traffic]
    fed = [
        card for card in planted(ground, "late-booking") if card.own["origin"] != route[ground.draft.traffic[card.row]]
    ]
    assert all(card.wide["departs"].item() - card.own["booked"] > 5 * HOUR for card in fed)
