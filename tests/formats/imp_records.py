"""Records of Cargo-IMP that hypothesis makes up: any that the layouts can hold."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from simulator.formats.cargo_imp.charges import (
    ChargeSums,
    Commission,
    DestinationCharges,
    Incentive,
    OtherCharge,
    Valuation,
)
from simulator.formats.cargo_imp.fields import Dimensions, Quantity
from simulator.formats.cargo_imp.house import House, HouseList
from simulator.formats.cargo_imp.load import Load, Onward
from simulator.formats.cargo_imp.manifest import FirstArrival, Manifest, Uld, Unloading
from simulator.formats.cargo_imp.oci import OciLine
from simulator.formats.cargo_imp.parties import Agent, Party
from simulator.formats.cargo_imp.rates import Goods, RateLine
from simulator.formats.cargo_imp.references import Execution, HandlingParty, Reference, ShipmentReference
from simulator.formats.cargo_imp.status import LAYOUTS, ConsignmentStatus, Status, StatusReport
from simulator.formats.cargo_imp.waybill import Flight, Leg, Waybill


def like(pattern):
    return st.from_regex(pattern, fullmatch=True)


def many(values, most=3):
    return st.lists(values, max_size=most).map(tuple)


def or_none(values):
    return st.none() | values


def words(most):
    """A text of at most so many characters, without space around it."""
    return st.text("ABCXYZ0189 .,-()&'", max_size=most).map(lambda text: text.strip())


def filled(most):
    return words(most).filter(bool)


weights = st.decimals(0, 99999, places=1, allow_nan=False) | st.integers(0, 9999).map(Decimal)
amounts = st.decimals(0, 10**7, places=2, allow_nan=False) | st.integers(0, 10**6).map(Decimal)
airports = like("[A-Z]{3}")
carriers = like("[A-Z][A-Z0-9]")
flights = like("[A-Z][A-Z0-9][0-9]{3,4}[A-Z]?")
days = st.builds("{:02}{}".format, st.integers(1, 31), st.sampled_from(["JAN", "FEB", "APR", "DEC"]))
times = st.builds("{:02}{:02}".format, st.integers(0, 23), st.integers(0, 59))
moments = st.builds("{}{}".format, days, times)
masters = st.builds(
    lambda prefix, serial: f"{prefix:03}-{serial:07}{serial % 7}", st.integers(0, 999), st.integers(0, 10**7 - 1)
)
devices = like("[A-Z][A-Z0-9]{2}[A-Z0-9][0-9]{3,4}[A-Z0-9]{2}")
codes = many(like("[A-Z]{3}"), 9)
countries = st.sampled_from(["KZ", "UZ", "GE", "TR", "US"])


def plain_units(held):
    """A unit without an amount is not written: it is the usual one."""
    weight_unit = held.weight_unit if held.weight is not None else "K"
    volume_unit = held.volume_unit if held.volume is not None else "MC"
    return replace(held, weight_unit=weight_unit, volume_unit=volume_unit)


quantities = st.builds(
    Quantity,
    st.sampled_from("TPSD"),
    st.integers(0, 9999),
    or_none(weights),
    st.sampled_from("KL"),
    or_none(weights),
    st.sampled_from(["MC", "CF"]),
    st.just("") | like("[0-9]{1,2}"),
    or_none(st.integers(0, 9999)),
).map(plain_units)
sizes = st.builds(
    Dimensions,
    st.sampled_from(["CMT", "INH"]),
    *[st.integers(1, 99999)] * 3,
    or_none(st.integers(1, 9999)),
    or_none(weights),
) | st.just(Dimensions("NDA"))


def parties(most_lines, *, account):
    contacts = many(st.tuples(st.sampled_from(["TE", "FX"]), like("[0-9]{5,25}")), 2)
    lines = st.lists(filled(35), min_size=1, max_size=most_lines).map(tuple)
    return st.builds(
        Party,
        lines,
        lines,
        words(17),
        words(9),
        countries,
        words(9),
        contacts,
        words(14) if account else st.just(""),
    )


agents = st.builds(Agent, words(35), words(17), words(14), like("[0-9]{7}"), like("([0-9]{4})?"), like("([A-Z]{3})?"))
values = st.sampled_from(["NVD", "NCV", "XXX"]) | amounts.map(str)
valuations = st.builds(Valuation, like("[A-Z]{3}"), like("([A-Z]{2})?"), like("([PC]{2})?"), values, values, values)
oci_lines = st.builds(OciLine, countries | st.just(""), like("([A-Z]{3})?"), like("([A-Z]{1,2})?"), words(35))
goods = (
    st.builds(Goods, st.sampled_from(["NG", "NC"]), words(20))
    | st.builds(Goods, st.just("ND"), st.just(""), sizes)
    | st.builds(Goods, st.just("NV"), like("MC[0-9]{1,4}"))
    | st.builds(Goods, st.just("NU"), devices)
    | st.builds(Goods, st.just("NS"), like("[0-9]{1,5}"))
    | st.builds(Goods, st.just("NH"), like("[0-9]{6,10}"))
    | st.builds(Goods, st.just("NO"), countries)
)
columns = st.builds(
    RateLine,
    like("[0-9]{1,4}|[A-Z]{3}"),
    or_none(weights),
    st.just("K"),
    like("[A-Z]?"),
    like("([0-9]{4,7})?"),
    or_none(weights),
    or_none(amounts),
    or_none(amounts),
    or_none(goods),
)
rates = st.lists(columns | goods.map(lambda held: RateLine(goods=held)), min_size=1, max_size=6).map(tuple)
charges = st.builds(OtherCharge, st.sampled_from("PC"), like("[A-Z]{2}"), st.sampled_from("AC"), amounts)
sums = st.builds(ChargeSums, *[or_none(amounts)] * 6)
references = st.builds(
    Reference, like("([A-Z0-9]{7})?"), words(15), like("([A-Z]{3})?"), words(17), like("([A-Z]{3})?")
)
others = st.builds(Reference, words(7), words(15), like("([A-Z]{3})?"), words(17), like("([A-Z]{3})?"), filled(35))

first_legs = st.builds(Leg, airports | st.just(""), carriers)
legs = st.builds(Leg, airports, carriers | st.just(""))


def waybills(*, tagged):
    shippers = parties(2 if tagged else 1, account=True)
    return st.builds(
        Waybill,
        masters,
        airports,
        airports,
        or_none(quantities),
        many(st.builds(Flight, flights, like("[0-9]{2}"))),
        st.builds(lambda first, others: (first, *others), first_legs, many(legs, 2)),
        shippers,
        shippers,
        or_none(agents),
        many(filled(65)),
        or_none(parties(2 if tagged else 1, account=False)),
        many(st.tuples(like("[A-Z]{3}"), filled(34))),
        valuations,
        rates,
        many(charges, 7),
        or_none(sums),
        or_none(sums),
        words(20),
        st.builds(Execution, st.builds("{}{:02}".format, days, st.integers(0, 99)), words(17), words(20)),
        many(filled(65)),
        or_none(st.builds(DestinationCharges, like("[A-Z]{3}"), *[or_none(amounts)] * 4)),
        references,
        like("([A-Z0-9]{1,2})?"),
        or_none(st.builds(Commission, like("([A-Z]{2})?"), or_none(amounts), or_none(amounts))),
        or_none(st.builds(Incentive, or_none(amounts), like("([A-Z]{1,2})?"))),
        words(15),
        codes,
        or_none(st.builds(HandlingParty, filled(35), words(17))),
        or_none(st.builds(ShipmentReference, words(14), words(12), words(12))),
        many(others, 2),
        many(oci_lines, 5),
    )


def houses(*, tagged):
    party = or_none(parties(2 if tagged else 1, account=False))
    house = st.builds(
        House,
        like("[A-Z0-9]{1,12}"),
        airports,
        airports,
        or_none(st.integers(0, 9999)),
        weights,
        st.sampled_from("KL"),
        or_none(st.integers(0, 99999)),
        words(15),
        codes,
        many(filled(65)),
        many(like("[0-9]{6,10}"), 9),
        many(oci_lines, 4),
        party,
        party,
        or_none(valuations.map(lambda held: Valuation(held.currency, "", held.paid, held.carriage, held.customs))),
    )
    return st.builds(
        HouseList, masters, airports, airports, quantities, st.lists(house, min_size=1, max_size=3).map(tuple)
    )


onward = st.builds(Onward, airports, carriers, like("([0-9]{3,4})?"), st.just("") | days)
loads = st.builds(
    Load,
    masters,
    airports,
    airports,
    quantities,
    words(15),
    codes,
    many(sizes),
    many(onward),
    like("[A-Z]?"),
    many(filled(65)),
    like("([A-Z0-9]{1,2})?"),
    many(oci_lines, 4),
)
ulds = st.builds(Uld, devices, like("[A-Z]?"), filled(35) | st.just(""), many(onward), like("[0-3]?"), many(loads))
unloadings = st.builds(
    Unloading,
    like("[D-K][A-Z]{2}"),
    st.booleans(),
    moments | st.just(""),
    moments | st.just(""),
    many(loads),
    many(ulds, 2),
)
manifests = st.builds(
    Manifest,
    like("[0-9]{1,2}"),
    flights,
    days | moments,
    airports,
    like("([A-Z0-9]{3,8})?"),
    or_none(st.builds(FirstArrival, countries, moments, airports)),
    many(unloadings),
    st.sampled_from(["LAST", "CONT"]),
)

OF_STATUS = {
    "flight": flights,
    "carrier": carriers,
    "moment": days | moments | st.builds("{}-{}".format, moments, st.sampled_from("NPST")),
    "day": days,
    "airport": airports,
    "route": like("[A-Z]{6}"),
    "discrepancy": st.sampled_from(["FDCA", "MSCA", "OFLD"]),
    "quantity": quantities,
    "departure": st.builds("{}{}".format, st.sampled_from("AES"), times) | st.just(""),
    "arrival": st.builds("{}{}-N".format, st.sampled_from("AES"), times) | st.just(""),
    "volume": like("MC[0-9]{1,3}") | st.just(""),
    "manifest": like("([0-9]{6})?"),
    "name": words(35),
}


@st.composite
def statuses(draw):
    code = draw(st.sampled_from(sorted(LAYOUTS)))
    fields = {name: draw(OF_STATUS[name]) for name in LAYOUTS[code]}
    if code in ("RCT", "TFD"):
        fields["from_carrier"] = draw(carriers | st.just(""))
        fields["from_name"] = draw(words(35)) if fields["from_carrier"] else ""
    if code in ("RCS", "FOH"):
        fields["volume"] = draw(OF_STATUS["volume"])
    return Status(
        code,
        **fields,
        ulds=draw(many(devices)),
        service_information=draw(many(filled(65), 2)),
        oci=draw(many(oci_lines)),
    )


consignments = st.builds(
    ConsignmentStatus,
    masters,
    airports,
    airports,
    or_none(quantities),
    many(statuses()),
    many(filled(65), 2),
    many(oci_lines),
)
reports = st.builds(
    StatusReport, st.sampled_from(["FSU", "FSA"]), st.lists(consignments, min_size=1, max_size=3).map(tuple)
)
