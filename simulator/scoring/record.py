"""What all parts of a score have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A part of the score."""

    model_config = ConfigDict(extra="forbid", frozen=True)
