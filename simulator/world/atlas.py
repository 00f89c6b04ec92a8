"""Airports as arrays: positions, countries, distances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.common.chance import Floats
from simulator.scenario.timetable import EARTH_KM
from simulator.world.places import Place


@dataclass(frozen=True)
class Atlas:
    """All airports in alphabetical order of their codes; `distance` in km on great circles, shape (n, n)."""

    codes: tuple[str, ...]
    countries: tuple[str, ...]
    distance: Floats

    def index(self, code: str) -> int:
        """Position of an airport; ValueError if there is none."""
        return self.codes.index(code)


def atlas(places: Mapping[str, Place]) -> Atlas:
    """The atlas of these airports."""
    ordered = [places[code] for code in sorted(places)]
    north = np.radians([place.latitude for place in ordered])
    east = np.radians([place.longitude for place in ordered])
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    distance = 2 * EARTH_KM * np.arcsin(np.sqrt(half.clip(0, 1)))
    return Atlas(tuple(sorted(places)), tuple(place.country for place in ordered), distance)
