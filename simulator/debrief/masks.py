"""Other names for units, posts, carriers and consignments, the same for the same thing all through a report.

Which letter stands for which unit hangs on the drill key, which a masked report does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from simulator.common.i18n import Text
from simulator.common.tables import table
from simulator.debrief.words import Words
from simulator.scoring.model import DecoyStory, HiddenStory, PassageStory, Score, UnitScore
from simulator.scoring.model_after import AfterFinds


@dataclass(frozen=True)
class Masks:
    """The other names in one report."""

    score: Score
    words: Words

    @cached_property
    def codes(self) -> dict[str, str]:
        """Other codes of the units: `unit-a`."""
        return {code: f"unit-{letter.lower()}" for code, letter in self._letters.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """Other names of the units: `Unit A`."""
        return {code: self.words.say("Unit {letter}", letter=letter) for code, letter in self._letters.items()}

    @cached_property
    def posts(self) -> dict[str, str]:
        """Other codes of the posts: `A`; a post that several units share bears the letters of all."""
        letters: dict[str, str] = {}
        for unit in sorted(self.score.units, key=lambda unit: self._letters[unit.code]):
            letters[unit.post] = letters.get(unit.post, "") + self._letters[unit.code]
        return letters

    @cached_property
    def _letters(self) -> dict[str, str]:
        key = self.score.about.key

        def drawn(code: str) -> str:
            return sha256(f"{key}:mask:{code}".encode()).hexdigest()

        codes = sorted((unit.code for unit in self.score.units), key=drawn)
        return {code: _letters(at) for at, code in enumerate(codes)}

    @cached_property
    def rows(self) -> dict[int, int]:
        """Other rows of what was hidden: in the world, a row tells more than its number."""
        rows = [story.row for story in (*self.score.cases, *self.score.irregularities)]
        rows += [decoy.row for decoy in self.score.decoys]
        return {row: n for n, row in enumerate(dict.fromkeys(rows), 1)}

    def code(self, code: str) -> str:
        """The other code of a unit; what is none (a lane that all share) stays."""
        return self.codes.get(code, code)

    def routing(self, routing: str) -> str:
        """A routing with the posts under their other names."""
        return "-".join(self.posts.get(leg, leg) for leg in routing.split("-"))

    def text(self, text: Text) -> Text:
        """A text of the trainer in which units, posts and their cities bear their other names."""
        if isinstance(text, str):
            return self._protected.sub(lambda word: self._others[word[0].casefold()], text)
        return {lang: str(self.text(one)) for lang, one in text.items()}

    @cached_property
    def _others(self) -> dict[str, str]:
        others: dict[str, str] = {}
        cities = {row["code"]: (row["city"], row["name"]) for row in table("world", "airports")}
        for unit in self.score.units:
            name = unit.name if isinstance(unit.name, dict) else {"en": unit.name}
            for word in (*cities.get(unit.post, ()), unit.post):
                others.setdefault(word.casefold(), self.words.say("post {letter}", letter=self.posts[unit.post]))
            others |= dict.fromkeys((each.casefold() for each in (*name.values(), unit.code)), self.names[unit.code])
        return others

    @cached_property
    def _protected(self) -> re.Pattern[str]:
        longest = sorted(filter(None, self._others), key=lambda word: (-len(word), word))
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE)


def _letters(at: int) -> str:
    """`A`, `B`, … `Z`, `AA`."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def masked(score: Score, words: Words) -> Score:
    """A score in which nothing tells the units: no names, posts, systems or local times, and not the drill's key."""
    masks = Masks(score, words)
    start = datetime.fromisoformat(score.about.start).astimezone(UTC)
    joint = score.about.kind == "joint"
    about = {
        "title": words.say("Joint practical drill") if joint else words.say("Parallel practical drill"),
        **dict.fromkeys(("purpose", "marking"), ""),
        "start": start.isoformat(timespec="minutes"),
        "seed": None,
        **dict.fromkeys(("key", "salt", "commitment", "scenario_digest", "world_digest"), ""),
    }
    units = sorted((_unit(unit, masks) for unit in score.units), key=lambda unit: unit.code)
    stories = {name: [_hidden(story, masks) for story in getattr(score, name)] for name in ("cases", "irregularities")}
    objectives = [{**goal, **{key: masks.text(goal[key]) for key in ("text", "capability") if goal.get(key)}}
                  for goal in score.objectives]  # fmt: skip
    return score.model_copy(
        update={
            "about": score.about.model_copy(update=about),
            "units": units,
            "decoys": [_decoy(decoy, masks) for decoy in score.decoys],
            "objectives": objectives,
            "judgings": [],
            **stories,
        }
    )


def _unit(unit: UnitScore, masks: Masks) -> UnitScore:
    other = {"code": masks.code(unit.code), "name": masks.names[unit.code], "post": masks.posts[unit.post]}
    return unit.model_copy(update={**other, "offset": None})


def _hidden(story: HiddenStory, masks: Masks) -> HiddenStory:
    return story.model_copy(
        update={
            "lane": masks.code(story.lane),
            "row": masks.rows[story.row],
            "found_by": masks.code(story.found_by) if story.found_by else None,
            "routing": masks.routing(story.routing),
            "passages": [_passage(passage, masks) for passage in story.passages],
            "evidence": {},
            "pool": "",
            "receptacle": "",
        }
    )


def _passage(passage: PassageStory, masks: Masks) -> PassageStory:
    unit, system = masks.code(passage.unit), masks.words.say("A system of the unit")
    return passage.model_copy(
        update={
            "unit": unit,
            "post": masks.posts.get(passage.post, passage.post),
            "offset": None,
            "seen": [seen.model_copy(update={"system": "system", "name": system}) for seen in passage.seen],
            "decisions": [each.model_copy(update={"unit": unit}) for each in passage.decisions],
            "observations": [each.model_copy(update={"unit": unit}) for each in passage.observations],
            "papers": [],
            "facts": [],
        }
    )


def _decoy(decoy: DecoyStory, masks: Masks) -> DecoyStory:
    return decoy.model_copy(
        update={
            "lane": masks.code(decoy.lane),
            "row": masks.rows[decoy.row],
            "routing": masks.routing(decoy.routing),
            "controlled_by": sorted(map(masks.code, decoy.controlled_by)),
        }
    )


def public(score: Score, words: Words) -> Score:
    """A masked score for everybody: carriers, numbers and parties masked too, nothing of how a post is staffed."""
    flights = _numbered(_flights(score), lambda n: words.say("flight {n}", n=n))
    goods = _numbered([story.consignment for story in score.cases], lambda n: words.say("consignment {n}", n=n))
    bare = {"officers": [], "stations": [], "hours": [], "outages": [], "after": AfterFinds()}
    return score.model_copy(
        update={
            "units": [unit.model_copy(update=bare) for unit in score.units],
            "cases": [_open(story, flights, goods) for story in score.cases],
            "irregularities": [],
            "decoys": [],
            "objectives": [],
        }
    )


def _flights(score: Score) -> list[str]:
    passages = (passage for story in score.cases for passage in story.passages)
    return [flight for passage in passages for flight in (passage.flight_in, passage.flight_out) if flight]


def _numbered(things: Iterable[str], name: Callable[[int], str]) -> Mapping[str, str]:
    return {thing: name(n) for n, thing in enumerate(dict.fromkeys(things), 1)}


def _open(story: HiddenStory, flights: Mapping[str, str], goods: Mapping[str, str]) -> HiddenStory:
    number = goods[story.consignment]

    def one(passage: PassageStory) -> PassageStory:
        changes: dict[str, Any] = {
            "flight_in": flights[passage.flight_in] if passage.flight_in else None,
            "flight_out": flights[passage.flight_out] if passage.flight_out else None,
            "decisions": [each.model_copy(update={"consignment": number}) for each in passage.decisions],
        }
        return passage.model_copy(update=changes)

    return story.model_copy(
        update={
            "consignment": number,
            "shipper": "",
            "consignee": "",
            "passages": [one(each) for each in story.passages],
        }
    )
