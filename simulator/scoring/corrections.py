"""A key with its corrections: what each consignment is, and which indicators count for it. Nothing else changes.

What controls showed stays what they showed: a consignment that a correction calls a case was found only if a control
had found something in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.scoring.model_judging import Correction, VerdictChange
from simulator.world.truth import Truth
from simulator.world.typologies import typologies

if TYPE_CHECKING:
    from simulator.scoring.verdicts import Verdict

POOL = "correction"
"""The pool of what the key did not know of."""


@dataclass(frozen=True)
class Counted:
    """Indicators that count for a consignment although the data does not show them, or do not although it does."""

    yes: Mapping[int, frozenset[str]] = field(default_factory=dict)
    no: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def of(self, row: int, shown: frozenset[str]) -> frozenset[str]:
        """The indicators that count for a consignment; `shown` are those that its data shows."""
        return (shown | self.yes.get(row, frozenset())) - self.no.get(row, frozenset())


AS_SEALED = Counted()
"""Every indicator counts where the data shows it."""


def corrected(truth: Truth, rows: Mapping[str, int], corrections: Iterable[Correction]) -> Truth:
    """The truth with what the corrections say that consignments are."""
    told = {row["row"]: row for row in truth.table.iter_rows(named=True)}
    for each in corrections:
        row = rows[each.consignment]
        if each.kind == "clean":
            told.pop(row, None)
        elif each.kind is not None:
            told[row] = _held(row, told.get(row), each)
    return Truth.of([told[row] for row in sorted(told)])


def _held(row: int, before: Mapping[str, Any] | None, said: Correction) -> dict[str, Any]:
    """A row of the truth as a correction has it; what the correction leaves open is as it was."""
    old = before or {"pool": POOL, "typology": "", "hardness": "", "weight": 0.0, "indicators": ""}
    typology = said.typology or str(old["typology"])
    hides = typologies()[typology] if said.kind == "case" else None
    return {
        **{name: old[name] for name in ("pool", "hardness", "weight", "indicators")},
        "row": row,
        "kind": said.kind,
        "typology": typology,
        "contraband": hides.contraband if hides else "",
        "concealment": hides.concealment if hides else "",
    }


def counted(rows: Mapping[str, int], corrections: Iterable[Correction]) -> Counted:
    """What the corrections say of indicators."""
    yes: dict[int, frozenset[str]] = {}
    no: dict[int, frozenset[str]] = {}
    for each in corrections:
        if each.counts is not None:
            into, row = yes if each.counts else no, rows[each.consignment]
            into[row] = into.get(row, frozenset()) | {each.indicator}
    return Counted(yes, no)


def changed(before: Sequence[Verdict], after: Sequence[Verdict], ids: Sequence[str]) -> list[VerdictChange]:
    """The verdicts that differ, by lane and row; what has no verdict is clean and untouched."""
    old, new = ({(each.lane, each.row): each for each in judged} for judged in (before, after))
    pairs = ((place, old.get(place), new.get(place)) for place in sorted({*old, *new}))
    return [_change(*place, ids[place[1]], one, other) for place, one, other in pairs if _told(one) != _told(other)]


def _told(verdict: Verdict | None) -> tuple[str, str, str | None, bool | None]:
    """What a person would call the verdict."""
    if verdict is None:
        return "clean", "untouched", None, None
    kind = "clean" if verdict.kind == "decoy" else verdict.kind
    return kind, verdict.outcome, verdict.unit, verdict.grounded


def _change(lane: str, _row: int, number: str, one: Verdict | None, other: Verdict | None) -> VerdictChange:
    kind_before, outcome_before, unit_before, grounded_before = _told(one)
    kind, outcome, unit, grounded = _told(other)
    return VerdictChange(
        lane=lane,
        consignment=number,
        kind_before=kind_before,
        kind=kind,
        outcome_before=outcome_before,
        outcome=outcome,
        unit_before=unit_before,
        unit=unit,
        grounded_before=grounded_before,
        grounded=grounded,
    )
