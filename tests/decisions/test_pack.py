"""Stories of the packs that are handed out before a drill."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from handouts import ALMATY, SCENARIO, UNIT, WORLD, frame

from simulator.common.errors import DrillError
from simulator.common.tables import table
from simulator.decisions import pack, worth
from simulator.decisions.facts import lead_text, span_minutes, unit_facts, zone_text
from simulator.decisions.sheet import doable
from simulator.operation.controls import detection
from simulator.scenario.numbers import Lognormal, Triangular, Uniform


@pytest.fixture
def packs(tmp_path):
    return pack.write_packs(tmp_path / "packs", SCENARIO, WORLD, frames={"zhetysu": frame()})


@pytest.fixture
def briefing(packs):
    return packs[0].files[-1].read_text(encoding="utf-8")


def test_a_unit_gets_its_folder(tmp_path, packs):
    folder = tmp_path / "packs" / "zhetysu"
    assert [(each.unit, each.folder) for each in packs] == [("zhetysu", folder)]
    names = [
        "EXERCISE-zhetysu-briefing.html",
        "EXERCISE-zhetysu-messages.zip",
        "EXERCISE-zhetysu.csv",
        "EXERCISE-zhetysu.xlsx",
    ]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert sorted(path.name for path in packs[0].files) == names


def test_news_of_the_drill_is_for_the_trainer_to_hand_out_in_its_time(tmp_path, packs):
    page = (tmp_path / "packs" / pack.NEWS).read_text(encoding="utf-8")
    assert "Look at spare parts." in page and "2022-11-08 11:00" in page
    assert "Look at printed books." not in page and "Not for you." not in page
    given = b"".join(path.read_bytes() for path in packs[0].files if path.suffix in (".csv", ".html"))
    assert b"spare parts" not in given


def test_the_briefing_warns_of_danger_and_of_papers_that_give_no_alarm(briefing):
    assert "stop, isolate, notify" in briefing
    assert briefing.count("papers side by side") == 2


def test_a_long_queue_is_a_csv_only(monkeypatch):
    monkeypatch.setattr(pack, "MAX_XLSX_ROWS", 4)
    files = pack.pack_files(SCENARIO, WORLD, UNIT, ALMATY, frame(), WORLD.digest())
    assert list(files) == [f"EXERCISE-zhetysu{end}" for end in (".csv", "-messages.zip", "-briefing.html")]
    assert "EXERCISE-zhetysu.xlsx" not in files["EXERCISE-zhetysu-briefing.html"].decode()


def test_a_queue_that_could_not_be_handed_in_is_a_briefing_only(monkeypatch, tmp_path):
    monkeypatch.setattr(pack, "MAX_ROWS", 4)
    (alone,) = pack.write_packs(tmp_path, SCENARIO, WORLD, frames={})
    assert [path.name for path in alone.files] == ["EXERCISE-zhetysu-briefing.html"]
    page = alone.files[0].read_text(encoding="utf-8")
    assert "too long for a sheet" in page
    assert ".xlsx" not in page


def test_the_briefing_tells_what_is_known_at_the_start(briefing):
    for part in ("Select before the flights land.", "Look at printed books.", "Alaport", "KC904", "2022-11-08 09:00"):
        assert part in briefing
    for part in ("Look at spare parts.", "Not for you.", "TK1", "99999"):
        assert part not in briefing


def test_the_briefing_is_one_marked_page_without_scripts(briefing):
    assert briefing.count("EXERCISE") >= 6
    assert not re.search(r"<script|<link|https?://|url\(", briefing)
    assert "Visit &lt;&amp; more&gt;" in briefing


def test_the_briefing_is_well_formed(briefing):
    class Tags(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []

        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "br"):
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    page = Tags()
    page.feed(briefing)
    assert page.open == []


def test_the_briefing_says_what_controls_are_good_for(briefing):
    told = briefing.partition("What your controls are good for")[2].partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in told.split("<tr>")[2:]]
    goods = "Cannabis, opiates, cocaine, stimulants, weapons and their parts, gold and cash, tobacco"
    assert [words for title, *words in rows if title.startswith(goods)] == [["good", "good"]]
    assert ["Cannabis, opiates, stimulants mixed into the goods", "weak", "good"] in rows
    assert not re.search(r"0\.\d", told)


def test_shares_are_those_of_the_operation():
    for row in table("operation", "detection"):
        hidden, how = row["contraband"], row["concealment"]
        assert worth._share(row["control"], hidden, how) == detection(row["control"], hidden, how)
    assert worth._share("x-ray", "cocaine", "mixed") == detection("x-ray", "cocaine", "mixed") == 0.65


def test_every_class_of_the_table_has_a_title():
    asked = {(row["contraband"], row["concealment"]) for row in table("operation", "detection")} - {("*", "*")}
    assert asked <= {(row["code"], row["concealment"]) for row in table("decisions", "hidden_classes")}


def test_the_briefing_says_how_a_team_works(briefing):
    assert "How a team works on it" in briefing
    assert "--player zhetysu=SHEET" in briefing


def test_a_sheet_that_is_open_in_excel_is_not_written(tmp_path, packs, monkeypatch):
    def locked(*_args):
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "write_bytes", locked)
    with pytest.raises(DrillError, match=r"EXERCISE-zhetysu.xlsx: cannot be written because it is open"):
        pack.write_packs(tmp_path / "packs", SCENARIO, WORLD, frames={"zhetysu": frame()})


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "packs").write_text("a file", encoding="utf-8")
    with pytest.raises(DrillError, match="cannot be written"):
        pack.write_packs(tmp_path / "packs", SCENARIO, WORLD, frames={"zhetysu": frame()})


def test_controls_need_officers_and_machines():
    assert doable(UNIT) == ("documents", "x-ray", "examination")


def test_facts_name_only_what_the_unit_has():
    facts = unit_facts(SCENARIO, WORLD, UNIT, ALMATY, 5)
    assert facts.machines == (("X-ray", 1),)
    assert {each.title: each.who for each in facts.controls if each.possible}["Examination"] == "Inspector"
    assert [(each.number, each.arrives, each.time) for each in facts.flights] == [
        ("KC904", True, "2022-11-08 09:00"),
        ("KC903", False, "2022-11-08 11:33"),
    ]
    assert facts.systems[0].coverage == "about 95 %"


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (540, "9"),
        (Triangular(kind="triangular", low=300, mode=540, high=1200), "9 (5 to 20)"),
        (Uniform(kind="uniform", low=60, high=90), "1.2 (1 to 1.5)"),
        (Lognormal(kind="lognormal", median=600, spread=0.5), "10 (4.4 to 22.8)"),
    ],
)
def test_durations_in_minutes(span, text):
    assert span_minutes(span) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (7200, 7200, "2 h before"),
        (-3600, -3600, "1 h after"),
        (0, 0, "at the planned time"),
        (3600, 7200, "2 h to 1 h before"),
        (-7200, -3600, "1 h to 2 h after"),
        (-1800, 3600, "from 1 h before to 30 min after"),
    ],
)
def test_when_a_system_shows_something(low, high, text):
    assert lead_text(low, high) == text


def test_time_zones():
    assert [zone_text(offset) for offset in (21_600, 0, -12_600)] == ["UTC+06:00", "UTC+00:00", "UTC-03:30"]
