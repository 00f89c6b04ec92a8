"""What all messages of a day tell together: each consignment once, houses in place of their master."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from simulator.world.day.taken import Flown, Taken, Told


@dataclass(frozen=True)
class Gathered:
    """Consignments and flights of a day."""

    consignments: tuple[Taken, ...]
    flights: tuple[Flown, ...]


def gathered(messages: Iterable[Told]) -> Gathered:
    """All messages put together; where several tell of one consignment, a waybill goes before a manifest.

    A house takes the way and the flights of its master, and stands in its place.
    """
    whole: dict[str, Taken] = {}
    loads: dict[str, list[Taken]] = {}
    flown: dict[tuple[str, str, str, str], Flown] = {}
    bags: dict[str, Taken] = {}
    for told in messages:
        for one in told.flights:
            key = (one.number, one.day, one.origin, one.destination)
            flown[key] = replace(one, kilos=one.kilos + flown[key].kilos) if key in flown else one
        for item in told.dispatched:
            bags.setdefault(item.number, item)
        for each in told.consignments:
            if each.part:
                loads.setdefault(each.number, []).append(each)
            else:
                whole.setdefault(_key(each), each)
    for number, parts in loads.items():
        carried = _carried(parts)
        whole[number] = _on(whole[number], carried) if number in whole else carried
    for number, bag in bags.items():
        whole[number] = _bagged(whole[number], bag) if number in whole else bag
    return Gathered(tuple(_housed(whole)), tuple(flown.values()))


def _key(one: Taken) -> str:
    return f"{one.master}/{one.number}" if one.master else one.number


def _carried(parts: list[Taken]) -> Taken:
    """One consignment of its loads: the largest tells how much it is as a whole."""
    most = max(parts, key=lambda part: (part.pieces, part.kilos))
    flights = tuple(dict.fromkeys(flight for part in parts for flight in part.flights))
    return replace(most, flights=flights)


def _on(bill: Taken, load: Taken) -> Taken:
    """A waybill with the flights of the manifests that name it first, and their way if it tells none."""
    return replace(
        bill,
        via=bill.via or load.via,
        origin=bill.origin or load.origin,
        destination=bill.destination or load.destination,
        flights=tuple(dict.fromkeys((*load.flights, *bill.flights))),
        handling=bill.handling or load.handling,
    )


def _bagged(item: Taken, bag: Taken) -> Taken:
    """An item with the offices and the flight of its dispatch."""
    return replace(
        item,
        origin=bag.origin or item.origin,
        destination=bag.destination or item.destination,
        flights=bag.flights,
    )


def _housed(whole: dict[str, Taken]) -> list[Taken]:
    masters = {one.master for one in whole.values() if one.master}
    found = []
    for one in whole.values():
        if one.master in whole:
            master = whole[one.master]
            one = replace(  # noqa: PLW2901
                one,
                origin=master.origin or one.origin,
                destination=master.destination or one.destination,
                via=master.via or one.via,
                flights=master.flights,
                handling=one.handling or master.handling,
            )
        if one.number not in masters or one.master:
            found.append(one)
    return found
