"""A score that was kept: read back, or refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

import simulator
from simulator.common.errors import refuse
from simulator.scoring.model import FORMAT, Score


def read_score(path: Path) -> Score:
    """The score that a `score.json` holds; DrillError if it cannot be read, is of another format, or lacks a field."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8")
        kept = json.loads(text)
    except FileNotFoundError:
        raise refuse("file-missing", file=file) from None
    except OSError as error:
        raise refuse("file-unreadable", file=file, reason=error.strerror or str(error)) from None
    except ValueError:
        raise refuse("file-unreadable", file=file, reason="it is no JSON") from None
    if not isinstance(kept, dict):
        raise refuse("file-unreadable", file=file, reason="it is no score")
    if kept.get("format") != FORMAT:
        raise refuse("format-unknown", file=file, value=kept.get("format"), known=FORMAT)
    try:
        return Score.model_validate_json(text)
    except ValidationError as error:
        raise refuse("file-unreadable", file=file, reason=_reason(error, kept)) from None


def _reason(error: ValidationError, kept: dict[str, object]) -> str:
    """What does not fit, by its first fault, and which versions of the program these are."""
    first, *more = error.errors(include_url=False, include_input=False)
    what = {"missing": "is missing", "extra_forbidden": "is not known"}.get(first["type"], "is not what stands there")
    place = ".".join(map(str, first["loc"])) or "score"
    others = f" (and {len(more)} more)" if more else ""
    about = kept.get("about")
    wrote = about.get("product") if isinstance(about, dict) else None
    versions = f"; version {wrote} of the program wrote it, and this is version {simulator.__version__}"
    return f"{place} {what}{others}" + (versions if wrote not in (None, simulator.__version__) else "")
