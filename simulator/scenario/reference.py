"""The reference of the scenario format as Markdown, made from the model and the shipped tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from simulator.common.clock import duration_text
from simulator.common.tables import table
from simulator.scenario.schema import Schema, modelled

_INTRO = """\
# The scenario format

What may stand in a scenario file, format 1. This page is made from the model that checks the file
(`python -m simulator.scenario.reference > docs/scenario.md`), so it is what the program does.

- A scenario is a YAML file in UTF-8. `jointdrill new my-drill.yaml` writes one to start from, `jointdrill check
  my-drill.yaml` lists every fault with line and column, `jointdrill schema` prints the JSON Schema for editors.
- Words mean what they say: `NO` is Norway, `08:00` a time of day, `020` a prefix; no quotes are needed. A text that
  holds `: ` or begins with `{`, `[`, `*`, `&`, `#` needs quotes.
- `&name` marks a value and `*name` repeats it. `<<` is not read.
- **Durations** are written `45 min`, `36 h`, `1 h 30 min`, `2 d`, `90 s`; `-20 min` where it may be negative.
- **Times of flights** are local at their airport: `2022-11-08 03:10`. The start has its distance from UTC:
  `2022-11-08T06:00+06:00`.
- **Numbers that are drawn** anew for each drill are written as a mapping, see *Distributions*:
  `{kind: triangular, low: 10 min, mode: 20 min, high: 1 h}`, `{kind: between, low: 1, high: 3}`.
- **Texts** are one text, or one text a language: `{en: Post, ru: Почта}`. Languages: en, ru, kk, uz, ka.
- **Weights** say how much of something there is beside its neighbours: 2 is twice as much as 1, 0 is none.
- A key with a default may be left out, or be left without a value.
"""
_SECTIONS = {
    "Scenario": "The file",
    "Shift": "shifts",
    "Break": "shifts.breaks",
    "Unit": "units",
    "Officers": "units.officers",
    "Failure": "units.failures",
    "System": "units.systems",
    "Flight": "timetable",
    "Repeat": "timetable.repeat",
    "Traffic": "traffic",
    "RealDay": "traffic from messages",
    "Mail": "mail",
    "CasePool": "cases",
    "DecoyPool": "decoys",
    "IrregularityPool": "irregularities",
    "Intelligence": "intelligence",
    "Objective": "objectives",
    "ObjectiveMeasure": "objectives.measures",
    "Airport": "airports",
    "Profile": "profiles",
    "ControlTimes": "controls",
    "Scoring": "scoring",
}
_PLAIN = {"integer": "whole number", "number": "number", "string": "text", "boolean": "`true` or `false`"}
_DRAWN = ("UniformDuration", "TriangularDuration", "LognormalDuration", "ExponentialDuration", "Between")


def reference() -> str:
    """All keys of the format: name, type, unit, default, meaning; then the words of the shipped tables."""
    made = modelled()
    # Nobody writes this key: its entries stand under `traffic`.
    made["properties"].pop("real_days")
    parts = {"Scenario": made, **made["$defs"]}
    sections = [_INTRO]
    sections += [_section(f"## {title}", parts[name], made) for name, title in _SECTIONS.items()]
    sections.append("## Distributions\n\nWhere a duration or a whole number may be drawn.\n")
    sections += [_section(f"### `kind: {_kind(parts[name])}`", parts[name], made) for name in _DRAWN]
    sections += ["## Words\n", *_words()]
    return "\n".join(sections)


def _kind(part: Schema) -> str:
    return str(part["properties"]["kind"]["const"])


def _section(title: str, part: Schema, made: Schema) -> str:
    rows = [_row(name, field, name in part.get("required", ()), made) for name, field in part["properties"].items()]
    return f"{title}\n\n{part['description']}\n\n{_grid(('key', 'type', 'unit', 'default', 'meaning'), rows)}"


def _row(name: str, field: Schema, required: bool, made: Schema) -> tuple[str, ...]:
    given = _without_null(field)
    meaning = field.get("description", "")
    default = "required" if required else "" if "Default:" in meaning else _default(field, given)
    return f"`{name}`", _type(given, made), _unit(given), default, meaning


def _without_null(field: Schema) -> Schema:
    branches = [branch for branch in field.get("anyOf", []) if branch.get("type") != "null"]
    return {**branches[0], **{key: value for key, value in field.items() if key != "anyOf"}} if branches else field


def _type(field: Schema, made: Schema) -> str:
    """The type in words: `list of airport code`, `general, mail or express`."""
    if "$ref" in field:
        return _named(field["$ref"])
    if "items" in field:
        size = _size(field)
        return f"list of {_type(field['items'], made)}{size}"
    if field.get("additionalProperties"):
        return f"{_keys(field.get('propertyNames', {}))} → {_type(field['additionalProperties'], made)}"
    if "const" in field:
        return f"`{field['const']}`"
    if "title" in field:
        return str(field["title"])
    if "enum" in field:
        return _short([f"`{word}`" for word in field["enum"]])
    return _PLAIN[field["type"]] + _bounds(field)


def _named(ref: str) -> str:
    title = _SECTIONS[ref.rsplit("/", 1)[-1]]
    return f"[{title}](#{title.replace('.', '')})"


def _keys(names: Schema) -> str:
    return str(names.get("title") or _short([f"`{word}`" for word in names.get("enum", [])]) or "name")


def _short(words: list[str]) -> str:
    return ", ".join(words) if len(words) <= 5 else "word of a table below"


def _size(field: Schema) -> str:
    low, high = field.get("minItems"), field.get("maxItems")
    if low and high:
        return f", {low} to {high}"
    return f", at least {low}" if low and low > 1 else ""


def _bounds(field: Schema) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    if low is not None and high is not None:
        return f", {low:,} to {high:,}"
    return f", at most {field['maxLength']} characters" if "maxLength" in field else ""


def _unit(field: Schema) -> str:
    if "unit" in field:
        return str(field["unit"])
    inner = field.get("additionalProperties") if isinstance(field.get("additionalProperties"), dict) else field
    title = str((inner or {}).get("title", ""))
    drawn = any(branch.get("title") == "duration" for branch in (inner or {}).get("oneOf", []))
    return "s, min, h, d" if title.startswith("duration") or drawn else ""


def _default(field: Schema, given: Schema) -> str:
    default: Any = field.get("default")
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if default in ({}, [], "", None):
        return "none"
    if isinstance(default, list):
        return "`[" + ", ".join(map(str, default)) + "]`"
    if isinstance(default, int) and _unit(given) == "s, min, h, d":
        return f"`{duration_text(default)}`"
    if isinstance(default, dict):
        return "`{" + ", ".join(f"{key}: {value:g}" for key, value in default.items()) + "}`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def _words() -> Iterator[str]:
    """The words of the shipped tables that a scenario uses."""
    yield _listing("Roles", ("role", "means", "controls", "rest"), map(_role, table("operation", "roles")))
    yield _listing("Agencies", ("agency", "means", "note"), _rows("scenario", "agencies", "note"))
    yield _listing("Kinds of systems", ("kind", "means", "note"), _rows("world", "systems", "note"))
    yield _listing("Controls", ("control", "means", "machine"), map(_control, table("operation", "controls")))
    yield _listing("Machines", ("machine", "means", "used for"), _rows("operation", "machines", "used_for"))
    yield _listing("Typologies", ("typology", "means", "streams"), _rows("world", "typologies", "streams"))
    yield _listing("Irregularities", ("kind", "means", "streams"), _rows("world", "irregularities", "streams"))
    yield _listing("Measures", ("measure", "means", "default"), map(_measure, table("scoring", "measures")))
    yield _listing(
        "Clearance profiles", ("profile", "means", "countries"), _rows("world", "clearance_profiles", "countries")
    )
    yield "### Airports\n\n" + _run("airports", "city") + " Others are written under `airports`.\n"
    yield "### Airlines\n\n" + _run("airlines", "name") + " Flights of others get a `prefix`.\n"


def _role(row: dict[str, str]) -> tuple[str, ...]:
    rest = (
        f"{row['rests']} min without {_codes(row['rests_control'])} after {row['works']} min of it"
        if row["works"]
        else ""
    )
    return f"`{row['code']}`", row["title"], row["controls"].replace("|", ", "), rest


def _measure(row: dict[str, str]) -> tuple[str, ...]:
    levels = f"P {row['performed']}, S {row['some']}, M {row['major']}" if row["performed"] else f"most {row['most']}"
    return f"`{row['code']}`", row["title"], levels


def _codes(text: str) -> str:
    return " or ".join(f"`{code}`" for code in text.split("|"))


def _control(row: dict[str, str]) -> tuple[str, ...]:
    other = row["machine_general"]
    machine = f"{row['machine']}; general cargo: {other} if the unit has one" if other else row["machine"] or "none"
    return f"`{row['code']}`", row["title"], machine


def _run(name: str, column: str) -> str:
    """All codes of a table with their names, as one paragraph."""
    return ", ".join(f"{row['code']} {row[column]}" for row in table("world", name)) + "."


def _rows(room: str, name: str, column: str) -> Iterator[tuple[str, ...]]:
    for row in table(room, name):
        yield (
            f"`{row['code']}`",
            row["title"],
            row[column].replace("|", ", ") or ("all" if column == "streams" else "none"),
        )


def _listing(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return f"### {title}\n\n{_grid(head, rows)}"


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
