"""The commands as a user types them: what they print, and what they say of wrong input."""

import json
import shutil
from pathlib import Path

import pytest

UNIT = "zhetysu"


@pytest.fixture(scope="module")
def played(first_steps, tmp_path_factory):
    """The folder of a drill that has been played."""
    from simulator import Drill

    folder = shutil.copytree(first_steps, tmp_path_factory.mktemp("cli") / "played")
    Drill.open(folder).run({UNIT: "rules"}, draws=2)
    return folder


def test_the_whole_way(jointdrill, tmp_path):
    assert jointdrill("new", "mine.yaml")[0] == 0
    assert jointdrill("check", "mine.yaml")[0] == 0
    code, out, _ = jointdrill("prepare", "first-steps", "--seed", 7, "--out", "visit")
    assert (code, "PRACTICE, seed 7" in out) == (0, True)
    code, out, _ = jointdrill("run", "visit", "--player", f"{UNIT}=rules")
    assert code == 0
    assert "EXERCISE" in out
    assert (tmp_path / "visit" / "debrief.html").is_file()


def test_a_scenario_is_prepared_and_played_at_once(jointdrill, tmp_path):
    code, out, _ = jointdrill("run", "first-steps", "--seed", 3, "--out", "d", "--json")
    shown = json.loads(out)
    assert code == 0
    assert shown["score"]["about"]["seed"] == 3
    assert (tmp_path / "d" / "score.json").is_file()


def test_scenarios_are_listed_for_people_and_programs(jointdrill):
    assert "exchange-visit" in jointdrill("scenarios")[1]
    names = [scenario["name"] for scenario in json.loads(jointdrill("scenarios", "--json")[1])]
    assert names == sorted(names)
    assert "same-world" in names


def test_schemas_are_json(jointdrill):
    assert json.loads(jointdrill("schema")[1])["type"] == "object"
    assert "units" in json.loads(jointdrill("schema", "score")[1])["properties"]
    assert "audience" in json.loads(jointdrill("schema", "debrief")[1])["properties"]


def test_check_tells_no_number_of_cases(jointdrill):
    text = jointdrill("check", "first-steps")[1].lower()
    assert "consignments" in text
    assert "case" not in text
    assert "case" not in jointdrill("check", "first-steps", "--json")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere.yaml"], "no such file"),
        (["check", "frist-steps"], "first-steps"),
        (["run", "frist"], "did you mean 'first-steps'?"),
        (["run", "frist-steps"], "did you mean 'first-steps'?"),
        (["run", "first-steps", "--player", "zhetisu=rules"], "did you mean 'zhetysu'?"),
        (["run", "first-steps", "--player", "zhetysu"], "UNIT=PLAYER"),
        (["run", "first-steps", "--player", "zhetysu=ruels"], "did you mean 'rules'?"),
        (["run", "first-steps", "--player", "zhetysu=rules", "--player", "zhetysu=rules"], "twice"),
        (["run", "first-steps", "--player", "zhetysu=rules", "--player", "zhetysu=idle"], "'idle' plays a unit alone"),
        (["run", "sheet.xlsx", "--player", "zhetysu=rules"], "is a sheet"),
        (["run", ""], "'': is not a drill folder"),
        (["check", ""], "'': is a folder"),
        (["new", "x.yaml", "--like", "exchange-vist"], "did you mean 'exchange-visit'?"),
        (["verify", "nowhere"], "not a drill folder"),
        (["run", "first-steps", "--player", "zhetysu=nowhere.xlsx"], "no such file"),
        (["schema", "verdict"], "allowed: scenario, score"),
    ],
)
def test_wrong_words_get_one_clear_message(jointdrill, words, said):
    code, out, err = jointdrill(*words)
    assert code == 1
    assert said in err
    assert out == ""


def test_a_wrong_option_is_wrong_usage(jointdrill):
    assert jointdrill("run", "first-steps", "--sede", "7")[0] == 2
    assert jointdrill("prepare", "first-steps", "--seed", "seven", "--out", "x")[0] == 2


def test_faults_are_json_for_programs(jointdrill):
    code, out, _ = jointdrill("run", "first-steps", "--player", "zhetysu=ruels", "--json")
    assert code == 1
    assert json.loads(out)["faults"][0]["code"] == "player-unknown"


def test_nothing_is_left_of_what_was_refused(jointdrill, tmp_path):
    jointdrill("run", "first-steps", "--player", "zhetysu=nowhere.xlsx", "--out", "d")
    assert list(tmp_path.iterdir()) == []


def test_new_overwrites_nothing(jointdrill):
    jointdrill("new", "mine.yaml")
    code, _, err = jointdrill("new", "mine.yaml")
    assert (code, "is there already" in err) == (1, True)


def test_an_unwritable_folder(jointdrill, tmp_path):
    (tmp_path / "file").write_text("x")
    code, _, err = jointdrill("prepare", "first-steps", "--out", "file/visit")
    assert (code, err) == (1, "file/visit: cannot be written: file is a file\n")
    assert (tmp_path / "file").read_text() == "x"


def test_a_folder_that_is_named_by_way_of_itself(jointdrill, tmp_path):
    (tmp_path / "here").mkdir()
    assert jointdrill("prepare", "first-steps", "--seed", 1, "--out", "here/../here")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_the_folder_that_one_works_in_stays(jointdrill, tmp_path, monkeypatch):
    jointdrill("prepare", "first-steps", "--seed", 1, "--out", "d")
    for inside, out in (("d", "."), ("d/packs", ".."), ("d/packs", "../../d")):
        monkeypatch.chdir(tmp_path / inside)
        code, _, err = jointdrill("prepare", "first-steps", "--seed", 2, "--out", out, "--replace")
        assert (code, "go to another folder first" in err) == (1, True)


def test_folders_that_were_made_for_a_refused_drill_vanish(jointdrill, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "bad.yaml").write_text("format: 1\n", encoding="utf-8")
    assert jointdrill("prepare", "bad.yaml", "--out", "kept/a/b/visit")[0] == 1
    assert {path.name for path in tmp_path.rglob("*")} == {"kept", "bad.yaml"}


def test_a_prepared_drill_has_its_key(jointdrill, first_steps):
    code, _, err = jointdrill("run", first_steps, "--seed", 3)
    assert (code, "leave out --seed" in err) == (1, True)


def test_a_folder_that_is_no_drill(jointdrill, tmp_path):
    (tmp_path / "photos").mkdir()
    code, _, err = jointdrill("run", "photos")
    assert (code, "not a drill folder" in err) == (1, True)


def test_a_sheet_of_another_world(jointdrill, first_steps, tmp_path):
    jointdrill("prepare", "first-steps", "--seed", 8, "--out", "other")
    sheet = next((tmp_path / "other" / "packs" / UNIT).glob("*.csv"))
    text = sheet.read_text(encoding="utf-8-sig").splitlines()
    cells = text[2].split(";")
    at = text[0].split(";").index("decision")
    cells[at : at + 2] = ["select", "documents"]
    sheet.write_text("\n".join([*text[:2], ";".join(cells)]), encoding="utf-8-sig")
    code, _, err = jointdrill("run", first_steps, "--player", f"{UNIT}={sheet}")
    assert (code, "belongs to another drill" in err) == (1, True)
    assert jointdrill("run", "other", "--player", f"{UNIT}={sheet}")[0] == 0


def test_check_says_where_a_pool_stands_that_hides_nothing(jointdrill, tmp_path):
    jointdrill("new", "mine.yaml")
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    start = text.index("cases:")
    pool = "cases:\n  - name: hay\n    count: 90\n    streams: [mail]\n    typologies: [cannabis-liquid]\n\n"
    (tmp_path / "mine.yaml").write_text(text[:start] + pool + text[text.index("decoys:") :], encoding="utf-8")
    for words in (["check", "mine.yaml"], ["prepare", "mine.yaml", "--seed", "7", "--out", "d"]):
        code, out, err = jointdrill(*words)
        assert (code, out) == (1, "")
        assert f"mine.yaml, line {text[:start].count(chr(10)) + 2}" in err
        assert "could guess" in err
    assert not (tmp_path / "d").exists()


def test_new_copies_a_shipped_scenario(jointdrill, tmp_path):
    assert jointdrill("new", "mine.yaml", "--like", "same-world")[0] == 0
    assert "parallel" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")


def test_version(jointdrill):
    from simulator import __version__

    assert jointdrill("--version")[1].strip() == f"jointdrill {__version__}"


def test_a_unit_that_nobody_plays_is_said(jointdrill):
    _, out, _ = jointdrill("run", "first-steps", "--seed", 3, "--out", "d")
    assert "no player was named for zhetysu" in out


def test_the_seal_is_told_before_and_verified_after(jointdrill, tmp_path):
    seal = json.loads(jointdrill("prepare", "first-steps", "--out", "d", "--json")[1])["seal"]
    assert seal in (tmp_path / "d" / "seal.txt").read_text(encoding="utf-8")
    jointdrill("run", "d", "--player", f"{UNIT}=rules")
    code, out, _ = jointdrill("verify", "d")
    assert (code, seal in out, "same verdicts" in out) == (0, True, True)
    assert json.loads(jointdrill("verify", "d", "--json")[1])["holds"] == dict.fromkeys(
        ("scenario", "world", "key", "truth", "log", "score", "debrief", "seal", "verdicts"), True
    )


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("name", "change", "part"),
    [
        (
            "log.jsonl",
            lambda file: edit(file, ',"reasons":["no-street"', ',"confidence":"low","reasons":["no-street"'),
            "log",
        ),
        ("log.jsonl", lambda file: edit(file, '"what":"decide"', '"what":"dance"'), "log"),
        ("log.jsonl", lambda file: edit(file, '"who":"p-', '"who":"q-'), "log"),
        ("log.jsonl", lambda file: file.write_bytes(file.read_bytes() + b"xyz"), "log"),
        ("score.json", lambda file: edit(file, '"cases_found": ', '"cases_found": 1'), "score"),
        ("score.json", lambda file: file.unlink(), "score"),
        ("debrief.html", lambda file: edit(file, "EXERCISE", "exercise"), "debrief"),
        ("debrief.html", lambda file: file.unlink(), "debrief"),
        ("seal.txt", lambda file: edit(file, "Seal of the drill: ", "Seal of the drill: 0"), "seal"),
        ("seal.txt", lambda file: file.unlink(), "seal"),
        ("verdicts.json", lambda file: file.unlink(), "verdicts"),
        ("verdicts.json", lambda file: edit(file, '"outcome": "', '"outcome": "x'), "verdicts"),
    ],
)
def test_what_is_changed_after_a_play_is_noticed(jointdrill, played, name, change, part):
    file = played / name
    kept = file.read_bytes()
    change(file)
    code, out, err = jointdrill("verify", played)
    file.write_bytes(kept)
    assert (code, out) == (1, "")
    assert f"does not hold: {part} (" in err


def test_what_cannot_be_checked_of_an_old_drill_is_said(jointdrill, root):
    code, out, _ = jointdrill("verify", root / "tests" / "golden" / "log-1")
    assert (code, "NOTE: not checked" in out, "score, debrief" in out) == (0, True, True)


def test_a_drill_that_was_not_played_holds_so_far(jointdrill, first_steps):
    code, out, _ = jointdrill("verify", first_steps)
    assert (code, "not been played to its end" in out) == (0, True)
    told = json.loads(jointdrill("verify", first_steps, "--json")[1])
    assert told["unchecked"] == ["verdicts", "log", "score", "debrief"]


def test_a_changed_world_breaks_the_seal(jointdrill, visit):
    import polars as pl

    table = visit / "world" / "consignments.parquet"
    pl.read_parquet(table).with_columns(pieces=pl.col("pieces") + 1).write_parquet(table)
    code, _, err = jointdrill("verify", "visit")
    assert (code, "changed: world" in err) == (1, True)
    assert jointdrill("run", "visit")[0] == 1


def test_a_replaced_drill_with_a_secret_key_is_kept(jointdrill, tmp_path):
    for _ in range(3):
        assert jointdrill("prepare", "first-steps", "--out", "d", "--replace")[0] == 0
    assert {path.name for path in tmp_path.iterdir()} == {"d", "d.old-1", "d.old-2"}
    jointdrill("prepare", "first-steps", "--seed", 1, "--out", "e")
    jointdrill("prepare", "first-steps", "--seed", 2, "--out", "e", "--replace")
    assert not (tmp_path / "e.old-1").exists()
    (tmp_path / "e" / "sealed" / "key.json").write_text("junk", encoding="utf-8")
    assert jointdrill("prepare", "first-steps", "--seed", 3, "--out", "e", "--replace")[0] == 0
    assert (tmp_path / "e.old-1").is_dir()


def test_playing_again_keeps_what_was_told_and_says_so(jointdrill, visit):
    jointdrill("run", "visit")
    first = (visit / "debrief.html").read_bytes()
    assert jointdrill("run", "visit", "--player", f"{UNIT}=rules")[0] == 1
    code, out, _ = jointdrill("run", "visit", "--player", f"{UNIT}=rules", "--replace")
    assert (code, "play 2 of this drill" in out) == (0, True)
    assert (visit / "debrief-1.html").read_bytes() == first
    assert json.loads((visit / "score.json").read_text(encoding="utf-8"))["about"]["play"] == 2


def filled(pack, name, row, *cells):
    """A sheet of a pack in which one row is decided, and nothing else."""
    sheet = next(pack.glob("*.csv"))
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    header, values = lines[0].split(";"), lines[1 + row].split(";")
    for column, value in zip(("decision", "control_1"), cells, strict=True):
        values[header.index(column)] = value
    out = pack / name
    out.write_text("\n".join([lines[0], ";".join(values)]), encoding="utf-8-sig")
    return out


def test_a_unit_hands_in_several_sheets(jointdrill, visit):
    sheets = [filled(visit / "packs" / UNIT, f"{n}.csv", n, "select", "documents") for n in (1, 2)]
    words = [word for sheet in sheets for word in ("--player", f"{UNIT}={sheet}")]
    code, out, _ = jointdrill("run", "visit", *words, "--json")
    assert code == 0
    score = json.loads(out)["score"]
    assert score["units"][0]["player"] == "1.csv + 2.csv"
    assert score["units"][0]["decisions"] == 2


def test_faults_of_all_sheets_are_told_together(jointdrill, visit):
    pack = visit / "packs" / UNIT
    bad = [filled(pack, "bad1.csv", 1, "selct", "documents"), filled(pack, "bad2.csv", 2, "select", "dogg")]
    code, _, err = jointdrill("run", "visit", *[w for sheet in bad for w in ("--player", f"{UNIT}={sheet}")])
    assert code == 1
    assert "bad1.csv" in err
    assert "bad2.csv" in err
    assert not (visit / "score.json").exists()


def test_a_drill_that_cannot_be_written_is_as_it_was(jointdrill, visit, monkeypatch):
    import os

    before = {path.name: path.read_bytes() for path in visit.iterdir() if path.is_file()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = jointdrill("run", "visit", "--player", f"{UNIT}=rules")
    assert (code, "No space left on device" in err) == (1, True)
    assert ".play-" not in err
    assert {path.name: path.read_bytes() for path in visit.iterdir() if path.is_file()} == before


def test_a_new_drill_for_which_there_is_no_space(jointdrill, tmp_path, monkeypatch):
    write = Path.write_bytes

    def full(self, content):
        if self.suffix == ".csv":
            raise OSError(28, "No space left on device")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = jointdrill("prepare", "first-steps", "--seed", 5, "--out", "d")
    sheet = Path("d", "packs", UNIT, f"EXERCISE-{UNIT}.csv")
    assert (code, f"{sheet}: cannot be written: No space left on device" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_touched_or_what_was_put_back_holds(jointdrill, played):
    """The tests that change a file of this drill put it back as it was."""
    assert jointdrill("verify", played)[0] == 0


@pytest.mark.parametrize("name", ["verdicts.json", "people.json", "sealed/key.json", "world/world.json", "log.jsonl"])
@pytest.mark.parametrize("text", ["", "junk", "[]", "null", '{"a": 1}'])
def test_a_damaged_drill_is_no_fault_of_ours(jointdrill, played, name, text):
    kept = (played / name).read_bytes()
    (played / name).write_text(text, encoding="utf-8")
    code, out, err = jointdrill("verify", played)
    (played / name).write_bytes(kept)
    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_a_handed_out_sheet_names_the_systems(jointdrill, visit):
    lines = next((visit / "packs" / UNIT).glob("*.csv")).read_text(encoding="utf-8-sig").splitlines()
    place = lines[0].split(";").index("system")
    assert {line.split(";")[place] for line in lines[2:]} == {"e-Freight", "Kazpochta", "Fast Courier"}


def test_decisions_without_effect_are_counted_aloud(jointdrill, visit):
    pack = visit / "packs" / UNIT
    sheets = [
        filled(pack, f"{name}.csv", 2, "Select", control) for name, control in (("a", "X-ray"), ("b", "Documents"))
    ]
    code, out, _ = jointdrill("run", "visit", *(word for sheet in sheets for word in ("--player", f"{UNIT}={sheet}")))
    assert (code, f"1 decision of {UNIT} had no effect" in out) == (0, True)
    assert "Select, 2022-11-0" in out
    assert ": it was selected already" in out


def test_a_debrief_is_written_in_any_format_for_whom_it_is_meant(jointdrill, played, tmp_path):
    code, out, _ = jointdrill("debrief", played, "--out", "visit.pdf", "--marking", "Restricted", "--draft")
    assert (code, out) == (0, "EXERCISE. Debrief: visit.pdf\n")
    assert (tmp_path / "visit.pdf").read_bytes().startswith(b"%PDF-1.7")
    words = ("debrief", played, "--audience", "unit", "--unit", UNIT, "--format", "xlsx", "--format", "csv", "--json")
    told = json.loads(jointdrill(*words)[1])
    names = [Path(file).name for file in told["files"].values()]
    assert names == [f"EXERCISE-played-debrief-unit-{UNIT}-en.{form}" for form in ("xlsx", "csv")]
    assert {Path(file).parent for file in told["files"].values()} == {played.parent}


def test_the_debrief_of_the_play_and_of_the_command_are_the_same(jointdrill, played, tmp_path):
    assert jointdrill("debrief", played, "--out", "again.html")[0] == 0
    assert (tmp_path / "again.html").read_bytes() == (played / "debrief.html").read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--format", "doc"], "there is no format 'doc'; allowed: html, pdf, xlsx, json, csv"),
        (["--out", "visit.doc"], "name one by --format"),
        (["--out", "visit.pdf", "--format", "pdf", "--format", "csv"], "2 formats are wanted"),
        (["--audience", "unit"], "for whom? name it by --unit"),
        (["--audience", "unit", "--unit", "zhetis"], "did you mean 'zhetysu'?"),
        (["--names", "--lang", "de"], "there is no language 'de'"),
        (["--out", "there.html"], "is there already"),
    ],
)
def test_a_debrief_that_cannot_be_written_leaves_nothing(jointdrill, played, tmp_path, words, says):
    (tmp_path / "there.html").write_text("mine", encoding="utf-8")
    code, _, err = jointdrill("debrief", played, *words)
    assert (code, says in err) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["there.html"]
    assert (tmp_path / "there.html").read_text(encoding="utf-8") == "mine"


def test_a_debrief_is_overwritten_only_if_told_to(jointdrill, played, tmp_path):
    (tmp_path / "there.json").write_text("mine", encoding="utf-8")
    assert jointdrill("debrief", played, "--out", "there.json", "--replace")[0] == 0
    assert json.loads((tmp_path / "there.json").read_text(encoding="utf-8"))["exercise"] == "EXERCISE"


def test_what_has_not_been_played_has_no_debrief(jointdrill, drill):
    code, _, err = jointdrill("debrief", drill.path)
    assert (code, "has not been played yet" in err) == (1, True)
