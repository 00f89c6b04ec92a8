"""A small joint scenario with much hidden in it, and drafts of it: what the tests of planting and sealing share."""

from functools import cache

from small_world import HUBS, LATE, flight, scenario, traffic, unit

from simulator.common.chance import practice_key
from simulator.world import build, consignments, flights, parties, passages, systems
from simulator.world.draft import Draft

CODES = ("marijuana-toys", "cocaine-books", "ice-electronics", "heroin-textiles", "hash-oil-cosmetics", "meth-car-part")
GOODS = ("weapons-parts", "dual-use-electronics", "cigarettes")
LEVELS = {"easy": 1, "medium": 1, "hard": 1}

TIMETABLE = [
    flight("TK350", "IST", "ALA", "2022-11-08 06:00", "2022-11-08 14:30", "12 h", 3, **LATE),
    flight("KC907", "DXB", "ALA", "2022-11-08 10:00", "2022-11-08 16:30", "12 h", 2, **LATE),
    flight("HY999", "ALA", "TAS", "2022-11-09 08:00", "2022-11-09 08:40", "8 h", 3, **LATE),
    flight("HY272", "IST", "TAS", "2022-11-08 12:00", "2022-11-08 19:30", "12 h", 2, **LATE),
]
FAR = {"DXB": 1, "BKK": 3, "HKG": 2}
SYSTEM = {"code": "papers", "name": "Papers", "kind": "pre-arrival", "streams": ["general", "mail", "express"]}


def hiding(scale=1, **changes):
    """The scenario; `scale` multiplies its 420 consignments."""
    entries = [
        traffic("general", ["IST", "ALA"], 100 * scale, HUBS),
        traffic("mail", ["DXB", "ALA"], 160 * scale, FAR),
        traffic("express", ["IST", "ALA", "TAS"], 80 * scale, HUBS),
        traffic("express", ["IST", "TAS"], 80 * scale),
    ]
    pools = {
        "cases": [
            {"name": "drugs", "count": 5, "typologies": list(CODES), "hardness": LEVELS},
            {"name": "goods", "count": 2, "typologies": list(GOODS), "hardness": LEVELS},
        ],
        "decoys": [{"name": "look", "count": 4, "like": ["marijuana-toys", "weapons-parts"], "indicators": 3}],
        "irregularities": [{"name": "offences", "count": 3, "kinds": ["undervalued", "undeclared-goods", "permit-missing"]}],
    }
    units = [unit("zhetysu", "ALA", [SYSTEM]), unit("aviayuklar", "TAS", [SYSTEM])]
    return scenario(**{"units": units, "timetable": TIMETABLE, "traffic": entries, **pools, **changes})


@cache
def draft(scale=1, seed=1):
    """The traffic of the scenario with nothing hidden in it."""
    planned, key = hiding(scale), practice_key(seed)
    timetable = flights.build(planned, key)
    people = parties.build(key, *build.population(planned, key))
    journeys = consignments.build(planned, key, timetable, people)
    posts, units = passages.posts(planned), tuple(one.code for one in planned.units)
    passed = passages.after_booking(passages.build(planned, key, timetable, journeys), journeys.consignments)
    known = systems.build(planned, key, journeys.consignments, passed, posts)
    known = systems.after_booking(known, passed, journeys.consignments)
    return Draft(journeys.consignments, people, timetable, passed, known, posts, units, journeys.traffic)
