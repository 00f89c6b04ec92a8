"""A debrief as it is ordered: for whom, in which language, under which marking; told once, written in any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from simulator.common.errors import DrillError, Fault, listed, nearest, refuse
from simulator.common.i18n import LANGUAGES, Text, pick
from simulator.debrief import cuts, masks
from simulator.debrief.cuts import Sources
from simulator.debrief.edition import AUDIENCES, Audience, Edition
from simulator.debrief.story import Story, story
from simulator.debrief.words import Words

FORMATS = ("html", "pdf", "xlsx", "json", "csv")


@dataclass(frozen=True)
class Order:
    """What is wanted. `unit` is a code, `participant` a name or an id; `names` shows units to a coordinator.

    Without a `marking` that of the scenario is taken; an empty one says none. `templates` is a folder of the trainer's
    own templates for the page.
    """

    lang: str = "en"
    audience: str = "trainer"
    unit: str | None = None
    participant: str | None = None
    names: bool = False
    marking: str | None = None
    draft: bool = False
    templates: Path | None = None

    def check(self) -> None:
        """DrillError with all that does not fit together."""
        faults = [
            *_unknown("lang", "--lang", self.lang, LANGUAGES),
            *_unknown("audience", "--audience", self.audience, AUDIENCES),
            *self._misplaced("--unit", self.unit, "unit"),
            *self._misplaced("--participant", self.participant, "individual"),
        ]
        if self.names and self.audience != "coordinator":
            faults.append(Fault("debrief-option", {"audience": self.audience, "only": "coordinator"}, field="--names"))
        if faults:
            raise DrillError(faults)

    def _misplaced(self, option: str, value: str | None, audience: str) -> list[Fault]:
        if value is None and self.audience == audience:
            return [Fault("debrief-for-whom", {"audience": audience, "option": option}, field="--audience")]
        if value is not None and self.audience != audience and self.audience in AUDIENCES:
            return [Fault("debrief-option", {"audience": self.audience, "only": audience}, field=option)]
        return []


def _unknown(what: str, option: str, value: str, allowed: tuple[str, ...]) -> list[Fault]:
    if value in allowed:
        return []
    params = {"value": value, "allowed": ", ".join(allowed), "hint": nearest(value, allowed)}
    return [Fault(f"debrief-{what}", params, field=option)]


def check_format(name: str) -> str:
    """The name of a format; DrillError if it is none."""
    if faults := _unknown("format", "--format", name, FORMATS):
        raise DrillError(faults)
    return name


def format_of(path: str | Path, wanted: str | None) -> str:
    """The format that is wanted, or else the one that the name of the file says. DrillError if neither says one."""
    if wanted is not None:
        return check_format(wanted)
    suffix = Path(path).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise refuse("debrief-suffix", field="--out", value=str(path), allowed=", ".join(FORMATS))
    return suffix


@dataclass(frozen=True)
class Telling:
    """A debrief that is told, to be written in any format; its charts are drawn once."""

    story: Story
    sources: Sources
    templates: Path | None = None

    @cached_property
    def drawings(self) -> Mapping[str, str]:
        """SVG of the charts by id. RuntimeError if they cannot be drawn."""
        from simulator.debrief.drawing import draw

        return draw(self.story.charts())

    def written(self, form: str) -> bytes:
        """The debrief in a format. Equal drills give equal bytes, in any process.

        DrillError if the trainer's own templates cannot be rendered.
        """
        if form == "html":
            return self._page().encode()
        if form == "pdf":
            from simulator.debrief.pdf import render_pdf

            return render_pdf(self.story, self.drawings)
        if form == "xlsx":
            from simulator.debrief.xlsx import render_xlsx

            return render_xlsx(self.story)
        from simulator.debrief import exports

        render = {"json": exports.render_json, "csv": exports.render_csv}[check_format(form)]
        return render(self.story, self.sources)

    def _page(self) -> str:
        from simulator.debrief.render import render_html, render_own_html

        if self.templates is None:
            return render_html(self.story, self.drawings)
        return render_own_html(self.story, self.drawings, self.templates)


def tell(sources: Sources, order: Order = Order()) -> Telling:
    """The debrief that was ordered. DrillError if the order does not fit the drill.

    What its audience may not be told is taken out first: the story is told from what is left.
    """
    order.check()
    left, edition = _cut(sources, order)
    told = story(left.score, order.lang, left.notes, left.people, edition, left.evaluation)
    return Telling(told, left, order.templates)


def _cut(sources: Sources, order: Order) -> tuple[Sources, Edition]:
    """What is left for an audience, and its edition."""
    audience: Audience = order.audience  # type: ignore[assignment]  # checked
    marking = pick(sources.score.about.marking, order.lang) if order.marking is None else order.marking
    edition = Edition(audience, marking, order.draft)
    words = Words(order.lang, _start(sources))
    if audience == "unit":
        code = _unit(sources, order.unit or "")
        left = cuts.for_unit(sources, code)
        return left, replace(edition, mentioned=_mentioned(sources, left), reader=_name(sources, code, words))
    if audience == "individual":
        who = _participant(sources, order.participant or "")
        left = cuts.for_person(sources, who)
        return left, replace(edition, mentioned=_mentioned(sources, left), reader=sources.people.get(who, who))
    if audience == "trainer":
        return sources, edition
    left = cuts.for_coordinator(sources)
    if not order.names:
        left = Sources(masks.masked(left.score, words))
        edition = replace(edition, masked=True)
    return (Sources(masks.public(left.score, words)) if audience == "public" else left), edition


def _start(sources: Sources) -> datetime:
    return datetime.fromisoformat(sources.score.about.start)


def _name(sources: Sources, code: str, words: Words) -> str:
    return words.own(next(unit.name for unit in sources.score.units if unit.code == code))


def _mentioned(sources: Sources, left: Sources) -> dict[str, Text]:
    """Names of the other units that the cases which are left speak of."""
    told = {unit.code for unit in left.score.units}
    stories = (*left.score.cases, *left.score.irregularities)
    others = {passage.unit for each in stories for passage in each.passages} - told
    return {unit.code: unit.name for unit in sources.score.units if unit.code in others}


def _unit(sources: Sources, code: str) -> str:
    codes = [unit.code for unit in sources.score.units]
    if code not in codes:
        raise refuse("unit-unknown", field="--unit", value=code, allowed=", ".join(codes), hint=nearest(code, codes))
    return code


def _participant(sources: Sources, wanted: str) -> str:
    """The id of a participant by name or id."""
    if wanted in sources.seats:
        return wanted
    named = [who for who, name in sources.people.items() if name == wanted and who in sources.seats]
    if len(named) == 1:
        return named[0]
    if named:
        raise refuse("participant-several", field="--participant", value=wanted, ids=", ".join(sorted(named)))
    names = [sources.people.get(who, who) for who in sources.seats]
    raise refuse(
        "participant-unknown", field="--participant", value=wanted, allowed=listed(names), hint=nearest(wanted, names)
    )
