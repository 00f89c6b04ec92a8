"""The small score as a fixture; debrief_scores.py makes it and others."""

import debrief_scores
import pytest

from simulator.scoring.model import Score


@pytest.fixture
def score() -> Score:
    """Two units, four cases with different ends, one irregularity, two decoys."""
    return debrief_scores.small()
