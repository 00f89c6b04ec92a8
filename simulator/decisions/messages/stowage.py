"""In which unit load devices the air waybills of freighters fly: the world names none, so they are made up.

What is made up depends on the flight and its air waybills alone: each unit that reads of the flight reads of the same
devices, whichever loads its systems show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from simulator.common.chance import code
from simulator.common.tables import table
from simulator.formats.cargo_imp.fields import Quantity

if TYPE_CHECKING:
    from decimal import Decimal

    from simulator.world.world import World

_LOOSE_KG = 30.0
"""Up to so much of an air waybill is not put on a pallet: it flies in the hold for loose goods. Source: assumption."""
_OVER = 1.1
"""What hardly fits is not split: a pallet takes so much more than its usual load. Source: assumption."""
_SERIALS = 100_000


class Place(NamedTuple):
    """A device, and how much of an air waybill is on it (kg, as the waybill says)."""

    device: str
    kg: float


Stowed = Mapping[tuple[int, str], tuple[Place, ...]]
"""Devices by flight (row of `World.flights`) and number of the air waybill; what is loose is not in it."""


def stowed(world: World) -> Stowed:
    """The devices of all freighters of a world."""
    import polars as pl

    flights = world.flights.with_row_index("flight").filter(pl.col("carries") == "cargo")
    legs = [world.passages.select("row", pl.col(name).alias("flight")) for name in ("flight_in", "flight_out")]
    carried = pl.concat(legs).unique().filter(pl.col("flight").is_in(flights["flight"].cast(pl.Int32).implode()))
    goods = world.consignments.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        pl.when(pl.col("stream") != "mail").then(pl.coalesce("master", "id")).alias("number"),
        "pieces",
        "weight",
    ).drop_nulls("number")
    loads = carried.join(goods, on="row").sort("row").group_by("flight", "number", maintain_order=True)
    found: dict[tuple[int, str], tuple[Place, ...]] = {}
    for (flight,), mine in loads.agg(pl.col("pieces", "weight").sum()).group_by("flight"):
        number, airline, day = world.flights.select("number", "airline", "day").row(int(flight))
        for load, places in _built(f"{number}/{day}", airline, mine.select("number", "pieces", "weight").rows()):
            found[int(flight), load] = places
    return found


def _built(
    flight: str, airline: str, loads: Iterable[tuple[str, int, float]]
) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Loads one after the other on pallets: what does not go on one that is begun gets as many new ones as it needs."""
    count, room, device = 0, 0.0, ""
    for number, pieces, kg in sorted(loads, key=lambda load: code(f"{flight}/{load[0]}")):
        if kg <= _LOOSE_KG:
            continue
        places = []
        left, pallets = kg, 0
        while left > 0:
            if left > room:
                count += 1
                device, room = _device(flight, airline, count)
                pallets += 1
            # A piece stays whole: the last of them takes what is left, however heavy.
            held = left if pallets == pieces or left <= room * _OVER else min(left, room)
            places.append(Place(device, held))
            left, room = left - held, room - held
        yield number, tuple(places)


def _device(flight: str, airline: str, place: int) -> tuple[str, float]:
    """Number and room (kg) of a device of a flight: type, a serial of five digits, the airline as its owner."""
    lot = code(f"{flight}/{place}")
    kind, net = _kinds()[lot % len(_kinds())]
    return f"{kind}{lot // len(_kinds()) % _SERIALS:05}{airline}", net


@cache
def _kinds() -> tuple[tuple[str, float], ...]:
    """Types of devices with their room, each as often as it has weight."""
    rows = table("decisions", "unit_load_devices")
    return tuple((row["code"], float(row["net_kg"])) for row in rows for _ in range(int(row["weight"])))


def shared(pieces: int, weight: Decimal | None, places: tuple[Place, ...]) -> list[tuple[str, Quantity]]:
    """What a manifest says of a load by device: `T` where all is in one place (device "" if loose), else `S`.

    The parts sum to the pieces and the weight of the manifest; a device that would get no whole piece gets none.
    """
    parts = list(_parts(pieces, weight, places))
    if len(parts) < 2:
        return [(parts[0][0] if parts else "", Quantity("T", pieces, weight))]
    return [(device, Quantity("S", some, kg, total=pieces)) for device, some, kg in parts]


def _parts(pieces: int, weight: Decimal | None, places: tuple[Place, ...]) -> Iterator[tuple[str, int, Decimal | None]]:
    whole, upto = sum(place.kg for place in places), 0.0
    told, told_kg = 0, None if weight is None else 0 * weight
    for place in places:
        upto += place.kg
        share = min(upto / whole, 1.0)
        until = max(round(pieces * share), 1) if place is not places[-1] else pieces
        if until > told:
            kg = None
            if weight is not None and told_kg is not None:
                until_kg = weight if until == pieces else round(weight * until / pieces, 1)
                kg, told_kg = until_kg - told_kg, until_kg
            yield place.device, until - told, kg
            told = until
