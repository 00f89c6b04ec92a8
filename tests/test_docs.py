"""The documents tell the truth: their sessions are run, and every command stands in the reference."""

import re
from pathlib import Path

import pytest
import typer

import cli
import pages


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.stem)
def test_what_commands_print_is_what_the_page_says(page):
    assert list(pages.differences(page)) == []


def test_every_command_has_its_help_in_the_reference():
    reference = (pages.ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ jointdrill (?:(\S+) )?--help$", reference, re.MULTILINE)
    assert shown == ["", *commands()]


def test_the_scenario_reference_is_made_from_the_model():
    page = pages.ROOT / "docs" / "scenario.md"
    assert page.read_text(encoding="utf-8") == pages.scenario_reference()


def test_links_between_the_documents_lead_somewhere():
    assert [link for page in pages.PAGES for link in broken_links(page)] == []


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
