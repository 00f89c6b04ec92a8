"""Officers and waiting jobs of a unit over the hours of the drill."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.common.clock import HOUR
from simulator.debrief.blocks import Figure
from simulator.debrief.charts import Hour, hours_chart
from simulator.debrief.words import Words
from simulator.scoring.model import HourUse, UnitScore

STEPS = (1, 2, 3, 4, 6, 12, 24, 48, 96)
MOST_TICKS = 10
LEAST_BUSY = 0.5
"""Officers busy over an hour, below which a chart shows next to nothing. Source: assumption."""


def hours_figure(score: UnitScore, name: str, words: Words) -> Figure | None:
    """The chart of a unit; None where it would be empty: nothing waited, and hardly anybody was ever busy."""
    if not any(use.busy >= LEAST_BUSY or use.waiting for use in score.hours):
        return None
    rows = [Hour(use.hour, use.hour + 1, use.on_shift, use.busy, use.waiting) for use in score.hours]
    spec = hours_chart(rows, _ticks(score.hours, words), words.say("Officers"), words.say("Waiting"))
    title = words.at_post(words.say("{name}: officers and waiting jobs by hour", name=name))
    return Figure(f"hours-{score.code}", title, _reading(score.hours, words), spec)


def _reading(hours: Sequence[HourUse], words: Words) -> str:
    on = sum(use.on_shift for use in hours) / len(hours)
    busy = sum(use.busy for use in hours) / len(hours)
    text = "Officers on shift (line) and busy (filled) by hour. On average {busy} of {on} officers were busy."
    if any(use.away for use in hours):
        text = (
            "Officers on shift (line, breaks and hand-over apart) and busy (filled) by hour. "
            "On average {busy} of {on} officers were busy."
        )
    reading = words.say(text, busy=words.number(busy, 1), on=words.number(on, 1))
    worst = max(hours, key=lambda use: use.waiting)
    if not worst.waiting:
        return f"{reading} {words.say('No job waited at the end of an hour.')}"
    below = words.say("Below: jobs that waited when the hour ended.")
    end = words.moment((worst.hour + 1) * HOUR)
    one, more = "At most {n} job waited, at {time}.", "At most {n} jobs waited, first at {time}."
    return f"{reading} {below} {words.many(worst.waiting, one, more, time=end)}"


def _ticks(hours: Sequence[HourUse], words: Words) -> dict[int, str]:
    """Labels for some of the hours, at round local times; the day at midnight."""
    first, last = hours[0].hour, hours[-1].hour + 1
    step = next((step for step in STEPS if (last - first) / step <= MOST_TICKS), STEPS[-1])
    fits = [hour for hour in range(first, last + 1) if words.clock(hour * HOUR).hour % min(step, 24) == 0]
    return {hour: _label(hour * HOUR, words) for hour in fits[:: max(step // 24, 1)]}


def _label(t: int, words: Words) -> str:
    return words.time(t) if words.clock(t).hour else words.day(t)
