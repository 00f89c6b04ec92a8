"""Texts, figures and plural rules of the five languages."""

from datetime import date

import pytest

from simulator.common import i18n
from simulator.common.cldr import forms
from simulator.common.i18n import LANGUAGES, language, untranslated
from simulator.common.tables import labels_of, titles_of


def test_english_is_what_the_code_says():
    assert language("en").say("{n} hours", n=5) == "5 hours"
    assert language("en").many(1, "{n} case", "{n} cases") == "1 case"


def test_a_text_that_lacks_comes_in_english_and_is_noted():
    assert language("ka").say("No such text: {n}", n=1) == "No such text: 1"
    assert language("ka").many(2, "{n} such thing", "{n} such things") == "2 such things"
    assert language("ka").text("No such title", "control") == "No such title"
    assert {"No such text: {n}", "{n} such thing", "No such title"} <= set(untranslated("ka"))
    assert untranslated("en") == ()


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ru", (0, 1, 2, 0)), ("kk", (0, 1, 1, 1)), ("uz", (0, 1, 1, 1)), ("ka", (0, 1, 1, 1))],
)
def test_plural_rules(lang, expected):
    """Of 1, 2, 5 and 21 things: Russian has three forms, the others two."""
    import gettext
    from importlib import import_module

    rule = import_module("catalogues").PLURALS[lang].partition("plural=")[2].rstrip(";")
    assert tuple(gettext.c2py(rule)(n) for n in (1, 2, 5, 21)) == expected


@pytest.mark.parametrize(
    ("lang", "number", "share", "span", "day", "full"),
    [
        ("en", "20,113.5", "25 %", "1 h 30 min", "08 Nov", "8 Nov 2022"),
        ("ru", "20\xa0113,5", "25\xa0%", "1 ч 30 мин", "08.11", "8 ноября 2022\u202fг."),
        ("kk", "20\xa0113,5", "25%", "1 сағ 30 мин", "08.11", "2022\u202fж. 8 қараша"),
        ("uz", "20\xa0113,5", "25%", "1 soat 30 daq.", "08.11", "8-noyabr, 2022"),
        ("ka", "20\xa0113,5", "25%", "1 სთ 30 წთ", "08.11", "8 ნოემბერი, 2022"),
    ],
)
def test_figures_are_written_as_people_write_them(lang, number, share, span, day, full):
    form = forms(lang)
    assert form.number(20113.5, 1) == number
    assert form.share("25") == share
    assert form.duration(5400) == span
    assert (form.day(date(2022, 11, 8)), form.date(date(2022, 11, 8))) == (day, full)


def test_lists_end_in_and():
    assert [forms(lang).listed("ab") for lang in LANGUAGES] == ["a and b", "a и b", "a және b", "a va b", "a და b"]
    assert forms("ru").listed("abc") == "a, b и c"


def test_a_title_is_accepted_in_every_language():
    """English first; each only once."""
    labels = labels_of(titles_of("operation", "controls"), "control")
    assert all(each[0] == titles_of("operation", "controls")[code] for code, each in labels.items())
    assert all(len(set(each)) == len(each) for each in labels.values())


def test_a_catalogue_is_read_with_its_rule(tmp_path, monkeypatch):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    body = 'msgid "{n} case"\nmsgid_plural "{n} cases"\nmsgstr[0] "{n} ერთი"\nmsgstr[1] "{n} მეტი"\n\nmsgid "Empty"\nmsgstr ""\n'
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "ka.po").write_text(f"{head}\n{body}", encoding="utf-8")
    monkeypatch.setattr(i18n, "shipped", lambda kind: tmp_path)
    i18n.translations.cache_clear()
    try:
        assert [language("ka").many(n, "{n} case", "{n} cases") for n in (1, 2, 21)] == ["1 ერთი", "2 მეტი", "21 მეტი"]
        assert language("ka").say("Empty") == "Empty"
    finally:
        i18n.translations.cache_clear()
