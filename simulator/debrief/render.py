"""From a story to one HTML file that needs nothing else: no script, no font, no address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.common.jinja import speak
from simulator.common.resources import shipped
from simulator.debrief.drawing import draw
from simulator.debrief.hotwash import hot_wash
from simulator.debrief.own_templates import render_own
from simulator.debrief.plain import printable
from simulator.debrief.prints.paper import Paper
from simulator.debrief.sections import linked, without_tables
from simulator.debrief.story import Story, story
from simulator.scoring.model import Score
from simulator.scoring.model_rating import Evaluation


def render_debrief(
    score: Score,
    lang: str = "en",
    notes: Mapping[int, str] | None = None,
    people: Mapping[str, str] | None = None,
    evaluation: Evaluation | None = None,
) -> str:
    """The whole debrief as the text of one HTML file. The same score gives the same text in any process.

    `notes` are what participants wrote, by number of the decision; `people` their names by participant id;
    `evaluation` is what evaluators say.

    RuntimeError if the charts cannot be drawn.
    """
    told = story(score, lang, notes, people, evaluation=evaluation)
    return render_html(told, draw(told.charts()))


def render_html(told: Story, drawings: Mapping[str, str], styles: str = "") -> str:
    """A story as a page; `drawings` are the SVG of its charts by id.

    The styles stand in the page, or are linked under the address `styles`: a server with a strict policy for its
    content allows none in the page.
    """
    return _environment("debrief", told.lang).get_template("debrief.html").render(context(told, drawings, styles))


def render_own_html(told: Story, drawings: Mapping[str, str], templates: Path) -> str:
    """A story as the page that a trainer's templates make of it; DrillError with file and line if they cannot."""
    return render_own(templates, context(told, drawings))


def context(told: Story, drawings: Mapping[str, str], styles: str = "") -> dict[str, Any]:
    """What the templates of the page are given: `story`, `sections`, `drawings`, `styles`."""
    inline = {chart: Markup(svg) for chart, svg in drawings.items()}  # noqa: S704 - our own SVG; its texts are escaped
    sections = linked([without_tables(section, "sheet") for section in told.sections])
    return {"story": told, "sections": sections, "drawings": inline, "styles": styles}


def render_hot_wash(score: Score, lang: str = "en", people: Mapping[str, str] | None = None) -> str:
    """The hot wash as the text of one HTML file for the projector; `people` as for the debrief."""
    wash = hot_wash(score, lang, people)
    return _environment("hotwash", lang).get_template("hotwash.html").render(wash=wash)


def render_paper(paper: Paper, lang: str = "en") -> str:
    """A printed paper as the text of one HTML file."""
    return _environment("prints", lang).get_template("paper.html").render(paper=paper, lang=lang)


def _environment(room: str, lang: str) -> Environment:
    return prepared(Environment(loader=FileSystemLoader(shipped("templates") / room), autoescape=True), lang)


def prepared(environment: Environment, lang: str) -> Environment:
    """An environment as the templates of reports need it: strict, with texts in the reader's language."""
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.finalize = _printable
    speak(environment, lang)
    return environment


def _printable(value: Any) -> Any:
    """A text without control characters, which HTML does not allow."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)
