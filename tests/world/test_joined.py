"""What registers say, counted again by hand."""

import re
from collections import Counter, defaultdict

import numpy as np
import polars as pl
import pytest
from hiding import draft

from simulator.world.contacts import NO_STREET
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
