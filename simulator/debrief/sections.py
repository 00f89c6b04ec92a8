"""The order in which a debrief is told: its sections, which every format walks. A new one is a line in `sections`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from simulator.debrief import assessment
from simulator.debrief.blocks import (
    Badge,
    Beside,
    Block,
    Bullets,
    Course,
    Fact,
    Facts,
    Legend,
    Notices,
    Paragraph,
    Section,
    Sign,
    Table,
    Together,
    walk,
)
from simulator.debrief.method import method, seal
from simulator.debrief.words import Words

if TYPE_CHECKING:
    from simulator.debrief.cases import Case
    from simulator.debrief.passages import Post
    from simulator.debrief.story import Story
    from simulator.debrief.units import Unit


def sections(story: Story, words: Words) -> tuple[Section, ...]:
    """The sections of a debrief, in order."""
    say = words.say
    told = (
        Section("own", say("Your decisions"), tuple(_own(story, words))),
        Section("summary", say("Summary"), tuple(_summary(story))),
        Section("drill", say("The drill"), tuple(_drill(story, words))),
        Section("results", say("Results"), tuple(_results(story))),
        *assessment.network(story, words),
        Section("units", say("Unit by unit"), tuple(_unit(unit, words) for unit in story.units)),
        assessment.ratings(story, words),
        assessment.plan(story, words),
        Section("cases", say("The cases"), tuple(_cases(story, words))),
        Section("irregularities", say("Irregularities"), tuple(_irregularities(story, words))),
        Section("nothing-found", say("Decoys and controls with nothing found"), tuple(_nothing_found(story, words))),
        Section("told", say("What the units were told"), (_told(story, words),)),
        assessment.pooled(story, words),
        method(story, words),
        Section("judged", say("Judged again"), tuple(_judged(story, words))),
        seal(story, words),
        Section("decisions", say("All decisions"), tuple(_decisions(story, words)), _decisions_look(story)),
    )
    return tuple(section for section in told if section.blocks and story.edition.tells(section.id))


def _judged(story: Story, words: Words) -> Iterator[Block]:
    told = story.judged
    if not told.note:
        return
    yield Paragraph(told.note)
    yield Paragraph(
        words.say(
            "This report is told by the key as it is corrected. What controls showed stays what they showed: a"
            " consignment that a correction calls a case was found only if a control had found something in it."
            " The seal below is that of the key before its corrections."
        )
    )
    yield from _table(told.corrections, wide=True, sheet="corrections")
    for table in told.changes:
        yield from _table(table, wide=True, sheet="judged")
        if not table.rows:
            yield Paragraph(words.say("{caption}: none.", caption=table.caption))


def without_tables(section: Section, *looks: str) -> Section:
    """The section without its tables, if it looks like one of these."""
    if section.look not in looks:
        return section
    return replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Table)))


def linked(told: Sequence[Section]) -> tuple[Section, ...]:
    """The sections without links to what a report with these sections does not hold."""
    ids: set[str] = set()
    for block in walk(tuple(told)):
        if isinstance(block, Section):
            ids.add(block.id)
        elif isinstance(block, Table):
            ids |= {row.id for row in block.rows}
    return tuple(_with_links(section, ids) for section in told)


def _with_links(section: Section, ids: Set[str]) -> Section:
    return replace(section, blocks=tuple(_links_in(block, ids) for block in section.blocks))


def _links_in(block: Block, ids: Set[str]) -> Block:
    if isinstance(block, Section):
        return _with_links(block, ids)
    if isinstance(block, Table) and any(row.link not in ids for row in block.rows if row.link):
        return replace(block, rows=tuple(replace(row, link=row.link if row.link in ids else "") for row in block.rows))
    return block


def _decisions_look(story: Story) -> Literal["", "fresh", "screen", "sheet"]:
    """How the list of decisions is set: from a new page, on the screen only, or in a workbook only."""
    if story.on_screen:
        return "screen" if story.shown else "sheet"
    return "fresh" if story.decided else ""


def _paragraphs(*texts: str) -> Iterator[Paragraph]:
    return (Paragraph(text) for text in texts if text)


def _table(table: Table, *, small: bool = False, wide: bool = False, sheet: str = "") -> Iterator[Table]:
    """The table as it is set; nothing where it has no rows."""
    if table.rows:
        yield replace(table, small=small, wide=wide, sheet=sheet)


def _own(story: Story, words: Words) -> Iterator[Block]:
    """What one person decided; nothing where the report is not for one."""
    if story.edition.audience == "individual":
        text = (
            "Counts of your own decisions. What a control brings depends on luck too; reasons are what you can work on."
        )
        yield Paragraph(words.say(text))
        yield Facts("", story.own, "figures")


def _summary(story: Story) -> Iterator[Block]:
    told = story.summary
    if not story.seal_holds:
        yield Paragraph(story.seal_words, "warning")
    if story.judged.note:
        yield Paragraph(story.judged.note, "warning")
    yield Paragraph(told.lead, "first")
    yield Paragraph(told.held)
    yield Bullets(tuple(Fact("", sentence) for sentence in told.units))
    yield from _paragraphs(*told.after)
    yield from _table(told.controls, sheet="controls-summary")


def _drill(story: Story, words: Words) -> Iterator[Block]:
    yield from (Paragraph(paragraph, "own") for paragraph in story.purpose)
    if story.objectives:
        yield Section("", words.say("What it trains"), (Bullets(story.objectives),))
    yield from _table(story.holdings, wide=True, sheet="outcomes")


def _results(story: Story) -> Iterator[Block]:
    yield from _paragraphs(story.comparison_words, story.safety)
    yield from _table(story.comparison, wide=True, sheet="results")
    yield from story.figures


def _unit(unit: Unit, words: Words) -> Section:
    post = words.say("Post {post}. Played by {player}.", post=unit.post, player=unit.player)
    blocks: tuple[Block, ...] = (
        *([Paragraph(unit.name, "own")] if unit.name else []),
        Paragraph(post, "lead"),
        *_paragraphs(unit.words),
        *_table(unit.beside, sheet="players"),
        Beside(unit.facts),
        *_table(unit.safety, sheet="safety"),
        *_table(unit.finds, wide=True, sheet="finds"),
        *([unit.hours] if unit.hours else []),
        *_paragraphs(unit.down),
        *_table(unit.stations, small=True, sheet="controls"),
        *_table(unit.officers, small=True, sheet="officers"),
        *_table(unit.work.machines, small=True, sheet="machines"),
        *_table(unit.work.periods, small=True, sheet="periods"),
        *_table(unit.work.reasons, small=True, sheet="reasons"),
        *_table(unit.work.own_words, small=True, sheet="own-words"),
    )
    return Section(unit.id, unit.title, blocks, "unit")


def _cases(story: Story, words: Words) -> Iterator[Block]:
    if not story.cases:
        yield Paragraph(words.say("The drill held no cases."))
        return
    yield from _table(story.case_index, wide=True, sheet="cases")
    yield from _table(story.together, wide=True, sheet="network")
    text = (
        "Each story shows what was declared beside what was hidden, and what happened at every post in order. Signs of"
        " the time lines:"
    )
    yield Paragraph(words.say(text))
    yield _legend(words)
    yield from (_case(case, words) for case in story.cases)


def _legend(words: Words) -> Legend:
    return Legend(
        (
            Sign("seen", words.say("a system of the unit showed it")),
            Sign("ready", words.say("ready at the post")),
            Sign("decided", words.say("decision")),
            Sign("void", words.say("decision without effect")),
            Sign("control", words.say("control without an alarm")),
            Sign("alarm", words.say("alarm")),
            Sign("find", words.say("find")),
            Sign("left", words.say("left the post")),
            Sign("end", words.say("still at the post when the drill ended")),
            Sign("known", words.say("known to the unit")),
            Sign("present", words.say("at the post, could be controlled")),
        )
    )


def _case(case: Case, words: Words) -> Section:
    declared = Facts(words.say("Declared"), case.declared, "narrow")
    hidden = Facts(words.say("Hidden"), case.hidden, "narrow")
    chances = words.say("How often each control shows it: {chances}.", chances=case.chances) if case.chances else ""
    opening: tuple[Block, ...] = (
        *(Badge(each.outcome, each.good, each.lane, each.lead) for each in case.outcomes),
        *_paragraphs(case.together),
        Beside((declared, hidden), pair=True),
        *([Paragraph(chances, "fine")] if chances else []),
    )
    none = Paragraph(words.say("No indicator showed, and none was cited."))
    blocks: tuple[Block, ...] = (
        Together(opening),
        *(_table(case.indicators, small=True, wide=True, sheet="indicators") if case.indicators.rows else [none]),
        *(_table(case.documents, small=True, wide=True, sheet="documents") if case.documents else ()),
        *([case.line] if case.posts else []),
        *map(_post, case.posts),
    )
    return Section(case.id, case.title, blocks, "case")


def _post(post: Post) -> Section:
    blocks: tuple[Block, ...] = (
        Paragraph(post.verdict, "verdict"),
        *([Paragraph(post.alike, "verdict")] if post.alike else []),
        Facts("", post.facts, "inline"),
        *([Course(post.moments)] if post.moments else []),
    )
    return Section("", post.title, blocks, "post")


def _irregularities(story: Story, words: Words) -> Iterator[Block]:
    if not story.irregularities:
        yield Paragraph(words.say("The drill held no irregularities."))
        return
    yield Paragraph(words.say("Offences of another kind. They count apart from the cases."))
    yield from _table(story.irregularity_index, wide=True, sheet="irregularities")
    yield from (_case(case, words) for case in story.irregularities)


def _nothing_found(story: Story, words: Words) -> Iterator[Block]:
    yield from _paragraphs(story.decoys_text)
    yield from _table(story.decoys, small=True, wide=True, sheet="decoys")
    if not story.edition.tells("ungrounded"):
        return
    ungrounded: Sequence[Block] = (
        *_paragraphs(story.ungrounded_text),
        *_table(story.ungrounded, small=True, wide=True, sheet="ungrounded"),
    )
    yield Section("", words.say("Ungrounded controls"), tuple(ungrounded))


def _told(story: Story, words: Words) -> Block:
    if story.told:
        return Notices(story.told)
    return Paragraph(words.say("The scenario told the units nothing beyond their systems."))


def _decisions(story: Story, words: Words) -> Iterator[Block]:
    text = (
        "Every decision and standing order in the order of the log, numbered for each unit. “Shows?” says whether at"
        " least one of the reasons given really shows in the data of the consignment."
    )
    yield Paragraph(words.say(text))
    if story.on_screen:
        yield Paragraph(story.on_screen, "limit")
    for table in story.decisions:
        if table.rows:
            yield from _table(table, small=True, wide=True, sheet="decisions")
        else:
            yield Paragraph(words.say("{caption}.", caption=table.caption))
