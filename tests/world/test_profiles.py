"""Profiles: what a scenario says comes first, the generic table stands in."""

import pytest
from small_world import scenario

from simulator.scenario.numbers import Triangular
from simulator.world.profiles import generic, profile_span

WHATS = ["breakdown", "release", "presentation", "acceptance", "connection"]


def test_a_scenarios_profile_comes_before_the_generic_one():
    planned = scenario(profiles={"KZ": {"breakdown": {"mail": "2 h"}}})

    assert profile_span(planned, "KZ", "breakdown", "mail") == 7200
    assert profile_span(planned, "KZ", "breakdown", "express") == generic("breakdown", "express")
    assert profile_span(planned, "UZ", "breakdown", "mail") == generic("breakdown", "mail")


@pytest.mark.parametrize("what", WHATS)
@pytest.mark.parametrize("stream", ["general", "mail", "express"])
def test_the_generic_profile_has_every_step_of_every_stream(what, stream):
    span = generic(what, stream)

    assert isinstance(span, int | Triangular)
    assert (span if isinstance(span, int) else span.low) >= 600
