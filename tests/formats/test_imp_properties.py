"""What is written reads back the same, and no text or bytes make reading raise, hang or swell."""

import time
import tracemalloc

import imp_messages as imp
import imp_records
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.common.errors import DrillError
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.lines import MOST_LINES

many_examples = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_same(record, version):
    text = cargo_imp.write(record, version)
    (reading,) = cargo_imp.read(text.encode())
    assert reading.record == record
    assert reading.kept == {}
    assert max(map(len, text.split("\r\n"))) <= 90


@many_examples
@given(imp_records.waybills(tagged=True))
def test_waybills_read_back(record):
    assert_same(record, 17)


@many_examples
@given(imp_records.waybills(tagged=False))
def test_older_waybills_read_back(record):
    assert_same(record, 16)


@many_examples
@given(imp_records.houses(tagged=True))
def test_houses_read_back(record):
    assert_same(record, 5)


@many_examples
@given(imp_records.houses(tagged=False))
def test_older_houses_read_back(record):
    assert_same(record, 4)


@many_examples
@given(imp_records.manifests)
def test_manifests_read_back(record):
    assert_same(record, 8)


@many_examples
@given(imp_records.reports, st.sampled_from([14, 15]))
def test_status_reads_back(record, version):
    assert_same(record, version)


@given(imp_records.waybills(tagged=True))
@many_examples
def test_a_routing_with_a_first_carrier_is_not_flagged(record):
    (reading,) = cargo_imp.read(cargo_imp.write(record, 17).encode())
    assert not any("leg" in flag.where + flag.value for flag in reading.flags)


def read_or_refuse(data):
    try:
        return cargo_imp.read(data)
    except DrillError:
        return []


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(data):
    read_or_refuse(data)


HEADS = st.sampled_from(
    ["FWB/17\n", "FHL/5\n", "FFM/8\n", "FSU/14\n", "FSA/15\n", "FWB/16 465-12345675TASALA/T1\n", "FNA/1\n"]
)
PIECES = [
    "/",
    "//",
    "\n",
    "\n/",
    "465-12345675",
    "TASALA",
    "T4K80",
    "ULD/",
    "OCI/",
    "SHP\n",
    "NAM/",
    "RTD/",
    "/1/P4",
    "/NG/",
    "LAST",
    "=",
    "\x03",
    "NNNN",
    "0" * 30,
    "²",
    "ß",
    "\u2028",
    "DIM/",
    "HBS/",
    "MBI/",
    "CRC/",
    "17APR",
    "-",
    ".",
    "A" * 200,
]


@many_examples
@given(HEADS, st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40))
def test_no_text_makes_it_raise(head, pieces):
    for reading in read_or_refuse((head + "".join(pieces)).encode("utf-8", "surrogatepass")):
        if reading.record is not None:
            cargo_imp.write(reading.record)


SAMPLES = [path.read_text(encoding="ascii") for path in sorted(imp.VECTORS.glob("f*.txt"))]


@many_examples
@given(st.sampled_from(SAMPLES), st.data())
def test_no_damage_to_a_sample_makes_it_raise_or_loses_a_line(sample, data):
    at = data.draw(st.integers(0, len(sample)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.text("/\nABC019-. ", max_size=6))
    damaged = sample[:at] + put + sample[at + cut :]

    for reading in read_or_refuse(damaged.encode()):
        lines = damaged.split("\n")
        assert all(0 < flag.line <= len(lines) for flag in reading.flags)
        for line, text in reading.kept.items():
            assert all(part in lines[line - 1] for part in text.split("\n"))


UNITS = [
    "/",
    "/\n",
    "//\n",
    "A",
    "A\n",
    "AAA/\n",
    "1/",
    "465-12345675TASALA/T1\n",
    "OCI/",
    "NAM/\n",
    " ",
    "\n",
    "\r",
    "=\n",
]
UNITS += [
    "FWB/17\n/",
    "FWB/17\n\n",
    "QQ AAAAAAA\n",
    "0",
    "RTD/1\n/NG/\n",
    "ULD/\n",
    "465-12345675\nRCS/\n",
    "OTH/P/MYC1MYC1\n",
]
BEGINS = ["FWB/17\n465-12345675TASALA/T4K80\n", "FFM/8\n", "FSU/14\n", "FHL/5\n", ""]


def worst(begin, unit, size):
    return (begin + unit * (size // len(unit))).encode()


@pytest.mark.parametrize("unit", UNITS)
def test_much_of_anything_takes_bounded_time_and_memory(unit):
    for begin in BEGINS:
        data = worst(begin, unit, 40_000)
        tracemalloc.start()
        began = time.process_time()
        read_or_refuse(data)
        took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert took < 2
        assert peak < 40 * 2**20


@pytest.mark.soak
@pytest.mark.parametrize("unit", UNITS)
def test_as_much_as_a_file_may_hold_takes_bounded_time(unit):
    for begin in BEGINS:
        began = time.process_time()
        read_or_refuse(worst(begin, unit, 16_000_000))
        assert time.process_time() - began < 60


def test_lines_beyond_the_limit_are_counted():
    reading = imp.one("FWB/17\n465-12345675TASALA/T4K80\nSSR/A\n" + "/B\n" * (MOST_LINES + 5))

    assert len(reading.record.service_requests) == MOST_LINES - 1
    assert [flag.value for flag in reading.flags if flag.code == "more"] == ["7 lines"]


def test_too_many_messages_are_refused():
    with pytest.raises(DrillError, match=r"more than 50,000 messages"):
        cargo_imp.read(b"FWB/17\n" * 50_001)
