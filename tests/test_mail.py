"""A drill whose mail travels in receptacles: chosen by bag, by sheet or by code; replayed, scored, told."""

import csv
import io
import shutil

import polars as pl
import pytest

from simulator import Decision, Drill, DrillError, Score, Step
from simulator.common.resources import shipped_scenarios
from simulator.debrief.selection import selection_list, told_of
from simulator.view.receptacles import receptacles
from simulator.view.sight import sight
from simulator.view.visible import visible

UNIT = "zhetysu"
BELT = (Step("belt-x-ray"), Step("examination"))


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """First steps with mail in receptacles, much of it without advance data."""
    text = shipped_scenarios()["first-steps"].read_text(encoding="utf-8")
    text = text.replace("\ncases:\n", "\nmail:\n  advance: {TH: 0.4, VN: 0.4}\n\ncases:\n", 1).replace(
        "count: 80", "count: 400"
    )
    path = tmp_path_factory.mktemp("mail") / "mail.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def prepared(scenario, tmp_path_factory):
    """The drill before anybody plays it."""
    return Drill.prepare(scenario, seed=11, out=tmp_path_factory.mktemp("drill") / "mail")


@pytest.fixture
def fresh(prepared, tmp_path):
    return Drill.open(shutil.copytree(prepared.folder.path, tmp_path / "mail"))


def bags_of(drill):
    return receptacles(drill.world, UNIT)


def test_a_unit_sees_receptacles_and_not_what_is_in_them_without_data(prepared):
    bags = bags_of(prepared)
    seen = set(visible(prepared.world, UNIT)["row"])
    bare = prepared.world.mail.filter(~pl.col("announced"))["row"]
    assert bags.height > 5
    assert not seen & set(bare)
    assert not set(sight(prepared.world, UNIT).rows.tolist()) & set(bare)
    assert bags["items"].sum() == prepared.world.mail.height
    assert bags["announced"].sum() == prepared.world.mail["announced"].sum()


def test_the_view_names_the_receptacle_of_each_item_that_has_data(prepared):
    seen = visible(prepared.world, UNIT)
    mail = seen.filter(pl.col("stream") == "mail")
    assert mail["receptacle"].null_count() == mail["dispatch"].null_count() == mail["mail_class"].null_count() == 0
    assert set(mail["mail_class"]) <= {"letter", "parcel", "ems"}
    assert (mail["receptacle"].str.head(20) == mail["dispatch"]).all()
    assert (
        seen.filter(pl.col("stream") != "mail")["receptacle"].null_count()
        == seen.filter(pl.col("stream") != "mail").height
    )


def test_who_is_over_the_free_limit_is_told_for_mail_and_express_only(prepared):
    seen = visible(prepared.world, UNIT)
    limit = prepared.world.allowances.filter(pl.col("stream") == "mail").row(0, named=True)
    mail = seen.filter((pl.col("stream") == "mail") & pl.col("value").is_not_null())
    expected = (mail["value"] > limit["usd"]) | (mail["weight"] > limit["kg"])
    assert mail["over_de_minimis"].to_list() == expected.to_list()
    assert seen.filter(pl.col("stream") == "general")["over_de_minimis"].null_count() == 50


def play(drill, ground="alarm", t=9000):
    """Every bag that is there goes over the belt; the effects."""
    numbers = bags_of(drill)["receptacle"].to_list()
    return [drill.submit(UNIT, "p-1", t, Decision(number, "select", BELT, ground=ground)) for number in numbers]


def test_what_is_without_data_can_be_found_by_its_bag(scenario, tmp_path):
    for seed in range(11, 40):
        drill = Drill.prepare(scenario, seed=seed, out=tmp_path / str(seed))
        bare = set(drill.world.mail.filter(~pl.col("announced"))["row"])
        hidden = bare & set(drill.truth.rows("case"))
        if hidden:
            break
    inside = drill.world.mail.filter(pl.col("row").is_in(list(hidden)))
    bags = bags_of(drill).filter(pl.col("receptacle").is_in(inside["receptacle"].implode()))
    for bag in bags.sort("known").iter_rows(named=True):
        decision = Decision(bag["receptacle"], "select", BELT, 1, ground="alarm")
        assert drill.submit(UNIT, "p-1", max(0, bag["known"]), decision) == "effect"
    drill.advance(drill.scenario.length)
    post = drill.course.lanes["joint"].posts[UNIT]
    assert hidden <= {job.row for job in post.jobs if job.start is not None}


def test_letters_without_a_ground_stay_untouched(fresh):
    effects = dict(zip(bags_of(fresh)["receptacle"], play(fresh, ground=""), strict=True))
    letters = set(bags_of(fresh).filter(pl.col("mail_class") == "letter")["receptacle"])
    assert {effects[number] for number in letters} == {"no-ground"}
    assert {effects[number] for number in effects if number not in letters} == {"effect"}
    fresh.advance(fresh.scenario.length)
    touched = {job.row for job in fresh.course.lanes["joint"].posts[UNIT].jobs}
    inside = fresh.world.mail.filter(pl.col("receptacle").is_in(letters))["row"]
    assert touched and not touched & set(inside)


def test_one_entry_is_logged_for_a_bag_and_the_log_replays(fresh):
    effects = play(fresh)
    assert [entry.payload["consignment"] for entry in fresh.log.entries()] == bags_of(fresh)["receptacle"].to_list()
    again = Drill.open(fresh.folder.path)
    assert again.effects == effects
    ends = [drill.score(draws=1) for drill in (fresh, again)]
    assert ends[0] == ends[1]


def test_items_of_bags_are_counted_apart_from_single_selections(fresh):
    seen = visible(fresh.world, UNIT).filter((pl.col("stream") == "express") & (pl.col("release") > 10_000))
    fresh.submit(UNIT, "p-1", 9000, Decision(seen["id"][0], "select", BELT))
    effects = play(fresh)
    unit = fresh.score(draws=1).units[0]
    assert unit.selected == 1
    assert unit.decisions == len(effects) + 1
    assert unit.mail.receptacles == len(effects)
    assert unit.mail.selected == effects.count("effect")
    assert unit.mail.items == unit.mail.over_belt + unit.mail.not_controlled
    assert unit.mail.items <= fresh.world.mail.height
    assert unit.mail.alarms >= unit.mail.examined >= unit.mail.found
    belt = next(use for use in unit.stations if use.control == "belt-x-ray")
    assert belt.done == unit.mail.over_belt + 1


def test_a_dispatch_counts_as_all_its_receptacles(fresh):
    number = bags_of(fresh).filter(pl.col("mail_class") == "letter")["dispatch"][0]
    assert fresh.submit(UNIT, "p-1", 9000, Decision(number, "select", BELT, ground="consent")) == "effect"
    unit = fresh.score(draws=1).units[0]
    mine = fresh.world.mail.filter(pl.col("dispatch") == number)
    assert unit.mail.selected == mine["receptacle"].n_unique()
    assert unit.mail.items <= mine.height


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision("XXDEFRAAKZALAAAUN20123001000071", "select", BELT), "decision-consignment"),
        (Decision("awb", "select", BELT), "decision-control-stream"),
        (Decision("bag", "select", BELT, ground="because"), "decision-value"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(fresh, decision, code):
    general = fresh.world.consignments.filter(pl.col("stream") == "general")["id"][0]
    numbers = {"awb": general, "bag": bags_of(fresh)["receptacle"][0]}
    decision = Decision(
        numbers.get(decision.consignment, decision.consignment), decision.act, decision.controls, ground=decision.ground
    )
    with pytest.raises(DrillError) as caught:
        fresh.submit(UNIT, "p-1", 9000, decision)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert fresh.log.entries() == []


def test_the_csv_of_receptacles_can_be_handed_in_beside_a_sheet(fresh, tmp_path):
    pack = fresh.folder.path / "packs" / UNIT
    path = pack / f"EXERCISE-{UNIT}-receptacles.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    at = {name: place for place, name in enumerate(rows[0])}
    for row in rows[2:6]:
        row[at["decision"]], row[at["control_1"]], row[at["ground"]] = "Select", "Belt X-ray", "Risk indicators"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    filled = tmp_path / "bags.csv"
    filled.write_text(out.getvalue(), encoding="utf-8", newline="")
    score = fresh.run({UNIT: filled}, draws=1)
    assert score.units[0].mail.selected == 4
    assert [each.effect for each in score.decisions] == ["effect"] * 4
    mail = score.units[0].mail
    assert sum(each.items_controlled for each in score.decisions) == mail.items - mail.not_controlled > 0
    assert sum(each.items_found for each in score.decisions) == mail.found
    # A row without a time counts from when the post announced the receptacle.
    known = dict(bags_of(fresh).select("receptacle", "known").iter_rows())
    assert [each.t for each in score.decisions] == [max(0, known[each.consignment]) for each in score.decisions]
    assert (
        score.decisions[0].items
        == fresh.world.mail.filter(pl.col("receptacle") == score.decisions[0].consignment).height
    )


def test_the_debrief_tells_of_receptacles(fresh, tmp_path):
    path = fresh.folder.path / "packs" / UNIT / f"EXERCISE-{UNIT}-receptacles.csv"
    text = path.read_text(encoding="utf-8-sig").splitlines()
    head = text[0].split(";")
    cells = text[2].split(";")
    cells[head.index("decision")], cells[head.index("control_1")] = "Select", "Belt X-ray"
    filled = tmp_path / "bags.csv"
    filled.write_text("\n".join([text[0], ";".join(cells)]), encoding="utf-8", newline="")
    fresh.run({UNIT: filled}, draws=1)
    page = fresh.folder.debrief.read_text(encoding="utf-8")
    assert "Mail by receptacle" in page
    assert "items controlled, " in page
    assert cells[0] in page


def test_reference_players_open_letters_for_a_reason_only(fresh):
    score = fresh.run({UNIT: "rules"}, draws=2)
    assert "no-ground" not in score.units[0].without_effect
    letters = set(fresh.world.mail.filter(pl.col("receptacle").str.slice(13, 1) == "U")["row"])
    mine = [each for each in score.decisions if fresh.rows.get(each.consignment) in letters]
    assert all(each.ground == "indicators" for each in mine)
    assert all(each.items is None for each in score.decisions)


def test_chance_leaves_letters_alone(fresh):
    score = fresh.run({UNIT: "chance"}, draws=2)
    letters = set(fresh.world.mail.filter(pl.col("receptacle").str.slice(13, 1) == "U")["row"])
    assert score.decisions
    assert not {fresh.rows.get(each.consignment) for each in score.decisions} & letters
    assert set(score.units[0].without_effect) <= {"left"}


def test_an_old_score_without_mail_is_still_read(fresh):
    score = fresh.score(draws=1)
    plain = score.model_dump(mode="json")
    for unit in plain["units"]:
        del unit["mail"]
    assert Score.model_validate(plain).units[0].mail.receptacles == 0


def line_of(drill, row, t):
    """The line of a consignment in the selection list of the unit at a time."""
    listed = selection_list(drill.scenario, drill.world, drill.scenario.units[0], drill.course_at(t))
    number = drill.world.consignments["id"][row]
    return next(line for terminal in listed.terminals for line in terminal.lines if line.number == number)


def parcels(drill, *, announced):
    """Items in receptacles of parcels that the unit is shown, with what it is shown of the receptacle."""
    bags = bags_of(drill).filter(pl.col("mail_class") == "parcel").drop("announced")
    return drill.world.mail.filter(announced=announced).join(bags, on="receptacle")


def test_the_selection_list_names_receptacle_and_flight_of_items_without_data(fresh):
    item = parcels(fresh, announced=False).row(0, named=True)
    fresh.submit(UNIT, "p", max(0, item["known"]), Decision(item["receptacle"], "select", BELT))
    line = line_of(fresh, item["row"], fresh.scenario.length)
    assert (line.receptacle, line.flight) == (item["receptacle"], item["flight"])


def test_the_selection_list_says_what_was_known_at_its_moment(prepared):
    seen = visible(prepared.world, UNIT).select(
        "row", pl.col("description").alias("said"), pl.col("known").alias("shown")
    )
    items = parcels(prepared, announced=True).join(seen, on="row")
    item = items.row(0, named=True)
    unit = prepared.scenario.units[0]
    before, after = (told_of(prepared.world, unit, [item["row"]], item["shown"] - 1 + late)[0] for late in (0, 1))
    assert (before["description"], after["description"]) == (None, item["said"])
    assert before["receptacle"] == after["receptacle"] == item["receptacle"]
    assert after["flight"] == item["flight"]
