"""Aviation security of the consignments: who gave which status when, after which screening (the data of an e-CSD).

What is natural and what is planted comes from the same generator: `draw` draws everything that luck decides, `natural`
perhaps a fault, and `build` writes the declarations from that. Planting changes the fault and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, luck_many
from simulator.common.clock import HOUR, MINUTE, since
from simulator.common.tables import codes, table
from simulator.scenario.model import Scenario
from simulator.world.world import STREAMS

STATUS = ("SPX", "SCO", "SHR", "NSC")
SCHEMA = pl.Schema(
    [
        ("row", pl.UInt32()),
        ("status", pl.Enum(STATUS)),
        ("screening", pl.String()),
        ("exemption", pl.String()),
        ("issuer", pl.String()),
        ("issued", pl.Int32()),
        ("issuer_valid", pl.String()),
        ("expires", pl.Int32()),
        ("chain", pl.String()),
    ]
)
FAULT = "csd_fault"
"""Column of the consignments of a draft: number of the fault of its declaration in `faults`, 0 for none."""
_HIGH_RISK, _KNOWN = 0.015, 0.3
"""Share of high-risk cargo; share of companies that are known consignors. Assumptions."""
_EXEMPT_KG = 0.5
"""Mail up to this weight is exempt from screening as MAIL. Assumption."""
_SIGNED = 24 * HOUR
"""The status is given at most this long before the flight. Assumption."""
_EARLIER = 8 * HOUR
"""Where the first flight is not known: this long before the first known one. Assumption."""
_AFTER, _AFTER_MOST = 20 * MINUTE, 5 * HOUR
_STALE, _FRESH = (-12, -2), (2, 36)
"""Months from the start of the drill in which registrations end. Assumption."""


@dataclass(frozen=True)
class Draws:
    """What luck decides, whatever else stands in a consignment.

    - `parties`: of each party its registration as a regulated agent and as a known consignor with its part of a chain
      (`agent_line`, `consignor_line`), whether it is a `known` consignor, and the months in which its registration
      ends, and would have ended if it were over (positions in the months)
    - `lots`: of each consignment numbers in [0, 1) for its screening, its risk and its time
    - `months`: names (MMYY) and ends (s) of the months
    """

    parties: pl.DataFrame
    lots: pl.DataFrame
    months: pl.DataFrame

    def taken(self, rows: Sequence[int] | Ints) -> Draws:
        """The draws of some consignments."""
        return Draws(self.parties, self.lots[rows], self.months)


@cache
def faults() -> tuple[str, ...]:
    """Codes of the faults, in file order; a consignment's fault counts from 1."""
    return codes("world", "security_faults")


def draw(scenario: Scenario, key: bytes, consignments: int, parties: pl.DataFrame) -> Draws:
    """The draws for that many consignments."""
    n = parties.height
    whose = np.arange(n)
    agent, consignor = (_registered(luck_many(key, "security", "", role, 0, whose)) for role in ("agent", "consignor"))
    known = luck_many(key, "security", "", "known", 0, whose) < _KNOWN
    country = parties["country"]
    months = _months(scenario.start)
    people = pl.DataFrame(
        {
            "agent": country + "/RA/" + agent,
            "agent_line": "ISS " + country + "/RA/" + agent,
            "consignor": country + "/KC/" + consignor,
            "consignor_line": "KC " + country + "/" + consignor,
            "known": pl.Series(known) & (parties["kind"].cast(pl.String) == "company"),
            "ends": _month(luck_many(key, "security", "", "ends", 0, whose), _FRESH),
            "ended": _month(luck_many(key, "security", "", "ended", 0, whose), _STALE),
        }
    )
    rows = np.arange(consignments)
    lots = {name: luck_many(key, "security", "", name, 0, rows) for name in ("screening", "risk", "time")}
    return Draws(people, pl.DataFrame(lots), months)


def natural(key: bytes, consignments: int) -> pl.Series:
    """The fault of each consignment by nature, 0 for none, in the shares of `data/security_faults.csv`."""
    ladder = np.cumsum([float(row["share"]) / 100 for row in table("world", "security_faults")])
    lot = luck_many(key, "security", "", "fault", 0, np.arange(consignments))
    place = np.searchsorted(ladder, lot, side="right")
    return pl.Series(FAULT, np.where(place < len(ladder), place + 1, 0), dtype=pl.UInt8)


def build(draws: Draws, consignments: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """The declarations as `World.security` holds them, one row a consignment (`row` counts from 0).

    `consignments` carry their fault (`FAULT`); `carried` has of the first known flight of each `departs`, `carries` and
    `first`: whether it is the first of its way.
    """
    sound = _sound(draws, consignments, carried)
    spoilt = _spoilt(draws, sound.hstack([consignments[FAULT]]), carried)
    return (
        spoilt.with_row_index("row")
        .select(
            "row",
            "status",
            "screening",
            "exemption",
            _issuer().alias("issuer"),
            "issued",
            pl.Series("issuer_valid", draws.months["name"].gather(spoilt["month"])),
            pl.Series("expires", draws.months["ends"].gather(spoilt["month"])),
            _chain().alias("chain"),
        )
        .cast(SCHEMA)
    )


def coded(consignments: pl.DataFrame, security: pl.DataFrame | None) -> pl.DataFrame:
    """The consignments with their security status among the special handling codes, where messages carry it."""
    if security is None:
        return consignments
    status, handling = security["status"].cast(pl.String), consignments["handling"]
    # Few different texts: each is taken apart once.
    said = handling.drop_nulls().unique(maintain_order=True).to_list()
    kept = handling.replace_strict(said, [_without_status(text) for text in said], return_dtype=pl.String)
    written = pl.select(pl.concat_str(kept, status)).to_series().alias("handling")
    return consignments.with_columns(written)


def _without_status(handling: str) -> str:
    """Special handling codes without those of a security status, ready for another to follow: `PER/`."""
    return "".join(f"{code}/" for code in handling.split("/") if code and code not in STATUS)


def _sound(draws: Draws, consignments: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """The declarations without a fault, with the parts of their chain."""
    agents = draws.parties[["agent", "agent_line", "ends", "ended"]][consignments["agent"]]
    shippers = draws.parties[["consignor", "consignor_line", "known"]][consignments["shipper"]]
    stream = consignments["stream"].to_physical().to_numpy().astype(np.int64)
    mail = consignments["stream"] == "mail"
    exempt = mail & (consignments["weight"] <= _EXEMPT_KG)
    known = shippers["known"] & (consignments["stream"] == "general")
    risky = (draws.lots["risk"] < _HIGH_RISK) & ~exempt
    cargo_only = consignments["handling"].str.contains("SCO", literal=True).fill_null(value=False)
    status = pl.Series(["SPX", "SCO", "SHR"]).gather(np.where(risky.to_numpy(), 2, cargo_only.to_numpy()))
    screened = _methods(draws.lots["screening"].to_numpy(), np.where(risky.to_numpy(), len(STREAMS), stream))
    none = (exempt | (known & ~risky)).to_numpy()
    return pl.DataFrame(
        {
            "status": status,
            "screening": screened.set(pl.Series(none), None),
            "exemption": pl.Series(["MAIL", None], dtype=pl.String).gather(np.where(exempt.to_numpy(), 0, 1)),
            **agents[["agent", "agent_line"]].to_dict(),
            **shippers[["consignor", "consignor_line"]].to_dict(),
            "accepted": known,
            "alone": pl.repeat(value=False, n=consignments.height, eager=True, dtype=pl.Boolean),
            "issued": _signed(draws.lots["time"].to_numpy(), consignments, carried),
            "month": agents["ends"],
            "ended": agents["ended"],
        }
    )


def _signed(lot: Floats, consignments: pl.DataFrame, carried: pl.DataFrame) -> Ints:
    """When the status was given (s): after the booking, before the first departure."""
    booked = consignments["booked"].to_numpy().astype(np.int64)
    departs = carried["departs"].to_numpy() - np.where(carried["first"].to_numpy(), 0, _EARLIER)
    before = lot * np.minimum(_SIGNED, (departs - booked).clip(min=0))
    return np.asarray(np.floor((departs - before) / MINUTE) * MINUTE, dtype=np.int64)


def _spoilt(draws: Draws, sound: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """The declarations with their faults; a fault that cannot be stays away."""
    kind = {code: pl.col(FAULT) == number for number, code in enumerate(faults(), start=1)}
    passenger = pl.Series("passenger", carried["carries"].cast(pl.String) == "passenger")
    after = carried["departs"] + _AFTER + (draws.lots["time"] * (_AFTER_MOST - _AFTER)).floor().cast(pl.Int64)
    bare = kind["unscreened"] | kind["not-secured"]
    status = (
        pl.when(kind["not-for-passenger"] & pl.col("passenger"))
        .then(pl.lit("SCO"))
        .when(kind["one-method"])
        .then(pl.lit("SHR"))
        .when(kind["not-secured"])
        .then(pl.lit("NSC"))
        .otherwise("status")
    )
    screening = pl.when(bare).then(None).when(kind["one-method"]).then(pl.lit("XRY")).otherwise("screening")
    return sound.hstack([passenger, after.alias("after")]).with_columns(
        status.alias("status"),
        screening.alias("screening"),
        pl.when(bare | kind["one-method"]).then(None).otherwise("exemption").alias("exemption"),
        ((pl.col("accepted") | kind["order"]) & ~bare).alias("accepted"),
        kind["order"].alias("alone"),
        pl.when(kind["late"]).then("after").otherwise("issued").alias("issued"),
        pl.when(kind["expired"]).then("ended").otherwise("month").alias("month"),
    )


def _issuer() -> pl.Expr:
    """Who gave the status, `KZ/RA/00001-01`; the known consignor where nobody else stands there."""
    return pl.when("alone").then("consignor").otherwise("agent")


def _chain() -> pl.Expr:
    """Who gave the status and from whom it was received: `ISS KZ/RA/00001-01|KC KZ/00200-01`."""
    whole = pl.concat_str("agent_line", "consignor_line", separator="|")
    return pl.when("alone").then("consignor_line").when("accepted").then(whole).otherwise("agent_line")


def _methods(lot: Floats, kinds: Ints) -> pl.Series:
    """Screening methods by lot; `kinds` counts in STREAMS, high risk comes after them."""
    rows = table("world", "security_screening")
    place = np.zeros(len(lot), dtype=np.int64)
    for number, name in enumerate((*STREAMS, "high_risk")):
        ladder = np.cumsum([float(row[name]) for row in rows])
        here = kinds == number
        place[here] = np.searchsorted(ladder, lot[here] * ladder[-1], side="right")
    return pl.Series([row["methods"] for row in rows]).gather(place)


def _months(start: datetime) -> pl.DataFrame:
    """The months in which a registration can end: names and ends (s), the first one `_STALE[0]` from the start."""
    count = [start.year * 12 + start.month - 1 + away for away in range(_STALE[0], _FRESH[1] + 1)]
    names = [f"{month % 12 + 1:02d}{month // 12 % 100:02d}" for month in count]
    ends = [datetime((month + 1) // 12, (month + 1) % 12 + 1, 1, tzinfo=start.tzinfo) for month in count]
    return pl.DataFrame(
        {"name": names, "ends": [since(start, end) for end in ends]}, schema_overrides={"ends": pl.Int64}
    )


def _month(lot: Floats, between: tuple[int, int]) -> Ints:
    low, high = between
    return np.asarray(low - _STALE[0] + np.floor(lot * (high - low + 1)), dtype=np.int64)


def _registered(lot: Floats) -> pl.Series:
    """Registrations by lot, `00001-01`."""
    return pl.Series((lot * 99_999).astype(np.int64) + 1).cast(pl.String).str.zfill(5) + "-01"
