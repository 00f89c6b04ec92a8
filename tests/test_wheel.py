"""The wheel works in a clean environment outside the checkout, and holds what it should."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def built(root, tmp_path_factory) -> Path:
    """A folder with the source distribution and the wheel that is built from it."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(root)]
    subprocess.run(build, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The `jointdrill` command of a fresh environment; the libraries come from the one that runs the tests.

    Its `.pth` file adds the folder of the libraries without carrying out the `.pth` files in there, so that a
    link to the checkout is not followed.
    """
    home = tmp_path_factory.mktemp("clean") / "env"
    venv.create(home, symlinks=os.name != "nt")
    places = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)}, scheme="venv")
    python = Path(places["scripts"]) / ("python.exe" if os.name == "nt" else "python")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (Path(places["purelib"]) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Path(places["scripts"]) / ("jointdrill.exe" if os.name == "nt" else "jointdrill")


@pytest.fixture
def jointdrill(installed, tmp_path):
    """Call the installed command in an empty folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def call(*words: str) -> str:
        done = subprocess.run(
            [str(installed), *words],
            cwd=tmp_path,
            env={**kept, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return call


def test_the_wheel_holds_code_data_scenarios_and_templates_and_nothing_else(root, wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for path in (root / "simulator").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    shipped = [path for kind in ("scenarios", "templates") for path in (root / kind).rglob("*") if path.is_file()]
    expected = {path.relative_to(root).as_posix() for path in ours} | {"cli.py"}
    expected |= {"simulator/shipped/" + path.relative_to(root).as_posix() for path in shipped}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert "simulator/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_installed_code_is_not_the_checkout(installed, jointdrill, root, tmp_path):
    python = installed.with_name("python.exe" if os.name == "nt" else "python")
    show = [str(python), "-P", "-c", "import simulator, cli; print(simulator.__file__, cli.__file__)"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    shown = subprocess.run(show, cwd=tmp_path, env=kept, capture_output=True, encoding="utf-8", check=True).stdout
    assert str(root) not in shown


def test_the_command_shows_its_help_and_the_shipped_scenarios(root, jointdrill):
    assert "EXERCISE" in jointdrill("--help").upper()
    shown = jointdrill("scenarios")
    assert [path.stem for path in (root / "scenarios").glob("*.yaml") if path.stem not in shown] == []


def test_a_drill_runs_to_its_debrief(jointdrill, tmp_path):
    jointdrill("run", "first-steps", "--seed", "7", "--out", "drill")
    assert "EXERCISE" in (tmp_path / "drill" / "debrief.html").read_text(encoding="utf-8")
    assert (tmp_path / "drill" / "score.json").is_file()
