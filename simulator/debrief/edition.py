"""For whom a debrief is told, and what stands on every page because of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from simulator.common.i18n import Text
from simulator.debrief.words import Words

Audience = Literal["trainer", "unit", "individual", "coordinator", "public"]
AUDIENCES: tuple[str, ...] = get_args(Audience)

LEFT_OUT: Mapping[str, frozenset[str]] = {
    "trainer": frozenset(),
    "unit": frozenset(),
    "individual": frozenset(
        {"summary", "results", "network", "units", "ratings", "plan", "irregularities", "pooled", "judged", "seal"}
    ),
    "coordinator": frozenset({"ungrounded", "told", "decisions"}),
    "public": frozenset(
        {"network", "units", "ratings", "plan", "irregularities", "nothing-found", "told", "pooled", "judged", "seal"}
        | {"decisions"}
    ),
}
"""Sections that an audience does not get: those that tell of single persons, of others, or of how units work."""


@dataclass(frozen=True)
class Edition:
    """A debrief for an audience.

    `mentioned` are the names of units that have no pages of their own, by code. `reader` is the unit or the person
    that it is for, as texts name them. `masked` is whether units bear other names than their own.
    """

    audience: Audience = "trainer"
    marking: str = ""
    draft: bool = False
    mentioned: Mapping[str, Text] = field(default_factory=dict)
    reader: str = ""
    masked: bool = False

    def tells(self, section: str) -> bool:
        """Whether this edition has a section."""
        return section not in LEFT_OUT[self.audience]

    def marks(self, words: Words) -> tuple[str, ...]:
        """What stands on every page beside EXERCISE."""
        marking = words.own(self.marking, 80) if self.marking.strip() else ""
        return tuple(filter(None, (marking, words.say("DRAFT") if self.draft else "")))

    def words(self, words: Words) -> tuple[str, ...]:
        """What the cover says of this edition; nothing of the whole report."""
        reader = words.own(self.reader, 80)
        told: dict[str, tuple[str, ...]] = {
            "trainer": (),
            "unit": (words.say("For {unit}. Of other units only what its own cases need is told.", unit=reader),),
            "individual": (
                words.say("Private, for {name} only.", name=reader),
                words.say("It is meant for learning: not for personnel decisions."),
            ),
            "coordinator": (
                words.say("For the coordinator, without data of single persons."),
                words.say("Units bear letters in place of their names.") if self.masked else "",
            ),
            "public": (
                words.say("For the public. Units, carriers and consignments bear other names than in the drill."),
            ),
        }
        return tuple(filter(None, told[self.audience]))


TRAINER = Edition()
"""The whole report."""
