"""Stories of security declarations in waybills: shown by the unit's own system, and never before it shows them."""

from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from messaging import opened, scenario
from test_messages import since_start

from simulator.common.chance import practice_key
from simulator.common.clock import HOUR
from simulator.decisions.messages.bundle import messages_zip
from simulator.decisions.messages.declared import SHOWN, declaration, declared
from simulator.decisions.messages.feed import feeds
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp import security
from simulator.formats.cargo_imp.fields import Quantity
from simulator.formats.cargo_imp.waybill import Waybill
from simulator.formats.iata_codes import titles
from simulator.formats.recognise import read_file
from simulator.view.visible import visible
from simulator.world.build import build

SECURITY = {"code": "avsec", "name": "Aviation security", "kind": "security", "streams": ["general"], "coverage": 0.8,
            "lead": {"kind": "uniform", "low": "30 min", "high": "10 h"}}  # fmt: skip
UNIT = "zhetysu"


@cache
def world():
    """Zhetysu has a system of aviation security, Aviayuklar has none."""
    planned = scenario(SECURITY)
    return planned, build(planned, practice_key(5), crowd=1)[0]


def told(of=None, unit=0):
    """The FWB and FHL of a unit's pack: name of the file, number, declaration, flags, in the order of the files."""
    planned, mine = world()
    mine = of or mine
    frame = visible(mine, planned.units[unit].code)
    found = []
    for name, data in opened(messages_zip(planned, mine, planned.units[unit], frame)).items():
        if "-FWB" in name or "-FHL" in name:
            for reading in read_file(data):
                record = reading.record
                held = record.houses[0] if reading.kind == "FHL" else record
                # A status among the handling codes is no declaration yet.
                said = security.declaration(held.oci, held.handling) if held.oci else None
                found.append((name, held.number, said, reading.flags))
    return found


def shown():
    """When the system of aviation security shows each consignment, by number."""
    planned, mine = world()
    place = [system.kind for system in planned.units[0].systems].index("security")
    known = mine.known.filter((pl.col("unit") == 0) & (pl.col("system") == place))
    numbers = mine.consignments["id"].gather(mine.passages["row"].gather(known["passage"]))
    return dict(zip(numbers, known["t"], strict=True))


def test_a_waybill_carries_a_declaration_from_when_the_system_shows_it():
    since, first = shown(), {}
    for name, number, said, _ in told():
        if said is None:
            assert number not in since or since_start(name) - HOUR < since[number]
        else:
            assert since[number] - 60 < since_start(name)
        first.setdefault(number, said)
    assert any(said is None and number in since for number, said in first.items())
    assert any(said is not None for said in first.values())


def test_what_is_shown_later_comes_in_a_corrected_waybill():
    since = shown()
    messages = told()
    direct = {number for name, number, *_ in messages if "-FWB" in name and number in since}
    told_of = {number: [said for _, other, said, _ in messages if other == number] for number in direct}
    assert all(says[-1] is not None for says in told_of.values())
    assert any(says[0] is None for says in told_of.values())


def test_it_says_what_the_system_shows():
    _, mine = world()
    seen = {each["id"]: each for each in visible(mine, UNIT).iter_rows(named=True)}
    for _, number, said, _ in told():
        if said is None:
            continue
        row = seen[number]
        assert said.status == row["security_status"]
        assert "|".join((*said.methods, *said.exemptions)) == (row["screening"] or "")
        party = said.issuer or said.received_from[0]
        assert f"{party.country}/{party.category}/{party.number}" == row["security_issuer"]
        assert party.expires == row["security_valid"]
        assert said.signed_by == "EXERCISE"


def test_who_has_no_such_system_gets_no_declaration():
    found = told(unit=1)
    assert found
    assert all(said is None for _, _, said, _ in found)


def masters(files):
    """The files of masters with the times in their names."""
    return [(since_start(name), data) for name, data in files.items() if b"AS ON HOUSE WAYBILLS" in data]


def test_without_the_system_the_messages_are_as_before():
    """Its rows take nothing away and move nothing: less the corrected waybills and the lines, the same is told."""
    planned, mine = world()
    first, *others = planned.units
    blind = planned.model_copy(update={"units": [first.model_copy(update={"systems": first.systems[:-1]}), *others]})
    frame = visible(mine, UNIT)
    with_it, without = (opened(messages_zip(each, mine, each.units[0], frame)) for each in (planned, blind))
    for name, data in without.items():
        if "-FWB" not in name and "-FHL" not in name and name != "READ-ME.txt":
            assert with_it[name] == data
    assert not any(b"OCI/" in data for data in without.values())
    assert masters(with_it) == masters(without) != []


def test_only_a_chain_out_of_order_is_flagged():
    _, mine = world()
    assert {flag.code for *_, flags in told() for flag in flags} <= {"security-order"}
    number = next(number for _, number, said, flags in told() if said and said.received_from and not flags)
    row = mine.consignments["id"].index_of(number)
    chain, issuer = mine.security["chain"].to_list(), mine.security["issuer"].to_list()
    _, _, chain[row] = chain[row].partition("|")
    issuer[row] = chain[row][3:].replace("/", "/KC/", 1)
    broken = mine.security.with_columns(pl.Series("chain", chain), pl.Series("issuer", issuer))
    found = [(said, flags) for _, other, said, flags in told(replace(mine, security=broken)) if other == number]
    said, flags = found[-1]
    assert said.issuer is None
    assert {flag.code for flag in flags} == {"security-order"}


def row_of(status, chain, screening):
    values = (status, screening, "0227", 3600, chain)
    return {"t": 7200, "secured": 7200, "origin": "IST", **dict(zip(SHOWN, values, strict=True))}


NUMBERS = st.integers(1, 99_999).map("{:05d}-01".format)
COUNTRIES = st.sampled_from(["TR", "KZ", "DE", "HK"])
AGENT = st.builds("ISS {}/RA/{}".format, COUNTRIES, NUMBERS)
KNOWN = st.builds("KC {}/{}".format, COUNTRIES, NUMBERS)
CHAINS = AGENT | st.builds("{}|{}".format, AGENT, KNOWN)
METHODS = st.lists(st.sampled_from(sorted(titles("ScreeningMethod"))), min_size=1, max_size=3, unique=True).map(
    "|".join
)
SCREENED = st.tuples(st.sampled_from(["SPX", "SCO", "SHR"]), st.none() | METHODS | st.just("MAIL"))


@given(
    CHAINS,
    SCREENED | st.just(("NSC", None)),
    st.sampled_from([(), ("PER",), ("ELI", "SPX")]),
    st.sampled_from([16, 17]),
)
def test_any_declaration_reads_back_as_it_was_written(chain, screened, handling, version):
    status, screening = screened
    handling = tuple(code for code in handling if code not in titles("SecurityStatus"))
    planned, mine = world()
    feed = next(feeds(planned, mine, planned.units[0], visible_once()))
    row = row_of(status, chain, screening)
    codes, lines = declared(feed, row, handling)
    waybill = Waybill("465-12345675", "IST", "ALA", Quantity("T", 1, None), handling=codes, oci=lines)
    (reading,) = cargo_imp.read(cargo_imp.write(waybill, version).encode())
    assert {flag.code for flag in reading.flags} <= {"missing"}
    assert security.declaration(reading.record.oci, reading.record.handling) == declaration(feed, row)


@cache
def visible_once():
    return visible(world()[1], UNIT)


@pytest.mark.parametrize(("since", "is_there"), [(None, False), (7201, False), (7200, True), (-3600, True)])
def test_nothing_is_declared_before_it_is_shown(since, is_there):
    planned, mine = world()
    feed = next(feeds(planned, mine, planned.units[0], visible_once()))
    row = row_of("SPX", "ISS TR/RA/00001-01", "XRY") | {"secured": since}
    assert (declaration(feed, row) is not None) == is_there
