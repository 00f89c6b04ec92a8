"""Candidates for a security declaration: the same one with each fault that declarations have by nature."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.common.chance import Stream
from simulator.common.tables import table
from simulator.world import security
from simulator.world.carriage import flown
from simulator.world.csd import declared
from simulator.world.ground import Card, Ground
from simulator.world.proposals import Proposals

_ASKED = ("agent", "shipper", "weight", "booked")
"""What of a consignment a declaration hangs on and planting may have changed."""


def declaration(ground: Ground, _luck: Stream, card: Card, _wanted: tuple[str, ...]) -> Proposals:
    """The declaration of a consignment as it stands, with one fault after the other, as often as they come."""
    draws = ground.draft.draws
    if draws is None:
        return Proposals.equal(pl.DataFrame({security.FAULT: []}, schema={security.FAULT: pl.UInt8}))
    shares = [float(row["share"]) for row in table("world", "security_faults")]
    rows = np.full(len(shares), card.row)
    fault = pl.Series(security.FAULT, range(1, len(shares) + 1), dtype=pl.UInt8)
    own = ground.draft.consignments[rows]
    own = own.with_columns(fault, *(pl.lit(card.own[name], dtype=own[name].dtype).alias(name) for name in _ASKED))
    flight = flown(ground.draft.flights, ground.known.flight[rows])
    written = security.build(
        draws.taken(rows), own, flight.with_columns(first=pl.lit(bool(ground.known.first[card.row])))
    )
    return Proposals(
        pl.DataFrame([fault, *declared(written, flight)]), np.array(shares), np.zeros(len(shares), dtype=np.int64)
    )
