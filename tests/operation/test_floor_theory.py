"""What must hold on any floor, with breaks, hand-over, absences, rests and failing machines."""

from collections import Counter
from itertools import pairwise

from floors import CONTROL, floor, lane, seat
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.common.chance import Stream
from simulator.common.clock import MINUTE
from simulator.operation.post import COMING, DONE, LEFT, WAITING, WORKING, Wish
from simulator.operation.roster import Rest, common, total, without
from simulator.scenario.numbers import Uniform
from simulator.scoring.presence import officers, presences

LENGTH = 20_000
DOG = Rest((CONTROL["dog"],), 900, 1_200)
TIMES = {code: Uniform[int](kind="uniform", low=30, high=900) for code in CONTROL}
CODES = (("documents",), ("x-ray", "documents"), ("dog", "examination"), ("examination", "x-ray"), ("dog",))
WISHES = tuple(
    Wish(tuple(CONTROL[code] for code in codes), ("always",) * len(codes), priority)
    for codes in (("documents",), ("x-ray", "examination"), ("dog",), ("dog", "examination"), ("x-ray", "dog"))
    for priority in (1, 3)
)


def some_seat(stream):
    """An officer with one or two shifts, a break and a hand-over, who may be absent from one."""
    edges = sorted(set(stream.integers(4, 0, LENGTH).tolist()))
    shifts = list(zip(edges[::2], edges[1::2], strict=False))
    absent = shifts[:1] if stream.uniform(1)[0] < 0.2 else []
    here = [shift for shift in shifts if shift not in absent]
    handovers = [(begin, min(begin + 400, end)) for begin, end in here]
    middle = [((begin + end) // 2, (begin + end) // 2 + 700) for begin, end in here]
    breaks = without(common(middle, here), handovers)
    codes = CODES[int(stream.integers(1, 0, len(CODES) - 1)[0])]
    return seat(
        *codes, spans=without(here, [*handovers, *breaks]), breaks=breaks, handovers=tuple(handovers),
        absent=tuple(absent), rest=DOG if "dog" in codes else None,
    )  # fmt: skip


def some_floor(seed, n, staff):
    stream = Stream(seed.to_bytes(16, "little"), "floors")
    ready = stream.integers(n, 1, LENGTH // 2)
    down = [(int(begin), int(begin) + 2_500) for begin in stream.integers(2, 0, LENGTH)]
    return floor(
        ready, [some_seat(stream) for _ in range(staff)], release=ready + stream.integers(n, 100, LENGTH),
        stream=stream.integers(n, 0, 2), machines={"x-ray": 2, "pallet-x-ray": int(seed % 2)},
        outages={"x-ray": tuple(sorted(down)), "pallet-x-ray": (down[0],)} if seed % 2 else {"x-ray": tuple(sorted(down))},
        times=TIMES, key=seed.to_bytes(16, "little"),
    ), stream.integers(n, 0, len(WISHES) - 1).tolist()  # fmt: skip


def begun(ground, wishes):
    day = lane(ground, length=LENGTH)
    for row, wish in enumerate(wishes):
        day.select("unit", row, WISHES[wish])
    return day


def played(seed, n, staff):
    day = begun(*some_floor(seed, n, staff))
    day.advance(LENGTH)
    return day.posts["unit"]


FLOORS = st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 6)


@settings(max_examples=60)
@given(*FLOORS)
def test_every_selected_consignment_ends_in_exactly_one_state(seed, n, staff):
    post = played(seed, n, staff)
    wishes = some_floor(seed, n, staff)[1]
    done, left = Counter(), Counter()
    for job in post.jobs:
        (left if job.start is None else done)[job.row] += 1
    opened = {job.row for job in post.unfinished()}
    for row, order in post.orders.items():
        wanted = len(WISHES[wishes[row]].controls)
        gone = order.state == WAITING and order.due <= post.env.now
        states = (order.state == DONE, order.state == LEFT or gone, row in opened, order.state == COMING)
        assert sum(states) == 1
        assert done[row] == wanted if order.state == DONE else done[row] < wanted
        assert left[row] == (order.state == LEFT)
        assert (row in opened) == (order.state == WORKING or (order.state == WAITING and not gone))


@settings(max_examples=60)
@given(*FLOORS)
def test_the_minutes_of_every_officer_add_up(seed, n, staff):
    post = played(seed, n, staff)
    for one, told in zip(presences(post), officers(post), strict=True):
        over = without(one.used, one.on)
        apart = [one.used, one.breaks, one.handovers, one.rests, one.idle]
        assert total(one.on) + total(over) == sum(map(total, apart))
        assert total(without(one.used, [])) == total(one.used)
        kinds = ("used", "break", "handover", "rest", "idle")
        minutes = sum(getattr(told, f"minutes_{kind}") for kind in kinds)
        assert abs(told.minutes_on + told.minutes_over - minutes) < 0.5
        assert abs(told.minutes_absent - total(one.officer.seat.absent) / MINUTE) < 0.06


@settings(max_examples=60)
@given(*FLOORS)
def test_nobody_does_what_he_may_not_when_he_may_not(seed, n, staff):
    post = played(seed, n, staff)
    jobs = [job for job in [*post.jobs, *post.unfinished()] if job.start is not None]
    for officer in post.officers:
        mine = sorted((job.start, job.end, job.control) for job in jobs if officer.index in job.officers)
        assert all(control in officer.seat.permits for _, _, control in mine)
        assert all(before[1] <= after[0] for before, after in pairwise(mine))
        assert all(any(begin <= start < end for begin, end in officer.seat.spans) for start, _, _ in mine)
        rests = [(begin, end) for index, begin, end in post.rests if index == officer.index]
        dogs = [start for start, _, control in mine if control == CONTROL["dog"]]
        assert not any(begin <= start < end for start in dogs for begin, end in rests)
        assert all(end - begin == DOG.rests for begin, end in rests)


def without_a_rest(mine):
    """The most seconds with the dog between two times of at least a rest without it, without the last control."""
    most = worked = 0
    last_end = None
    for start, end in mine:
        if last_end is not None and start - last_end >= DOG.rests:
            worked = 0
        most = max(most, worked)
        worked += end - start
        last_end = end
    return most


@settings(max_examples=60)
@given(*FLOORS)
def test_no_dog_begins_anything_when_it_has_worked_too_long(seed, n, staff):
    post = played(seed, n, staff)
    for officer in post.officers:
        jobs = (job for job in post.jobs if job.start is not None and job.control == CONTROL["dog"])
        mine = sorted((job.start, job.end) for job in jobs if officer.index in job.officers)
        assert without_a_rest(mine) < DOG.works


@settings(max_examples=60)
@given(*FLOORS)
def test_no_more_controls_begin_than_machines_work(seed, n, staff):
    post = played(seed, n, staff)
    floor = post.floor
    jobs = [job for job in [*post.jobs, *post.unfinished()] if job.start is not None]
    for machine, count in floor.machines.items():
        on = [job for job in jobs if floor.machine(job.control, floor.streams[floor.place(job.row)]) == machine]
        for t in {job.start for job in on}:
            busy = sum(job.start <= t < job.end for job in on)
            down = sum(begin <= t < end for begin, end in floor.outages.get(machine, ()))
            assert busy + down <= count


@settings(max_examples=30)
@given(*FLOORS)
def test_littles_law_holds_on_every_floor(seed, n, staff):
    """The queue, seen from outside at every change, holds as much waiting as the jobs tell of."""
    ground, wishes = some_floor(seed, n, staff)
    first = begun(ground, wishes)
    first.advance(LENGTH)
    post = first.posts["unit"]
    told = [*post.jobs, *post.unfinished()]
    stays = sum(min(job.end, LENGTH) - job.pushed for job in told)
    stays += sum(o.due - o.pushed for o in post.orders.values() if o.state == WAITING and o.due <= LENGTH)
    moments = {t for job in told for t in (job.pushed, job.start or 0, job.end)} | {LENGTH}
    moments |= {t for o in post.orders.values() if o.state != COMING for t in (o.pushed, o.due)}
    again, area, before = begun(ground, wishes), 0, 0
    for t in sorted(t for t in moments if 0 < t <= LENGTH):
        again.advance(t)
        orders = again.posts["unit"].orders.values()
        inside = sum(o.state == WORKING or (o.state == WAITING and o.due > before) for o in orders)
        area, before = area + inside * (t - before), t
    assert area == stays
