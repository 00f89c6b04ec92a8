"""`lookup` and `dossier` as a trainer types them: what a unit can know, and nothing that it could not know then."""

import json

import polars as pl
import pytest

from simulator import Drill

UNIT = "zhetysu"


@pytest.fixture(scope="module")
def opened(first_steps):
    return Drill.open(first_steps)


def differing(opened):
    """A consignment of which one document says otherwise for good: number, document, field, what it says."""
    papers, rows = opened.world.papers, opened.sights[UNIT].rows.tolist()
    shown = pl.col("document").is_in(["manifest", "postal"]) & pl.col("row").is_in(rows) & pl.col("until").is_null()
    row, document, field, value = papers.filter(shown).select("row", "document", "field", "value").row(0)
    return opened.world.consignments["id"][row], document, field, value


def test_a_dossier_shows_the_documents_side_by_side(jointdrill, first_steps, opened):
    number, _, field, value = differing(opened)
    code, out, err = jointdrill("dossier", first_steps, UNIT, number)
    assert (code, err) == (0, "")
    assert out.startswith(f"EXERCISE. {number} as {UNIT} knows it at ")
    assert value.split()[0] in out
    assert f"differs: {field.partition('_')[0].capitalize()}" in out
    stream = opened.world.consignments["stream"][opened.rows[number]]
    assert {"general": "Manifest (", "mail": "Dispatch list (", "express": "Courier's manifest ("}[stream] in out


def test_programs_get_the_same(jointdrill, first_steps, opened):
    number, document, field, value = differing(opened)
    code, out, _ = jointdrill("dossier", first_steps, UNIT, number, "--json")
    told = json.loads(out)
    assert code == 0
    assert field in told["differ"]
    [said] = [each for each in told["documents"] if (each["field"], each["document"]) == (field, document)]
    assert said["value"] == value
    assert all(fact["since"] <= told["at"] for fact in told["facts"].values())


def test_a_dossier_of_an_earlier_time_knows_less(jointdrill, first_steps, opened):
    seen = opened.sights[UNIT]
    general = opened.world.consignments["stream"].gather(seen.rows) == "general"
    row = int(seen.rows[general.arg_true()[0]])
    number, known = opened.world.consignments["id"][row], int(seen.known[list(seen.rows).index(row)])
    early, late = (
        json.loads(jointdrill("dossier", first_steps, UNIT, number, "--json", "--at", f"{t} s")[1])
        for t in (known, known + 4 * 3600)
    )
    assert set(early["facts"]) < set(late["facts"])
    assert "value" not in {each["field"] for each in early["documents"]}
    code, _, err = jointdrill("dossier", first_steps, UNIT, number, "--at", f"{known - 60} s")
    assert (code, "has not been shown to zhetysu by" in err) == (1, True)


def test_a_number_is_read_as_people_write_it(jointdrill, first_steps, opened):
    numbers = opened.world.consignments["id"].gather(opened.sights[UNIT].rows.tolist())
    number = next(number for number in numbers if number.startswith("R"))
    as_written = f" {number[:2].lower()} {number[2:7]}-{number[7:]} "
    code, out, _ = jointdrill("dossier", first_steps, UNIT, as_written)
    assert (code, out.startswith(f"EXERCISE. {number} as ")) == (0, True)
    code, _, err = jointdrill("dossier", first_steps, UNIT, number[:5] + number[6:])
    assert (code, f"did you mean '{number}'?" in err) == (1, True)


def test_no_number_is_offered_that_was_not_shown(jointdrill, first_steps, opened):
    seen = opened.sights[UNIT]
    number = opened.world.consignments["id"][int(seen.rows[seen.known.argmax()])]
    code, _, err = jointdrill("dossier", first_steps, UNIT, number, "--at", f"{int(seen.known.max()) - 1} s")
    assert (code, f"did you mean '{number}'" in err) == (1, False)


def test_what_is_none_is_told_like_what_is_not_shown(jointdrill, first_steps):
    code, _, err = jointdrill("dossier", first_steps, UNIT, "NOTHING")
    assert code == 1
    assert err.startswith("'NOTHING' has not been shown to zhetysu by 2022-11-08 ")


def test_a_party_is_looked_up_in_any_script(jointdrill, first_steps, opened):
    people = opened.world.parties
    mine = people.filter((pl.col("country") == "KZ") & (pl.col("kind") == "company"))
    code, out, _ = jointdrill("lookup", first_steps, UNIT, *mine["name_local"][0].split(), "--json")
    told = json.loads(out)
    assert code == 0
    assert mine["name_local"][0] in [each["name"] for each in told["found"]]
    assert {"name", "system", "score", "party", "consignments", "past"} == set(told["found"][0])
    code, out, _ = jointdrill("lookup", first_steps, UNIT, mine["name"][0])
    assert code == 0
    assert mine["name"][0].split()[0] in out


def test_nothing_like_it_is_said_so(jointdrill, first_steps):
    code, out, _ = jointdrill("lookup", first_steps, UNIT, "0000000000000")
    assert (code, "Nothing found: nothing like it in any of its systems." in out) == (0, True)


def test_a_name_that_is_hardly_like_any_tells_no_history(jointdrill, first_steps):
    code, out, _ = jointdrill("lookup", first_steps, UNIT, "zhetysu", "xyzxyz")
    assert (code, "Nothing found" in out, "LISTED" in out, "days before" in out) == (0, True, False, False)


def test_a_party_has_one_row_with_all_its_systems(jointdrill, first_steps, opened):
    rows = opened.sights[UNIT].rows[:1].tolist()
    party = opened.world.consignments["consignee"][rows[0]]
    name = opened.world.parties["name"][party]
    code, out, _ = jointdrill("lookup", first_steps, UNIT, name)
    table = [line for line in out.partition(" days before")[0].splitlines() if line.strip().startswith(name)]
    assert (code, len([line for line in table if " as " not in line])) == (0, 1)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("soon", "--at: 'soon' is no time; write it like 2 h (from the start), 14:30 or 2022-11-08 06:00"),
        ("08.11.2022", "--at: '08.11.2022' is a day without an hour; write 08.11.2022 06:00 (local time of the post)"),
        ("2022-11-08", "--at: '2022-11-08' is a day without an hour; write 2022-11-08 06:00"),
        ("25:00", "--at: '25:00' is no time"),
        ("2022-13-01 10:00", "--at: '2022-13-01 10:00' is no time"),
        ("3 d", "--at: '3 d' lies outside the drill; allowed: -12 h (2022-11-07 18:00) to 10 h (2022-11-08 16:00)"),
        ("2021-11-08 10:00", "--at: '2021-11-08 10:00' lies outside the drill"),
    ],
)
def test_a_time_that_is_none_is_refused(jointdrill, first_steps, at, said):
    code, _, err = jointdrill("lookup", first_steps, UNIT, "name", "--at", at)
    assert code == 1
    assert err.startswith(said)


def test_local_time_and_time_from_the_start_are_the_same(jointdrill, first_steps):
    told = [
        json.loads(jointdrill("lookup", first_steps, UNIT, "name", "--json", "--at", at)[1])["at"]
        for at in ("2 h", "08:00", "2022-11-08 08:00", "120 min")
    ]
    assert told == [7200] * 4


def test_an_unknown_unit_is_named(jointdrill, first_steps):
    for command in ("lookup", "dossier"):
        code, _, err = jointdrill(command, first_steps, "zhetisu", "X")
        assert (code, "'zhetisu' is no unit of this drill; allowed: zhetysu; did you mean 'zhetysu'?" in err) == (
            1,
            True,
        )


def test_a_folder_without_a_drill_is_refused(jointdrill, tmp_path):
    code, _, err = jointdrill("lookup", tmp_path, UNIT, "X")
    assert (code, "is not a drill folder" in err) == (1, True)


@pytest.mark.parametrize(("stream", "title"), [("general", "Manifest"), ("mail", "Dispatch list")])
def test_mail_has_a_dispatch_list_where_cargo_has_a_manifest(jointdrill, first_steps, opened, stream, title):
    mine = opened.world.consignments["stream"].gather(opened.sights[UNIT].rows) == stream
    number = opened.world.consignments["id"][int(opened.sights[UNIT].rows[mine.arg_true()[0]])]
    out = jointdrill("dossier", first_steps, UNIT, number)[1]
    there = {each for each in ("Manifest (", "Dispatch list (") if each in out}
    assert there == {f"{title} ("}
