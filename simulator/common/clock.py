"""Time: whole seconds from the start of a drill. Texts of durations and times, in and out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

NEVER = 2**31 - 1
MINUTE, HOUR, DAY = 60, 3600, 86_400

_UNITS = {"s": 1, "sec": 1, "m": MINUTE, "min": MINUTE, "h": HOUR, "d": DAY}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)[T ]+(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d))?(?:\.0*)?")
_LOCAL = re.compile(r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4}),? +(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d))?")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def parse_duration(text: str) -> int:
    """Seconds of a text like `36 h`, `1 h 30 min`, `90 min`, `2 d`, `-20 min`; ValueError if it is none."""
    text = text.strip().lower()
    sign = -1 if text.startswith("-") else 1
    body = text.lstrip("-").strip()
    parts = _PART.findall(body)
    if not parts or _PART.sub("", body).strip() or any(unit not in _UNITS for _, unit in parts):
        raise ValueError(text)
    return sign * round(sum(float(number) * _UNITS[unit] for number, unit in parts))


def duration_text(seconds: int) -> str:
    """`1 h 30 min` for 5400; the largest two units."""
    sign, rest = ("-" if seconds < 0 else ""), abs(seconds)
    out = []
    for unit, size in (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1)):
        number, rest = divmod(rest, size)
        if number:
            out.append(f"{number} {unit}")
    return sign + " ".join(out[:2]) if out else "0 min"


def parse_offset(text: str) -> int:
    """Seconds east of UTC of `+06:00`; ValueError if it is none."""
    found = _OFFSET.fullmatch(text)
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        raise ValueError(text)
    return (1 if found[1] == "+" else -1) * (int(found[2]) * HOUR + int(found[3]) * MINUTE)


def parse_local(text: str) -> datetime:
    """The local time, without a zone, of `2022-11-08 14:30` or `08.11.2022 14:30`; ValueError if it is none."""
    found = _ISO.fullmatch(text) or _LOCAL.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(found[part] or 0) for part in "ymdHMS")
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  local time


def local(start: datetime, seconds: int, offset: int) -> datetime:
    """The wall clock at a place `offset` seconds east of UTC, `seconds` after the aware datetime `start`."""
    return (start + timedelta(seconds=int(seconds))).astimezone(timezone(timedelta(seconds=offset)))


def since(start: datetime, moment: datetime) -> int:
    """Whole seconds from `start` to `moment`, both aware."""
    return round((moment - start).total_seconds())
