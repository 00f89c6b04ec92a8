"""The pages of a workbook beside its queue: how to fill it in, indicators, flights, the unit, intelligence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from simulator.common.tables import table
from simulator.decisions.information import GROUPS, shown_titles
from simulator.decisions.sheet import ACTS_FORM, BAG_FORM, Setting, indicator_titles

if TYPE_CHECKING:
    from simulator.decisions.facts import ControlFacts, UnitFacts
    from simulator.decisions.information import Information

_INK, _BLUE, _PALE, _GREY, _LINE = "#1F2A36", "#1F4E79", "#FFF6DC", "#EEF1F4", "#D3D9DF"
_RED = "#B00020"
_HEAD_ROWS = 3
_LINE_HEIGHT = 13
MAX_TEXT = 32_000
"""A little less than Excel takes in a cell."""
BAG_TEXT = "receptacles"
"""The text of the how-to that only posts with receptacles of mail need."""
_EXAMPLES = ("999-12345675", "999-12345686")


class Looks:
    """The cell formats of a workbook, and new pages with the marks that every page of an exercise bears."""

    def __init__(self, book: Any, facts: UnitFacts) -> None:
        self.book, self.facts = book, facts
        base = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top"}
        edge = {"border": 1, "border_color": _LINE}
        label = base | edge | {"bold": True, "text_wrap": True, "valign": "vcenter"}
        self._base = base
        self.text = book.add_format(base | {"num_format": "@"})
        self.fill = book.add_format(edge | {"bg_color": _PALE})
        self.identity = book.add_format(base | edge | {"num_format": "@", "bold": True, "bg_color": _GREY})
        self.told = book.add_format(base | {"num_format": "@", "align": "left", "indent": 1})
        self.code = book.add_format(base | {"font_size": 7, "font_color": "#8A949E"})
        self.label_fill = book.add_format(label | {"bg_color": _BLUE, "font_color": "white"})
        self.label_told = book.add_format(label | {"bg_color": _GREY})
        self.label_group = book.add_format(label | {"bg_color": _LINE, "italic": True})
        self.group = book.add_format({"bg_color": _GREY})
        self.decided = book.add_format(edge | {"bg_color": "#DDEBD3", "bold": True})
        self.heading = book.add_format(base | {"bold": True, "font_size": 14})
        self.section = book.add_format(base | {"bold": True, "font_size": 11, "font_color": _BLUE})
        self.mark = book.add_format(base | {"bold": True, "font_color": _RED})
        self.wrapped = book.add_format(base | edge | {"text_wrap": True, "num_format": "@"})
        self.strong = book.add_format(base | edge | {"text_wrap": True, "num_format": "@", "bold": True})
        self.plain = book.add_format(base | {"text_wrap": True})
        self._numbers: dict[str, Any] = {}

    def number(self, number_format: str) -> Any:
        """The format of a column of numbers."""
        if number_format not in self._numbers:
            self._numbers[number_format] = self.book.add_format(self._base | {"num_format": number_format})
        return self._numbers[number_format]

    def page(self, name: str, *, landscape: bool = False) -> Any:
        """A new page: A4, EXERCISE above and below."""
        page = self.book.add_worksheet(name)
        page.set_paper(9)
        if landscape:
            page.set_landscape()
        about = f"{self.facts.title} - {self.facts.name}".replace("&", "&&")[:120]
        page.set_header(f'&L&"Calibri,Bold"EXERCISE&C{about}&R&"Calibri,Bold"EXERCISE')
        page.set_footer('&L&"Calibri,Bold"EXERCISE - all parties and consignments are invented&RPage &P of &N')
        return page


class Text:
    """A page of headings, paragraphs and tables, written from top to bottom; `widths` are those of its columns."""

    def __init__(self, looks: Looks, name: str, heading: str, widths: Sequence[int]) -> None:
        self.looks, self.widths = looks, widths
        self.page = looks.page(name, landscape=sum(widths) > 100)
        self.page.hide_gridlines(2)
        self.page.fit_to_pages(1, 0)
        for at, width in enumerate(widths):
            self.page.set_column(at, at, width)
        self.page.write_string(0, 0, "EXERCISE", looks.mark)
        self.page.write_string(1, 0, heading, looks.heading)
        self.row = _HEAD_ROWS

    def section(self, title: str) -> None:
        """A heading within the page."""
        self.page.write_string(self.row, 0, title, self.looks.section)
        self.row += 1

    def paragraph(self, text: str) -> None:
        """A text over the whole width."""
        self._cells([text], [len(self.widths)], self.looks.plain, self.looks.plain)
        self.row += 1

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Any]], spans: Sequence[int] = ()) -> int:
        """A table, its first column strong; the number of its first row of values, as Excel counts.

        A cell covers as many columns of the page as `spans` says, default one each.
        """
        spans = spans or [1] * len(heads)
        self._cells(heads, spans, self.looks.label_told, self.looks.label_told)
        first = self.row + 2
        for cells in rows:
            self.row += 1
            self._cells(cells, spans, self.looks.strong, self.looks.wrapped)
        self.row += 2
        return first

    def _cells(self, cells: Sequence[Any], spans: Sequence[int], first: Any, other: Any) -> None:
        """One row: its cells side by side, as high as its longest text needs."""
        place, lines = 0, 1
        for cell, span in zip(cells, spans, strict=True):
            look, text = (other if place else first), str(cell)[:MAX_TEXT]
            if span > 1:
                self.page.merge_range(self.row, place, self.row, place + span - 1, "", look)
            self.page.write_string(self.row, place, text, look)
            lines = max(lines, _lines(text, sum(self.widths[place : place + span])))
            place += span
        self.page.set_row(self.row, min(_LINE_HEIGHT * lines + 3, 400))


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a cell so many characters wide."""
    return sum(max(1, -(-len(part) // int(1.2 * width))) for part in text.split("\n"))


def write_pages(
    looks: Looks, facts: UnitFacts, setting: Setting, told: Sequence[Information], bags: Sequence[Information] = ()
) -> str:
    """Write the pages; returns where the titles of the indicators stand, for the drop-downs of the queue.

    `told` and `bags` are the columns of the queue and of the receptacles, these empty if there are none.
    """
    _how_to(looks, facts, setting, bool(bags))
    _columns(looks, told, bags)
    reasons = _indicators(looks, told)
    _flights(looks, facts)
    _unit(looks, facts)
    _intelligence(looks, facts)
    return reasons


def _how_to(looks: Looks, facts: UnitFacts, setting: Setting, bags: bool) -> None:
    text = Text(looks, "How to fill in", "How to fill in this sheet", (17, 15, 17, 17, 12, 13, 26, 18))
    texts = [row for row in table("decisions", "sheet_texts") if bags or row["code"] != BAG_TEXT]
    for row in texts:
        text.paragraph(row["text"].format(begins=facts.begins, ends=facts.ends, zone=facts.zone))
    text.row += 1
    text.section("How a team works on it")
    for title, said in team_texts(facts):
        text.paragraph(f"{title}: {said}")
    text.row += 1
    text.section("An example (these numbers do not exist)")
    heads = ("Consignment", "Decision", "Control 1", "Control 2", "When 2", "Priority", "Reason 1", "Time")
    text.table(heads, _examples(facts, setting))
    text.section("Columns")
    example = setting.clock_text(setting.length // 4)
    notes = [(row["title"], row["note"].format(example=example)) for row in table("decisions", "sheet_columns")]
    text.table(("Column", "What it says"), notes, (1, 7))
    for form in (BAG_FORM, ACTS_FORM) if bags else (ACTS_FORM,):
        text.section(f"Columns of the page {form.page}")
        notes = [(row["title"], row["note"].format(example=example)) for row in table("decisions", form.table)]
        text.table(("Column", "What it says"), [note for note in notes if note[1]], (1, 7))
    text.section("Values: write the word, its code in brackets, or choose from the list; capitals do not matter")
    grounds = [
        ("Legal ground", f"{row['title']} ({row['code']})", row["note"]) for row in table("decisions", "grounds")
    ]
    text.table(("Column", "Value", "It means"), [*_values(), *grounds], (1, 2, 5))
    text.section("Controls: minutes for one consignment, typical (shortest to longest)")
    rows = [(each.title, *_costs(each), _gives(each)) for each in facts.controls]
    text.table(("Control", "General cargo", "Mail", "Express", "Who, and what it gives"), rows, (1, 2, 1, 1, 3))


def _examples(facts: UnitFacts, setting: Setting) -> Iterable[tuple[str, ...]]:
    possible = [each.title for each in facts.controls if each.possible and not each.shows]
    finding = [each.title for each in facts.controls if each.possible and each.finds]
    first, last = (possible or [""])[0], (finding or possible or [""])[0]
    second = (last, "On alarm") if last != first else ("", "")
    reason = next(iter(indicator_titles().values()), "")
    earlier, later = setting.clock_text(setting.length // 4), setting.clock_text(setting.length // 3)
    yield _EXAMPLES[0], "Select", first, *second, "1 first", reason, earlier
    yield _EXAMPLES[1], "Random sample", last, "", "", "3 when free", "", ""
    yield _EXAMPLES[0], "Withdraw", "", "", "", "", "", later


def _values() -> Iterable[tuple[str, str, str]]:
    names = {
        "decision": "Decision",
        "next": "When 2, 3, 4",
        "priority": "Priority",
        "confidence": "Confidence",
        "act": "Further decision",
    }
    for row in table("decisions", "sheet_values"):
        if row["field"] in names:
            yield names[row["field"]], f"{row['title']} ({row['code']})", row["note"]


def _costs(control: ControlFacts) -> Iterable[str]:
    for minutes, officers in zip(control.minutes, control.officers, strict=True):
        yield minutes + (f", {officers} officers" if officers > 1 else "")


def _gives(control: ControlFacts) -> str:
    return f"{control.who}; {control.gives}" if control.possible else "not possible at your unit"


def team_texts(facts: UnitFacts) -> list[tuple[str, str]]:
    """How a team works on a queue: what to do and how, in order."""
    return [(row["title"], row["text"].format(unit=facts.code)) for row in table("decisions", "team_texts")]


def _columns(looks: Looks, told: Sequence[Information], bags: Sequence[Information]) -> None:
    text = Text(looks, "Columns", "What the columns of the queue tell", (32, 30, 90, 12))
    text.paragraph("Columns to fill in are explained on the page How to fill in. Times are local times of the post.")
    for group, title in {"": "Beside the number: what you decide by", **GROUPS}.items():
        rows = [(each.title, each.code, each.note, each.unit) for each in told if each.group == group]
        if rows:
            text.section(title)
            text.table(("Title", "Code (first row)", "What it says", "Unit"), rows)
    if bags:
        text.section(f"On the page {BAG_FORM.page}")
        rows = [(each.title, each.code, each.note, each.unit) for each in bags]
        text.table(("Title", "Code (first row)", "What it says", "Unit"), rows)


def _indicators(looks: Looks, told: Sequence[Information]) -> str:
    from simulator.world.indicators import indicators

    text = Text(looks, "Indicators", "Risk indicators: use their titles as reasons", (34, 22, 76, 48))
    titles = shown_titles() | {each.code: each.title for each in told}
    rows = []
    for each in indicators():
        roots = [*each.read.meta.root_names(), *each.needs.meta.root_names()]
        shown = [titles[code] for code in titles if code in roots]
        rows.append((each.title, each.code, each.note, "; ".join(shown)))
    first = text.table(("Title", "Code", "What it says", "Columns that show it"), rows)
    return f"=Indicators!$A${first}:$A${first + len(rows) - 1}"


def _flights(looks: Looks, facts: UnitFacts) -> None:
    heading = f"Planned flights at {facts.post}, local time ({facts.zone})"
    text = Text(looks, "Flights", heading, (18, 12, 12, 14, 14, 16))
    heads = ("Planned time", "Flight", "At the post", "From or to", "Kind", "Aircraft")
    rows = [(f.time, f.number, f.direction, f.other, f.carries, f.aircraft) for f in facts.flights]
    text.table(heads, rows)


def _unit(looks: Looks, facts: UnitFacts) -> None:
    text = Text(looks, "Unit", f"{facts.name}, {facts.post}", (26, 12, 18, 18, 50))
    text.section("Officers")
    officers = [(o.role, o.count, o.shift, o.hours, o.controls) for o in facts.officers]
    text.table(("Role", "How many", "Shift", "Local time", "May do"), officers)
    text.section("Machines")
    text.table(("Machine", "How many"), facts.machines)
    text.section("Systems: when they show a consignment, from its planned arrival (export: departure)")
    systems = [(s.name, s.coverage, s.kind, s.when, s.streams) for s in facts.systems]
    text.table(("System", "Shows", "Kind", "When", "Streams"), systems)


def _intelligence(looks: Looks, facts: UnitFacts) -> None:
    text = Text(looks, "Intelligence", "What your unit is told at the start", (18, 28, 84))
    told = facts.told_at_start()
    if told:
        text.table(("Known", "Source", "Text"), [("from the start", each.source, each.text) for each in told])
    else:
        text.paragraph("Nothing at the start.")
    if len(facts.told) > len(told):
        text.paragraph("More comes in during the drill: your trainer hands it out.")
