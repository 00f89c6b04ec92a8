"""How likely controls were to notice what was hidden."""

from types import SimpleNamespace

from floors import floor, seat

from simulator.operation.controls import STREAMS
from simulator.scoring.stories import _detection


def told(contraband, concealment, stream, at_hand):
    """What a story says of controls for one consignment at one post."""
    hidden = {0: ("case", contraband, concealment)}
    ground = floor([10], [seat("examination")], hidden=hidden, stream=STREAMS.index(stream))
    passage = SimpleNamespace(at_hand=at_hand)
    return _detection([SimpleNamespace(floor=ground)], [passage], 0)


def test_a_dog_that_is_not_trained_for_it_alarms_by_chance():
    chances = told("tobacco", "undeclared", "express", ["x-ray", "dog", "examination"])
    assert chances == {"detection": {"x-ray": 0.7, "dog": 0.05, "examination": 0.96}, "by_chance": ["dog"]}


def test_a_control_no_likelier_than_a_false_alarm_reacts_by_chance():
    chances = told("opiates", "soaked", "general", ["x-ray", "dog"])
    assert chances == {"detection": {"x-ray": 0.15, "dog": 0.75}, "by_chance": ["x-ray"]}


def test_only_controls_at_hand_are_told():
    assert told("opiates", "in-goods", "mail", ["dog"]) == {"detection": {"dog": 0.75}, "by_chance": []}


def test_what_came_to_no_post_has_no_chances():
    assert _detection([], [], 0) == {}
