"""From a story to one HTML file that needs nothing else: no script, no font, no address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.common.resources import shipped
from simulator.debrief.drawing import draw
from simulator.debrief.plain import printable
from simulator.debrief.sections import linked, without_tables
from simulator.debrief.story import Story, story
from simulator.scoring.model import Score


def render_debrief(
    score: Score,
    lang: str = "en",
    notes: Mapping[int, str] | None = None,
    people: Mapping[str, str] | None = None,
) -> str:
    """The whole debrief as the text of one HTML file. The same score gives the same text in any process.

    `notes` are what participants wrote, by number of the decision; `people` their names by participant id.

    RuntimeError if the charts cannot be drawn.
    """
    told = story(score, lang, notes, people)
    return render_html(told, draw(told.charts()))


def render_html(told: Story, drawings: Mapping[str, str], styles: str = "") -> str:
    """A story as a page; `drawings` are the SVG of its charts by id.

    The styles stand in the page, or are linked under the address `styles`: a server with a strict policy for its
    content allows none in the page.
    """
    inline = {chart: Markup(svg) for chart, svg in drawings.items()}  # noqa: S704 - our own SVG; its texts are escaped
    sections = linked([without_tables(section, "sheet") for section in told.sections])
    template = _environment().get_template("debrief.html")
    return template.render(story=told, sections=sections, drawings=inline, styles=styles)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates") / "debrief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    return environment


def _printable(value: Any) -> Any:
    """A text without control characters, which HTML does not allow."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)
