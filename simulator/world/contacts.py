"""Where parties can be found: cities, invented addresses, telephone numbers that cannot exist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter

import numpy as np
import polars as pl

from simulator.common.chance import Stream
from simulator.common.tables import table
from simulator.world import pools
from simulator.world.names import by_country, weighted

NO_STREET = r"^(P\.O\. BOX|POSTE RESTANTE|C/O )|^[^0-9]*$"
"""Matches an address without a street: a box, care of somebody, only a city. Every street has a house number."""

_HOUSES, _UNITS = 240, 240
_UNIT_SHARE = 0.8
"""How often an address names an apartment or an office. Assumption."""


def cities(key: bytes, countries: pl.Series) -> pl.Series:
    """A city of each country, upper case; large ones more often. Shape as `countries`."""
    drawn = Stream(key, "parties:cities").uniform(len(countries))
    towns: list[str] = []
    place = np.zeros(len(countries), dtype=np.int64)
    for country, rows in by_country(countries).items():
        named = weighted(_cities().get(country, _cities()["*"]))
        ladder = np.cumsum(list(named.values()))
        place[rows] = len(towns) + np.searchsorted(ladder, drawn[rows] * ladder[-1], side="right").clip(
            max=len(ladder) - 1
        )
        towns += [name.upper() for name in named]
    return pl.Series("city", towns, dtype=pl.String).gather(place)


def addresses(key: bytes, countries: pl.Series, towns: pl.Series, private: pl.Series) -> pl.Series:
    """Street addresses in Latin letters with their city, in the order that the country writes them.

    `private` tells who lives in an apartment; the others sit in offices. The streets are invented.
    """
    luck = Stream(key, "parties:addresses")
    n = len(countries)
    street, unit = luck.uniform(n), luck.chance(n, _UNIT_SHARE)
    house = pl.Series(luck.integers(n, 1, _HOUSES)).cast(pl.String)
    number = pl.Series(luck.integers(n, 1, _UNITS)).cast(pl.String)
    found: dict[str, tuple[str, ...]] = {}
    parts = []
    for country, rows in by_country(countries).items():
        row = country_row(country)
        names = found.setdefault(row["streets"], pools.streets(row["streets"], key))
        streets = pl.Series(names).gather(np.floor(street[rows] * len(names)).astype(np.int64))
        parts.append(pl.DataFrame({"row": rows, "line": _line(row["pattern"], streets, house.gather(rows))}))
    lines = pl.concat([pl.DataFrame(schema={"row": pl.Int64, "line": pl.String}), *parts]).sort("row")["line"]
    rooms = pl.DataFrame({"line": lines, "city": towns, "number": number, "unit": unit, "private": private})
    kind = pl.when("private").then(pl.lit(", APT ")).otherwise(pl.lit(", OFFICE "))
    inside = pl.when("unit").then(pl.concat_str(kind, "number")).otherwise(pl.lit(""))
    return rooms.select(address=pl.concat_str("line", inside, pl.lit(", "), "city"))["address"]


def _line(pattern: str, streets: pl.Series, houses: pl.Series) -> pl.Series:
    fields = {"street": streets, "house": houses}
    parts: list[pl.Series | pl.Expr] = []
    for between, field, _, _ in Formatter().parse(pattern):
        parts += [pl.lit(between)] * bool(between)
        parts += [fields[field]] if field else []
    return pl.select(pl.concat_str(parts)).to_series()


def vague(luck: Stream, towns: pl.Series) -> pl.Series:
    """Addresses without a street in these cities; they match NO_STREET."""
    forms = [part for row in table("world", "lexicon") if row["field"] == "vague" for part in row["entries"].split("|")]
    chosen = pl.Series(forms).gather(luck.integers(len(towns), 0, len(forms) - 1))
    boxes = pl.Series(luck.integers(len(towns), 10, 9_999)).cast(pl.String)
    frame = pl.DataFrame({"form": chosen, "box": boxes, "city": towns})
    form = pl.col("form").str.replace("#", pl.col("box"), literal=True)
    return frame.select(
        address=pl.when(pl.col("form") == "").then("city").otherwise(pl.concat_str(form, pl.lit(", "), "city"))
    )["address"]


def telephones(key: bytes, countries: pl.Series) -> pl.Series:
    """Telephone numbers in the form of each country, from a range that its numbering plan does not use."""
    drawn = Stream(key, "parties:telephones").uniform(len(countries))
    parts = [pl.DataFrame(schema={"row": pl.Int64, "telephone": pl.String})]
    for country, rows in by_country(countries).items():
        row = country_row(country)
        free = int(row["digits"])
        digits = pl.Series(np.floor(drawn[rows] * 10**free).astype(np.int64)).cast(pl.String).str.zfill(free)
        parts.append(pl.DataFrame({"row": rows, "telephone": _grouped(row["telephone"], row["range"] + digits)}))
    return pl.concat(parts).sort("row")["telephone"]


def _grouped(code: str, digits: pl.Series) -> pl.Series:
    """`+7 612 345 6789`."""
    parts = [digits.str.slice(0, 3), digits.str.slice(3, 3), digits.str.slice(6)]
    return pl.select(pl.concat_str([pl.lit(code), *parts], separator=" ")).to_series()


def country_row(country: str) -> Mapping[str, str]:
    """How parties of a country look: a row of `data/countries.csv`, that of `*` if it is not there."""
    return _countries().get(country, _countries()["*"])


def dialling() -> dict[str, str]:
    """The code that telephone numbers of each country begin with; `*` for those that are not there."""
    return {code: row["telephone"] for code, row in _countries().items()}


@cache
def _countries() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("world", "countries")}


@cache
def _cities() -> dict[str, str]:
    return {row["country"]: row["cities"] for row in table("world", "cities")}
