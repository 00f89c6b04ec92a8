"""`jointdrill queue` as a trainer types it: what a unit sees at a moment, and what is said of a wrong wish."""

import json

import pytest


@pytest.fixture
def queue(jointdrill, first_steps):
    """Ask for the queue of the unit."""
    return lambda *words, unit="zhetysu": jointdrill("queue", first_steps, unit, *words)


def rows(queue, *words):
    code, out, err = queue(*words, "--json", "--limit", 100_000)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_table_of_what_is_known_in_the_end(queue):
    code, out, err = queue("--where", "stream = 'mail' AND weight > 1", "--limit", 5)

    assert (code, err) == (0, "")
    assert out.startswith("EXERCISE. ")
    assert "of" in out.splitlines()[0]
    assert "--limit shows more" in out


def test_programs_get_the_same_as_values(queue):
    told = rows(queue, "--where", "weight > 1", "--columns", "id,weight,known", "--sort", "-weight")
    weights = [row["weight"] for row in told["rows"]]

    assert told["found"] == told["shown"] == len(weights) > 0
    assert weights == sorted(weights, reverse=True)
    assert all(row["known"] <= told["t"] for row in told["rows"])
    assert set(told["rows"][0]) == {"id", "weight", "known"}


def test_nothing_is_shown_before_it_is_known(queue):
    late = rows(queue, "--columns", "id,known")
    last = max(row["known"] for row in late["rows"])
    early = rows(queue, "--at", f"-{1 - last} s", "--columns", "id,known")

    assert early["known"] == sum(row["known"] < last for row in late["rows"]) < late["known"]
    assert all(row["known"] < last for row in early["rows"])
    assert rows(queue, "--at", late["clock"])["known"] == late["known"]


def test_no_column_of_it_is_the_truth_or_the_row(queue):
    assert queue("--columns", "row")[0] == 1
    assert queue("--where", "contraband IS NULL")[0] == 1


def test_everything_that_is_wrong_is_told_at_once(queue):
    code, out, err = queue(
        "--at", "noon", "--where", "wieght > 2 AND stream = 'post'", "--sort", "wieght", "--columns", "id,wieght"
    )

    assert (code, out) == (1, "")
    for said in (
        "--at: 'noon' is no time; write it like 2 h (from the start), 14:30 or 2022",
        "line 1, column 1, --where: 'wieght' is no column",
        "line 1, column 25, --where: 'post' is not known; allowed: general, mail, express",
        "--sort: 'wieght' is no column; did you mean 'weight'?",
        "--columns: 'wieght' is no column; did you mean 'weight'?",
        "5 faults",
    ):
        assert said in err


@pytest.mark.parametrize(
    "at", ["9 d", "2030-01-01 00:00", "0001-01-01 00:00", "99999999999999999999 d", "31.02.2022 10:00"]
)
def test_a_moment_outside_of_the_drill_is_refused(queue, at):  # fmt: skip
    code, _, err = queue("--at", at)
    assert code == 1
    assert "--at" in err


def test_another_unit_is_refused(queue):
    code, _, err = queue(unit="zhetisu")
    assert (code, "did you mean 'zhetysu'?" in err) == (1, True)


def test_an_empty_answer_is_an_answer(queue):
    code, out, _ = queue("--where", "weight < 0")
    assert (code, ": 0 of " in out) == (0, True)


def test_no_columns_are_no_wish(queue):
    assert queue("--columns", ",")[0] == 1


def test_the_number_goes_by_the_name_that_sheets_give_it(queue):
    number = rows(queue, "--columns", "id", "--limit", 1)["rows"][0]["id"]
    told = rows(
        queue, "--where", f"consignment = '{number}'", "--columns", "consignment,number,weight", "--sort", "number"
    )
    assert [list(row) for row in told["rows"]] == [["id", "weight"]]
    assert told["rows"][0]["id"] == number


def test_a_filter_that_nothing_can_fulfil_is_explained(queue):
    code, out, err = queue("--where", "shipper_country = 'Thailand'")
    assert (code, err) == (0, "")
    assert ": 0 of " in out.splitlines()[0]
    assert out.splitlines()[1].startswith("NOTE: no consignment that is known then has shipper_country 'Thailand'; ")
    assert rows(queue, "--where", "shipper_country = 'Thailand'")["notes"]
