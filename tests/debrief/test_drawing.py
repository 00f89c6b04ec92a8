"""Charts are drawn in a process of their own and fit into one page."""

import re

import pytest

from simulator.debrief import theme
from simulator.debrief.charts import Found, Hour, Part, ends_chart, found_chart, hours_chart, parts_chart
from simulator.debrief.drawing import draw, tidy


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    found = [Found("ACCU <b>&", who, n, 0, 2, 3, f"{n}", who == "unit") for n, who in enumerate(("unit", "rules"))]
    parts = [Part("ACCU", "find", 1), Part("ACCU", "nothing", 400)]
    hours = [Hour(hour, hour + 1, 2.0, 1.0, hour) for hour in range(4)]
    specs = {
        "found": found_chart(found, "Cases"),
        "parts": parts_chart(parts, ["find", "nothing"], "Consignments"),
        "ends": ends_chart(parts),
        "hours": hours_chart(hours, {0: "06:00", 3: "09:00"}, "Officers", "Waiting"),
        "again": hours_chart(hours, {0: "06:00", 3: "09:00"}, "Officers", "Waiting"),
    }
    return draw(specs)


def test_no_two_charts_share_an_id(drawn):
    ids = [name for svg in drawn.values() for name in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    assert all(name.rpartition("-")[0] in drawn for name in ids)


def test_a_chart_does_not_depend_on_what_was_drawn_before(drawn):
    assert drawn["again"].replace("again-", "hours-") == drawn["hours"]


def test_charts_bring_no_font_no_style_and_no_address(drawn):
    for svg in drawn.values():
        assert not re.search(r"http|font-family|style=|xmlns|<script|<image", svg)


def test_texts_are_escaped(drawn):
    assert "ACCU &lt;b&gt;&amp;" in drawn["found"]


def test_hours_are_labelled_as_given(drawn):
    assert ">06:00<" in drawn["hours"]
    assert ">09:00<" in drawn["hours"]


def test_only_the_colours_of_the_theme_are_used(drawn):
    known = {theme.ACCENT, theme.INK, theme.MUTED, theme.MIDDLE, theme.PALE, theme.RULE, theme.PAPER}
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', "".join(drawn.values())))
    assert used <= known


def test_tidying_leaves_texts_alone():
    svg = (
        '<svg xmlns="x"><g id="a"></g><path d="M1.23456,2" fill="url(#a)"/><text>id="a" class="b" 1.23456</text></svg>'
    )
    assert tidy(svg, "chart") == (
        '<svg aria-hidden="true" focusable="false"><g id="chart-0"></g><path d="M1.23,2" fill="url(#chart-0)"/>'
        '<text>id="a" class="b" 1.23456</text></svg>'
    )


def test_nothing_to_draw_starts_no_process():
    assert draw({}) == {}


def test_a_chart_that_cannot_be_drawn_is_said():
    with pytest.raises(RuntimeError, match="drawing the charts failed"):
        draw({"broken": {"mark": "no-such-mark"}})
