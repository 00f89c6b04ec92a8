"""What registers say, counted again by hand."""

import re
from collections import Counter, defaultdict

import numpy as np
import polars as pl
import pytest
from hiding import draft, hiding

from simulator.common.chance import Stream
from simulator.common.tables import codes
from simulator.world import planting
from simulator.world.contacts import NO_STREET
from simulator.world.ground import Ground
from simulator.world.joined import joined, register


@pytest.fixture(scope="module")
def wide():
    return joined(draft())


def first_flights():
    """First known flight of each row, in plain Python."""
    found = {}
    for row, into, out in draft().passages.select("row", "flight_in", "flight_out").iter_rows():
        found.setdefault(row, into if into >= 0 else out)
    return found


def address(party):
    return draft().parties.select("country", "city", "address").row(party)


def home(party):
    """Where a party lives; without a street that is nowhere that another party could live too."""
    where = address(party)
    return (party, where) if re.search(NO_STREET, draft().parties["address"][party]) else where


def test_one_row_a_consignment_in_order(wide):
    assert wide["row"].to_list() == list(range(draft().consignments.height))
    assert wide["id"].equals(draft().consignments["id"])
    assert wide["shipper_name"].equals(
        draft().parties["name"].gather(draft().consignments["shipper"]), check_names=False
    )


def test_some_rows_read_as_all_rows_do(wide):
    rows = np.array([5, 3, 400])
    assert joined(draft(), rows).equals(wide[rows.tolist()])
    assert joined(draft(), rows, register(draft())).equals(wide[rows.tolist()])


def test_consignments_for_an_address_on_a_flight(wide):
    flights, parties = first_flights(), draft().consignments["consignee"].to_list()
    keys = [(flights[row], home(party)) for row, party in enumerate(parties)]
    counts = Counter(keys)
    assert wide["same_flight"].to_list() == [counts[key] for key in keys]


def test_stops_that_others_do_not_make(wide):
    flights, table = first_flights(), draft().flights
    least = defaultdict(lambda: 99)
    keys = []
    for row, (origin, destination, way) in enumerate(wide.select("origin", "destination", "routing").iter_rows()):
        keys.append((origin, destination, table["origin"][flights[row]], table["destination"][flights[row]]))
        least[keys[-1]] = min(least[keys[-1]], way.count("-"))
    extra = [way.count("-") - least[key] for way, key in zip(wide["routing"], keys, strict=True)]
    assert wide["extra_stops"].to_list() == extra


def test_phones_and_forwarders_addresses():
    people = register(draft()).parties
    phones = Counter(people["phone"])
    assert people["phone_parties"].to_list() == [phones[phone] for phone in people["phone"]]
    forwarders = {address(row) for row in people.with_row_index("row").filter(pl.col("kind") == "forwarder")["row"]}
    kinds = people["kind"].to_list()
    assert people["address_forwarder"].to_list() == [
        kind != "forwarder" and address(row) in forwarders for row, kind in enumerate(kinds)
    ]


def test_the_usual_agent_is_named_where_one_of_the_kind_is_known(wide):
    known = wide.filter(pl.col("agent_usual").is_not_null())
    assert known.height
    assert known["usual_agent_name"].null_count() == 0
    assert (known.filter("agent_usual")["agent_name"] == known.filter("agent_usual")["usual_agent_name"]).all()
    assert (
        wide.filter(pl.col("agent_usual").is_null())["usual_agent_name"].null_count()
        == wide["agent_usual"].null_count()
    )


def test_of_goods_that_nothing_names_nothing_usual_is_told():
    before = draft()
    wide = joined(before)
    unnamed = wide["hs"].is_null() & wide["description"].is_in(codes("world", "vague", "text"))
    assert 3 < unnamed.sum() < wide.height / 10
    for code in ("goods", "goods_trade", "goods_chapter", "usual_value_per_kg", "usual_weight_low"):
        assert (wide[code].is_null() == unnamed).all()


def test_what_is_planted_with_a_vague_text_is_still_read():
    """A value far below the usual one shows only where the goods can be told."""
    ground = Ground.of(hiding(), draft())
    table = ground.draft.consignments
    uncoded = table["hs"].is_null() & (table["stream"] == "mail")
    wanted = ["low-value", "vague-description"]
    for card in ground.cards(uncoded.arg_true().to_list()[:12], [0.0] * 12):
        changed = planting.plant(ground, Stream(b"k" * 16, f"test:{card.row}"), card, wanted, 2)
        assert set(changed.planted) != set(wanted)
        assert all(changed.shows(code) for code in changed.planted)
