"""`--agency` as a trainer types it: what the officers of one agency may see, and nothing of the others' systems."""

import json

import pytest

from simulator import Drill
from simulator.common.resources import shipped_scenarios

UNIT = "zhetysu"


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    """A drill in which customs alone has the declarations, and the police alone the watch list."""
    home = tmp_path_factory.mktemp("agency")
    text = shipped_scenarios()["first-steps"].read_text(encoding="utf-8")
    for code, agency in (("kind: declarations", "customs"), ("kind: watch-list", "police")):
        assert text.count(code) == 1
        text = text.replace(code, f"{code}, agencies: [{agency}]")
    (home / "roles.yaml").write_text(text, encoding="utf-8")
    return Drill.prepare(home / "roles.yaml", seed=7, out=home / "drill").folder.path


@pytest.fixture
def told(jointdrill, drill):
    """What a command prints for programs."""

    def ask(command, *words):
        code, out, err = jointdrill(command, drill, UNIT, *words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return ask


def seen(told, column, *agency):
    rows = told("queue", *agency, "--columns", f"id,{column}", "--limit", 1000)["rows"]
    return {row["id"]: row[column] for row in rows if row[column] is not None}


def test_the_queue_of_an_agency_lacks_what_others_alone_may_see(told):
    assert seen(told, "declared") == seen(told, "declared", "--agency", "customs") != {}
    assert seen(told, "declared", "--agency", "police") == {}
    assert seen(told, "consignee_listed", "--agency", "customs") == {}
    assert seen(told, "consignee_listed") == seen(told, "consignee_listed", "--agency", "police") != {}


def test_a_dossier_of_an_agency_has_its_documents_only(told):
    number = next(iter(seen(told, "declared")))
    customs, police = (told("dossier", number, "--agency", agency) for agency in ("customs", "police"))
    documents = [{each["document"] for each in one["documents"]} for one in (customs, police)]
    assert "declaration" in documents[0] - documents[1]
    assert "channel" in customs["facts"].keys() - police["facts"].keys()


def test_an_agency_looks_a_party_up_in_its_own_systems(told):
    name = told("queue", "--where", "consignee_listed", "--columns", "consignee_name")["rows"][0]["consignee_name"]
    customs, police = (
        {hit["system"] for hit in told("lookup", name, "--agency", agency)["found"]} for agency in ("customs", "police")
    )
    assert "Watch list" in police - customs


def test_who_looks_stands_in_the_head(jointdrill, drill):
    assert "(Police only) at" in jointdrill("queue", drill, UNIT, "--agency", "police")[1].splitlines()[0]


@pytest.mark.parametrize("command", [("queue",), ("dossier", "123-4567"), ("lookup", "Altyn")])
def test_no_such_agency(jointdrill, drill, command):
    code, out, err = jointdrill(command[0], drill, UNIT, *command[1:], "--agency", "custom")
    assert (code, out) == (1, "")
    assert "--agency" in err
    assert "customs" in err
    assert "aviation-security" in err
