"""A world with systems of every kind that gets messages, and what its units' packs say of it."""

import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from simulator.common.chance import practice_key
from simulator.decisions.messages.bundle import messages_zip
from simulator.formats.recognise import read_file
from simulator.view.visible import visible
from simulator.world.build import build

sys.path.append(str(Path(__file__).parent.parent / "world"))

from hiding import hiding

SHARES = {"errors": 0.2, "amended": 0.3}
SYSTEMS = [
    {"code": "feed", "name": "Feed", "kind": "pre-arrival", "streams": ["general"], "lead": "6 h", "coverage": 0.8, **SHARES},
    {"code": "terminal", "name": "Terminal", "kind": "airport", "streams": ["general", "express"], "lead": "90 min", "coverage": 0.9, **SHARES},
    {"code": "customs", "name": "Customs", "kind": "declarations", "lead": "-1 h", "streams": ["general", "express"]},
    {"code": "post", "name": "Post", "kind": "post", "lead": "3 h", "coverage": 0.7, **SHARES},
    {"code": "courier", "name": "Courier", "kind": "courier", "lead": "4 h", "coverage": 0.9, **SHARES},
]  # fmt: skip

FREIGHTER = {"number": "TK6530", "from": "IST", "to": "ALA", "carries": "cargo",
             "departs": "2022-11-08 03:00", "arrives": "2022-11-08 11:30"}  # fmt: skip


def scenario(*more, **changes):
    """The scenario of the tests of planting, with more systems; the first unit has `more` of them."""
    whole = hiding().model_dump(mode="json", by_alias=True, exclude_unset=True)
    units = [{**unit, "systems": SYSTEMS} for unit in whole["units"]]
    units[0]["systems"] = [*SYSTEMS, *more]
    added = [
        {"stream": "general", "route": ["IST", "TAS"], "count": 40},
        {"stream": "general", "route": ["IST", "ALA", "TAS"], "count": 40},
    ]
    timetable = [*hiding().timetable, FREIGHTER]
    return hiding(units=units, traffic=whole["traffic"] + added, timetable=timetable, **changes)


@cache
def built(seed=5, mail=False):
    """A scenario and its world; with `mail` its items travel in receptacles and some come without data."""
    planned = scenario(**({"mail": {}} if mail else {}))
    return planned, build(planned, practice_key(seed), crowd=1)[0]


@cache
def seen(unit=0):
    """What a unit sees."""
    planned, world = built()
    return visible(world, planned.units[unit].code)


@cache
def members(unit=0):
    """The files of a unit's zip by name, without the folder that all lie in."""
    planned, world = built()
    return opened(messages_zip(planned, world, planned.units[unit], seen(unit)))


def opened(data):
    """The files of a zip by their name without its first folder."""
    with ZipFile(BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def records(kind, unit=0):
    """The messages of a kind with the names of their files, in order."""
    return [
        (name, reading.record)
        for name, data in members(unit).items()
        if name.endswith(".txt") and f"-{kind}" in name
        for reading in read_file(data)
    ]
