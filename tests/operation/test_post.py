"""Stories of a post: who does what when. Each consignment takes ten minutes a control unless a story says otherwise."""

import pytest
from floors import CONTROL, NO_FLIGHTS, floor, lane, seat

from simulator.common.clock import NEVER
from simulator.operation.engine import Lane
from simulator.operation.post import DONE, LEFT, WAITING, Wish

TEN = 600


def wish(*codes, when="always", priority=2):
    return Wish(tuple(CONTROL[code] for code in codes), tuple([when] * len(codes)), priority)


def post_of(*codes_by_seat, n=3, ready=None, time=TEN, **more):
    times = dict.fromkeys(CONTROL, time)
    return floor(ready or [0] * n, [seat(*codes) for codes in codes_by_seat], times=times, **more)


def log(lane, unit="unit"):
    """(row, start, end) of finished controls, in order."""
    return [(job.row, job.start, job.end) for job in lane.posts[unit].jobs if job.start is not None]


def test_one_officer_works_in_order_of_priority_then_readiness_then_row():
    day = lane(post_of(["documents"], ready=[50, 50, 20, 50]))
    for row, priority in ((0, 2), (1, 2), (2, 3), (3, 1)):
        day.select("unit", row, wish("documents", priority=priority))
    day.advance(10_000)
    assert log(day) == [(2, 20, 620), (3, 620, 1220), (0, 1220, 1820), (1, 1820, 2420)]


def test_order_of_entry_does_not_matter_among_equals():
    def played(order):
        day = lane(post_of(["documents"], ["documents"], n=5))
        for row in order:
            day.select("unit", row, wish("documents"))
        day.advance(10_000)
        return sorted((job.row, job.start, job.officers) for job in day.posts["unit"].jobs)

    assert played([0, 1, 2, 3, 4]) == played([4, 2, 0, 3, 1])


def test_a_job_goes_to_the_free_officer_with_the_lowest_index_who_may_do_it():
    day = lane(post_of(["x-ray"], ["documents", "x-ray"], n=2))
    day.select("unit", 0, wish("documents"))
    day.select("unit", 1, wish("x-ray"))
    day.advance(5_000)
    assert {job.row: job.officers for job in day.posts["unit"].jobs} == {0: (1,), 1: (0,)}


def test_a_consignment_that_has_left_is_not_controlled_any_more():
    day = lane(post_of(["documents"], release=[NEVER, 500, 700]))
    for row in range(3):
        day.select("unit", row, wish("documents"))
    day.advance(10_000)
    assert log(day) == [(0, 1, 601), (2, 601, 1201)]
    assert day.posts["unit"].orders[1].state == LEFT


def test_a_control_that_began_before_release_is_finished():
    day = lane(post_of(["documents"], n=1, release=[100]))
    day.select("unit", 0, wish("documents"))
    day.advance(10_000)
    assert log(day) == [(0, 1, 601)]


def test_a_machine_limits_officers():
    day = lane(post_of(["x-ray"], ["x-ray"], n=2, machines={"x-ray": 1}))
    for row in range(2):
        day.select("unit", row, wish("x-ray"))
    day.advance(10_000)
    assert log(day) == [(0, 1, 601), (1, 601, 1201)]


def test_without_the_machine_nothing_begins():
    day = lane(post_of(["x-ray"], n=1, machines={}))
    day.select("unit", 0, wish("x-ray"))
    day.advance(10_000)
    assert log(day) == [] and day.posts["unit"].orders[0].state == WAITING


def test_work_begins_with_the_shift_and_is_finished_after_it():
    night = floor([0, 0], [seat("documents", spans=[(1_000, 1_300)])], times={"documents": TEN})
    day = lane(night)
    for row in range(2):
        day.select("unit", row, wish("documents"))
    day.advance(10_000)
    assert log(day) == [(0, 1_000, 1_600)]


def test_the_next_shift_goes_on():
    spans = [(0, 100), (5_000, 9_000)]
    day = lane(floor([0, 0], [seat("documents", spans=spans)], times={"documents": TEN}))
    for row in range(2):
        day.select("unit", row, wish("documents"))
    day.advance(10_000)
    assert log(day) == [(0, 1, 601), (1, 5_000, 5_600)]


def test_a_crew_begins_when_all_are_free():
    day = lane(post_of(["examination", "documents"], ["examination"], stream=0, n=2))
    day.select("unit", 1, wish("documents"))
    day.advance(100)
    day.select("unit", 0, wish("examination", priority=1))
    day.advance(10_000)
    jobs = {job.row: job for job in day.posts["unit"].jobs}
    assert jobs[1].end == 601
    assert (jobs[0].start, jobs[0].officers) == (601, (0, 1))


def test_one_reserved_crew_job_is_not_starved_by_single_ones():
    both = ["examination", "documents"]
    day = lane(post_of(both, both, stream=0, n=12, ready=[0, 300] + [310] * 10))
    for row in range(12):
        code = "examination" if row == 2 else "documents"
        day.select("unit", row, wish(code, priority=1 if row == 2 else 2))
    day.advance(20_000)
    jobs = {job.row: job for job in day.posts["unit"].jobs}
    assert jobs[2].start == 900
    assert min(job.start for row, job in jobs.items() if row > 2) == 1_500


def test_a_crew_that_can_never_be_complete_blocks_nobody():
    day = lane(post_of(["examination", "documents"], stream=0, n=3))
    day.select("unit", 0, wish("examination", priority=1))
    day.select("unit", 1, wish("documents"))
    day.select("unit", 2, wish("documents"))
    day.advance(10_000)
    assert [row for row, *_ in log(day)] == [1, 2]


def test_the_next_control_follows_always_or_only_on_an_alarm():
    hidden = {1: ("case", "weapons", "undeclared")}
    day = lane(post_of(["x-ray", "examination"], n=3, hidden=hidden, key=b"0" * 16))
    for row in range(3):
        day.select("unit", row, wish("x-ray", "examination", when="on-alarm"))
    day.advance(20_000)
    controls = [(job.row, job.control) for job in day.posts["unit"].jobs]
    alarms = {job.row for job in day.posts["unit"].jobs if job.result == 1}
    assert {row for row, control in controls if control == CONTROL["examination"]} == alarms


def test_a_find_stops_the_consignment_and_what_would_follow():
    hidden = {0: ("case", "weapons", "undeclared")}
    day = lane(post_of(["examination", "trace"], n=1, hidden=hidden))
    day.select("unit", 0, wish("examination", "trace"))
    day.advance(20_000)
    assert day.stopped[0].unit == "unit" and len(log(day)) == 1


@pytest.mark.parametrize(
    ("row", "t", "reason"), [(0, 10, "not-known-yet"), (0, 100, "effect"), (0, 900, "left"), (9, 100, "not-at-post")]
)
def test_a_decision_takes_effect_if_the_unit_could_know_and_it_has_not_left(row, t, reason):
    day = lane(post_of(["documents"], n=1, known=[100], release=[900]))
    day.advance(t)
    assert day.select("unit", row, wish("documents")) == reason


def test_a_selection_is_withdrawn_before_its_control_begins_and_not_after():
    day = lane(post_of(["documents"], n=2))
    day.select("unit", 0, wish("documents"))
    day.select("unit", 1, wish("documents"))
    day.advance(100)
    assert day.withdraw("unit", 0) == "in-control"
    assert day.withdraw("unit", 1) == "effect"
    assert day.withdraw("unit", 1) == "nothing-to-withdraw"
    day.advance(10_000)
    assert [row for row, *_ in log(day)] == [0]


def test_a_consignment_is_selected_once_at_a_time_and_again_after_its_controls():
    day = lane(post_of(["documents", "dog"], n=1))
    assert day.select("unit", 0, wish("documents")) == "effect"
    assert day.select("unit", 0, wish("dog")) == "selected-already"
    day.advance(1_000)
    assert day.select("unit", 0, wish("dog")) == "effect"
    day.advance(10_000)
    assert len(log(day)) == 2 and day.posts["unit"].orders[0].state == DONE


def test_release_needs_no_selection():
    day = lane(post_of(["documents"], n=1))
    assert day.release("unit", 0) == "effect"


def test_the_clock_does_not_go_back():
    day = Lane([post_of(["documents"])], NO_FLIGHTS, 1_000)
    day.advance(50)
    with pytest.raises(ValueError, match="cannot go back"):
        day.advance(49)


def test_entries_at_a_time_come_before_what_happens_then():
    day = lane(post_of(["documents"], n=1, ready=[100]))
    day.select("unit", 0, wish("documents"))
    day.advance(100)
    assert day.withdraw("unit", 0) == "effect"
    day.advance(1_000)
    assert log(day) == []


def test_small_steps_and_one_step_are_the_same():
    def played(steps):
        day = lane(post_of(["documents"], ["documents", "dog"], n=6, ready=[0, 5, 5, 700, 800, 900]))
        for row in range(6):
            day.select("unit", row, wish("documents", "dog"))
        for t in steps:
            day.advance(t)
        return day.posts["unit"].jobs

    assert played([9_000]) == played(range(0, 9_001, 7)) == played([600, 601, 601, 9_000])


def test_a_crew_may_take_the_last_officer_of_another_team():
    day = lane(post_of(["examination"], ["examination", "dog"], stream=0, n=3))
    for row, code in enumerate(("examination", "dog", "examination")):
        day.select("unit", row, wish(code, priority=1 + row))
    day.advance(20_000)
    assert sorted(log(day)) == [(0, 1, 601), (1, 601, 1201), (2, 1201, 1801)]


def test_a_crew_that_is_not_there_does_not_keep_parcels_from_the_same_control():
    mixed = floor([0] * 4, [seat("examination")], stream=[0, 1, 1, 1], times={"examination": TEN})
    day = lane(mixed)
    for row in range(4):
        day.select("unit", row, wish("examination", priority=1 if row == 0 else 2))
    day.advance(10_000)
    assert [row for row, *_ in log(day)] == [1, 2, 3]


def reserved_day(release):
    """Officer 1 works till 30,001; officer 0 is held for row 1, which needs both; row 2 waits."""
    times = {"examination": TEN, "documents": 30_000, "dog": TEN}
    seats = [seat("examination", "dog"), seat("examination", "documents")]
    day = lane(floor([0, 10, 20], seats, stream=0, release=[NEVER, release, NEVER], times=times))
    day.select("unit", 0, wish("documents"))
    day.select("unit", 1, wish("examination", priority=1))
    day.select("unit", 2, wish("dog"))
    return day


def test_officers_held_for_a_job_are_free_when_its_consignment_has_left():
    day = reserved_day(release=2_000)
    day.advance(60_000)
    assert [(row, start) for row, start, _ in log(day) if row == 2] == [(2, 2_000)]


def test_officers_held_for_a_job_are_free_when_it_is_withdrawn():
    day = reserved_day(release=NEVER)
    day.advance(100)
    assert day.withdraw("unit", 1) == "effect"
    day.advance(60_000)
    assert [(row, start) for row, start, _ in log(day) if row == 2] == [(2, 100)]
