"""What the model refuses, as faults that say where, what stands there, and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.common.clock import duration_text
from simulator.common.errors import Fault, listed, nearest
from simulator.common.i18n import LANGUAGES
from simulator.scenario.schema import Schema, walk
from simulator.scenario.tree import Mapping, Node, Scalar, Spot, spot

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_LONGEST = 60


@dataclass(frozen=True)
class _Case:
    """One refusal: what pydantic says, where it stands, what the format wants there."""

    kind: str
    ctx: dict[str, Any]
    message: str
    spot: Spot
    schema: Schema
    key: str | None

    @property
    def value(self) -> str:
        return repr(cut(self.key)) if self.key is not None else shown(self.spot.node)


def from_model(error: ValidationError, root: Node, file: str) -> Iterator[Fault]:
    """A fault for each thing that the model refuses, placed in the tree it was made from."""
    for details in error.errors(include_url=False, include_input=False):
        case = _case(details, root)
        code, params = _told(case)
        yield Fault(code, params, file=file, line=case.spot.line, column=case.spot.column, field=case.spot.path)


def cut(text: str) -> str:
    """The begin of a long text."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def shown(node: Node | None) -> str:
    """What stands at a place, short enough for a message."""
    if isinstance(node, Scalar):
        return repr(cut(node.text))
    if node is None:
        return "nothing"
    return f"a mapping of {len(node.entries)}" if isinstance(node, Mapping) else f"a list of {len(node.nodes)}"


def _case(details: ErrorDetails, root: Node) -> _Case:
    loc, kind = details["loc"], details["type"]
    walked = walk(loc)
    at_key = loc[-1:] == ("[key]",)
    around = walk(loc[:-1]).node if kind == "extra_forbidden" else walked.node
    key = str(walked.loc[-1]) if at_key or kind == "extra_forbidden" else None
    place = spot(root, walked.loc, at_key=key is not None)
    if at_key:
        around = walk(loc[:-2]).node.get("propertyNames", {})
    return _Case(kind, dict(details.get("ctx", {})), details["msg"], place, around, key)


def _told(case: _Case) -> tuple[str, dict[str, Any]]:
    """Code and parameters of a refusal."""
    if case.kind == "missing":
        return "field-missing", {"meaning": case.schema.get("description", "")}
    if case.kind == "extra_forbidden":
        return _choice("field-unknown", case, list(case.schema.get("properties", ())))
    if _is_empty(case.spot.node) and case.key is None:
        return "field-empty", {"expected": expected(case.schema)}
    if case.kind in ("literal_error", "language"):
        return _choice("field-choice", case, _allowed(case))
    told = _TOLD.get(case.kind)
    if told:
        return told(case)
    if case.kind.endswith(("_type", "_parsing", "_parsing_size", "_from_float")) or case.kind == "finite_number":
        return "field-kind", {"value": case.value, "expected": expected(case.schema)}
    return "field-refused", {"value": case.value, "reason": case.message}


def _is_empty(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _allowed(case: _Case) -> list[str]:
    if case.kind == "language":
        return list(LANGUAGES)
    schema = case.schema
    return [str(word) for word in schema.get("enum", [schema["const"]] if "const" in schema else [])]


def _choice(code: str, case: _Case, allowed: list[str]) -> tuple[str, dict[str, Any]]:
    word = case.key if case.key is not None else getattr(case.spot.node, "text", "")
    return code, {"value": case.value, "allowed": listed(allowed, 30), "hint": nearest(cut(str(word)), allowed)}


def expected(schema: Schema) -> str:
    """What may stand at a place, in words."""
    if "enum" in schema:
        return "one of " + listed(map(str, schema["enum"]))
    if "title" in schema and "properties" not in schema:
        form, example = schema.get("patternErrorMessage"), schema.get("examples", [""])[0]
        how = ", ".join([*([form] if form else []), *([f"like {example}"] if example else [])])
        return f"{schema['title']} ({how})" if how else str(schema["title"])
    if "properties" in schema:
        return f"a mapping with the keys {listed(schema['properties'], 30)}"
    names = {
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "string": "text",
        "array": "list",
        "object": "mapping",
    }
    return names.get(str(schema.get("type")), "value")


def _form(case: _Case) -> tuple[str, dict[str, Any]]:
    return "field-form", {"value": case.value, "expected": expected(case.schema)}


def _range(case: _Case) -> tuple[str, dict[str, Any]]:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    timed = case.schema.get("title") == "duration"
    told = [
        f"{words[name]} {duration_text(bound) if timed else f'{bound:,}'}"
        for name, bound in case.ctx.items()
        if name in words
    ]
    return "field-range", {"value": case.value, "allowed": ", ".join(told)}


def _length(case: _Case) -> tuple[str, dict[str, Any]]:
    bounds = {"min_length": "at least", "max_length": "at most"}
    told = [f"{bounds[name]} {bound:,}" for name, bound in case.ctx.items() if name in bounds]
    return "field-length", {"value": case.value, "allowed": ", ".join(told)}


def _order(case: _Case) -> tuple[str, dict[str, Any]]:
    entries = case.spot.node.entries if isinstance(case.spot.node, Mapping) else {}
    there = (f"{name} {shown(entries[name][1])}" for name in ("low", "mode", "high") if name in entries)
    return "numbers-order", {"reason": case.message, "values": ", ".join(there)}


def _plain(code: str) -> Callable[[_Case], tuple[str, dict[str, Any]]]:
    return lambda case: (code, {"value": case.value})


def _time(code: str) -> Callable[[_Case], tuple[str, dict[str, Any]]]:
    return lambda case: (code, {"value": case.value, "example": case.schema.get("examples", [""])[0]})


_TOLD: dict[str, Callable[[_Case], tuple[str, dict[str, Any]]]] = {
    "string_pattern_mismatch": _form,
    "greater_than": _range,
    "greater_than_equal": _range,
    "less_than": _range,
    "less_than_equal": _range,
    "too_short": _length,
    "too_long": _length,
    "string_too_short": _plain("text-empty"),
    "string_too_long": _length,
    "duration": _plain("duration-form"),
    "duration_long": _plain("duration-long"),
    "order": _order,
    "device": _plain("code-device"),
    "distribution": _plain("distribution-form"),
    "count": _plain("count-form"),
    "text": _plain("text-form"),
    "datetime_form": _time("time-form"),
    "datetime_parsing": _time("time-form"),
    "datetime_from_date_parsing": _time("time-form"),
    "timezone_naive": _time("time-with-offset"),
    "timezone_aware": _time("time-without-offset"),
}
