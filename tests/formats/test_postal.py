"""Messages between posts: what is written reads back, what is odd is flagged, what is not understood is kept."""

import re
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.formats import postal
from simulator.formats.notes import MOST_FLAGS
from simulator.formats.postal import itmatt, predes
from simulator.formats.postal.records import (
    Bag,
    Content,
    DispatchData,
    Envelope,
    Heading,
    Item,
    ItemData,
    Paper,
    Party,
)
from simulator.formats.quantities import Amount
from simulator.formats.reading import Flag
from simulator.formats.words import FLAGS

text = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc"]), max_size=20)
filled = text.filter(bool)
sums = st.builds(Amount, st.decimals(0, 10**9, places=2, allow_nan=False), st.sampled_from(["USD", "KZT", "EUR", ""]))
weights = st.decimals(0, 1000, places=3, allow_nan=False)
days = st.dates().map(lambda day: f"20{day:%y%m%d}")
times = st.tuples(days, st.times()).map(lambda both: f"{both[0]}{both[1]:%H%M}")
parties = st.builds(
    Party, text, st.lists(filled, max_size=3).map(tuple), text, text, text, text, text, text, text, text
)
contents = st.builds(Content, text, st.none() | weights, st.none() | weights, st.none() | sums, text, text)
items = st.builds(
    Item,
    filled,
    text,
    text,
    text,
    st.just("") | days,
    st.none() | weights,
    st.none() | sums,
    st.none() | sums,
    st.none() | sums,
    text,
    st.none() | parties,
    st.none() | parties,
    st.lists(st.builds(Paper, filled, text), max_size=2).map(tuple),
    st.lists(contents, max_size=3).map(tuple),
)
headings = st.builds(Heading, text, text, st.just("") | days | times)
address = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=14)
envelopes = st.builds(Envelope, address, address, st.just("") | times, text)
data = st.builds(ItemData, st.lists(items, max_size=3).map(tuple), headings, envelopes)
loads = st.builds(Bag, filled, st.none() | weights, st.lists(filled, max_size=3).map(tuple))
closed = st.builds(
    DispatchData,
    text,
    text,
    st.just("") | times,
    st.just("") | days,
    st.lists(loads, max_size=3).map(tuple),
    headings,
    envelopes,
)

TOY = Item(
    "RB123456785GB",
    mail_class="U",
    nature="31",
    posted="20221101",
    gross_kg=Decimal("0.500"),
    value=Amount(Decimal("24.00"), "USD"),
    sender=Party("Ann Example", ("1 High Street",), "Leeds", "", "LS1", "GB"),
    addressee=Party("Aigerim Example", ("Abay 1",), "Almaty", "", "050000", "KZ", phone="+7 000"),
    papers=(Paper("380", "INV-1"),),
    contents=(Content("toys", Decimal(2), Decimal("0.200"), Amount(Decimal("24.00"), "USD"), "950300", "CN"),),
)
DISPATCH = DispatchData(
    "GBLALAKZALAAAUN20123",
    "HY602",
    "202211082000",
    bags=(Bag("GBLALAKZALAAAUN20123001110125", None, ("RB123456785GB",)),),
)


def message(item=TOY):
    return itmatt.write(ItemData((item,), Heading("M1", "9", "202211081430"), Envelope("GBA", "KZA")))


def flags(data):
    return [(flag.line, flag.code, flag.where) for reading in postal.read(data) for flag in reading.flags]


@settings(deadline=None)
@given(data)
def test_item_data_that_is_written_reads_back(made):
    reading = postal.read(itmatt.write(made))[0]

    assert reading.record == made
    assert reading.kept == {}


@settings(deadline=None)
@given(closed)
def test_a_dispatch_that_is_written_reads_back(made):
    reading = postal.read(predes.write(made))[0]

    assert reading.record == made
    assert reading.kept == {}


def test_an_item_is_told_without_a_flag():
    reading = postal.read(message())[0]

    assert (reading.kind, reading.version, reading.line, reading.flags) == ("ITMATT", "1.1", 2, ())
    assert reading.record.items == (TOY,)


def test_a_wrong_check_digit_is_flagged_and_the_item_is_read():
    reading = postal.read(message(Item("RB123456786GB")))[0]

    assert reading.record.items[0].number == "RB123456786GB"
    assert reading.flags == (Flag(5, "check-digit", "S10", "RB123456786GB"),)


def test_a_dispatch_is_checked_down_to_its_items():
    wrong = DispatchData("GBLALAKZALAAAUN20123", bags=(Bag("GBLALAKZALAAAUN20124001110125", None, ("CP001020301BR",)),))

    assert [code for _, code, _ in flags(predes.write(DISPATCH))] == []
    assert [code for _, code, _ in flags(predes.write(wrong))] == ["other-dispatch", "check-digit"]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (b"GDS+U", b"GDS+Q", "code"),
        (b"GIS+31", b"GIS+77", "code"),
        (b"CNT+10:1", b"CNT+10:2", "count"),
        (b"UNT+22+1", b"UNT+23+1", "count"),
        (b"UNT+22+1", b"UNT+22+2", "reference"),
        (b"UNZ+1", b"UNZ+2", "count"),
        (b"UNT+22+1'\n", b"", "no-end"),
        (b"PIA+5", b"PIA+9", "not-understood"),
        (b"LOC+27+CN'", b"LOC+27+CN'LOC+27+DE'", "not-understood count"),
        (b"KGM:0.500", b"LBR:0.500", "not-understood"),
        (b"KGM:0.500", b"KGM:half", "not-understood"),
        (b"UNZ+1", b"XXX+1'UNZ+1", "not-understood"),
        (b"GBA+KZA", b"GBA+KZA++++++++++", None),
        (b"KGM:0.500", b"KGM:0,500", None),
    ],
)
def test_what_is_odd_is_flagged_and_the_rest_is_read(old, new, codes):
    sent = message()
    reading = postal.read(sent.replace(old, new))[0]

    assert old in sent
    assert [flag.code for flag in reading.flags] == (codes or "").split()
    assert len(reading.record.items) == 1


def test_a_segment_that_is_not_understood_is_kept_whole_with_its_line():
    reading = postal.read(message().replace(b"GID+1'", b"EQD+CN+?'x?'+1'\nGID+1'"))[0]

    assert reading.kept == {15: "EQD+CN+?'x?'+1"}


def test_a_value_that_the_record_does_not_hold_is_kept():
    reading = postal.read(message().replace(b"GID+1'", b"GID+1+4:BX'"))[0]

    assert list(reading.kept.values()) == ["GID+1+4:BX"]
    assert reading.record.items == (TOY,)


def test_messages_of_a_file_are_read_one_by_one():
    other = b"UNH+1+IFTSTA:D:96A:UN'BGM+1'UNT+3+1'"
    found = postal.read(message() + other + predes.write(DISPATCH))

    assert [reading.kind for reading in found] == ["ITMATT", "IFTSTA", "PREDES"]
    assert found[1].record is None
    assert "BGM+1" in "".join(found[1].kept.values())


def test_an_old_alphabet_is_read_as_the_interchange_names_it():
    sent = message(Item("RB123456785GB", comments="игрушки")).decode().replace("UNOW:4", "UNOE:3")

    assert postal.read(sent.encode("iso-8859-5"))[0].record.items[0].comments == "игрушки"


def test_an_alphabet_that_is_not_named_is_guessed_and_flagged():
    assert (1, "encoding", "") in flags(message(Item("RB123456785GB", comments="café")).decode().encode("cp1252"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"PK\x03\x04rest", "is packed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "no text"),
        (b"Dear colleagues, please find attached", "no EDIFACT message"),
        (b"UNH+1+IFTMIN:D:96A:UN'UNT+2+1'", "of other kinds"),
        (b"UNB+UNOA:1'", "of other kinds"),
        (b"x" * 50_000_000, "larger than 16 MB"),
    ],
    ids=["nothing", "blanks", "zip", "picture", "letter", "other", "no-message", "large"],
)
def test_what_is_no_message_of_a_post_is_refused_in_one_line(data, said):
    with pytest.raises(DrillError, match=said) as refused:
        postal.read(data)

    assert len(refused.value.faults) == 1


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(tail):
    for sent in (tail, b"UNB+UNOA:1'UNH+1+ITMATT:1'" + tail, b"UNH+1+PREDES:1'GID+1'GIN+BN+" + tail):
        with suppress(DrillError):
            assert postal.read(sent)


@settings(deadline=None)
@given(st.data())
def test_a_message_with_bytes_changed_is_read_or_refused(data):
    sent = bytearray(message())
    for _ in range(data.draw(st.integers(1, 5))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))

    with suppress(DrillError):
        assert postal.read(bytes(sent))


def test_a_large_file_is_read_in_a_bounded_time():
    sent = itmatt.write(ItemData((TOY,) * 5_000))
    begun = time.process_time()

    assert len(postal.read(sent)[0].record.items) == 5_000
    assert time.process_time() - begun < 30


def test_every_flag_has_its_words():
    sources = Path(postal.__file__).parent.rglob("*.py")
    raised = {
        code
        for path in sources
        for code in re.findall(r'\.flag\([^"()]*(?:\([^()]*\))?[^"()]*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert raised
    assert raised <= FLAGS.keys()


def test_of_very_many_flags_the_rest_is_one():
    count = 3 * MOST_FLAGS
    body = "CNI+1+XX'\n" * count
    (reading,) = postal.read(f"UNH+1+ITMATT:1:1:UP'\n{body}UNT+{count + 2}+1'\n".encode())
    assert len(reading.record.items) == count
    assert len(reading.flags) == MOST_FLAGS + 1
    assert reading.flags[-1] == Flag(MOST_FLAGS + 2, "flags", "", f"{count - MOST_FLAGS:,}")


def test_a_file_with_more_flags_than_any_is_refused():
    body = "CNI+1+XX'" * MOST_FLAGS
    with pytest.raises(DrillError, match=r"more than 200,000"):
        postal.read("".join(f"UNH+1+ITMATT:1:1:UP'{body}" for _ in range(21)).encode())
