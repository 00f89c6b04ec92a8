"""The tree of a filter held against the columns: what each part is, and how it is written for polars.

Arithmetic is done in floating point, so that nothing overflows and a division by zero is no error. Each condition has
to name a column, so that it has a value for every consignment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from simulator.common.errors import listed, nearest
from simulator.view import filter_functions as functions
from simulator.view.filter_faults import Faults, short
from simulator.view.filter_nodes import chain, offset
from simulator.view.filter_parts import (
    BAD,
    NUMBER,
    OTHER_NAMES,
    SPAN,
    TEXT,
    TIME,
    TRUTH,
    WORD,
    Part,
    counted,
    fitted,
    number,
    parts_of,
    quoted,
)
from simulator.view.filter_titles import titled

if TYPE_CHECKING:
    import polars as pl

MOST_PATTERN = 100
MOST_WORDS_TOLD = 12
"""Fixed words that a message names."""
_COMPARING: Mapping[type, str] = {exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}
_COUNTING: Mapping[type, str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.Mod: "%"}
_NUMBER = re.compile(r"\d{1,15}(\.\d{0,9})?")


def _nearest_first(said: str, words: Sequence[str]) -> list[str]:
    """Words in their order; the nearest first where a message cannot name them all."""
    if len(words) <= MOST_WORDS_TOLD:
        return list(words)
    return sorted(words, key=lambda word: -SequenceMatcher(None, said, word).ratio())


class Reader:
    """Checks a tree and writes it; all that is wrong goes into `faults`."""

    def __init__(self, schema: Mapping[str, pl.DataType], faults: Faults) -> None:
        self._columns = {part.told: part for part in parts_of(schema)}
        self._others = {other: code for other, code in OTHER_NAMES.items() if code in self._columns}
        self._faults = faults
        self._work: dict[type, Callable[[Any], Part]] = {
            exp.Column: self._column,
            exp.Literal: self._literal,
            exp.Boolean: self._boolean,
            exp.Null: self._null,
            exp.Neg: self._negative,
            exp.Between: self._between,
            exp.In: self._in,
            exp.Like: self._like,
            exp.ILike: self._like,
            exp.Is: self._is,
            **dict.fromkeys(_COUNTING, self._count),
            **dict.fromkeys(_COMPARING, self._compare),
            **dict.fromkeys(functions.KNOWN, self._function),
        }

    def names(self) -> list[str]:
        """The columns that a filter may name."""
        return list(self._columns)

    def words(self) -> list[str]:
        """The columns by all names that they go by."""
        return [*self._columns, *self._others]

    def column(self, said: str) -> Part:
        """A column by a name that it goes by, whatever its case; KeyError if there is none."""
        name = said if said in self._columns else said.lower()
        return self._columns[self._others.get(name, name)]

    def condition(self, node: exp.Expr) -> str:
        """A part that is true or not for each consignment, as SQL."""
        if isinstance(node, exp.And | exp.Or):
            word = "AND" if isinstance(node, exp.And) else "OR"
            return "(" + f" {word} ".join(self.condition(each) for each in chain(node)) + ")"
        if isinstance(node, exp.Paren):
            return self.condition(node.this)
        if isinstance(node, exp.Not):
            return f"(NOT {self.condition(node.this)})"
        part = self._part(node)
        if part.kind not in (TRUTH, BAD):
            self._fault("filter-no-condition", node, value=part.told)
        elif part.constant and part.kind != BAD:
            self._fault("filter-constant", node)
        return part.sql

    def _part(self, node: exp.Expr) -> Part:
        """Any part of the tree."""
        if isinstance(node, exp.Paren):
            return self._part(node.this)
        if isinstance(node, exp.And | exp.Or | exp.Not):
            return Part(TRUTH, self.condition(node), "a condition")
        work = self._work.get(type(node))
        if work is None:
            self._fault("filter-unsupported", node)
            return Part(BAD)
        return work(node)

    # what stands alone

    def _column(self, node: exp.Column) -> Part:
        name = node.name.lower()
        there = node.name in self._columns or name in self.words()
        found = self.column(node.name) if there else None
        if found is None or len(node.parts) > 1:
            names = self.names()
            hint = titled(name) or nearest(name, names)
            hint = hint or ("; a text stands in single quotes" if node.this.args.get("quoted") else "")
            near = sorted(names, key=lambda each: -SequenceMatcher(None, name, each).ratio())[:8]
            self._fault("filter-column", node, value=short(node.name), allowed=listed(near), hint=hint)
            return Part(BAD)
        return found

    def _literal(self, node: exp.Literal) -> Part:
        told = short(node.name)
        if node.is_string:
            return Part(TEXT, quoted(node.name), repr(told), literal=node.name, constant=True)
        if not _NUMBER.fullmatch(node.name):
            self._fault("filter-number", node, value=told)
            return Part(BAD)
        whole = "." not in node.name
        return Part(NUMBER, node.name if whole else f"{node.name}0", told, constant=True, whole=whole)

    def _boolean(self, node: exp.Boolean) -> Part:
        word = "TRUE" if node.this else "FALSE"
        return Part(TRUTH, word, word, constant=True)

    def _null(self, node: exp.Null) -> Part:
        self._fault("filter-null", node)
        return Part(BAD)

    # arithmetic

    def _negative(self, node: exp.Neg) -> Part:
        part = self._part(node.this)
        if part.kind not in (NUMBER, SPAN):
            return self._wrong(node, part, "a number")
        return Part(part.kind, f"(- {number(part)})", f"-{part.told}", constant=part.constant)

    def _count(self, node: exp.Binary) -> Part:
        mark = _COUNTING[type(node)]
        left, right = (self._part(each) for each in (node.this, node.expression))
        if BAD in (left.kind, right.kind):
            return Part(BAD)
        told = f"{left.told} {mark} {right.told}"
        left, right = self._times([left, right], (node.this, node.expression))
        if BAD in (left.kind, right.kind):
            return Part(BAD)
        kind = counted(left.kind, mark, right.kind)
        if kind is None:
            self._fault("filter-arithmetic", node, left=left.is_a(), mark=mark, right=right.is_a())
            return Part(BAD)
        constant = left.constant and right.constant
        return Part(kind, f"({number(left)} {mark} {number(right)})", told, constant=constant)

    def _times(self, parts: Sequence[Part], nodes: Sequence[exp.Expr]) -> list[Part]:
        """Texts beside a time are durations."""
        if not any(part.kind in (TIME, SPAN) for part in parts):
            return list(parts)
        return [self._fitted(part, SPAN, (), node) for part, node in zip(parts, nodes, strict=True)]

    # conditions

    def _compare(self, node: exp.Binary) -> Part:
        order = not isinstance(node, exp.EQ | exp.NEQ)
        sql = self._alike((node.this, node.expression), order=order)
        mark = _COMPARING[type(node)]
        return Part(BAD) if sql is None else Part(TRUTH, f"({sql[0]} {mark} {sql[1]})", "a comparison")

    def _between(self, node: exp.Between) -> Part:
        if self._more(node, "this", "low", "high"):
            return Part(BAD)
        sql = self._alike((node.this, node.args["low"], node.args["high"]), order=True)
        return Part(BAD) if sql is None else Part(TRUTH, f"({sql[0]} BETWEEN {sql[1]} AND {sql[2]})", "a comparison")

    def _in(self, node: exp.In) -> Part:
        values = node.expressions
        if self._more(node, "this", "expressions") or not values:
            self._fault("filter-list", node)
            return Part(BAD)
        for value in values:
            if not isinstance(value.unnest(), exp.Literal | exp.Neg):
                self._fault("filter-list", value)
                return Part(BAD)
        sql = self._alike((node.this, *values))
        return Part(BAD) if sql is None else Part(TRUTH, f"({sql[0]} IN ({', '.join(sql[1:])}))", "a comparison")

    def _like(self, node: exp.Like | exp.ILike) -> Part:
        part, pattern = self._part(node.this), self._part(node.expression)
        if part.kind not in (TEXT, WORD):
            return self._wrong(node.this, part, "a text")
        if pattern.literal is None or self._more(node, "this", "expression", "negate"):
            self._fault("filter-pattern", node.expression)
            return Part(BAD)
        if len(pattern.literal) > MOST_PATTERN:
            self._fault("filter-pattern-long", node.expression, most=MOST_PATTERN)
        if part.constant:
            self._fault("filter-constant", node)
        word = "NOT ILIKE" if node.args.get("negate") else "ILIKE"
        return Part(TRUTH, f"({part.text()} {word} {pattern.sql})", "a comparison")

    def _is(self, node: exp.Is) -> Part:
        part, asked = self._part(node.this), node.expression
        if not isinstance(asked, exp.Null | exp.Boolean) or self._more(node, "this", "expression"):
            self._fault("filter-is", asked)
            return Part(BAD)
        if isinstance(asked, exp.Boolean) and part.kind not in (TRUTH, BAD):
            return self._wrong(node.this, part, "yes or no")
        if part.constant and part.kind != BAD:
            self._fault("filter-constant", node)
        word = "NULL" if isinstance(asked, exp.Null) else "TRUE" if asked.this else "FALSE"
        return Part(TRUTH, f"({part.sql} IS {word})", "a comparison")

    def _function(self, node: exp.Func) -> Part:
        given = [value for value in node.args.values() if isinstance(value, exp.Expr)]
        given += [each for value in node.args.values() if isinstance(value, list) for each in value]
        parts = [self._part(each) for each in given]
        if any(part.kind == BAD for part in parts):
            return Part(BAD)
        made = functions.made(type(node), parts)
        if isinstance(made, str):
            self._fault("filter-arguments", node, value=made)
            return Part(BAD)
        return made

    # helpers

    def _alike(self, nodes: Sequence[exp.Expr], *, order: bool = False) -> list[str] | None:
        """What is compared with each other as SQL, all of one kind; None and faults if it cannot be."""
        parts = [self._part(node) for node in nodes]
        if any(part.kind == BAD for part in parts):
            return None
        leading = next((part for part in parts if not part.constant), None)
        if leading is None:
            self._fault("filter-constant", nodes[0])
            return None
        if order and leading.kind in (TRUTH, WORD):
            self._fault("filter-order", nodes[0], value=leading.is_a())
            return None
        fit = [self._fitted(part, leading.kind, leading.words, node) for part, node in zip(parts, nodes, strict=True)]
        others = [part for part in fit if part.kind != BAD and part.family() != leading.family()]
        for part in others:
            node = nodes[fit.index(part)]
            self._fault("filter-compare", node, left=leading.is_a(), right=part.is_a(), allowed=leading.wanted())
        if others or any(part.kind == BAD for part in fit):
            return None
        plain = len({part.kind for part in fit}) > 1 or len({part.words for part in fit if not part.constant}) > 1
        return [part.text() if plain else part.sql for part in fit]

    def _fitted(self, part: Part, kind: str, words: tuple[str, ...], node: exp.Expr) -> Part:
        made = fitted(part, kind, words)
        if made is not None:
            return made
        if kind == WORD:
            literal = part.literal or ""
            near = _nearest_first(literal.lower(), words)
            hint = nearest(literal.lower(), words)
            self._fault("filter-value", node, value=short(literal), allowed=listed(near), hint=hint)
        else:
            self._fault("filter-duration", node, value=short(part.literal or ""))
        return Part(BAD)

    def _wrong(self, node: exp.Expr, part: Part, wanted: str) -> Part:
        if part.kind != BAD:
            self._fault("filter-kind", node, value=part.is_a(), wanted=wanted)
        return Part(BAD)

    def _more(self, node: exp.Expr, *known: str) -> bool:
        """Whether a part holds more than is known here, which then is a fault."""
        more = any(value for name, value in node.args.items() if name not in known)
        if more:
            self._fault("filter-unsupported", node)
        return more

    def _fault(self, code: str, node: exp.Expr, **params: object) -> None:
        self._faults.add(code, offset(node), **params)
