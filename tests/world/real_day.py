"""A real day of messages, and a scenario for it: what the tests of it share."""

import shutil
from pathlib import Path

import yaml

VECTORS = Path(__file__).parent.parent / "vectors"
AIRPORTS = {
    "ORK": ("IE", 51.84, -8.49, "+00:00"), "DUB": ("IE", 53.42, -6.27, "+00:00"), "STR": ("DE", 48.69, 9.22, "+01:00"),
    "REN": ("RU", 51.8, 55.46, "+05:00"), "ORY": ("FR", 48.72, 2.38, "+01:00"), "SFO": ("US", 37.62, -122.38, "-08:00"),
    "HAM": ("DE", 53.63, 9.99, "+01:00"), "AAQ": ("RU", 45.0, 37.35, "+03:00"), "TAO": ("CN", 36.27, 120.37, "+08:00"),
    "LIS": ("PT", 38.77, -9.13, "+00:00"), "TYO": ("JP", 35.55, 139.78, "+09:00"), "RTM": ("NL", 51.96, 4.44, "+01:00"),
    "YYZ": ("CA", 43.68, -79.63, "-05:00"),
}  # fmt: skip
FLIGHTS = [
    ("KC901", "SIN", "JFK", "2022-11-08 01:00", "2022-11-08 07:00"),
    ("KC902", "FRA", "JFK", "2022-11-08 08:00", "2022-11-08 11:00"),
    ("KC903", "LHR", "JFK", "2022-11-08 08:00", "2022-11-08 11:00"),
    ("KC904", "JFK", "LAX", "2022-11-08 18:00", "2022-11-08 21:00"),
    ("KC905", "JFK", "PVG", "2022-11-08 18:00", "2022-11-09 22:00"),
    ("KC906", "JFK", "AMS", "2022-11-08 18:00", "2022-11-09 07:00"),
]  # fmt: skip
MANIFESTS = """\
FFM/8
1/AF0077/27OCT1330/CDG/FGSQA
JFK/27OCT1605
057-88812340CDGJFK/T2K31.7MC0.33/SHOES
057-88812351LHRJFK/P1K50T4/DOCUMENTS
/SPX/EAP
LAST
FFM/8
1/LH0400/27OCT1000/FRA
JFK
020-88812362FRAJFK/T9K210/MACHINE PARTS
OSI/CALL QUENTIN QWIRKELBAUMER
LAST
FFM/8
1/BA0117/28OCT0820/LHR
JFK/28OCT0930
125-88812373LHRJFK/T3K30000/MACHINE PARTS
LAST
FFM/8
1/BA0175/27OCT1120/LHR
JFK/27OCT1410
125-88812384LHRJFK/T1K3/BOOKS
LAST
"""
SYSTEMS = [
    {"code": "feed", "name": "Feed", "kind": "pre-arrival", "streams": ["general"], "lead": "6 h"},
    {"code": "post", "name": "Post", "kind": "post", "lead": "3 h"},
    {"code": "terminal", "name": "Terminal", "kind": "airport", "streams": ["general"], "lead": "2 h"},
]


def scenario(messages="messages/", more=(), **changes):
    """A scenario whose unit works in New York; `more` are further entries of the traffic."""
    drawn = {"stream": "general", "route": ["FRA", "JFK"], "count": 600}
    return {
        "format": 1,
        "title": "A real day",
        "purpose": "To be tested",
        "kind": "joint",
        "start": "2022-11-08T06:00-05:00",
        "length": "36 h",
        "airports": {
            code: {"name": code, "country": country, "latitude": north, "longitude": east, "offset": offset}
            for code, (country, north, east, offset) in AIRPORTS.items()
        },
        "shifts": {"day": {"from": "08:00", "to": "20:00"}},
        "units": [
            {"code": "harbour", "name": "Harbour", "post": "JFK", "systems": SYSTEMS,
             "officers": [{"role": role, "count": 2, "shift": "day"} for role in ("analyst", "inspector")]}
        ],
        "timetable": [
            {"number": number, "from": start, "to": end, "departs": departs, "arrives": arrives}
            for number, start, end, departs, arrives in FLIGHTS
        ],
        "traffic": [drawn, *more, {"from": messages}],
        "cases": [{"name": "drugs", "count": 1, "typologies": ["marijuana-toys", "cocaine-books", "heroin-textiles"]}],
        **changes,
    }  # fmt: skip


def written(folder, said):
    """A scenario file in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / "real-day.yaml"
    path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def samples(folder):
    """All messages of the outside samples, and an ITMATT with its PREDES, in a folder."""
    folder.mkdir(parents=True)
    for path in sorted(VECTORS.rglob("*")):
        if path.suffix in (".txt", ".xml", ".json") and "LICENSE" not in path.name:
            shutil.copy(path, folder / f"{path.parent.name}-{path.name}")
    (folder / "manifests.txt").write_text(MANIFESTS, encoding="ascii")
    (folder / "itmatt.txt").write_bytes(mail())
    (folder / "predes.txt").write_bytes(bag())
    return folder


def mail():
    """Items from Germany, with people and things that nobody else has."""
    from decimal import Decimal

    from simulator.formats.postal import itmatt
    from simulator.formats.postal.records import Content, Item, ItemData, Party

    who = Party(
        "QUENTIN QWIRKELBAUMER",
        ("77 ZORNBERGSTEIG",),
        "KRAWATTENDORF",
        "",
        "90210",
        "DE",
        "",
        "495550123123",
        "q@qwi.test",
    )
    to = Party("WILHELMINA OOSTERVINK", ("12 PLUMTREE ROW",), "HOBOKEN", "NJ", "07030", "US", "", "12015550187")
    content = Content("RUNNING SHOES FOR QUENTIN", Decimal(1), Decimal("0.9"), None, "640399", "CN")
    items = tuple(
        Item(f"CC{number}DE", "C", gross_kg=Decimal(weight), comments="CALL QWIRKELBAUMER", sender=who, addressee=to, contents=(content,))
        for number, weight in (("123456785", "1.25"), ("473124829", "0.8"))
    )  # fmt: skip
    return itmatt.write(ItemData(items))


def bag():
    """The dispatch of these items."""
    from simulator.formats.postal import predes
    from simulator.formats.postal.records import Bag, DispatchData

    number = "DEFRAAUSJFKAACN20123"
    return predes.write(
        DispatchData(
            number, "KC902", "202210270800", "", (Bag(number + "001100021", None, ("CC123456785DE", "CC473124829DE")),)
        )
    )


def prepared(folder, seed=1, **changes):
    """A drill of the samples, and the path of its folder."""
    from simulator import Drill

    samples(folder / "messages")
    path = written(folder, scenario(**changes))
    return Drill.prepare(path, seed=seed, out=folder / "drill")
