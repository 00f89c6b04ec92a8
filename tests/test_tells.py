"""Nothing but the evidence gives cases away: no indicator does alone, no model learns more than the rule list knows."""

import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from simulator.common.resources import shipped_scenarios
from simulator.world.indicators import indicators

ROOT = Path(__file__).resolve().parents[1]
TRAIN, TEST = 24, 12


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("tells", ROOT / "docs" / "studies" / "tells.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["tells"] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_tells_of_every_indicator():
    page = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert [one.code for one in indicators() if f"| `{one.code}` | {one.title}. {one.note} |" not in page] == []


def test_an_indicator_holds_too_much_if_it_is_rare_and_in_many_cases(study):
    size = len(indicators())
    shown, traffic = np.zeros(size, dtype=np.int64), np.full(size, 0.02)
    shown[:3], traffic[1] = (21, 50, 20), 0.08
    counts = study.Counts(100, shown, traffic)
    assert list(study.holding(counts)) == [indicators()[0].code]


def test_the_study_learns_from_one_world_and_is_examined_in_another(study):
    with ThreadPoolExecutor(1) as pool:
        found, models = study.models("first-steps", 3, 2, pool)
    assert set(found) == {"rules", "tree", "logistic"}
    assert all(0 <= share <= 1 for share in found.values())
    assert all(model.telling() for model in models)


@pytest.mark.soak
@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_indicator_holds_more_than_a_fifth_of_the_cases(study, name):
    with ThreadPoolExecutor(1) as pool:
        assert study.holding(study.shares(name, study.KEYS, pool)) == {}


@pytest.mark.soak
def test_a_tree_and_a_logistic_model_do_not_beat_the_rules(study):
    with ThreadPoolExecutor(1) as pool:
        found, models = study.models("exchange-visit", TRAIN, TEST, pool)
    beaten = {model.name: model.telling() for model in models if found[model.name] > found["rules"] + study.BEATS}
    assert beaten == {}
