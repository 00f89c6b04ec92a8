"""The place of a unit between the reference players, and how many cases more or fewer than these it found."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.scoring.model import Place, Reference

RULES, CHANCE, INFORMED, TOGETHER, CEILING = "rules", "chance", "informed", "informed together", "ceiling"
"""The reference players."""
FEW = 10
"""Below so many cases there is neither rate nor place: they do not tell a good unit from a lucky one."""
LEAST = 1.0
"""Cases that `informed` must find beyond the mean of `chance` for there to be a scale between them. Assumption."""


def place(found: int, passed: int, references: Iterable[Reference], few: int = FEW) -> Place | None:
    """The place of a unit that found some of the cases that came to its post; None without both ends of the scale.

    Not rated where `informed` and `chance` coincide: `informed` finds no more than nine of ten draws of `chance` do, or
    less than LEAST beyond its mean.
    """
    by = {reference.player: reference for reference in references}
    if CHANCE not in by or INFORMED not in by:
        return None
    low, high = by[CHANCE].found, by[INFORMED].found
    lift = {player: round(found - by[player].found, 2) for player in (RULES, CHANCE) if player in by}
    if passed < few:
        return Place(value=None, why="few", lift=lift)
    if high - low < LEAST or high <= by[CHANCE].found_high:
        return Place(value=None, why="coincide", lift=lift)
    return Place(value=round(100 * (found - low) / (high - low), 1), why="rated", lift=lift)
