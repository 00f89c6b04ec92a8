"""A small joint scenario with much hidden in it, and drafts of it: what the tests of planting and sealing share."""

from functools import cache

from simulator.common.chance import practice_key
from simulator.scenario.model import Scenario
from simulator.world import build

DRUGS = ("marijuana-toys", "cocaine-books", "ice-electronics", "heroin-textiles", "hash-oil-cosmetics", "meth-car-part")
GOODS = ("weapons-parts", "dual-use-electronics", "cigarettes")
LEVELS = {"easy": 1, "medium": 1, "hard": 1}
HUBS = {"IST": 2, "FRA": 2, "JFK": 1}
FAR = {"DXB": 1, "BKK": 3, "HKG": 2}
SYSTEM = {"code": "papers", "name": "Papers", "kind": "pre-arrival", "streams": ["general", "mail", "express"]}
DELAY = {"kind": "lognormal", "median": "15 min", "spread": 0.9}
TIMETABLE = [
    ("TK350", "IST", "ALA", "2022-11-08 06:00", "2022-11-08 14:30", "12 h", 3),
    ("KC907", "DXB", "ALA", "2022-11-08 10:00", "2022-11-08 16:30", "12 h", 2),
    ("HY999", "ALA", "TAS", "2022-11-09 08:00", "2022-11-09 08:40", "8 h", 3),
    ("HY272", "IST", "TAS", "2022-11-08 12:00", "2022-11-08 19:30", "12 h", 2),
]


def hiding(scale=1, **changes):
    """The scenario; `scale` multiplies its 420 consignments."""
    whole = {
        "format": 1,
        "title": "Hiding",
        "purpose": "To be tested",
        "kind": "joint",
        "start": "2022-11-08T06:00+06:00",
        "length": "36 h",
        "shifts": {"day": {"from": "08:00", "to": "20:00"}},
        "units": [_unit("zhetysu", "ALA"), _unit("aviayuklar", "TAS")],
        "timetable": [_flight(*row) for row in TIMETABLE],
        "traffic": [
            {"stream": "general", "route": ["IST", "ALA"], "count": 100 * scale, "origins": HUBS},
            {"stream": "mail", "route": ["DXB", "ALA"], "count": 160 * scale, "origins": FAR},
            {"stream": "express", "route": ["IST", "ALA", "TAS"], "count": 80 * scale, "origins": HUBS},
            {"stream": "express", "route": ["IST", "TAS"], "count": 80 * scale},
        ],
        "cases": [
            {"name": "drugs", "count": 5, "typologies": list(DRUGS), "hardness": LEVELS},
            {"name": "goods", "count": 2, "typologies": list(GOODS), "hardness": LEVELS},
        ],
        "decoys": [{"name": "look", "count": 4, "like": ["marijuana-toys", "weapons-parts"], "indicators": 3}],
        "irregularities": [
            {"name": "offences", "count": 3, "kinds": ["undervalued", "undeclared-goods", "permit-missing"]}
        ],
    }
    return Scenario.model_validate({**whole, **changes})


def _unit(code, post):
    officers = [{"role": "analyst", "count": 2, "shift": "day"}]
    return {"code": code, "name": code, "post": post, "officers": officers, "systems": [SYSTEM]}


def _flight(number, start, end, departs, arrives, every, times):
    repeat = {"every": every, "times": times}
    route = {"number": number, "from": start, "to": end}
    return {**route, "departs": departs, "arrives": arrives, "repeat": repeat, "delay": DELAY}


@cache
def draft(scale=1, seed=1):
    """The traffic of the scenario with nothing hidden in it."""
    return build.draft(hiding(scale), practice_key(seed))
