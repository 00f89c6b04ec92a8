"""How the debrief tells of officers' time and of machines that were down."""

import debrief_scores as made

from simulator.debrief.story import story
from simulator.scoring.model import HourUse, OfficerTime, Outage

HOUR = 3600


def told(**changes):
    return story(made.small(units=[made.unit("zhetysu", **changes)])).units[0]


def time_of(unit):
    return {fact.label: (fact.value, fact.note) for fact in unit.facts[2].facts}


def officer(role="inspector", **minutes):
    fields = {
        "minutes_on": 720.0,
        "minutes_used": 60.0,
        **{f"minutes_{name}": value for name, value in minutes.items()},
    }
    return OfficerTime(role=role, shift="day", **fields)


def test_breaks_hand_over_and_rest_stand_apart_from_idle():
    unit = told(
        minutes_break=90.0,
        minutes_handover=30.0,
        minutes_rest=60.0,
        minutes_over=12.0,
        minutes_absent=720.0,
        minutes_idle=600.0,
    )
    facts = time_of(unit)
    assert facts["Officers on shift"] == ("64.0 h", "absent: 12.0 h more")
    assert facts["– used by controls and work after finds"] == ("3.7 h", "12 min of it after the shift")
    assert [facts[label][0] for label in ("– breaks", "– hand-over", "– the dog at rest, its handler free", "– idle")] == [
        "1.5 h", "30 min", "1.0 h", "10.0 h",
    ]  # fmt: skip


def test_what_a_unit_does_not_have_is_left_out():
    assert not {label for label in time_of(told()) if "break" in label or "hand-over" in label or "dog" in label}


def test_officers_have_the_columns_that_say_something():
    table = told(
        officers=[officer(**{"break": 45.0, "idle": 600.0}), officer("dog-handler", rest=15.0, idle=630.0)]
    ).officers
    assert [column.title for column in table.columns] == [
        "Officers", "Shift", "Number", "On shift", "Used", "Breaks", "Dog rests", "Idle",
    ]  # fmt: skip
    assert [row.cells[5:] for row in table.rows] == [("45 min", "–", "10.0 h"), ("–", "15 min", "10.5 h")]


def test_machines_that_were_down_are_told_in_the_time_of_the_post():
    down = [
        Outage(machine="x-ray", begin=8 * HOUR + 600, end=9 * HOUR + 2_100),
        Outage(machine="trace", begin=17 * HOUR, end=19 * HOUR),
        Outage(machine="x-ray", begin=20 * HOUR, end=21 * HOUR),
    ]
    assert told(outages=down).down == (
        "X-ray down: 08 Nov 14:10 to 15:35 and 09 Nov 02:00 to 03:00. Trace detector down: 08 Nov 23:00 to 09 Nov 01:00."
    )
    assert told().down == ""


def test_the_chart_says_that_breaks_are_apart():
    uses = [HourUse(hour=0, on_shift=2.5, busy=1.0, away=0.5, waiting=0)]
    assert "breaks and hand-over apart" in told(hours=uses).hours.words
    assert "breaks" not in told().hours.words
