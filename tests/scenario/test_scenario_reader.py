"""A scenario is found by name or path, and what cannot be read is refused in one line."""

import os
import re
import sys
from pathlib import Path

import pytest
from small_scenario import TEXT, changed

from simulator.common.errors import DrillError
from simulator.common.resources import shipped_scenarios
from simulator.scenario import reader
from simulator.scenario.reader import digest, read, understand


def refused(name):
    with pytest.raises(DrillError) as caught:
        read(name)
    [fault] = caught.value.faults
    return fault


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_shipped_scenario_is_read_by_name():
    found = read("first-steps")

    assert (found.name, found.path) == ("first-steps", shipped_scenarios()["first-steps"])


def test_a_scenario_is_read_by_path(story):
    found = read(story)

    assert (found.name, found.path, found.source) == ("story", story, TEXT.encode())
    assert read(str(story)) == found


def test_the_digest_is_of_what_is_said_and_not_of_how(story):
    same = TEXT.replace("title: A story", "title:   'A story'   # as it is") + "\n\n"
    other = changed(("title: A story", "title: Another story"))

    assert re.fullmatch("[0-9a-f]{64}", read(story).digest)
    assert digest(understand(same.encode(), "f")) == read(story).digest
    assert digest(understand(other.encode(), "f")) != read(story).digest


def test_the_digest_keeps_the_order_that_the_world_is_drawn_in():
    one, two = "origins: {IST: 1, FRA: 2}", "origins: {FRA: 2, IST: 1}"
    texts = [changed(("[IST, ALA], count: 50", f"[IST, ALA], count: 50, {origins}")) for origins in (one, two)]

    assert len({digest(understand(text.encode(), "f")) for text in texts}) == 2


def test_a_field_that_is_new_and_says_nothing_does_not_change_the_digest(story):
    def of(said):
        text = story.read_text(encoding="utf-8").replace("objectives:", f"profiles: {{KZ: {said}}}\nobjectives:")
        return digest(understand(text.encode(), "f"))

    assert of("{}") == of("{hold_space: , referrals: false}") != of("{hold_space: 3}")


def test_the_digest_is_the_same_in_another_process(python, story):
    code = f"from simulator.scenario.reader import read; print(read({str(story)!r}).digest)"

    assert python(code, PYTHONHASHSEED="7", TZ="Asia/Almaty", LANG="C").stdout.strip() == read(story).digest


def test_an_unknown_name_lists_what_ships_and_the_nearest():
    fault = refused("first-step")

    assert fault.code == "scenario-unknown"
    assert "exchange-visit" in str(fault)
    assert "did you mean 'first-steps'?" in str(fault)


@pytest.mark.parametrize("name", ["nowhere.yaml", "no/where", "./nowhere"])
def test_a_path_that_does_not_exist_is_a_missing_file(name):
    assert refused(name).code == "file-missing"


def test_a_folder_is_no_scenario(tmp_path):
    assert refused(tmp_path).code == "scenario-folder"


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000 + ".yaml"])
def test_a_name_that_no_system_takes_is_refused(name):
    assert refused(name).code in ("file-missing", "file-unreadable")


def test_what_is_no_file_is_refused():
    if not Path(os.devnull).exists() or Path(os.devnull).is_file():
        pytest.skip("no devices as files here")
    assert refused(os.devnull).code == "scenario-no-file"


def test_a_file_that_is_too_large_is_not_read(story, monkeypatch):
    monkeypatch.setattr(reader, "MOST_BYTES", 100)

    assert refused(story).code == "scenario-large"


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs rights to take away"
)
def test_a_file_without_rights_is_unreadable(story):
    story.chmod(0)

    assert refused(story).code == "file-unreadable"


def test_a_file_that_fails_while_it_is_read_is_unreadable(story, monkeypatch):
    def fail(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)

    assert str(refused(story)).endswith("cannot be read: Permission denied")


def test_a_refusal_names_the_file_as_it_was_called(story):
    story.write_text(changed(("kind: joint", "kind: jont")), encoding="utf-8")

    assert refused(str(story)).file == str(story)
