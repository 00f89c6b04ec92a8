"""Words and figures of the debrief: texts of codes, counts, times, and sentences made of them.

Every sentence goes through `say` or `many`, so that a catalogue of translations can be put there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from simulator.common.clock import HOUR, NEVER, duration_text
from simulator.common.i18n import Text, pick
from simulator.common.tables import table

FEW = 10
"""Below so many cases a share in per cent says nothing; a scenario may say another number."""

NONE = "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_TABLES = {
    "typology": ("world", "typologies"),
    "irregularity": ("world", "irregularities"),
    "indicator": ("world", "indicators"),
    "trade": ("world", "trades"),
    "control": ("operation", "controls", "steps"),
    "find": ("operation", "finds"),
    "authority": ("operation", "authorities"),
    "contact": ("operation", "contacts"),
    "role": ("operation", "roles"),
    "machine": ("operation", "machines"),
    "measure": ("scoring", "measures"),
    "rating": ("scoring", "ratings"),
    "finding": ("debrief", "findings"),
}
_SHARES = tuple(
    sorted(
        (part / whole, part, whole) for whole in (2, 3, 4, 5, 8, 10, 20) for part in {1, whole - 1, (whole + 1) // 2}
    )
)
_ISOLATE, _END = "\u2068", "\u2069"
_STRONG = {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}


@cache
def _titles(kind: str, column: str) -> dict[str, str]:
    if kind not in _TABLES:
        return {row["code"]: row[column] for row in table("debrief", "words") if row["kind"] == kind}
    room, *names = _TABLES[kind]
    return {row["code"]: row[column] for name in names for row in table(room, name)}


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
    """

    lang: str
    start: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    several_zones: bool = False
    end: int = NEVER
    few: int = FEW

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
        """A title within a sentence: `Detector dog` becomes `detector dog`, `X-ray` stays."""
        return text[:1].lower() + text[1:] if text[1:2].islower() else text

    def ordinal(self, n: int) -> str:
        """`2nd`."""
        ends = {1: self.say("{n}st", n=n), 2: self.say("{n}nd", n=n), 3: self.say("{n}rd", n=n)}
        return self.say("{n}th", n=n) if n % 100 in (11, 12, 13) else ends.get(n % 10, self.say("{n}th", n=n))

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
        text = self.number(value, 3)
        return text.rstrip("0").rstrip(".")

    def title(self, kind: str, code: str | None) -> str:
        """The text of a code; the code itself where no text is known."""
        return _titles(kind, "title").get(code or "") or code or NONE

    def titles(self, kind: str, codes: Iterable[str]) -> str:
        """The texts of several codes, as a list in words."""
        return "; ".join(self.title(kind, code) for code in codes) or NONE

    def meanings(self, kind: str) -> dict[str, str]:
        """What the codes of a kind mean, by their titles; only those that are explained."""
        texts = _titles(kind, "meaning")
        return {self.title(kind, code): meaning for code, meaning in texts.items() if meaning}

    def own(self, text: Text, limit: int | None = 80) -> str:
        """A text that a trainer or a participant wrote, in this language, shortened."""
        return isolated(shortened(pick(text, self.lang).strip(), limit)) or NONE

    def say(self, text: str, /, **values: Any) -> str:
        """A sentence with its values put in."""
        return text.format(**values)

    def many(self, n: int, one: str, more: str, /, **values: Any) -> str:
        """The sentence for one thing or for several, with `{n}` put in."""
        return (one if n == 1 else more).format(n=self.number(n), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """`20,113`; `0.2` with one digit."""
        return f"{round(value, digits) + 0.0:,.{digits}f}"

    def mean(self, value: float) -> str:
        """A mean of counts: whole numbers as such, others with one digit (small ones with two)."""
        if value == int(value):
            return self.number(value)
        return self.number(value, 2 if abs(value) < 0.1 else 1)

    def of(self, part: int, whole: int, one: str, more: str, *, share: bool = True) -> str:
        """`3 of 5 cases`; where they are not few with the share: `3 of 12 cases (25 %)`."""
        text = self.say("{count} {what}", count=self.counts(part, whole), what=one if whole == 1 else more)
        return f"{text} ({self.share(part, whole)})" if share and whole >= self.few else text

    def share(self, part: int, whole: int) -> str:
        """`25 %`; small shares with one digit, and never rounded to nothing."""
        share = 100 * part / whole
        if 0 < share < 0.1:
            return self.say("below {least} %", least=self.number(0.1, 1))
        return f"{self.number(share, 1 if 0 < share < 10 else 0)} %"

    def counts(self, part: int, whole: int) -> str:
        """`3 of 5`."""
        return self.say("{part} of {whole}", part=self.number(part), whole=self.number(whole))

    def listed(self, parts: Iterable[str]) -> str:
        """`a, b and c`."""
        words = list(parts)
        return (
            self.say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1]) if words[1:] else "".join(words)
        )

    def moment(self, t: int) -> str:
        """Local wall clock of the drill's start: `08 Nov 07:15`."""
        return NONE if t >= NEVER else f"{self.day(t)} {self.time(t)}"

    def stamp(self, t: int) -> str:
        """The moment with its zone where there are several: `08 Nov 07:15 (UTC+06:00)`."""
        if t >= NEVER or not self.several_zones:
            return self.moment(t)
        return self.say("{moment} ({zone})", moment=self.moment(t), zone=self.zone())

    def in_zone(self, caption: str) -> str:
        """A caption that says whose clock the times below it are, where there are several."""
        if not self.several_zones:
            return caption
        return self.say("{caption}; times in {zone}", caption=caption, zone=self.zone())

    def day(self, t: int) -> str:
        """`08 Nov`."""
        clock = self.clock(t)
        return f"{clock.day:02d} {MONTHS[clock.month - 1]}"

    def time(self, t: int) -> str:
        """`07:15`."""
        clock = self.clock(t)
        return f"{clock.hour:02d}:{clock.minute:02d}"

    def date(self, t: int) -> str:
        """`8 Nov 2022`."""
        clock = self.clock(t)
        return f"{clock.day} {MONTHS[clock.month - 1]} {clock.year}"

    def clock(self, t: int) -> datetime:
        """The wall clock `t` seconds after the start."""
        return self.start + timedelta(seconds=t)

    def zone(self) -> str:
        """`UTC+06:00`."""
        return f"UTC{self.start:%z}"[:6] + ":" + f"{self.start:%z}"[3:5]

    def span(self, seconds: float) -> str:
        """`1 h 30 min`; whole minutes."""
        return duration_text(round(seconds / 60) * 60)

    def hours(self, minutes: float) -> str:
        """Officers' time: `41.3 h`; below an hour `37 min`, and never rounded to nothing."""
        if not minutes:
            return "0 h"
        if minutes >= 60:
            return f"{self.number(minutes / 60, 1)} h"
        return f"{self.number(max(minutes, 1))} min" if minutes >= 0.5 else self.say("below 1 min")


def since_midnight(words: Words, t: int) -> int:
    """Seconds of the local day at `t`."""
    clock = words.clock(t)
    return clock.hour * HOUR + clock.minute * 60 + clock.second
