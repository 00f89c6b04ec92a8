"""Stories of receptacles at a post: knowing the bag is knowing enough, belts are quick, letters stay shut."""

from dataclasses import replace

import numpy as np
import pytest
from floors import CONTROL, NO_FLIGHTS, floor, seat

from simulator.common.clock import NEVER
from simulator.operation.controls import ALARM, controls
from simulator.operation.course import Course, Ground, moves_of
from simulator.operation.log import Entry

UNIT = "unit"
MAIL, EXPRESS = 1, 2
BAG = "DEFRAAKZALAAAUN20123001000071"
CHAIN = [["belt-x-ray", "on-alarm"], ["examination", "on-alarm"]]


def post(n=4, *, noticed=100, letters=False, known=NEVER, **more):
    """A post whose mail lies in one bag that the post system shows at `noticed`."""
    own = floor([0] * n, [seat("belt-x-ray", "examination")], known=known, stream=MAIL, **more)
    return replace(own, noticed=np.full(n, noticed, dtype=np.int64), letters=np.full(n, letters, dtype=np.bool_))


def course(own, length=86_400):
    return Course(Ground("joint", (own,), NO_FLIGHTS, length))


def decided(day, t=200, number=BAG, act="select", n=4, chain=CHAIN, **more):
    """What a decision on the bag of all n items, or on an item by its number, comes to."""
    said = {"consignment": number, "act": act, **({"controls": chain} if act == "select" else {}), **more}
    moves = moves_of(Entry(1, t, UNIT, "p", "decide", said), {str(row): row for row in range(n)}, {BAG: range(n)})
    return day.decide(moves)


def touched(day):
    return sorted({job.row for job in day.lanes["joint"].posts[UNIT].jobs if job.start is not None})


def test_selecting_a_bag_sends_its_items_over_the_belt_known_by_data_or_not():
    day = course(post(known=[50, NEVER, NEVER, 50]))
    assert decided(day) == "effect"
    day.advance(40_000)
    assert touched(day) == [0, 1, 2, 3]


def test_a_bag_that_the_post_has_not_announced_yet_cannot_be_selected():
    day = course(post(noticed=300))
    assert decided(day, t=200) == "not-known-yet"
    assert decided(day, t=300) == "effect"


def test_an_item_without_data_cannot_be_selected_by_its_number():
    day = course(post())
    assert decided(day, number="1") == "not-known-yet"


def test_once_the_bag_is_in_hand_its_items_can_be_named():
    day = course(post())
    assert decided(day, chain=[["belt-x-ray", "on-alarm"]]) == "effect"
    day.advance(40_000)
    assert decided(day, t=40_000, number="1", chain=[["examination", "on-alarm"]]) == "effect"


def test_what_has_left_does_not_keep_the_rest_of_a_bag_from_the_belt():
    day = course(post(release=[150, NEVER, NEVER, 150]))
    assert decided(day) == "effect"
    day.advance(40_000)
    assert touched(day) == [1, 2]


def test_a_bag_of_which_all_has_left_says_so():
    assert decided(course(post(release=[150] * 4))) == "left"


def test_letters_are_not_opened_without_a_legal_ground():
    day = course(post(letters=True))
    assert decided(day) == "no-ground"
    assert decided(day, t=300, ground="alarm") == "effect"


def test_letters_may_be_looked_at_without_a_ground():
    day = course(post(letters=True))
    assert decided(day, chain=[["belt-x-ray", "on-alarm"]]) == "effect"
    day.advance(40_000)
    assert touched(day) == [0, 1, 2, 3]


def test_a_letter_selected_by_itself_needs_a_ground_too():
    day = course(post(letters=True, known=0))
    assert decided(day, number="2") == "no-ground"
    assert decided(day, t=300, number="2", ground="information") == "effect"


def test_a_bag_can_be_withdrawn_and_released():
    day = course(post())
    assert decided(day) == "effect"
    assert decided(day, t=200, act="withdraw") == "effect"
    assert decided(day, t=201, act="withdraw") == "nothing-to-withdraw"
    assert decided(day, t=202, act="release") == "effect"
    day.advance(40_000)
    assert touched(day) == []


def test_the_belt_finds_what_it_can_show():
    hidden = dict.fromkeys(range(40), ("case", "weapons", ""))
    day = course(post(40, hidden=hidden))
    assert decided(day, n=40) == "effect"
    day.advance(86_000)
    found = day.lanes["joint"].stopped
    assert len(found) == pytest.approx(40 * 0.79 * 0.96, abs=8)


def test_a_belt_takes_seconds_for_an_item():
    day = course(post(100))
    decided(day, n=100, chain=[["belt-x-ray", "on-alarm"]])
    day.advance(86_000)
    jobs = day.lanes["joint"].posts[UNIT].jobs
    assert all(6 <= job.end - job.start <= 12 for job in jobs)
    assert 0.02 < sum(job.result == ALARM for job in jobs) / 100 < 0.22


def test_the_dog_passes_100_to_200_items_an_hour():
    own = replace(post(60), seats=(seat("belt-dog"),))
    day = course(own)
    decided(day, n=60, chain=[["belt-dog", "on-alarm"]])
    day.advance(86_000)
    jobs = day.lanes["joint"].posts[UNIT].jobs
    assert 100 <= 3600 / np.mean([job.end - job.start for job in jobs]) <= 200


def test_belts_are_for_mail_and_express_only():
    belts = [control for control in controls() if control.code.startswith("belt-")]
    assert [control.times[0] for control in belts] == [None, None]
    assert all(control.times[stream] is not None for control in belts for stream in (MAIL, EXPRESS))
    assert {CONTROL["belt-x-ray"], CONTROL["belt-dog"]} == {control.index for control in belts}


def test_play_and_decide_come_to_the_same():
    one, other = course(post(8)), course(post(8))
    decided(one, n=8)
    one.advance(86_400)
    said = {"consignment": BAG, "act": "select", "controls": CHAIN}
    other.play(moves_of(Entry(1, 200, UNIT, "p", "decide", said), {}, {BAG: range(8)}))
    assert one.lanes["joint"].posts[UNIT].jobs == other.lanes["joint"].posts[UNIT].jobs
