"""From a story to a PDF that holds its own fonts, is tagged for readers of the screen (PDF/UA-1), and prints on A4."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import cache
from html import escape, unescape
from typing import Any

from simulator.common.resources import shipped
from simulator.debrief import theme
from simulator.debrief.blocks import Beside, Block, Facts, Figure, Section, Table, TimeLine, Together, walk
from simulator.debrief.fonts import families, folder, from_left, showable
from simulator.debrief.plain import plain, printable
from simulator.debrief.sections import linked, without_tables
from simulator.debrief.story import Story
from simulator.debrief.widths import widths
from simulator.debrief.words import shortened

_TOGETHER = 1500
"""Characters of a block that no page break should part; longer ones may be parted."""
_FOOT = 90
"""Characters of the title at the foot of a page."""
_WORD, _PIECE = 30, 12
"""Words longer than so many characters may be broken after each so many."""
_WIDE, _DEEP = 26, 70
"""With more entries than these the list of contents has two columns, and only one level."""
_TEXTS = re.compile(r"(?<=>)[^<]+(?=<)")
_ENDLESS = re.compile(rf"[^\s\u200b]{{{_WORD + 1},}}")
_CHART = 82
"""Per cent of the width of a page that a chart takes."""


def render_pdf(told: Story, drawings: Mapping[str, str]) -> bytes:
    """The PDF of a story; `drawings` are the SVG of its charts by id. Equal stories give equal bytes.

    RuntimeError if it cannot be set.
    """
    import typst

    made: bytes = typst.compile(**call(told, packed(told, drawings)))
    return made


def call(told: Story, data: str) -> dict[str, Any]:
    """What the typesetter is called with; nothing in it hangs on the machine or on the time."""
    templates = shipped("templates") / "debrief"
    return {
        "input": templates / "debrief.typ",
        "root": templates,
        "font_paths": _fonts(),
        "sys_inputs": {"data": data},
        "pdf_standards": "ua-1",
        "timestamp": told.began.astimezone(UTC),
        "format": "pdf",
    }


def packed(told: Story, drawings: Mapping[str, str]) -> str:
    """The view of a story as JSON."""
    return json.dumps(view(told, drawings), ensure_ascii=False)


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder()])


def view(told: Story, drawings: Mapping[str, str]) -> dict[str, Any]:
    """What the templates for print read: every text in a form that the fonts can show and the lines can hold."""
    sections = linked([without_tables(section, "screen", "sheet") for section in told.sections])
    blocks = list(walk(sections))
    return {
        "lang": told.lang,
        "exercise": told.exercise,
        "title": _text(told.title),
        "title-size": 24 if len(told.title) < 120 else 14,
        "short": _text(shortened(told.title, _FOOT)),
        "kicker": told.kicker,
        "edition": [_text(note) for note in told.edition_words],
        "marks": [_text(mark) for mark in told.marks],
        "invented": told.labels["invented"],
        "contents": told.labels["contents"],
        **_contents(blocks),
        "page-of": told.labels["page"],
        "front": plain(told.front, _text),
        "seats": plain(told.seats, _text),
        "sections": [_block(section) for section in sections],
        "targets": sorted({row.link for block in blocks if isinstance(block, Table) for row in block.rows if row.link}),
        "drawings": {chart: for_print(svg) for chart, svg in drawings.items()},
        "fonts": families(),
        "theme": {name.lower(): value for name, value in vars(theme).items() if name.isupper()},
    }


def _contents(blocks: Sequence[Block]) -> dict[str, int]:
    """How deep the list of contents goes and in how many columns, so that it stays on the cover."""
    entries = sum(isinstance(block, Section) and bool(block.id) for block in blocks)
    wide = _WIDE < entries <= _DEEP
    depth, columns = 1 if entries > _DEEP else 2, 2 if wide else 1
    return {"contents-depth": depth, "contents-columns": columns, "contents-rows": entries // 2 + 3}


def _halves(parts: Sequence[Facts]) -> list[list[Facts]]:
    """Parts in two columns that are about as long as each other, in their order."""
    lengths = [2 + sum(1 + bool(fact.note) for fact in part.facts) for part in parts]
    cut = min(range(1, len(parts) + 1), key=lambda at: max(sum(lengths[:at]), sum(lengths[at:])))
    return [list(parts[:cut]), list(parts[cut:])]


def _text(text: str) -> str:
    """A text for print; words without an end may be broken."""
    shown = showable(printable(text))
    if len(shown) <= _WORD:
        return shown
    return _ENDLESS.sub(lambda word: "\u200b".join(_pieces(word[0])), shown)


def _pieces(word: str) -> list[str]:
    return [word[at : at + _PIECE] for at in range(0, len(word), _PIECE)]


def _block(block: Block) -> dict[str, Any]:
    """A block with what print needs beside its texts."""
    if isinstance(block, Section):
        head = {"type": "section", "id": block.id, "title": _text(block.title), "look": block.look}
        return head | {"outlined": bool(block.id), "blocks": [_block(one) for one in block.blocks]}
    if isinstance(block, Together):
        return {
            "type": "together",
            "short": len(json.dumps(plain(block))) < _TOGETHER * 2,
            "blocks": [_block(one) for one in block.blocks],
        }
    if isinstance(block, Figure):
        return _figure(block)
    told: dict[str, Any] = plain(block, _text)
    if isinstance(block, Beside):
        return told | {"halves": plain(_halves(block.parts), _text)}
    if isinstance(block, Table):
        return told | {"widths": widths(block), "short": block.short}
    if isinstance(block, TimeLine):
        return told | {
            "ticks": [_placed(tick) for tick in told["ticks"]],
            "lanes": [_lane(one) for one in told["lanes"]],
        }
    return told


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "type": "figure",
        "id": figure.id,
        "title": _text(figure.title),
        "words": _text(figure.words),
        "width": _CHART,
    }


def _lane(lane: dict[str, Any]) -> dict[str, Any]:
    return lane | {"bars": [_placed(bar) for bar in lane["bars"]], "marks": [_placed(mark) for mark in lane["marks"]]}


def _placed(thing: dict[str, Any]) -> dict[str, Any]:
    """Places in per cent as numbers."""
    return thing | {name: float(thing[name].rstrip("%")) for name in ("x", "width") if name in thing}


def for_print(svg: str) -> str:
    """A chart as a file of its own, in the font of the page, with texts that its fonts can show."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" font-family="Noto Sans"'
    return _TEXTS.sub(_shown, svg.replace("<svg", head, 1))


def _shown(text: re.Match[str]) -> str:
    return escape(from_left(showable(unescape(text[0]))), quote=False)
