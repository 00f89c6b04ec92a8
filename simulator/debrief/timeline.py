"""The time line of a hidden consignment: where each span and each event stands, in per cent of the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.common.clock import DAY, HOUR, MINUTE, NEVER
from simulator.debrief.blocks import Bar, Lane, Mark, Tick, TimeLine
from simulator.debrief.words import Words, since_midnight
from simulator.scoring.model import PassageStory

STEPS = (
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
)
MOST_TICKS = 8
MARGIN = 0.03
EDGE = 6.0
"""Per cent of the width beside an end within which a label is anchored there."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a consignment at a post; `shape` is its sign on the time line."""

    t: int
    shape: str
    text: str
    detail: str = ""


@dataclass(frozen=True)
class Scale:
    """The span that a time line shows."""

    low: int
    high: int

    @classmethod
    def over(cls, times: Iterable[int]) -> Scale:
        """A scale that holds all these times, with a small margin."""
        known = [t for t in times if t < NEVER] or [0]
        low, high = min(known), max(*known, min(known) + HOUR)
        margin = int((high - low) * MARGIN)
        return cls(low - margin, high + margin)

    def share(self, t: int) -> float:
        """Where a time stands, 0 at the left end and 100 at the right."""
        return 100 * (min(max(t, self.low), self.high) - self.low) / (self.high - self.low)

    def at(self, t: int) -> str:
        """The same as a text in per cent."""
        return percent(self.share(t))

    def bar(self, start: int, end: int, kind: str) -> Bar:
        """A span; never so thin that it cannot be seen."""
        return Bar(self.at(start), percent(max(self.share(end) - self.share(start), 0.4)), kind)


def percent(share: float) -> str:
    """`37.25%`."""
    return f"{share:.2f}%"


def time_line(
    title: str,
    passages: Sequence[PassageStory],
    labels: Sequence[str],
    events: Sequence[Sequence[Event]],
    words: Words,
) -> TimeLine:
    """The time line of a consignment: one lane a passage, with its events (one sequence a passage)."""
    times = [min(t, words.end) for passage in passages for t in (passage.ready, passage.release) if t < NEVER]
    scale = Scale.over(times + [event.t for lane in events for event in lane])
    lanes = [_lane(*parts, words.end, scale) for parts in zip(passages, labels, events, strict=True)]
    return TimeLine(title, words.zone(), _ticks(scale, words), tuple(lanes))


def _lane(passage: PassageStory, label: str, events: Sequence[Event], end: int, scale: Scale) -> Lane:
    bars, left = [], min(passage.release, end)
    if passage.seen and (first := min(seen.t for seen in passage.seen)) < end:
        bars.append(scale.bar(first, left, "known"))
    if passage.ending != "not-arrived":
        bars.append(scale.bar(passage.ready, left, "present"))
    return Lane(label, tuple(bars), tuple(Mark(scale.at(event.t), event.shape) for event in events))


def _ticks(scale: Scale, words: Words) -> tuple[Tick, ...]:
    step = next((step for step in STEPS if (scale.high - scale.low) / step <= MOST_TICKS), STEPS[-1])
    first = scale.low + (-since_midnight(words, scale.low)) % min(step, DAY)
    ticks: list[Tick] = []
    for t in range(first, scale.high + 1, step):
        day = words.day(t) if not ticks or not since_midnight(words, t) else ""
        share = scale.share(t)
        ticks.append(
            Tick(scale.at(t), words.time(t), day, "first" if share < EDGE else "last" if share > 100 - EDGE else "")
        )
    return tuple(ticks)
