"""Time lines: everything stands where its time says."""

from datetime import datetime

import debrief_scores as made
import pytest

from simulator.common.clock import DAY, HOUR, NEVER
from simulator.debrief.timeline import MOST_TICKS, Event, Scale, time_line
from simulator.debrief.words import Words

WORDS = Words("en", datetime.fromisoformat("2022-11-08T06:00+06:00"))


def share(text: str) -> float:
    return float(text.rstrip("%"))


def line(passage, *events):
    return time_line("Way", [passage], ["ALA"], [events], WORDS)


def test_events_stand_in_order_between_the_ends():
    shown = line(
        made.passage("zhetysu", "found"),
        Event(HOUR, "seen", ""),
        Event(5 * HOUR, "ready", ""),
        Event(8 * HOUR, "find", ""),
    )
    places = [share(mark.x) for mark in shown.lanes[0].marks]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < 100


def test_the_bars_say_what_was_known_and_what_was_there():
    known, present = line(made.passage("zhetysu", "found"), Event(HOUR, "seen", "")).lanes[0].bars
    assert (known.kind, present.kind) == ("known", "present")
    assert share(known.x) < share(present.x)
    assert share(known.x) + share(known.width) == pytest.approx(share(present.x) + share(present.width), abs=0.02)


def test_what_no_system_showed_has_no_bar_of_knowledge():
    assert [bar.kind for bar in line(made.passage("zhetysu", "not-known")).lanes[0].bars] == ["present"]


def test_a_release_that_never_comes_ends_at_the_edge():
    bar = line(made.passage("zhetysu", "not-selected", release=NEVER), Event(6 * HOUR, "seen", "")).lanes[0].bars[-1]
    assert share(bar.x) + share(bar.width) == pytest.approx(100, abs=0.02)


@pytest.mark.parametrize("length", [0, HOUR, 7 * HOUR, DAY, 14 * DAY])
def test_ticks_are_few_and_round(length):
    ticks = line(made.passage("zhetysu", "found", ready=HOUR, release=HOUR + length)).ticks
    assert 1 <= len(ticks) <= MOST_TICKS + 1
    assert ticks[0].day
    assert all(tick.label[-1] in "05" for tick in ticks)


def test_a_scale_without_times_has_a_width():
    scale = Scale.over([])
    assert scale.share(scale.low) == 0
    assert scale.share(scale.high) == 100
