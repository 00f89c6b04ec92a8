"""What planting stands on: the draft with its lookups, and one consignment at a time as it is changed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from simulator.common.chance import Ints
from simulator.scenario.model import Scenario
from simulator.world.atlas import Atlas, atlas
from simulator.world.draft import Draft
from simulator.world.indicators import by_code
from simulator.world.joined import Register, joined, register
from simulator.world.places import places
from simulator.world.relations import Market
from simulator.world.world import PARTY_KINDS, STREAMS


@dataclass(frozen=True)
class Ground:
    """A draft, its register, its airports; nothing of the truth."""

    scenario: Scenario
    draft: Draft
    known: Register
    atlas: Atlas

    @classmethod
    def of(cls, scenario: Scenario, draft: Draft) -> Ground:
        """The ground of a draft."""
        return cls(scenario, draft, register(draft), atlas(places(scenario)))

    @cached_property
    def market(self) -> Market:
        """Who can be picked as a partner."""
        return Market.of(self.atlas, self.draft.parties)

    @cached_property
    def kinds(self) -> Ints:
        """Kind of each party, as PARTY_KINDS counts."""
        return self.draft.parties["kind"].to_physical().to_numpy().astype(np.int64)

    @cached_property
    def columns(self) -> dict[str, Ints]:
        """Shipper, consignee and past of all consignments."""
        table = self.draft.consignments
        return {name: table[name].to_numpy().astype(np.int64) for name in ("shipper", "consignee", "past")}

    @cached_property
    def busy(self) -> Ints:
        """How busy each party is: the logarithm of its consignments in 24 months, rounded up."""
        return np.ceil(np.log2(1.0 + self.draft.parties["past"].to_numpy())).astype(np.int64)

    @cached_property
    def pairs(self) -> Ints:
        """How many consignments there are, and how many of them between regular partners.

        By stream, kinds of shipper and consignee, how busy both are: shape (2, streams, kinds, kinds, busy, busy).
        """
        shipper, consignee, past = self.columns.values()
        shape = (len(STREAMS), *2 * (len(PARTY_KINDS),), *2 * (int(self.busy.max()) + 1,))
        stream = self.draft.consignments["stream"].to_physical().to_numpy()
        parties = (self.kinds[shipper], self.kinds[consignee], self.busy[shipper], self.busy[consignee])
        code = np.ravel_multi_index((stream, *parties), shape)
        counts = [np.bincount(each, minlength=math.prod(shape)) for each in (code, code[past > 0])]
        return np.reshape(counts, (2, *shape))

    def cards(self, rows: Sequence[int], least: Sequence[float]) -> list[Card]:
        """The consignments of `rows` as they stand; their weights must not fall below `least` (kg, one each)."""
        wide = joined(self.draft, np.array(rows, dtype=np.int64), self.known)
        own = self.draft.consignments[list(rows)].rows(named=True)
        return [Card(row, least[place], own[place], wide[place]) for place, row in enumerate(rows)]


@dataclass(frozen=True)
class Card:
    """One consignment while indicators are planted in it.

    `own` holds its columns as in `World.consignments`, `wide` the columns of the view (one row), `least` the weight
    (kg) that it must keep, `planted` the codes that were planted so far.
    """

    row: int
    least: float
    own: dict[str, Any]
    wide: pl.DataFrame
    planted: tuple[str, ...] = field(default=())

    def shows(self, code: str) -> bool:
        """Whether an indicator shows."""
        return bool(self.wide.select(by_code()[code].shows()).item())

    def could(self, code: str) -> bool:
        """Whether an indicator can be planted here at all."""
        indicator = by_code()[code]
        wanted = pl.col("stream").is_in(list(indicator.streams)) & indicator.needs
        return bool(self.wide.select(wanted.fill_null(False)).item())

    def changed(self, values: pl.DataFrame, codes: Iterable[str]) -> Card:
        """The card with the columns of one row in place of its own."""
        new = values.row(0, named=True)
        own = {name: new.get(name, old) for name, old in self.own.items()}
        rest = values.select(name for name in values.columns if name in self.wide.columns)
        wide = self.wide.with_columns(rest.get_columns())
        return replace(self, own=own, wide=wide, planted=(*self.planted, *codes))
