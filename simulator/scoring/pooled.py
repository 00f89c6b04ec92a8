"""All units together: how well cases were told from clean consignments, and what stated confidence was worth.

Source: signal detection theory; log-linear correction after Hautus (1995), Behavior Research Methods 27, 46-51.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from simulator.decisions.decision import CONFIDENCE
from simulator.scoring.model_measures import Confidence, Pooled, Signal

_DIGITS = 2


def pooled(signals: Sequence[Signal], confidence: Sequence[Sequence[Confidence]], few: int) -> Pooled:
    """The figures over all units; without d' and criterion where there are fewer cases than `few`."""
    whole = Signal(**{name: sum(getattr(one, name) for one in signals) for name in Signal.model_fields})
    enough = whole.cases >= few and whole.clean >= few
    d_prime, criterion = sensitivity(whole) if enough else (None, None)
    return Pooled(signal=whole, d_prime=d_prime, criterion=criterion, confidence=_together(confidence))


def sensitivity(told: Signal) -> tuple[float, float]:
    """d' and criterion: z(H) - z(F) and -(z(H) + z(F)) / 2, with H = (hits + 0.5) / (cases + 1), F alike."""
    z = NormalDist().inv_cdf
    hit = z((told.cases_selected + 0.5) / (told.cases + 1))
    false = z((told.clean_selected + 0.5) / (told.clean + 1))
    return round(hit - false, _DIGITS) + 0.0, round(-(hit + false) / 2, _DIGITS) + 0.0


def _together(units: Sequence[Sequence[Confidence]]) -> list[Confidence]:
    every = [one for unit in units for one in unit]
    by = {level: [one for one in every if one.level == level] for level in CONFIDENCE}
    return [
        Confidence(
            level=level,
            selected=sum(one.selected for one in ones),
            controlled=sum(one.controlled for one in ones),
            found=sum(one.found for one in ones),
        )
        for level, ones in by.items()
        if ones
    ]
