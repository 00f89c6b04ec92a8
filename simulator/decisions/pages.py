"""The pages of a workbook beside its queue: how to fill it in, indicators, flights, the unit, intelligence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from simulator.common.i18n import language, to_say
from simulator.common.tables import shown, table
from simulator.decisions.information import GROUPS, shown_titles
from simulator.decisions.sheet import ACTS_FORM, BAG_FORM, QUEUE_FORM, Form, Setting, indicator_titles, titles
from simulator.decisions.xlsx_parts import letters

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
_MAX_LIST, _MAX_NAME = 255, 31
"""Characters that Excel takes in the list of a drop-down, and in the name of a page."""


class Looks:
    """The cell formats of a workbook, and new pages with the marks that every page of an exercise bears."""

    def __init__(self, book: Any, facts: UnitFacts) -> None:
        self.book, self.facts, self.lang = book, facts, facts.lang
        self.speech = language(facts.lang)
        self.say = self.speech.say
        self._lists: Any = None
        self._listed = 0
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

    def name(self, page: str) -> str:
        """The name of a page in the language of the workbook, as Excel takes it."""
        return language(self.lang).text(page)[:_MAX_NAME]

    def page(self, page: str, *, landscape: bool = False) -> Any:
        """A new page: A4, EXERCISE above and below."""
        return self._sheet(self.name(page), landscape)

    def _sheet(self, name: str, landscape: bool) -> Any:
        page = self.book.add_worksheet(name)
        page.set_paper(9)
        if landscape:
            page.set_landscape()
        about = f"{self.facts.title} - {self.facts.name}".replace("&", "&&")[:120]
        mark = self.say("EXERCISE")
        page.set_header(f'&L&"Calibri,Bold"{mark}&C{about}&R&"Calibri,Bold"{mark}')
        invented = self.say("EXERCISE - all parties and consignments are invented")
        number = self.say("Page {n} of {all}", n="&P", all="&N")
        page.set_footer(f'&L&"Calibri,Bold"{invented}&R{number}')
        return page

    def choice(self, source: Sequence[str] | str) -> dict[str, Any]:
        """A drop-down of texts, or of the cells of a range. A warning, not a stop: codes are as good as titles."""
        if not isinstance(source, str):
            source = self._cells_of(source) if _long(source) else list(source)
        return {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "EXERCISE",
            "error_message": self.say("This is not in the list. Please choose from the list."),
        }

    def _cells_of(self, values: Sequence[str]) -> str:
        """Where values stand on a page that nobody needs to see: Excel takes short lists only within a cell."""
        if self._lists is None:
            self._lists = self._sheet("Lists", landscape=False)
            self._lists.hide()
        place, self._listed = self._listed, self._listed + 1
        for row, value in enumerate(values):
            self._lists.write_string(row, place, value, self.text)
        column = letters(place)
        return f"=Lists!${column}$1:${column}${len(values)}"


def _long(values: Sequence[str]) -> bool:
    """Whether a list is too long for a cell, or Excel would cut a value in two."""
    return len(",".join(values)) > _MAX_LIST or any("," in value for value in values)


class Text:
    """A page of headings, paragraphs and tables, written from top to bottom; `widths` are those of its columns."""

    def __init__(self, looks: Looks, name: str, heading: str, widths: Sequence[int]) -> None:
        """A page by its English name, with a heading in the language of the workbook."""
        self.looks, self.widths = looks, widths
        self.page = looks.page(name, landscape=sum(widths) > 100)
        self.page.hide_gridlines(2)
        self.page.fit_to_pages(1, 0)
        for at, width in enumerate(widths):
            self.page.set_column(at, at, width)
        self.page.write_string(0, 0, looks.say("EXERCISE"), looks.mark)
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


INDICATORS = to_say("Indicators")


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
    say, lang = looks.say, facts.lang
    widths = (17, 15, 17, 17, 12, 13, 26, 18)
    text = Text(looks, to_say("How to fill in"), say("How to fill in this sheet"), widths)
    for row in table("decisions", "sheet_texts"):
        if bags or row["code"] != BAG_TEXT:
            said = shown("decisions", "sheet_texts", "text", row, lang)
            text.paragraph(said.format(begins=facts.begins, ends=facts.ends, zone=facts.zone))
    text.row += 1
    text.section(say("How a team works on it"))
    for title, said in team_texts(facts):
        text.paragraph(f"{title}: {said}")
    text.row += 1
    text.section(say("An example (these numbers do not exist)"))
    named = QUEUE_FORM.titles(lang)
    text.table([named[code] for code in _EXAMPLE_COLUMNS], _examples(facts, setting))
    example = setting.clock_text(setting.length // 4)
    text.section(say("Columns"))
    _fields(text, QUEUE_FORM, example)
    for form in (BAG_FORM, ACTS_FORM) if bags else (ACTS_FORM,):
        text.section(say("Columns of the page {page}", page=looks.name(form.page)))
        _fields(text, form, example)
    text.section(say("Values: write the word, its code in brackets, or choose from the list; capitals do not matter"))
    text.table((say("Column"), say("Value"), say("It means")), [*_values(looks), *_grounds(looks)], (1, 2, 5))
    text.section(say("Controls: minutes for one consignment, typical (shortest to longest)"))
    streams = titles("stream", lang)
    heads = (say("Control"), streams["general"], streams["mail"], streams["express"], say("Who, and what it gives"))
    rows = [(each.title, *_costs(each, looks), _gives(each, looks)) for each in facts.controls]
    text.table(heads, rows, (1, 2, 1, 1, 3))


_EXAMPLE_COLUMNS = ("consignment", "decision", "control_1", "control_2", "next_2", "priority", "reason_1", "time")


def _fields(text: Text, form: Form, example: str) -> None:
    """The columns of a form that are explained."""
    say, lang = text.looks.say, text.looks.lang
    notes = [(title, form.notes(lang)[code].format(example=example)) for code, title in form.titles(lang).items()]
    text.table((say("Column"), say("What it says")), [note for note in notes if note[1]], (1, 7))


def _examples(facts: UnitFacts, setting: Setting) -> Iterable[tuple[str, ...]]:
    lang = facts.lang
    possible = [each.title for each in facts.controls if each.possible and not each.shows]
    finding = [each.title for each in facts.controls if each.possible and each.finds]
    first, last = (possible or [""])[0], (finding or possible or [""])[0]
    second = (last, titles("next", lang)["on-alarm"]) if last != first else ("", "")
    reason = next(iter(indicator_titles(lang).values()), "")
    earlier, later = setting.clock_text(setting.length // 4), setting.clock_text(setting.length // 3)
    acts, urgent = titles("decision", lang), titles("priority", lang)
    yield _EXAMPLES[0], acts["select"], first, *second, urgent["1"], reason, earlier
    yield _EXAMPLES[1], acts["sample"], last, "", "", urgent["3"], "", ""
    yield _EXAMPLES[0], acts["withdraw"], "", "", "", "", "", later


def _values(looks: Looks) -> Iterable[tuple[str, str, str]]:
    say = looks.say
    names = {
        "decision": say("Decision"),
        "next": say("When 2, 3, 4"),
        "priority": say("Priority"),
        "confidence": say("Confidence"),
        "act": say("Further decision"),
    }
    for row in table("decisions", "sheet_values"):
        if row["field"] in names:
            title, note = (shown("decisions", "sheet_values", name, row, looks.lang) for name in ("title", "note"))
            yield names[row["field"]], f"{title} ({row['code']})", note


def _grounds(looks: Looks) -> Iterable[tuple[str, str, str]]:
    for row in table("decisions", "grounds"):
        title, note = (shown("decisions", "grounds", name, row, looks.lang) for name in ("title", "note"))
        yield looks.say("Legal ground"), f"{title} ({row['code']})", note


def _costs(control: ControlFacts, looks: Looks) -> Iterable[str]:
    for minutes, officers in zip(control.minutes, control.officers, strict=True):
        crew = language(looks.lang).many(officers, "{n} officer", "{n} officers")
        yield f"{minutes}, {crew}" if officers > 1 else minutes


def _gives(control: ControlFacts, looks: Looks) -> str:
    return f"{control.who}; {control.gives}" if control.possible else looks.say("not possible at your unit")


def team_texts(facts: UnitFacts) -> list[tuple[str, str]]:
    """How a team works on a queue: what to do and how, in order."""
    rows = table("decisions", "team_texts")
    said = [[shown("decisions", "team_texts", name, row, facts.lang) for name in ("title", "text")] for row in rows]
    return [(title, text.format(unit=facts.code)) for title, text in said]


def _columns(looks: Looks, told: Sequence[Information], bags: Sequence[Information]) -> None:
    say = looks.say
    text = Text(looks, to_say("Columns"), say("What the columns of the queue tell"), (32, 30, 90, 12))
    text.paragraph(
        say("Columns to fill in are explained on the page How to fill in. Times are local times of the post.")
    )
    heads = (say("Title"), say("Code (first row)"), say("What it says"), say("Unit of measure"))
    own = looks.speech.text
    groups = {"": say("Beside the number: what you decide by")} | {code: own(title) for code, title in GROUPS.items()}
    for group, title in groups.items():
        rows = [(each.title, each.code, each.note, each.unit) for each in told if each.group == group]
        if rows:
            text.section(title)
            text.table(heads, rows)
    if bags:
        text.section(say("On the page {page}", page=looks.name(BAG_FORM.page)))
        rows = [(each.title, each.code, each.note, each.unit) for each in bags]
        text.table(heads, rows)


def _indicators(looks: Looks, told: Sequence[Information]) -> str:
    from simulator.world.indicators import indicators

    say, lang = looks.say, looks.lang
    text = Text(looks, INDICATORS, say("Risk indicators: use their titles as reasons"), (34, 22, 76, 48))
    titled = shown_titles(lang) | {each.code: each.title for each in told}
    rows = []
    for each in indicators():
        roots = [*each.read.meta.root_names(), *each.needs.meta.root_names()]
        columns = [titled[code] for code in titled if code in roots]
        rows.append((indicator_titles(lang)[each.code], each.code, language(lang).text(each.note), "; ".join(columns)))
    first = text.table((say("Title"), say("Code"), say("What it says"), say("Columns that show it")), rows)
    page = looks.name(INDICATORS).replace("'", "''")
    return f"='{page}'!$A${first}:$A${first + len(rows) - 1}"


def _flights(looks: Looks, facts: UnitFacts) -> None:
    say = looks.say
    heading = say("Planned flights at {post}, local time ({zone})", post=facts.post, zone=facts.zone)
    text = Text(looks, to_say("Flights"), heading, (18, 12, 12, 14, 14, 16))
    heads = (say("Planned time"), say("Flight"), say("At the post"), say("From or to"), say("Kind"), say("Aircraft"))
    rows = [(f.time, f.number, f.direction, f.other, f.carries, f.aircraft) for f in facts.flights]
    text.table(heads, rows)


def _unit(looks: Looks, facts: UnitFacts) -> None:
    say = looks.say
    text = Text(looks, to_say("Unit"), f"{facts.name}, {facts.post}", (26, 12, 18, 18, 50))
    text.section(say("Officers"))
    officers = [(o.role, o.count, o.shift, o.hours, o.controls) for o in facts.officers]
    text.table((say("Role"), say("How many"), say("Shift"), say("Local time"), say("May do")), officers)
    text.section(say("Machines"))
    text.table((say("Machine"), say("How many")), facts.machines)
    text.section(say("Systems: when they show a consignment, from its planned arrival (export: departure)"))
    systems = [(s.name, s.coverage, s.kind, s.when, s.streams) for s in facts.systems]
    text.table((say("System"), say("Shows"), say("Kind"), say("When"), say("Streams")), systems)


def _intelligence(looks: Looks, facts: UnitFacts) -> None:
    say = looks.say
    text = Text(looks, to_say("Intelligence"), say("What your unit is told at the start"), (18, 28, 84))
    told = facts.told_at_start()
    if told:
        rows = [(say("from the start"), each.source, each.text) for each in told]
        text.table((say("Known"), say("Source"), say("Text")), rows)
    else:
        text.paragraph(say("Nothing at the start."))
    if len(facts.told) > len(told):
        text.paragraph(say("More comes in during the drill: your trainer hands it out."))
