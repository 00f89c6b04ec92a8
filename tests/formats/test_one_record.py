"""Bodies of ONE Record: read with any prefix, nested and as a graph; what is no term of it is kept."""

import json
import re
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.formats import one_record
from simulator.formats.one_record import Link, Literal, Thing
from simulator.formats.one_record.terms import known
from simulator.formats.quantities import Amount, Measure
from simulator.formats.words import FLAGS

VECTORS = Path(__file__).parent.parent / "vectors" / "one-record"
CARGO = "https://onerecord.iata.org/ns/cargo#"


def read(body):
    (reading,) = one_record.read(body if isinstance(body, bytes) else json.dumps(body, indent=1).encode())
    return reading


def waybill(**more):
    return {
        "@context": {"cargo": CARGO},
        "@type": "cargo:Waybill",
        "cargo:waybillPrefix": "465",
        "cargo:waybillNumber": "12345675",
        **more,
    }


def codes(reading):
    return [flag.code for flag in reading.flags]


def texts(value):
    """All texts of a JSON value, but those that only say what names stand for."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [] if key == "@context" else texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    else:
        yield json.dumps(value).strip('"').strip()


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
def test_a_sample_loses_nothing(path):
    reading = read(path.read_bytes())
    told = (
        repr(reading.record).replace("https://vocabulary.uncefact.org/CountryId#", "country:").replace(CARGO, "cargo:")
    )

    for text in texts(json.loads(path.read_text(encoding="utf-8"))):
        short = text.removeprefix("cargo:").removeprefix("api:").rpartition("XMLSchema#")[2].replace(CARGO, "")
        assert short in told
    assert (reading.flags, reading.kept) == ((), {})


def test_a_shipment_has_its_pieces():
    reading = read((VECTORS / "Shipment_with_Piece.embedded.json").read_bytes())
    (piece,) = reading.record.of("Piece")

    assert (reading.kind, reading.line, piece.line) == ("Shipment", 1, 12)
    assert reading.record.things[0].text("goodsDescription") == "Lots of awesome ONE Record information materials"
    assert piece.all("coload") == (Literal("false", "boolean"),)
    assert piece.text("specialHandlingCodes") == "VAL"


def test_customs_information_has_its_codes():
    (thing,) = read((VECTORS / "CustomsInformation.json").read_bytes()).record.things

    assert (thing.text("country"), thing.text("subjectCode")) == ("DE", "ISS")


def test_events_of_a_collection_are_found():
    reading = read((VECTORS / "LogisticsEvents_list.json").read_bytes())

    assert [event.text("eventCode") for event in reading.record.of("LogisticsEvent")] == ["DEP", "MAN"]


def test_numbers_come_with_their_unit():
    (thing,) = read(
        waybill(
            **{
                "cargo:declaredValueForCustoms": {"@type": "cargo:CurrencyValue", "cargo:numericalValue": 24.5, "cargo:currencyUnit": "USD"},
                "cargo:waybillLineItems": {"cargo:chargeableWeight": {"cargo:numericalValue": 120, "cargo:unit": {"@id": "https://vocabulary.uncefact.org/UnitMeasureCode#KGM"}}},
            }
        )
    ).record.things  # fmt: skip

    assert thing.amount("declaredValueForCustoms") == Amount(Decimal("24.5"), "USD")
    assert thing.things("waybillLineItems")[0].measure("chargeableWeight") == Measure(Decimal(120), "KGM")


@pytest.mark.parametrize(
    "body",
    [
        {"@context": {"cargo": CARGO}, "@type": "cargo:Piece", "cargo:goodsDescription": "toys"},
        {"@context": {"c": CARGO}, "@type": ["c:Piece"], "c:goodsDescription": ["toys"]},
        {"@context": [{"@vocab": CARGO}], "@type": "Piece", "goodsDescription": {"@value": "toys"}},
        {
            "@context": {"what": {"@id": "cargo:goodsDescription"}, "cargo": CARGO},
            "@type": CARGO + "Piece",
            "what": "toys",
        },
        {"@type": "cargo:Piece", "cargo:goodsDescription": {"@set": ["toys"]}},
        {"@type": CARGO + "Piece", CARGO + "goodsDescription": "toys"},
        {"@type": "https://onerecord.iata.org/Piece", "https://onerecord.iata.org/Piece#goodsDescription": "toys"},
        {"@type": "Piece", "goodsDescription": "toys"},
    ],
)
def test_a_name_may_be_written_in_any_way(body):
    reading = read(body)

    assert reading.record.things[0].text("goodsDescription") == "toys"
    assert (reading.kind, reading.kept) == ("Piece", {})


def test_a_graph_is_one_body_and_told_by_what_nothing_links_to():
    reading = read(
        {
            "@context": {"cargo": CARGO},
            "@graph": [
                {"@id": "p:1", "@type": "cargo:Piece"},
                {"@id": "w:1", "@type": "cargo:Waybill", "cargo:shipment": {"@type": "cargo:Shipment", "cargo:pieces": [{"@id": "p:1"}]}},
            ],
        }
    )  # fmt: skip

    assert reading.kind == "Waybill"
    assert [thing.kind for thing in reading.record.walk()] == ["Piece", "Waybill", "Shipment"]
    assert reading.record.of("Shipment")[0].all("pieces") == (Link("p:1"),)


def test_bodies_of_a_list_and_of_lines_are_read_one_by_one():
    one = json.dumps(waybill())

    assert [reading.kind for reading in one_record.read(f"[{one}, {one}]".encode())] == ["Waybill"] * 2
    assert [reading.line for reading in one_record.read(f"{one}\n{one}\n".encode())] == [1, 2]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, None),
        ({"cargo:waybillNumber": "12345676"}, "check-digit"),
        ({"cargo:waybillNumber": "1234567"}, "shape"),
        ({"cargo:colour": "red"}, "not-understood"),
        ({"x:colour": "red"}, "not-understood"),
        ({"cargo:shipment": {"@type": "cargo:Ship"}}, "code"),
        ({"cargo:shippingInfo": {"@id": "https://onerecord.iata.org/ns/code-lists/SpecialHandlingCode#QQQ"}}, "code"),
        ({"cargo:shippingInfo": {"@id": "https://1r.example.com/own#QQQ"}}, None),
        ({"shippingInfo": "bare"}, "prefix"),
        ({"cargo:shipment": {"@context": "https://example.org/context.jsonld"}}, "context"),
        ({"cargo:shippingInfo": {"@value": "x", "cargo:colour": "red"}}, "not-understood"),
    ],
)
def test_what_is_odd_is_flagged_and_the_rest_is_read(more, code):
    reading = read(waybill(**more))

    assert codes(reading) == ([code] if code else [])
    assert reading.record.things[0].text("waybillPrefix") == "465"


def test_what_is_no_term_of_it_is_kept_whole_with_its_line():
    reading = read(waybill(**{"cargo:colour": {"dark": ["red", 1]}}))

    assert reading.kept == {8: '"cargo:colour": {\n  "dark": [\n   "red",\n   1\n  ]\n }'}


def test_a_body_that_was_cut_is_read_as_far_as_it_goes():
    reading = read(json.dumps(waybill(**{"cargo:shippingInfo": "here"})).encode()[:-6])

    assert reading.record.things[0].text("waybillNumber") == "12345675"
    assert codes(reading) == ["broken"]


def test_a_key_that_stands_twice_is_flagged_and_both_are_read():
    reading = read(b'{"@type": "cargo:Piece",\n "cargo:upid": "a", "cargo:upid": "b"}')

    assert (codes(reading), reading.record.things[0].all("upid")) == (["double"], (Literal("a"), Literal("b")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is packed"),
        (bytes(range(256)) * 10, "no text"),
        (b"FWB/16", "is not JSON"),
        (b"[1, 2, 3]", "is not JSON here: it holds no object"),
        (b'{"type": "FeatureCollection", "features": []}', "no body of ONE Record"),
        (b'[{"name": "x"}]', "no body of ONE Record"),
        (b"[" + b"1," * 2_000_000, "more than 300,000 values"),
        (b"[" * 50_000_000, "larger than 16 MB"),
    ],
    ids=["nothing", "zip", "binary", "imp", "numbers", "geo", "other", "many", "large"],
)
def test_what_is_no_body_is_refused_in_one_line(data, said):
    begun = time.process_time()

    with pytest.raises(DrillError, match=said) as refused:
        one_record.read(data)

    assert len(refused.value.faults) == 1
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "inside",
    [
        '{"cargo:pieces":' * 100_000,
        '{"cargo:pieces":' * 100_000 + "1" + "}" * 100_000,
        "[" * 100_000,
        '{"@context": {"a": "b"}, "cargo:pieces": ' * 60 + "1" + "}" * 60,
        '{"@context": {' + ",".join(f'"t{place}": "cargo:upid"' for place in range(50_000)) + "}}",
        "[" + ",".join(['{"@id": "x"}'] * 60_000) + "]",
        '"' + "x" * 10_000_000 + '"',
        "{" + ",".join(f'"u{place}": 1' for place in range(60_000)) + "}",
        "{" + ",".join(['"cargo:upid": 1'] * 100_000) + "}",
    ],
    ids=["deep", "deep-closed", "brackets", "contexts", "terms", "links", "long", "unknown", "again"],
)
def test_a_monster_is_read_in_a_bounded_time(inside):
    begun = time.process_time()

    assert one_record.read(f'{{"@type": "cargo:Shipment", "cargo:pieces": {inside}}}'.encode())[0].kind == "Shipment"
    assert time.process_time() - begun < 20


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_refusal(tail):
    for sent in (tail, b'{"@type": "cargo:Piece", ' + tail, b'{"@type": "cargo:Piece", "cargo:upid": ' + tail + b"}"):
        with suppress(DrillError):
            assert one_record.read(sent)


KEYS = st.sampled_from(
    ["@id", "@type", "@value", "@language", "@graph", "@context", "@list", "@set", "@vocab", "cargo", "x:y"]
) | (st.sampled_from(sorted(known("property"))).map("cargo:{}".format))
WORDS = st.sampled_from(
    ["cargo:Piece", CARGO, "cargo:upid", "https://onerecord.iata.org/ns/code-lists/SpecialHandlingCode#VAL"]
)
BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, BODIES, max_size=5))
def test_any_body_is_read_and_asked(made):
    # Written out: what the made context says of a prefix changes nothing.
    reading = read({**made, "@type": f"{CARGO}Piece"})

    for thing in reading.record.walk():
        assert isinstance(thing, Thing)
        for name in thing.properties:
            assert isinstance(thing.text(name), str)
            assert thing.measure(name) is None or thing.amount(name)


@settings(deadline=None)
@given(st.data(), st.sampled_from(sorted(VECTORS.glob("*.json"))))
def test_a_body_with_bytes_changed_is_read_or_refused(data, path):
    broken = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))

    with suppress(DrillError):
        assert one_record.read(bytes(broken))


def test_every_flag_has_its_words():
    sources = Path(one_record.__file__).parent.rglob("*.py")
    raised = {
        code
        for path in sources
        for code in re.findall(r'\.flag\([^"()]*(?:\([^()]*\))?[^"()]*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert raised
    assert raised <= FLAGS.keys()
