"""A small built world whose units have systems of all kinds, for the tests of the view."""

import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "world"))

from small_world import HUBS, scenario, traffic, unit

from simulator.common.chance import practice_key
from simulator.world.build import build

SYSTEMS = [
    {"code": "e-freight", "name": "e-Freight", "kind": "pre-arrival", "streams": ["general"], "coverage": 0.7},
    {"code": "alaport", "name": "Alaport", "kind": "airport", "streams": ["general", "express"], "errors": 0.2},
    {
        "code": "astana-1",
        "name": "Астана-1",
        "kind": "declarations",
        "streams": ["general", "express"],
        "lead": "-1 h",
        "coverage": 0.5,
        "amended": 0.3,
        "errors": 0.3,
        "agencies": ["customs"],
    },
    {"code": "kazpochta", "name": "Kazpochta", "kind": "post", "amended": 0.3, "errors": 0.3},
    {"code": "courier", "name": "Courier", "kind": "courier", "lead": "4 h", "amended": 0.3},
    {"code": "register", "name": "Register", "kind": "register", "agencies": ["customs", "police"]},
    {"code": "list", "name": "Watch list", "kind": "watch-list", "agencies": ["police"]},
    {"code": "comm", "name": "ContainerComm", "kind": "exchange"},
]
KINDS = [system["kind"] for system in SYSTEMS]
TRAFFIC = [
    traffic("general", ["IST", "ALA"], 500, HUBS, {"import": 3, "transit": 1}),
    traffic("general", ["IST", "ALA", "TAS"], 300, HUBS),
    traffic("mail", ["IST", "ALA"], 500, HUBS),
    traffic("express", ["DXB", "TAS", "TBS"], 300, {"DXB": 1, "CAN": 1}),
    traffic("express", ["IST", "ALA", "TAS", "TBS"], 400, HUBS),
]


@cache
def planned(without=""):
    """Three units; `without` leaves out the systems of one kind."""
    systems = [system for system in SYSTEMS if system["kind"] != without]
    posts = {"zhetysu": "ALA", "aviayuklar": "TAS", "tbilisi": "TBS"}
    units = [unit(code, post, systems) for code, post in posts.items()]
    return scenario(units=units, traffic=TRAFFIC)


@cache
def built(without="", seed=5):
    """Its world and truth."""
    return build(planned(without), practice_key(seed))
