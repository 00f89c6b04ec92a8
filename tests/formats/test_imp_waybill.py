"""Air waybills (FWB): what a reader finds in the record, and what is flagged."""

from decimal import Decimal

import imp_messages as imp
import pytest

from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.fields import Dimensions
from simulator.formats.cargo_imp.rates import Goods


def test_a_clean_waybill_has_no_flags():
    reading = imp.one(imp.WAYBILL)

    assert (reading.kind, reading.version, reading.line, reading.flags, reading.kept) == ("FWB", "17", 1, (), {})


def test_the_fields_of_a_waybill():
    waybill = imp.one(imp.WAYBILL).record

    assert (waybill.number, waybill.origin, waybill.destination) == ("465-12345675", "TAS", "ALA")
    assert (waybill.quantity.pieces, waybill.quantity.weight, waybill.quantity.volume) == (
        4,
        Decimal(80),
        Decimal("0.5"),
    )
    assert (waybill.flights[0].number, waybill.routing[0].carrier) == ("HY0761", "HY")
    assert (waybill.shipper.name, waybill.shipper.country) == (("NORTH WIND TRADING",), "UZ")
    assert waybill.consignee.contacts == (("TE", "7700000000"),)
    assert (waybill.description, waybill.handling) == ("COTTON SHIRTS", ("SPX", "EAW"))
    assert str(waybill.rates[0].total) == "200.00"


def test_the_goods_are_described_in_the_rate_lines():
    extract = cargo_imp.read((imp.VECTORS / "fwb17-extract.txt").read_bytes())[0].record

    assert extract.description == "ELECTRICALS NOT RESTRICTED"
    assert extract.goods("ND")[0].dimensions == Dimensions("CMT", 80, 40, 20, 4, Decimal("80.0"))
    assert extract.goods("NH") == (Goods("NH", "123456"), Goods("NH", "987543"))


BY_ORDER = """\
SHP/ACCOUNT1
/NORTH WIND TRADING
/5 HARBOUR STREET
/TASHKENT
/UZ
"""
BY_TAGS = """\
SHP/ACCOUNT1
NAM/NORTH WIND TRADING
ADR/5 HARBOUR STREET
LOC/TASHKENT
/UZ
"""


def with_shipper(text):
    start, end = imp.WAYBILL.index("SHP"), imp.WAYBILL.index("CNE")
    return imp.WAYBILL[:start] + text + imp.WAYBILL[end:]


def test_older_parties_are_read_like_newer_ones():
    assert imp.one(with_shipper(BY_ORDER)).record == imp.one(with_shipper(BY_TAGS)).record


def test_each_version_writes_its_own_parties():
    record = imp.one(with_shipper(BY_TAGS)).record

    assert BY_TAGS in cargo_imp.write(record, 17).replace("\r\n", "\n")
    assert BY_ORDER in cargo_imp.write(record, 16).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("was", "becomes", "flag"),
    [
        ("465-12345675", "465-12345674", (2, "check-digit")),
        ("T4K80MC0.5", "T4X80", (2, "shape")),
        ("FLT/HY0761/17", "FLT/HY0761", (3, "fields")),
        ("RTG/ALAHY", "RTG/ALAHYX", (4, "shape")),
        ("/UZ\n", "/UX\n", (9, "country")),
        ("NAM/NORTH WIND TRADING", "NAM/" + "N" * 36, (6, "too-long")),
        ("COTTON SHIRTS", "COTTON SHIRTS FOR MEN ONLY", (17, "too-long")),
        ("16APR24", "31XXX24", (18, "date")),
        ("SPX/EAW", "SPX/EAWX", (20, "shape")),
        ("///SM/XRY", "///SM/XXX", (23, "code")),
        ("REF///AGT/NORTHWIND/TAS\n", "", (22, "missing")),
        ("CVD/USD//PP/NVD/NCV/XXX", "CVD/USD//PP/NVD/FREE/XXX", (15, "shape")),
        ("ISU/", "SSR/LATE\nISU/", (18, "order")),
        ("FLT/HY0761/17\n", "FLT/HY0761/17\nSSR/" + "X" * 70 + "\n", (4, "too-long")),
    ],
)
def test_what_is_odd_is_flagged_and_the_rest_is_read(was, becomes, flag):
    reading = imp.one(imp.WAYBILL.replace(was, becomes, 1))

    assert flag in imp.codes(reading)
    assert reading.record.destination == "ALA"
    assert reading.record.consignee.place == "ALMATY"


def test_a_second_shipper_is_kept():
    reading = imp.one(imp.WAYBILL + "SHP\nNAM/ANOTHER ONE\n")

    assert reading.record.shipper.name == ("NORTH WIND TRADING",)
    assert reading.kept == {24: "SHP", 25: "NAM/ANOTHER ONE"}


def test_a_message_that_is_cut_in_the_middle_says_what_should_follow():
    reading = imp.one(imp.WAYBILL[: imp.WAYBILL.index("CVD")])

    (flag,) = reading.flags
    assert (flag.line, flag.code, flag.value) == (14, "cut", "CVD, RTD, ISU, REF")
    assert reading.record.consignee.postcode == "050000"


def test_a_message_without_a_waybill_number_is_kept():
    reading = imp.one("FWB/17\nRTG/ALAHY\n")

    assert reading.record is None
    assert reading.kept == {2: "RTG/ALAHY"}


def test_a_message_that_is_too_long_is_flagged():
    reading = imp.one(imp.WAYBILL + "".join(f"SSR/{'WORD ' * 12}\n" for _ in range(60)))

    assert (1, "too-long") in imp.codes(reading)


def test_long_texts_are_written_on_several_lines():
    text = "OCI/UZ/SHP/T/X\nSSR/" + "KEEP COOL BUT DO NOT FREEZE " * 5 + "\n"
    record = imp.one(imp.WAYBILL + text).record

    assert max(map(len, cargo_imp.write(record).split("\r\n"))) <= 69


def test_other_scripts_are_written_in_latin():
    from dataclasses import replace

    record = imp.one(imp.WAYBILL).record
    shipper = replace(record.shipper, name=("Қазақ сауда & Co.",), place="Toshkent/2")
    text = cargo_imp.write(replace(record, shipper=shipper))

    assert "NAM/QAZAQ SAUDA & CO.\r\n" in text
    assert "LOC/TOSHKENT-2\r\n" in text


def test_an_unknown_version_is_not_written():
    from simulator.common.errors import DrillError

    with pytest.raises(DrillError, match="FWB/9 is not written; allowed: 16, 17"):
        cargo_imp.write(imp.one(imp.WAYBILL).record, 9)


@pytest.mark.parametrize(
    ("routing", "flagged"),
    [("ALAHY", []), ("HY", []), ("SVORU/AMSRU/LGG", []), ("IST/ALAKC", [(4, "missing")]), ("ALA", [(4, "missing")])],
)
def test_the_first_leg_names_its_carrier(routing, flagged):
    assert imp.codes(imp.one(imp.WAYBILL.replace("RTG/ALAHY", f"RTG/{routing}"))) == flagged
