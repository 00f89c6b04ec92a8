"""Texts in the languages of the product: a plain string, or one text a language."""

from __future__ import annotations

LANGUAGES = ("en", "ru", "kk", "uz", "ka")

Text = str | dict[str, str]


def pick(text: Text, lang: str = "en") -> str:
    """The text in a language; else in English; else in the first language it has."""
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get("en") or next(iter(text.values()))
