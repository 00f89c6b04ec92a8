"""Documents of the consignments: which kind, which number, under which master."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints, Stream, luck_many
from simulator.common.tables import table
from simulator.formats import identifiers
from simulator.world.world import DOCUMENTS, STREAMS

_LETTERS = 26
_LIGHT_KG = 2.0
_GENERAL, _MAIL, _EXPRESS = range(len(STREAMS))


def documents(
    rows: pl.DataFrame,
    stream: Ints,
    airlines: pl.Series,
    prefixes: Mapping[str, str],
    countries: pl.Series,
    key: bytes,
) -> pl.DataFrame:
    """Columns id, document, master of the consignments, one row each.

    `rows` as `shipments.build` makes them, masters numbered through the whole world; `stream` counts in
    STREAMS; `airlines` is the airline of each flight, `countries` the country of each consignment's origin.
    """
    general, housed = stream == _GENERAL, rows["master"].to_numpy() >= 0
    kinds = (general & ~housed, general & housed, stream == _MAIL, stream == _EXPRESS)
    parts = [np.flatnonzero(kind) for kind in kinds]
    _, houses, mail, express = parts
    waybill, numbers = _waybills(rows, kinds[0], airlines, prefixes, key)
    made = (
        numbers.gather(waybill[kinds[0]]),
        _houses(rows["agent"].to_numpy()[houses], key),
        _mail(rows["weight"].to_numpy()[mail], countries.gather(mail), key),
        _couriers(len(express), key),
    )
    place = np.empty(len(rows), dtype=np.int64)
    place[np.concatenate(parts)] = np.arange(len(rows))
    document = np.repeat(np.arange(len(DOCUMENTS), dtype=np.uint8), [len(part) for part in parts])[place]
    return pl.DataFrame(
        {
            "id": pl.concat(made, rechunk=True).gather(place),
            "document": pl.Series(document).cat.to(pl.Enum(DOCUMENTS)),
            "master": numbers.gather(pl.Series(waybill).set(pl.Series(~housed), None)),
        }
    )


def _waybills(
    rows: pl.DataFrame,
    direct: npt.NDArray[np.bool_],
    airlines: pl.Series,
    prefixes: Mapping[str, str],
    key: bytes,
) -> tuple[Ints, pl.Series]:
    """Number of each row's air waybill (-1 none), and all air waybills, their prefix of the first airline."""
    master = rows["master"].to_numpy().astype(np.int64)
    masters = int(master.max(initial=-1)) + 1
    waybill = master.copy()
    waybill[direct] = masters + np.arange(np.count_nonzero(direct))
    count = masters + int(np.count_nonzero(direct))
    flight = np.zeros(count, dtype=np.int64)
    flight[waybill[waybill >= 0]] = rows["leg0"].to_numpy()[waybill >= 0]
    serials = _distinct(Stream(key, "ids:awb"), count, identifiers.AWB_SERIALS)
    prefix = airlines.replace_strict(prefixes, return_dtype=pl.String).gather(flight)
    return waybill, identifiers.awb_numbers(prefix, serials)


def _houses(agents: Ints, key: bytes) -> pl.Series:
    """House numbers; the three letters belong to the forwarder."""
    drawn = luck_many(key, "ids:issuer", "", "", 0, agents) * _LETTERS**3
    code = drawn.astype(np.int64)
    letters = (code // _LETTERS**2, code // _LETTERS % _LETTERS, code % _LETTERS)
    issuer = pl.select(pl.concat_str([_letter(one) for one in letters])).to_series()
    return identifiers.house_numbers(
        issuer, _distinct(Stream(key, "ids:house"), len(agents), identifiers.HOUSE_SERIALS)
    )


def _couriers(n: int, key: bytes) -> pl.Series:
    """Tracking numbers; the first digit is never 0, so that a sheet does not lose it."""
    return identifiers.courier_numbers(_distinct(Stream(key, "ids:courier"), n, 9 * 10**11) + 10**11)


def _mail(weights: npt.NDArray[np.float64], countries: pl.Series, key: bytes) -> pl.Series:
    """S10 numbers; letter post up to 2 kg, above it mostly parcels, as `data/postal.csv` says."""
    luck, n, services = Stream(key, "ids:s10"), len(weights), table("world", "postal")
    light, heavy = (luck.choose(n, [float(row[name]) for row in services]) for name in ("light", "heavy"))
    first = pl.Series([row["service"] for row in services]).gather(np.where(weights <= _LIGHT_KG, light, heavy))
    second = _letter(luck.integers(n, 0, _LETTERS - 1))
    serials = _distinct(luck, n, identifiers.S10_SERIALS)
    return identifiers.s10_numbers(first + second, serials, countries)


def _letter(positions: Ints) -> pl.Series:
    return pl.Series([chr(ord("A") + place) for place in range(_LETTERS)]).gather(positions)


def _distinct(luck: Stream, n: int, size: int) -> Ints:
    """n different numbers from 0 to size - 1 in random order; n is at most size."""
    if 4 * n > size:
        return luck.order(size)[:n]
    found = _different(luck.integers(n + 8, 0, size - 1))
    while len(found) < n:
        found = _different(np.concatenate([found, luck.integers(2 * (n - len(found)) + 8, 0, size - 1)]))
    return luck.sample(found, n)


def _different(numbers: Ints) -> Ints:
    """The numbers without repetition, rising; np.unique takes four times as long."""
    rising = np.sort(numbers)
    new = np.concatenate([np.array([True]), rising[1:] != rising[:-1]])
    return np.asarray(rising[new])
