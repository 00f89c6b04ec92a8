"""Every text of the debrief comes from the catalogues: in a made-up language no bare English remains."""

import gettext
import re
from html import unescape

import debrief_scores as made
import pytest

from simulator.common import i18n
from simulator.debrief.render import render_debrief
from simulator.world.places import airports


class Marked(gettext.NullTranslations):
    """Puts every text into brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context, message):
        return f"⟦{message}⟧"


@pytest.fixture
def marked(monkeypatch):
    """Russian figures, and every text in brackets."""
    i18n._forget()
    monkeypatch.setattr(i18n, "translations", lambda lang: Marked())
    monkeypatch.setattr("simulator.common.jinja.translations", lambda lang: Marked())
    yield "ru"
    i18n._forget()


def own_texts(value) -> set[str]:
    """Every text that stands in a score: names, routings, numbers, what people wrote."""
    if isinstance(value, dict):
        return {text for each in value.values() for text in own_texts(each)}
    if isinstance(value, list | tuple):
        return {text for each in value for text in own_texts(each)}
    return {part for part in value.split("\n\n") if part.strip()} if isinstance(value, str) else set()


def bare(html: str, own: set[str]) -> list[str]:
    """English words of a page that stand in no brackets and are no text of the score's own."""
    html = re.sub(r"<(style|code|script)\b.*?</\1>", " ", html, flags=re.DOTALL)
    text = re.sub(r'<[^>]*?\baria-label="([^"]*)"[^>]*>', r"\n\1\n", html)
    text = unescape(re.sub(r"<[^>]*>", "\n", text))
    while re.search(r"⟦[^⟦⟧]*⟧", text):
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    for each in sorted(own, key=len, reverse=True):
        text = text.replace(each, "")
    return sorted(set(re.findall(r"[A-Za-z]{3,}[A-Za-z ]*", text)) - {"UTC"} - set(airports()))


@pytest.mark.parametrize("score", [made.small(), made.large(units=2, cases=8, decisions=60)], ids=["small", "large"])
def test_no_bare_english_remains(marked, score):
    assert bare(render_debrief(score, marked), own_texts(score.model_dump())) == []
