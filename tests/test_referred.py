"""Referrals from end to end: a scenario whose country has them, decisions, answers told, and the drill replayed."""

import json

import pytest

import cli
from simulator.common.clock import HOUR
from simulator.common.resources import data_file
from simulator.decisions.decision import Decision
from simulator.drill import Drill


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """The starter with everything known half a day before, flights that depart within the drill, and referrals."""
    text = data_file("scenario", "starter.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("start: 2022-11-08T06:00", "start: 2022-11-07T22:00"),
        ("length: 12 h", "length: 20 h"),
        ("\nshifts:", "\nprofiles:\n  KZ: {referrals: true}\n\nshifts:"),
        ("lead: 3 h", "lead: 14 h"),
    ):
        assert old in text
        text = text.replace(old, new)
    path = tmp_path_factory.mktemp("scenario") / "referrals.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def drill(scenario, tmp_path_factory):
    """A drill in which three consignments were referred before their flight departed, and one after it."""
    return Drill.prepare(scenario, seed=3, out=tmp_path_factory.mktemp("drill") / "d")


@pytest.fixture(scope="module")
def effects(drill):
    unit, who = "almaty", drill.participant("almaty", "Aigul")
    floor = drill.ground.floors[0]
    departs = drill.world.flights["departs"].to_numpy()[floor.flight_in]
    known = [at for at in range(len(floor.rows)) if floor.known[at] <= 0 and departs[at] > 2 * HOUR]
    ids = [drill.world.consignments["id"][int(floor.rows[at])] for at in known[:4]]
    said = [
        (60, Decision(ids[0], "refer", to="rfi")),
        (60, Decision(ids[1], "refer", to="rfs")),
        (60, Decision(ids[2], "refer", to="dnl")),
        (60, Decision(ids[2], "refer", to="dnl", ground="aviation-security")),
        (int(max(departs[known[:4]])) + 1, Decision(ids[3], "refer", to="rfi")),
    ]
    found = [drill.submit(unit, who, t, decision) for t, decision in said]
    drill.advance(drill.scenario.length)
    return found


def test_they_take_effect_until_the_flight_departs_and_not_to_load_needs_its_ground(effects):
    assert effects == ["effect", "effect", "no-ground", "effect", "too-late"]


def test_what_is_not_to_be_loaded_does_not_come(drill, effects):
    assert effects
    lane = drill.course.lanes[drill.course.lane_of["almaty"]]
    assert [each.kind for each in lane.referrals.all] == ["rfi", "rfs", "dnl"]
    assert lane.referrals.all[2].row in lane.referrals.not_loaded


def test_the_answers_are_told_at_their_time(drill, effects, monkeypatch, capsys):
    def told(at):
        monkeypatch.setattr(
            "sys.argv", ["jointdrill", "observed", str(drill.folder.path), "almaty", "--at", at, "--json"]
        )
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert not end.value.code
        return {each["by"]: each for each in json.loads(capsys.readouterr().out)["told"]}

    assert effects
    assert told("3 min") == {}
    late = told("12 h")
    assert set(late) == {"Request for information", "Request for screening", "Do not load"}
    assert late["Do not load"]["what"] == "acknowledged"
    assert late["Do not load"]["words"] == "CD 6J"
    assert all(60 < each["t"] <= 6 * HOUR + 60 for each in late.values())


def test_the_drill_replays_to_the_same(drill, effects):
    again = Drill.open(drill.folder.path)
    again.advance(again.scenario.length)
    assert again.effects == effects
    first, second = (each.course.lanes[each.course.lane_of["almaty"]].referrals for each in (drill, again))
    assert first.all == second.all
    assert first.not_loaded == second.not_loaded
