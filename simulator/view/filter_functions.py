"""The functions of filters: which arguments each takes, and what it makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from simulator.view.filter_parts import NUMBER, SPAN, TEXT, TRUTH, WORD, Part, fitted, number

Made = Part | str
"""The part that a function makes, or what it takes, if it was given something else."""


def made(function: type, given: Sequence[Part]) -> Made:
    """What one of the `KNOWN` functions makes of its arguments."""
    return KNOWN[function](given)


def _case(name: str) -> Callable[[Sequence[Part]], Made]:
    def work(given: Sequence[Part]) -> Made:
        if len(given) != 1 or given[0].family() != TEXT:
            return f"{name}(text)"
        (part,) = given
        return Part(TEXT, f"{name.upper()}({part.text()})", f"{name}({part.told})", constant=part.constant)

    return work


def _length(given: Sequence[Part]) -> Made:
    if len(given) != 1 or given[0].family() != TEXT:
        return "length(text)"
    (part,) = given
    return Part(NUMBER, f"LENGTH({part.text()})", f"length({part.told})", constant=part.constant, whole=True)


def _abs(given: Sequence[Part]) -> Made:
    if len(given) != 1 or given[0].kind not in (NUMBER, SPAN):
        return "abs(number)"
    (part,) = given
    return Part(part.kind, f"ABS({number(part)})", f"abs({part.told})", constant=part.constant)


def _round(given: Sequence[Part]) -> Made:
    if not 1 <= len(given) <= 2 or given[0].kind != NUMBER:
        return "round(number) or round(number, digits)"
    digits = given[1].sql if len(given) > 1 else "0"
    if len(digits) != 1 or not digits.isdecimal():
        return "round(number, digits) with 0 to 9 digits"
    part = given[0]
    return Part(NUMBER, f"ROUND({number(part)}, {digits})", f"round({part.told})", constant=part.constant)


def _coalesce(given: Sequence[Part]) -> Made:
    wants = "coalesce(column, instead): two or more of one kind, the first with a column"
    if len(given) < 2 or given[0].constant:
        return wants
    first = given[0]
    # What stands in for a word that is not there may be any text.
    fit = [part if first.kind == WORD else fitted(part, first.kind, ()) for part in given]
    parts = [part for part in fit if part is not None and part.family() == first.family()]
    if len(parts) < len(given):
        return wants
    sql = ", ".join(number(part) if first.family() != TEXT and first.kind != TRUTH else part.text() for part in parts)
    return Part(first.family(), f"COALESCE({sql})", f"coalesce({first.told})")


def _starts_with(given: Sequence[Part]) -> Made:
    if len(given) != 2 or given[0].family() != TEXT or given[1].literal is None:
        return "starts_with(text, 'beginning')"
    part, begin = given
    return Part(TRUTH, f"STARTS_WITH({part.text()}, {begin.sql})", "starts_with", constant=part.constant)


KNOWN: Mapping[type, Callable[[Sequence[Part]], Made]] = {
    exp.Lower: _case("lower"),
    exp.Upper: _case("upper"),
    exp.Length: _length,
    exp.Abs: _abs,
    exp.Round: _round,
    exp.Coalesce: _coalesce,
    exp.StartsWith: _starts_with,
}
