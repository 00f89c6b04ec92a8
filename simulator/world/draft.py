"""The world while it is being built: what planting hidden things may look at and change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints
from simulator.world import security
from simulator.world.carriage import carried
from simulator.world.mail import Posting
from simulator.world.security import Draws


@dataclass(frozen=True)
class Draft:
    """The traffic before anything is hidden in it; frames as in `World`.

    - `traffic`: for each consignment the position of its entry in `scenario.traffic`, shape (n,), int32
    - `draws`: what the security declarations are written from; a draft's consignments carry their fault besides
    - `posts`, `units`: codes, in the order that `passages.post` and `known.unit` count them
    - `posting`: how the mail is posted, None where single items are all there is
    """

    consignments: pl.DataFrame
    parties: pl.DataFrame
    flights: pl.DataFrame
    passages: pl.DataFrame
    known: pl.DataFrame
    posts: tuple[str, ...]
    units: tuple[str, ...]
    traffic: npt.NDArray[np.int32]
    posting: Posting | None = None
    draws: Draws | None = None

    @cached_property
    def security(self) -> pl.DataFrame | None:
        """The security declarations as `World` holds them, as the consignments stand now."""
        return security.build(self.draws, self.consignments, carried(self)) if self.draws else None

    def declarations(self, rows: Ints, carried: pl.DataFrame) -> pl.DataFrame | None:
        """Those of some consignments, whose known flights are `carried`; None if there are none."""
        return security.build(self.draws.taken(rows), self.consignments[rows], carried) if self.draws else None
