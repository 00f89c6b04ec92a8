"""Zips of messages are read file by file; what is meant to swell, hide or loop is refused in bounded time and memory."""

import struct
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imp_messages import VECTORS, WAYBILL

from simulator.common.errors import DrillError
from simulator.formats.archive import MOST_MEMBERS, is_zip, members
from simulator.formats.recognise import read_file


def packed(files, method=zipfile.ZIP_DEFLATED):
    """A zip of files by name."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def faults(data):
    """Codes of what is wrong with a zip or its files."""
    try:
        return [member.fault.code for member in members(data) if member.fault]
    except DrillError as refused:
        return [fault.code for fault in refused.faults]


def test_each_file_is_there_as_it_was():
    data = packed(
        [("day/", b""), ("day/fwb.txt", WAYBILL), ("b.txt", b"text"), ("__MACOSX/._b.txt", b"x"), ("a/.DS_Store", b"x")]
    )

    assert is_zip(data)
    assert [(member.name, member.data) for member in members(data)] == [
        ("day/fwb.txt", WAYBILL.encode()),
        ("b.txt", b"text"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed([]), "message-empty"),
        (packed([("day/", b"")]), "message-empty"),
        (packed([("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")]), "message-office"),
        (packed([(f"{number}.txt", b"x") for number in range(MOST_MEMBERS + 1)]), "message-many"),
        (packed([("slashes.txt", b"/" * 100_000_000)]), "message-bomb"),
        (packed([("slashes.txt", b"/" * 17_000_000)], zipfile.ZIP_STORED)[:16_000_000], "message-zip"),
        (packed([("a.txt", WAYBILL)], zipfile.ZIP_BZIP2), "message-zip"),
        (packed([("a.txt", WAYBILL)], zipfile.ZIP_LZMA), "message-zip"),
        (b"PK\x03\x04 and so on", "message-zip"),
        (b"PK\x05\x06" + bytes(18), "message-empty"),
        (b"PK\x03\x04" + bytes(17_000_000), "message-large"),
    ],
    ids=["empty", "folder", "xlsx", "many", "bomb", "cut", "bzip2", "lzma", "stub", "end", "large"],
)  # fmt: skip
def test_what_no_zip_of_messages_is(data, code):
    assert faults(data) == [code]


def test_a_file_without_a_name_is_a_file():
    data = packed([("NAME", b"text")]).replace(b"NAME", b"\0AME")
    assert [(member.name, member.data) for member in members(data)] == [("", b"text")]


def test_a_zip_of_zips_stays_packed():
    inner = packed([("slashes.txt", b"/" * 10_000_000)])
    (member,) = members(packed([("inner.zip", inner)]))

    with pytest.raises(DrillError, match="is packed"):
        read_file(member.data)


def test_what_is_sealed_is_told():
    data = bytearray(packed([("a.txt", WAYBILL)]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1
    assert faults(bytes(data)) == ["message-sealed"]


def spread(names, data):
    """A zip in which many names stand for the same bytes, which are there once."""
    one = packed([("a", data)])
    listing, end = one.find(b"PK\x01\x02"), one.find(b"PK\x05\x06")
    entries = b"".join(one[listing : end - 1] + b"a" for _ in range(names))
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, names & 0xFFFF, names & 0xFFFF, len(entries), listing, 0)
    return one[:listing] + entries + last


@pytest.mark.parametrize(("names", "size"), [(900, 1_000_000), (100_000, 10)])
def test_names_for_the_same_bytes_do_not_add_up(names, size):
    data = spread(names, b"/" * size)
    tracemalloc.start()
    began = time.process_time()
    assert faults(data)
    assert time.process_time() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 150_000_000
    tracemalloc.stop()


def test_all_files_together_are_bounded():
    noise = bytes(range(256)) * 40
    data = packed([(f"{number}.bin", noise + bytes([number]) * 900_000) for number in range(60)])
    assert len(data) < 1_000_000
    assert faults(data)[-1] == "message-swollen"


def test_a_zip_cut_at_any_byte_is_refused_or_read():
    data = packed([("a.txt", WAYBILL), ("b.txt", WAYBILL)])
    assert {code for end in range(4, len(data)) for code in faults(data[:end])} == {"message-zip"}


@settings(max_examples=200)
@given(st.data())
def test_a_zip_with_bytes_changed_is_refused_or_read(draw):
    data = bytearray(packed([("a.txt", WAYBILL), ("b.txt", b"abc")]))
    for _ in range(draw.draw(st.integers(1, 5))):
        data[draw.draw(st.integers(4, len(data) - 1))] = draw.draw(st.integers(0, 255))
    assert all(isinstance(code, str) for code in faults(bytes(data)))


def readings(data):
    """What is read of a file, nothing if it is refused."""
    try:
        return read_file(data)
    except DrillError:
        return []


SAMPLES = sorted(path for path in VECTORS.parent.glob("*/*.*") if path.suffix in (".txt", ".xml", ".json") and "LICENSE" not in path.name)  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_message_cut_at_any_byte_is_read_or_refused(path):
    data = path.read_bytes()
    step = max(1, len(data) // 400)
    begins = [end for end in range(len(data)) if end < 400 or end % step == 0]
    read = [whole for whole in (readings(data[:end]) for end in begins) if whole]
    assert all(reading.kind for whole in read for reading in whole)
    assert len(read) > len(begins) // 3
