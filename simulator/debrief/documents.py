"""The documents of a hidden consignment side by side, as a unit knew them at a time, with the indicators they bear."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from simulator.common.clock import NEVER
from simulator.debrief.blocks import Column, Fact, Row, Table, without_empty
from simulator.debrief.evidence import value_text
from simulator.debrief.words import NONE, Words
from simulator.scoring.evidence import columns_read
from simulator.scoring.model import HiddenStory, Paper, PassageStory
from simulator.view.papers import STATED
from simulator.world.indicators import by_code
from simulator.world.papers import FIELDS, documents

MOST_FACTS = 28
"""Facts that a page for a room can show."""
_BASIC = (
    *("routing", "flight", "onward_flight", "procedure", "origin", "destination", "booked", "departs", "expected"),
    *("shipper_address", "shipper_phone", "consignee_address", "consignee_phone", "agent_name", "goods", "hs"),
    *("value", "usual_value_per_kg", "handling", "channel", "security_status"),
)
"""What everybody looks at first: shown of every consignment."""


def side_by_side(
    story: HiddenStory,
    passage: PassageStory,
    words: Words,
    *,
    t: int = NEVER,
    opened: bool = False,
    marked: Collection[str] = (),
) -> Table:
    """What the documents said that a unit had by a time (s), one row a field; what was amended by then says both.

    `opened`: also those that only the documentary check lays open. `marked`: indicators that are named in the rows
    that bear them; without any the last column is left out.
    """
    said = [paper for paper in passage.papers if _at_hand(paper, t, opened=opened)]
    codes = [code for code in documents() if any(paper.document == code for paper in said)]
    fields = [field for field in FIELDS if any(paper.field == field for paper in said)]
    cells = {(paper.field, paper.document): _said(paper, t, words) for paper in said}
    bears = _by_field(marked, words)
    rows = [
        Row((_title(field, words), *(cells.get((field, code), NONE) for code in codes), bears.get(field, NONE)))
        for field in fields
    ]
    heads = [Column(_head(code, story.stream, said, words)) for code in codes]
    columns = (Column(words.say("Field")), *heads, Column(words.say("Risk indicator")))
    whole = Table(words.say("Documents side by side"), columns, tuple(rows))
    return without_empty(whole if marked else _without_last(whole))


def facts_known(story: HiddenStory, passage: PassageStory, words: Words, *, t: int) -> tuple[Fact, ...]:
    """What else a unit's systems had shown by a time (s): the usual facts, and those that its indicators are read from.

    Which of them bear an indicator is not told: the look-alikes of other consignments stand among them.
    """
    told = columns_told(story)
    shown = {fact.column: fact for fact in passage.facts if fact.since <= t}
    wanted = [code for code in shown if code in told]
    return tuple(
        Fact(words.title("column", code), value_text(code, shown[code].value, words)) for code in wanted[:MOST_FACTS]
    )


def columns_told(story: HiddenStory) -> frozenset[str]:
    """The columns that `facts_known` tells of a consignment."""
    return frozenset(_BASIC).union(*(_columns(code) for code in story.indicators_shown))


def _at_hand(paper: Paper, t: int, *, opened: bool) -> bool:
    return opened if paper.since is None else paper.since <= t


def _said(paper: Paper, t: int, words: Words) -> str:
    """What a document said at a time; amendments that came later had not been seen."""
    if paper.amended is None or paper.earlier is None:
        return _value(paper.field, paper.value, words)
    before = _value(paper.field, paper.earlier, words)
    if t < paper.amended:
        return before
    now = _value(paper.field, paper.value, words)
    return words.say("{now} (before {time}: {before})", now=now, before=before, time=words.moment(paper.amended))


def _value(field: str, value: str, words: Words) -> str:
    """Figures as the reader writes them; texts as they stand."""
    if field in ("pieces", "weight", "value"):
        return value_text(field, float(value), words)
    return words.own(value, None)


def _head(code: str, stream: str, said: Sequence[Paper], words: Words) -> str:
    """The name of a document with since when it could be read; a check of the papers lays the rest open."""
    own = documents()[code].titles
    title = words.title("document", f"{code}-{stream}" if stream in own else code)
    since = next(paper.since for paper in said if paper.document == code)
    if since is None:
        return words.say("{document}: only in the documentary check", document=title)
    return words.say("{document}, from {time}", document=title, time=words.moment(since))


def _by_field(marked: Collection[str], words: Words) -> Mapping[str, str]:
    """The titles of indicators by the field that they are read from."""
    out: dict[str, list[str]] = {}
    for code in marked:
        fields = {_field(column) for column in _columns(code)}
        for field in sorted(fields & set(FIELDS)):
            out.setdefault(field, []).append(words.title("indicator", code))
    return {field: "; ".join(dict.fromkeys(titles)) for field, titles in out.items()}


def _columns(code: str) -> Sequence[str]:
    indicator = by_code().get(code)
    return columns_read(indicator) if indicator else ()


def _field(column: str) -> str:
    """The field of documents that a column of the view tells."""
    return STATED[column][1] if column in STATED else column


def _title(field: str, words: Words) -> str:
    return words.title("column", field)


def _without_last(table: Table) -> Table:
    rows = tuple(Row(row.cells[:-1], row.link, row.id) for row in table.rows)
    return Table(table.caption, table.columns[:-1], rows)
