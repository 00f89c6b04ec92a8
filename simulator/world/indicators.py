"""Risk indicators: each one object that says how it is read from what is visible and where it is planted.

Rules, judging of reasons, natural rates, planting and the debrief all use these objects. None looks at nationality,
ethnicity, religion, sex or the form of a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import polars as pl

from simulator.common.clock import HOUR
from simulator.common.tables import codes, table
from simulator.world.contacts import NO_STREET
from simulator.world.world import STREAMS, TRADERS

Part = Literal[
    "shipper", "consignee", "routing", "quantity", "weight", "value", "booking", "payment", "code", "text", "security"
]
"""Parts of a consignment that are drawn anew to plant an indicator: see `simulator.world.planting.PROPOSE`."""

LATE = 6 * HOUR
NEW_DAYS = 30
ESTABLISHED = 20
"""Consignments in 24 months from which a trader counts as established. Source: assumption."""
FEW = 1 / 5
WELL_MORE = 1.5
PRIVATE_KG, PRIVATE_USD = 31.0, 1000.0
MANY = 3
MUCH_MORE = 5.0
LIMITS_USD = (200.0, 1000.0)
"""Values up to which parcels come in with less duty or less paper. Source: as the indicator."""
JUST_BELOW = 0.9
DORMANT_DAYS, DORMANT_PAST = 730, 1
OFTEN = 12
"""Consignments in 24 months from which a private person receives often. Source: assumption."""


@dataclass(frozen=True, eq=False)
class Indicator:
    """One risk indicator.

    - `read`: boolean expression over columns of the view; null counts as no
    - `part`: what of a consignment is drawn anew, from what ordinary consignments carry, until `read` holds
    - `streams`: where it says something; `needs`: what must hold for a consignment to be able to show it
    """

    code: str
    group: str
    title: str
    note: str
    source: str
    streams: tuple[str, ...]
    part: Part
    needs: pl.Expr
    read: pl.Expr

    def shows(self) -> pl.Expr:
        """The expression that reads it: true or false, in its streams only, named by its code."""
        here = pl.lit(True) if self.streams == STREAMS else pl.col("stream").is_in(list(self.streams))
        return (here & self.read).fill_null(False).alias(self.code)


def matrix(frame: pl.DataFrame) -> pl.DataFrame:
    """Which indicators show in each row of a frame with the columns of the view: one boolean column each."""
    return frame.select(indicator.shows() for indicator in indicators())


def _is_round(kg: pl.Expr) -> pl.Expr:
    grams = (kg * 1000).round().cast(pl.Int64)
    step = pl.when(kg >= 100).then(50_000).when(kg >= 10).then(10_000).when(kg >= 1).then(1000).otherwise(500)
    return grams % step == 0


_ANY = pl.lit(True)
_CHEAP = pl.col("value") < FEW * pl.col("usual_value_per_kg") * pl.col("weight")
_DEAR = pl.col("value") > MUCH_MORE * pl.col("usual_value_per_kg") * pl.col("weight")
_WORTH_MORE = pl.col("usual_value_per_kg") * pl.col("weight") > WELL_MORE * pl.col("freight")
_PIECE = pl.col("weight") / pl.col("pieces")
_LEAD = pl.col("departs") - pl.col("booked")
_CONSIGNEE_TRADES = pl.col("consignee_kind").is_in(TRADERS)
_KNOWN_TRADE = _CONSIGNEE_TRADES & (pl.col("consignee_trade") != "")
_IN_TRADE = pl.col("consignee_trade").str.contains(pl.col("goods_trade"), literal=True)
_SETTLED = _CONSIGNEE_TRADES & (pl.col("consignee_past") >= ESTABLISHED)
_PRIVATE = pl.col("consignee_kind") == "person"
_COLLECT = pl.col("payment") == "collect"
_SHARED = (pl.col("consignee_address_parties") > 1) & ~pl.col("consignee_address_forwarder")
_MUCH = (pl.col("weight") > PRIVATE_KG) | (pl.col("value") > PRIVATE_USD)
_CODED = ("general", "express")
_PARCELS = ("mail", "express")
_BELOW_LIMIT = pl.any_horizontal(
    *(pl.col("value").is_between(JUST_BELOW * limit, limit, closed="left") for limit in LIMITS_USD)
)
_DORMANT = (
    pl.col("shipper_kind").is_in(TRADERS)
    & (pl.col("shipper_first_seen") >= DORMANT_DAYS)
    & (pl.col("shipper_past") <= DORMANT_PAST)
)


@cache
def _rules() -> dict[str, tuple[Part, tuple[str, ...], pl.Expr, pl.Expr]]:
    """Of each indicator the part, the streams, what it needs, how it is read."""
    vague = pl.col("description").is_in(codes("world", "vague", "text"))
    return {
        "late-booking": ("booking", STREAMS, pl.col("departs").is_not_null(), _LEAD < LATE),
        "cash-freight": ("payment", _CODED, _ANY, pl.col("payment") == "cash"),
        "collect-unknown": ("payment", _CODED, pl.col("past") == 0, _COLLECT & (pl.col("past") == 0)),
        "freight-over-value": ("value", STREAMS, _WORTH_MORE, _WORTH_MORE & (pl.col("freight") > pl.col("value"))),
        "low-value": ("value", STREAMS, _ANY, _CHEAP),
        "high-value": ("value", STREAMS, _ANY, _DEAR),
        "below-limit": ("value", _PARCELS, _ANY, _BELOW_LIMIT),
        "new-shipper": ("shipper", STREAMS, _ANY, pl.col("shipper_first_seen") < NEW_DAYS),
        "new-consignee": ("consignee", STREAMS, _ANY, pl.col("consignee_first_seen") < NEW_DAYS),
        "dormant-shipper": ("shipper", STREAMS, pl.col("shipper_kind").is_in(TRADERS), _DORMANT),
        "no-street": ("shipper", STREAMS, _ANY, pl.col("shipper_address").str.contains(NO_STREET)),
        "shared-phone": ("consignee", STREAMS, _ANY, pl.col("consignee_phone_parties") > 1),
        "shipper-shared-phone": ("shipper", STREAMS, _ANY, pl.col("shipper_phone_parties") > 1),
        "phone-abroad": ("consignee", STREAMS, _ANY, pl.col("consignee_phone_abroad")),
        "forwarder-address": ("consignee", STREAMS, _ANY, pl.col("consignee_address_forwarder")),
        "shared-address": ("consignee", STREAMS, _ANY, _SHARED),
        "first-contact": ("shipper", STREAMS, _SETTLED, _SETTLED & (pl.col("past") == 0)),
        "busy-private": ("consignee", STREAMS, _PRIVATE, _PRIVATE & (pl.col("consignee_past") >= OFTEN)),
        "agent-changed": ("shipper", _CODED, pl.col("agent_usual").is_not_null(), ~pl.col("agent_usual")),
        "goods-unlike-trade": ("consignee", STREAMS, _CONSIGNEE_TRADES, _KNOWN_TRADE & ~_IN_TRADE),
        "vague-description": ("text", STREAMS, _ANY, vague),
        "missing-hs": ("code", _CODED, _ANY, pl.col("hs").is_null()),
        "hs-unlike-goods": ("code", _CODED, _ANY, pl.col("hs").str.slice(0, 2) != pl.col("goods_chapter")),
        "odd-weight": (
            "weight",
            STREAMS,
            _ANY,
            ~_PIECE.is_between(pl.col("usual_weight_low"), pl.col("usual_weight_high")),
        ),
        "round-weight": ("weight", STREAMS, _ANY, _is_round(pl.col("weight"))),
        "private-commercial": ("quantity", STREAMS, _PRIVATE, _PRIVATE & _MUCH),
        "many-pieces": ("quantity", ("general",), _PRIVATE, _PRIVATE & (pl.col("pieces") >= MANY)),
        "detour": ("routing", STREAMS, _ANY, pl.col("extra_stops") > 0),
        "split": ("consignee", STREAMS, _ANY, pl.col("same_flight") >= MANY),
        "csd-inconsistent": (
            "security",
            _CODED,
            pl.col("security_status").is_not_null(),
            pl.col("csd_faults").is_not_null(),
        ),
        "listed-shipper": ("shipper", STREAMS, _ANY, pl.col("shipper_listed")),
        "listed-consignee": ("consignee", STREAMS, _ANY, pl.col("consignee_listed")),
    }


@cache
def indicators() -> tuple[Indicator, ...]:
    """All indicators, in the order of their table; `INDICATORS` of this module is the same tuple."""
    made = []
    for row in table("world", "indicators"):
        part, streams, needs, read = _rules()[row["code"]]
        made.append(Indicator(**row, streams=streams, part=part, needs=needs, read=read))
    return tuple(made)


@cache
def by_code() -> dict[str, Indicator]:
    """The indicators by code."""
    return {indicator.code: indicator for indicator in indicators()}


INDICATORS: tuple[Indicator, ...]


def __getattr__(name: str) -> Any:
    """`INDICATORS`, made when it is first asked for (PEP 562): no table is read at import."""
    if name == "INDICATORS":
        return indicators()
    raise AttributeError(name)
