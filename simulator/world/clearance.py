"""How goods are cleared in a country: the rules of `data/clearance.csv` that are valid on the day of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from simulator.common.clock import DAY, HOUR, MINUTE
from simulator.common.tables import codes, table
from simulator.scenario.model import Profile, Scenario
from simulator.world.world import CHANNELS

GENERIC = "generic"
_SECONDS = {"min": MINUTE, "h": HOUR, "d": DAY}


@dataclass(frozen=True)
class Preliminary:
    """The preliminary decision of customs before arrival by air; times in s, shares from 0 to 1.

    It is made `lead` before the planned arrival; if the flight is shorter than `short`, before the arrival.
    """

    lead: int
    short: int
    none: float
    refused: float


@dataclass(frozen=True)
class Rules:
    """The clearance rules of a country on a day; durations in s.

    - `channels`: share of each channel among the declarations, in the order of CHANNELS, sum 1
    - `documentary`: shortest and longest check of the documents of a yellow declaration
    - `examination`: shortest and longest examination of the goods of a red declaration
    - `lodging`, `lodging_export`: a declaration is lodged at most this long before the planned arrival or departure;
      `lodging_peak`: where between the first and the last possible time most are lodged, from 0 to 1
    - `declared`: procedures that need a declaration; `transit_limit`: longest time to the office of destination
    - `pre_arrival`: how long before the arrival the carrier must have sent its data, None where it need not
    - `preliminary`: the preliminary decision, None where there is none
    - `union`: countries of one customs union: what arrives from them needs no decision
    - `hold_limit`, `hold_decided`: longest hold by an administration without and with a decision; `hold_space`:
      consignments that a post can hold at once; `hold_cost`: USD a consignment and day
    - `referrals`: whether pre-loading referrals exist
    """

    profile: str
    day: date
    channels: tuple[float, ...]
    documentary: tuple[int, int]
    examination: tuple[int, int]
    lodging: int
    lodging_export: int
    lodging_peak: float
    declared: frozenset[str]
    transit_limit: int
    pre_arrival: int | None
    preliminary: Preliminary | None
    union: frozenset[str]
    hold_limit: int
    hold_decided: int
    hold_space: int
    hold_cost: float
    referrals: bool


def profile_of(scenario: Scenario, country: str) -> str:
    """The clearance profile of a country: what the scenario says, else its own, else the generic one."""
    said = scenario.profiles.get(country)
    if said and said.clearance:
        return said.clearance
    own = (row["code"] for row in table("world", "clearance_profiles") if country in row["countries"].split("|"))
    return next(own, GENERIC)


def rules_for(scenario: Scenario, country: str) -> Rules:
    """The rules of a country on the day on which the scenario starts, with what the scenario says otherwise."""
    said = scenario.profiles.get(country) or Profile()
    return _rules(profile_of(scenario, country), scenario.start.date(), _own(said))


def _own(said: Profile) -> tuple[tuple[str, float], ...]:
    """What a profile of a scenario says, as rules."""
    shares = {str(name): share for name, share in said.channels.items()}
    own = {f"channel-{name}": shares.get(name, 0.0) for name in CHANNELS if shares}
    if said.hold_space is not None:
        own["hold-space"] = said.hold_space
    if said.hold_limit is not None:
        own["hold-limit"] = said.hold_limit
    if said.referrals:
        own["referrals"] = 1.0
    return tuple(own.items())


@cache
def _rules(profile: str, day: date, own: tuple[tuple[str, float], ...]) -> Rules:
    found = _valid(profile, day) | dict(own)
    shares = [found.get(f"channel-{name}", 0.0) for name in CHANNELS]
    return Rules(
        profile=profile,
        day=day,
        channels=tuple(share / sum(shares) for share in shares),
        documentary=(int(found["documentary-least"]), int(found["documentary-limit"])),
        examination=(int(found["examination-least"]), int(found["examination-limit"])),
        lodging=int(found["lodging-early"]),
        lodging_export=int(found["lodging-early-export"]),
        lodging_peak=found["lodging-peak"],
        declared=_declared(found),
        transit_limit=int(found["transit-limit"]),
        pre_arrival=int(found["pre-arrival-lead"]) if found["pre-arrival-data"] else None,
        preliminary=_preliminary(found),
        union=_union(profile),
        hold_limit=int(found["hold-limit"]),
        hold_decided=int(found["hold-decided"]),
        hold_space=int(found["hold-space"]),
        hold_cost=found["hold-cost"],
        referrals=bool(found["referrals"]),
    )


def _valid(profile: str, day: date) -> dict[str, float]:
    """The rules of a profile on a day by name, those of the generic profile where it has none.

    Channels are taken together: a country has four or three of them, not those of another beside its own.
    """
    valid = [row for row in _rows() if (row["from"] or "0") <= day.isoformat() < (row["to"] or "9")]
    own, other = ({row["rule"]: row for row in valid if row["profile"] == name} for name in (profile, GENERIC))
    if any(name.startswith("channel-") for name in own):
        other = {name: row for name, row in other.items() if not name.startswith("channel-")}
    return {name: _value(row) for name, row in (other | own).items()}


def _declared(found: Mapping[str, float]) -> frozenset[str]:
    of = {"import": ("import", "export"), "transit": ("transit",), "transshipment": ("transshipment",)}
    return frozenset(one for rule, those in of.items() if found[f"{rule}-declaration"] for one in those)


def _preliminary(found: Mapping[str, float]) -> Preliminary | None:
    if "preliminary-lead" not in found:
        return None
    lead, short = (int(found[f"preliminary-{name}"]) for name in ("lead", "short"))
    return Preliminary(lead, short, found["preliminary-none"], found["preliminary-refused"])


def _union(profile: str) -> frozenset[str]:
    row = next(row for row in table("world", "clearance_profiles") if row["code"] == profile)
    return frozenset(filter(None, row["union"].split("|")))


def _rows() -> tuple[dict[str, str], ...]:
    return table("world", "clearance")


def _value(row: Mapping[str, str]) -> float:
    """The value of a rule: durations in s, shares from 0 to 1."""
    value, unit = float(row["value"]), row["unit"]
    return round(value * _SECONDS[unit]) if unit in _SECONDS else value / 100 if unit == "%" else value


def profiles() -> tuple[str, ...]:
    """Codes of the clearance profiles, in file order."""
    return codes("world", "clearance_profiles")
