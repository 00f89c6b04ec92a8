"""Data files of the rooms: constants of the field as CSV with a source column."""

from __future__ import annotations

import csv
from functools import cache

from simulator.common.i18n import LANGUAGES, kept, language
from simulator.common.resources import data_file


@cache
def table(room: str, name: str) -> tuple[dict[str, str], ...]:
    """All rows of `simulator/ROOM/data/NAME.csv`, in file order, every value a string."""
    with data_file(room, f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@kept
def titles_of(room: str, name: str, lang: str = "en") -> dict[str, str]:
    """Title of each code of a table in a language, in file order; not to be changed."""
    return {row["code"]: shown(room, name, "title", row, lang) for row in table(room, name)}


def shown(room: str, name: str, column: str, row: dict[str, str], lang: str) -> str:
    """A text of a row of a table in a language; `common/data/shown.csv` says which columns are translated."""
    return language(lang).text(row[column], context_of(room, name, column, row))


def context_of(room: str, name: str, column: str, row: dict[str, str]) -> str:
    """The context of a text in the catalogues: it tells titles apart that English does not.

    KeyError if the column is not one that is translated.
    """
    context = _contexts()[room, name, column]
    return row[context[1:]] if context.startswith("=") else context


@cache
def _contexts() -> dict[tuple[str, str, str], str]:
    return {(row["room"], row["table"], row["column"]): row["context"] for row in table("common", "shown")}


def labels_of(titles: dict[str, str], context: str) -> dict[str, tuple[str, ...]]:
    """The titles of codes in every language of the product, English first: a person may write any of them."""
    return {
        code: tuple(dict.fromkeys(language(lang).text(title, context) for lang in LANGUAGES))
        for code, title in titles.items()
    }


@cache
def codes(room: str, name: str, column: str = "code") -> tuple[str, ...]:
    """The different values of one column, in file order."""
    return tuple(dict.fromkeys(row[column] for row in table(room, name)))
