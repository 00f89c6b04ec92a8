"""A small scenario at three posts, parts to change it with, and its traffic."""

from dataclasses import dataclass

import polars as pl

from simulator.common.chance import practice_key
from simulator.common.tables import codes
from simulator.scenario.model import Scenario
from simulator.world import build, consignments, flights, parties, passages, systems
from simulator.world.consignments import Journeys

HUBS = {"IST": 2, "FRA": 2, "JFK": 1}
SYSTEMS = [
    {
        "code": "manifest",
        "name": "Manifest",
        "kind": "pre-arrival",
        "streams": ["general", "express", "mail"],
        "lead": {"kind": "uniform", "low": "1 h", "high": "5 h"},
        "coverage": 0.9,
    },
    {"code": "papers", "name": "Papers", "kind": "declarations", "streams": ["general"], "lead": "30 min"},
]


def unit(code, post, systems=SYSTEMS):
    """A unit as a scenario file has it."""
    officers = [{"role": "analyst", "count": 2, "shift": "day"}]
    return {"code": code, "name": code, "post": post, "officers": officers, "systems": systems}


def flight(number, start, end, departs, arrives, every=None, times=1, **more):
    """A flight of a timetable as a scenario file has it."""
    repeat = {"repeat": {"every": every, "times": times}} if every else {}
    return {"number": number, "from": start, "to": end, "departs": departs, "arrives": arrives, **repeat, **more}


def traffic(stream, route, count, origins=None, procedures=None):
    """Traffic as a scenario file has it."""
    return {
        "stream": stream,
        "route": route,
        "count": count,
        "origins": origins or {},
        "procedures": procedures or {},
    }


LATE = {"delay": {"kind": "lognormal", "median": "15 min", "spread": 0.9}}
TIMETABLE = [
    flight("TK350", "IST", "ALA", "2022-11-07 19:50", "2022-11-08 04:10", "6 h", 8, **LATE),
    flight("TK6560", "IST", "ALA", "2022-11-07 22:50", "2022-11-08 07:10", "12 h", 2, carries="cargo", **LATE),
    flight("KC262", "ALA", "TAS", "2022-11-08 07:30", "2022-11-08 08:10", "6 h", 8, **LATE),
    flight("EK9001", "DXB", "TAS", "2022-11-08 01:30", "2022-11-08 05:10", "6 h", 4, carries="cargo", **LATE),
    flight("HY756", "TAS", "TBS", "2022-11-08 08:30", "2022-11-08 11:10", "6 h", 8, **LATE),
]
TRAFFIC = [
    traffic("general", ["IST", "ALA"], 900, HUBS),
    traffic("general", ["IST", "ALA", "TAS"], 400, HUBS, {"import": 0.7, "transit": 0.3}),
    traffic("general", ["ALA", "TAS"], 300),
    traffic("mail", ["IST", "ALA"], 1500, HUBS),
    traffic("mail", ["DXB", "TAS"], 1000, {"DXB": 1, "DEL": 2, "BKK": 1}),
    traffic("express", ["DXB", "TAS", "TBS"], 1000, {"DXB": 1, "CAN": 1}),
    traffic("express", ["IST", "ALA", "TAS", "TBS"], 900, HUBS),
]
UNITS = [unit("zhetysu", "ALA"), unit("aviayuklar", "TAS"), unit("tbilisi", "TBS")]


def written(**changes):
    """The small scenario as a file has it, with some of its parts changed."""
    whole = {
        "format": 1,
        "title": "Small",
        "purpose": "To be tested",
        "kind": "joint",
        "start": "2022-11-08T06:00+06:00",
        "length": "36 h",
        "shifts": {"day": {"from": "08:00", "to": "20:00"}},
        "units": UNITS,
        "timetable": TIMETABLE,
        "traffic": TRAFFIC,
        "cases": [{"name": "some", "count": 3, "typologies": codes("world", "typologies")[:4]}],
    }
    return {**whole, **changes}


def scenario(**changes):
    """The small scenario with some of its parts changed."""
    return Scenario.model_validate(written(**changes))


@dataclass(frozen=True)
class Clean:
    """The traffic of a scenario before anything is hidden in it."""

    scenario: Scenario
    key: bytes
    flights: pl.DataFrame
    parties: pl.DataFrame
    journeys: Journeys
    passages: pl.DataFrame
    known: pl.DataFrame

    @property
    def consignments(self):
        return self.journeys.consignments


def clean(planned, seed=7):
    """Build it."""
    key = practice_key(seed)
    timetable = flights.build(planned, key)
    people = parties.build(key, *build.population(planned, key))
    journeys = consignments.build(planned, key, timetable, people)
    passed = passages.after_booking(passages.build(planned, key, timetable, journeys), journeys.consignments)
    known = systems.build(planned, key, journeys.consignments, passed, passages.posts(planned))
    known = systems.after_booking(known, passed, journeys.consignments)
    return Clean(planned, key, timetable, people, journeys, passed, known)
