"""Files are told apart by what they hold; what holds no messages is refused in one clear line."""

import pytest
from imp_messages import VECTORS, WAYBILL

from simulator.common.errors import DrillError
from simulator.formats.recognise import format_of, read_file

ALL = VECTORS.parent


@pytest.mark.parametrize("text", [WAYBILL, "\n\nQK ALAFMKC\n" + WAYBILL, WAYBILL.replace("\n", "\r"), WAYBILL.lower()])
def test_cargo_imp(text):
    assert format_of(text.encode()).name == "Cargo-IMP"
    assert format_of(text.encode("utf-16")).name == "Cargo-IMP"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<?xml version="1.0"?>\n<a/>', "Cargo-XML"),
        (b"\xef\xbb\xbf  <a/>", "Cargo-XML"),
        (b'{"@id": 1}', "ONE Record"),
        (b"\n[{}]", "ONE Record"),
        (b"UNA:+.? 'UNB+UNOA:1'", "EDIFACT of posts"),
        (b"UNH+1+ITMATT:0'", "EDIFACT of posts"),
    ],
)
def test_the_other_formats(data, name):
    assert format_of(data).name == name


@pytest.mark.parametrize("path", sorted(ALL.glob("cargo-*/*.*[tl]")), ids=lambda path: path.name)
def test_every_sample_is_read(path):
    if "LICENSE" not in path.name and path.suffix != ".md":
        assert all(reading.record is not None for reading in read_file(path.read_bytes()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"PK\x03\x04 and so on", "is packed"),
        (bytes(range(256)) * 40, "holds no text"),
        (b"Dear all,\nplease find the manifest attached.\n", "is in none of the formats that are read"),
        (b"name;number\nA;1\n", "is in none of the formats that are read"),
        (b"/" * 20_000_000, "is larger than"),
        (b"/" * 5_000_000, "is in none of the formats that are read"),
    ],
    ids=["empty", "blank", "packed", "binary", "letter", "table", "large", "slashes"],
)
def test_what_holds_no_messages_is_refused(data, said):
    with pytest.raises(DrillError, match=said) as refused:
        read_file(data)
    assert len(refused.value.faults) == 1
