"""The class of goods that a commodity code or words stand for."""

from __future__ import annotations

import re
from functools import cache

from simulator.world.goods import goods, of_stream

UNKNOWN = -1
_WORD = re.compile("[A-Z]{3,}")
_LEVELS = (6, 4, 2)


def goods_class(stream: str, hs: str, words: str) -> int:
    """Row of the goods of a stream, UNKNOWN if neither says.

    By the commodity code, as many digits as agree, then by words in common with the descriptions of the class; equal
    ones by their place in the table.
    """
    said = frozenset(_stems(words))
    scores = [(_agrees(hs, own), len(said & known), -place) for place, (own, known) in _table(stream).items()]
    best = max(scores, default=(0, 0, 0))
    return -best[2] if best[0] or best[1] else UNKNOWN


def _agrees(hs: str, own: str) -> int:
    return next((level for level in _LEVELS if len(hs) >= level and own[:level] == hs[:level]), 0)


@cache
def _table(stream: str) -> dict[int, tuple[str, frozenset[str]]]:
    """Commodity code and words of each of the goods that travel in a stream, by row."""
    travels = of_stream(stream)["share"].to_list()
    rows = goods().select("hs", "descriptions", "title").iter_rows()
    return {
        place: (hs, frozenset(_stems(f"{descriptions} {title}")))
        for place, (hs, descriptions, title) in enumerate(rows)
        if travels[place] > 0
    }


def _stems(text: str) -> list[str]:
    """Words without the ending of the plural."""
    return [
        word.removesuffix("S")
        for word in _WORD.findall(text.upper())
        if word not in ("AND", "FOR", "THE", "WITH", "PARTS")
    ]
