"""What a player who reads everything knows of each consignment: the columns of the view that pools are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Floats, Ints
from simulator.common.clock import NEVER
from simulator.view.sight import Sight, sight

if TYPE_CHECKING:
    from simulator.world.world import World

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Bags:
    """Receptacles with items that come without data, one element each, in order of `known`.

    `rows`: all items in it; `blind`: how many of them come without data; `leg`: airports of its flight; `ready`,
    `release`: planned, of the last item and the first; `letters`: whether it holds letters.
    """

    rows: tuple[Ints, ...]
    blind: tuple[Ints, ...]
    leg: tuple[tuple[str, str], ...]
    known: Ints
    ready: Ints
    release: Ints
    letters: Bools


@dataclass(frozen=True)
class Outlook:
    """A sight with what pools are about; arrays over the consignments of the sight.

    `ready` and `release` as planned (s); `goods` (class, empty where no system shows it), `routing` (empty likewise),
    `destination`, `weight` (kg); `goods_told`, `routing_told`: from when (s), NEVER where nothing tells.
    """

    sight: Sight
    ready: Ints
    release: Ints
    goods: tuple[str, ...]
    routing: tuple[str, ...]
    destination: tuple[str, ...]
    weight: Floats
    goods_told: Ints
    routing_told: Ints
    bags: Bags


def outlook(world: World, unit: str, seen: Sight | None = None) -> Outlook:
    """The outlook of a unit."""
    from simulator.view.visible import looked_at

    whole, access = looked_at(world, unit)
    order = whole["row"].arg_sort()
    frame, place = whole[order], order.to_numpy()
    return Outlook(
        seen or sight(world, unit),
        _numbers(frame, "ready"),
        _numbers(frame, "release"),
        _texts(frame, "goods"),
        _texts(frame, "routing"),
        _texts(frame, "destination"),
        frame["weight"].to_numpy().astype(np.float64),
        access.of(("goods",))[place],
        access.of(("routing",))[place],
        bags(world, unit),
    )


def _numbers(frame: pl.DataFrame, name: str) -> Ints:
    return np.asarray(frame[name].to_numpy().astype(np.int64))


def _texts(frame: pl.DataFrame, name: str) -> tuple[str, ...]:
    """A column of texts, empty where it says nothing."""
    return tuple(frame[name].cast(pl.String).fill_null("").to_list())


def together(mine: Outlook, others: Sequence[Outlook]) -> Outlook:
    """The outlook of a unit that knows of its consignments what any of the units has seen of them by then."""
    since, read = mine.sight.since.copy(), mine.sight.read.copy()
    goods, routing = list(mine.goods), list(mine.routing)
    goods_told, routing_told = mine.goods_told.copy(), mine.routing_told.copy()
    for other in others:
        rows, here, there = np.intersect1d(mine.sight.rows, other.sight.rows, return_indices=True)
        if not len(rows):
            continue
        since[here] = np.minimum(since[here], other.sight.since[there])
        read[here] = np.minimum(read[here], other.sight.read[there])
        goods_told[here] = np.minimum(goods_told[here], other.goods_told[there])
        routing_told[here] = np.minimum(routing_told[here], other.routing_told[there])
        for at, place in zip(here.tolist(), there.tolist(), strict=True):
            goods[at] = goods[at] or other.goods[place]
            routing[at] = routing[at] or other.routing[place]
    known = replace(mine.sight, since=since, read=read, shown=since < NEVER)
    told = replace(mine, goods_told=goods_told, routing_told=routing_told)
    return replace(told, sight=known, goods=tuple(goods), routing=tuple(routing))


def bags(world: World, unit: str) -> Bags:
    """The receptacles that a unit's post system shows and in which something comes without data."""
    nothing = np.empty(0, dtype=np.int64)
    if world.mail is None or world.predes is None:
        return Bags((), (), (), nothing, nothing, nothing, np.empty(0, dtype=np.bool_))
    from simulator.view.receptacles import receptacles

    told = receptacles(world, unit)
    told = told.filter((told["announced"] < told["items"]) & told["flight"].is_not_null())
    inside = world.mail.group_by("receptacle").agg(
        pl.col("row").sort(), pl.col("row").filter(~pl.col("announced")).sort().alias("blind")
    )
    flights = world.flights.select(
        (pl.col("number") + "/" + pl.col("day").str.slice(0, 2)).alias("flight"), "origin", "destination"
    ).unique("flight", keep="first", maintain_order=True)
    told = told.join(inside, on="receptacle", how="left", maintain_order="left")
    told = told.join(flights, on="flight", how="left", maintain_order="left")
    return Bags(
        _rows(told, "row"),
        _rows(told, "blind"),
        tuple(told.select("origin", "destination").iter_rows()),
        _numbers(told, "known"),
        _numbers(told, "ready"),
        _numbers(told, "release"),
        (told["mail_class"] == "letter").fill_null(False).to_numpy(),
    )


def _rows(told: pl.DataFrame, name: str) -> tuple[Ints, ...]:
    """The consignments in each receptacle."""
    return tuple(np.array(each, dtype=np.int64) for each in told[name].to_list())
