"""Words and figures of the debrief: texts of codes, counts, times, and sentences made of them.

Every sentence goes through `say` or `many`, which look it up in the catalogue of the language. A sentence is said
whole: other languages inflect what English only puts side by side. What is put into a sentence is a number, a name, or
a title that stands as it is (in brackets, or after a colon).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from simulator.common.cldr import Forms, forms
from simulator.common.clock import HOUR, NEVER
from simulator.common.i18n import Language, Text, kept, language, pick, to_count
from simulator.common.tables import shown, table
from simulator.debrief import typed
from simulator.scoring.place import FEW

NONE = "–"

_TABLES = {
    "typology": ("world", "typologies"),
    "irregularity": ("world", "irregularities"),
    "indicator": ("world", "indicators"),
    "trade": ("world", "trades"),
    "column": ("view", "columns"),
    "control": ("operation", "controls", "steps"),
    "find": ("operation", "finds"),
    "authority": ("operation", "authorities"),
    "contact": ("operation", "contacts"),
    "role": ("operation", "roles"),
    "machine": ("operation", "machines"),
    "behaviour": ("debrief", "behaviours"),
    "statement": ("debrief", "statements"),
    "report-field": ("debrief", "report_fields"),
    "measure": ("scoring", "measures"),
    "rating": ("scoring", "ratings"),
    "finding": ("debrief", "findings"),
}
_OF = {
    "case": to_count("{part} of {n} case", "{part} of {n} cases"),
    "decoy": to_count("{part} of {n} decoy", "{part} of {n} decoys"),
    "irregularity": to_count("{part} of {n} irregularity", "{part} of {n} irregularities"),
}
"""A part of all there are, by what they are."""
_SHARES = tuple(
    sorted(
        (part / whole, part, whole) for whole in (2, 3, 4, 5, 8, 10, 20) for part in {1, whole - 1, (whole + 1) // 2}
    )
)
_ISOLATE, _END = "\u2068", "\u2069"
_STRONG = {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}


@kept
def _titles(kind: str, column: str, lang: str) -> dict[str, str]:
    if kind not in _TABLES:
        rows = [row for row in table("debrief", "words") if row["kind"] == kind]
        return {row["code"]: shown("debrief", "words", column, row, lang) for row in rows}
    room, *names = _TABLES[kind]
    return {row["code"]: shown(room, name, column, row, lang) for name in names for row in table(room, name)}


def shortened(text: str, limit: int | None) -> str:
    """The text, cut to `limit` characters with an ellipsis."""
    return text if limit is None or len(text) <= limit else text[: limit - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """A foreign text that may be put into a sentence: right-to-left script stays within itself."""
    wild = any(unicodedata.bidirectional(sign) in _STRONG for sign in text)
    return f"{_ISOLATE}{text}{_END}" if wild else text


@dataclass(frozen=True)
class Words:
    """The words of one language, with the clock of one drill: `start` is its begin with offset.

    `people` are names of participants by their id, `notes` what they wrote by the number of the decision.
    `several_zones` is whether the drill has clocks of more than one zone; `end` (s from the start) is when it ends.
    Below `few` cases no share is told.
    `one_clock` is whether no time is local, because that would tell where a post is.
    """

    lang: str
    start: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    several_zones: bool = False
    end: int = NEVER
    few: int = FEW
    one_clock: bool = False

    @property
    def language(self) -> Language:
        """What is said in the language."""
        return language(self.lang)

    @property
    def forms(self) -> Forms:
        """How the language writes figures."""
        return forms(self.lang)

    def local(self, offset: int | None) -> Words:
        """The same words with the clock of a place, `offset` seconds east of UTC; None keeps the clock."""
        if offset is None:
            return self
        return replace(self, start=self.start.astimezone(timezone(timedelta(seconds=offset))))

    def who(self, participant: str) -> str:
        """The name of a participant, shortened; the id where no name is known."""
        return self.own(self.people.get(participant, participant), 40)

    def note(self, seq: int) -> str:
        """What a participant wrote about a decision, empty if nothing."""
        text = " ".join(self.notes.get(seq, "").split())
        return self.own(text, 500) if text else ""

    def low(self, text: str) -> str:
        """A title that stands in brackets or after a colon: `Detector dog` becomes `detector dog`, `X-ray` stays."""
        return text[:1].lower() + text[1:] if text[1:2].islower() else text

    def frequency(self, chance: float) -> str:
        """`about 1 time in 8`, `3 times in 4`."""
        if chance < 0.035:
            return self.say("hardly ever")
        if chance > 0.97:
            return self.say("nearly always")
        share, part, whole = min(_SHARES, key=lambda each: (round(abs(each[0] - chance), 6), each[2]))
        text = self.many(part, "{n} time in {whole}", "{n} times in {whole}", whole=whole)
        return text if abs(share - chance) < 0.001 else self.say("about {text}", text=text)

    def exact(self, value: float) -> str:
        """`0.247`, `520.1`, `4`: up to three digits, as they are."""
        return self.forms.trimmed(self.number(value, 3))

    def title(self, kind: str, code: str | None) -> str:
        """The text of a code; the code itself where no text is known."""
        return _titles(kind, "title", self.lang).get(code or "") or code or NONE

    def player(self, code: str) -> str:
        """The short name of a reference player, as sentences put it into quotation marks."""
        title = self.title("reference", code)
        return title if title != code else self.own(code, 24)

    def titles(self, kind: str, codes: Iterable[str]) -> str:
        """The texts of several codes, as a list in words."""
        return "; ".join(self.title(kind, code) for code in codes) or NONE

    def meanings(self, kind: str) -> dict[str, str]:
        """What the codes of a kind mean, by their titles; only those that are explained."""
        texts = _titles(kind, "meaning", self.lang)
        return {self.title(kind, code): meaning for code, meaning in texts.items() if meaning}

    def own(self, text: Text, limit: int | None = 80) -> str:
        """A text that a trainer or a participant wrote, in this language, shortened."""
        return isolated(shortened(pick(text, self.lang).strip(), limit)) or NONE

    def say(self, text: str, /, **values: Any) -> str:
        """A sentence with its values put in."""
        return self.language.say(text, **values)

    def text(self, text: str, /, **values: Any) -> str:
        """A text of a data table, with its values put in: the catalogues have it from the table."""
        return self.language.text(text).format(**values)

    def many(self, n: int, one: str, more: str, /, **values: Any) -> str:
        """The sentence for one thing or for several, with `{n}` put in."""
        return self.language.many(n, one, more, **{"n": self.number(n), **values})

    def number(self, value: float, digits: int = 0) -> str:
        """`20,113`; `0.2` with one digit."""
        return typed.number(self.forms.number(value, digits), value, digits)

    def mean(self, value: float) -> str:
        """A mean of counts: whole numbers as such, others with one digit (small ones with two)."""
        if value == int(value):
            return self.number(value)
        return self.number(value, 2 if abs(value) < 0.1 else 1)

    def of(self, part: int, whole: int, what: str, *, share: bool = True) -> str:
        """`3 of 5 cases`; with the share where they are not few: `3 of 12 cases (25 %)`.

        `what` is case, decoy or irregularity.
        """
        text = self.many(whole, *_OF[what], part=self.number(part))
        return f"{text} ({self.share(part, whole)})" if share and whole >= self.few else text

    def share(self, part: int, whole: int) -> str:
        """`25 %`; small shares with one digit, and never rounded to nothing."""
        share = 100 * part / whole
        text = self.forms.share(self.number(share, 1 if 0 < share < 10 else 0))
        if 0 < share < 0.1:
            text = self.say("below {least}", least=self.forms.share(self.number(0.1, 1)))
        return typed.share(text, part / whole)

    def counts(self, part: int, whole: int) -> str:
        """`3 of 5`."""
        before, after = self.say("{part} of {whole}", part="\0", whole=self.number(whole)).split("\0")
        return typed.part(f"{before}{self.number(part)}{after}", part, before, after)

    def listed(self, parts: Iterable[str]) -> str:
        """`a, b and c`."""
        return self.forms.listed(parts)

    def moment(self, t: int) -> str:
        """Local wall clock of the drill's start: `08 Nov 07:15`."""
        return NONE if t >= NEVER else typed.moment(f"{self.day(t)} {self.time(t)}", self.clock(t))

    def stamp(self, t: int) -> str:
        """The moment with its zone where there are several: `08 Nov 07:15 (UTC+06:00)`."""
        if t >= NEVER or not self.several_zones:
            return self.moment(t)
        return self.say("{moment} ({zone})", moment=self.moment(t), zone=self.zone())

    def at_post(self, label: str) -> str:
        """A label that says whose clock the times of a post are."""
        text = "{label} ({zone})" if self.one_clock else "{label}, local time ({zone})"
        return self.say(text, label=label, zone=self.zone())

    def in_zone(self, caption: str) -> str:
        """A caption that says whose clock the times below it are, where there are several."""
        if not self.several_zones:
            return caption
        return self.say("{caption}; times in {zone}", caption=caption, zone=self.zone())

    def day(self, t: int) -> str:
        """`08 Nov`."""
        return self.forms.day(self.clock(t))

    def time(self, t: int) -> str:
        """`07:15`."""
        clock = self.clock(t)
        return f"{clock.hour:02d}:{clock.minute:02d}"

    def date(self, t: int) -> str:
        """`8 Nov 2022`."""
        clock = self.clock(t)
        return typed.moment(self.forms.date(clock), clock)

    def clock(self, t: int) -> datetime:
        """The wall clock `t` seconds after the start."""
        return self.start + timedelta(seconds=t)

    def zone(self) -> str:
        """`UTC+06:00`."""
        return f"UTC{self.start:%z}"[:6] + ":" + f"{self.start:%z}"[3:5]

    def span(self, seconds: float) -> str:
        """`1 h 30 min`; whole minutes."""
        return self.forms.duration(round(seconds / 60) * 60)

    def hours(self, minutes: float) -> str:
        """Officers' time: `41.3 h`; below an hour `37 min`, and never rounded to nothing."""
        return typed.hours(self._hours(minutes), minutes, self.forms.unit("hour", "", 1).strip())

    def _hours(self, minutes: float) -> str:
        if not minutes:
            return self.forms.unit("hour", "0", 0)
        if minutes >= 60:
            return self.forms.unit("hour", self.number(minutes / 60, 1), minutes / 60)
        if minutes < 0.5:
            return self.say("below {least}", least=self.forms.unit("minute", "1", 1))
        return self.forms.unit("minute", self.number(max(minutes, 1)), round(max(minutes, 1)))


def since_midnight(words: Words, t: int) -> int:
    """Seconds of the local day at `t`."""
    clock = words.clock(t)
    return clock.hour * HOUR + clock.minute * 60 + clock.second
