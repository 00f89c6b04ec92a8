"""The documents tell the truth: their sessions are run, and every command stands in the reference."""

import io
import os
import re
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, get_args

import pytest
import typer

import cli
import figures
import pages
from simulator.common.tables import table
from simulator.scenario.model import Procedure, Scenario, SystemKind
from simulator.scoring.model import Score
from simulator.scoring.model_measures import CaseWay, MachineTime, ReasonUse, Recording, Space, Timing

OFFICERS = [
    page
    for page in pages.PAGES
    if page.parent.name in ("systems", "procedures", "controls") and page.name != "README.md"
]
"""The pages for officers: one question each."""


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.stem)
def test_what_commands_print_is_what_the_page_says(page, monkeypatch):
    """README and the helps are read in processes of their own, as by a user; other pages in this one: it is faster."""
    if page.name not in ("README.md", "commands.md"):
        monkeypatch.setattr(pages, "run", run_here(monkeypatch))
    assert list(pages.differences(page)) == []


def run_here(monkeypatch):
    """What `pages.run` does, in this process."""
    for name, value in {"COLUMNS": str(pages.WIDTH), "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)

    def run(words: list[str], folder: Path) -> tuple[int, str]:
        printed, code = io.StringIO(), 0
        monkeypatch.setattr(sys, "argv", ["jointdrill", *words])
        with chdir(folder), redirect_stdout(printed), redirect_stderr(printed):
            try:
                cli.main()
            except SystemExit as stop:
                code = int(stop.code or 0)
        lines = [line.rstrip().replace(os.sep, "/") for line in printed.getvalue().splitlines()]
        return code, "\n".join(lines).strip("\n")

    return run


def test_every_command_has_its_help_in_the_reference():
    reference = (pages.ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ jointdrill (?:(\S+) )?--help$", reference, re.MULTILINE)
    assert shown == ["", *commands()]


def test_the_scenario_reference_is_made_from_the_model():
    page = pages.ROOT / "docs" / "scenario.md"
    assert page.read_text(encoding="utf-8") == pages.scenario_reference()


def test_links_between_the_documents_lead_somewhere():
    assert [link for page in pages.PAGES for link in broken_links(page)] == []


@pytest.mark.parametrize("page", OFFICERS, ids=lambda page: page.stem)
def test_the_figures_of_a_page_are_those_of_the_data(page):
    text = page.read_text(encoding="utf-8")
    assert figures.figured(text) == text


def test_figures_of_an_unknown_kind_are_refused():
    with pytest.raises(ValueError, match="weather is none of rows, control"):
        figures.figured("<!-- figures: weather today -->\n<!-- end -->")
    with pytest.raises(ValueError, match="no rows"):
        figures.figured("<!-- figures: rows operation/steps title ?code=dance -->\n<!-- end -->")


def test_every_system_and_procedure_has_a_page():
    names = {page.relative_to(pages.ROOT / "docs").as_posix() for page in OFFICERS}
    wanted = [f"systems/{kind}.md" for kind in get_args(SystemKind)]
    wanted += [f"procedures/{procedure}.md" for procedure in get_args(Procedure)]
    assert [name for name in wanted if name not in names] == []


def test_every_control_step_and_contact_stands_on_a_page():
    text = "".join(page.read_text(encoding="utf-8") for page in OFFICERS if page.parent.name == "controls")
    controls = [f"<!-- figures: control {row['code']} -->" for row in table("operation", "controls")]
    rows = [f"| {row['code']} | {row['title']} |" for name in ("steps", "contacts") for row in table("operation", name)]
    assert [each for each in (*controls, *rows) if each not in text] == []


def test_every_page_for_officers_is_linked_from_the_index():
    index = (pages.ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    links = [f"]({page.relative_to(pages.ROOT / 'docs').as_posix()})" for page in OFFICERS]
    assert [link for link in links if link not in index] == []


@pytest.mark.parametrize("page", OFFICERS, ids=lambda page: page.stem)
def test_keys_and_scores_that_a_page_names_exist(page):
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "**EXERCISE.**" in text
    assert [path for path in named(text, "Keys") if not leads(Scenario, path)] == []
    assert [path for path in named(text, "Score") if not leads(Score, path)] == []


FIGURES = pages.ROOT / "docs" / "figures.md"


def test_every_field_that_the_figures_name_exists():
    text = FIGURES.read_text(encoding="utf-8")
    roots = "|".join(name for name in Score.model_fields)
    paths = re.findall(rf"`((?:{roots})(?:\.[a-z_]+)+)`", text)
    assert len(paths) > 60
    assert [path for path in paths if not leads(Score, path)] == []


def test_every_measure_of_ratings_is_explained():
    text = FIGURES.read_text(encoding="utf-8")
    assert [row["code"] for row in table("scoring", "measures") if f"| `{row['code']}` |" not in text] == []


@pytest.mark.parametrize("part", [CaseWay, Timing, Recording, Space, ReasonUse, MachineTime])
def test_every_field_of_a_measure_is_explained(part):
    """But for what names the thing that is measured."""
    text = FIGURES.read_text(encoding="utf-8")
    named = set(re.findall(r"\.([a-z_]+)`", text))
    assert set(part.model_fields) - {"machine", "count", "indicator"} <= named


def test_an_ellipsis_stands_for_lines_or_for_characters():
    assert pages.agrees("a\n…\nd", "a\nb\nc\nd")
    assert pages.agrees("took … s", "took 1.5 s")
    assert not pages.agrees("took … s", "took 1.5 s\nand more")
    assert not pages.agrees("a.c", "abc")


def commands() -> list[str]:
    """The names that `jointdrill --help` lists, in its order."""
    return list(typer.main.get_command(cli.app).commands)


def broken_links(page: Path) -> list[str]:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    return [f"{page.name}: {target}" for target in targets if not (page.parent / target).exists()]


def named(text: str, what: str) -> list[str]:
    """The dotted paths in backticks of the paragraph `**Keys:**` or `**Score:**`."""
    paragraph = re.search(rf"^\*\*{what}:\*\* (.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert paragraph, f"no {what}"
    return re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", paragraph[1])


def leads(model: Any, path: str) -> bool:
    """Whether a path of field names, as files write them, leads somewhere in a model."""
    for name in path.split("."):
        fields = {field.alias or key: field for model in models(model) for key, field in model.model_fields.items()}
        if name not in fields:
            return False
        model = fields[name].annotation
    return True


def models(annotation: Any) -> list[Any]:
    """The models in an annotation, like those of a list or a mapping."""
    inside = [found for each in get_args(annotation) for found in models(each)]
    return [annotation, *inside] if hasattr(annotation, "model_fields") else inside
