"""Numbers that may be fixed or drawn: `12`, or `{kind: uniform, low: 8, high: 20}`. Durations alike."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from simulator.common.chance import Floats
from simulator.common.clock import parse_duration

T = TypeVar("T", float, int)


class Part(BaseModel):
    """A part of a scenario: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return parse_duration(value)
        except ValueError:
            value = repr(value)
    raise PydanticCustomError(
        "duration", "{value} is not a duration; write it like 45 min, 36 h, 1 h 30 min", {"value": value}
    )


def _not_negative(value: int) -> int:
    if value < 0:
        raise PydanticCustomError("duration_sign", "a duration here cannot be negative")
    return value


_DURATION_SCHEMA = {"type": "string", "pattern": r"^-?\s*(\d+(\.\d+)?\s*(s|sec|m|min|h|d)\s*)+$",
                    "examples": ["45 min", "36 h", "1 h 30 min"]}
Moment = Annotated[int, BeforeValidator(_duration), WithJsonSchema(_DURATION_SCHEMA)]
"""Whole seconds, written like `45 min`; may be negative."""
Duration = Annotated[Moment, AfterValidator(_not_negative)]
"""Whole seconds, written like `45 min`; not negative."""


class Uniform(Part, Generic[T]):
    """Every value from low to high is equally likely."""

    kind: Literal["uniform"]
    low: T
    high: T

    @model_validator(mode="after")
    def _ordered(self) -> Uniform[T]:
        if self.high < self.low:
            raise PydanticCustomError("order", "high is smaller than low")
        return self


class Triangular(Part, Generic[T]):
    """From low to high, most often near mode."""

    kind: Literal["triangular"]
    low: T
    mode: T
    high: T

    @model_validator(mode="after")
    def _ordered(self) -> Triangular[T]:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise PydanticCustomError("order", "low, mode, high must rise")
        return self


class Lognormal(Part, Generic[T]):
    """Half of the values lie below median; `spread` is the standard deviation of the logarithm."""

    kind: Literal["lognormal"]
    median: T = Field(gt=0)
    spread: float = Field(gt=0, le=3)


class Exponential(Part, Generic[T]):
    """Waiting times without memory."""

    kind: Literal["exponential"]
    mean: T = Field(gt=0)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("kind", "without kind"))
    return str(getattr(value, "kind", "fixed"))


_KINDS = {"custom_error_type": "distribution",
          "custom_error_message": "is neither a fixed value nor a distribution; "
                                  "allowed kinds: uniform, triangular, lognormal, exponential"}
Number = Annotated[
    Annotated[float, Tag("fixed")]
    | Annotated[Uniform[float], Tag("uniform")]
    | Annotated[Triangular[float], Tag("triangular")]
    | Annotated[Lognormal[float], Tag("lognormal")]
    | Annotated[Exponential[float], Tag("exponential")],
    Discriminator(_kind, **_KINDS),
]
"""A number, fixed or a distribution."""

Span = Annotated[
    Annotated[Moment, Tag("fixed")]
    | Annotated[Uniform[Moment], Tag("uniform")]
    | Annotated[Triangular[Moment], Tag("triangular")]
    | Annotated[Lognormal[Moment], Tag("lognormal")]
    | Annotated[Exponential[Moment], Tag("exponential")],
    Discriminator(_kind, **_KINDS),
]
"""A duration in whole seconds, fixed or a distribution."""


class Between(Part):
    """A whole number from low to high, each equally likely."""

    kind: Literal["between"]
    low: int = Field(ge=0)
    high: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Between:
        if self.high < self.low:
            raise PydanticCustomError("order", "high is smaller than low")
        return self


Count = Annotated[
    Annotated[Annotated[int, Field(ge=0)], Tag("fixed")] | Annotated[Between, Tag("between")],
    Discriminator(_kind, custom_error_type="count",
                  custom_error_message="is neither a whole number nor {kind: between, low: …, high: …}"),
]
"""A whole number, fixed or between two bounds."""


def quantile(number: Any, uniform: Floats) -> Floats:
    """Values of a Number or Span at uniform draws in [0, 1), shape as `uniform` (inverse distribution)."""
    if isinstance(number, Uniform):
        return number.low + (number.high - number.low) * uniform
    if isinstance(number, Triangular):
        return _triangular(number.low, number.mode, number.high, uniform)
    if isinstance(number, Lognormal):
        from scipy.special import ndtri

        return np.asarray(number.median * np.exp(number.spread * ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))))
    if isinstance(number, Exponential):
        return -number.mean * np.log1p(-uniform)
    return np.full(np.shape(uniform), float(number))


def _triangular(low: float, mode: float, high: float, uniform: Floats) -> Floats:
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
    return np.where(uniform < split, rising, falling)


def bounds(count: Any) -> tuple[int, int]:
    """The smallest and the largest value of a Count."""
    return (count.low, count.high) if isinstance(count, Between) else (count, count)
