"""Words of a fixed form in a scenario: codes, times, texts. Each says its form to people and to editors."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Discriminator,
    Field,
    NaiveDatetime,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from simulator.common.i18n import LANGUAGES


def _form(pattern: str, title: str, form: str, example: str) -> Any:
    """A text of a fixed form. Editors show `patternErrorMessage` where a value does not fit."""
    return Field(pattern=pattern, title=title, examples=[example], json_schema_extra={"patternErrorMessage": form})


Code = Annotated[
    str,
    _form(
        r"^[a-z][a-z0-9-]{0,31}$",
        "short name",
        "small letters, digits and hyphens, a letter first, at most 32",
        "day-shift",
    ),
]
"""A short name: small letters, digits and hyphens."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def _no_device(word: str) -> str:
    if word in _DEVICES:
        raise PydanticCustomError("device", "is the name of a device in Windows")
    return word


FolderCode = Annotated[Code, AfterValidator(_no_device)]
"""A short name that a folder can bear on any system."""
AirportCode = Annotated[str, _form(r"^[A-Z]{3}$", "airport code", "three capital letters", "ALA")]
"""An IATA airport code."""
CountryCode = Annotated[str, _form(r"^[A-Z]{2}$", "country code", "two capital letters", "KZ")]
"""An ISO 3166 country code."""
ClockTime = Annotated[
    str, _form(r"^([01]\d|2[0-3]):[0-5]\d$", "time of day", "hours and minutes from 00:00 to 23:59", "08:00")
]
"""A time of day like `08:00`."""
Offset = Annotated[
    str,
    _form(
        r"^[+-](0\d|1[0-3]):[0-5]\d$|^[+-]14:00$",
        "distance from UTC",
        "sign, hours and minutes, at most 14 hours",
        "+06:00",
    ),
]
"""Distance of local time from UTC."""
FlightNumber = Annotated[
    str,
    _form(
        r"^([A-Z]\d|\d[A-Z]|[A-Z]{2})\d{3,4}[A-Z]?$",
        "flight number",
        "airline in two capital letters or digits, three or four digits, perhaps a letter",
        "KC904",
    ),
]
"""Airline designator and number, like `KC904`."""
Prefix = Annotated[str, _form(r"^\d{3}$", "air waybill prefix", "three digits", "465")]
"""The first three digits of an airline's air waybills."""
Share = Annotated[float, Field(ge=0, le=1, title="share from 0 to 1")]
Weight = Annotated[float, Field(ge=0, le=1_000_000, title="weight")]
"""How much of something there is beside its neighbours: 2 is twice as much as 1."""


def _known_language(word: str) -> str:
    if word not in LANGUAGES:
        raise PydanticCustomError("language", "{word} is not a language here", {"word": word})
    return word


Language = Annotated[
    str,
    AfterValidator(_known_language),
    WithJsonSchema({"type": "string", "title": "language", "enum": list(LANGUAGES)}),
]


def _text_kind(value: Any) -> str:
    if isinstance(value, dict):
        return "languages"
    return "none" if value is None or isinstance(value, bool | list) else "text"


Text = Annotated[
    Annotated[str, Field(min_length=1), Tag("text")]
    | Annotated[dict[Language, Annotated[str, Field(min_length=1)]], Field(min_length=1), Tag("languages")],
    Discriminator(_text_kind, custom_error_type="text", custom_error_message="is not a text"),
    Field(title="text, or texts by language"),
]
"""One text, or one text a language: `{en: …, ru: …}`."""

_WRITTEN = re.compile(r"(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?: ?(Z|[+-]\d\d:\d\d))?")


def _written_time(value: Any) -> Any:
    """Only times that are written out: a bare number would be read as seconds since 1970."""
    if isinstance(value, datetime):
        return value
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("datetime_form", "is not a date and time of the years 2000 to 2099")
    return f"{found[1]}T{found[2]}{found[3] or ''}"


def _time_schema(title: str, zone: str, example: str) -> WithJsonSchema:
    pattern = r"^20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?" + zone
    return WithJsonSchema({"type": "string", "title": title, "pattern": pattern, "examples": [example]})


LocalTime = Annotated[
    NaiveDatetime,
    BeforeValidator(_written_time),
    _time_schema("date and local time", "$", "2022-11-08 03:10"),
]
"""A date and time on the clock of an airport."""
StartTime = Annotated[
    AwareDatetime,
    BeforeValidator(_written_time),
    _time_schema("date and time with offset", r" ?(Z|[+-]\d\d:\d\d)$", "2022-11-08T06:00+06:00"),
]
"""A date and time with its distance from UTC."""
