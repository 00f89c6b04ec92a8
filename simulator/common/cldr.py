"""Numbers, dates and spans of time as people of a language write them: the forms of CLDR, as Babel gives them.

English is the house's own, the same on every page since the first: `8 Nov 2022`, `20,113`, `25 %`, `1 h 30 min`.
The others follow CLDR, except for days without a year: `08.11` stands in all four, as officers there write it. CLDR
gives `08/11` for Uzbek and `8.11` for Georgian, and months cut to three letters make columns of times hard to scan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from simulator.common.clock import DAY, HOUR, MINUTE
from simulator.common.i18n import locale_name

if TYPE_CHECKING:
    from babel.core import Locale

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNITS = {"day": DAY, "hour": HOUR, "minute": MINUTE, "second": 1}
_SIGNS = str.maketrans({",": "\0", ".": "\1"})


@dataclass(frozen=True)
class Forms:
    """How one language writes figures: signs within numbers, patterns of units, of lists and of dates."""

    decimal: str
    group: str
    percent: str
    units: Mapping[str, Mapping[str, str]]
    plural: Callable[[float], str]
    two: str
    end: str
    day: Callable[[date], str]
    date: Callable[[date], str]

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many digits after the decimal sign."""
        text = f"{round(value, digits) + 0.0:,.{digits}f}"
        return text.translate(_SIGNS).replace("\0", self.group).replace("\1", self.decimal)

    def trimmed(self, text: str) -> str:
        """A number without zeros at the end of its decimals."""
        return text.rstrip("0").rstrip(self.decimal) if self.decimal in text else text

    def share(self, text: str) -> str:
        """A number of per cent with its sign."""
        return self.percent.replace("#", text)

    def unit(self, name: str, text: str, value: float) -> str:
        """A number, as `text` and as `value`, with a unit of time."""
        patterns = self.units[name]
        return (patterns.get(self.plural(value)) or patterns["other"]).replace("{0}", text)

    def duration(self, seconds: int) -> str:
        """`1 h 30 min` for 5400; the largest two units."""
        sign, rest, out = ("-" if seconds < 0 else ""), abs(seconds), []
        for name, size in UNITS.items():
            number, rest = divmod(rest, size)
            if number:
                out.append(self.unit(name, self.number(number), number))
        return sign + " ".join(out[:2]) if out else self.unit("minute", "0", 0)

    def listed(self, parts: Iterable[str]) -> str:
        """`a, b and c`."""
        words = list(parts)
        if len(words) < 2:
            return "".join(words)
        pattern = self.end if words[2:] else self.two
        return pattern.replace("{0}", ", ".join(words[:-1])).replace("{1}", words[-1])


@cache
def forms(lang: str) -> Forms:
    """The forms of a language."""
    return _english() if lang == "en" else _foreign(lang)


def _english() -> Forms:
    units = {"day": "{0} d", "hour": "{0} h", "minute": "{0} min", "second": "{0} s"}
    return Forms(
        decimal=".",
        group=",",
        percent="# %",
        units={name: {"other": pattern} for name, pattern in units.items()},
        plural=lambda _: "other",
        two="{0} and {1}",
        end="{0} and {1}",
        day=lambda day: f"{day.day:02d} {MONTHS[day.month - 1]}",
        date=lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    )


def _foreign(lang: str) -> Forms:
    from babel.core import Locale
    from babel.dates import format_date

    locale = Locale.parse(locale_name(lang))
    symbols = locale.number_symbols["latn"]
    patterns = locale.list_patterns["standard"]
    return Forms(
        decimal=symbols["decimal"],
        group=symbols["group"],
        percent=locale.percent_formats[None].pattern.replace("#,##0", "#"),
        units={name: _unit(locale, name) for name in UNITS},
        plural=locale.plural_form,
        two=patterns["2"],
        end=patterns["end"],
        day=lambda day: f"{day.day:02d}.{day.month:02d}",
        date=lambda day: format_date(day, "long", locale=locale),
    )


def _unit(locale: Locale, name: str) -> dict[str, str]:
    """The short pattern of a unit of time for each plural form."""
    from babel.units import format_unit

    whole = {str(tag): n for n in (0, 1, 2, 5, 21) for tag in [locale.plural_form(n)]}
    found = {tag: format_unit(n, f"duration-{name}", "short", locale=locale) for tag, n in whole.items()}
    patterns = {tag: text.replace(str(whole[tag]), "{0}", 1) for tag, text in found.items()}
    return {"other": next(iter(patterns.values())), **patterns}
