"""The commands at a post: a unit's selection list, and what its controls and contacts have told."""

import json
import re

import pytest

from simulator.decisions.decision import Decision, Step
from simulator.drill import Drill
from simulator.operation.controls import RESULTS


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    path = tmp_path_factory.mktemp("post") / "d"
    Drill.prepare("first-steps", seed=7, out=path).run({"zhetysu": "rules"}, draws=1)
    return path


def test_the_list_names_what_is_selected_by_terminal(played, tmp_path, jointdrill):
    out = tmp_path / "list.html"
    code, said, _ = jointdrill("selection", played, "zhetysu", "--at", "6 h", "--out", out)
    page = out.read_text(encoding="utf-8")
    drill = Drill.open(played)
    chosen = {e.payload["consignment"] for e in drill.log.entries() if e.payload["act"] == "select" and e.t < 6 * 3600}
    assert code == 0 and "EXERCISE" in said
    assert chosen
    assert set(re.findall(r'<td class="id">([^<]+)</td>', page)) == chosen
    assert page.count("EXERCISE") > 4


def test_what_was_observed_stands_in_words_and_is_never_later_than_asked_for(played, jointdrill):
    code, said, _ = jointdrill("observed", played, "zhetysu", "--at", "8 h", "--json")
    told = json.loads(said)["told"]
    assert code == 0 and told
    assert all(each["t"] <= 8 * 3600 for each in told)
    assert {each["what"] for each in told} >= {"no alarm", "alarm"}
    assert not any("{" in each["words"] for each in told)


@pytest.mark.parametrize("command", ["selection", "observed"])
def test_wrong_words_are_told_apart(played, jointdrill, command):
    for words, part in (
        ((played, "nobody"), "nobody"),
        ((played, "zhetysu", "--at", "next week"), "next week"),
        ((played / "none", "zhetysu"), "none"),
    ):
        code, _, error = jointdrill(command, *words)
        assert code == 1 and part in error


def test_every_act_is_taken_replayed_and_scored(tmp_path):
    drill = Drill.prepare("first-steps", seed=7, out=tmp_path / "d")
    unit, who = "zhetysu", drill.participant("zhetysu", "Aigul")
    sight = drill.sights[unit]
    order = sight.known.argsort(kind="stable")
    first = [drill.world.consignments["id"][int(row)] for row in sight.rows[order][:3].tolist()]
    t = max(0, int(sight.known[order][2])) + 60
    steps = ("secure", "photograph", "weigh", "record", "hand-over", "report")
    said = [
        Decision("", "standing", on="drugs", steps=steps, to="narcotics"),
        Decision(first[0], "select", (Step("documents"), Step("x-ray", "always")), ground="indicators"),
        Decision(first[1], "hold", until=t + 1800),
        Decision(first[2], "ask", to="carrier", question="booking"),
        Decision(first[2], "refer", to="rfi"),
        Decision(first[2], "propose", to="narcotics", until=t + 3600),
        Decision(first[2], "follow-up", steps=("secure",)),
    ]
    effects = [drill.submit(unit, who, t, each) for each in said]
    assert effects[:4] == ["effect"] * 4
    assert effects[4:] == ["no-referrals-here", "nothing-found-there", "nothing-found-there"]
    assert Drill.open(tmp_path / "d").effects == effects
    after = drill.score(draws=1).units[0].after
    assert (after.holds, after.asked) == (1, 1)


def test_documents_are_shown_and_throw_no_dice(tmp_path):
    drill = Drill.prepare("first-steps", seed=7, out=tmp_path / "d")
    unit = "zhetysu"
    sight = drill.sights[unit]
    order = sight.known.argsort(kind="stable")[:40]
    for row, known in zip(sight.rows[order].tolist(), sight.known[order].tolist(), strict=True):
        number = drill.world.consignments["id"][int(row)]
        drill.submit(unit, "p", max(0, known), Decision(number, "select", (Step("documents"),)))
    drill.advance(drill.scenario.length)
    lane = drill.course.lanes[drill.course.lane_of[unit]]
    done = [job for job in lane.posts[unit].jobs if job.start is not None]
    assert len(done) > 10
    assert {RESULTS[job.result] for job in done} == {"shown"}
