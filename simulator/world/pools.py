"""Pools that names are drawn from: one a language, in its own script and in Latin letters as on a waybill.

A field comes from Faker where its locale really has it, else from our own lexicon (`data/lexicon.csv`).
Faker answers in English where a locale lacks something; here that is refused. Names of firms are never
Faker's: several of its locales list real ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator.common.chance import derive
from simulator.common.errors import refuse
from simulator.common.tables import table

DRAWS = 300
"""How often Faker is asked for each field."""

LONGEST = 14
"""Longest name from Faker in Latin letters: two of them and a space fit the 35 characters of a waybill."""

SCRIPTS = {
    "latin": "A-Za-zÀ-ɏəḀ-ỿ‘’ʻʼ'",
    "cyrillic": "Ѐ-ӿ",
    "georgian": "Ⴀ-ჿ",
    "armenian": "\u0531-\u058f",
    "arabic": "\u0600-\u06ff",
    "chinese": "\u4e00-\u9fff",
    "japanese": "\u3040-\u30ff\u4e00-\u9fff々",
    "korean": "\uac00-\ud7a3",
    "thai": "\u0e00-\u0e7f",
}
"""Letters of each script, as inside a regular expression's brackets."""

_NO_LETTERS = re.compile(r"[^A-Z -]")
_HYPHENS = re.compile(r"[ -]*-[ -]*")
_PROVIDERS = ["faker.providers.person", "faker.providers.address"]
_DATA = {
    "first_name": "first_names",
    "first_name_male": "first_names_male",
    "first_name_female": "first_names_female",
    "last_name": "last_names",
    "last_name_male": "last_names_male",
    "last_name_female": "last_names_female",
    "street_name": "street_name_formats",
}
_FALLBACKS = ("tail", "word_company", "word_forwarder", "word_shop", "word_post", "word_courier")


@dataclass(frozen=True)
class Pool:
    """The names of one language. `local` and `latin` have the same fields; entry i of both is the same name.

    Fields: given_m, given_f, family_m, family_f, middle_m, middle_f; stem, tail, word_KIND, legal. `person` and
    `organisation` are patterns of the own script; `joint` stands between stem and tail.
    """

    code: str
    script: str
    person: str
    organisation: str
    joint: str
    local: Mapping[str, tuple[str, ...]]
    latin: Mapping[str, tuple[str, ...]]


Entries = tuple[tuple[str, str], ...]


def codes() -> tuple[str, ...]:
    """The pools that there are."""
    return tuple(_rows())


def load(code: str, key: bytes) -> Pool:
    """The pool of a drill: which names of the language it has follows from the key.

    Refuses (`pool-fallback`) if Faker would answer in another language than the pool's.
    """
    row = _rows()[code]
    own = {field: _drawn(row, field, method, key) for field, method in methods(code).items()}
    own |= {field: entries for (pool, field), entries in _lexicon().items() if pool == code}
    fields = _complete(row, own)
    return Pool(
        code=code,
        script=row["script"],
        person=row["person"],
        organisation=row["organisation"],
        joint=row["joint"],
        local={field: tuple(local for local, _ in entries) for field, entries in fields.items()},
        latin={field: tuple(latin for _, latin in entries) for field, entries in fields.items()},
    )


def streets(code: str, key: bytes) -> tuple[str, ...]:
    """Invented street names of a language in Latin letters."""
    method = methods(code).get("street")
    entries = _drawn(_rows()[code], "street", method, key) if method else _lexicon()[code, "street"]
    return tuple(latin for _, latin in entries)


def methods(code: str) -> dict[str, str]:
    """The fields of a pool that Faker serves, and by which method."""
    parts = (part.partition("=") for part in _rows()[code]["methods"].split("|") if part)
    return {field: method for field, _, method in parts}


def latin(text: str) -> str:
    """Upper-case Latin letters, spaces and hyphens only."""
    from anyascii import anyascii

    # Two Armenian letters write one vowel.
    text = text.replace("ու", "u").replace("Ու", "U")
    letters = _NO_LETTERS.sub("", anyascii(text).upper())
    return _HYPHENS.sub("-", " ".join(letters.split())).strip("- ")


def served_by(generator: Any, method: str) -> str:
    """The locale whose data a Faker method answers with; empty if it is Faker's generic one, or nobody's."""
    providers = [provider for provider in generator.providers if hasattr(provider, method)]
    wanted = {method, _DATA.get(method, method)}
    for klass in type(providers[0]).__mro__ if providers else ():
        if wanted & vars(klass).keys():
            return klass.__module__.removeprefix("faker.providers.").partition(".")[2]
    return ""


@cache
def generator(locale: str) -> Any:
    """Faker for one locale, each name equally likely; seed it before each use."""
    from faker.factory import Factory

    return Factory.create(locale, providers=_PROVIDERS, use_weighting=False)


@cache
def excluded() -> frozenset[str]:
    """Names that are never given: of public figures, or such that they hint at something."""
    return frozenset(local for local, _ in _lexicon()["*", "excluded"])


def _drawn(row: Mapping[str, str], field: str, method: str, key: bytes) -> Entries:
    """The different names that Faker gives in DRAWS draws, as far as they are in the script of the pool."""
    faker = generator(row["locale"])
    if served_by(faker, method) != row["locale"]:
        raise refuse("pool-fallback", field=field, locale=row["locale"], method=method)
    faker.seed_instance(int.from_bytes(derive(key, f"faker:{row['code']}:{field}", 8), "little"))
    ask, most = getattr(faker, method), 30 if field == "street" else LONGEST
    drawn = map(_entry, dict.fromkeys(ask() for _ in range(DRAWS)))
    return tuple(dict.fromkeys(entry for entry in drawn if _usable(entry, row["script"], most)))


def _entry(answer: str | tuple[str, ...]) -> tuple[str, str]:
    """A name and its Latin form; some Japanese methods give both."""
    return (answer, latin(answer)) if isinstance(answer, str) else (answer[0], latin(answer[-1]))


def _usable(entry: tuple[str, str], script: str, most: int) -> bool:
    pure = re.fullmatch(f"[{SCRIPTS[script]}0-9 .-]+", entry[0])
    return bool(pure) and 1 < len(entry[1]) <= most and entry[0] not in excluded()


def _complete(row: Mapping[str, str], own: Mapping[str, Entries]) -> dict[str, Entries]:
    """All fields: what a language does not have apart is derived from what it has."""
    fields = dict(own)
    fields.setdefault("family_f", _ended(own["family_m"], row["feminine"]))
    male, _, female = row["patronymic"].partition("|")
    fields.setdefault("middle_m", _ended(own["given_m"], male) if male else ())
    fields.setdefault("middle_f", _ended(own["given_m"], female) if female else ())
    fields["stem"] = _stems(own.get("stem", ()), own["family_m"] if row["joint"] else ())
    for field in _FALLBACKS if row["script"] == "latin" else ():
        fields.setdefault(field, _lexicon()["*", field])
    return fields


def _stems(stems: Entries, families: Entries) -> Entries:
    """What firms are called by: invented words and, about as often, family names."""
    return stems * max(1, len(families) // max(1, len(stems))) + families


def _ended(entries: Entries, ending: str) -> Entries:
    gap = " " if ending.startswith(" ") else ""
    return tuple((local + ending, written + gap + latin(ending)) for local, written in entries)


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("world", "pools")}


@cache
def _lexicon() -> dict[tuple[str, str], Entries]:
    """Our own entries by pool and field; `own=LATIN` where the Latin form is not a transliteration."""
    return {(row["pool"], row["field"]): _listed(row["entries"]) for row in table("world", "lexicon")}


def _listed(entries: str) -> Entries:
    pairs = (entry.partition("=") for entry in entries.split("|"))
    return tuple((local, written or latin(local)) for local, _, written in pairs)
