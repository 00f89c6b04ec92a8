"""Looking a party up: in any script and spelling, in all systems of a unit, as far as they know it at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints
from simulator.view.access import open_systems
from simulator.view.columns import group_of
from simulator.world.goods import goods
from simulator.world.joined import registered
from simulator.world.spelling import folded, folded_many
from simulator.world.world import World

ALIKE = 75.0
"""Likeness (0 to 100) from which a name is taken for another spelling of what was asked for.

Of 200 names in another romanisation and with a slip the least alike had 83, with two slips 67, 19 of 20 more than 86.
Single misspelt words reach 75 in 19 of 20 cases, single words of letters by lot in 1 of 20.
"""
LEAST = 65.0
"""Likeness from which a name is still mentioned, as a weak match. Single misspelt words reach 71 in 99 of 100 cases."""
_SIDES = ("shipper", "consignee")
_WRITTEN = {
    "pre-arrival": ("waybill",),
    "courier": ("waybill",),
    "declarations": ("declaration",),
    "post": ("waybill", "postal"),
}
"""Documents in which each kind of system has its names."""
_LOCAL = ("declarations", "post")
"""Kinds of systems that also keep a name in its own script."""
_REGISTERED = ("company", "shop", "forwarder", "post", "courier")
_NAMES = pl.Schema([("name", pl.String()), ("system", pl.Int64()), ("party", pl.Int64())])
_MOST_NUMBERS = 20
_PART = 0.9
"""What the likeness of a part of a name counts. Source: assumption."""
_REMEMBER = {"declarations", "post", "courier"}
"""Kinds of systems that remember earlier consignments."""
_FACTS = (
    "name",
    "name_local",
    "kind",
    "country",
    "city",
    "address",
    "phone",
    "trade",
    "first_seen",
    "phone_parties",
    "address_forwarder",
)


@dataclass(frozen=True)
class Past:
    """An earlier consignment of a party: `days` before the drill, on which `side`, with whom, what became of it."""

    days: int
    side: str
    other: str
    goods: str
    weight: float
    value: float
    ending: str


@dataclass(frozen=True)
class Hit:
    """A name that was found: as it is written, in which system (position among the unit's), how alike (0 to 100).

    `facts` are what register and watch list say of the party, empty where the unit has none; `numbers` are the
    consignments of this drill that the unit knew by then, the latest first. A weak match tells the name alone.
    """

    name: str
    system: int
    score: float
    party: int
    facts: dict[str, Any]
    numbers: tuple[str, ...]
    past: tuple[Past, ...]

    @property
    def weak(self) -> bool:
        """Whether the name is hardly like what was asked for."""
        return self.score < ALIKE


@dataclass(frozen=True)
class _Asked:
    """What a unit knows at the time it asks: `register` is None if it has none."""

    seen: pl.DataFrame
    kinds: dict[int, str]
    country: str | None
    register: pl.DataFrame | None


def lookup(
    world: World,
    unit: str,
    name: str,
    t: int,
    *,
    country: str | None = None,
    limit: int = 10,
    agency: str | None = None,
) -> list[Hit]:
    """The parties whose names are most like `name`, at most `limit`, the most alike first; each once a system.

    Names count as their systems have written them by `t` (s). `country` is that of the unit's post: its register holds
    the firms of this country only (all if None), and its systems remember what went to or from it.
    """
    number = world.units.index(unit)
    kinds = _kinds(world, number, agency)
    seen = _seen(world, number, kinds, t)
    names = pl.concat([*_in_systems(world, seen, kinds), *_in_lists(world, kinds, country)])
    names = names.unique(maintain_order=True).filter(pl.col("name") != "")
    best = _best(names, name, limit)
    register = registered(world.parties) if best and "register" in kinds.values() else None
    asked = _Asked(seen, kinds, country, register)
    return [_hit(world, asked, *each) for each in best]


def _kinds(world: World, unit: int, agency: str | None) -> dict[int, str]:
    """Kinds of the unit's systems; in a world that does not tell them, each is like data before arrival."""
    if world.systems is None:
        shown = world.known["system"].filter(world.known["unit"] == unit).unique().sort().to_list()
        return dict.fromkeys(shown, "pre-arrival")
    return open_systems(world, unit, agency)


def _seen(world: World, unit: int, kinds: dict[int, str], t: int) -> pl.DataFrame:
    """What systems that hold names have shown by t: system, row of the consignment, time."""
    named = [system for system, kind in kinds.items() if kind in group_of()["shipper_name"].split("|")]
    shown = world.known.filter((pl.col("unit") == unit) & (pl.col("t") <= t) & pl.col("system").is_in(named))
    rows = world.passages["row"].gather(shown["passage"])
    return shown.select("system", rows.alias("row"), "t")


def _in_systems(world: World, seen: pl.DataFrame, kinds: dict[int, str]) -> Iterator[pl.DataFrame]:
    """Names that the systems of consignments hold."""
    for system in seen["system"].unique().sort().to_list():
        rows = seen["row"].filter(seen["system"] == system)
        for side in _SIDES:
            party = world.consignments[side].gather(rows).unique().sort()
            yield _names(world, party, system, "name")
            if kinds[system] in _LOCAL:
                yield _names(world, party, system, "name_local")
            yield from _variants(world, rows, system, side, _WRITTEN.get(kinds[system], ()))


def _variants(
    world: World, rows: pl.Series, system: int, side: str, documents: tuple[str, ...]
) -> Iterator[pl.DataFrame]:
    """Names as documents in a system spell them, those that were amended too."""
    if world.papers is None:
        return
    mine = world.papers.filter(
        pl.col("document").is_in(documents) & (pl.col("field") == f"{side}_name") & pl.col("row").is_in(rows.implode())
    )
    party = world.consignments[side].gather(mine["row"])
    yield _written(mine["value"], party, system)


def _in_lists(world: World, kinds: dict[int, str], country: str | None) -> Iterator[pl.DataFrame]:
    """Names of the register of companies and of the watch list."""
    people = world.parties
    for system, kind in kinds.items():
        if kind == "register":
            mine = people["kind"].is_in(_REGISTERED)
            mine &= (people["country"] == country) if country else True
            for written in ("name", "name_local"):
                yield _names(world, mine.arg_true(), system, written)
        elif kind == "watch-list":
            yield _names(world, people["listed"].arg_true(), system, "name")


def _names(world: World, party: pl.Series, system: int, written: str) -> pl.DataFrame:
    return _written(world.parties[written].gather(party), party, system)


def _written(names: pl.Series, party: pl.Series, system: int) -> pl.DataFrame:
    frame = pl.DataFrame([names.alias("name"), party.alias("party")])
    return frame.select("name", pl.lit(system).alias("system"), "party").cast(_NAMES)


def _best(names: pl.DataFrame, name: str, limit: int) -> list[tuple[str, int, float, int]]:
    """Name, system, likeness and party of the `limit` parties most alike; a system tells one name of each."""
    wanted = folded(name)
    if not wanted or not names.height:
        return []
    written = names.select(pl.col("name").unique(maintain_order=True))
    score = pl.Series("score", _likeness(wanted, folded_many(written["name"]).to_list()))
    alike = written.with_columns(score).filter(score >= LEAST)
    ranked = names.join(alike, on="name", maintain_order="left")
    order = ["score", "name", "system", "party"]
    ranked = ranked.sort(order, descending=[True, False, False, False])
    ranked = ranked.unique(["party", "system"], keep="first", maintain_order=True)
    first = ranked["party"].unique(maintain_order=True).head(limit)
    ranked = ranked.filter(pl.col("party").is_in(first.implode()))
    return [
        (text, system, round(score, 1), party)
        for text, system, score, party in ranked.select("name", "system", "score", "party").iter_rows()
    ]


def _likeness(wanted: str, names: list[str]) -> Floats:
    """How alike names are (0 to 100), whatever the order of their words; some words of a name count less than all."""
    parts, places = _parts(names, len(wanted.split()))
    scores = _alike(wanted, names)
    np.maximum.at(scores, places, _PART * _alike(wanted, parts))
    return scores


def _alike(wanted: str, names: list[str]) -> Floats:
    from rapidfuzz import fuzz, process

    # A slip in a word can change its place among the sorted ones, so names count as they are written too.
    scorers = (fuzz.ratio, fuzz.token_sort_ratio)
    scores = [process.cdist([wanted], names, scorer=scorer, dtype=np.float64)[0] for scorer in scorers]
    return np.asarray(np.maximum.reduce(scores))


def _parts(names: list[str], words: int) -> tuple[list[str], Ints]:
    """Runs of about so many words of longer names, each with the place of its name; a slip may part or join words."""
    runs, places = [], []
    for place, name in enumerate(names):
        own = name.split()
        for many in range(max(1, words - 1), min(words + 1, len(own) - 1) + 1):
            for first in range(len(own) - many + 1):
                runs.append(" ".join(own[first : first + many]))
                places.append(place)
    return runs, np.array(places, dtype=np.int64)


def _hit(world: World, asked: _Asked, name: str, system: int, score: float, party: int) -> Hit:
    if score < ALIKE:
        return Hit(name, system, score, party, {}, (), ())
    seen = asked.seen
    ends = [world.consignments[side].gather(seen["row"]) == party for side in _SIDES]
    mine = seen.filter(ends[0] | ends[1]).sort("t", "row", descending=[True, False])["row"].unique(maintain_order=True)
    numbers = tuple(world.consignments["id"].gather(mine.head(_MOST_NUMBERS)).to_list())
    past = _past(world, party, asked.country) if _REMEMBER & set(asked.kinds.values()) else ()
    return Hit(name, system, score, party, _facts(world, asked, party), numbers, past)


def _facts(world: World, asked: _Asked, party: int) -> dict[str, Any]:
    """What register and watch list say of a party."""
    facts: dict[str, Any] = {}
    if asked.register is not None:
        row = asked.register.row(party, named=True)
        facts = {code: row[code] for code in _FACTS}
    if "watch-list" in asked.kinds.values():
        facts["listed"] = bool(world.parties["listed"][party])
    return facts


def _past(world: World, party: int, country: str | None) -> tuple[Past, ...]:
    """Earlier consignments of a party that went to or came from a country."""
    if world.history is None:
        return ()
    people = world.parties
    mine = world.history.filter(pl.col("party") == party)
    if country and people["country"][party] != country:
        mine = mine.filter(people["country"].gather(mine["other"]) == country)
    return tuple(
        Past(days, side, people["name"][other], goods()["title"][kind], round(weight, 3), round(value, 2), ending)
        for days, side, other, kind, weight, value, ending in mine.select(
            "days", "side", "other", "goods", "weight", "value", "ending"
        ).iter_rows()
    )
