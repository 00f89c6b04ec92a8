"""How likely each set of indicators is to be planted in what hides something: worked out from the scenario's pools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.common.chance import Floats, Ints
from simulator.scenario.model import CasePool, DecoyPool, Pool
from simulator.scenario.numbers import bounds
from simulator.world.indicators import by_code
from simulator.world.planting import odds
from simulator.world.seeding import IRREGULAR, SHOWN
from simulator.world.typologies import irregularities, typologies
from simulator.world.world import STREAMS


@dataclass(frozen=True)
class Planted:
    """What may be planted in a consignment of one stream.

    - `codes`: the indicators of the typology that say something in the stream
    - `sets`: sets of them, as sums of powers of two of their places; `odds`: how likely each is planted, sums to 1
    """

    codes: tuple[str, ...]
    sets: Ints
    odds: Floats

    def likelihood(self, shown: Ints, readable: Ints, together: Floats) -> Floats:
        """How much likelier what shows is where something was planted than in ordinary traffic, shape as `shown`.

        `shown` and `readable` are sets, one a consignment; `together` is the share of the traffic that shows all of a
        set, by set. What is planted and readable shows. A consignment that shows a planted set looks otherwise like
        the ordinary ones that show it too; so the ratio is the sum of odds over share.
        """
        seen = self.sets[None, :] & readable[:, None]
        possible = (seen & ~shown[:, None]) == 0
        return np.asarray((possible * self.odds / together[seen]).sum(axis=1))


def sizes(pool: Pool) -> dict[int, float]:
    """How many indicators a consignment of a pool shows, with what probability."""
    if isinstance(pool, CasePool):
        total = sum(pool.hardness.values())
        parts = [(SHOWN[level], weight / total) for level, weight in sorted(pool.hardness.items())]
    elif isinstance(pool, DecoyPool):
        parts = [(bounds(pool.indicators), 1.0)]
    else:
        parts = [(IRREGULAR, 1.0)]
    out: dict[int, float] = {}
    for (low, high), weight in parts:
        for size in range(low, high + 1):
            out[size] = out.get(size, 0.0) + weight / (high - low + 1)
    return out


def planted(code: str, stream: int, by_size: Mapping[int, float], *, irregular: bool) -> Planted:
    """What may be planted in a consignment of a stream (index) for a typology or a kind of irregularity."""
    return _planted(code, stream, tuple(sorted(by_size.items())), irregular)


@cache
def _planted(code: str, stream: int, by_size: tuple[tuple[int, float], ...], irregular: bool) -> Planted:
    what = (irregularities() if irregular else typologies())[code]
    codes = tuple(one for one in what.indicators if STREAMS[stream] in by_code()[one].streams)
    weights = odds(len(codes))
    if irregular:
        weights = np.array([1e-6**place for place in range(len(codes))])  # these are planted in the order of their list
    chances: dict[int, float] = {}
    reached = {0: 1.0}
    wanted = {min(size, len(codes)): 0.0 for size, _ in by_size}
    for size, chance in by_size:
        wanted[min(size, len(codes))] += chance
    for size in range(max(wanted, default=0) + 1):
        for each, chance in reached.items():
            if wanted.get(size):
                chances[each] = chances.get(each, 0.0) + chance * wanted[size]
        reached = _drawn(reached, weights)
    sets = sorted(chances)
    return Planted(codes, np.array(sets, dtype=np.int64), np.array([chances[each] for each in sets]))


def _drawn(reached: Mapping[int, float], weights: Floats) -> dict[int, float]:
    """Each set with one more indicator, drawn by weight among those that are left."""
    out: dict[int, float] = {}
    for each, chance in reached.items():
        left = [place for place in range(len(weights)) if not each >> place & 1]
        total = sum(weights[place] for place in left)
        for place in left:
            grown = each | 1 << place
            out[grown] = out.get(grown, 0.0) + chance * weights[place] / total
    return out
