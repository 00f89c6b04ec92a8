"""From a score to one HTML file that needs nothing else: no script, no font, no address."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.common.resources import shipped
from simulator.debrief.drawing import draw
from simulator.debrief.story import story
from simulator.scoring.model import Score
from simulator.scoring.model_rating import Evaluation


def render_debrief(
    score: Score,
    lang: str = "en",
    notes: Mapping[int, str] | None = None,
    people: Mapping[str, str] | None = None,
    evaluation: Evaluation | None = None,
) -> str:
    """The debrief as the text of one HTML file. The same score gives the same text in any process.

    `notes` are what participants wrote, by number of the decision; `people` their names by participant id;
    `evaluation` is what evaluators say.

    RuntimeError if the charts cannot be drawn.
    """
    told = story(score, lang, notes, people, evaluation)
    drawings = {chart: Markup(svg) for chart, svg in draw(told.charts()).items()}  # noqa: S704 - our own SVG; its texts are escaped
    return _environment().get_template("debrief.html").render(story=told, drawings=drawings)


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
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return "".join(sign for sign in value if unicodedata.category(sign) != "Cc" or sign in "\n\t")
