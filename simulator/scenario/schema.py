"""The scenario format as JSON Schema, for editors and for whoever asks what may stand at a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator.common.tables import codes
from simulator.scenario.tree import Loc

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTE = (
    "Format 1 of the scenarios of jointdrill, JSON Schema draft 2020-12. "
    "`jointdrill check` sees more: names of shifts, units and routes, times, distances."
)


def schema() -> Schema:
    """A JSON Schema of a scenario file; a new dict every time."""
    made = modelled()
    properties = made["properties"]
    # The model keeps the entries with `from` apart; in a file they stand among the others, or in their place.
    day = properties.pop("real_days")["items"]
    traffic = properties["traffic"]
    entry = {"anyOf": [traffic["items"], day]}
    listed = {key: value for key, value in traffic.items() if key != "description"} | {"items": entry}
    properties["traffic"] = {"description": traffic["description"], "anyOf": [listed, day]}
    return made


def modelled() -> Schema:
    """The JSON Schema of the model, in which the entries of `traffic` with `from` are `real_days`; a new dict."""
    return json.loads(_built())  # type: ignore[no-any-return]


def words(kind: str) -> tuple[str, ...]:
    """The words of a shipped table that a scenario may use.

    `kind`: role, agency, machine, control, typology, irregularity, clearance or measure.
    """
    return codes(*_TABLES[kind])


_TABLES = {
    "role": ("operation", "roles"),
    "agency": ("scenario", "agencies"),
    "machine": ("operation", "machines"),
    "control": ("operation", "controls"),
    "typology": ("world", "typologies"),
    "irregularity": ("world", "irregularities"),
    "clearance": ("world", "clearance_profiles"),
    "measure": ("scoring", "measures"),
}
# Where the words of the tables stand: definition, property, and whether as keys.
_PLACES = (
    ("Profile", "clearance", "clearance"),
    ("Officers", "role", "role"),
    ("Officers", "agency", "agency"),
    ("System", "agencies", "agency"),
    ("Unit", "machines", "machine"),
    ("Unit", "failures", "machine"),
    ("CasePool", "typologies", "typology"),
    ("DecoyPool", "like", "typology"),
    ("IrregularityPool", "kinds", "irregularity"),
    ("ObjectiveMeasure", "measure", "measure"),
    ("Scenario", "weights", "typology"),
    ("Scenario", "controls", "control"),
)


@cache
def _built() -> str:
    from pydantic.json_schema import GenerateJsonSchema

    from simulator.scenario.model import Scenario

    class Untitled(GenerateJsonSchema):
        """Without the titles that are only the names of the fields again."""

        def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
            return False

    made = Scenario.model_json_schema(schema_generator=Untitled)
    made["title"] = "jointdrill scenario"
    for node in _nodes(made):
        _checked_keys(node)
    _name_values(made)
    _describe(made["$defs"])
    for definition, field, kind in _PLACES:
        owner = made if definition == "Scenario" else made["$defs"][definition]
        _offer(owner["properties"][field], words(kind))
    text = json.dumps({"$schema": _DIALECT, "$comment": _NOTE, **made}, ensure_ascii=False)
    return re.sub(r"(Uniform|Triangular|Lognormal|Exponential)_Annotated_\w+", r"\1Duration", text)


@cache
def _root() -> Schema:
    return modelled()


def _nodes(value: Any) -> Iterator[Schema]:
    """Every mapping in a schema, outer before inner."""
    if isinstance(value, dict):
        yield value
        for inner in list(value.values()):
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _checked_keys(node: Schema) -> None:
    """Keys of a form: pydantic would let keys that do not match pass."""
    patterns = node.get("patternProperties")
    if isinstance(patterns, dict) and len(patterns) == 1:
        [(pattern, value)] = node.pop("patternProperties").items()
        node["additionalProperties"] = value
        node["propertyNames"] = {**node.get("propertyNames", {}), "pattern": pattern}


def _name_values(made: Schema) -> None:
    """Give keys and values of mappings the titles that pydantic takes from them, after the same types elsewhere."""
    from pydantic import TypeAdapter

    from simulator.scenario.forms import Weight

    # Weights are values of mappings only.
    named = [*_nodes(made), TypeAdapter(Weight).json_schema()]
    named = [node for node in named if isinstance(node.get("title"), str)]
    titles = {_plain(node): node["title"] for node in named}
    forms = {node["pattern"]: node["title"] for node in named if "pattern" in node}
    for node in _nodes(made):
        value = node.get("additionalProperties")
        if isinstance(value, dict) and _plain(value) in titles:
            value.setdefault("title", titles[_plain(value)])
        keys = node.get("propertyNames")
        if isinstance(keys, dict) and keys.get("pattern") in forms:
            keys.setdefault("title", forms[keys["pattern"]])


def _describe(parts: Schema) -> None:
    """Give the distributions their descriptions, which pydantic keeps from types with parameters."""
    from simulator.scenario import numbers

    for name, part in parts.items():
        kind = name.split("_")[0]
        if "description" not in part and hasattr(numbers, kind):
            part["description"] = getattr(numbers, kind).__doc__


def _plain(node: Schema) -> str:
    """A type without what is said about one field of it."""
    said = ("title", "description", "default", "unit")
    return json.dumps({key: value for key, value in node.items() if key not in said}, sort_keys=True)


def _offer(field: Schema, allowed: Sequence[str]) -> None:
    """Say the words of a table where they are asked for: as keys, as items, or as the value."""
    if field.get("type") == "object":
        field["propertyNames"] = {"enum": list(allowed)}
    elif field.get("type") == "array":
        field["items"]["enum"] = list(allowed)
    else:
        field["enum"] = list(allowed)


@dataclass(frozen=True)
class Walked:
    """Where a path of pydantic leads: the path without the tags of unions, and the schema of what stands there.

    The schema is empty where the format has no such place.
    """

    loc: Loc
    node: Schema


def walk(loc: Sequence[str | int]) -> Walked:
    """Follow a path, tags of unions included, through the format."""
    node, steps = _root(), []
    for step in loc:
        if "oneOf" in node:
            node = _resolved(_branch(node["oneOf"], step))
        elif step != "[key]":
            steps.append(step)
            node = _resolved(_step(node, step))
    return Walked(tuple(steps), node)


def stand_in(node: Schema) -> Any:
    """A small value that the format takes at a place with this schema."""
    node = _resolved(node)
    if "oneOf" in node:
        return stand_in(node["oneOf"][0])
    if "properties" in node:
        return {name: stand_in(node["properties"][name]) for name in node.get("required", ())}
    if "type" not in node or node["type"] == "object":
        names = node.get("propertyNames", {})
        least = node.get("minProperties", 0)
        return {(names.get("enum") or names["examples"])[0]: stand_in(node["additionalProperties"])} if least else {}
    if node["type"] == "array":
        return [stand_in(node["items"])] * node.get("minItems", 0)
    given = [node["const"]] if "const" in node else node.get("enum") or node.get("examples")
    plain = {
        "string": "-",
        "boolean": False,
        "integer": max(1, node.get("minimum", 1)),
        "number": max(0, node.get("minimum", 0)),
    }
    return given[0] if given else plain[node["type"]]


def _resolved(node: Schema) -> Schema:
    if "$ref" in node:
        target: Schema = _root()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return {**_resolved(target), **{key: value for key, value in node.items() if key != "$ref"}}
    if "anyOf" in node:
        # Optional values: what may stand there beside nothing.
        given = [branch for branch in node["anyOf"] if branch.get("type") != "null"]
        if len(given) == 1:
            return {
                **_resolved(given[0]),
                **{key: value for key, value in node.items() if key != "anyOf"},
            }
    return {**node, "oneOf": [_resolved(branch) for branch in node["oneOf"]]} if "oneOf" in node else node


def _step(node: Schema, step: str | int) -> Schema:
    if isinstance(step, int):
        return dict(node.get("items", {}))
    found = node.get("properties", {}).get(step)
    extra = node.get("additionalProperties")
    return dict(found if found is not None else extra if isinstance(extra, dict) else {})


def _branch(branches: Sequence[Schema], tag: str | int) -> Schema:
    """The branch of a union that a tag names: a distribution by kind, texts by language, or the plain value."""
    for branch in branches:
        if branch.get("properties", {}).get("kind", {}).get("const") == tag:
            return branch
    wanted = "object" if tag == "languages" else None
    plain = [branch for branch in branches if "properties" not in branch]
    return next((branch for branch in plain if wanted is None or branch.get("type") == wanted), {})
