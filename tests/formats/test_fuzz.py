"""Ten minutes of bytes that atheris makes: no reader raises, hangs or swells on any of them."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

FORMATS = ("cargo-imp", "cargo-xml", "one-record", "postal", "any", "zip")
SECONDS = int(os.environ.get("JOINTDRILL_FUZZ_SECONDS", "600"))
TARGET = Path(__file__).with_name("fuzz_readers.py")
WITHOUT = importlib.util.find_spec("atheris") is None


@pytest.mark.soak
@pytest.mark.skipif(WITHOUT, reason="atheris is not installed: there is none for this system or Python")
@pytest.mark.parametrize("name", FORMATS)
def test_no_bytes_make_a_reader_raise_hang_or_swell(name, tmp_path):
    each = max(1, SECONDS // len(FORMATS))
    command = [sys.executable, str(TARGET), name, str(each), str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=each + 300, check=False
    )
    found = sorted(path.name for path in (tmp_path / "crashes").glob("*"))
    assert (done.returncode, found) == (0, []), done.stderr[-4_000:]
    assert "stat::number_of_executed_units" in done.stderr
