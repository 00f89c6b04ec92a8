"""Texts of the consignments, gathered from short tables: airports, routings, descriptions, HS, handling."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import polars as pl

from simulator.common.chance import Ints
from simulator.common.tables import table
from simulator.world import goods
from simulator.world.atlas import Atlas
from simulator.world.routing import LEGS_MOST
from simulator.world.world import STREAMS

_HANDLING = {"general": "", "mail": "MAL", "express": "XPS"}
_SECURED = {"cargo": "SCO", "passenger": "SPX"}


def places(rows: pl.DataFrame, routes: Sequence[Sequence[str]], atlas: Atlas) -> dict[str, pl.Series]:
    """Columns origin, destination, routing (`BKK-DXB-ALA`: origin, detour, route, nothing twice in a row)."""
    traffic, origin, detour = (rows[name].to_numpy().astype(np.int64) for name in ("traffic", "origin", "detour"))
    size = len(atlas.codes)
    combined, codes = _compact((traffic * size + origin) * (size + 1) + detour + 1, len(routes) * size * (size + 1))
    written = []
    for code in codes:
        start, over = divmod(int(code), size + 1)
        route = list(routes[start // size])
        way = [atlas.codes[start % size], *([atlas.codes[over - 1]] if over else []), *route]
        written.append("-".join(way[1:] if way[0] == way[1] else way))
    return {
        "origin": pl.Series(atlas.codes).gather(origin),
        "destination": pl.Series([route[-1] for route in routes]).gather(traffic),
        "routing": pl.Series(written, dtype=pl.String).gather(combined),
    }


def descriptions(rows: pl.DataFrame, stream: Ints) -> pl.Series:
    """What is written on the document: a description of the goods, or something vague."""
    variants = goods.descriptions()
    counts = np.array([len(texts) for texts in variants])
    starts = np.cumsum(counts) - counts
    kind = rows["goods"].to_numpy()
    clear = starts[kind] + (rows["variant"].to_numpy() * counts[kind]).astype(np.int64)
    texts = [*chain.from_iterable(variants), *(row["text"] for row in table("world", "vague"))]
    return pl.Series(texts).gather(_vague(rows, stream, clear, int(counts.sum())))


def _vague(rows: pl.DataFrame, stream: Ints, clear: Ints, first: int) -> Ints:
    """Positions of the descriptions, where vague texts begin at `first`."""
    drawn, place = rows["vague"].to_numpy(), clear.copy()
    for code, name in enumerate(STREAMS):
        ladder = np.cumsum([float(row[name]) for row in table("world", "vague")])
        here = (stream == code) & (drawn < 1.0)
        place[here] = first + np.searchsorted(ladder, drawn[here] * ladder[-1], side="right")
    return place


def hs_codes(rows: pl.DataFrame) -> pl.Series:
    """HS codes of the goods, of other goods where somebody mistook them, null where none is given."""
    known = [*goods.goods()["hs"], None]
    mistaken = rows["mistaken"].to_numpy()
    wrong = (mistaken * (len(known) - 1)).astype(np.int64)
    place = np.where(mistaken < 1.0, wrong, rows["goods"].to_numpy())
    place = np.where(rows["coded"].to_numpy(), place, len(known) - 1)
    return pl.Series(known, dtype=pl.String).gather(place)


def handling(rows: pl.DataFrame, stream: Ints, carries: pl.Series) -> pl.Series:
    """Special handling codes: the goods' own, the stream's, the security status: SPX if any aircraft has passengers."""
    kinds = list(_SECURED)
    written = [
        "/".join(code for code in (own, _HANDLING[name], _SECURED[kind]) if code)
        for own in goods.goods()["handling"]
        for name in STREAMS
        for kind in kinds
    ]
    passenger = np.append((carries == "passenger").to_numpy(), np.array([False]))
    aircraft = np.any(
        [passenger[rows[leg].to_numpy()] for leg in (f"leg{place}" for place in range(LEGS_MOST))], axis=0
    ).astype(np.int64)
    place = (rows["goods"].to_numpy().astype(np.int64) * len(STREAMS) + stream) * len(kinds)
    usual = pl.Series(written).gather(place + aircraft)
    return _as_told(rows, usual)


def _as_told(rows: pl.DataFrame, usual: pl.Series) -> pl.Series:
    """The codes that messages tell, with their security status or that of the aircraft; the usual where none does."""
    told, status = rows["handling_told"], rows["security_told"]
    if told.null_count() == len(told):
        return usual
    last = usual.str.split("/").list.last()
    secured = status.zip_with((status.is_not_null() & (status != "")).fill_null(False), last)
    whole = pl.DataFrame({"told": told, "status": secured})
    joined = pl.when(pl.col("told") == "").then("status").otherwise(pl.concat_str("told", "status", separator="/"))
    return whole.select(joined.alias("handling")).to_series().zip_with(told.is_not_null(), usual)


def numbered(texts: pl.Series) -> tuple[Ints, pl.Series]:
    """The position of each text among those that occur, and these in alphabetical order: for few different texts."""
    there = texts.unique().sort()
    return texts.cast(pl.Enum(there)).to_physical().to_numpy().astype(np.int64), there


def _compact(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """The codes renumbered 0, 1, 2 … in rising order, and the codes that occur."""
    seen = np.zeros(size, dtype=np.bool_)
    seen[codes] = True
    return (np.cumsum(seen) - 1)[codes], np.flatnonzero(seen)
