"""The commands start fast, and on any terminal: showing the help loads none of the heavy libraries."""

import json
import os
import re
import subprocess
import sys

import pytest

SHOW_HELP = """
import sys
import cli
sys.argv = ["jointdrill", *sys.argv[1:]]
try:
    cli.main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("loaded:", *sorted(sys.modules))
"""
CHECK_TWICE = """
import sys
import cli
scenario = sys.argv[1]
for more in ([], ["--json"]):
    sys.argv = ["jointdrill", "check", scenario, *more]
    try:
        cli.main()
    except SystemExit as stop:
        assert not stop.code, stop.code
    if not more:
        print("=====", flush=True)
"""
"""For people and for programs, in one process."""
HEAVY = {
    "faker",
    "jinja2",
    "numpy",
    "polars",
    "pydantic",
    "scipy",
    "simpy",
    "vl_convert",
    "xlsxwriter",
    "yaml",
}


def loaded(done) -> set[str]:
    """The heavy libraries that a process had loaded in the end."""
    last = (done.stdout.splitlines() or ["nothing"])[-1]
    assert last.startswith("loaded:"), done.stderr
    return HEAVY & set(last.split())


def test_help_loads_no_heavy_library(python):
    assert loaded(python(SHOW_HELP, "--help")) == set()


def test_the_help_of_a_command_loads_only_what_typer_reads_options_with(python):
    assert loaded(python(SHOW_HELP, "run", "--help")) <= {"pydantic"}


def test_the_package_itself_loads_no_heavy_library(python):
    assert loaded(python("import sys, simulator; print('loaded:', *sys.modules)")) == set()


@pytest.mark.parametrize("page", ["cp1251", "cp1252", "ascii"])
def test_an_old_code_page_shows_what_it_can(root, tmp_path, page):
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": page}
    cyrillic = tmp_path / "Учение.yaml"
    text = (root / "simulator" / "scenario" / "data" / "starter.yaml").read_text(encoding="utf-8")
    cyrillic.write_text(re.sub(r"(?m)^title:.*$", "title: სწავლება Учение", text), encoding="utf-8")
    environment["PYTHONPATH"] = str(root)
    done = subprocess.run(
        [sys.executable, "-c", CHECK_TWICE, str(cyrillic)], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told, _, values = done.stdout.partition(b"=====")
    assert told.strip()
    assert json.loads(values.decode())["title"] == "სწავლება Учение"
