"""The words of a filter, before any grammar: which may stand in it, how many, how deep; then its tree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from simulator.common.errors import listed
from simulator.view.filter_faults import Faults, short

if TYPE_CHECKING:
    from sqlglot import Token, TokenType, exp

MOST_CHARACTERS = 2_000
MOST_WORDS = 500
DEEPEST = 12
"""Parentheses in each other. sqlglot calls itself for each, about ten times."""
MOST_LEVELS = 40
"""Parts of the tree in each other, as in a long sum."""
MOST_SIGNS = 3
"""NOT, + or - in a row."""

FUNCTIONS = ("lower", "upper", "length", "abs", "round", "coalesce", "starts_with")
_ALLOWED = (
    "VAR IDENTIFIER STRING NUMBER L_PAREN R_PAREN COMMA AND OR NOT IN BETWEEN LIKE ILIKE IS NULL TRUE FALSE "
    "EQ NEQ GT GTE LT LTE PLUS DASH STAR SLASH MOD"
)
_SIGNS = ("NOT", "DASH", "PLUS")
_QUOTED = re.compile(r"'[^']*'")
_DECIMAL_COMMA = re.compile(r"\b\d+,\d+\b")
_CURLY = "‘’‚“”„«»`´"
"""Quotation marks that word processors put in place of the straight one."""
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def worded(text: str, names: Collection[str], faults: Faults) -> list[Token]:
    """The words of a filter; faults if one may not stand in it. `names` are those of the columns."""
    if len(text) > MOST_CHARACTERS:
        faults.add("filter-long", MOST_CHARACTERS, most=MOST_CHARACTERS)
        return []
    for offset, character in enumerate(text):
        if unicodedata.category(character) in _INVISIBLE and character not in "\t\r\n":
            faults.add("filter-character", offset, character=f"U+{ord(character):04X}")
    if faults:
        return []
    words = _tokens(text, faults)
    if not words and not faults:
        faults.add("filter-empty", 0)
    _check_size(words, faults)
    for word, following in zip_longest(words, words[1:]):
        _check_word(word, following, names, faults)
    return words


def parsed(text: str, words: list[Token], faults: Faults) -> exp.Expr | None:
    """The tree of the words of a text; None and a fault if they make no condition."""
    from sqlglot import exp
    from sqlglot.errors import ParseError
    from sqlglot.parser import Parser

    from simulator.view.filter_nodes import depth

    try:
        (tree,) = Parser().parse_into(exp.Condition, words, _line(text))
    except ParseError as error:
        first = error.errors[0]
        if _decimal_comma(text, faults):
            return None
        near = str(first["highlight"] or "")
        # All words lie on one line for sqlglot, and it counts to the end of a word.
        faults.add("filter-grammar", max(int(first["col"] or 0) - len(near), 0), value=short(near))
        return None
    except RecursionError:
        faults.add("filter-deep", 0, deepest=DEEPEST)
        return None
    if tree is None or depth(tree) > MOST_LEVELS:
        faults.add("filter-deep", 0, deepest=DEEPEST)
        return None
    return tree


def _decimal_comma(text: str, faults: Faults) -> bool:
    """Whether a number is written with a comma, which then is the fault."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    found = _DECIMAL_COMMA.search(bare)
    if found:
        faults.add("filter-comma", found.start(), value=found[0], point=found[0].replace(",", "."))
    return found is not None


def _line(text: str) -> str:
    """A text on one line, each character at its place."""
    return "".join(" " if character.isspace() else character for character in text)


def _tokens(text: str, faults: Faults) -> list[Token]:
    from sqlglot.errors import TokenError
    from sqlglot.tokens import Tokenizer

    line = _line(text)
    try:
        words = Tokenizer().tokenize(line)
    except TokenError:
        faults.add("filter-open", _last_open(line))
        return []
    for offset in _between(line, words):
        faults.add("filter-comment", offset)
    return words


def _last_open(line: str) -> int:
    """Where the quotation that is not closed begins."""
    mark, begin = "", 0
    for offset, character in enumerate(line):
        if not mark and character in "'\"":
            mark, begin = character, offset
        elif character == mark:
            mark = ""
    return begin


def _between(line: str, words: list[Token]) -> Iterator[int]:
    """Where something other than blanks lies between words: comments, which sqlglot leaves out."""
    ends = [0, *(word.end + 1 for word in words)]
    starts = [*(word.start for word in words), len(line)]
    for end, start in zip(ends, starts, strict=True):
        rest = line[end:start]
        if rest.strip():
            yield end + len(rest) - len(rest.lstrip())


def _check_size(words: list[Token], faults: Faults) -> None:
    if len(words) > MOST_WORDS:
        faults.add("filter-many", words[MOST_WORDS].start, most=MOST_WORDS)
    deep = signs = 0
    for word in words:
        name = word.token_type.name
        deep += (name == "L_PAREN") - (name == "R_PAREN")
        signs = signs + 1 if name in _SIGNS else 0
        if deep > DEEPEST or signs > MOST_SIGNS:
            faults.add("filter-deep", word.start, deepest=DEEPEST)
            return


def _check_word(word: Token, following: Token | None, names: Collection[str], faults: Faults) -> None:
    from sqlglot import TokenType

    called = following is not None and following.token_type == TokenType.L_PAREN
    plain = word.text.lower()
    if word.token_type not in _allowed() and plain in names and not called:
        # A column that has the name of a word of SQL.
        word.token_type = TokenType.VAR
    if word.token_type == TokenType.VAR and any(mark in word.text for mark in _CURLY):
        faults.add("filter-quotes", word.start, value=short(word.text))
    elif called and word.token_type in _callable() and plain not in FUNCTIONS:
        faults.add("filter-function", word.start, value=short(word.text), allowed=listed(FUNCTIONS))
    elif word.token_type not in _allowed():
        faults.add("filter-word", word.start, value=short(word.text))


@cache
def _allowed() -> frozenset[TokenType]:
    from sqlglot import TokenType

    return frozenset(TokenType[name] for name in _ALLOWED.split())


@cache
def _callable() -> frozenset[TokenType]:
    """What would be a function before a parenthesis: all but operators and what lists follow."""
    from sqlglot import TokenType

    return (frozenset(TokenType) - _allowed()) | {TokenType.VAR, TokenType.IDENTIFIER}
