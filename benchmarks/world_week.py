"""A week of 1,000,000 consignments at three posts prepared as a drill, against its CSV written and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Peak, Ratio, main, timed
from simulator.common.chance import practice_key
from simulator.common.clock import HOUR, MINUTE
from simulator.common.tables import codes
from simulator.scenario.reader import understand
from simulator.world.places import airports, distance_km

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario
    from simulator.world.world import World

REPEATS = 3
SIZE = 1_000_000
DAYS, TURNS = 7, 3
START = datetime.fromisoformat("2022-11-07T00:00+06:00")
CRUISE, TAXI = 800, 30 * MINUTE
"""Speed in the air, km/h, and what taxiing, climbing and landing take besides."""
POSTS = ("ALA", "TAS", "TBS")
# From where, its airline, further origins of what it carries.
HUBS: tuple[tuple[str, str, dict[str, float]], ...] = (
    ("IST", "TK", {"IST": 2, "LHR": 1, "JFK": 1, "GRU": 0.3}),
    ("DXB", "EK", {"DXB": 2, "DEL": 2, "NBO": 0.5}),
    ("FRA", "LH", {"FRA": 2, "AMS": 1, "CDG": 1}),
    ("URC", "CZ", {"URC": 1, "CAN": 3, "PVG": 3}),
    ("ICN", "OZ", {"ICN": 2, "HKG": 1}),
    ("BKK", "TG", {}),
)
ONWARD = (("ALA", "TAS", "KC"), ("TAS", "TBS", "HY"))
SHARES = {"general": 0.15, "mail": 0.35, "express": 0.5}


def text(size: int = SIZE) -> str:
    """A scenario file: a week with three posts, 420 flights and `size` consignments. JSON is YAML too."""
    traffic = list(_traffic(size))
    traffic[0]["count"] += size - sum(entry["count"] for entry in traffic)
    written = {
        "format": 1,
        "title": "A week",
        "purpose": "To be measured",
        "kind": "joint",
        "start": START.isoformat(timespec="minutes"),
        "length": f"{DAYS + 1} d",
        "shifts": {"day": {"from": "08:00", "to": "20:00"}},
        "units": [_unit(post) for post in POSTS],
        "timetable": list(_timetable()),
        "traffic": traffic,
        "cases": [{"name": "cases", "count": 30, "typologies": list(codes("world", "typologies"))}],
    }
    return json.dumps(written, indent=1)


def _unit(post: str) -> dict[str, Any]:
    streams = list(SHARES)
    systems = [
        {"code": "manifest", "name": "Manifest", "kind": "pre-arrival", "streams": streams, "coverage": 0.95},
        {"code": "papers", "name": "Papers", "kind": "declarations", "streams": streams, "coverage": 0.6},
    ]
    officers = [{"role": role, "count": 4, "shift": "day"} for role in ("analyst", "operator", "inspector")]
    unit = {"code": post.lower(), "name": post, "post": post, "machines": {"x-ray": 2}}
    return {**unit, "officers": officers, "systems": systems}


def _timetable() -> Iterator[dict[str, Any]]:
    """60 flights a day: 18 routes into the posts three times, two routes between posts three times."""
    routes = [(hub, post, airline) for hub, airline, _ in HUBS for post in POSTS]
    for (place, (start, end, airline)), turn in product(enumerate([*routes, *ONWARD]), range(TURNS)):
        departs = START + timedelta(hours=8 * turn + place % 6, minutes=15)
        yield {
            "number": f"{airline}{100 + TURNS * place + turn}",
            "from": start,
            "to": end,
            "departs": _local(departs, start),
            "arrives": _local(departs + _flown(start, end), end),
            "carries": "cargo" if turn == 0 else "passenger",
            "delay": {"kind": "lognormal", "median": "15 min", "spread": 0.8},
            "repeat": {"every": "1 d", "times": DAYS},
        }


def _local(moment: datetime, code: str) -> str:
    """What clocks at an airport show."""
    zone = timezone(timedelta(seconds=airports()[code].offset))
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _flown(start: str, end: str) -> timedelta:
    """From departure to arrival, in steps of five minutes."""
    known = airports()
    seconds = TAXI + distance_km(known[start], known[end]) / CRUISE * HOUR
    return timedelta(minutes=5 * round(seconds / MINUTE / 5))


def _traffic(size: int) -> Iterator[dict[str, Any]]:
    onward = {start: end for start, end, _ in ONWARD}
    for (stream, share), (hub, _, origins), post in product(SHARES.items(), HUBS, POSTS):
        part = int(size * share / len(HUBS) / len(POSTS))
        further = part // 5 if post in onward else 0
        yield {"stream": stream, "route": [hub, post], "count": part - further, "origins": origins}
        if further:
            yield {"stream": stream, "route": [hub, post, onward[post]], "count": further, "origins": origins}


def scenario(size: int = SIZE) -> Scenario:
    """The scenario of that file; DrillError if `jointdrill check` finds a fault in it."""
    return understand(text(size).encode(), "week.json")


def built() -> World:
    """Its world."""
    from simulator.world.build import build

    return build(scenario(), practice_key(1))[0]


def in_a_folder(work: Callable[[Path], None]) -> float:
    """Seconds of work in a folder that is gone afterwards."""
    with TemporaryDirectory() as folder:
        return timed(work, Path(folder))


def prepare() -> float:
    """The drill prepared, from the scenario's file to the drill that lies in its folder and is open."""
    from simulator.drill import Drill

    def work(folder: Path) -> None:
        file = folder / "week.json"
        file.write_text(text(), encoding="utf-8")
        Drill.prepare(file, seed=1, out=folder / "drill")

    return in_a_folder(work)


def build_only() -> float:
    """The world built."""
    return timed(built)


def csv() -> float:
    """The consignments as units see them written to CSV and read back."""
    import polars as pl

    from simulator.world.joined import joined

    frame = joined(built())

    def work(folder: Path) -> None:
        frame.write_csv(folder / "world.csv")
        pl.read_csv(folder / "world.csv")

    return in_a_folder(work)


CASES = {"prepare": prepare, "build": build_only, "csv": csv}
BOUNDS = (
    Ratio("A week of 1,000,000 consignments prepared as a drill, against its CSV", "prepare", "csv", at_most=3),
    Ratio("Of that, its world built", "build", "csv", at_most=2.5),
    Peak("Memory to prepare it", "prepare", at_most=2048),
)


if __name__ == "__main__":
    main("benchmarks.world_week")
