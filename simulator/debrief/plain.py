"""The view model as plain values, for programs and templates that read JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any


def plain(value: Any, text: Callable[[str], str] = str) -> Any:
    """Data classes as dicts with their `type`, tuples as lists; every text goes through `text`."""
    if isinstance(value, str):
        return text(value)
    if is_dataclass(value) and not isinstance(value, type):
        named = {"type": value.type} if hasattr(value, "type") else {}
        return named | {field.name: plain(getattr(value, field.name), text) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(one, text) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one, text) for one in value]
    return value


def printable(text: str) -> str:
    """A text without what no format can show: control characters, halves of pairs, what is no character."""
    return text if text.isprintable() else "".join(filter(_shown, text))


def _shown(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign in "\n\t" if category == "Cc" else category != "Cs" and ord(sign) & 0xFFFE != 0xFFFE
