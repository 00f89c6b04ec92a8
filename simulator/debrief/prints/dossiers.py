"""The dossier of a case, one or two pages to work on after the drill: documents, facts, what happened, what it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.common.clock import NEVER
from simulator.debrief.blocks import Fact
from simulator.debrief.cases import Listed, hidden, lead
from simulator.debrief.documents import facts_known, side_by_side
from simulator.debrief.evidence import evidence_text
from simulator.debrief.passages import happened, moments, verdict
from simulator.debrief.prints.paper import Paper, Section
from simulator.debrief.words import Words


def dossier(lanes: Sequence[Listed], names: Mapping[str, str], words: Words) -> Paper:
    """The dossier of one case; `lanes` are its stories, one a lane."""
    first = lanes[0]
    story = first.story
    sections = [Section(words.say("What it was"), (lead(first, names, words),), hidden(story, words))]
    nearest = max(story.passages, key=lambda each: (each.unit == story.found_by, len(each.papers)), default=None)
    if nearest is not None and nearest.papers:
        local = words.local(nearest.offset)
        papers = side_by_side(story, nearest, local, opened=True, marked=story.indicators_shown)
        facts = facts_known(story, nearest, local, t=NEVER)
        sections.append(Section(words.say("Documents side by side"), table=papers))
        sections.append(Section(words.say("What else the systems had shown"), facts=facts))
    read = tuple(
        Fact(words.title("indicator", code), evidence_text(story, code, words)) for code in story.indicators_shown
    )
    if read:
        sections.append(Section(words.say("What could be seen"), facts=read))
    for item in lanes:
        for passage in item.story.passages:
            local = words.local(passage.offset)
            title = f"{names.get(passage.unit, passage.unit)} ({passage.post})"
            lines = moments(happened(item.story, passage, local), local)
            sections.append(Section(title, (verdict(item.story, passage, names, local),), moments=lines))
    sections.append(Section(words.say("What would have brought it to a control, or sooner?"), lines=4))
    return Paper(
        name=f"EXERCISE-dossier-{first.number}",
        title=first.heading(words),
        reader=words.say("After the drill"),
        lead=words.own(story.consignment),
        sections=tuple(sections),
    )
