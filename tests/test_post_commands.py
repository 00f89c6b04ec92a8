"""The commands at a post: a unit's selection list, and what its controls and contacts have told."""

import json
import re
from datetime import UTC, datetime

import pytest

from simulator.console.moments import Clock
from simulator.console.told import proposed, whereabouts
from simulator.decisions.decision import Decision, Step
from simulator.drill import Drill
from simulator.operation.controls import RESULTS
from simulator.operation.deliveries import Delivery


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


def test_the_list_goes_into_the_pack_and_overwrites_nothing(played, jointdrill):
    out = played / "packs" / "zhetysu" / "EXERCISE-zhetysu-selection.html"
    code, said, _ = jointdrill("selection", played, "zhetysu")
    assert (code, str(out) in said, out.is_file()) == (0, True, True)
    out.write_text("mine", encoding="utf-8")
    code, _, error = jointdrill("selection", played, "zhetysu")
    assert (code, "say --replace" in error, out.read_text(encoding="utf-8")) == (1, True, "mine")
    assert jointdrill("selection", played, "zhetysu", "--replace")[0] == 0
    assert "EXERCISE" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["selection", "observed"])
def test_before_play_there_is_nothing_to_show(visit, jointdrill, command):
    code, out, error = jointdrill(command, visit, "zhetysu")
    assert (code, out, "has not been played yet" in error) == (1, "", True)


@pytest.mark.parametrize("question", ["whereabouts", "booking", "documents"])
def test_answers_are_sentences_in_local_time(visit, jointdrill, question):
    drill = Drill.open(visit)
    sight = drill.sights["zhetysu"]
    numbers = drill.world.consignments["id"].gather(sight.rows[sight.known <= 0][:6].tolist()).to_list()
    for number in numbers:
        drill.submit("zhetysu", "p", 0, Decision(number, "ask", to="carrier", question=question))
    told = json.loads(jointdrill("observed", visit, "zhetysu", "--json")[1])["told"]
    said = [each["words"] for each in told if each["what"] == "answered"]
    assert said
    assert all(text.endswith(".") for text in said)
    assert not any(re.search(r"-?\d{5,}", text) for text in said)
    if question == "booking":
        assert all("Booked 2022-1" in text and "departs 2022-11-0" in text for text in said)


def test_whereabouts_tell_come_presented_and_left(visit):
    drill = Drill.open(visit)
    sight = drill.sights["zhetysu"]
    row = int(sight.rows[sight.known <= 0][0])
    drill.advance(drill.scenario.length)
    lane = drill.course.lanes[drill.course.lane_of["zhetysu"]]
    floor = lane.posts["zhetysu"].floor
    at = floor.place(row)
    ready, release = int(floor.ready[at]), int(floor.release[at])
    said = [whereabouts(lane, "zhetysu", row, t) for t in (ready - 1, ready + 1, release + 1)]
    assert said == [
        "It has not come yet.",
        "It has come, and has not been presented.",
        "It has left, and had not been presented.",
    ]


@pytest.mark.parametrize(
    ("answer", "accepted", "told"),
    [
        (7200, True, (7200, "agreed", "agreed.")),
        (7200, False, (7200, "refused", "refused.")),
        (None, False, (9000, "no answer", "no answer until 2022-11-08 08:30.")),
    ],
)
def test_the_answer_to_a_proposal_is_told(answer, accepted, told):
    clock = Clock(datetime(2022, 11, 8, tzinfo=UTC), 6 * 3600, 36_000)
    delivery = Delivery("zhetysu", 1, "narcotics", 3600, 9000, False, answer, accepted)
    t, what, said = proposed(delivery, 10_000, clock)
    assert (t, what) == told[:2]
    assert said == f"Controlled delivery, proposed 2022-11-08 07:00: {told[2]}"
    assert proposed(delivery, t - 1, clock) is None


@pytest.mark.parametrize("command", ["selection", "observed"])
def test_wrong_words_are_told_apart(played, jointdrill, command):
    for words, part in (
        ((played, "nobody"), "nobody"),
        ((played, "zhetysu", "--at", "next week"), "next week"),
        ((played / "none", "zhetysu"), "none"),
    ):
        code, _, error = jointdrill(command, *words)
        assert code == 1 and part in error


def test_every_act_is_taken_replayed_and_scored(visit):
    drill = Drill.open(visit)
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
    assert Drill.open(visit).effects == effects
    after = drill.score(draws=1).units[0].after
    assert (after.holds, after.asked) == (1, 1)


def test_documents_are_shown_and_throw_no_dice(visit):
    drill = Drill.open(visit)
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
