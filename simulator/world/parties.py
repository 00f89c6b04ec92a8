"""Who sends and receives: parties of all countries, with how long and how well they are known.

Every attribute is drawn from a luck of its own, so that none of them says anything about another.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, Stream
from simulator.common.tables import table
from simulator.world import contacts, names
from simulator.world.goods import of_stream, trades
from simulator.world.names import Pools
from simulator.world.world import PARTY_KINDS, STREAMS, TRADERS

TWO_YEARS = 730
"""Days that `past` counts over."""

UNTRADED = "personal"
"""The trade of private things: no firm is in it."""

_SETTLED = ("person", "company", "shop")


def build(key: bytes, countries: Mapping[str, float], size: int, pools: Pools | None = None) -> pl.DataFrame:
    """The parties of a world, columns as in `World.parties`; rows of one country and kind stand together.

    - `countries`: at least one, with weights; those without weight are left out
    - `size`: how many parties; more if the least numbers of `data/party_kinds.csv` ask for it
    - `pools`: other name pools for some countries (see `names.build`); they change the names and nothing else

    Equal arguments give equal parties. Refuses (`pool-fallback`) a language that Faker does not have.
    """
    country, kind = _layout(countries, size)
    kinds = pl.Series(PARTY_KINDS, dtype=pl.Enum(PARTY_KINDS)).gather(kind)
    city, address = _located(key, country, kind)
    known, past = _history(key, kind)
    columns = {
        **names.build(key, country, kinds, pools).to_dict(),
        "kind": kinds,
        "country": country,
        "city": city,
        "address": address,
        "phone": _telephones(key, country, kind),
        "trade": _trades(key, kind),
        "first_seen": known.astype(np.int32),
        "past": past.astype(np.int32),
        "usual_agent": _agents(key, country, kind).astype(np.int32),
        "listed": _chance(key, "listed", kind),
    }
    return pl.DataFrame(columns)


def rows(parties: pl.DataFrame) -> dict[tuple[str, str], Ints]:
    """The row numbers of the parties of each (country, kind) that there is."""
    numbered = parties.select("country", pl.col("kind").cast(pl.String), row=pl.int_range(pl.len()))
    groups = numbered.group_by("country", "kind", maintain_order=True).agg("row")
    return {(country, kind): np.asarray(row, dtype=np.int64) for country, kind, row in groups.iter_rows()}


def _layout(countries: Mapping[str, float], size: int) -> tuple[pl.Series, Ints]:
    """Country and kind (position in PARTY_KINDS) of each party."""
    weights = {country: weight for country, weight in sorted(countries.items()) if weight > 0}
    bounds = np.rint(np.cumsum([0.0, *weights.values()]) / sum(weights.values()) * size).astype(np.int64)
    counts = {country: _kinds(country, int(n)) for country, n in zip(weights, np.diff(bounds), strict=True)}
    sizes = [sum(each) for each in counts.values()]
    kind = np.concatenate([np.repeat(np.arange(len(PARTY_KINDS)), each) for each in counts.values()])
    return pl.Series("country", list(counts)).gather(np.repeat(np.arange(len(sizes)), sizes)), kind


def _kinds(country: str, n: int) -> list[int]:
    """How many parties of each kind: by their shares, no fewer than their least, n in all if that can be."""
    shares = {**_shares()["*"], **_shares().get(country, {})}
    counts = {kind: max(least, round(n * share)) for kind, (share, least) in shares.items()}
    counts["person"] += max(n - sum(counts.values()), shares["person"][1] - counts["person"])
    return [counts[kind] for kind in PARTY_KINDS]


@cache
def _shares() -> dict[str, dict[str, tuple[float, int]]]:
    shares: dict[str, dict[str, tuple[float, int]]] = {}
    for row in table("world", "party_kinds"):
        shares.setdefault(row["country"], {})[row["kind"]] = float(row["share"]), int(row["least"])
    return shares


@cache
def rate(name: str) -> dict[str, float]:
    """A figure of `data/party_rates.csv` for each kind of party."""
    found = next(row for row in table("world", "party_rates") if row["name"] == name)
    return {kind: float(found[kind]) for kind in PARTY_KINDS}


def _rates(name: str, kind: Ints) -> Floats:
    """The figure of each party, shape as `kind`."""
    return np.array(list(rate(name).values()))[kind]


def _chance(key: bytes, name: str, kind: Ints, part: float = 1.0) -> npt.NDArray[np.bool_]:
    """Who is drawn by a figure of `data/party_rates.csv`, or by a part of it."""
    return Stream(key, f"parties:{name}").chance(len(kind), part * _rates(name, kind))


def _located(key: bytes, country: pl.Series, kind: Ints) -> tuple[pl.Series, pl.Series]:
    """City and address; some have no street, some sit at a forwarder's, some where another party sits.

    What two share counts for both, so half as many move in with another.
    """
    luck, mates = Stream(key, "parties:location"), Stream(key, "parties:mates")
    city = contacts.cities(key, country)
    private = pl.Series(kind == PARTY_KINDS.index("person"))
    drawn, without = luck.uniform(len(kind)), _rates("no_street", kind)
    guest = (drawn >= without) & (drawn < without + _rates("at_forwarder", kind))
    host = np.where(guest, _someone(luck, country, kind, "forwarder"), np.arange(len(kind)))
    joins = _chance(key, "shared_address", kind, 0.5) & (drawn >= without) & ~guest
    host = np.where(joins, _someone(mates, country, kind), host)
    vague = contacts.vague(luck, city)
    street = contacts.addresses(key, country, city, private)
    address = pl.select(pl.when(pl.Series(drawn < without)).then(vague).otherwise(street.gather(host))).to_series()
    return city.gather(host), address


def _someone(luck: Stream, country: pl.Series, kind: Ints, wanted: str | None = None) -> Ints:
    """For each party another one of its country (of one kind if wanted; the large ones among them more often)."""
    drawn, found = luck.uniform(len(kind)), np.zeros(len(kind), dtype=np.int64)
    eligible = kind == PARTY_KINDS.index(wanted) if wanted else np.ones(len(kind), dtype=np.bool_)
    for here in names.by_country(country).values():
        others = here[eligible[here]]
        share = drawn[here] ** 2 if wanted else drawn[here]
        found[here] = others[(share * len(others)).astype(np.int64)]
    return found


def _telephones(key: bytes, country: pl.Series, kind: Ints) -> pl.Series:
    """Telephone numbers, some of another country; some are another party's too, so half as many are copied."""
    luck = Stream(key, "parties:shared")
    copied = luck.chance(len(kind), _rates("shared_phone", kind) / 2)
    owner = np.where(copied, _someone(luck, country, kind), np.arange(len(kind)))
    abroad = _chance(key, "phone_abroad", kind)
    anywhere = (Stream(key, "parties:abroad").uniform(len(kind)) * len(kind)).astype(np.int64)
    return contacts.telephones(key, country.gather(np.where(abroad, anywhere, np.arange(len(kind))))).gather(owner)


def _history(key: bytes, kind: Ints) -> tuple[Ints, Ints]:
    """Days since first seen, and consignments in the last 24 months.

    How busy a party is does not depend on how long it is known; what it has sent so far does.
    """
    luck = Stream(key, "parties:history")
    new, old = _rates("new_days", kind), _rates("old_days", kind)
    fresh = luck.chance(len(kind), _rates("new", kind))
    drawn = luck.uniform(len(kind))
    known = np.floor(np.where(fresh, drawn * (new + 1), new + 1 + drawn * (old - new))).astype(np.int64)
    busy = luck.lognormal(len(kind), _rates("past_median", kind), _rates("past_spread", kind))
    past = np.floor(busy * np.minimum(known, TWO_YEARS) / TWO_YEARS + luck.uniform(len(kind)))
    return known, past.clip(max=100_000).astype(np.int64)


def _agents(key: bytes, country: pl.Series, kind: Ints) -> Ints:
    """Row of the forwarder that a trader usually works with, -1 for none."""
    luck = Stream(key, "parties:agents")
    usual = luck.chance(len(kind), _rates("usual_agent", kind))
    return np.where(usual, _someone(luck, country, kind, "forwarder"), -1)


def _trades(key: bytes, kind: Ints) -> pl.Series:
    """The one to three trades of each trader, main one first; none for the others."""
    luck = Stream(key, "parties:trades")
    traders = np.flatnonzero(np.isin(kind, [PARTY_KINDS.index(name) for name in TRADERS]))
    drawn, one = luck.uniform(len(traders)), _rates("trades_1", kind[traders])
    count = 3 - (drawn < one + _rates("trades_2", kind[traders])) - (drawn < one)
    weights = _trade_weights()
    # The smallest of exponential waiting times are a weighted draw without repetition.
    waits = luck.exponential(len(traders) * len(weights), 1.0).reshape(-1, len(weights)) / weights
    order = np.argsort(waits, axis=1)[:, :3]
    order[np.arange(3) >= count[:, None]] = len(weights)
    coded, which = np.unique(order @ np.array([10_000, 100, 1]), return_inverse=True)
    texts = ["", *(_joined(int(code)) for code in coded)]
    place = np.zeros(len(kind), dtype=np.int64)
    place[traders] = 1 + which.reshape(-1)
    return pl.Series("trade", texts, dtype=pl.String).gather(place)


def _joined(code: int) -> str:
    """Three positions of two digits each, as trades joined by `|`."""
    positions = (code // 10_000, code // 100 % 100, code % 100)
    return "|".join(_traded()[place] for place in positions if place < len(_traded()))


@cache
def _traded() -> tuple[str, ...]:
    return tuple(trade for trade in trades() if trade != UNTRADED)


def _trade_weights() -> Floats:
    """How many traders are in each trade: as its goods are sent, with general cargo before the others."""
    weights = dict(zip(STREAMS, (0.6, 0.15, 0.25), strict=True))
    goods = pl.concat([of_stream(stream).with_columns(pl.col("share") * part) for stream, part in weights.items()])
    share = dict(goods.group_by("trade").agg(pl.col("share").sum()).iter_rows())
    return np.array([share[trade] for trade in _traded()])
