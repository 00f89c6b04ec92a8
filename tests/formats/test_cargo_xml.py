"""Waybills in Cargo-XML: samples lose nothing, what is odd is flagged, what could do harm is refused at once."""

import re
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.common.errors import DrillError
from simulator.formats import cargo_xml
from simulator.formats.cargo_xml.records import CustomsNote, Declared, Instruction, Other, Waybill
from simulator.formats.cargo_xml.structure import rules
from simulator.formats.quantities import Amount, Measure
from simulator.formats.words import FLAGS

VECTORS = Path(__file__).parent.parent / "vectors" / "cargo-xml"
MASTER = (VECTORS / "888-11111111_XFWB.xml").read_bytes()
HOUSE = (VECTORS / "SEL22222222_XFZB.xml").read_bytes()
SMALL = b"""<rsm:Waybill xmlns:rsm="iata:waybill:1" xmlns:ram="iata:datamodel:3">
<rsm:MessageHeaderDocument><ram:TypeCode>740</ram:TypeCode><ram:VersionID>5.00</ram:VersionID></rsm:MessageHeaderDocument>
<rsm:BusinessHeaderDocument><ram:ID>465-12345675</ram:ID></rsm:BusinessHeaderDocument>
<rsm:MasterConsignment>
<ram:IncludedTareGrossWeightMeasure unitCode="KGM">12.5</ram:IncludedTareGrossWeightMeasure>
<ram:TotalPieceQuantity>3</ram:TotalPieceQuantity>
</rsm:MasterConsignment>
</rsm:Waybill>"""


def read(data):
    (reading,) = cargo_xml.read(data)
    return reading


def changed(old, new, sent=SMALL):
    assert old in sent
    return read(sent.replace(old, new))


def codes(reading, but=("missing",)):
    return [flag.code for flag in reading.flags if flag.code not in but]


def values(record):
    """All texts and numbers that are somewhere in a record."""
    if isinstance(record, (str, int, Decimal)):
        yield " ".join(str(record).split())
    elif isinstance(record, tuple):
        for part in record:
            yield from values(part)
    elif hasattr(record, "__dataclass_fields__"):
        for name in record.__dataclass_fields__:
            yield from values(getattr(record, name))


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.xml")), ids=lambda path: path.stem)
def test_a_sample_loses_nothing(path):
    reading = read(path.read_bytes())
    texts = {" ".join(text.split()) for text in etree.parse(path).getroot().itertext() if text.strip()}
    told = set(values(reading.record)) | {"true"}

    assert {text for text in texts if text not in told and f"{text} currencyID=KRW" not in told} == set()
    assert reading.kept == {}
    assert codes(reading) == []


def test_a_master_air_waybill_is_read():
    reading = read(MASTER)
    record = reading.record

    assert (reading.kind, reading.version, record.number, record.header.type_code) == (
        "XFWB",
        "3.00",
        "888-11111111",
        "741",
    )
    assert [(party.role, party.address.country) for party in record.parties] == [
        ("consignor", "IE"),
        ("consignee", "CN"),
        ("forwarder", "IE"),
    ]
    assert [(leg.number, leg.departure.place.code, leg.arrival.place.code) for leg in record.movements] == [
        ("XX8012", "ORK", "DUB"),
        ("XX345", "DUB", "AUH"),
    ]
    assert (record.shipped.pieces, record.shipped.gross) == (3, Measure(Decimal("1042.0"), "KGM"))
    assert record.handling[0] == Instruction("SPH", "NSC")
    assert CustomsNote("IE", "ISS", "RA", "01234-01") in record.customs
    assert record.for_customs == Declared(nil=True)
    assert record.totals[0].total == Amount(Decimal("4860.03"), "EUR")


def test_what_a_newer_version_wants_is_told_as_missing():
    assert [(flag.line, flag.value) for flag in read(MASTER).flags] == [
        (3, "MessageHeaderDocument/ConversationID"),
        (20, "BusinessHeaderDocument/SignatoryConsignorAuthentication"),
    ]


def test_a_house_air_waybill_knows_its_master():
    reading = read(HOUSE)

    assert (reading.kind, reading.record.number, reading.record.master) == ("XFZB", "SEL22222222", "888-11111111")
    assert (reading.record.of_master.pieces, reading.record.shipped.pieces) == (59, 10)
    assert reading.record.shipped.destination.code == "FDH"


def test_unit_load_devices_and_commodity_codes_are_read():
    record = read((VECTORS / "888-11111111_XFWB_multipleULD_multipleHTS.xml").read_bytes()).record

    assert [str(uld) for uld in record.goods[0].ulds] == ["PMC1337XX", "AKE4711XX"]
    assert [good.hs for good in record.goods] == ["000111", "000222"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"465-12345675", b"465-12345676", "check-digit"),
        (b"465-12345675", b"46512345675", None),
        (b"465-12345675", b"465/12345675", "shape"),
        (b"<ram:TypeCode>740", b"<ram:TypeCode>703", "code"),
        (b"5.00", b"9.00", "version"),
        (b"iata:waybill:1", b"iata:waybill:9", "namespace"),
        (b">3<", b">three<", "number"),
        (b">3<", b">3.5<", "number"),
        (b"</rsm:MasterConsignment>\n</rsm:Waybill>", b"", "broken"),
        (b"<ram:TotalPieceQuantity>3", b"<ram:TotalPieceQuantity>3<ram:x>", "broken"),
        (b"<ram:TotalPieceQuantity>3</ram:TotalPieceQuantity>", b"<ram:TotalPieceQuantity>3</ram:TotalPieceQuantity>" * 2, "too-many"),
        (b"<ram:TotalPieceQuantity>", b"<ram:Colour>red</ram:Colour><ram:TotalPieceQuantity>", "not-understood"),
        (b"<ram:TotalPieceQuantity>", b"<ram:HandlingSPHInstructions><ram:DescriptionCode>QQQ</ram:DescriptionCode></ram:HandlingSPHInstructions><ram:TotalPieceQuantity>", "code"),
        (b"<ram:TotalPieceQuantity>", b"<ram:IncludedCustomsNote><ram:Content>x</ram:Content><ram:CountryID>QQ</ram:CountryID></ram:IncludedCustomsNote><ram:TotalPieceQuantity>", "country"),
    ],
)  # fmt: skip
def test_what_is_odd_is_flagged_and_the_rest_is_read(old, new, code):
    reading = changed(old, new)

    assert (code in codes(reading)) if code else codes(reading) == []
    assert reading.record.shipped.gross == Measure(Decimal("12.5"), "KGM")


def test_what_is_not_known_is_kept_whole_with_its_line():
    reading = changed(
        b"<ram:TotalPieceQuantity>",
        b'<ram:Colour kind="dark">\n<ram:Name>red</ram:Name></ram:Colour><ram:TotalPieceQuantity>',
    )

    assert reading.kept == {6: '<Colour kind="dark"><Name>red</Name></Colour>'}


def test_what_is_known_and_has_no_field_stands_with_the_others():
    reading = changed(b"<ram:TotalPieceQuantity>", b"<ram:ProductID>ABC</ram:ProductID><ram:TotalPieceQuantity>")

    assert reading.record.others == (Other("MasterConsignment/ProductID", "ABC", 6),)


def test_a_number_that_is_none_stands_with_the_others():
    assert changed(b">3<", b">three<").record.others == (Other("MasterConsignment/TotalPieceQuantity", "three", 6),)


def test_documents_of_a_file_are_read_one_by_one_with_their_lines():
    declared = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    found = cargo_xml.read(
        b"QK ALAKZ\r\n.TASUZ 081430\r\n" + declared + SMALL + b"\n\n" + declared + HOUSE.partition(b"\n")[2]
    )

    assert [(reading.kind, reading.line) for reading in found] == [("XFWB", 4), ("XFZB", 14)]


def test_waybills_in_an_envelope_are_read():
    found = cargo_xml.read(b"<Envelope><Body>" + SMALL + SMALL + b"</Body></Envelope>")

    assert [reading.record.number for reading in found] == ["465-12345675"] * 2
    assert "envelope" in codes(found[0])


def test_an_encoding_is_read_as_the_document_names_it():
    sent = SMALL.replace(
        b"<ram:TotalPieceQuantity>", "<ram:ProductID>груз</ram:ProductID><ram:TotalPieceQuantity>".encode("cp1251")
    )

    named = read(b'<?xml version="1.0" encoding="windows-1251"?>' + sent)
    unnamed = read(sent)

    assert named.record.others[0].text == "груз"
    assert "encoding" in codes(unnamed)


LOLS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">' + b"".join(
    b'<!ENTITY lol%d "%s">' % (place, b"&lol%d;" % (place - 1) * 10 if place > 1 else b"&lol;" * 10) for place in range(1, 10)
) + b']><Waybill xmlns="iata:waybill:1"><ID>&lol9;</ID></Waybill>'  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LOLS, "declares a document type"),
        (b'<!DOCTYPE Waybill SYSTEM "file:///etc/passwd"><Waybill/>', "declares a document type"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><Waybill>&x;</Waybill>', "declares a document type"),
        (b"<!-- <a> --><?p <b> ?><!DOCTYPE Waybill><Waybill/>", "declares a document type"),
        (('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><Waybill/>').encode("utf-16"), "declares a document type"),
        (b"", "is empty"),
        (b"PK\x03\x04", "is packed"),
        (bytes(range(256)) * 10, "no text"),
        (b"FWB/16\n465-12345675ALATAS/T1K1", "is not XML"),
        (b"<html><body>Error 502</body></html>", "no Cargo-XML"),
        (b"<" * 300_000, "more than 200,000 tags"),
        (b"<Waybill>" + b"<a/>" * 300_000, "more than 200,000 tags"),
        (b"<Waybill>" + b"x" * 50_000_000, "larger than 16 MB"),
    ],
    ids=["laughs", "external", "network", "hidden", "utf-16", "nothing", "zip", "binary", "imp", "html", "tags", "many", "large"],
)  # fmt: skip
def test_what_is_no_waybill_or_does_harm_is_refused_in_one_line(data, said):
    begun = time.process_time()

    with pytest.raises(DrillError, match=said) as refused:
        cargo_xml.read(data)

    assert len(refused.value.faults) == 1
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "inside",
    [
        b"<a>" * 90_000,
        b"<MasterConsignment>" * 90_000,
        b"<MasterConsignment " + b" ".join(b'a%d="1"' % place for place in range(100_000)) + b"/>",
        b"<MasterConsignment>" + b"<IncludedCustomsNote/>" * 90_000 + b"</MasterConsignment>",
        b"<b>" + b"x" * 12_000_000 + b"</b>",
        b'<b a="' + b"y" * 9_000_000 + b'"/>',
        b"&undefined;" * 100_000,
    ],
    ids=["deep", "deep-known", "attributes", "many", "long", "long-attribute", "entities"],
)
def test_a_monster_is_read_in_a_bounded_time(inside):
    begun = time.process_time()

    assert read(b'<Waybill xmlns="iata:waybill:1">' + inside + b"</Waybill>").kind == "XFWB"
    assert time.process_time() - begun < 20


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_refusal(tail):
    for sent in (tail, b"<Waybill>" + tail, SMALL[:-40] + tail, b'<?xml version="1.0" encoding="' + tail):
        with suppress(DrillError):
            assert cargo_xml.read(sent)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from([MASTER, HOUSE, SMALL]))
def test_a_waybill_with_bytes_changed_is_read_or_refused(data, sent):
    broken = bytearray(sent)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))

    with suppress(DrillError):
        assert all(isinstance(reading.record, Waybill) for reading in cargo_xml.read(bytes(broken)))


PATHS = [path for kind in ("XFWB", "XFZB") for path in rules(kind)]
NAMES = st.sampled_from(["Unknown", *sorted({name for path in PATHS for name in path.split("/")})])
TREES = st.recursive(
    st.text("ab1. <&", max_size=5),
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)),
    max_leaves=25,
)


def drawn(tree):
    if isinstance(tree, str):
        return tree.replace("&", "&amp;").replace("<", "&lt;")
    return f"<{tree[0]}>{''.join(map(drawn, tree[1]))}</{tree[0]}>"


@settings(deadline=None)
@given(st.sampled_from(["Waybill", "HouseWaybill"]), st.lists(TREES, max_size=4))
def test_any_tree_is_read_and_every_text_of_it_is_somewhere(root, inside):
    reading = read(f"<{root}>{''.join(map(drawn, inside))}</{root}>".encode())
    body = etree.fromstring(f"<{root}>{''.join(map(drawn, inside))}</{root}>")
    told = " ".join([*values(reading.record), *reading.kept.values()])

    assert all(text.strip() in told for element in body for text in element.itertext())


def test_every_flag_has_its_words():
    sources = Path(cargo_xml.__file__).parent.rglob("*.py")
    raised = {
        code
        for path in sources
        for code in re.findall(r'\.flag\([^"()]*(?:\([^()]*\))?[^"()]*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert raised
    assert raised <= FLAGS.keys()
