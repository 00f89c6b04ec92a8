"""How one name comes to be spelt in several ways, and the folded form in which all of them look alike."""

from __future__ import annotations

import re
from functools import cache

from simulator.common.tables import table

_WORD = re.compile(r"[^A-Z0-9]+")
_LONG = 4
"""Letters from which a word can be misspelt and still be read."""
_LOOSE = (("IY", "I"), ("YY", "I"), ("II", "I"))


def other_spelling(name: str, lot: float) -> str:
    """A Latin name by another romanisation: one habit of `data/spellings.csv`, drawn by a lot in [0, 1).

    The name as it is if no habit fits it.
    """
    ways = [(a, b) for one, other in _habits() for a, b in ((one, other), (other, one)) if a in name]
    if not ways:
        return name
    old, new = ways[int(lot * len(ways))]
    return name.replace(old, new)


def misspelt(name: str, lot: float) -> str:
    """A name with one slip of the pen: a letter left out, doubled, or swapped with the next; never the first letter."""
    places = [at for at in range(1, len(name) - 1) if name[at].isalpha() and name[at - 1].isalpha()]
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
    from anyascii import anyascii

    plain = re.sub(r"['`ʻʼ‘’]", "", anyascii(text)).upper()
    for old, new in _folds():
        plain = plain.replace(old, new)
    plain = re.sub(r"([A-Z])\1+", r"\1", plain)
    return " ".join(_WORD.sub(" ", plain).split())


@cache
def _habits() -> tuple[tuple[str, str], ...]:
    return tuple((row["one"], row["other"]) for row in table("world", "spellings"))


@cache
def _folds() -> tuple[tuple[str, str], ...]:
    """Longer texts first, each to the shorter of its pair."""
    pairs = [max(pair, pair[::-1], key=lambda each: len(each[0])) for pair in _habits()]
    return (*sorted(pairs, key=lambda pair: -len(pair[0])), *_LOOSE)
