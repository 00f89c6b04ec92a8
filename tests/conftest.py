"""What all tests share: the command as a user calls it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# How long an example takes says more of what else the machine does than of the product.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Modules that mark their tests with `xdist_group` run in one process, where what they share is made once.

    pytest-xdist 3.8 hands groups on by a change of test names that pytest 9.2 no longer takes, without a word
    (pytest-dev/pytest-xdist#1386): every test would stand alone. When that is mended, this can go.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    @cache
    def together(module: str) -> bool:
        return "pytest.mark.xdist_group(" in (config.rootpath / module).read_text(encoding="utf-8")

    class Modules(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return module if together(module) else nodeid

    return Modules(config, log)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def first_steps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of first steps with seed 7, prepared once and played by nobody: to look at, never to change."""
    from simulator import Drill

    return Drill.prepare("first-steps", seed=7, out=tmp_path_factory.mktemp("first-steps") / "visit").folder.path


@pytest.fixture
def visit(first_steps: Path, tmp_path: Path) -> Path:
    """A copy of it for one test, as `visit` in the empty folder."""
    return shutil.copytree(first_steps, tmp_path / "visit")


@pytest.fixture
def jointdrill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in an empty folder: exit code, what it printed, what it complained of."""
    import cli

    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jointdrill", *map(str, words)])
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        assert "fault of ours" not in out.err
        return code, out.out, out.err

    return run


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a text of Python in a fresh process in an empty folder; it can import the product."""

    def run(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=tmp_path,
            env={**clean_environment(), "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def clean_environment() -> dict[str, str]:
    """The environment without what would change how a Python process starts or writes."""
    changing = ("PYTHON", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(changing)}
    return {**kept, "PYTHONUTF8": "1"}
