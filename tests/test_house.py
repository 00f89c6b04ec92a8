"""The house is in order: its top level, its packages, what stands in its files."""

import ast
from functools import cache
from pathlib import Path

import pytest

import locks
import tracked

pytestmark = pytest.mark.xdist_group("house")  # its modules are parsed once

FOLDERS = {".ci", "benchmarks", "docs", "scenarios", "simulator", "templates", "tests"}
FILES = {
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "cli.py",
    "dev.lock",
    "pyproject.toml",
    "runtime.lock",
}


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return [path.relative_to(tracked.ROOT) for path in tracked.tracked()]


def library(files: list[Path]) -> dict[Path, ast.Module]:
    """The modules of the library as syntax trees."""
    sources = [path for path in files if path.parts[0] == "simulator" and path.suffix == ".py"]
    return {path: parsed(path) for path in sources}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((tracked.ROOT / path).read_text(encoding="utf-8"))


def test_the_top_level_is_the_clients(files):
    assert {path.parts[0] for path in files if len(path.parts) > 1} <= FOLDERS
    assert {path.name for path in files if len(path.parts) == 1} <= FILES


def test_no_file_names_a_registry_a_machine_or_a_secret(files):
    assert [fault for path in files for fault in tracked.found_in(tracked.ROOT / path)] == []


def test_the_locks_are_in_step_with_the_project():
    assert locks.faults() == []


def test_every_module_says_what_it_is(files):
    assert [str(path) for path, tree in library(files).items() if not ast.get_docstring(tree)] == []


def test_library_code_does_not_print(files):
    calls = [
        (path, node) for path, tree in library(files).items() for node in ast.walk(tree) if isinstance(node, ast.Call)
    ]
    assert [str(path) for path, call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"] == []


def test_texts_are_written_with_the_same_line_ends_on_any_system(files):
    calls = [(path, node) for path, tree in library(files).items() for node in ast.walk(tree) if writes_text(node)]
    assert calls
    assert [
        f"{path}:{call.lineno}" for path, call in calls if all(word.arg != "newline" for word in call.keywords)
    ] == []


def writes_text(node: ast.AST) -> bool:
    """Whether a call writes a file as text."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    modes = [word.value for word in node.args[:1] if isinstance(word, ast.Constant)]
    return node.func.attr == "write_text" or (
        node.func.attr in ("open", "NamedTemporaryFile") and any(mode in ("w", "a", "x") for mode in modes)
    )


def test_every_table_names_its_sources(files):
    tables = [path for path in files if path.match("simulator/*/data/*.csv")]
    heads = {path: (tracked.ROOT / path).read_text(encoding="utf-8").partition("\n")[0] for path in tables}
    assert [str(path) for path, head in heads.items() if head.strip().split(",")[-1] != "source"] == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("see https://py" + "pi.org/simple", "a registry host"),
        ("--index-url " + "https://mirror.example/simple", "a registry host"),
        ("open('/ro" + "ot/x')", "a path of one machine"),
        ("C:" + "\\Users\\ann", "a path of one machine"),
        ("pass" + "word = 'hunter22'", "a secret"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a secret"),
    ],
)
def test_the_search_finds(line, what):
    assert [name for name, pattern in tracked.FORBIDDEN.items() if pattern.search(line)] == [what]


@pytest.mark.parametrize(
    "line", ["https://docs.example.org/ho" + "me/page", "a/wo" + "rk/b", "password = ask()", "/etc"]
)
def test_the_search_leaves_alone(line):
    assert not any(pattern.search(line) for pattern in tracked.FORBIDDEN.values())
