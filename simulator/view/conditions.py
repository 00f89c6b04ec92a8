"""What an officer fills in, column, condition and value, as a filter, and a simple filter as that.

A form holds rows that all have to be true. A filter that says more (OR, arithmetic, functions) has no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from simulator.common.errors import DrillError, Fault, listed, nearest
from simulator.view.filter import read, written
from simulator.view.filter_faults import short
from simulator.view.filter_nodes import chain
from simulator.view.filter_parts import NUMBER, OTHER_NAMES, SPAN, TEXT, TIME, TRUTH, WORD, Part, parts_of, quoted

if TYPE_CHECKING:
    import polars as pl

_ORDERED = ("is", "is-not", "less", "at-most", "more", "at-least", "between", "among", "empty", "filled")
OF_KIND: Mapping[str, tuple[str, ...]] = {
    NUMBER: _ORDERED,
    TIME: _ORDERED,
    TEXT: ("is", "is-not", "contains", "lacks", "begins", "ends", "among", "empty", "filled"),
    WORD: ("is", "is-not", "among", "empty", "filled"),
    TRUTH: ("yes", "no", "empty", "filled"),
}
"""The conditions that a column of a kind has, in the order of the form."""
_MARKS = {"is": "=", "is-not": "<>", "less": "<", "at-most": "<=", "more": ">", "at-least": ">="}
_PATTERNS = {"contains": ("%", "%"), "begins": ("", "%"), "ends": ("%", "")}
_STATES = {"empty": "NULL", "filled": "NOT NULL", "yes": "TRUE", "no": "FALSE"}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{0,9})?")
_TREES: Mapping[type, str] = {
    exp.EQ: "is",
    exp.NEQ: "is-not",
    exp.LT: "less",
    exp.LTE: "at-most",
    exp.GT: "more",
    exp.GTE: "at-least",
}


@dataclass(frozen=True)
class Condition:
    """A row of the form: code of a column, one of `OF_KIND`, and its values as texts.

    `between` has two values, `among` one or more, `empty`, `filled`, `yes` and `no` none, the others one. In the texts
    of `contains`, `lacks`, `begins` and `ends`, `%` stands for any characters and `_` for one, as in every filter.
    """

    column: str
    condition: str
    values: tuple[str, ...] = ()


def filter_text(rows: Iterable[Condition], schema: Mapping[str, pl.DataType]) -> str:
    """The filter of a form, empty if it has no rows. Raises a `DrillError` with all faults; `row` counts from 1."""
    columns = {part.told: part for part in parts_of(schema)}
    texts: list[str] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=1):
        made = _checked(row, columns, number)
        if isinstance(made, Fault):
            faults.append(made)
            continue
        try:
            written(made, schema)
        except DrillError as error:
            faults += [Fault(each.code, each.params, row=number, field=row.column) for each in error.faults]
        texts.append(made)
    if faults:
        raise DrillError(faults)
    whole = " AND ".join(texts)
    if whole:
        written(whole, schema)
    return whole


def conditions(text: str, schema: Mapping[str, pl.DataType]) -> list[Condition] | None:
    """The form of a filter; None if it says more than a form can. Raises a `DrillError` if it is no filter."""
    written(text, schema)
    columns = {part.told: part for part in parts_of(schema)}
    tree = read(text, schema).unnest()
    rows = [_condition(each.unnest(), columns) for each in (chain(tree) if isinstance(tree, exp.And) else [tree])]
    found = [row for row in rows if row is not None]
    return found if len(found) == len(rows) else None


def _checked(row: Condition, columns: Mapping[str, Part], number: int) -> str | Fault:
    """A row as text, or what is wrong with it other than its values."""
    part = columns.get(row.column)
    if part is None:
        hint = nearest(row.column, columns)
        return Fault("condition-column", {"value": row.column, "hint": hint}, row=number)
    allowed = OF_KIND[part.kind]
    if row.condition not in allowed:
        params = {"value": row.condition, "allowed": listed(allowed), "hint": nearest(row.condition, allowed)}
        return Fault("condition-unknown", params, row=number, field=row.column)
    least, most = _count(row.condition)
    if not least <= len(row.values) <= most or not all(value.strip() for value in row.values):
        wants = "no value" if not most else "a value" if most == 1 else "two values" if most == 2 else "values"
        return Fault("condition-values", {"condition": row.condition, "wants": wants}, row=number, field=row.column)
    wrong = [value for value in row.values if part.kind == NUMBER and not _NUMBER.fullmatch(value.strip())]
    if wrong:
        return Fault("filter-number", {"value": short(wrong[0])}, row=number, field=row.column)
    return _text(row, part.kind)


def _count(condition: str) -> tuple[int, int]:
    """How many values a condition takes, at least and at most."""
    if condition in ("empty", "filled", "yes", "no"):
        return 0, 0
    return {"between": (2, 2), "among": (1, 200)}.get(condition, (1, 1))


def _text(row: Condition, kind: str) -> str:
    column, values = row.column, [value.strip() if kind == NUMBER else quoted(value) for value in row.values]
    if row.condition in _MARKS:
        return f"{column} {_MARKS[row.condition]} {values[0]}"
    if row.condition in _PATTERNS:
        before, after = _PATTERNS[row.condition]
        return f"{column} LIKE {quoted(before + row.values[0] + after)}"
    if row.condition == "lacks":
        return f"{column} NOT LIKE {quoted('%' + row.values[0] + '%')}"
    if row.condition == "between":
        return f"{column} BETWEEN {values[0]} AND {values[1]}"
    if row.condition == "among":
        return f"{column} IN ({', '.join(values)})"
    return f"{column} IS {_STATES[row.condition]}"


def _condition(node: exp.Expr, columns: Mapping[str, Part]) -> Condition | None:
    """A part of a filter as a row, None if it is more than that."""
    positive = node.this.unnest() if isinstance(node, exp.Not) else node
    name = _column(positive, columns)
    if name is None:
        return None
    kind = columns[name].kind
    if isinstance(positive, exp.Column):
        return Condition(name, "no" if isinstance(node, exp.Not) else "yes")
    if isinstance(positive, exp.Is):
        return _state(name, positive, negated=positive is not node)
    if positive is not node:
        return None
    if isinstance(node, exp.Like | exp.ILike):
        return _pattern(name, node)
    values = _values(node, kind)
    if values is None:
        return None
    code = {exp.Between: "between", exp.In: "among", **_TREES}.get(type(node), "")
    return Condition(name, code, values) if code in OF_KIND[kind] else None


def _column(node: exp.Expr, columns: Mapping[str, Part]) -> str | None:
    """The column that a comparison is about: what stands on its left."""
    left = node if isinstance(node, exp.Column) else node.this.unnest() if isinstance(node.this, exp.Expr) else None
    if not isinstance(left, exp.Column):
        return None
    name = left.name if left.name in columns else left.name.lower()
    return OTHER_NAMES.get(name, name) if name not in columns else name


def _state(name: str, node: exp.Is, *, negated: bool) -> Condition | None:
    if isinstance(node.expression, exp.Null):
        return Condition(name, "filled" if negated else "empty")
    # NOT (x IS TRUE) also holds where nothing is known, which no row of the form says.
    return None if negated else Condition(name, "yes" if node.expression.this else "no")


def _pattern(name: str, node: exp.Expr) -> Condition | None:
    pattern, negated = node.expression.unnest().name, bool(node.args.get("negate"))
    begins, ends = pattern.startswith("%"), pattern.endswith("%") and len(pattern) > 1
    value = pattern[begins : len(pattern) - ends]
    code = {(True, True): "contains", (False, True): "begins", (True, False): "ends"}.get((begins, ends))
    if negated:
        code = "lacks" if code == "contains" else None
    return Condition(name, code, (value,)) if code and value.strip() else None


def _values(node: exp.Expr, kind: str) -> tuple[str, ...] | None:
    """The literals that a column is compared with, None if something else stands there."""
    if isinstance(node, exp.Between):
        given: Sequence[exp.Expr] = (node.args["low"], node.args["high"])
    else:
        given = node.expressions if isinstance(node, exp.In) else [node.expression]
    texts = [_literal(each.unnest()) for each in given if isinstance(each, exp.Expr)]
    found = [text for text in texts if text is not None and text.strip()]
    return tuple(found) if found and len(found) == len(given) and kind != SPAN else None


def _literal(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Neg):
        inner = node.this.unnest()
        return f"-{inner.name}" if isinstance(inner, exp.Literal) else None
    return node.name if isinstance(node, exp.Literal) else None
