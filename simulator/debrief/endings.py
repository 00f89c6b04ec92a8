"""How a hidden consignment ended at a post, as the debrief tells it: apart stands what showed nothing to go by."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.common.clock import NEVER
from simulator.scoring.model import HiddenStory, PassageStory

NEARNESS = (
    "found",
    "alarm-unresolved",
    "control-found-nothing",
    "not-controlled",
    "not-selected",
    "no-indicator",
    "not-known",
    "not-arrived",
)
"""Endings at a post, from a find to nothing."""


def shown_at(story: HiddenStory, passage: PassageStory) -> Sequence[str]:
    """Indicators that a post's systems showed in time; an old score knows only what showed anywhere."""
    return story.indicators_shown if passage.shown is None else passage.shown


def ending_at(story: HiddenStory, passage: PassageStory) -> str:
    """The ending at a post; `no-indicator` where nobody selected what showed the unit no indicator."""
    plain = passage.ending == "not-selected" and not shown_at(story, passage)
    return "no-indicator" if plain else passage.ending


def nearest_ending(story: HiddenStory) -> str:
    """How near anybody came to a find, over all posts."""
    endings = [ending_at(story, passage) for passage in story.passages]
    return min(endings, key=NEARNESS.index) if endings else "not-arrived"


def left_at(passage: PassageStory, end: int) -> int:
    """When it left the post; NEVER if it was found there, did not come, or was still there at the end of the drill."""
    if passage.ending in ("found", "not-arrived") or passage.release >= NEVER:
        return NEVER
    left = max([passage.release, *(seen.t for seen in passage.observations)])
    return left if left <= end else NEVER


def stayed(passage: PassageStory, end: int) -> bool:
    """Whether it was still at the post when the drill ended."""
    return passage.ending not in ("found", "not-arrived") and end < NEVER and left_at(passage, end) == NEVER
