"""A trainer's templates override the page block by block; they can neither reach out nor run on, and faults have a line."""

import debrief_scores as made
import html_page
import pytest

from simulator.common.errors import DrillError
from simulator.debrief.own_templates import render_own
from simulator.debrief.render import context, render_html, render_own_html
from simulator.debrief.story import story
from simulator.drill import Drill

EXTENDS = '{% extends "shipped/debrief.html" %}\n'


@pytest.fixture(scope="module")
def told():
    return story(made.small())


@pytest.fixture
def page(tmp_path, told):
    """The page that a `debrief.html` of the trainer makes."""

    def render(text: str, limit: float = 20, **others: str) -> str:
        for name, content in {"debrief.html": text, **{f"{name}.html": each for name, each in others.items()}}.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        return render_own(tmp_path, context(told, dict.fromkeys(told.charts(), "")), limit)

    return render


def fault(page, text: str, **others: str):
    with pytest.raises(DrillError) as refused:
        page(text, **others)
    assert len(refused.value.faults) == 1
    return refused.value.faults[0]


def test_a_block_is_overridden_and_the_rest_stays(page):
    html = page(EXTENDS + '{% block before %}<p class="ours">State Revenue Committee</p>{% endblock %}')
    assert '<p class="ours">State Revenue Committee</p>' in html
    assert "Every consignment by its outcome" in html
    html_page.Page(html)


def test_a_block_may_hold_what_it_overrides(page):
    html = page(EXTENDS + "{% block section %}[{{ section.id }}]{{ super() }}{% endblock %}")
    assert "[summary]" in html and "Every consignment by its outcome" in html


def test_a_file_is_overridden(tmp_path, told):
    (tmp_path / "cover.html").write_text("<h1>Ours: {{ story.title }}</h1>", encoding="utf-8")
    html = render_own_html(told, dict.fromkeys(told.charts(), ""), tmp_path)
    assert "<h1>Ours: Exchange visit: Almaty and Tashkent</h1>" in html


def test_without_an_override_it_is_the_shipped_page(tmp_path, told):
    drawings = dict.fromkeys(told.charts(), "<svg></svg>")
    (tmp_path / "debrief.html").write_text(EXTENDS, encoding="utf-8")
    assert render_own_html(told, drawings, tmp_path) == render_html(told, drawings)


def test_what_people_wrote_is_escaped_there_too(tmp_path):
    told = story(made.small(about=made.about(title="<script>alert(1)</script>")))
    (tmp_path / "debrief.html").write_text("<p>{{ story.title }}</p>", encoding="utf-8")
    assert render_own(tmp_path, context(told, {})) == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("{{ story.title }\n", 1, "unexpected"),
        ("\n\n{% for x in %}{% endfor %}", 3, "Expected an expression"),
        ("\n{{ story.no_such_thing }}", 2, "no attribute 'no_such_thing'"),
        ("\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("{% extends 'gone.html' %}", 1, "there is no template 'gone.html'"),
        ("{{ 1 // 0 }}", 1, "zero"),
    ],
)
def test_a_fault_names_file_and_line(page, tmp_path, text, line, says):
    told = fault(page, text)
    assert (told.file, told.line) == (str(tmp_path / "debrief.html"), line)
    assert says in str(told.params["reason"])


def test_a_fault_in_an_included_file_names_that(page, tmp_path):
    told = fault(page, '{% include "part.html" %}', part="\n{{ nothing }}")
    assert (told.file, told.line) == (str(tmp_path / "part.html"), 2)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ story.__class__.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ [].append(1) }}",
        "{{ '{0.__class__}'.format(story) }}",
        "{{ range(999999999) | list }}",
        "{% include '../../cli.py' %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_nothing_reaches_out_of_the_sandbox(page, text):
    assert fault(page, text).code in ("template-fault", "templates-broken")


def test_what_runs_on_is_ended(page):
    with pytest.raises(DrillError) as refused:
        page("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", limit=4)
    assert refused.value.faults[0].code == "templates-slow"


def test_what_grows_without_end_is_ended(page):
    told = fault(page, "{% for a in range(99999) %}{% for b in range(99999) %}0123456789{% endfor %}{% endfor %}")
    assert "million characters" in str(told.params["reason"])


def test_what_includes_itself_is_ended(page):
    assert "without end" in str(fault(page, '{% include "debrief.html" %}').params["reason"])


def test_a_folder_that_overrides_nothing_is_refused(tmp_path, told):
    (tmp_path / "debreif.html").write_text("x", encoding="utf-8")
    with pytest.raises(DrillError) as refused:
        render_own(tmp_path, context(told, {}))
    assert refused.value.faults[0].code == "templates-unused"
    with pytest.raises(DrillError) as refused:
        render_own(tmp_path / "none", context(told, {}))
    assert refused.value.faults[0].code == "templates-none"


def test_the_command_takes_a_folder_of_templates(tmp_path, jointdrill):
    Drill.prepare("first-steps", seed=14, out=tmp_path / "d").run({"zhetysu": "idle"}, draws=1)
    folder = tmp_path / "ours"
    folder.mkdir()
    page = folder / "debrief.html"
    page.write_text(EXTENDS + "{% block before %}<p>Ours</p>{% endblock %}", encoding="utf-8")
    out = tmp_path / "report.html"
    assert jointdrill("debrief", tmp_path / "d", "--templates", folder, "--out", out)[0] == 0
    assert "<p>Ours</p>" in out.read_text(encoding="utf-8")
    page.write_text("\n{{ nothing }}", encoding="utf-8")
    code, _, told = jointdrill("debrief", tmp_path / "d", "--templates", folder, "--out", out, "--replace")
    assert code == 1 and "debrief.html, line 2" in told and "'nothing' is undefined" in told
    assert "<p>Ours</p>" in out.read_text(encoding="utf-8")
