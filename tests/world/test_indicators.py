"""How indicators are read: each from ordinary columns, none from what nobody may be judged by."""

import polars as pl
import pytest
from hiding import draft

from simulator.common.clock import HOUR
from simulator.common.tables import table
from simulator.world import indicators as module
from simulator.world.indicators import by_code, indicators, matrix
from simulator.world.joined import joined

PLAIN = {
    "stream": "express", "pieces": 2, "weight": 5.3, "value": 90.0, "freight": 20.0, "payment": "prepaid",
    "hs": "950300", "description": "PLUSH TOYS", "booked": 0, "departs": 30 * HOUR, "past": 4,
    "goods_trade": "toys-sport", "goods_chapter": "95", "usual_value_per_kg": 20.0, "usual_weight_low": 0.5, "usual_weight_high": 8.0,
    "shipper_kind": "company", "shipper_past": 9, "shipper_phone_parties": 1,
    "shipper_first_seen": 900, "shipper_address": "12 LONG STREET", "shipper_listed": False, "agent_usual": True,
    "consignee_kind": "company", "consignee_first_seen": 800, "consignee_past": 30, "consignee_phone_parties": 1,
    "consignee_trade": "auto|toys-sport", "consignee_address_forwarder": False, "same_flight": 1, "extra_stops": 0,
    "csd_faults": None,
    "consignee_listed": False, "consignee_phone_abroad": False, "consignee_address_parties": 1,
}  # fmt: skip

SHOWS = [
    ("late-booking", {"booked": 25 * HOUR}, {"booked": 24 * HOUR}),
    ("late-booking", {"booked": 29 * HOUR}, {"booked": 29 * HOUR, "departs": None}),
    ("cash-freight", {"payment": "cash"}, {"payment": "collect"}),
    ("cash-freight", {"payment": "cash"}, {"payment": "cash", "stream": "mail"}),
    ("freight-over-value", {"value": 19.0}, {"value": 21.0}),
    ("freight-over-value", {"value": 19.0}, {"value": 19.0, "usual_value_per_kg": 2.0}),
    ("low-value", {"value": 21.1}, {"value": 21.3}),
    ("new-shipper", {"shipper_first_seen": 29}, {"shipper_first_seen": 30}),
    ("new-consignee", {"consignee_first_seen": 0}, {"consignee_first_seen": 30}),
    ("no-street", {"shipper_address": "P.O. BOX 77, ALMATY"}, {"shipper_address": "FLAT 3 POBEDA 7"}),
    ("shared-phone", {"consignee_phone_parties": 2}, {}),
    ("forwarder-address", {"consignee_address_forwarder": True}, {}),
    ("first-contact", {"past": 0}, {"past": 0, "consignee_past": 19}),
    ("first-contact", {"past": 0}, {"past": 0, "consignee_kind": "person"}),
    ("agent-changed", {"agent_usual": False}, {"agent_usual": None}),
    ("goods-unlike-trade", {"consignee_trade": "auto|food"}, {"consignee_trade": ""}),
    ("goods-unlike-trade", {"goods_trade": "food"}, {"goods_trade": "food", "consignee_kind": "person"}),
    ("vague-description", {"description": "SPARE PARTS"}, {"description": "SPARE PARTS FOR PUMPS"}),
    ("missing-hs", {"hs": None}, {"hs": None, "stream": "mail"}),
    ("odd-weight", {"weight": 16.2}, {"weight": 15.9}),
    ("odd-weight", {"weight": 0.99}, {"weight": 1.01}),
    ("round-weight", {"weight": 6.0}, {"weight": 6.5}),
    ("round-weight", {"weight": 150.0}, {"weight": 140.0}),
    ("round-weight", {"weight": 0.5}, {"weight": 0.501}),
    ("private-commercial", {"consignee_kind": "person", "weight": 31.1}, {"consignee_kind": "person", "weight": 30.9}),
    ("private-commercial", {"consignee_kind": "person", "value": 1000.01}, {"value": 5000.0}),
    ("detour", {"extra_stops": 1}, {}),
    ("split", {"same_flight": 3}, {"same_flight": 2}),
    ("listed-shipper", {"shipper_listed": True}, {}),
    ("csd-inconsistent", {"csd_faults": "late"}, {"csd_faults": "late", "stream": "mail"}),
    ("listed-consignee", {"consignee_listed": True}, {"shipper_listed": True}),
    ("collect-unknown", {"payment": "collect", "past": 0}, {"payment": "collect"}),
    ("collect-unknown", {"payment": "collect", "past": 0}, {"payment": "cash", "past": 0}),
    ("high-value", {"value": 530.1}, {"value": 529.9}),
    ("below-limit", {"value": 180.0}, {"value": 200.0}),
    ("below-limit", {"value": 999.9}, {"value": 999.9, "stream": "general"}),
    ("dormant-shipper", {"shipper_past": 1}, {"shipper_past": 1, "shipper_kind": "person"}),
    ("dormant-shipper", {"shipper_past": 0}, {"shipper_past": 0, "shipper_first_seen": 729}),
    ("shipper-shared-phone", {"shipper_phone_parties": 2}, {"consignee_phone_parties": 2}),
    ("phone-abroad", {"consignee_phone_abroad": True}, {}),
    (
        "shared-address",
        {"consignee_address_parties": 2},
        {"consignee_address_parties": 40, "consignee_address_forwarder": True},
    ),
    ("busy-private", {"consignee_kind": "person"}, {"consignee_kind": "person", "consignee_past": 11}),
    ("hs-unlike-goods", {"hs": "851713"}, {"hs": "950450"}),
    ("hs-unlike-goods", {"hs": "851713"}, {"hs": None}),
    ("many-pieces", {"consignee_kind": "person", "stream": "general", "pieces": 3}, {"stream": "general", "pieces": 3}),
]


OPEN = {"hs": pl.String, "agent_usual": pl.Boolean, "csd_faults": pl.String}


def shown(**changes):
    """Codes that show in the plain consignment with some columns changed."""
    read = matrix(pl.DataFrame([{**PLAIN, **changes}], schema_overrides=OPEN))
    return {code for code in read.columns if read[code][0]}


def test_a_plain_consignment_shows_nothing():
    assert shown() == set()


@pytest.mark.parametrize(("code", "telling", "silent"), SHOWS, ids=[f"{row[0]}-{i}" for i, row in enumerate(SHOWS)])
def test_it_shows_when_it_should_and_only_then(code, telling, silent):
    assert code in shown(**telling)
    assert code not in shown(**silent)


def test_every_indicator_is_tried():
    assert {code for code, _, _ in SHOWS} == set(by_code())


def test_table_and_objects_agree():
    assert [one.code for one in indicators()] == [row["code"] for row in table("world", "indicators")]
    assert module.INDICATORS is indicators()
    assert len(indicators()) >= 30
    assert {one.group for one in indicators()} == {
        "documents", "price", "parties", "weight", "routing", "booking", "intelligence",
    }  # fmt: skip


def test_what_is_not_given_shows_nothing():
    nothing = pl.DataFrame([PLAIN], schema_overrides=OPEN).with_columns(
        pl.lit(None, pl.Int32).alias("departs"), pl.lit(None, pl.Boolean).alias("agent_usual")
    )
    assert matrix(nothing).null_count().sum_horizontal().item() == 0


def test_none_looks_at_names_or_countries():
    looked_at = {name for one in indicators() for name in one.shows().meta.root_names()}
    assert not {name for name in looked_at if name.endswith(("_name", "_name_local", "_country", "_city"))}
    assert not looked_at & {"id", "row", "master", "origin", "destination", "routing"}


def test_naturally_every_indicator_is_rare_but_there():
    traffic = joined(draft(scale=12))
    rates = matrix(traffic).mean().row(0, named=True)
    # On few flights with much traffic many addresses receive several consignments.
    most = {"split": 0.5}
    assert {code: rate for code, rate in rates.items() if not 0.001 < rate < most.get(code, 0.15)} == {}


def test_clean_consignments_with_three_indicators_are_common():
    several = matrix(joined(draft(scale=12))).sum_horizontal() >= 3
    assert 0.01 < several.mean() < 0.15
