"""How mail travels: dispatches and receptacles between offices of exchange, and which items come without advance data.

Which items have data, and when an office announces a receptacle (PREDES), is settled before anything is hidden; which
item lies in which receptacle only after it, so that the weight in a receptacle's number is that of what is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints, Stream, luck_many
from simulator.common.tables import table
from simulator.formats.s_numbers import OVERFLOW
from simulator.scenario.model import Scenario, System, Unit
from simulator.scenario.numbers import quantile
from simulator.world.consignments import Journeys
from simulator.world.places import places
from simulator.world.shipments import LEGS
from simulator.world.systems import EARLIEST

OFFICE = "A"
"""Last letter of an office of exchange: its airport's country and code stand before it. Invented: real IMPC codes of
these posts are not sourced (assumption)."""
AIRMAIL, NO_SUBCLASS = "A", "N"
_BAGS_MOST = 900
"""Receptacles of one dispatch at most: S9 counts them with three digits."""
_SERIALS = 10_000
_LOAD = 10**6
"""A full receptacle, in whole numbers, so that sums are exact."""
_GROUP = ("origin", "destination", "mail_class", *LEGS)
_NOTICES = pl.Schema({"unit": pl.UInt8, "passage": pl.UInt32, "system": pl.UInt8, "t": pl.Int32})


@dataclass(frozen=True)
class Posting:
    """The mail of a world before anything is hidden.

    - `items`: one row a mail item, in the order in which offices put them into receptacles: row, origin and
      destination (airports), mail_class (U, C, E), registered, leg0 …, departs (s), group (what travels by the same
      flights between the same offices in the same class), first (lowest row of the group: whose luck is the group's)
    - `announced`: whether systems show data of a consignment, shape (n,); true for what is no mail
    - `notices`: when the post system of a unit shows the receptacle of a passage, as `World.known`
    """

    items: pl.DataFrame
    announced: npt.NDArray[np.bool_]
    notices: pl.DataFrame

    def unannounced(self, passages: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
        """Of what is shown (`passage` …) that which is about items without advance data."""
        return shown.filter(~pl.Series(self.announced).gather(passages["row"].gather(shown["passage"])))

    def with_data(self, passages: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
        """What is known, less the items without advance data."""
        return known.filter(pl.Series(self.announced).gather(passages["row"].gather(known["passage"])))


def posting(
    scenario: Scenario, key: bytes, flights: pl.DataFrame, journeys: Journeys, passages: pl.DataFrame
) -> Posting | None:
    """How the mail is posted; None if the scenario says nothing about `mail`, or has none."""
    rows = np.flatnonzero((journeys.consignments["stream"] == "mail").to_numpy())
    if scenario.mail is None or not len(rows):
        return None
    items = _items(key, flights, journeys, rows)
    announced = np.ones(journeys.consignments.height, dtype=np.bool_)
    taken = items["row"].to_numpy()
    luck = luck_many(key, "mail", "", "advance", 0, taken)
    announced[taken] = luck < _shares(scenario, items)
    posts = tuple(dict.fromkeys(unit.post for unit in scenario.units))
    return Posting(items, announced, _notices(scenario, key, items, passages, posts))


def receptacles(scenario: Scenario, key: bytes, post: Posting, consignments: pl.DataFrame) -> pl.DataFrame:
    """`World.mail`: row, dispatch, receptacle, announced of each mail item, ascending by row."""
    bags = _bags(key, post.items, consignments)
    numbered = _numbered(scenario, key, bags)
    announced = pl.Series("announced", post.announced).gather(numbered["row"])
    return numbered.select("row", "dispatch", "receptacle").with_columns(announced).sort("row")


def notices(post: Posting, mail: pl.DataFrame, consignments: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """`World.predes`: unit, post, receptacle, system, t (s), sorted; never before the last item in it was posted."""
    names = mail.with_columns(consignments["booked"].gather(mail["row"]))
    places = (passages[name].gather(post.notices["passage"]) for name in ("row", "post"))
    shown = post.notices.with_columns(places).join(names, on="row")
    first = shown.group_by("unit", "post", "receptacle", "system").agg(pl.col("t").min(), pl.col("booked").max())
    told = first.with_columns(pl.max_horizontal("t", "booked").cast(pl.Int32).alias("t"))
    return told.select("unit", "post", "receptacle", "system", "t").sort("unit", "system", "receptacle")


def _items(key: bytes, flights: pl.DataFrame, journeys: Journeys, rows: Ints) -> pl.DataFrame:
    """The mail items in the order of their dispatches, within one by lot."""
    own = journeys.consignments.select("origin", "destination", pl.col("id").str.head(1).alias("service"))[rows]
    legs = [pl.Series(name, journeys.legs[rows, place]) for place, name in enumerate(LEGS)]
    classes = {row["service"]: row["mail_class"] for row in table("world", "postal")}
    frame = own.with_columns(
        pl.Series("row", rows, dtype=pl.UInt32),
        pl.col("service").replace_strict(classes).alias("mail_class"),
        (pl.col("service") == "R").alias("registered"),
        *legs,
        flights["departs"].gather(legs[0]).alias("departs"),
        pl.Series("lot", luck_many(key, "mail", "", "order", 0, rows)),
    ).sort("departs", *_GROUP, "lot", "row")
    new = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in _GROUP).fill_null(True)
    grouped = frame.with_columns(new.cum_sum().cast(pl.Int64).alias("group")).drop("service", "lot")
    return grouped.with_columns(pl.col("row").min().over("group").alias("first"))


def _shares(scenario: Scenario, items: pl.DataFrame) -> Floats:
    """Share of the items of the same country and class that come with data, shape as `items`."""
    own: Mapping[str, float] = scenario.mail.advance if scenario.mail else {}
    kinds = items.select("origin", "mail_class").unique()
    known = places(scenario)
    shares = [
        own.get(known[airport].country, advance_share(known[airport].country, mail_class))
        for airport, mail_class in kinds.iter_rows()
    ]
    told = kinds.with_columns(pl.Series("share", shares, dtype=pl.Float64))
    joined = items.join(told, on=["origin", "mail_class"], how="left", maintain_order="left")
    return joined["share"].to_numpy()


@cache
def advance_share(country: str, mail_class: str) -> float:
    """Share of the mail of a class from a country that comes with advance data, where a scenario says nothing."""
    shares = {(row["country"], row["mail_class"]): float(row["share"]) for row in table("world", "advance_data")}
    return shares.get((country, mail_class), shares["*", mail_class])


def _notices(
    scenario: Scenario, key: bytes, items: pl.DataFrame, passages: pl.DataFrame, posts: tuple[str, ...]
) -> pl.DataFrame:
    """When each unit's post system shows the receptacle of each passage of mail."""
    number = passages.select("row", pl.int_range(pl.len(), dtype=pl.UInt32).alias("passage"), "post", "expected")
    mail = number.join(items.select("row", "first"), on="row", maintain_order="left")
    frames = [
        _shown(key, mail.filter(pl.col("post") == posts.index(unit.post)), unit, (number, place), system)
        for number, unit in enumerate(scenario.units)
        for place, system in enumerate(unit.systems)
        if system.kind == "post"
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=_NOTICES)


def _shown(key: bytes, mail: pl.DataFrame, unit: Unit, place: tuple[int, int], system: System) -> pl.DataFrame:
    """The same for one system: the receptacles of a dispatch are shown together, `lead` before the planned time."""
    luck = luck_many(key, "systems", unit.post, f"{system.code}:predes", 0, mail["first"].to_numpy())
    t = np.maximum(mail["expected"].to_numpy() - np.rint(quantile(system.lead, luck)), EARLIEST)
    columns = {
        "unit": np.full(mail.height, place[0]),
        "passage": mail["passage"],
        "system": np.full(mail.height, place[1]),
        "t": t,
    }
    return pl.DataFrame(columns).cast(_NOTICES)


def _bags(key: bytes, items: pl.DataFrame, consignments: pl.DataFrame) -> pl.DataFrame:
    """The items with `grams` and `bag`, the number of their receptacle in the group: filled in order up to its size."""
    luck = luck_many(key, "mail", "", "size", 0, items["first"].to_numpy())
    low, high = ({name: f"{name}_{end}" for name in ("items", "kg")} for end in ("low", "high"))
    most = {
        name: pl.col(low[name]) + (pl.col(high[name]) - pl.col(low[name])) * pl.lit(pl.Series(luck)) for name in low
    }
    grams = (consignments["weight"].gather(items["row"]).cast(pl.Float64) * 1000).round().cast(pl.Int64)
    share = pl.max_horizontal(pl.col("grams") / 1000 / most["kg"], 1 / most["items"])
    load = (share * _LOAD).ceil().cast(pl.Int64)
    filled = items.with_columns(grams.alias("grams")).join(_sizes(), on="mail_class", maintain_order="left")
    begun = filled.with_columns(load.alias("load")).with_columns(
        ((pl.col("load").cum_sum().over("group") - pl.col("load")) // _LOAD).alias("bag")
    )
    # A very heavy item fills several: their numbers are not left out.
    bag = pl.col("bag").rank("dense").over("group").cast(pl.Int64) - 1
    return begun.with_columns(bag.alias("bag")).select(*items.columns, "grams", "bag")


def _sizes() -> pl.DataFrame:
    numbers = ("items_low", "items_high", "kg_low", "kg_high")
    rows = [{name: row[name] for name in ("mail_class", *numbers)} for row in table("world", "receptacles")]
    return pl.DataFrame(rows).with_columns(pl.col(name).cast(pl.Float64) for name in numbers)


def _numbered(scenario: Scenario, key: bytes, items: pl.DataFrame) -> pl.DataFrame:
    """The items with the numbers of their dispatch (S8) and receptacle (S9)."""
    part = (pl.col("bag") // _BAGS_MOST).alias("part")
    bags = items.group_by("group", "bag", maintain_order=True).agg(
        pl.col("origin", "destination", "mail_class", "departs").first(),
        pl.col("grams").sum(),
        pl.col("registered").any(),
    )
    bags = bags.with_columns(part, (pl.col("bag") % _BAGS_MOST + 1).alias("serial"))
    sent = _dispatches(scenario, key, bags.unique(["group", "part"], keep="first", maintain_order=True))
    bags = bags.join(sent, on=["group", "part"], maintain_order="left")
    last = (pl.col("serial") == pl.col("serial").max().over("group", "part")).cast(pl.Int8)
    weight = ((pl.col("grams") + 50) // 100).clip(1, OVERFLOW)
    digits = (
        pl.col("serial").cast(pl.String).str.zfill(3),
        last.cast(pl.String),
        pl.col("registered").cast(pl.Int8).cast(pl.String),
        weight.cast(pl.String).str.zfill(4),
    )
    named = bags.with_columns(pl.concat_str("dispatch", *digits).alias("receptacle"))
    return items.join(
        named.select("group", "bag", "dispatch", "receptacle"), on=["group", "bag"], maintain_order="left"
    )


def _dispatches(scenario: Scenario, key: bytes, sent: pl.DataFrame) -> pl.DataFrame:
    """Group, part, dispatch: numbers of a series follow each other, from where that year's count stands."""
    known = places(scenario)
    airports = pl.concat([sent["origin"], sent["destination"]]).unique().to_list()
    office = {code: f"{known[code].country}{code}{OFFICE}" for code in airports}
    year = pl.from_epoch(pl.col("departs").cast(pl.Int64) + round(scenario.start.timestamp())).dt.year() % 10
    series = pl.concat_str(
        pl.col("origin").replace_strict(office, return_dtype=pl.String),
        pl.col("destination").replace_strict(office, return_dtype=pl.String),
        pl.lit(AIRMAIL),
        "mail_class",
        pl.lit(NO_SUBCLASS),
        year.cast(pl.String),
    )
    named = sent.with_columns(series.alias("series"))
    begin = {name: _begin(key, name) for name in named["series"].unique().to_list()}
    first = pl.col("series").replace_strict(begin, return_dtype=pl.Int64)
    serial = (first + pl.int_range(pl.len()).over("series")) % _SERIALS
    return named.select("group", "part", pl.concat_str("series", serial.cast(pl.String).str.zfill(4)).alias("dispatch"))


def _begin(key: bytes, series: str) -> int:
    return int(Stream(key, f"mail:{series}").integers(1, 1, _SERIALS - 1)[0])
