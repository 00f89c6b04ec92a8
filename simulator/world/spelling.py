"""How one name comes to be spelt in several ways, and the folded form in which all of them look alike."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from string import ascii_uppercase
from typing import TYPE_CHECKING

from simulator.common.tables import table

if TYPE_CHECKING:
    import polars as pl

_LONG = 4
"""Letters from which a word can be misspelt and still be read."""

_LOOSE = (("X", "H"),)
"""Both stand for the same letter."""


def other_spelling(name: str, lot: float) -> str:
    """A Latin name by another romanisation: one habit of `data/spellings.csv`, drawn by a lot in [0, 1).

    The name as it is if no habit fits it.
    """
    ways = [(old, new) for old, new in _habits() if old in name]
    if not ways:
        return name
    old, new = ways[int(lot * len(ways))]
    return name.replace(old, new)


def misspelt(name: str, lot: float) -> str:
    """A name with one slip of the pen: a letter left out, doubled, or swapped with the next; never the first letter."""
    letters = [sign.isalpha() for sign in name[:-1]]
    places = [at for at, (before, here) in enumerate(pairwise(letters), start=1) if before and here]
    if len(name) < _LONG or not places:
        return name
    which = lot * len(places) * 3
    at, slip = places[int(which // 3)], int(which % 3)
    if slip == 0:
        return name[:at] + name[at + 1 :]
    if slip == 1:
        return name[:at] + name[at] + name[at:]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def folded(text: str) -> str:
    """A name in any script as words of few Latin letters, in which spellings of one name are alike or nearly so."""
    import polars as pl

    return str(folded_many(pl.Series([text], dtype=pl.String))[0])


def folded_many(names: pl.Series) -> pl.Series:
    """`folded` of many names."""
    import polars as pl
    from anyascii import anyascii

    texts = names.to_list()
    signs = sorted({sign for text in texts if not text.isascii() for sign in text if not sign.isascii()})
    letters = str.maketrans({sign: anyascii(sign) for sign in signs})
    plain = [text if text.isascii() else text.translate(letters) for text in texts]
    column = pl.Series(plain, dtype=pl.String).str.replace_all(r"['`]", "").str.to_uppercase()
    for pairs in (_folds(), tuple((2 * letter, letter) for letter in ascii_uppercase)):
        old, new = ([pair[side] for pair in pairs] for side in (0, 1))
        column = column.str.replace_many(old, new, leftmost=True)
    return column.str.replace_all(r"[^A-Z0-9]+", " ").str.strip_chars(" ")


@cache
def _habits() -> tuple[tuple[str, str], ...]:
    """What is written for what, some ways back too."""
    pairs = [(row["one"], row["other"], row["back"] == "yes") for row in table("world", "spellings")]
    return (*((one, other) for one, other, _ in pairs), *((other, one) for one, other, back in pairs if back))


@cache
def _folds() -> tuple[tuple[str, str], ...]:
    """Longer texts first, each to what is left when all the shorter ones in it are folded too."""
    pairs = [max((old, new), (new, old), key=lambda each: len(each[0])) for old, new in _habits()]
    pairs = [*sorted(dict.fromkeys(pairs), key=lambda pair: -len(pair[0])), *_LOOSE]

    def last(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return tuple((old, last(new)) for old, new in pairs)
