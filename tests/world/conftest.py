"""What the tests of the world share: the traffic of a small scenario, built once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def small():
    """The traffic of the small scenario."""
    from small_world import clean, scenario

    return clean(scenario())
