"""Jinja templates in a language: `_("English text with %(name)s", name=...)` and `{% trans %}` by its catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.common.cldr import forms
from simulator.common.i18n import language, translations

if TYPE_CHECKING:
    from jinja2 import Environment


def speak(environment: Environment, lang: str) -> None:
    """Let the templates of an environment speak a language; `number` writes a number as the language does."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        language(lang).text, translations(lang).ngettext, newstyle=True
    )
    environment.filters["number"] = forms(lang).number
    environment.globals["lang"] = lang
