"""Who works when: breaks, hand-over, absences, on the shifts of a small scenario that begins at 06:00 local time."""

import pytest
from floors import CONTROL, floor, lane
from hypothesis import given
from hypothesis import strategies as st
from small_scenario import TEXT

from simulator.common.clock import DAY, HOUR, MINUTE
from simulator.operation.post import Wish
from simulator.operation.roster import clipped, common, seats, total, without
from simulator.scenario.reader import understand

DOCUMENTS = Wish((CONTROL["documents"],), ("always",), 2)
DAY_SHIFT = "day: {from: 06:00, to: 18:00}"
GROUP = "{role: inspector, count: 2, shift: day}"


def staff(shift=DAY_SHIFT, group=GROUP, key=bytes(16), length=None):
    text = TEXT.replace(DAY_SHIFT, shift).replace(GROUP, group, 1)
    scenario = understand(text.encode(), "story.yaml")
    if length is not None:
        scenario = scenario.model_copy(update={"length": length})
    return seats(scenario, scenario.units[0], 6 * HOUR, key)


def at(clock):
    hours, minutes = clock.split(":")
    return (int(hours) - 6) * HOUR + int(minutes) * MINUTE


def test_a_break_is_taken_out_of_the_shift():
    one, other = staff("day: {from: 06:00, to: 18:00, breaks: [{from: 12:00, to: 12:45}]}")
    assert one == other
    assert one.spans == ((0, at("12:00")), (at("12:45"), at("18:00")))
    assert one.breaks == ((at("12:00"), at("12:45")),)


def test_breaks_of_a_night_may_lie_past_midnight():
    one, _ = staff(
        "day: {from: 20:00, to: 08:00, breaks: [{from: 23:45, to: 00:30}, {from: 04:00, to: 04:15}]}", length=26 * HOUR
    )
    assert one.breaks == ((at("23:45"), at("24:30")), (at("28:00"), at("28:15")))
    assert one.spans[0] == (0, at("8:00"))
    assert total(one.spans) == at("8:00") + 12 * HOUR - HOUR


def test_a_shift_begins_with_its_hand_over():
    one, _ = staff("day: {from: 07:00, to: 18:00, handover: 15 min}")
    assert one.handovers == ((at("7:00"), at("7:15")),)
    assert one.spans == ((at("7:15"), at("18:00")),)


def test_a_hand_over_before_the_drill_is_over():
    one, _ = staff("day: {from: 05:00, to: 18:00, handover: 15 min}", length=12 * HOUR)
    assert one.handovers == ()
    assert one.spans == ((0, at("18:00")),)


def test_who_is_absent_misses_the_whole_shift():
    both = staff("day: {from: 06:00, to: 18:00, handover: 15 min}", GROUP.replace("}", ", absence: 1}"))
    for one in both:
        assert one.spans == one.breaks == one.handovers == ()
        assert one.absent == ((0, at("18:00")),)


def test_absences_are_drawn_by_officer_and_day_alone():
    some = GROUP.replace("}", ", absence: 0.4}")
    short, long = (staff(group=some, length=days * DAY) for days in (4, 8))
    assert [one.absent for one in short] == [clipped(one.absent, 4 * DAY) for one in long]
    more = staff(group=some.replace("count: 2", "count: 5"), length=8 * DAY)
    assert more[:2] == long
    assert len({one.absent for one in more}) > 1


def test_officers_are_absent_as_often_as_the_scenario_says():
    some = GROUP.replace("}", ", absence: 0.2}").replace("count: 2", "count: 200")
    away = sum(len(one.absent) for one in staff(group=some, length=14 * DAY))
    assert away / (200 * 14) == pytest.approx(0.2, abs=0.025)


def played(one, ready, seconds=600):
    day = lane(floor(ready, [one], times={"documents": seconds}))
    for row in range(len(ready)):
        day.select("unit", row, DOCUMENTS)
    day.advance(DAY)
    return [(job.start, job.end) for job in day.posts["unit"].jobs]


def test_an_officer_finishes_what_he_has_begun_and_begins_nothing_in_a_break():
    one, _ = staff("day: {from: 06:00, to: 18:00, breaks: [{from: 12:00, to: 12:45}]}")
    begin = at("11:55")
    assert played(one, [begin, begin]) == [(begin, begin + 600), (at("12:45"), at("12:55"))]


def test_a_control_that_outlasts_the_break_is_finished():
    one, _ = staff("day: {from: 06:00, to: 18:00, breaks: [{from: 12:00, to: 12:10}]}")
    begin = at("11:55")
    assert played(one, [begin, begin], 3_600) == [(begin, begin + 3_600), (begin + 3_600, begin + 7_200)]


def test_nothing_begins_during_the_hand_over():
    one, _ = staff("day: {from: 07:00, to: 18:00, handover: 15 min}")
    assert played(one, [at("7:05")]) == [(at("7:15"), at("7:25"))]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6).map(
    lambda pairs: [(begin, begin + length) for begin, length in pairs]
)


def seconds_of(spans):
    return {second for begin, end in spans for second in range(begin, end)}


def apart(spans):
    """Spans made one where they overlap or touch."""
    inside = sorted(seconds_of(spans))
    begins = [second for second in inside if second - 1 not in inside]
    return [(begin, next(end for end in range(begin, 200) if end not in inside)) for begin in begins]


@given(SPANS, SPANS)
def test_spans_without_others_and_in_common_are_sets_of_seconds(one, other):
    one, other = apart(one), apart(other)
    assert seconds_of(without(one, other)) == seconds_of(one) - seconds_of(other)
    assert seconds_of(common(one, other)) == seconds_of(one) & seconds_of(other)
    assert total(without(one, other)) + total(common(one, other)) == total(one)
    assert seconds_of(clipped(one, 30)) == seconds_of(one) & set(range(30))
