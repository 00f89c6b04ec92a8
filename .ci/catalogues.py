"""The catalogues of translations: `templates/translations/LANG.po`, in step with what the product says.

`extract` prints every text with where it stands; `update` writes new texts into the catalogues and takes out what is
said no more; `check` says what is not in step, not translated, or fuzzy, and whether placeholders and plurals fit;
`step` is the same but lets texts without a translation pass.

Texts are found in the arguments of `say`, `many`, `to_say` and `to_count` in Python (a name or a part of a constant is
followed to the texts that it can stand for; where that fails, it is a fault), in `_()` of the templates, and in the
columns of data tables that `simulator/common/data/shown.csv` names.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from simulator.common.i18n import LANGUAGES, locale_name
from simulator.common.tables import context_of, table

FOLDER = ROOT / "templates" / "translations"
ROOMS = ("common", "debrief", "decisions", "records", "scoring", "operation", "view", "world", "scenario")
"""Rooms that say something to people in their language; the console speaks English."""
SINGLE, COUNTED = ("say", "to_say"), ("many", "to_count")
PLURALS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    **dict.fromkeys(("kk", "uz", "ka"), "nplurals=2; plural=(n != 1);"),
}
"""CLDR: three forms of whole numbers in Russian, `one` and `other` elsewhere. Babel has one form for Georgian."""
_NAMED = re.compile(r"%\((\w+)\)s")

Id = str | tuple[str, str]


@dataclass(frozen=True)
class Said:
    """A text, or its forms for one and several, with its context and the file that says it."""

    id: Id
    context: str
    file: str


class Unseen(Exception):  # noqa: N818  what it says
    """A text that cannot be seen in the code."""


class Reader(ast.NodeVisitor):
    """Collects what a module says."""

    def __init__(self, tree: ast.Module, file: str) -> None:
        self.file, self.said, self.faults = file, list[Said](), list[str]()
        self.scopes: list[ast.AST] = [tree]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Names are followed within their function first; what only hands a text on says none itself."""
        if node.name in (*SINGLE, *COUNTED):
            return
        self.scopes.append(node)
        self.generic_visit(node)
        self.scopes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        """Take the texts of a call that says something."""
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in (*SINGLE, *COUNTED) and node.args:
            try:
                self.said += [Said(each, "", self.file) for each in self._ids(name, node.args)]
            except Unseen:
                self.faults.append(f"{self.file}:{node.lineno}: the text of {name}() cannot be seen: use to_say()")
        self.generic_visit(node)

    def _ids(self, name: str, args: list[ast.expr]) -> Iterable[Id]:
        if name in SINGLE:
            return self._texts(args[0])
        texts = args[1:] if name == "many" else args
        if isinstance(texts[0], ast.Starred):
            return self._pairs(texts[0].value)
        return list(zip(self._texts(texts[0]), self._texts(texts[1]), strict=True))

    def _texts(self, node: ast.expr) -> list[str]:
        """The texts that an expression can stand for."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [node.value]
        if isinstance(node, ast.IfExp):
            return [*self._texts(node.body), *self._texts(node.orelse)]
        if isinstance(node, ast.Name):
            return [text for value in self._values(node.id) for text in self._texts(value)]
        if _marked(node, SINGLE):
            return []
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            return [
                text for value in self._values(node.value.id) for part in _parts(value) for text in self._texts(part)
            ]
        raise Unseen

    def _pairs(self, node: ast.expr) -> list[Id]:
        if _marked(node, COUNTED):
            return []
        if isinstance(node, ast.IfExp):
            return [*self._pairs(node.body), *self._pairs(node.orelse)]
        if isinstance(node, ast.Tuple):
            return list(zip(self._texts(node.elts[0]), self._texts(node.elts[1]), strict=True))
        if isinstance(node, ast.Name):
            return [pair for value in self._values(node.id) for pair in self._pairs(value)]
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            return [
                pair for value in self._values(node.value.id) for part in _parts(value) for pair in self._pairs(part)
            ]
        raise Unseen

    def _values(self, name: str) -> list[ast.expr]:
        """What a name is assigned, in the nearest scope that assigns it anything."""
        for scope in reversed(self.scopes):
            found = list(_assigned(scope, name))
            if found:
                return found
        raise Unseen


def _marked(node: ast.expr, names: tuple[str, ...]) -> bool:
    """Whether it is a call that is collected by itself."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in names


def _parts(node: ast.expr) -> list[ast.expr]:
    """The values of a constant table."""
    if isinstance(node, ast.Dict):
        return [part for value in node.values for part in (_parts(value) if isinstance(value, ast.Dict) else [value])]
    if isinstance(node, (ast.Tuple, ast.List)):
        return list(node.elts)
    raise Unseen


def _assigned(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(scope) if not isinstance(scope, ast.Module) else scope.body:
        targets: list[ast.expr]
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        elif isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield value
            elif isinstance(target, ast.Tuple):
                names = [getattr(each, "id", "") for each in target.elts]
                if name in names:
                    yield from _nth(value, names.index(name))


def _nth(value: ast.expr, place: int) -> Iterator[ast.expr]:
    """What stands at a place of a tuple, whichever it is."""
    if isinstance(value, ast.Tuple):
        yield value.elts[place]
    elif isinstance(value, ast.IfExp):
        yield from _nth(value.body, place)
        yield from _nth(value.orelse, place)
    else:
        raise Unseen


def extract() -> tuple[list[Said], list[str]]:
    """Everything that is said, in the order of files, and what could not be seen."""
    said, faults = [], []
    for room in sorted(ROOMS):
        for path in sorted((ROOT / "simulator" / room).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            reader = Reader(tree, file)
            reader.visit(tree)
            said += reader.said
            faults += reader.faults
    return [*said, *_templates(), *_tables()], faults


def _templates() -> Iterator[Said]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".j2", ".typ", ".svg") and path.is_file():
            options = {"newstyle_gettext": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
            with path.open("rb") as file:
                for _, name, texts, _ in babel_extract(file, ("_", "gettext", "ngettext"), (), options):
                    found = [text for text in ((texts,) if isinstance(texts, str) else texts or ()) if text]
                    if found:
                        text = (found[0], found[1]) if name == "ngettext" else found[0]
                        yield Said(text, "", path.relative_to(ROOT).as_posix())


def _tables() -> Iterator[Said]:
    for place in table("common", "shown"):
        room, name, column = place["room"], place["table"], place["column"]
        for row in table(room, name):
            if row[column]:
                context = context_of(room, name, column, row)
                yield Said(row[column], context, f"simulator/{room}/data/{name}.csv")


def wanted() -> tuple[dict[tuple[Id, str], list[str]], list[str]]:
    """Files by text and context, in order, and what is wrong with the sources."""
    said, faults = extract()
    files: dict[tuple[Id, str], list[str]] = {}
    for each in said:
        places = files.setdefault((each.id, each.context), [])
        if each.file not in places:
            places.append(each.file)
    single = {(text, context) for text, context in files if isinstance(text, str)}
    double = [text[0] for text, context in files if (text[0], context) in single]
    faults += [f"{text!r} is said with and without a plural" for text in double]
    plural = [(text[0], context) for text, context in files if isinstance(text, tuple)]
    faults += [f"{each[0]!r} is said with two plurals" for each in sorted(set(plural)) if plural.count(each) > 1]
    return files, faults


def catalogue(lang: str) -> Catalog:
    """The catalogue of a language as it lies in the folder."""
    path = FOLDER / f"{lang}.po"
    if not path.is_file():
        return Catalog(locale=locale_name(lang))
    with path.open("rb") as file:
        return read_po(file, locale=locale_name(lang))


def renewed(lang: str, files: dict[tuple[Id, str], list[str]]) -> Catalog:
    """The catalogue with every text that is said and no other; translations are kept."""
    old = catalogue(lang)
    new = Catalog(locale=locale_name(lang), project="jointdrill", fuzzy=False)
    # Babel has no other way to tell a new catalogue its plural rule than reading it from a header.
    new.mime_headers = [("Plural-Forms", PLURALS[lang])]
    for (text, context), places in files.items():
        before = old.get(text[0] if isinstance(text, tuple) else text, context or None)
        same = before is not None and isinstance(before.id, str) == isinstance(text, str)
        flags = [flag for flag in (before.flags if before and same else ()) if flag == "fuzzy"]
        locations = [(place, 0) for place in places]
        new.add(text, before.string if before and same else None, locations, flags, context=context or None)
    return new


def forms_of(lang: str) -> int:
    """How many plural forms a language has."""
    return int(PLURALS[lang].partition(";")[0].partition("=")[2])


def written(new: Catalog, lang: str) -> bytes:
    """The catalogue as it is written: no times, no line numbers, so that it changes with its texts alone."""
    body = BytesIO()
    write_po(body, new, width=110, include_lineno=False, omit_header=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURALS[lang]}\\n"\n\n'
    )
    return head.encode() + body.getvalue()


def placeholders(text: str) -> set[str]:
    """The names that values are put in by."""
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"a brace that is not closed"}
    return named | set(_NAMED.findall(text))


def faults_of(message: Message, lang: str) -> Iterator[str]:
    """What is wrong with the translation of a text."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    name = f"{lang}.po: {ids[0]!r}"
    if message.fuzzy:
        yield f"{name} is fuzzy"
    if not all(strings):
        yield f"{name} is not translated"
        return
    if len(ids) > 1 and len(strings) != forms_of(lang):
        yield f"{name} has {len(strings)} plural forms, not {forms_of(lang)}"
    if isinstance(message.id, str) and "csv" in str(message.locations) and "{" not in ids[0]:
        return
    for text in strings:
        if placeholders(str(text)) != placeholders(ids[-1]):
            yield f"{name}: its placeholders are not those of {str(text)!r}"


def check(*, complete: bool = True) -> list[str]:
    """All that is not in step; without `complete`, texts without a translation are let pass."""
    files, faults = wanted()
    for lang in LANGUAGES[1:]:
        new = renewed(lang, files)
        path = FOLDER / f"{lang}.po"
        if not path.is_file() or path.read_bytes() != written(new, lang):
            faults.append(f"{lang}.po is not in step with what is said: make texts")
        found = [fault for message in new if message.id for fault in faults_of(message, lang)]
        faults += [fault for fault in found if complete or not fault.endswith("is not translated")]
    return faults


def shares() -> Iterator[str]:
    """How much of the texts each language has."""
    files, _ = wanted()
    for lang in LANGUAGES[1:]:
        messages = [each for each in renewed(lang, files) if each.id]
        done = sum(not any(fault.endswith("is not translated") for fault in faults_of(each, lang)) for each in messages)
        yield f"{lang}: {done} of {len(messages)} texts"


def main(task: str) -> int:
    """Do a task; 1 if something is wrong."""
    files, faults = wanted()
    if task == "extract":
        for (text, context), places in files.items():
            print(f"{', '.join(places)}\t{context}\t{text}")
    elif task == "update":
        for lang in LANGUAGES[1:]:
            (FOLDER / f"{lang}.po").write_bytes(written(renewed(lang, files), lang))
        print(*shares(), sep="\n")
    elif task in ("check", "step"):
        faults = check(complete=task == "check")
    else:
        print("catalogues.py extract | update | check | step", file=sys.stderr)
        return 2
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
