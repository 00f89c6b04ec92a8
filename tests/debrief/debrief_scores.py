"""Scores to be told: a small one made by hand, a large one made by rule."""

from typing import Any

from simulator.common.chance import Stream
from simulator.common.clock import HOUR, MINUTE
from simulator.scoring.model import (
    About,
    Decided,
    DecoyStory,
    HiddenStory,
    HourUse,
    Observed,
    OfficerTime,
    PassageStory,
    Reference,
    Score,
    Seen,
    StationUse,
    Told,
    Totals,
    UnitScore,
)

POSTS = {"zhetysu": "ALA", "aviayuklar": "TAS", "tbilisi": "TBS", "navoi": "NVI", "manas": "FRU"}
OFFSETS = {"zhetysu": 6 * HOUR, "aviayuklar": 5 * HOUR, "tbilisi": 4 * HOUR, "navoi": 5 * HOUR, "manas": 6 * HOUR}
NAMES = {
    "zhetysu": {"en": "ACCU Zhetysu", "ru": "ГКГП «Жетысу»"},
    "aviayuklar": "ACCU Aviayuklar",
    "tbilisi": "ACCU Tbilisi",
    "navoi": "ACCU Navoi",
    "manas": "ACCU Manas",
}
SYSTEM = {"zhetysu": ("astana-1", "ASTANA-1"), "aviayuklar": ("pre-arrival", "Pre-arrival manifest")}
ENDINGS = (
    "found",
    "not-selected",
    "control-found-nothing",
    "not-controlled",
    "alarm-unresolved",
    "not-known",
)
OUTCOMES = {"found": "found", "alarm-unresolved": "alarm-unresolved"}


def about(**changes: Any) -> About:
    """A practice drill of 24 hours from 8 November 2022, 06:00 at UTC+06:00."""
    fields: dict[str, Any] = {
        "title": "Exchange visit: Almaty and Tashkent",
        "purpose": "Two units work through one night's flights.\n\nThey practise selecting before arrival.",
        "kind": "joint",
        "start": "2022-11-08T06:00+06:00",
        "length": 24 * HOUR,
        "practice": True,
        "seed": 7,
        "key": "0f" * 16,
        "salt": "a1" * 32,
        "commitment": "c4" * 32,
        "commitment_holds": True,
        "scenario_digest": "5d" * 32,
        "world_digest": "77" * 32,
        "engine": 1,
        "product": "0.1.0",
    }
    return About(**{**fields, **changes})


def unit(code: str, **changes: Any) -> UnitScore:
    """A unit with modest figures; the two references found 1, and 0.24 on average."""
    fields: dict[str, Any] = {
        "code": code,
        "name": NAMES[code],
        "post": POSTS[code],
        "offset": OFFSETS[code],
        "player": f"{code}.xlsx",
        "known": 812,
        "cases_passed": 3,
        "cases_knowable": 3,
        "cases_found": 1,
        "cases_alarm_unresolved": 0,
        "irregularities_passed": 1,
        "irregularities_found": 0,
        "decisions": 4,
        "selected": 3,
        "samples": 1,
        "controlled": 3,
        "with_find": 1,
        "nothing_found_grounded": 1,
        "nothing_found_ungrounded": 1,
        "samples_controlled": 1,
        "samples_with_find": 0,
        "hidden_not_shown": 0,
        "decoys_controlled": 1,
        "not_controlled": 0,
        "without_effect": {},
        "lead_minutes": 145.0,
        "minutes_on": 3840.0,
        "minutes_used": 221.5,
        "minutes_idle": 3618.5,
        "delay_minutes": 37.0,
        "delayed": 1,
        "onward_missed": 0,
        "points": 1.0,
        "points_possible": 3.0,
        "officers": [
            OfficerTime(role=role, shift=shift, minutes_on=720.0, minutes_used=used)
            for role, shift, used in (
                ("analyst", "day", 31.0),
                ("inspector", "day", 96.5),
                ("inspector", "night", 74.0),
                ("operator", "day", 20.0),
            )
        ],
        "stations": [
            StationUse(control="documents", done=2, alarms=1, finds=0, minutes_used=19.0),
            StationUse(control="x-ray", done=4, alarms=2, finds=0, minutes_used=15.5),
            StationUse(control="examination", done=2, alarms=0, finds=1, minutes_used=187.0),
        ],
        "hours": [
            HourUse(
                hour=hour,
                on_shift=4.0 if 2 <= hour < 14 else 2.0,
                busy=round((hour * 7 % 5) * 0.6, 2),
                waiting=hour * 5 % 4,
            )
            for hour in range(24)
        ],
        "references": [
            Reference(
                player="rules",
                draws=1,
                found=1,
                found_low=1,
                found_high=1,
                controlled=41,
                found_counts={"1": 1},
            ),
            Reference(
                player="chance",
                draws=200,
                found=0.24,
                found_low=0,
                found_high=1,
                controlled=39.6,
                found_counts={"0": 153, "1": 46, "2": 1},
            ),
        ],
    }
    return UnitScore(**{**fields, **changes})


def decided(seq: int, unit: str, consignment: str, t: int, **changes: Any) -> Decided:
    """A selection for X-ray and, on alarm, examination."""
    fields: dict[str, Any] = {
        "seq": seq,
        "t": t,
        "unit": unit,
        "who": f"p-{unit[:2]}71c3",
        "consignment": consignment,
        "act": "select",
        "controls": ["x-ray", "?examination"],
        "priority": 1,
        "reasons": ["new-shipper", "odd-weight"],
        "grounded": True,
        "confidence": "medium",
        "effect": "effect",
        "result": None,
    }
    return Decided(**{**fields, **changes})


def passage(unit: str, ending: str, **changes: Any) -> PassageStory:
    """An import that a system shows at 01:00 of the drill, ready at 05:00, gone at 09:20."""
    code, name = SYSTEM.get(unit, ("manifest", "Airport manifest"))
    fields: dict[str, Any] = {
        "unit": unit,
        "post": POSTS[unit],
        "procedure": "import",
        "flight_in": "TK350",
        "flight_out": None,
        "expected": 3 * HOUR,
        "ready": 5 * HOUR,
        "release": 9 * HOUR + 20 * MINUTE,
        "seen": [] if ending == "not-known" else [Seen(system=code, name=name, t=1 * HOUR)],
        "decisions": [],
        "observations": [],
        "ending": ending,
        "offset": OFFSETS[unit],
        "at_hand": ["x-ray", "dog", "examination"],
        "alike": None if ending == "not-known" else 3,
        "stream_known": None if ending == "not-known" else 812,
    }
    return PassageStory(**{**fields, **changes})


def hidden(consignment: str, passages: list[PassageStory], **changes: Any) -> HiddenStory:
    """A case in express parcels from Istanbul."""
    fields: dict[str, Any] = {
        "lane": "joint",
        "row": 4711,
        "consignment": consignment,
        "pool": "express-opiates",
        "kind": "case",
        "typology": "opium-diary",
        "contraband": "opiates",
        "concealment": "in-goods",
        "hardness": "medium",
        "stream": "express",
        "description": "DIARY, LEATHER COVER",
        "routing": "IST-ALA",
        "shipper": "ANATOLIA STATIONERY LTD",
        "consignee": "A. SAGYNDYKOV",
        "pieces": 1,
        "weight": 1.4,
        "value": 35.0,
        "indicators": ["new-shipper", "odd-weight"],
        "indicators_shown": ["freight-over-value", "new-shipper", "odd-weight"],
        "detection": {"x-ray": 0.12, "dog": 0.75, "examination": 0.96},
        "evidence": {
            "new-shipper": [("shipper_first_seen", 12)],
            "odd-weight": [("weight_per_piece", 1.4), ("usual_weight_low", 0.2)],
        },
        "outcome": "missed",
        "found_by": None,
        "found_at": None,
        "passages": passages,
    }
    return HiddenStory(**{**fields, **changes})


def found_case() -> HiddenStory:
    """Transshipped in Tashkent, where nobody selected it; found in Almaty."""
    select = decided(1, "zhetysu", "465-10000005", 14 * HOUR, result="found")
    seen = [Observed(t=18 * HOUR, unit="zhetysu", control="x-ray", result="alarm")]
    seen.append(Observed(t=19 * HOUR, unit="zhetysu", control="examination", result="find"))
    transit = {"procedure": "transshipment", "flight_in": "HY602", "flight_out": "KC128"}
    home = {"flight_in": "KC128", "expected": 15 * HOUR, "ready": 17 * HOUR, "release": 21 * HOUR}
    last = {
        "seen": [Seen(system="astana-1", name="ASTANA-1", t=13 * HOUR)],
        "decisions": [select],
        "observations": seen,
    }
    passages = [passage("aviayuklar", "not-selected", **transit), passage("zhetysu", "found", **home, **last)]
    return hidden(
        "465-10000005",
        passages,
        typology="heroin-in-textiles",
        stream="general",
        description="COTTON YARN, 40 CARTONS",
        routing="DEL-TAS-ALA",
        pieces=40,
        weight=612.5,
        value=9800.0,
        outcome="found",
        found_by="zhetysu",
        found_at=19 * HOUR,
    )


def failed_case() -> HiddenStory:
    """Rightly selected in Almaty; the X-ray showed nothing."""
    select = decided(2, "zhetysu", "RB123456785GB", 2 * HOUR, reasons=["odd-weight"], result="missed")
    seen = [Observed(t=6 * HOUR, unit="zhetysu", control="x-ray", result="clear")]
    passages = [passage("zhetysu", "control-found-nothing", decisions=[select], observations=seen)]
    return hidden(
        "RB123456785GB",
        passages,
        stream="mail",
        contraband="stimulants",
        concealment="soaked",
        hardness="hard",
    )


def late_case() -> HiddenStory:
    """Selected in Tashkent when it had left."""
    late = decided(
        4, "aviayuklar", "784512903311", 10 * HOUR, effect="left", reasons=[], grounded=None, confidence=None
    )
    return hidden("784512903311", [passage("aviayuklar", "not-selected", decisions=[late])], routing="CAN-TAS")


def unknown_case() -> HiddenStory:
    """No system of Almaty showed it."""
    return hidden(
        "784512903328", [passage("zhetysu", "not-known")], hardness="hard", indicators=[], indicators_shown=[]
    )


def irregularity() -> HiddenStory:
    """Undervalued, and the alarm of its documents was left open."""
    select = decided(5, "aviayuklar", "157-20000003", 4 * HOUR, controls=["documents"], result="alarm-unresolved")
    seen = [Observed(t=6 * HOUR, unit="aviayuklar", control="documents", result="alarm")]
    passages = [passage("aviayuklar", "alarm-unresolved", decisions=[select], observations=seen)]
    what = {
        "typology": "undervalued",
        "contraband": "",
        "concealment": "",
        "hardness": "",
        "pool": "low-values",
    }
    return hidden("157-20000003", passages, kind="irregularity", outcome="alarm-unresolved", stream="general", **what)


def decoys() -> list[DecoyStory]:
    """Two, one of them controlled."""
    fields: dict[str, Any] = {
        "lane": "joint",
        "row": 11,
        "like": "opium-diary",
        "stream": "express",
        "description": "NOTEBOOKS",
        "routing": "IST-ALA",
        "indicators": ["new-shipper", "freight-over-value"],
    }
    first = DecoyStory(consignment="784512903335", controlled_by=["zhetysu"], **fields)
    return [first, DecoyStory(consignment="784512903342", controlled_by=[], **fields)]


def small(**changes: Any) -> Score:
    """Two units, four cases with different ends, one irregularity, two decoys, six decisions."""
    cases = [found_case(), failed_case(), late_case(), unknown_case()]
    odd = irregularity()
    others = [
        decided(3, "zhetysu", "784512903335", 3 * HOUR, result="nothing-found"),
        decided(6, "zhetysu", "784512999990", 5 * HOUR, grounded=False, reasons=["listed-shipper"], result="delayed"),
        decided(
            7,
            "zhetysu",
            "784512999983",
            6 * HOUR,
            act="sample",
            controls=["x-ray"],
            reasons=[],
            grounded=None,
        ),
    ]
    told = [each for story in (*cases, odd) for p in story.passages for each in p.decisions]
    fields: dict[str, Any] = {
        "format": 1,
        "exercise": "EXERCISE",
        "about": about(),
        "totals": Totals(
            consignments=1204,
            by_stream={"general": 104, "mail": 700, "express": 400},
            flights=9,
            cases=4,
            cases_found=1,
            decoys=2,
            irregularities=1,
            irregularities_found=0,
            outcomes={
                "case:found": 1,
                "case:missed": 3,
                "irregularity:alarm-unresolved": 1,
                "clean:untouched": 1196,
                "clean:nothing-found": 2,
                "clean:delayed": 1,
            },
        ),
        "units": [
            unit("zhetysu", cases_knowable=2, decisions=5, selected=4, controlled=4, hidden_not_shown=1),
            unit(
                "aviayuklar",
                cases_passed=2,
                cases_knowable=2,
                cases_found=0,
                points=0,
                points_possible=2,
                decisions=2,
                selected=1,
                controlled=1,
                hidden_not_shown=1,
                with_find=0,
                nothing_found_grounded=0,
                nothing_found_ungrounded=0,
                samples=0,
                samples_controlled=0,
                lead_minutes=None,
                delayed=0,
                delay_minutes=0,
                without_effect={"left": 1},
            ),
        ],
        "cases": cases,
        "irregularities": [odd],
        "decoys": decoys(),
        "decisions": sorted([*told, *others], key=lambda each: each.seq),
        "intelligence": [
            Told(
                t=-2 * HOUR,
                to=["zhetysu", "aviayuklar"],
                source="Liaison officer",
                text="Parcels of stationery.",
            ),
            Told(t=5 * HOUR, to=["zhetysu"], source={"en": "Carrier"}, text={"en": "KC128 is late."}),
        ],
        "objectives": [{"code": "early", "text": "Select before the flight lands.", "capability": "Targeting"}],
    }
    return Score(**{**fields, **changes})


def large(units: int = 5, cases: int = 60, decisions: int = 3000) -> Score:
    """A week of many units, cases and decisions."""
    codes = list(POSTS)[:units]
    luck = Stream(b"debrief", "fixture")
    rows = luck.integers(decisions, 0, 10**9).tolist()
    many = [
        decided(
            seq,
            codes[row % units],
            f"78{row % 10**10:010d}",
            seq * 190,
            grounded=row % 3 > 0,
            result=("nothing-found", "delayed", None)[row % 3],
            priority=row % 3 + 1,
        )
        for seq, row in enumerate(rows, 1)
    ]
    hiding = [_large_case(number, codes) for number in range(cases)]
    base = small(about=about(practice=False, seed=None, length=168 * HOUR))
    hours = [
        HourUse(hour=hour, on_shift=6.0 if hour % 24 < 12 else 3.0, busy=hour % 7 * 0.4, waiting=hour * 13 % 11)
        for hour in range(168)
    ]
    changes: dict[str, Any] = {
        "cases_passed": 12,
        "cases_knowable": 11,
        "cases_found": 4,
        "controlled": 410,
        "with_find": 4,
        "nothing_found_grounded": 351,
        "nothing_found_ungrounded": 48,
        "decisions": decisions // units,
        "hours": hours,
    }
    totals = base.totals.model_copy(update={"consignments": 61_204, "cases": cases, "cases_found": cases // 6})
    return base.model_copy(
        update={
            "units": [unit(code, **changes) for code in codes],
            "cases": hiding,
            "decisions": many,
            "totals": totals,
        }
    )


def _large_case(number: int, codes: list[str]) -> HiddenStory:
    ending = ENDINGS[number % len(ENDINGS)]
    code = codes[number % len(codes)]
    shift = number * 2 * HOUR
    times = {"expected": shift + 3 * HOUR, "ready": shift + 5 * HOUR, "release": shift + 9 * HOUR}
    seen = [] if ending == "not-known" else [Seen(system="manifest", name="Airport manifest", t=shift + HOUR)]
    select = [decided(number + 1, code, f"465-{number:08d}", shift + 2 * HOUR)]
    observations = {
        "found": [("x-ray", "alarm"), ("examination", "find")],
        "control-found-nothing": [("x-ray", "clear")],
        "alarm-unresolved": [("dog", "alarm")],
    }.get(ending, [])
    shown = [
        Observed(t=shift + (6 + at) * HOUR, unit=code, control=control, result=result)
        for at, (control, result) in enumerate(observations)
    ]
    decisions = select if observations or ending == "not-controlled" else []
    home = passage(code, ending, **times, seen=seen, decisions=decisions, observations=shown)
    found = {"found_by": code, "found_at": shift + 7 * HOUR} if ending == "found" else {}
    return hidden(f"465-{number:08d}", [home], outcome=OUTCOMES.get(ending, "missed"), **found)
