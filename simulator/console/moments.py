"""Times that a trainer gives on the command line: from the start, or by the clock of a post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from simulator.common.clock import DAY, duration_text, local, parse_duration, parse_local, since
from simulator.common.errors import DrillError, listed, nearest, refuse
from simulator.common.tables import table as data
from simulator.decisions.sheet import TIME_FORMAT
from simulator.drill import Drill
from simulator.scenario.model import Scenario, Unit
from simulator.scenario.schema import words
from simulator.world.places import places
from simulator.world.systems import EARLIEST

_CLOCK = re.compile(r"(?:(20\d\d-\d\d-\d\d)[T ])?(\d\d?:\d\d)")

_DAY = re.compile(r"\d\d?\.\d\d?\.20\d\d|20\d\d-\d\d?-\d\d?")


@dataclass(frozen=True)
class Clock:
    """The clock of a post: `offset` seconds east of UTC, from the start of a drill of `length` seconds."""

    start: datetime
    offset: int
    length: int

    @classmethod
    def of(cls, scenario: Scenario, post: str) -> Clock:
        """The clock of a post of a scenario."""
        return cls(scenario.start, places(scenario)[post].offset, scenario.length)

    def text(self, t: int) -> str:
        """Local time, as sheets show it."""
        return local(self.start, t, self.offset).strftime(TIME_FORMAT)

    def moment(self, said: str | None) -> int:
        """Seconds from the start of `2 h`, `14:30` or `2022-11-08 14:30`; the end if nothing is said.

        A time without a day is the first such time from the start. DrillError if it is none, or outside the drill.
        """
        if said is None:
            return self.length
        t = self._seconds(said.strip())
        if not EARLIEST <= t <= self.length:
            raise self._outside(said)
        return t

    def _outside(self, said: str) -> DrillError:
        first, last = (f"{duration_text(t)} ({self.text(t)})" for t in (EARLIEST, self.length))
        return refuse("moment-outside", field="--at", value=said, first=first, last=last)

    def _seconds(self, said: str) -> int:
        try:
            found = _CLOCK.fullmatch(said)
            if not found:
                return self._otherwise(said)
            day, hours = found[1], time.fromisoformat(found[2].zfill(5))
            begin = local(self.start, 0, self.offset)
            zone = timezone(timedelta(seconds=self.offset))
            given = datetime.combine(date.fromisoformat(day) if day else begin.date(), hours, zone)
            t = since(self.start, given)
            return t if day or t >= 0 else t + DAY
        except (ValueError, OverflowError):
            raise self._unread(said) from None

    def _unread(self, said: str) -> DrillError:
        day = _DAY.fullmatch(said)
        if day:
            return refuse("moment-day", field="--at", value=said, example=f"{said} {self.text(0)[-5:]}")
        return refuse("moment-form", field="--at", value=said, example=self.text(0))

    def _otherwise(self, said: str) -> int:
        """Seconds of a duration from the start, or of a day and time as people write them."""
        try:
            return parse_duration(said)
        except ValueError:
            return since(self.start, parse_local(said).replace(tzinfo=timezone(timedelta(seconds=self.offset))))


def agency_of(said: str | None) -> str | None:
    """An agency that was named, or none; DrillError if there is no such agency."""
    known = words("agency")
    if said is not None and said not in known:
        params = {"value": said, "allowed": listed(known), "hint": nearest(said, known)}
        raise refuse("agency-unknown", field="--agency", **params)
    return said


def seen_by(name: str, agency: str | None) -> str:
    """Who looks: the unit, or only its officers of an agency."""
    title = next((row["title"] for row in data("scenario", "agencies") if row["code"] == agency), "")
    return f"{name} ({title} only)" if agency else name


def unit_of(drill: Drill, code: str) -> Unit:
    """A unit of a drill by its code; DrillError if there is none."""
    units = {unit.code: unit for unit in drill.scenario.units}
    if code not in units:
        raise refuse("unit-unknown", value=code, allowed=", ".join(units), hint=nearest(code, units))
    return units[code]
