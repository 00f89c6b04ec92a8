"""One decision of a participant on one consignment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ACTS = ("select", "sample", "withdraw", "release")
"""select for controls; random sample; withdraw a selection; release without control."""
ORDERING = ("select", "sample")
"""Acts that order controls."""
WHEN = ("on-alarm", "always")
CONFIDENCE = ("low", "medium", "high")
MAX_CONTROLS = 4
MAX_REASONS = 3


@dataclass(frozen=True)
class Step:
    """An ordered control, and when it is to follow the one before it (the first is always done)."""

    control: str
    when: str = "on-alarm"


@dataclass(frozen=True)
class Decision:
    """What is decided: codes only; free text stays outside, beside the log."""

    consignment: str
    act: str
    controls: tuple[Step, ...] = ()
    priority: int = 2
    reasons: tuple[str, ...] = ()
    confidence: str | None = None
    ground: str = ""

    def payload(self) -> dict[str, Any]:
        """The decision as the log keeps it: only what was said."""
        out: dict[str, Any] = {"consignment": self.consignment, "act": self.act}
        if self.controls:
            out["controls"] = [[step.control, step.when] for step in self.controls]
            out["priority"] = self.priority
        if self.reasons:
            out["reasons"] = list(self.reasons)
        if self.confidence:
            out["confidence"] = self.confidence
        if self.ground:
            out["ground"] = self.ground
        return out

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Decision:
        """The decision that `payload()` wrote."""
        return cls(
            payload["consignment"],
            payload["act"],
            tuple(Step(control, when) for control, when in payload.get("controls", ())),
            payload.get("priority", 2),
            tuple(payload.get("reasons", ())),
            payload.get("confidence"),
            payload.get("ground", ""),
        )
