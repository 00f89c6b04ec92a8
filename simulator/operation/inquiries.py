"""Questions to contacts: who was asked what when, when the answer comes, and whether it is refused.

What an answer says is made of what can be seen, by `simulator.view`; nothing of it depends on the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.operation.authorities import answered

if TYPE_CHECKING:
    from simulator.decisions.decision import Decision
    from simulator.operation.engine import Lane


@dataclass(frozen=True)
class Inquiry:
    """One question about a consignment; times in seconds, `answer` beyond the drill where none comes in it."""

    unit: str
    row: int
    to: str
    question: str
    t: int
    answer: int
    refused: bool


class Inquiries:
    """The questions of a lane."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.all: list[Inquiry] = []

    def ask(self, unit: str, row: int, said: Decision) -> str:
        """Ask a contact about a consignment; asking the same again changes nothing."""
        post, now = self.lane.posts[unit], self.lane.now
        at = post.floor.place(row)
        if at < 0:
            return "not-at-post"
        if post.floor.known.item(at) > now and (unit, row) not in self.lane.told:
            return "not-known-yet"
        asked = (unit, row, said.to, said.question)
        if any((each.unit, each.row, each.to, each.question) == asked for each in self.all):
            return "asked-already"
        after, refused = answered(post.floor, said.to, "refuses", row, "contacts")
        self.all.append(Inquiry(*asked, now, now + after, refused))
        return "effect"
