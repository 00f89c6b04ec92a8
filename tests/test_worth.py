"""The shipped scenarios are worth playing, measured over 50 keys or more (a long proof: `make soak`)."""

import importlib.util
import sys
from pathlib import Path

import pytest

from simulator.common.resources import shipped_scenarios

STUDY = Path(__file__).resolve().parents[1] / "docs" / "studies" / "worth_playing.py"


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("worth_playing", STUDY)
    module = importlib.util.module_from_spec(spec)
    sys.modules["worth_playing"] = module
    spec.loader.exec_module(module)
    return module


def test_the_study_measures_a_key(study):
    figures = study.measure("first-steps", 1)
    assert figures.cases == 2
    assert figures.rules <= 2
    assert figures.informed <= 2 and figures.ceiling <= 2


@pytest.mark.soak
@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_scenario_is_worth_playing(study, name):
    figures = [study.measure(name, seed) for seed in study.seeds(name)]
    cases = sum(each.cases for each in figures)
    chance, xray, rules = (sum(getattr(each, who) for each in figures) / cases for who in ("chance", "xray", "rules"))
    assert chance < 0.15
    assert xray < rules
    assert 0.25 <= rules <= 0.50
    assert sum(each.reader for each in figures) / cases < rules
    assert any(each.cases_with_few for each in figures)
    informed, ceiling = (sum(getattr(each, who) for each in figures) / cases for who in ("informed", "ceiling"))
    assert 0.60 <= informed <= 0.85
    assert ceiling >= 0.95


@pytest.mark.soak
def test_the_exchange_visit_hides_twelve_to_fifteen_cases_among_more_decoys_and_telling_clean_ones(study):
    figures = [study.measure("exchange-visit", seed) for seed in study.seeds("exchange-visit")]
    assert all(12 <= each.cases <= 15 < each.decoys for each in figures)
    assert all(each.clean_with_three > 0.02 for each in figures)
    assert sum(each.cases_with_few > 0 for each in figures) > study.KEYS / 4
    assert sum(each.only for each in figures) > 0
