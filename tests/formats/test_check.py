"""Single numbers: what is wrong with a unit load device or a flight, held against numbers from outside."""

import csv
from pathlib import Path

import pytest

from simulator.formats import check

VECTORS = Path(__file__).parent.parent / "vectors" / "ids"


def devices():
    with (VECTORS / "uld.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", devices(), ids=lambda row: row["uld"])
def test_unit_load_devices_are_split_in_their_parts(row):
    kind = row["type"] + row["base"] + row["contour"]
    assert check.uld_parts(row["uld"]) == (kind, row["serial"], row["owner"])
    assert check.uld_flaw(row["uld"]) is None


@pytest.mark.parametrize("text", ["", "PMC", "PMC0147399R7", "1MC01473R7", "AKE012KC", "pmc01473r7", "PMCAB473R7"])
def test_what_is_not_written_like_a_device_is_told(text):
    assert check.uld_flaw(text) == "shape"
    assert check.uld_parts(text) is None


@pytest.mark.parametrize("text", ["KC123", "KC0123", "RU7771B", "5X076", "P35070"])
def test_flight_numbers(text):
    assert check.flight_flaw(text) is None


@pytest.mark.parametrize("text", ["", "KC", "KC12", "KC12345", "550123", "KCA123", "KC123AB", "KC١٢٣"])
def test_what_is_not_written_like_a_flight_is_told(text):
    assert check.flight_flaw(text) == "shape"


def test_digits_of_other_scripts_are_no_digits():
    assert check.awb_flaw("465-١٢٣٤٥٦٧٥") == "shape"
