"""Verdicts on tiny days: what became of each consignment, and only one thing of each."""

import numpy as np
import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.operation.controls import ALARM, CLEAR, NOTHING
from simulator.operation.course import Course, Ground, Move
from simulator.operation.engine import Flights
from simulator.operation.post import Wish
from simulator.scoring.verdicts import Happened, Verdict, arrived, delay, ending, open_alarm, verdicts

LENGTH = 50_000
WEAPON = ("case", "weapons", "undeclared")
CHEAP = ("irregularity", "undervalued", "")
XRAY_THEN = Wish((CONTROL["x-ray"], CONTROL["examination"]), ("always", "on-alarm"), 2)
XRAY = Wish((CONTROL["x-ray"],), ("always",), 2)
EXAMINE = Wish((CONTROL["examination"],), ("always",), 2)


def played(moves, *, n=4, hidden=None, release=None, times=None, kind="joint", units=("unit",)):
    seats = [seat("x-ray", "examination")]
    own = {"x-ray": 100, "examination": 300, **(times or {})}
    floors = tuple(floor([10] * n, seats, hidden=hidden, release=release, times=own, unit=unit) for unit in units)
    course = Course(Ground(kind, floors, NO_FLIGHTS, LENGTH))
    effects = course.play([Move(t, unit, row, act, wish) for t, unit, row, act, wish in moves])
    return Happened.of(course), effects


def judged(happened, kinds, cited=None):
    return {(v.lane, v.row): v for v in verdicts(happened, kinds, lambda unit, row: (cited or {}).get((unit, row)))}


def test_an_examined_case_is_found():
    happened, _ = played([(0, "unit", 0, "select", EXAMINE)], hidden={0: WEAPON})
    assert judged(happened, {0: "case"})["joint", 0] == Verdict("joint", 0, "case", "found", "unit", 310)


def test_a_case_that_nobody_selects_is_missed():
    happened, _ = played([], hidden={0: WEAPON})
    assert judged(happened, {0: "case"})["joint", 0].outcome == "missed"
    assert ending(happened, happened.lanes["joint"], "unit", 0) == "not-selected"


def test_an_alarm_is_no_find_and_is_said_when_nothing_follows_it():
    happened, _ = played([(0, "unit", row, "select", XRAY) for row in range(4)], hidden=dict.fromkeys(range(4), WEAPON))
    outcomes = {verdict.outcome for verdict in judged(happened, dict.fromkeys(range(4), "case")).values()}
    assert outcomes <= {"alarm-unresolved", "missed"}
    assert "alarm-unresolved" in outcomes
    assert not happened.lanes["joint"].stopped


def test_another_look_resolves_no_alarm_but_an_examination_does():
    rows, code = range(200), CONTROL["x-ray"]
    looks = Wish((code, CONTROL["dog"]), ("always", "always"), 2)
    posts = (floor([10] * 200, [seat("x-ray", "dog")] * 9, machines={"x-ray": 9}, hidden=dict.fromkeys(rows, WEAPON)),)
    course = Course(Ground("joint", posts, NO_FLIGHTS, 10**6))
    course.play([Move(0, "unit", row, "select", looks) for row in rows])
    happened = Happened.of(course)
    verdict, done = judged(happened, dict.fromkeys(rows, "case")), happened.done["unit"]
    alarmed = [row for row in rows if ALARM in [job.result for job in done[row]]]
    assert any(done[row][-1].result != ALARM for row in alarmed)
    assert {verdict["joint", row].outcome for row in alarmed} == {"alarm-unresolved"}
    assert {ending(happened, happened.lanes["joint"], "unit", row) for row in alarmed} == {"alarm-unresolved"}

    alarm = done[alarmed[0]][0]._replace(control=code, result=ALARM)
    assert open_alarm([alarm, alarm._replace(control=CONTROL["examination"], result=NOTHING)]) is None
    assert open_alarm([alarm, alarm._replace(control=CONTROL["documents"], result=CLEAR)]) is alarm


def test_an_alarm_beyond_release_is_still_followed_up():
    happened, _ = played(
        [(0, "unit", row, "select", XRAY_THEN) for row in range(4)],
        hidden=dict.fromkeys(range(4), WEAPON), release=[50, 150, 250, 350],
    )  # fmt: skip
    looked = [job.result for done in happened.done["unit"].values() for job in done if job.control == CONTROL["x-ray"]]
    outcomes = [verdict.outcome for verdict in judged(happened, dict.fromkeys(range(4), "case")).values()]
    assert ALARM in looked
    assert "alarm-unresolved" not in outcomes


def test_a_case_stopped_before_it_really_came_did_not_arrive():
    """Papers keep it beyond its flight; it is found at the first post before the next flight brings it to the second."""
    day = Flights(*np.array([[-10, 10, 0], [5000, 7000, 1], [30_000, 32_000, 1]], dtype=np.int64).T)
    seats = [seat("documents"), seat("examination", spans=((9_000, LENGTH),))]
    first = floor([20], seats, release=[2000], flight_in=[0], flight_out=[1], unit="first", hidden={0: WEAPON},
                  times={"documents": 3000, "examination": 600})  # fmt: skip
    second = floor([8000], seats, release=[40_000], flight_in=[1], unit="second", post="TAS", hidden={0: WEAPON})
    course = Course(Ground("joint", (first, second), day, LENGTH))
    both = Wish((CONTROL["documents"], CONTROL["examination"]), ("always", "always"), 1)
    course.play([Move(0, "first", 0, "select", both)])
    happened = Happened.of(course)
    lane = happened.lanes["joint"]
    assert lane.stopped[0].t > 8000
    assert not arrived(happened, lane, "second", 0)
    assert ending(happened, lane, "second", 0) == "not-arrived"


def test_a_clean_consignment_is_nothing_found_grounded_or_not():
    happened, _ = played([(0, "unit", row, "select", EXAMINE) for row in (0, 1)])
    verdict = judged(happened, {}, {("unit", 0): True, ("unit", 1): False})
    assert (verdict["joint", 0].outcome, verdict["joint", 0].grounded) == ("nothing-found", True)
    assert (verdict["joint", 1].outcome, verdict["joint", 1].grounded) == ("nothing-found", False)
    assert ("joint", 2) not in verdict


def test_a_control_beyond_release_delays_a_clean_consignment():
    happened, _ = played([(0, "unit", 0, "select", EXAMINE)], release=[200, 900, 900, 900])
    verdict = judged(happened, {})["joint", 0]
    assert (verdict.outcome, verdict.t) == ("delayed", 310)


def test_a_selection_that_never_came_up_is_not_controlled():
    moves = [(0, "unit", row, "select", EXAMINE) for row in range(3)]
    happened, _ = played(moves, release=[900, 900, 300, 900], hidden={2: WEAPON})
    assert judged(happened, {2: "case"})["joint", 2].outcome == "missed"
    assert ending(happened, happened.lanes["joint"], "unit", 2) == "not-controlled"


def test_a_withdrawn_selection_counts_as_none():
    moves = [(0, "unit", 0, "select", EXAMINE), (5, "unit", 0, "withdraw", None)]
    happened, effects = played(moves, hidden={0: WEAPON})
    assert effects == ["effect", "effect"]
    assert ending(happened, happened.lanes["joint"], "unit", 0) == "not-selected"


def test_an_irregularity_is_found_by_its_own_kind_of_result():
    happened, _ = played(
        [(0, "unit", row, "select", EXAMINE) for row in range(4)], hidden=dict.fromkeys(range(4), CHEAP)
    )
    outcomes = [verdict.outcome for verdict in judged(happened, dict.fromkeys(range(4), "irregularity")).values()]
    assert outcomes.count("found") == len(happened.lanes["joint"].stopped) > 0


def test_in_a_parallel_drill_equal_decisions_have_equal_luck():
    moves = [(0, unit, row, "select", XRAY_THEN) for unit in ("red", "blue") for row in range(4)]
    happened, _ = played(moves, hidden={0: WEAPON, 1: WEAPON}, kind="parallel", units=("red", "blue"))
    red, blue = (
        [(job[0], job[1], job[5]) for job in happened.lanes[lane].posts[lane].jobs] for lane in ("red", "blue")
    )
    assert red == blue


def test_adding_a_unit_changes_nothing_for_the_others():
    moves = [(0, "red", row, "select", XRAY_THEN) for row in range(4)]
    alone, _ = played(moves, kind="parallel", units=("red",))
    others = [(0, "blue", row, "select", EXAMINE) for row in range(4)]
    together, _ = played(moves + others, kind="parallel", units=("red", "blue"))
    assert alone.lanes["red"].posts["red"].jobs == together.lanes["red"].posts["red"].jobs


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3_000),
            st.sampled_from(["red", "blue"]),
            st.integers(0, 11),
            st.sampled_from([("select", XRAY_THEN), ("select", EXAMINE), ("sample", XRAY), ("withdraw", None)]),
        ),
        max_size=30,
    ),
    st.sampled_from(["joint", "parallel"]),
)
def test_every_consignment_ends_in_exactly_one_outcome(entries, kind):
    moves = [(t, unit, row, act, wish) for t, unit, row, (act, wish) in sorted(entries, key=lambda e: e[:3])]
    kinds = {0: "case", 1: "case", 2: "irregularity", 3: "decoy"}
    hidden = {0: WEAPON, 1: WEAPON, 2: CHEAP}
    release = [400, 5_000, 700, 9_000] * 3
    happened, _ = played(moves, n=12, hidden=hidden, release=release, kind=kind, units=("red", "blue"))
    told = [(v.lane, v.row) for v in verdicts(happened, kinds, lambda *_: None)]
    assert len(told) == len(set(told))
    for lane in happened.lanes:
        touched = set().union(*(happened.done[unit] for unit in happened.lanes[lane].posts))
        assert {row for name, row in told if name == lane} == touched | set(kinds)


@pytest.mark.parametrize("kind", ["case", "irregularity"])
def test_found_and_missed_add_up(kind):
    what = WEAPON if kind == "case" else CHEAP
    happened, _ = played([(0, "unit", row, "select", EXAMINE) for row in (0, 1)], hidden=dict.fromkeys(range(4), what))
    outcomes = [verdict.outcome for verdict in judged(happened, dict.fromkeys(range(4), kind)).values()]
    assert len(outcomes) == 4
    assert outcomes.count("missed") >= 2


def two_posts(seconds, hidden=None, stop_first=True):
    """Row 0 leaves the first post at 5 h, or with the next flight at 29 h, and comes to the second 3 h after departure."""
    import numpy as np

    hour, crew = 3600, [seat("examination"), seat("examination")]
    flights = Flights(*np.array([[-hour, hour, 0], [5 * hour, 7 * hour, 1], [29 * hour, 31 * hour, 1]]).T)
    more = {"hidden": hidden, "times": {"examination": seconds}}
    first = floor([2 * hour], crew, release=[5 * hour - 2700], flight_in=[0], flight_out=[1], unit="first", **more)
    second = floor([8 * hour], crew, release=[12 * hour], flight_in=[1], unit="second", post="TAS", **more)
    course = Course(Ground("joint", (first, second), flights, 48 * hour))
    course.play([Move(0, "first", 0, "select", EXAMINE)] if stop_first else [])
    return Happened.of(course)


def test_a_case_that_another_unit_stopped_did_not_come():
    happened = two_posts(600, hidden={0: WEAPON})
    lane = happened.lanes["joint"]
    assert (arrived(happened, lane, "first", 0), arrived(happened, lane, "second", 0)) == (True, False)
    assert ending(happened, lane, "second", 0) == "not-arrived"


def test_a_case_that_nobody_stopped_came_to_both():
    happened = two_posts(600, hidden={0: WEAPON}, stop_first=False)
    assert all(arrived(happened, happened.lanes["joint"], unit, 0) for unit in ("first", "second"))


def test_who_misses_the_flight_is_late_until_the_next_one():
    happened = two_posts(3 * 3600)
    lane = happened.lanes["joint"]
    assert delay(lane, lane.posts["first"], 0, happened.done["first"][0]) == 24 * 3600
