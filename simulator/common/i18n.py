"""Texts in the languages of the product.

The English text is the key of every translation: `Language.say("{n} hours", n=5)` looks it up in the catalogue
`templates/translations/LANG.po`. A text that lacks there is shown in English and noted, see `untranslated`.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, ParamSpec, TypeVar, cast

from simulator.common.errors import refuse
from simulator.common.resources import shipped

LANGUAGES = ("en", "ru", "kk", "uz", "ka")
"""English, Russian, Kazakh in Cyrillic, Uzbek in Latin letters, Georgian."""
NATIVE = {"en": "English", "ru": "Русский", "kk": "Қазақша", "uz": "O‘zbekcha", "ka": "ქართული"}
"""What each language calls itself."""

Text = str | dict[str, str]
P = ParamSpec("P")
T = TypeVar("T")

_lacking: dict[str, set[str]] = {}


def pick(text: Text, lang: str = "en") -> str:
    """The text in a language; else in English; else in the first language it has."""
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get("en") or next(iter(text.values()))


def known(lang: str) -> str:
    """A language that a person named, by its code; DrillError if the product does not speak it."""
    if lang not in LANGUAGES:
        allowed = ", ".join(f"{code} ({NATIVE[code]})" for code in LANGUAGES)
        raise refuse("language-unknown", value=lang, allowed=allowed)
    return lang


def to_say(text: str) -> str:
    """Marks a text that is said elsewhere, as by `words.say(TEXTS[code])`: the catalogues collect it here."""
    return text


def to_count(one: str, more: str) -> tuple[str, str]:
    """Marks the texts for one thing and for several that are said elsewhere, as by `words.many(n, *TEXTS[code])`."""
    return one, more


def untranslated(lang: str) -> tuple[str, ...]:
    """English texts that this process has shown in a language because its catalogue lacks them, sorted."""
    return tuple(sorted(_lacking.get(lang, ())))


@dataclass(frozen=True)
class OwnTerm:
    """A term of an administration's own: it stands where the product would say `shipped`."""

    shipped: str
    own: str


_own: Mapping[str, Mapping[str, OwnTerm]] = {}
_kept: list[Callable[[], None]] = []


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Keeps what a function returned, like `functools.cache`, as long as the same terms are in force."""
    cached = cache(function)
    _kept.append(cached.cache_clear)
    return cast("Callable[P, T]", cached)


@contextmanager
def own_terms(terms: Mapping[str, Mapping[str, OwnTerm]]) -> Iterator[None]:
    """Terms of one's own, by language and English term in small letters, in force within the block.

    They replace a text that is the term alone, a title or a label; within sentences words are inflected, and stay.
    """
    global _own  # noqa: PLW0603  what language a process speaks is its own affair, as in gettext
    before, _own = _own, terms
    _forget()
    try:
        yield
    finally:
        _own = before
        _forget()


def _forget() -> None:
    for clear in _kept:
        clear()


def _own_term(lang: str, text: str, found: str) -> str:
    term = _own[lang].get(text.casefold())
    if term is None or term.shipped.casefold() != found.casefold():
        return found
    return term.own[:1].upper() + term.own[1:] if found[:1].isupper() else term.own


@dataclass(frozen=True)
class Language:
    """What is said in one language."""

    code: str

    def say(self, text: str, /, **values: Any) -> str:
        """A text with its values put in."""
        return self.text(text).format(**values)

    def many(self, n: int, one: str, more: str, /, **values: Any) -> str:
        """The text for one thing or for several by the plural rule of the language; `n` stands among the values."""
        return translations(self.code).ngettext(one, more, n).format(**{"n": n, **values})

    def text(self, text: str, context: str = "") -> str:
        """A text of a data table as it is; `context` tells titles apart that English does not."""
        if not text:
            return ""
        book = translations(self.code)
        found = book.pgettext(context, text) if context else book.gettext(text)
        return _own_term(self.code, text, found) if self.code in _own else found


@cache
def language(code: str) -> Language:
    """A language by its code."""
    return Language(code)


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language with its plural rule; texts that it lacks come in English."""
    file = shipped("templates") / "translations" / f"{lang}.po"
    if lang == "en" or not file.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with file.open("rb") as source:
        catalogue = read_po(source, locale=locale_name(lang))
    for message in [each for each in catalogue if each.id and not _translated(each.string)]:
        catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    book = gettext.GNUTranslations(compiled)
    book.add_fallback(_English(lang))
    return book


def _translated(string: str | Sequence[str] | None) -> bool:
    return bool(string) if string is None or isinstance(string, str) else all(string)


_LOCALES = {"en": "en", "ru": "ru", "kk": "kk", "uz": "uz_Latn", "ka": "ka"}
"""Babel's names of the languages."""


def locale_name(lang: str) -> str:
    """Babel's name of a language."""
    return _LOCALES[lang]


class _English(gettext.NullTranslations):
    """Gives the English text, and notes that a language lacks it."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._noted = _lacking.setdefault(lang, set())

    def gettext(self, message: str) -> str:
        self._noted.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._noted.add(msgid1)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002  the interface of gettext
        self._noted.add(message)
        return message
