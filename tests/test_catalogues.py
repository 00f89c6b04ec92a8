"""The catalogues of translations are in step with what is said."""

import ast

import pytest

import catalogues


def said(code: str) -> tuple[list[object], list[str]]:
    reader = catalogues.Reader(ast.parse(code), "module.py")
    reader.visit(ast.parse(code))
    return [each.id for each in reader.said], reader.faults


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('words.say("one {n}", n=1)', ["one {n}"]),
        ('words.say("one" if n else "two")', ["one", "two"]),
        ('words.many(n, "{n} case", "{n} cases")', [("{n} case", "{n} cases")]),
        ('TEXTS = {"a": to_say("one")}\ndef f():\n    words.say(TEXTS[code])', ["one"]),
        ('TEXTS = {"a": to_count("one", "more")}\ndef f():\n    words.many(n, *TEXTS[code])', [("one", "more")]),
        ('def f():\n    text = "one"\n    if n:\n        text = "two"\n    words.say(text)', ["one", "two"]),
        ('def f():\n    one, more = "a", "b"\n    words.many(n, one, more)', [("a", "b")]),
        ("def say(self, text):\n    return self.language.say(text)", []),
    ],
)
def test_texts_are_followed_to_where_they_stand(code, texts):
    assert said(code) == (texts, [])


def test_a_text_that_cannot_be_seen_is_a_fault():
    assert said("words.say(made(up))") == ([], ["module.py:1: the text of say() cannot be seen: use to_say()"])


def test_everything_said_is_in_the_catalogues():
    """No text lacks, is fuzzy, or is said by nobody; placeholders and plural forms are those of the text."""
    assert catalogues.check() == []


def test_a_fuzzy_text_and_other_placeholders_are_faults():
    message = catalogues.Message("{n} of {whole}", "{n} из", flags=["fuzzy"])
    assert [fault.split(":")[-1] for fault in catalogues.faults_of(message, "ru")] == [
        " '{n} of {whole}' is fuzzy",
        " its placeholders are not those of '{n} из'",
    ]
