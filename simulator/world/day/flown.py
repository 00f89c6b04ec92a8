"""Flights of the manifests of a day as entries of a timetable, their days moved to the days of the drill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone

from simulator.common.clock import HOUR
from simulator.scenario.check_flights import FASTEST, SLOWEST
from simulator.scenario.model import Flight, Scenario
from simulator.world.day.taken import Flown, Taken
from simulator.world.places import Place, airlines, distance_km

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FREIGHTER_KG = 20_000
"""A flight that carries more is taken for a freighter. Source: assumption (bellies of wide bodies hold less)."""
_SPEED, _GROUND = 800.0, 0.5
"""km/h and h on the ground, where a manifest tells no arrival that could be. Source: assumption."""
_NOON = "1200"
_FEW_DAYS = 6


class Days:
    """Days of the messages as days of the drill: the one on which most flights leave is that of its start."""

    def __init__(self, scenario: Scenario, flights: Iterable[Flown], consignments: Iterable[Taken]) -> None:
        self._start = scenario.start.date()
        days = Counter(flight.day for flight in flights)
        self._first = max(days, key=lambda day: (days[day], -_number(day))) if days else ""
        left = Counter(day for one in consignments for _, day in one.flights[:1] if day)
        self._day = self._first[:2] or (max(left, key=lambda day: (left[day], day)) if left else "")

    def moved(self, day: str) -> date | None:
        """The day of a drill for one like `17APR`; None if it is none, or lies far off."""
        if not day or not self._first:
            return None
        apart = (_number(day) - _number(self._first) + 183) % 366 - 183
        return self._start + timedelta(days=apart) if abs(apart) <= _FEW_DAYS else None

    def written(self, day: str) -> str:
        """The day of a drill as flights write it, `08NOV`, for a day of the month; empty if it cannot be told."""
        if not day or not self._day:
            return ""
        apart = (int(day) - int(self._day) + 15) % 31 - 15
        moved = self._start + timedelta(days=apart)
        return f"{moved.day:02}{MONTHS[moved.month - 1]}" if abs(apart) <= _FEW_DAYS else ""


def _number(day: str) -> int:
    """A day like `17APR` counted in a leap year."""
    try:
        return date(2000, MONTHS.index(day[2:]) + 1, int(day[:2])).timetuple().tm_yday
    except ValueError:
        return 0


def entries(
    scenario: Scenario, flights: Sequence[Flown], days: Days, places: Mapping[str, Place]
) -> dict[tuple[str, str], Flight]:
    """New entries of the timetable by number and day; those that the timetable has already are not among them.

    A number that leaves twice on a day, for another airport, is a flight of its own with a letter behind it.
    """
    taken = {(one.number, one.departs.date()) for one in scenario.timetable}
    found: dict[tuple[str, str], Flight] = {}
    for flight in flights:
        day = days.moved(flight.day)
        if day is None or not {flight.origin, flight.destination} <= places.keys():
            continue
        legs = {(one.number, one.origin, one.destination) for one in scenario.timetable}
        if (flight.number, flight.origin, flight.destination) in legs:
            continue
        number = next((name for name in _names(flight.number) if (name, day) not in taken), None)
        if number:
            taken.add((number, day))
            found[flight.number, f"{flight.origin}{flight.destination}{day}"] = _entry(
                flight, number, day, days, places
            )
    return found


def _names(number: str) -> list[str]:
    return [number, *(number + letter for letter in "ABCDE")] if number[-1].isdigit() else [number]


def _entry(flight: Flown, number: str, day: date, days: Days, places: Mapping[str, Place]) -> Flight:
    departs = _at(day, flight.departs or _NOON)
    lands_day = days.moved(flight.lands_day)
    start, end = places[flight.origin], places[flight.destination]
    told = _at(lands_day, flight.lands) if lands_day and flight.lands else None
    arrives = told if told and _possible(departs, told, start, end) else _estimated(departs, start, end)
    prefix = None if number[:2] in airlines() else flight.prefix or "999"
    return Flight.model_validate(
        {
            "number": number,
            "from": flight.origin,
            "to": flight.destination,
            "departs": f"{departs:%Y-%m-%d %H:%M}",
            "arrives": f"{arrives:%Y-%m-%d %H:%M}",
            "carries": "cargo" if flight.kilos > FREIGHTER_KG else "passenger",
            "prefix": prefix,
        }
    )


def _at(day: date, clock: str) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(hours=int(clock[:2]), minutes=int(clock[2:]))  # noqa: DTZ001


def _utc(moment: datetime, place: Place) -> datetime:
    return moment.replace(tzinfo=timezone(timedelta(seconds=place.offset)))


def _possible(departs: datetime, arrives: datetime, start: Place, end: Place) -> bool:
    hours = (_utc(arrives, end) - _utc(departs, start)).total_seconds() / HOUR
    return hours > 0 and SLOWEST <= distance_km(start, end) / hours <= FASTEST


def _estimated(departs: datetime, start: Place, end: Place) -> datetime:
    hours = distance_km(start, end) / _SPEED + _GROUND
    landed = departs + timedelta(hours=hours, seconds=end.offset - start.offset)
    return landed.replace(second=0, microsecond=0)
