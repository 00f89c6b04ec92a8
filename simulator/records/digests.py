"""What a play leaves behind, byte for byte: digests kept beside the verdicts, by which a later change is seen.

They show what was changed by chance or in passing. Who can write into the folder can work them out anew; what protects
the hidden cases of a drill with a secret key is the commitment that everybody was told before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.records.folder import DrillFolder, unwritable
from simulator.scoring.model_judging import Correction

PARTS = ("scenario", "world", "key", "truth", "seal", "verdicts", "log", "score", "debrief")
"""All that can be checked of a drill; `seal` is the file that tells the commitment."""
_KEPT = ("log", "score", "debrief", "seal", "scenario")
"""Parts of which a play keeps the digest of the file. Names and free texts are not among them: they may be erased."""
_SEAL = re.compile(r"\b[0-9a-f]{64}\b")


def digests(played: DrillFolder, drill: DrillFolder) -> dict[str, str]:
    """SHA-256 of the files of a play, which lie in a folder of their own as yet, and of the drill, by part."""
    return {part: found for part in _KEPT if (found := _digest(_file(played, part)) or _digest(_file(drill, part)))}


def put_aside(folder: DrillFolder) -> dict[str, str]:
    """SHA-256 of the verdicts that judging again puts aside, those of now included, by the name that they get."""
    files = [*folder.judged(), folder.verdicts]
    return {f"verdicts-{number}.json": _digest(file) or "" for number, file in enumerate(files, 1)}


def still_aside(folder: DrillFolder, kept: Any) -> bool:
    """Whether the verdicts that were put aside are all there as they were."""
    return isinstance(kept, dict) and all(_digest(folder.path / name) == digest for name, digest in kept.items())


def digests_in(verdicts: Any) -> dict[str, Any]:
    """The digests that stand beside verdicts; none where an older program wrote them."""
    files = verdicts.get("files") if isinstance(verdicts, dict) else None
    return files if isinstance(files, dict) else {}


def corrections_in(verdicts: Any) -> list[Correction]:
    """The corrections of the key by which verdicts were judged; ValidationError of pydantic if they are none."""
    kept = verdicts.get("corrections") if isinstance(verdicts, dict) else None
    return [Correction.model_validate(each) for each in kept or ()]


def unchanged(folder: DrillFolder, kept: Mapping[str, Any], commitment: str) -> dict[str, bool]:
    """Whether the files of a drill are those of which digests were kept; for the seal, whether it says the commitment.

    A part of which nothing was kept is not in it, unless it can be seen without: a log that ends within a line.
    """
    holds = {part: kept[part] == _digest(_file(folder, part)) for part in _KEPT if part in kept}
    if folder.verdicts.is_file() and not folder.log.read_bytes().endswith(b"\n"):
        holds["log"] = False
    return {**holds, "seal": holds.get("seal", True) and _told(folder.announcement) == [commitment]}


def _file(folder: DrillFolder, part: str) -> Path:
    return {
        "log": folder.log,
        "score": folder.score,
        "debrief": folder.debrief,
        "seal": folder.announcement,
        "scenario": folder.scenario,
    }[part]


def _digest(file: Path) -> str | None:
    """The digest of a file, None if there is none."""
    try:
        return sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unwritable(file, error) from error


def _told(file: Path) -> list[str]:
    """The commitments that a text says."""
    try:
        return _SEAL.findall(file.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unwritable(file, error) from error
