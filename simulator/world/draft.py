"""The world while it is being built: what planting hidden things may look at and change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.world.mail import Posting


@dataclass(frozen=True)
class Draft:
    """The traffic before anything is hidden in it; frames as in `World`.

    - `traffic`: for each consignment the position of its entry in `scenario.traffic`, shape (n,), int32
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
