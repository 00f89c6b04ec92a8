"""What the figures of a unit say of its strengths and its areas for improvement, by fixed rules; codes, no words.

A rule names a class of root cause. It says what happened, not what somebody thought.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.scoring.model import HiddenStory, PassageStory, UnitScore

MARKED = 2
"""Indicators from which on a case counts as one that was shown. Source: assumption; one indicator alone is common."""
SUITED = 0.5
"""A control that notices less than this share of what the best one at hand does, did not suit. Source: assumption."""
WELL = 0.9
"""Share from which on reasons and controls count as a strength. Source: assumption."""

_LATE = ("left", "too-late")
Told = tuple[HiddenStory, PassageStory]


@dataclass(frozen=True)
class Finding:
    """One strength or area of a unit: how many, of how many (None: of nothing), and the rows of the cases."""

    code: str
    count: int
    of: int | None = None
    rows: tuple[int, ...] = ()


def findings(unit: UnitScore, stories: Sequence[HiddenStory]) -> list[Finding]:
    """All that the rules find for a unit; `stories` are the cases of the drill."""
    mine = [(story, passage) for story in stories for passage in story.passages if passage.unit == unit.code]
    return [*_of_cases(unit, mine), *_of_work(unit), *_of_records(unit), *_strengths(unit)]


def _of_cases(unit: UnitScore, told: Sequence[Told]) -> Iterator[Finding]:
    by: dict[str, list[int]] = {}
    for story, passage in told:
        code = cause(story, passage)
        if code:
            by.setdefault(code, []).append(story.row)
    for code, rows in by.items():
        yield Finding(code, len(rows), unit.cases_passed, tuple(sorted(rows)))


def cause(story: HiddenStory, passage: PassageStory) -> str:
    """Why a case got past a post; empty where it did not, or did not come."""
    ending = passage.ending
    if ending in ("found", "not-arrived"):
        return ""
    if ending == "not-known":
        return "not-shown"
    if ending == "not-selected":
        return _not_selected(story, passage)
    if ending == "not-controlled":
        return passage.waited.cause if passage.waited else "queue"
    return "alarm-open" if ending == "alarm-unresolved" else _control(story, passage)


def _not_selected(story: HiddenStory, passage: PassageStory) -> str:
    shown = story.indicators_shown if passage.shown is None else passage.shown
    if any(each.effect in _LATE for each in passage.decisions):
        return "decided-late"
    if len(shown) < MARKED:
        return "little-shown"
    return "shown-let-go" if passage.decisions else "shown-undecided"


def _control(story: HiddenStory, passage: PassageStory) -> str:
    """Whether another control at hand would have noticed far more than those that were done."""
    done = {each.control for each in passage.observations}
    best = max((story.detection.get(control, 0.0) for control in passage.at_hand), default=0.0)
    used = max((0.0 if c in story.by_chance else story.detection.get(c, 0.0) for c in done), default=0.0)
    return "control-unsuited" if used < SUITED * best else "control-missed"


def _some(found: Mapping[str, tuple[int, int | None]]) -> Iterator[Finding]:
    return (Finding(code, count, of) for code, (count, of) in found.items() if count > 0)


def _of_work(unit: UnitScore) -> Iterator[Finding]:
    nothing = unit.nothing_found_grounded + unit.nothing_found_ungrounded
    given = sum(use.given for use in unit.reasons)
    signs = unit.after.safety
    return _some(
        {
            "opened-at-danger": (sum(sign.opened is not None for sign in signs), len(signs)),
            "sign-not-right": (sum(sign.opened is None and not sign.right for sign in signs), len(signs)),
            "ungrounded": (unit.nothing_found_ungrounded, nothing),
            "reasons-wrong": (given - sum(use.right for use in unit.reasons), given),
            "flights-missed": (unit.onward_missed, None),
            "delayed": (unit.delayed, None),
            "lost": (unit.lost_controls, unit.selected + unit.samples),
            "no-effect": (sum(unit.without_effect.values()), unit.decisions),
        }
    )


def _of_records(unit: UnitScore) -> Iterator[Finding]:
    kept = unit.recording
    left_out = sum(len(work.missing) for work in unit.after.finds)
    return _some(
        {
            "no-reason": (kept.selections - kept.with_reason, kept.selections),
            "no-ground": (kept.openings - kept.with_ground, kept.openings),
            "steps-missing": (left_out, kept.steps_expected),
            "handed-wrong": (kept.hand_overs - kept.handed_right, kept.hand_overs),
        }
    )


def _strengths(unit: UnitScore) -> Iterator[Finding]:
    """What went well; nothing is a strength that nobody did."""
    nothing = unit.nothing_found_grounded + unit.nothing_found_ungrounded
    given, right = sum(use.given for use in unit.reasons), sum(use.right for use in unit.reasons)
    kept, signs = unit.recording, unit.after.safety
    done = unit.controlled + unit.samples_controlled
    yield from _some(
        {
            "cases-found": (unit.cases_found, unit.cases_passed),
            "irregularities-found": (unit.irregularities_found, unit.irregularities_passed),
            "reasons-held": (right if right >= WELL * given else 0, given),
            "grounded": (unit.nothing_found_grounded if unit.nothing_found_grounded >= WELL * nothing else 0, nothing),
            "all-in-time": (0 if unit.not_controlled else done, done),
            "no-delay": (0 if unit.delayed else nothing, nothing),
            "steps-complete": (kept.steps_done if kept.steps_done == kept.steps_expected else 0, kept.steps_expected),
            "safe": (len(signs) if all(sign.right for sign in signs) else 0, len(signs)),
        }
    )
