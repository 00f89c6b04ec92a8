"""What must not stand in a file of the repository: registry hosts, paths of one machine, secrets.

Prints `file:line: what` for each and exits 1. Looks at what git tracks, and at what it would track.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FORBIDDEN = {
    "a registry host": re.compile(
        r"\b(?:pypi\.org|python[h]osted\.org|npmjs\.(?:org|com)|(?:deb|ftp)\.debian\.org|crates\.io)\b"
        r"|(?:--(?:extra-)?index-url|--find-links|registry)[= ]+\S*://",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(r"(?<![\w.:/-])/(?:root|home|work|opt|Users)/\w|\b[A-Z]:\\{1,2}Users\b"),
    "a secret": re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{20,}"
        r"|\bxox[abpr]-\w{10,}|\b(?:api_key|password|passwd|secret_key)\s*[=:]\s*[\"'][^\"'{}\s]{6,}[\"']"
        r"|://[^/\s:@{}<>]+:[^/\s:@{}<>]+@",
        re.IGNORECASE,
    ),
}
ADDRESSED_LOCKS = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}


def tracked() -> list[Path]:
    """Files that git tracks or would add."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    out = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in sorted(set(out.decode().split("\0"))) if name and (path := ROOT / name).is_file()]


def found_in(path: Path) -> Iterator[str]:
    """What is wrong with one file; a file that is not UTF-8 text is not read."""
    name = path.relative_to(ROOT).as_posix()
    if path.name in ADDRESSED_LOCKS:
        yield f"{name}: a lock with addresses; make lock makes ours"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        for what, pattern in FORBIDDEN.items():
            if pattern.search(line):
                yield f"{name}:{number}: {what}"


if __name__ == "__main__":
    files = tracked()
    wrong = [fault for path in files for fault in found_in(path)]
    print("\n".join(wrong) if wrong else f"tracked files: {len(files)} files, nothing that must not be there")
    sys.exit(bool(wrong))
