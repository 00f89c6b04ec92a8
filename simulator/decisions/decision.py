"""One decision of a participant on one consignment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.common.errors import DrillError, Fault

ACTS = ("select", "sample", "hold", "ask", "refer", "follow-up", "propose", "standing", "withdraw", "release")
"""select for controls; random sample; hold beyond the release; ask a contact; refer back before loading; work after a
find; propose a controlled delivery; standing order for all finds of a kind; withdraw a selection; release."""
ORDERING = ("select", "sample")
"""Acts that order controls."""
WHEN = ("on-alarm", "always")
CONFIDENCE = ("low", "medium", "high")
MAX_CONTROLS = 4
MAX_REASONS = 3
TAKES: dict[str, tuple[str, ...]] = {
    "hold": ("until",),
    "ask": ("to", "question"),
    "refer": ("to",),
    "follow-up": ("steps", "to"),
    "propose": ("to", "until", "substitute"),
    "standing": ("on", "steps", "to"),
}
"""What acts say beside consignment, reasons, confidence and ground; the others say none of it."""


@dataclass(frozen=True)
class Step:
    """An ordered control, and when it is to follow the one before it (the first is always done)."""

    control: str
    when: str = "on-alarm"


def _told(payload: dict[str, Any], name: str) -> str:
    return repr(payload[name])[:60] if name in payload else "missing"


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _pairs(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_texts(each) and len(each) == 2 for each in value)


def _whole(value: object) -> bool:
    return type(value) is int


_PAYLOAD: dict[str, tuple[Callable[[object], bool], str]] = {
    "consignment": (_text, "a text"),
    "act": (_text, "a text"),
    "controls": (_pairs, "a list of pairs of texts"),
    "priority": (_whole, "a whole number"),
    "reasons": (_texts, "a list of texts"),
    "confidence": (_text, "a text"),
    "ground": (_text, "a text"),
    "to": (_text, "a text"),
    "question": (_text, "a text"),
    "on": (_text, "a text"),
    "steps": (_texts, "a list of texts"),
    "until": (_whole, "a whole number"),
    "substitute": (lambda value: isinstance(value, bool), "true or false"),
}
"""What the log may hold of a decision: whether a value fits, and what is allowed. What is not said is left out."""


@dataclass(frozen=True)
class Decision:
    """What is decided: codes only; free text stays outside, beside the log.

    - `to`: contact, authority or kind of referral; `question`: what a contact is asked
    - `steps`: work after a find, in order; `on`: the kind of find that a standing order is for, which names no
      consignment
    - `until`: seconds from the start: the end of a hold, the deadline of a proposal; `substitute`: whether the goods
      are exchanged before they travel on under watch
    """

    consignment: str
    act: str
    controls: tuple[Step, ...] = ()
    priority: int = 2
    reasons: tuple[str, ...] = ()
    confidence: str | None = None
    ground: str = ""
    to: str = ""
    question: str = ""
    on: str = ""
    steps: tuple[str, ...] = ()
    until: int | None = None
    substitute: bool = False

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
        said = {name: getattr(self, name) for name in ("ground", "to", "question", "on", "substitute")}
        out |= {name: value for name, value in said.items() if value}
        if self.steps:
            out["steps"] = list(self.steps)
        if self.until is not None:
            out["until"] = self.until
        return out

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Decision:
        """The decision that `payload()` wrote; DrillError with all fields that hold what it never writes."""
        faults = [
            Fault("log-value", {"value": _told(payload, name), "allowed": allowed}, field=f"payload.{name}")
            for name, (fits, allowed) in _PAYLOAD.items()
            if (name in payload or name in ("consignment", "act")) and not fits(payload.get(name))
        ]
        if faults:
            raise DrillError(faults)
        return cls(
            payload["consignment"],
            payload["act"],
            tuple(Step(control, when) for control, when in payload.get("controls", ())),
            payload.get("priority", 2),
            tuple(payload.get("reasons", ())),
            payload.get("confidence"),
            payload.get("ground", ""),
            payload.get("to", ""),
            payload.get("question", ""),
            payload.get("on", ""),
            tuple(payload.get("steps", ())),
            payload.get("until"),
            payload.get("substitute", False),
        )
