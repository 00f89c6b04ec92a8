"""Numbers that may be fixed or drawn: `12`, or `{kind: uniform, low: 8, high: 20}`. Durations alike."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

import numpy as np
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    SerializerFunctionWrapHandler,
    Tag,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from simulator.common.chance import Floats
from simulator.common.clock import DAY, parse_duration

T = TypeVar("T", float, int)


LONGEST = 60 * DAY
"""No duration of a scenario is longer, so that no sum of them leaves 32 bits."""
MOST = 5_000_000
"""No count of a scenario is higher."""


class Part(BaseModel):
    """A part of a scenario: unknown keys are refused, values do not change.

    A number stands for a text where a text is asked for (prefix `465`, title `2022`). An optional key that is
    left without a value counts as not written: that is what remains when all its entries are commented out.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
    )

    later: ClassVar[tuple[str, ...]] = ()
    """Fields that scenarios of older drills could not have: where they have their default they are no part of what the
    scenario says, so that its digest stays what the log of the drill has."""

    @model_serializer(mode="wrap")
    def _without_later(self, said: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = type(self).model_fields
        silent = {name for name in self.later if getattr(self, name) == fields[name].default}
        silent |= {str(fields[name].alias) for name in silent}
        return {key: value for key, value in said(self).items() if key not in silent}

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        optional = {field.alias or name for name, field in cls.model_fields.items() if not field.is_required()}
        return {key: value for key, value in data.items() if value is not None or key not in optional}


def _duration(value: Any) -> Any:
    if type(value) is int and value == 0:
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("duration", "{value} is not a duration", {"value": value})
    try:
        seconds = parse_duration(value)
    except (ValueError, OverflowError):
        raise PydanticCustomError("duration", "{value} is not a duration", {"value": value}) from None
    if abs(seconds) > LONGEST:
        raise PydanticCustomError("duration_long", "is longer than 60 d")
    return seconds


_PARTS = r"\s*(\d+(\.\d+)?\s*(s|sec|m|min|h|d)\s*)+$"
_EXAMPLES = {"examples": ["45 min", "36 h", "1 h 30 min"]}
Moment = Annotated[
    int,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "title": "duration", "pattern": f"^-?{_PARTS}", **_EXAMPLES}),
]
"""Whole seconds, written like `45 min`; may be negative."""
Duration = Annotated[
    int,
    BeforeValidator(_duration),
    Field(ge=0),
    WithJsonSchema({"type": "string", "title": "duration", "pattern": f"^{_PARTS}", **_EXAMPLES}),
]
"""Whole seconds, written like `45 min`; not negative."""


class Uniform(Part, Generic[T]):
    """Every value from low to high is equally likely."""

    kind: Literal["uniform"] = Field(description="Says that it is this.")
    low: T = Field(description="The smallest value.")
    high: T = Field(description="The largest value.")

    @model_validator(mode="after")
    def _ordered(self) -> Uniform[T]:
        if self.high < self.low:
            raise PydanticCustomError("order", "high is smaller than low")
        return self


class Triangular(Part, Generic[T]):
    """From low to high, most often near mode."""

    kind: Literal["triangular"] = Field(description="Says that it is this.")
    low: T = Field(description="The smallest value.")
    mode: T = Field(description="The most frequent value.")
    high: T = Field(description="The largest value.")

    @model_validator(mode="after")
    def _ordered(self) -> Triangular[T]:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise PydanticCustomError("order", "low, mode, high must rise")
        return self


class Lognormal(Part, Generic[T]):
    """Half of the values lie below median; `spread` is the standard deviation of the logarithm."""

    kind: Literal["lognormal"] = Field(description="Says that it is this.")
    median: T = Field(gt=0, description="Half of the values lie below.")
    spread: float = Field(gt=0, le=3, description="0.5: two thirds of the values from 0.6 to 1.6 times the median.")


class Exponential(Part, Generic[T]):
    """Waiting times without memory."""

    kind: Literal["exponential"] = Field(description="Says that it is this.")
    mean: T = Field(gt=0, description="The average.")


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("kind", "without kind"))
    return str(getattr(value, "kind", "fixed"))


_KINDS = {
    "custom_error_type": "distribution",
    "custom_error_message": "is neither a fixed value nor a distribution; "
    "allowed kinds: uniform, triangular, lognormal, exponential",
}
Number = Annotated[
    Annotated[float, Tag("fixed")]
    | Annotated[Uniform[float], Tag("uniform")]
    | Annotated[Triangular[float], Tag("triangular")]
    | Annotated[Lognormal[float], Tag("lognormal")]
    | Annotated[Exponential[float], Tag("exponential")],
    Discriminator(_kind, **_KINDS),
    Field(title="number or distribution"),
]
"""A number, fixed or a distribution."""

Span = Annotated[
    Annotated[Moment, Tag("fixed")]
    | Annotated[Uniform[Moment], Tag("uniform")]
    | Annotated[Triangular[Moment], Tag("triangular")]
    | Annotated[Lognormal[Moment], Tag("lognormal")]
    | Annotated[Exponential[Moment], Tag("exponential")],
    Discriminator(_kind, **_KINDS),
    Field(title="duration or distribution"),
]
"""A duration in whole seconds, fixed or a distribution."""


class Between(Part):
    """A whole number from low to high, each equally likely."""

    kind: Literal["between"] = Field(description="Says that it is this.")
    low: int = Field(ge=0, le=MOST, description="The smallest value.")
    high: int = Field(ge=0, le=MOST, description="The largest value.")

    @model_validator(mode="after")
    def _ordered(self) -> Between:
        if self.high < self.low:
            raise PydanticCustomError("order", "high is smaller than low")
        return self


Count = Annotated[
    Annotated[int, Field(ge=0, le=MOST), Tag("fixed")] | Annotated[Between, Tag("between")],
    Discriminator(_kind, custom_error_type="count", custom_error_message="is not a count"),
    Field(title="whole number or between"),
]
"""A whole number, fixed or between two bounds."""


_TAIL = 1e-6


def quantile(number: Any, uniform: Floats) -> Floats:
    """Values of a Number or Span at uniform draws in [0, 1), shape as `uniform` (inverse distribution).

    The outermost millionth of a distribution without bounds is cut off: with what the checks allow, no draw
    leaves 32 bits.
    """
    if isinstance(number, Uniform):
        return np.asarray(number.low + (number.high - number.low) * uniform)
    if isinstance(number, Triangular):
        return _triangular(number.low, number.mode, number.high, uniform)
    if isinstance(number, Lognormal):
        from scipy.special import ndtri  # type: ignore[import-untyped]

        return np.asarray(number.median * np.exp(number.spread * ndtri(np.clip(uniform, _TAIL, 1 - _TAIL))))
    if isinstance(number, Exponential):
        return np.asarray(-number.mean * np.log1p(-np.clip(uniform, 0, 1 - _TAIL)))
    return np.full(np.shape(uniform), float(number))


def _triangular(low: float, mode: float, high: float, uniform: Floats) -> Floats:
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
    return np.where(uniform < split, rising, falling)


def bounds(count: Any) -> tuple[int, int]:
    """The smallest and the largest value of a Count."""
    return (count.low, count.high) if isinstance(count, Between) else (count, count)
