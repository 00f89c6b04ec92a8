"""The commands start fast: showing the help loads none of the heavy libraries."""

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
HEAVY = {
    "faker",
    "fastexcel",
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
