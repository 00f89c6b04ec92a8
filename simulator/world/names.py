"""Names of parties: drawn apart from everything else, so that a name says nothing about who bears it.

Other pools for a country change the names and nothing else: a test of the whole product rests on that.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.common.tables import table
from simulator.world import pools as stock
from simulator.world.pools import Pool
from simulator.world.world import PARTY_KINDS

MOST = 35
"""Longest name on an air waybill (Cargo-IMP, domain facts 1.1)."""

MIDDLE_SHARE = 0.4
"""How often a patronymic is written where a language has them. Assumption."""

Pools = Mapping[str, Mapping[str, float]]
"""For a country (`*`: any other) the pools that names come from, with weights."""

_PERSON = PARTY_KINDS.index("person")
_DRAWS = ("pool", "first", "second", "third", "fourth", "fifth", "sixth")
_MAN = {"given": "first", "family": "second", "middle": "third"}
_FIRM = {"stem": "first", "tail": "second", "word": "third", "legal": "fourth", "more": "fifth"}

Texts = Mapping[str, tuple[str, ...]]


def build(key: bytes, countries: pl.Series, kinds: pl.Series, pools: Pools | None = None) -> pl.DataFrame:
    """One name a party: columns `name` (A-Z, space, hyphen; at most MOST characters) and `name_local` (own script).

    - `countries`, `kinds`: country code and kind (PARTY_KINDS) of each party, shape (n,)
    - `pools`: other pools for some countries than the shipped ones

    Party i gets the same draws whatever the pools are. Refuses (`pool-fallback`) a language that Faker does not have.
    """
    luck = Stream(key, "names")
    draws = {name: luck.uniform(len(countries)) for name in _DRAWS}
    codes = pool_codes(countries, draws["pool"], pools)
    kind = kinds.cast(pl.Enum(PARTY_KINDS)).to_physical().to_numpy().astype(np.int64)
    parts = [
        _written(stock.load(stock.codes()[code], key), np.flatnonzero(codes == code), kind, draws)
        for code in np.flatnonzero(np.bincount(codes))
    ]
    return pl.concat([_nobody(), *parts]).sort("row").drop("row")


@cache
def _shipped() -> dict[str, dict[str, float]]:
    """The pools of each country; `*` is any other country."""
    return {row["code"]: weighted(row["pools"]) for row in table("world", "countries")}


def weighted(text: str) -> dict[str, float]:
    """`kk:0.6|ru:0.4` as a dictionary."""
    return {name: float(weight) for name, _, weight in (part.partition(":") for part in text.split("|"))}


def pool_codes(countries: pl.Series, drawn: Floats, pools: Pools | None = None) -> Ints:
    """Position in `pools.codes()` of the pool of each party, shape as `drawn` (numbers in [0, 1))."""
    weights = {**_shipped(), **(pools or {})}
    codes = np.zeros(len(drawn), dtype=np.int64)
    for country, rows in by_country(countries).items():
        ours = weights.get(country, weights["*"])
        positions = np.array([stock.codes().index(name) for name in ours])
        ladder = np.cumsum(list(ours.values()))
        place = np.searchsorted(ladder, drawn[rows] * ladder[-1], side="right").clip(max=len(ours) - 1)
        codes[rows] = positions[place]
    return codes


def by_country(countries: pl.Series) -> dict[str, Ints]:
    """The rows of each country, countries in alphabetical order."""
    frame = pl.DataFrame({"country": countries.cast(pl.String), "row": np.arange(len(countries))})
    groups = frame.group_by("country", maintain_order=True).agg("row").sort("country")
    return {name: rows.to_numpy() for name, rows in zip(groups["country"], groups["row"], strict=True)}


def _nobody() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, "name": pl.String, "name_local": pl.String})


def _written(pool: Pool, rows: Ints, kind: Ints, draws: Mapping[str, Floats]) -> pl.DataFrame:
    """The names of the rows of one pool, with their row numbers."""
    private = kind[rows] == _PERSON
    people, firms = rows[private], rows[~private]
    names = {
        "people": _person(pool, {name: values[people] for name, values in draws.items()}),
        "firms": _organisation(pool, kind[firms], {name: values[firms] for name, values in draws.items()}),
    }
    return pl.concat([pl.DataFrame({"row": people, **names["people"]}), pl.DataFrame({"row": firms, **names["firms"]})])


def _person(pool: Pool, draws: Mapping[str, Floats]) -> dict[str, pl.Series]:
    fields = [field for _, field, _, _ in Formatter().parse(pool.person) if field]
    local = {field: (*pool.local[f"{field}_m"], *pool.local[f"{field}_f"], "") for field in fields}
    roman = {field: (*pool.latin[f"{field}_m"], *pool.latin[f"{field}_f"], "") for field in fields}
    female = draws["fourth"] < 0.5
    place = {field: _sexed(pool, field, draws[_MAN[field]], female) for field in fields}
    if "middle" in fields:
        place["middle"][(draws["fifth"] >= MIDDLE_SHARE) | (_length(roman, place) > MOST)] = -1
    return _texts(pool.person, " ".join(f"{{{field}}}" for field in fields), local, roman, place)


def _sexed(pool: Pool, field: str, drawn: Floats, female: npt.NDArray[np.bool_]) -> Ints:
    """Places in the male names followed by the female ones."""
    men, women = len(pool.latin[f"{field}_m"]), len(pool.latin[f"{field}_f"])
    return np.where(female, men + np.floor(drawn * women), np.floor(drawn * men)).astype(np.int64)


def _organisation(pool: Pool, kind: Ints, draws: Mapping[str, Floats]) -> dict[str, pl.Series]:
    """A firm: invented stem and tail, a word for its kind, the legal form (none for post offices).

    Where stem and tail are joined to one word, half of the firms have a second tail.
    """
    fields = {"stem": "stem", "tail": "tail", "more": "tail", "legal": "legal"}
    local = {field: (*pool.local[name], "") for field, name in fields.items()}
    roman = {field: (*pool.latin[name], "") for field, name in fields.items()}
    place = {field: np.floor(draws[_FIRM[field]] * (len(roman[field]) - 1)).astype(np.int64) for field in fields}
    local["word"], roman["word"], place["word"] = _words(pool, kind, draws[_FIRM["word"]])
    place["more"][(draws["sixth"] < 0.5) | bool(pool.joint)] = -1
    place["legal"][kind == PARTY_KINDS.index("post")] = -1
    for field in ("tail", "legal"):
        place[field][_length(roman, place) > MOST] = -1
    pattern = pool.organisation.replace("{name}", "{stem}" + pool.joint + "{tail}{more}")
    return _texts(pattern, "{stem}" + pool.joint + "{tail}{more} {word} {legal}", local, roman, place)


def _words(pool: Pool, kind: Ints, drawn: Floats) -> tuple[tuple[str, ...], tuple[str, ...], Ints]:
    """The words for all kinds of firms, in both scripts, and the place of each firm's word among them."""
    kinds = ["" if name == "person" else f"word_{name}" for name in PARTY_KINDS]
    sizes = np.array([len(pool.latin[name]) if name else 0 for name in kinds])
    place = (np.cumsum(sizes) - sizes)[kind] + np.floor(drawn * sizes[kind]).astype(np.int64)
    local, roman = (tuple(word for name in kinds if name for word in texts[name]) for texts in (pool.local, pool.latin))
    return local, roman, place


def _length(roman: Texts, place: Mapping[str, Ints]) -> Ints:
    """Characters of the Latin names, with a space between their parts."""
    sizes = {field: np.array([len(text) + 1 if text else 0 for text in texts]) for field, texts in roman.items()}
    total: Ints = np.stack([sizes[field][place[field]] for field in roman]).sum(axis=0) - 1
    return total


def _texts(pattern: str, plain: str, local: Texts, roman: Texts, place: Mapping[str, Ints]) -> dict[str, pl.Series]:
    """Names in Latin letters by the pattern `plain`, in the own script by `pattern`."""
    return {"name": _filled(plain, roman, place), "name_local": _filled(pattern, local, place)}


def _filled(pattern: str, texts: Texts, place: Mapping[str, Ints]) -> pl.Series:
    """The pattern with, for each row, the text at its place in every field."""
    parts: list[pl.Series | pl.Expr] = []
    for between, field, _, _ in Formatter().parse(pattern):
        parts += [pl.lit(between)] * bool(between)
        parts += [pl.Series(texts[field]).gather(place[field] % len(texts[field]))] if field else []
    return _trimmed(pl.select(pl.concat_str(parts)).to_series())


def _trimmed(texts: pl.Series) -> pl.Series:
    """Without the gaps that missing parts leave."""
    return texts.str.replace_all(r" {2,}", " ").str.replace_all(" »", "»", literal=True).str.strip_chars(" ")
