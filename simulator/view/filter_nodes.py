"""Ways through the tree of a filter that do not call themselves, however deep it is."""

from __future__ import annotations

from sqlglot import exp


def depth(tree: exp.Expr) -> int:
    """How many parts of a tree lie in each other; a row of ANDs or ORs counts once."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        for each in node.iter_expressions():
            same = type(each) is type(node) and isinstance(node, exp.And | exp.Or)
            waiting.append((each, level if same else level + 1))
    return deepest


def chain(node: exp.Expr) -> list[exp.Expr]:
    """The parts of a row of ANDs or of ORs, in order, however long it is."""
    parts, kind = [], type(node)
    while type(node) is kind:
        parts.append(node.expression)
        node = node.this
    return [node, *reversed(parts)]


def offset(node: exp.Expr) -> int:
    """Where a part begins: the first place that any part of it knows."""
    return min((each.meta["start"] for each in node.walk() if "start" in each.meta), default=0)
