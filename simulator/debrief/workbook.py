"""What stands on which sheet of the workbook: the tables of all sections, their facts, and the words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.debrief.blocks import (
    Badge,
    Beside,
    Block,
    Bullets,
    Column,
    Course,
    Fact,
    Facts,
    Figure,
    Notices,
    Paragraph,
    Section,
    Table,
    Together,
)
from simulator.debrief.story import Story
from simulator.debrief.words import NONE

About = Mapping[Column, str]
_APART = ("unit", "case")
"""Looks of sections that stand as rows or columns of tables, not in the words of the report."""


@dataclass
class Sheet:
    """A table on a sheet of its own; rows may be of different tables, so each cell stands by its column's title."""

    title: str
    caption: str
    columns: dict[str, Column] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, row: dict[Column, str]) -> None:
        """Put a row below; its columns come behind those that there are."""
        for column in row:
            self.columns.setdefault(column.title, column)
        self.rows.append({column.title: cell for column, cell in row.items()})


@dataclass(frozen=True)
class Line:
    """A line of the words of the report: a heading, a paragraph, or a fact with its label."""

    text: str
    label: str = ""
    heading: bool = False


def sheets(told: Story) -> list[Sheet]:
    """The tables of a story, in the order of its sections; then its facts."""
    made: dict[str, Sheet] = {}
    for section in told.sections:
        for about, table in _tables(section, {}, told):
            _add(made, section, about, table, told)
    return [*made.values(), *filter(lambda sheet: sheet.rows, _facts(told))]


def _tables(section: Section, about: About, told: Story) -> Iterator[tuple[About, Table]]:
    """The tables of a section with what each is about; nothing where it is about all."""
    if section.look in _APART:
        about = {_about(section.look, told): section.title}
    for block in _inside(section.blocks):
        if isinstance(block, Table):
            yield ({_about("unit", told): block.of} if block.of else about), block
        elif isinstance(block, Section):
            yield from _tables(block, about, told)


def _about(look: str, told: Story) -> Column:
    """The column that says which unit or which case a row is about."""
    return Column(told.labels["unit" if look == "unit" else "what"], "long")


def _inside(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks, those kept together one by one."""
    for block in blocks:
        if isinstance(block, Together):
            yield from _inside(block.blocks)
        else:
            yield block


def _add(made: dict[str, Sheet], section: Section, about: About, table: Table, told: Story) -> None:
    title = told.labels.get(f"sheet-{table.sheet}", section.title)
    if table.sheet not in made:
        made[table.sheet or f"{section.id}-{len(made)}"] = Sheet(title, title if about else table.caption)
    sheet = made[table.sheet] if table.sheet else next(reversed(made.values()))
    for row in table.rows:
        sheet.add({**about} | dict(zip(table.columns, row.cells, strict=True)))


def _facts(told: Story) -> tuple[Sheet, ...]:
    """Figures of the units, facts of the cases, what happened, what was told."""
    name = told.labels
    units = Sheet(name["sheet-figures"], name["sheet-figures"])
    cases, course = Sheet(name["sheet-facts"], name["sheet-facts"]), Sheet(name["course"], name["course"])
    notices = Sheet(name["sheet-told"], name["sheet-told"])
    for section in told.sections:
        inside = [block for block in section.blocks if isinstance(block, Section)]
        _figures([each for each in inside if each.look == "unit"], units, told)
        for case in (each for each in inside if each.look == "case"):
            cases.add({_about("case", told): case.title, **_case(case, told)})
            _course(case, course, told)
        for block in section.blocks:
            if isinstance(block, Notices):
                _told(block, notices, told)
    return units, cases, course, notices


def _figures(units: Sequence[Section], sheet: Sheet, told: Story) -> None:
    """A row a figure, a column a unit."""
    values: dict[tuple[str, str], dict[Column, str]] = {}
    for unit in units:
        for part in (part for block in unit.blocks if isinstance(block, Beside) for part in block.parts):
            for fact in part.facts:
                values.setdefault((part.title, fact.label), {})[Column(unit.title, "number")] = fact.value
    for (group, label), row in values.items():
        every = {Column(unit.title, "number"): NONE for unit in units}
        sheet.add({Column(told.labels["group"]): group, Column(told.labels["figure"], "long"): label, **(every | row)})


def _case(case: Section, told: Story) -> dict[Column, str]:
    row: dict[Column, str] = {}
    for block in _inside(case.blocks):
        if isinstance(block, Badge):
            title = f"{told.labels['outcome']}, {block.of}" if block.of else told.labels["outcome"]
            row |= {Column(title): block.word, Column(f"{title} – {told.labels['detail']}", "long"): block.text}
        elif isinstance(block, Beside):
            row |= {Column(fact.label, "long"): fact.value for part in block.parts for fact in part.facts}
    return row


def _course(case: Section, sheet: Sheet, told: Story) -> None:
    name = told.labels
    for post in (block for block in case.blocks if isinstance(block, Section)):
        for moment in (one for block in post.blocks if isinstance(block, Course) for one in block.moments):
            sheet.add(
                {
                    _about("case", told): case.title,
                    Column(name["post"], "long"): post.title,
                    Column(name["time"], "time"): moment.time,
                    Column(name["event"], "long"): moment.text,
                    Column(name["detail"], "long"): moment.detail or NONE,
                }
            )


def _told(block: Notices, sheet: Sheet, told: Story) -> None:
    name = told.labels
    for notice in block.notices:
        sheet.add(
            {
                Column(name["time"], "time"): notice.time,
                Column(name["to"], "long"): notice.to,
                Column(name["source"], "long"): notice.source or NONE,
                Column(name["text"], "long"): notice.text,
            }
        )


def lines(told: Story) -> Iterator[Line]:
    """The words of the report: paragraphs, lists, facts, and what the charts show; without tables, units and cases."""
    for section in told.sections:
        yield from _lines(section)


def _lines(section: Section) -> Iterator[Line]:
    own = [line for block in _inside(section.blocks) for line in _of_block(block)]
    if own:
        yield Line(section.title, heading=True)
        yield from own


def _of_block(block: Block) -> Iterator[Line]:
    if isinstance(block, Section) and block.look not in _APART:
        yield from _lines(block)
    elif isinstance(block, Paragraph) and block.look != "limit":
        yield Line(block.text)
    elif isinstance(block, Bullets):
        yield from (Line(" ".join(filter(None, (item.value, item.note)))) for item in block.items)
    elif isinstance(block, Facts):
        yield from (fact_line(fact) for fact in block.facts)
    elif isinstance(block, Figure):
        yield Line(block.words, block.title)


def fact_line(fact: Fact) -> Line:
    """A fact as a line; a note stands in brackets behind it."""
    return Line(f"{fact.value} ({fact.note})" if fact.note else fact.value, fact.label)
