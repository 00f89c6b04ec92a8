"""The hot wash stops where data became known, shows only what was known by then, and reveals at the end."""

from dataclasses import asdict

import debrief_scores as made
import html_page
import pytest

from simulator.common.clock import HOUR, MINUTE
from simulator.debrief.hotwash import MOST_STOPS, hot_wash, stop_times
from simulator.debrief.render import render_hot_wash
from simulator.scoring.model import Paper, Shown

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


def paper(document: str, value: str, since: int | None, **more) -> Paper:
    return Paper(field="weight", document=document, value=value, since=since, **more)


PAPERS = [
    paper("waybill", "7.5", HOUR),
    paper("manifest", "9.0", 4 * HOUR, earlier="8.0", amended=6 * HOUR),
    paper("invoice", "9.5", None),
]
FACTS = [
    Shown(column="routing", value="IST-ALA", since=HOUR),
    Shown(column="agent_name", value="LATE AGENCY LLP", since=6 * HOUR),
    Shown(column="shipper_first_seen", value=12, since=4 * HOUR),
]


def case(number="784512903328", **changes):
    """Shown by a waybill, by a manifest that was amended; nobody selected it."""
    passage = made.passage("zhetysu", "not-selected", papers=PAPERS, facts=FACTS, act_by=9 * HOUR)
    return made.hidden(number, [passage], **changes)


@pytest.fixture
def wash():
    return hot_wash(made.small(cases=[case()]))


def text(slide) -> str:
    """All that stands on a slide."""
    return repr(asdict(slide))


def kinds(wash):
    return [slide.kind for slide in wash.slides]


def test_it_asks_at_every_stop_before_it_tells(wash):
    assert kinds(wash) == ["opening", "stop", "stop", "stop", "did", "reveal", "closing"]
    assert all(slide.asks for slide in wash.slides)


def test_a_stop_shows_only_what_was_known_by_then(wash):
    first, second, third = (slide for slide in wash.slides if slide.kind == "stop")
    assert "7.5 kg" in text(first) and "8 kg" not in text(first) and "LATE" not in text(first)
    assert "8 kg" in text(second) and "9 kg" not in text(second) and "12 days ago" in text(second)
    assert "9 kg (before" in text(third) and "LATE AGENCY" in text(third)


def test_what_only_a_check_of_the_papers_opens_comes_with_the_reveal(wash):
    assert all("9.5 kg" not in text(slide) for slide in wash.slides if slide.kind != "reveal")
    assert "9.5 kg" in text(wash.slides[-2])


def test_before_the_reveal_nothing_says_what_it_was(wash):
    secret = ("opium", "Opium", "opiates", "Opiates", "Odd weight", "first seen not long ago")
    before = [slide for slide in wash.slides if slide.kind in ("opening", "stop", "did")]
    assert all(word not in text(slide) for slide in before for word in secret)
    assert "Opium in a diary" in text(wash.slides[-2]) or "opium" in text(wash.slides[-2]).lower()


def test_the_indicators_are_marked_in_the_row_that_bears_them(wash):
    documents = wash.slides[-2].tables[-1]
    assert documents.columns[-1].title == "Risk indicator"
    assert documents.rows[0].cells[0] == "Weight" and "Odd weight of a piece" in documents.rows[0].cells[-1]


def test_data_that_comes_together_is_one_stop():
    near = [
        paper("waybill", "1", HOUR),
        paper("manifest", "1", HOUR + 14 * MINUTE),
        paper("declaration", "1", 3 * HOUR),
    ]
    passage = made.passage("zhetysu", "not-selected", papers=near, act_by=9 * HOUR)
    assert stop_times(made.hidden("1", [passage]), passage) == [HOUR + 14 * MINUTE, 3 * HOUR]


def test_what_came_too_late_is_no_stop_and_there_are_never_many():
    papers = [paper("waybill", str(n), n * HOUR) for n in range(1, 12)]
    passage = made.passage("zhetysu", "not-selected", papers=papers, act_by=9 * HOUR)
    stops = stop_times(made.hidden("1", [passage]), passage)
    assert len(stops) == MOST_STOPS and stops[0] == HOUR and stops[-1] == 9 * HOUR


def test_a_case_that_nothing_showed_is_asked_about_all_the_same():
    wash = hot_wash(made.small(cases=[made.unknown_case()]))
    assert kinds(wash) == ["opening", "stop", "did", "reveal", "closing"]
    assert "No system of the post showed it in time" in wash.slides[1].lead


def test_a_drill_without_cases_has_a_beginning_and_an_end():
    assert kinds(hot_wash(made.small(cases=[]))) == ["opening", "closing"]


def test_the_page_needs_nothing_and_leads_on(wash):
    html = render_hot_wash(made.small(cases=[case()]))
    page = html_page.Page(html)
    assert "<script" not in html and " style=" not in html and "http" not in html
    assert html.count('class="next"') == len(wash.slides) - 1
    assert html.count("<strong>EXERCISE</strong>") == len(wash.slides)
    named = {attributes.get("id") for _, attributes in page.tags}
    assert {str(attributes["href"]).removeprefix("#") for tag, attributes in page.tags if tag == "a"} <= named


def test_hostile_texts_stay_texts():
    hostile = case(HOSTILE, description=HOSTILE)
    html = render_hot_wash(made.small(cases=[hostile], about=made.about(title=HOSTILE)))
    assert "<script" not in html and "{{" in html and "49" not in html
