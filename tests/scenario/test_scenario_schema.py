"""The schema and the reference are what the model is."""

import json
import re

import pytest

from simulator.common.tables import codes
from simulator.scenario.model import Scenario
from simulator.scenario.reader import read
from simulator.scenario.reference import reference
from simulator.scenario.schema import modelled, schema, stand_in, walk


def test_the_schema_says_its_draft_and_has_no_id():
    made = schema()

    assert made["title"] == "jointdrill scenario"
    assert made["$schema"].endswith("2020-12/schema")
    assert "$id" not in made
    assert "2020-12" in made["$comment"]


def test_every_key_of_the_schema_is_explained():
    made = schema()
    parts = [made, *made["$defs"].values()]

    assert [name for part in parts for name, field in part["properties"].items() if not field.get("description")] == []
    assert all(part["additionalProperties"] is False and part["description"] for part in parts)


def test_the_schema_refers_to_nothing_that_it_lacks():
    text = json.dumps(schema())

    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) == set(schema()["$defs"])


def test_the_schema_offers_the_words_of_the_tables():
    parts = schema()["$defs"]

    assert parts["CasePool"]["properties"]["typologies"]["items"]["enum"] == list(codes("world", "typologies"))
    assert parts["Officers"]["properties"]["role"]["enum"] == list(codes("operation", "roles"))
    assert parts["Unit"]["properties"]["machines"]["propertyNames"]["enum"] == list(codes("operation", "machines"))


def test_the_schema_checks_keys_that_have_a_form():
    origins = schema()["$defs"]["Traffic"]["properties"]["origins"]

    assert origins["propertyNames"]["pattern"] == "^[A-Z]{3}$"
    assert "patternProperties" not in origins


def test_changing_a_schema_changes_no_other():
    schema()["title"] = "mine"

    assert schema()["title"] == "jointdrill scenario"


@pytest.mark.parametrize("pattern", sorted(set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schema())))))
def test_patterns_are_plain_enough_for_every_dialect(pattern):
    re.compile(json.loads(f'"{pattern}"'))


def test_what_the_product_writes_fits_the_patterns_it_shows():
    pattern = re.compile(schema()["properties"]["start"]["pattern"])

    assert pattern.match("2022-11-08T06:00+06:00")
    assert not pattern.match("2022-11-08T06:00")


def test_a_path_of_a_refusal_loses_the_tags_of_unions():
    walked = walk(("traffic", 0, "count", "between", "low"))

    assert walked.loc == ("traffic", 0, "count", "low")
    assert walked.node["description"] == "The smallest value."


def test_a_key_of_the_same_name_as_a_tag_is_kept():
    assert walk(("intelligence", 0, "text", "text")).loc == ("intelligence", 0, "text")
    assert walk(("intelligence", 0, "text", "languages", "en")).loc == ("intelligence", 0, "text", "en")


def test_a_place_that_the_format_lacks_has_no_schema():
    assert walk(("units", 0, "colour", "shade")).node == {}


def test_the_stand_in_of_everything_is_a_scenario():
    Scenario.model_validate({**stand_in(modelled()), "start": "2022-11-08T06:00+06:00"})


def test_the_page_is_the_reference(root):
    page = (root / "docs" / "scenario.md").read_text(encoding="utf-8")

    assert page == reference(), "docs/scenario.md is old: python -m simulator.scenario.reference > docs/scenario.md"


def test_the_reference_tells_every_key_and_every_word():
    page = reference()
    made = schema()
    keys = {name for part in (made, *made["$defs"].values()) for name in part["properties"]}
    words = [*codes("world", "typologies"), *codes("world", "irregularities"), *codes("operation", "roles")]

    assert [name for name in (*keys, *words) if f"| `{name}` |" not in page] == []


def test_the_links_of_the_reference_lead_to_its_headings():
    page = reference()
    headings = {
        title.lower().replace(".", "").replace(" ", "-") for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings


def test_a_model_written_as_json_reads_the_same_but_for_durations():
    scenario = read("first-steps").scenario

    assert scenario.model_dump(mode="json", by_alias=True)["length"] == 36_000


def test_editors_know_the_messages_of_a_real_day():
    made = schema()
    listed, alone = made["properties"]["traffic"]["anyOf"]

    assert "real_days" not in made["properties"]
    assert listed["minItems"] == 1
    assert [part["$ref"].rsplit("/", 1)[-1] for part in listed["items"]["anyOf"]] == ["Traffic", "RealDay"]
    assert alone == listed["items"]["anyOf"][1]
    assert made["$defs"]["RealDay"]["required"] == ["from"]
