"""A tree made a scenario. If parts are refused, stand-ins take their places, so that all other faults are found too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulator.common.errors import Fault
from simulator.scenario.checks import check, check_parts
from simulator.scenario.faults import from_model
from simulator.scenario.findings import Finding
from simulator.scenario.model import Scenario
from simulator.scenario.schema import stand_in, walk
from simulator.scenario.tree import Loc, Node, data, spot

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_ROUNDS = 5
# Findings that are not to be trusted where names of this part of a scenario, or its only value, were refused.
_HANGS_ON = {
    "airport-unknown": "airports",
    "shift-unknown": "shifts",
    "unit-named-unknown": "units",
    "told-late": "length",
}


@dataclass(frozen=True)
class Fitted:
    """The scenario (None if there are faults) and everything that is wrong with it."""

    scenario: Scenario | None
    faults: tuple[Fault, ...]


def fit(root: Node, file: str) -> Fitted:
    """The scenario that a tree says, checked."""
    said = data(root)
    try:
        scenario = Scenario.model_validate(said)
    except ValidationError as error:
        rest = _checked_with_stand_ins(said, error)
        return Fitted(None, (*from_model(error, root, file), *_placed(rest, root, file)))
    faults = tuple(_placed(check(scenario), root, file))
    return Fitted(None if faults else scenario, faults)


def _placed(findings: tuple[Finding, ...], root: Node, file: str) -> Iterator[Fault]:
    for finding in findings:
        place = spot(root, finding.loc, at_key=finding.at_key)
        yield Fault(finding.code, finding.params, file, place.line, place.column, field=place.path)


def _checked_with_stand_ins(said: dict[str, Any], error: ValidationError) -> tuple[Finding, ...]:
    """What is wrong with the parts that are not refused."""
    touched: set[Loc] = set()
    for _ in range(_ROUNDS):
        touched |= {_mend(said, details) for details in error.errors()}
        try:
            scenario = Scenario.model_validate(said)
        except ValidationError as again:
            error = again
            continue
        return tuple(found for found in check_parts(scenario) if _holds(found, touched))
    return ()


def _mend(said: dict[str, Any], details: ErrorDetails) -> Loc:
    """Take out a key that is refused, or put a stand-in for a refused value; returns the place."""
    walked = walk(details["loc"])
    around: Any = said
    for step in walked.loc[:-1]:
        known = isinstance(around, dict) and step in around
        known = known or (isinstance(around, list) and isinstance(step, int) and step < len(around))
        # What lies in a part that was taken out or mended a moment ago is right by now.
        around = around[step] if known else None
    last: Any = walked.loc[-1]
    if details["type"] == "extra_forbidden" or details["loc"][-1] == "[key]":
        around = around if isinstance(around, dict) else {}
        around.pop(last, None)
    elif isinstance(around, dict | list):
        around[last] = stand_in(walked.node)
    return walked.loc


def _holds(finding: Finding, touched: set[Loc]) -> bool:
    """Whether a finding is none of a stand-in, and none that hangs on something that was refused."""
    loc, group = finding.loc, _HANGS_ON.get(finding.code)
    if any(place[0] == group and (len(place) <= 2 or place[-1] == "code") for place in touched):
        return False
    # All times of a flight hang together.
    loc = loc[:2] if finding.code.startswith("flight-") else loc
    return not any(loc == place[: len(loc)] or place == loc[: len(place)] for place in touched)
