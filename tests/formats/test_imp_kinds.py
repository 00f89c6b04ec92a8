"""House waybills, manifests and status: what a reader finds in the record, and what is flagged."""

from decimal import Decimal

import imp_messages as imp
import pytest

from simulator.formats import cargo_imp
from simulator.formats.cargo_imp import status


@pytest.mark.parametrize("text", [imp.HOUSES, imp.MANIFEST, imp.STATUS])
def test_clean_messages_have_no_flags_and_are_written_as_they_are(text):
    reading = imp.one(text)

    assert (reading.flags, reading.kept) == ((), {})
    assert "\n".join(imp.written(reading)) + "\n" == text


def test_the_houses_under_a_master():
    held = imp.one(imp.HOUSES).record
    shirts, scarves = held.houses

    assert (held.master, held.quantity.pieces) == ("465-12345675", 4)
    assert (shirts.number, shirts.pieces, shirts.loaded, shirts.handling) == ("NWT0001", 1, 2, ("SPX",))
    assert (shirts.text, scarves.loaded, scarves.weight) == (("COTTON SHIRTS FOR MEN",), None, Decimal(60))


PARTIES = """\
SHP/NORTH WIND TRADING
/5 HARBOUR STREET
/TASHKENT
/UZ
CNE/SOUTH GATE GOODS
/7 MARKET ROAD
/ALMATY/ALA
/KZ/050000
CVD/USD/PP/NVD/100/XXX
"""


def test_older_houses_have_their_parties_by_order():
    reading = imp.one(imp.HOUSES[: imp.HOUSES.index("HBS/NWT0002")].replace("FHL/5", "FHL/4") + PARTIES)
    (house,) = reading.record.houses

    assert reading.flags == ()
    assert (house.shipper.name, house.consignee.state) == (("NORTH WIND TRADING",), "ALA")
    assert house.valuation.customs == "100"
    assert "NAM/NORTH WIND TRADING\r\n" in cargo_imp.write(reading.record, 5)
    assert imp.one("\n".join(imp.written(reading))).record == reading.record


def test_parties_after_several_houses_are_flagged():
    reading = imp.one(imp.HOUSES + PARTIES)

    assert imp.codes(reading) == [(7, "shared")]
    assert reading.record.houses[1].shipper.place == "TASHKENT"


@pytest.mark.parametrize(
    ("was", "becomes", "flag"),
    [
        ("HBS/NWT0001/", "HBS/NWT-0001/", (3, "shape")),
        ("HBS/NWT0001/", "HBS/NWT0000000001/", (3, "shape")),
        ("/1/K20/2/", "/X/K20/2/", (3, "shape")),
        ("/SPX\n", "/SPX/SOME TEXT\n", (4, "not-understood")),
        ("465-12345675", "465-12345676", (2, "check-digit")),
        ("MBI/465-12345675TASALA/T4K80\n", "", (1, "missing")),
    ],
)
def test_what_is_odd_with_houses(was, becomes, flag):
    reading = imp.one(imp.HOUSES.replace(was, becomes, 1))

    assert flag in imp.codes(reading)
    assert len(reading.record.houses) == 2


def test_a_house_without_the_count_of_the_shipper():
    reading = imp.one(imp.HOUSES.replace("/K60//SILK", "/K60/SILK"))

    assert reading.record.houses[1].description == "SILK SCARVES"


def test_a_list_without_houses_was_cut():
    reading = imp.one(imp.HOUSES[: imp.HOUSES.index("HBS")])

    assert imp.codes(reading) == [(1, "cut")]
    assert reading.record.master == "465-12345675"


def test_what_a_flight_carries():
    held = imp.one(imp.MANIFEST).record
    (point,) = held.unloadings
    (device,) = point.ulds

    assert (held.flight, held.departure, held.airport, held.ends) == ("HY761", "17APR0900", "TAS", "LAST")
    assert (point.loose[0].number, point.loose[0].handling) == ("465-12345675", ("SPX", "EAW"))
    assert (device.number, device.position, device.remarks) == ("AKE01063HY", "M", "HT150")
    assert (device.loads[0].quantity.share, device.loads[0].quantity.total) == ("P", 20)


def test_split_and_divided_loads_of_a_sample_add_up():
    readings = cargo_imp.read((imp.VECTORS / "ffm8.txt").read_bytes())
    devices = [device for reading in readings for point in reading.record.unloadings for device in point.ulds]

    assert [len(device.loads) for device in devices] == [2, 1, 3, 1, 1]
    assert devices[0].onward[0].airport == "PVG"
    assert devices[0].free == "2"


@pytest.mark.parametrize(
    ("was", "becomes", "flag"),
    [
        ("LAST\n", "", (7, "cut")),
        ("AKE01063HY", "AKE1HY", (6, "shape")),
        ("/17APR0900/", "/99APR0900/", (2, "date")),
        ("HY761", "HYX", (2, "shape")),
        ("T4K80MC0.5", "T4Q80", (4, "shape")),
        ("465-12345686", "465-12345680", (7, "check-digit")),
        ("/SPX/EAW", "/SOMETHING ELSE", (5, "not-understood")),
    ],
)
def test_what_is_odd_with_a_manifest(was, becomes, flag):
    reading = imp.one(imp.MANIFEST.replace(was, becomes, 1))

    assert flag in imp.codes(reading)
    assert reading.record.unloadings[0].ulds[0].loads[0].description == "BOOKS"


@pytest.mark.parametrize("airport", ["COR", "OSI"])
def test_airports_that_are_named_like_segments(airport):
    reading = imp.one(imp.MANIFEST.replace("ALA/17APR1030", f"{airport}/17APR1030"))

    assert [point.airport for point in reading.record.unloadings] == [airport]


def test_a_part_of_a_manifest_says_that_another_follows():
    assert imp.one(imp.MANIFEST.replace("LAST", "CONT")).record.ends == "CONT"


def test_what_happened_to_a_consignment():
    (consignment,) = imp.one(imp.STATUS).record.consignments
    received, notified = consignment.statuses

    assert (received.code, received.flight, received.moment, received.airport) == ("RCF", "HY761", "17APR1045", "ALA")
    assert (notified.name, notified.quantity.weight) == ("SOUTH GATE GOODS", Decimal(80))


def test_a_sample_has_a_status_of_every_code():
    reading = cargo_imp.read((imp.VECTORS / "fsu14.txt").read_bytes())[0]
    codes = {held.code for held in reading.record.consignments[0].statuses}

    assert status.LAYOUTS.keys() - codes == {"FIW", "DPU", "DOC", "FOW"}


def test_several_consignments_in_one_answer():
    readings = cargo_imp.read((imp.VECTORS / "fsa15.txt").read_bytes())
    last_but_one = readings[-2].record.consignments

    assert [held.quantity.total for held in last_but_one] == [30, 30]
    assert readings[3].record.consignments[0].service_information == ("NO RECORD FOUND",)


def test_a_status_that_is_not_known_is_read_by_what_it_looks_like():
    text = "FSU/14\n465-12345675TASALA/T4\nXXA/HY761/17APR1045/ALA/T4\nXXB/17APR1200/ALA/T4/A NAME\n"
    reading = imp.one(text)
    on_flight, here = reading.record.consignments[0].statuses

    assert (on_flight.flight, on_flight.airport, here.name) == ("HY761", "ALA", "A NAME")
    assert "\n".join(imp.written(reading)) + "\n" == text


@pytest.mark.parametrize(
    ("was", "becomes", "flag"),
    [
        ("HY761", "HY", (3, "shape")),
        ("17APR1045", "17APX1045", (3, "shape")),
        ("/ALA/T4K80\n", "/ALMATY/T4K80\n", (3, "shape")),
        ("ALA/T4K80/SOUTH", "ALA/FOUR/SOUTH", (4, "not-understood")),
        ("FSU/14\n", "FSU/14\nSTRAY LINE\n", (2, "not-understood")),
    ],
)
def test_what_is_odd_with_a_status(was, becomes, flag):
    reading = imp.one(imp.STATUS.replace(was, becomes, 1))

    assert flag in imp.codes(reading)
    assert [held.code for held in reading.record.consignments[0].statuses] == ["RCF", "NFD"]


def test_a_status_without_a_consignment():
    reading = imp.one("FSU/14\nRCF/HY761/17APR1045/ALA/T4K80\n")

    assert (reading.record, reading.kept) == (None, {2: "RCF/HY761/17APR1045/ALA/T4K80"})
