"""A unit, its world and what it sees, made by hand; and sheets as participants hand them in."""

from pathlib import Path

import polars as pl
import xlsxwriter

from simulator.decisions.sheet import QUEUE, Setting, columns, indicator_titles, labels, setting, world_header
from simulator.scenario.model import Scenario
from simulator.world.places import Place
from simulator.world.world import World

ALMATY = Place("ALA", "Almaty", "Almaty", "KZ", 43.35, 77.04, 21_600)
AWB, PARCEL, ITEM, HOUSE = "465-12345675", "465123456789", "RB123456785GB", "H7"
IDS = [AWB, PARCEL, ITEM, HOUSE, "012345678901"]
REASONS = list(indicator_titles())

SCENARIO = Scenario.model_validate(
    {
        "format": 1,
        "title": {"en": "Visit <& more>"},
        "purpose": "To compare how units select.",
        "kind": "joint",
        "start": "2022-11-08T06:00+06:00",
        "length": "36 h",
        "shifts": {"day": {"from": "08:00", "to": "20:00"}},
        "units": [
            {
                "code": "zhetysu",
                "name": "ACCU Zhetysu",
                "post": "ALA",
                "officers": [
                    {"role": "analyst", "count": 1, "shift": "day"},
                    {"role": "inspector", "count": 3, "shift": "day"},
                    {"role": "operator", "count": 1, "shift": "day"},
                ],
                "machines": {"x-ray": 1, "trace": 0},
                "systems": [
                    {
                        "code": "alaport",
                        "name": "Alaport",
                        "kind": "pre-arrival",
                        "streams": ["general"],
                        "coverage": 0.95,
                    }
                ],
            }
        ],
        "timetable": [
            {
                "number": "KC904",
                "from": "IST",
                "to": "ALA",
                "departs": "2022-11-08 01:00",
                "arrives": "2022-11-08 09:00",
            }
        ],
        "traffic": [{"stream": "general", "route": ["IST", "ALA"], "count": 5}],
        "cases": [{"name": "hidden", "count": 1, "typologies": ["any"]}],
        "intelligence": [
            {"at": "-2 h", "text": "Look at printed books.", "source": "Liaison officer"},
            {"at": "5 h", "text": "Look at spare parts."},
            {"at": "0 h", "text": "Not for you.", "to": ["tbilisi"]},
        ],
        "objectives": [{"code": "early", "text": "Select before the flights land."}],
    }
)
UNIT = SCENARIO.units[0]


def frame(ids=IDS, **more) -> pl.DataFrame:
    """What the unit sees, with columns of every kind."""
    n = len(ids)
    told = {
        "row": pl.Series(range(n), dtype=pl.UInt32),
        "known": pl.Series([-1800 + 60 * k for k in range(n)], dtype=pl.Int32),
        "system": pl.Series([0] * n, dtype=pl.UInt8),
        "id": ids,
        "stream": pl.Series(["general"] * n, dtype=pl.Enum(["general", "mail", "express"])),
        "pieces": pl.Series([2] * n, dtype=pl.Int32),
        "weight": pl.Series([12.5] * n, dtype=pl.Float64),
        "hs": pl.Series([None] * n, dtype=pl.String),
        "description": ["=cmd()"] * n,
        "consignee_name_local": ["ТОО Алтын"] * n,
        "shipper_phone": ["+7 000 000 0000"] * n,
        "shipper_listed": [False] * n,
    }
    return pl.DataFrame(told | more)


def world(ids=IDS) -> World:
    """A world of these consignments, with one flight in and one out."""
    flights = pl.DataFrame(
        {
            "number": ["KC904", "KC903", "TK1"],
            "airline": ["KC", "KC", "TK"],
            "origin": ["IST", "ALA", "IST"],
            "destination": ["ALA", "IST", "TAS"],
            "carries": ["passenger", "cargo", "cargo"],
            "aircraft": ["A321", "77F", ""],
            "departs": [-18_000, 20_000, 0],
            "arrives": [10_800, 40_000, 9_000],
            "lands": [99_999, 99_999, 99_999],
            "day": ["08NOV", "08NOV", "08NOV"],
        }
    )
    none = pl.DataFrame({"nothing": [0]})
    n = len(ids)
    row = pl.Series("row", range(n), dtype=pl.UInt32)
    passages = pl.DataFrame([row]).with_columns(flight_in=pl.lit(0), flight_out=pl.lit(-1), post=pl.lit(0))
    known = pl.DataFrame({"unit": [0] * n, "passage": range(n), "system": [0] * n, "t": [60 * k for k in range(n)]})
    goods = {"pieces": pl.lit(2), "weight": pl.lit(12.5), "freight": pl.lit(80.0), "handling": pl.lit("SPX")}
    consignments = pl.DataFrame({"id": ids}).with_columns(master=pl.lit(None, dtype=pl.String), **goods)
    return World(("ALA",), ("zhetysu",), consignments, none, flights, passages, known)


WORLD = world()
SETTING: Setting = setting(SCENARIO, WORLD, UNIT, ALMATY.offset)


def select(consignment=AWB, **cells) -> dict:
    """A row that selects a consignment for X-ray."""
    return {"consignment": consignment, "decision": "select", "control_1": "x-ray", **cells}


def header(*without: str) -> list[str]:
    return [name for name in (*columns(), world_header(SETTING.world, SETTING.unit)) if name not in without]


def xlsx(path: Path, rows, head=None, page=QUEUE, label_row=True) -> Path:
    """A sheet as a program would fill it in: texts as texts, numbers as numbers, the rest by xlsxwriter's rules."""
    head = header() if head is None else head
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(page)
        day = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        named = [{name: labels().get(name, "Drill") for name in head}] if label_row else []
        for at, row in enumerate([dict(zip(head, head, strict=True)), *named, *rows]):
            for place, name in enumerate(head):
                if name in row:
                    form = [day] if hasattr(row[name], "year") else []
                    sheet.write(at, place, row[name], *form)
    return path


def csv(path: Path, rows, separator=";", head=None, encoding="utf-8") -> Path:
    """A sheet as csv, without its row of labels."""
    head = header() if head is None else head
    lines = [separator.join(head), *(separator.join(str(row.get(name, "")) for name in head) for row in rows)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def made(path, *pages):
    """A workbook of pages, each its name, its first row, and the cells of its rows from the third on; its path."""
    book = xlsxwriter.Workbook(path)
    for name, head, rows in pages:
        page = book.add_worksheet(name)
        page.write_row(0, 0, head)
        for number, cells in enumerate(rows, 2):
            for column, text in cells.items():
                page.write_string(number, head.index(column), text)
    book.close()
    return path
