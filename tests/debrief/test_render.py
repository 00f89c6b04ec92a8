"""The report is one page that stands by itself, says EXERCISE, escapes what people wrote, and is the same anywhere."""

import re
from itertools import pairwise

import debrief_scores as made
import html_page
import pytest

from simulator.common.resources import shipped
from simulator.debrief import theme
from simulator.debrief.render import render_debrief

HOSTILE = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>\"'&{{ 7*7 }}"
LONG = "Я" * 10_000
BACKWARDS = "شركة النور للتجارة \u202e gnp.exe"


@pytest.fixture(scope="module")
def html() -> str:
    return render_debrief(made.small())


@pytest.fixture(scope="module")
def page(html) -> html_page.Page:
    return html_page.Page(html)


@pytest.fixture(scope="module")
def wild() -> str:
    """The report of a drill whose every text is hostile, endless or runs from right to left."""
    what = {"description": LONG, "shipper": HOSTILE, "consignee": BACKWARDS, "consignment": HOSTILE, "pool": HOSTILE}
    case = made.hidden(**what, passages=[made.passage("zhetysu", "not-selected")], indicators=[HOSTILE])
    units = [made.unit("zhetysu", name=HOSTILE, player=LONG), made.unit("aviayuklar", name=BACKWARDS)]
    told = made.Told(t=0, to=[], source=HOSTILE, text=LONG)
    decided = made.decided(1, "zhetysu", HOSTILE, 60, who=HOSTILE, reasons=[HOSTILE], result="delayed", grounded=False)
    return render_debrief(
        made.small(
            about=made.about(title=HOSTILE, purpose=LONG),
            units=units,
            cases=[case],
            decisions=[decided],
            intelligence=[told],
            objectives=[{"code": "x", "text": BACKWARDS, "capability": HOSTILE}],
        )
    )


def test_it_is_a_page_in_a_language(html, page):
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert page.text.count("EXERCISE") >= 3


def test_it_says_what_was_found(page):
    assert "The units found 1 of 4 cases." in page.text
    assert "0.2 (0 to 1)" in page.text


@pytest.mark.parametrize("name", ["html", "wild"])
def test_it_needs_nothing_else(name, request):
    html = request.getfixturevalue(name)
    page = html_page.Page(html)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert all(value.startswith("#") for value in page.values("src", "href", "xlink:href", "action"))
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on") or key == "style"]
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|http", style)


def test_every_link_and_label_leads_somewhere(page):
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    named = [name for value in page.values("aria-labelledby", "aria-describedby") for name in value.split()]
    assert set(named) | {link[1:] for link in page.values("href")} <= set(ids)


def test_headings_come_in_order(page):
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text.strip() for _, text in page.headings)


def test_tables_have_heads_and_captions(page):
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.tags if tag == "th")


def test_figures_have_words(page):
    figures = [attrs for tag, attrs in page.tags if tag == "figure"]
    assert len(figures) == 8
    assert [tag for tag, _ in page.tags].count("figcaption") == 8
    assert all(
        attrs.get("aria-label") or attrs.get("aria-labelledby") for _, attrs in page.tags if attrs.get("role") == "img"
    )


def test_there_is_a_way_past_the_contents(page):
    links = [attrs for tag, attrs in page.tags if tag == "a"]
    assert links[0] == {"class": "skip", "href": "#content"}


def test_what_people_wrote_is_escaped(wild):
    assert "<script" not in wild
    assert "<img" not in wild
    assert "{{ 7*7 }}" in wild
    assert html_page.Page(wild).text.count("<script>alert(1)</script>") > 5


def test_endless_and_foreign_texts_are_kept_once_and_cut_elsewhere(wild):
    assert wild.count(LONG) == 3
    assert len(wild.encode()) < 200_000
    assert "\u202e" not in re.sub("\u2068[^\u2069]*\u2069", "", wild)


def test_control_characters_do_not_reach_the_page():
    html = render_debrief(made.small(about=made.about(title="a\x00b\x1b[31mc\x85d")))
    assert '<h1 id="title" dir="auto">ab[31mcd</h1>' in html


def test_a_drill_that_nobody_played_still_gives_a_report():
    units = [made.unit("zhetysu", decisions=0, controlled=0, with_find=0, hours=[], stations=[], references=[])]
    empty = {"cases": [], "irregularities": [], "decoys": [], "decisions": [], "intelligence": [], "objectives": []}
    text = html_page.Page(render_debrief(made.small(units=units, **empty))).text
    for sentence in ("made no decision", "held no cases", "held no irregularities", "held no decoys", "no decision."):
        assert sentence in text


def test_another_process_writes_the_same_bytes(html, python, tmp_path):
    kept = tmp_path / "score.json"
    kept.write_text(made.small().model_dump_json(), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from simulator.scoring.model import Score;"
        "from simulator.debrief.render import render_debrief;"
        "score = Score.model_validate_json(Path(sys.argv[1]).read_text(encoding='utf-8'));"
        "Path(sys.argv[2]).write_text(render_debrief(score), encoding='utf-8', newline='\\n')"
    )
    out = tmp_path / "debrief.html"
    done = python(code, str(kept), str(out), PYTHONHASHSEED="4711", TZ="Asia/Tokyo", LANG="ru_RU.KOI8-R", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == html.encode()


def test_a_normal_report_is_small(html):
    assert len(html.encode()) < 250_000
    assert len(render_debrief(made.large(units=3, cases=15, decisions=1000)).encode()) < 1_000_000


def test_the_styles_use_the_colours_of_the_charts():
    css = (shipped("templates") / "debrief" / "debrief.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", css.partition("}")[0]))
    assert colours == {name: getattr(theme, name.upper()) for name in colours}
    assert "accent" in colours


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2.2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("text", [theme.INK, theme.MUTED, theme.ACCENT])
def test_texts_can_be_read(text):
    assert contrast(text, theme.PAPER) >= 4.5


def test_the_parts_of_a_bar_differ_in_grey():
    shades = (theme.ACCENT, theme.MIDDLE, theme.PALE, theme.PAPER)
    assert contrast(shades[0], shades[1]) >= 3
    assert all(contrast(one, other) > 1.2 for one, other in pairwise(shades))
