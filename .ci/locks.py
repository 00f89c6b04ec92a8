"""Whether the locks are in step with pyproject.toml: without network, from the files and what is installed.

Four things are held: every requirement of the project is met by all its pins, every pin carries a hash, the
two locks agree, and no pin is left over that nothing asks for any more. The last one follows the requirements
of the installed packages, so it needs an environment that was made from `dev.lock`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as canonical

ROOT = Path(__file__).resolve().parent.parent

Pins = dict[str, list[Requirement]]


def entries(path: Path) -> Iterator[tuple[str, int]]:
    """Each pin of a lock as text, with the number of its hashes."""
    for block in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        words, *hashes = block.split("--hash=")
        if words.strip() and not words.startswith("#"):
            yield words.strip(), len(hashes)


def read(path: Path) -> tuple[Pins, list[str]]:
    """The pins of a lock by canonical name, and what is wrong with their form."""
    pins: Pins = {}
    faults = []
    for text, hashes in entries(path):
        if text.startswith("-") or "://" in text:
            faults.append(f"{path.name}: {text.split()[0]}: only pins by name may stand here")
            continue
        pin = Requirement(text)
        pins.setdefault(canonical(pin.name), []).append(pin)
        if not hashes:
            faults.append(f"{path.name}: {pin.name}: has no hash")
    return pins, faults


def version(pin: Requirement) -> str:
    """The version of a pin."""
    return next(iter(pin.specifier)).version


def unmet(wanted: list[Requirement], pins: Pins, name: str) -> Iterator[str]:
    """Requirements of the project that the lock does not meet."""
    for want in wanted:
        have = pins.get(canonical(want.name), [])
        if not have:
            yield f"{name}: {want.name}: is not locked"
        for pin in have:
            if not want.specifier.contains(version(pin), prereleases=True):
                yield f"{name}: {want.name}: locked at {version(pin)}, not {want.specifier}"


def asked_by(package: str, extras: set[str]) -> Iterator[Requirement]:
    """What an installed package asks for on any platform; nothing for one that is not installed here."""
    try:
        lines = requires(package) or []
    except PackageNotFoundError:
        lines = []
    for need in map(Requirement, lines):
        marker = str(need.marker or "")
        if "extra ==" not in marker or any(f'"{extra}"' in marker for extra in extras):
            yield need


def reached(wanted: list[Requirement]) -> set[str]:
    """Names of all packages that the project asks for, directly or through another."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(wanted)
    while waiting:
        need = waiting.pop()
        key = (canonical(need.name), frozenset(need.extras))
        if key not in seen:
            seen.add(key)
            waiting.extend(asked_by(need.name, need.extras))
    return {name for name, _ in seen}


def differing(runtime: Pins, dev: Pins) -> Iterator[str]:
    """Pins of the runtime lock that the dev lock lacks or has at another version."""
    for name, pins in runtime.items():
        if {version(pin) for pin in pins} != {version(pin) for pin in dev.get(name, [])}:
            yield f"dev.lock: {name}: differs from runtime.lock"


def faults() -> list[str]:
    """Everything that is out of step."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = [Requirement(line) for line in project["project"]["dependencies"]]
    dev = runtime + [Requirement(line) for line in project["dependency-groups"]["dev"]]
    found: list[str] = []
    locks: list[Pins] = []
    for name, wanted in (("runtime.lock", runtime), ("dev.lock", dev)):
        pins, wrong = read(ROOT / name)
        left = sorted(set(pins) - reached(wanted))
        found += [
            *wrong,
            *unmet(wanted, pins, name),
            *(f"{name}: {pin}: nothing asks for it" for pin in left),
        ]
        locks.append(pins)
    return found + list(differing(*locks))


if __name__ == "__main__":
    wrong = faults()
    print("\n".join([*wrong, "run: make lock"]) if wrong else "locks: in step with pyproject.toml")
    sys.exit(bool(wrong))
