"""The view model of the debrief: everything that a template prints, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from simulator.common.i18n import Text, pick
from simulator.debrief import appendix, decoys, judgings, outcomes, pictures
from simulator.debrief.blocks import Fact, Facts, Figure, Notice, Section, Table, walk
from simulator.debrief.cases import Case, cases, index, listed, unit_names
from simulator.debrief.comparison import comparison, controls_figure, found_figure
from simulator.debrief.edition import TRAINER, Edition
from simulator.debrief.improvement import Improvement, improvement
from simulator.debrief.labels import labels
from simulator.debrief.network import Network, network
from simulator.debrief.own import own_decisions
from simulator.debrief.places import possible
from simulator.debrief.pooled import Together, pooled
from simulator.debrief.ratings import Ratings, ratings
from simulator.debrief.sections import sections
from simulator.debrief.summary import Summary, safety_text, summary, unit_lead
from simulator.debrief.together import together
from simulator.debrief.units import Unit, player_title, unit
from simulator.debrief.words import Words
from simulator.scoring.model import Score
from simulator.scoring.model_rating import Evaluation

MOST_PRINTED = 300
"""With more decisions than this the list of all of them is not printed."""
MOST_SHOWN = 1500
"""With more decisions than this the list stands in the workbook only: a page of them would be too large to hand out."""


@dataclass(frozen=True)
class Story:
    """A whole debrief."""

    lang: str
    exercise: str
    title: str
    purpose: tuple[str, ...]
    practice: bool
    seal_holds: bool
    cover: tuple[Fact, ...]
    players: tuple[Fact, ...]
    objectives: tuple[Fact, ...]
    summary: Summary
    holdings: Table
    comparison: Table
    comparison_words: str
    safety: str
    figures: tuple[Figure, ...]
    units: tuple[Unit, ...]
    network: Network
    ratings: Ratings
    improvement: Improvement
    pooled: Together
    together: Table
    case_index: Table
    cases: tuple[Case, ...]
    irregularity_index: Table
    irregularities: tuple[Case, ...]
    decoys_text: str
    decoys: Table
    ungrounded_text: str
    ungrounded: Table
    told: tuple[Notice, ...]
    decisions: tuple[Table, ...]
    decided: bool
    endings: tuple[Fact, ...]
    players_meant: tuple[Fact, ...]
    possible: Table
    clocks: str
    few: str
    judged: judgings.Judged
    seal: tuple[Fact, ...]
    seal_words: str
    check: str
    played: str
    on_screen: str
    shown: bool
    versions: tuple[Fact, ...]
    own: tuple[Fact, ...]
    edition: Edition
    edition_words: tuple[str, ...]
    marks: tuple[str, ...]
    kicker: str
    labels: Mapping[str, str]
    began: datetime
    sections: tuple[Section, ...] = ()

    @property
    def front(self) -> Facts:
        """What the cover says of the drill."""
        return Facts("", self.cover, "plain")

    @property
    def seats(self) -> Facts:
        """What the cover says of the units."""
        return Facts("", self.players, "players")

    @property
    def edge(self) -> str:
        """What stands on every page."""
        return " · ".join((self.exercise, *self.marks))

    def charts(self) -> dict[str, Mapping[str, Any]]:
        """Vega-Lite specifications by chart id."""
        return {block.id: block.spec for block in walk(self.sections) if isinstance(block, Figure)}


def story(
    score: Score,
    lang: str = "en",
    notes: Mapping[int, str] | None = None,
    people: Mapping[str, str] | None = None,
    edition: Edition = TRAINER,
    evaluation: Evaluation | None = None,
) -> Story:
    """The debrief of a score, in a language; `notes` by number of the decision, names of `people` by their id.

    `edition` says for whom; what these may not be told is cut out of the score before; `evaluation` is
    what evaluators say.
    """
    start, end = datetime.fromisoformat(score.about.start), score.about.length
    words = Words(
        lang, start, people or {}, notes or {}, _several_zones(score), end, score.rules.few, one_clock=edition.masked
    )
    names = unit_names(score, words, edition.mentioned)
    ungrounded, ungrounded_text = decoys.ungrounded(score.decisions, names, words)
    parallel = score.about.kind == "parallel"
    hidden = listed(score.cases, names, parallel=parallel)
    odd = listed(score.irregularities, names, parallel=parallel)
    figures = (
        found_figure(score.units, names, words),
        controls_figure(score.units, names, words),
        outcomes.ends_figure(score, words),
        pictures.effort_figure(score.units, names, words),
        pictures.routes_figure(score, words),
        pictures.uses_figure(score, words),
    )
    told = Story(
        lang=lang,
        exercise=words.say("EXERCISE"),
        title=words.own(score.about.title, None),
        purpose=_paragraphs(score.about.purpose, words),
        practice=score.about.practice,
        seal_holds=score.about.commitment_holds,
        cover=_cover(score, words),
        players=tuple(Fact(f"{names[one.code]} ({one.post})", player_title(one.player, words)) for one in score.units),
        objectives=_objectives(score, words),
        summary=_summary(score, names, words, edition),
        holdings=outcomes.holdings(score, words),
        comparison=comparison(score.units, names, words),
        comparison_words=_comparison_words(score, words),
        safety=safety_text(score.units, names, words),
        figures=tuple(figure for figure in figures if figure),
        units=tuple(unit(one, names[one.code], words, score) for one in score.units),
        network=network(score, hidden, names, words),
        ratings=ratings(score, evaluation or Evaluation(), names, words),
        improvement=improvement(score, names, {item.story.row: item.number for item in hidden}, words),
        pooled=pooled(score, words),
        together=together([(item.id, item.title(words), item.story) for item in hidden], names, words),
        case_index=index(hidden, names, words.say("All cases"), words),
        cases=cases(hidden, names, words, edition.mentioned),
        irregularity_index=index(odd, names, words.say("All irregularities"), words),
        irregularities=cases(odd, names, words, edition.mentioned),
        decoys_text=decoys.decoys_text(decoys.once(score.decoys), words),
        decoys=decoys.decoys(decoys.once(score.decoys), names, words),
        ungrounded_text=ungrounded_text,
        ungrounded=ungrounded,
        told=appendix.told(score.intelligence, names, words),
        decisions=appendix.decisions(score, names, words),
        decided=bool(score.decisions),
        endings=_meant("ending", words),
        players_meant=_meant("player", words),
        possible=possible(score.units, names, words),
        clocks=_clocks(words),
        few=words.number(words.few),
        judged=judgings.judged(score.judgings, names, words),
        seal=appendix.seal(score.about, words),
        seal_words=appendix.seal_words(score.about, words),
        check=appendix.CHECK,
        played=appendix.played(score.about, words),
        on_screen=_on_screen(score, words),
        shown=len(score.decisions) <= MOST_SHOWN,
        versions=appendix.versions(score.about, words),
        own=own_decisions(score, words),
        edition=edition,
        edition_words=edition.words(words),
        marks=edition.marks(words),
        kicker=words.say("Debrief of a practical drill"),
        labels=labels(words),
        began=start,
    )
    return replace(told, sections=sections(told, words))


def _several_zones(score: Score) -> bool:
    start = datetime.fromisoformat(score.about.start).utcoffset() or timedelta()
    return any(unit.offset not in (None, start.total_seconds()) for unit in score.units)


def _summary(score: Score, names: Mapping[str, str], words: Words, edition: Edition) -> Summary:
    """The summary; a unit reads first of the cases that came its way."""
    whole = summary(score, names, words)
    return replace(whole, lead=unit_lead(score, words)) if edition.audience == "unit" else whole


def _clocks(words: Words) -> str:
    """Whose clock the times are."""
    if words.one_clock:
        return words.say("All times are those of one clock ({zone}).", zone=words.zone())
    if not words.several_zones:
        return words.say("All times are local times of the posts ({zone}).", zone=words.zone())
    text = "Times stand with their zone: local time of a post, or else {zone}, the time of the drill's start."
    return words.say(text, zone=words.zone())


def _comparison_words(score: Score, words: Words) -> str:
    if len(score.units) == 1:
        return words.say("The figures say how the unit did with what came to its post.")
    if score.about.kind == "parallel":
        return words.say(
            "Every unit worked on its own lane of the same world, with the same luck."
            " The figures differ by what each selected, and when."
        )
    return words.say(
        "Units at different posts see different consignments. The figures say how each did with what came to"
        " its own post; they are no ranking."
    )


def _cover(score: Score, words: Words) -> tuple[Fact, ...]:
    about = score.about
    form = Fact(words.say("Form"), words.title("drill", about.kind))
    played = appendix.played(about, words)
    key = words.say("secret: drawn at random and opened only in this report")
    if played:
        key = words.say("secret: drawn at random and opened after the first play")
    if about.practice:
        key = words.say("practice: made from seed {seed}, which anybody can know", seed=about.seed)
    return (
        Fact(words.say("Date"), words.date(0)),
        Fact(
            words.say("Time"),
            words.say(
                "{start} to {end} ({zone})",
                start=words.moment(0),
                end=words.moment(about.length),
                zone=words.zone(),
            ),
            _clocks(words),
        ),
        *([form] if len(score.units) > 1 else []),
        *([Fact(words.say("Played"), played)] if played else []),
        *([Fact(words.say("Drill key"), key)] if about.key else []),
    )


def _on_screen(score: Score, words: Words) -> str:
    """That so many decisions are not printed; empty if they are."""
    if len(score.decisions) <= MOST_PRINTED:
        return ""
    text = (
        "The list of {n} decisions is not printed, because it is longer than {most}; the page for the screen holds it."
    )
    if len(score.decisions) > MOST_SHOWN:
        text = "The list of {n} decisions stands in the workbook, because it is longer than {most}."
    most = MOST_PRINTED if len(score.decisions) <= MOST_SHOWN else MOST_SHOWN
    return words.say(text, n=words.number(len(score.decisions)), most=words.number(most))


def _paragraphs(text: Text, words: Words) -> tuple[str, ...]:
    parts = pick(text, words.lang).split("\n\n")
    return tuple(words.own(part, None) for part in parts if part.strip())


def _objectives(score: Score, words: Words) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            str(goal.get("code", "")),
            words.own(goal.get("text", ""), None),
            words.own(goal["capability"], 200) if goal.get("capability") else "",
        )
        for goal in score.objectives
    )


def _meant(kind: str, words: Words) -> tuple[Fact, ...]:
    return tuple(Fact(title, meaning) for title, meaning in words.meanings(kind).items())
