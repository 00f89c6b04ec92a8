"""Building and keeping a week of 1,000,000 consignments at three posts, against its CSV written and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Peak, Ratio, main, timed
from simulator.common.chance import practice_key
from simulator.scenario.model import Scenario

if TYPE_CHECKING:
    from simulator.world.world import World

REPEATS = 3
SIZE = 1_000_000
DAYS = 7
POSTS = {"ALA": "KC", "TAS": "HY", "TBS": "TK"}
# From where, its airline, hours in the air, further origins of what it carries.
HUBS: tuple[tuple[str, str, int, dict[str, float]], ...] = (
    ("IST", "TK", 5, {"IST": 2, "LHR": 1, "JFK": 1, "GRU": 0.3}),
    ("DXB", "EK", 5, {"DXB": 2, "DEL": 2, "NBO": 0.5}),
    ("FRA", "LH", 7, {"FRA": 2, "AMS": 1, "CDG": 1}),
    ("URC", "CZ", 3, {"URC": 1, "CAN": 3, "PVG": 3}),
    ("ICN", "OZ", 7, {"ICN": 2, "HKG": 1}),
    ("BKK", "TG", 7, {}),
)
SHARES = {"general": 0.15, "mail": 0.35, "express": 0.5}


def scenario(size: int = SIZE) -> Scenario:
    """A week with three posts, 420 flights and `size` consignments."""
    traffic = list(_traffic(size))
    traffic[0]["count"] += size - sum(entry["count"] for entry in traffic)
    written = {
        "format": 1,
        "title": "A week",
        "purpose": "To be measured",
        "kind": "joint",
        "start": "2022-11-07T00:00+06:00",
        "length": "8 d",
        "shifts": {"day": {"from": "08:00", "to": "20:00"}},
        "units": [_unit(post) for post in POSTS],
        "timetable": list(_timetable()),
        "traffic": traffic,
        "cases": [{"name": "cases", "count": 30, "typologies": _typologies()}],
    }
    return Scenario.model_validate(written)


def _typologies() -> list[str]:
    from simulator.common.tables import codes

    return list(codes("world", "typologies"))


def _unit(post: str) -> dict[str, Any]:
    streams = list(SHARES)
    systems = [
        {"code": "manifest", "name": "Manifest", "kind": "pre-arrival", "streams": streams, "coverage": 0.95},
        {"code": "papers", "name": "Papers", "kind": "declarations", "streams": streams, "coverage": 0.6},
    ]
    officers = [{"role": "analyst", "count": 4, "shift": "day"}]
    return {"code": post.lower(), "name": post, "post": post, "officers": officers, "systems": systems}


def _timetable() -> Iterator[dict[str, Any]]:
    """60 flights a day: 18 routes into the posts three times, two routes between posts three times."""
    routes = [(hub, post, airline, hours) for hub, airline, hours, _ in HUBS for post in POSTS]
    routes += [("ALA", "TAS", "KC", 2), ("TAS", "TBS", "HY", 4)]
    for place, (start, end, airline, hours) in enumerate(routes):
        for turn in range(3):
            # All times in UTC+6 would be wrong by the offsets, which only shifts flights here.
            begin = 8 * turn + place % 6
            yield {
                "number": f"{airline}{100 + 3 * place + turn}",
                "from": start,
                "to": end,
                "departs": f"2022-11-07 {begin % 24:02d}:15",
                "arrives": f"2022-11-{7 + (begin + hours + 6) // 24:02d} {(begin + hours + 6) % 24:02d}:45",
                "carries": "cargo" if turn == 0 else "passenger",
                "delay": {"kind": "lognormal", "median": "15 min", "spread": 0.8},
                "repeat": {"every": "1 d", "times": DAYS},
            }


def _traffic(size: int) -> Iterator[dict[str, Any]]:
    for stream, share in SHARES.items():
        for hub, _, _, origins in HUBS:
            for post in POSTS:
                part = int(size * share / len(HUBS) / len(POSTS))
                onward = {"ALA": "TAS", "TAS": "TBS"}.get(post)
                further = part // 5 if onward else 0
                yield {"stream": stream, "route": [hub, post], "count": part - further, "origins": origins}
                if onward:
                    yield {"stream": stream, "route": [hub, post, onward], "count": further, "origins": origins}


@cache
def world(size: int = SIZE) -> World:
    """The world of that scenario."""
    from simulator.world.build import build

    return build(scenario(size), practice_key(1))[0]


def in_a_folder(work: Callable[[Path], None]) -> float:
    """Seconds of work in a folder that is gone afterwards."""
    with TemporaryDirectory() as folder:
        return timed(work, Path(folder))


def prepare() -> float:
    """The world built, digested and kept as Parquet."""
    planned = scenario()

    def work(folder: Path) -> None:
        from simulator.world.build import build

        built, _ = build(planned, practice_key(1))
        built.save(folder)
        built.digest()

    return in_a_folder(work)


def build_only() -> float:
    """The world built."""
    return timed(world)


def csv() -> float:
    """The consignments as units see them written to CSV and read back."""
    import polars as pl

    from simulator.world.joined import joined

    frame = joined(world())

    def work(folder: Path) -> None:
        frame.write_csv(folder / "world.csv")
        pl.read_csv(folder / "world.csv")

    return in_a_folder(work)


CASES = {"prepare": prepare, "build": build_only, "csv": csv}
BOUNDS = (
    Ratio("A week of 1,000,000 consignments prepared, against its CSV", "prepare", "csv", at_most=3),
    Ratio("The same, built only", "build", "csv", at_most=3),
    Peak("Memory to prepare it", "prepare", at_most=2048),
)


if __name__ == "__main__":
    main("benchmarks.world_week")
