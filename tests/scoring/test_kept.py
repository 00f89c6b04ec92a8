"""A score that was kept is read back, or refused in one clear sentence."""

import json

import debrief_scores
import pytest

from simulator.common.errors import DrillError
from simulator.scoring.kept import read_score

SCORE = debrief_scores.small()


@pytest.fixture
def kept(tmp_path):
    """Writes a score with changes to its top or to its `about`; None leaves a field out."""

    def write(about=None, **changes):
        fields = json.loads(SCORE.model_dump_json()) | changes
        fields["about"] |= about or {}
        path = tmp_path / "score.json"
        text = json.dumps({name: value for name, value in fields.items() if value is not None})
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refusal(path) -> str:
    with pytest.raises(DrillError) as refused:
        read_score(path)
    (fault,) = refused.value.faults
    assert fault.file == str(path)
    text = str(fault)
    assert "\n" not in text
    return text.removeprefix(f"{path}: ")


def test_a_score_comes_back_as_it_was(kept):
    assert read_score(kept()) == SCORE


def test_fields_of_later_versions_may_be_missing(kept):
    path = kept()
    fields = json.loads(path.read_text(encoding="utf-8"))
    for story in fields["cases"]:
        del story["by_chance"]
    path.write_text(json.dumps(fields), encoding="utf-8")
    assert read_score(path).cases[0].by_chance == []


@pytest.mark.parametrize("value", [0, 2, "1", None])
def test_another_format_is_named(kept, value):
    assert refusal(kept(format=value)) == f"format {value} is not read by this program; it reads format: 1"


def test_a_missing_field_is_named_with_the_versions(kept):
    told = refusal(kept(about={"product": "0.0.3"}, totals=None))
    assert told.startswith("cannot be read: totals is missing; version 0.0.3 of the program wrote it, and this is ")


def test_many_faults_are_one_message(kept):
    assert refusal(kept(totals=None, units=None)) == "cannot be read: totals is missing (and 1 more)"


def test_an_unknown_field_is_named(kept):
    assert refusal(kept(later=1)) == "cannot be read: later is not known"


def test_a_field_of_another_kind_is_named_by_its_place(kept):
    assert refusal(kept(about={"length": "long"})) == "cannot be read: about.length is not what stands there"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"{", "cannot be read: it is no JSON"),
        (b"\xff\xfe", "cannot be read: it is no JSON"),
        (b"[]", "cannot be read: it is no score"),
    ],
)
def test_what_is_no_score_is_refused(tmp_path, content, text):
    path = tmp_path / "score.json"
    path.write_bytes(content)
    assert refusal(path) == text


def test_a_score_that_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path / "score.json") == "there is no such file"
