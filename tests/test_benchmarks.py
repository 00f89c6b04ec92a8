"""The harness of the benchmarks: ratios, budgets, and a table for people."""

import pytest

import cli
from benchmarks import __main__ as bench
from benchmarks import help_start, world_week
from benchmarks.measure import Peak, Ratio, Row, Run, fresh

RUNS = {
    "ours": [Run(3.0, 100), Run(2.0, 120), Run(9.0, 110)],
    "reference": [Run(1.0, 50), Run(2.0, 50), Run(1.5, 50)],
}


def test_a_ratio_is_median_over_median_with_the_spread_of_turns():
    row = Ratio("t", "ours", "reference", at_most=2.5).row(RUNS)
    assert (row.value, row.spread, row.budget, row.holds) == ("2.00", "1.00 to 6.00", "at most 2.5", True)


@pytest.mark.parametrize(("bounds", "holds"), [({"at_most": 1.9}, False), ({"at_least": 2.0}, True)])
def test_a_budget_holds_or_not(bounds, holds):
    assert Ratio("t", "ours", "reference", **bounds).row(RUNS).holds is holds


def test_a_peak_is_the_worst_of_all_runs():
    row = Peak("t", "ours", at_most=115).row(RUNS)
    assert (row.value, row.holds) == ("120 MB", False)


def test_new_figures_take_the_place_of_the_last_ones(tmp_path, monkeypatch):
    page = tmp_path / "README.md"
    page.write_text("# Head\n", encoding="utf-8")
    monkeypatch.setattr(bench, "README", page)
    for value in ("1.00", "2.00"):
        bench.keep("a", [Row("first", value, "s", "b", True)])
    bench.keep("b", [Row("second", "3.00", "s", "b", False)])
    shown = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith(("| first", "| second"))]
    assert shown == ["| first | 2.00 | s | b |", "| second | 3.00 | s | b: **over** |"]


def test_every_benchmark_has_its_figures_in_the_table():
    text = bench.README.read_text(encoding="utf-8")
    assert [name for name in bench.names() if f"<!-- {name} -->" not in text] == []


def test_the_week_that_is_prepared_is_a_scenario_without_a_fault():
    week = world_week.scenario(20_000)
    assert sum(entry.count for entry in week.traffic) == 20_000


def test_the_help_is_measured_against_an_app_that_is_made_as_ours():
    text = help_start.empty_app()
    assert "rich_markup_mode=None" in text
    assert text.count("@app.command()") == len(cli.app.registered_commands)


def test_a_name_that_is_no_benchmark_is_refused(capsys):
    assert bench.main(["nothing"]) == 2
    assert "help_start" in capsys.readouterr().err


def test_a_case_that_fails_says_why():
    with pytest.raises(RuntimeError, match="KeyError: 'nothing'"):
        fresh("benchmarks.help_start", "nothing")
