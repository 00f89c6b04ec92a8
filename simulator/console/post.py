"""Commands at a post: what its terminals are to present, and what its controls and contacts have told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.common.i18n import pick
from simulator.console.moments import Clock, unit_of
from simulator.console.screen import say, say_json, table
from simulator.debrief.selection import render_selection, selection_list
from simulator.debrief.words import Words
from simulator.drill import Drill
from simulator.operation.controls import RESULTS
from simulator.operation.observations import observation
from simulator.operation.referrals import COMPLETED, Referral
from simulator.records.folder import write_whole
from simulator.view.answers import answer
from simulator.view.referred import completed

if TYPE_CHECKING:
    from simulator.operation.course import Course
    from simulator.operation.post import Post
    from simulator.scenario.model import Unit

MOST = 200


@dataclass(frozen=True)
class Told:
    """Something that a unit was told about a consignment: by a control, by a contact, or back from a referral."""

    t: int
    consignment: str
    by: str
    what: str
    words: str


def selection(drill: str, unit: str, at: str | None, out: Path) -> None:
    """Write the selection list of a unit, a terminal a page."""
    opened, mine = _opened(drill, unit)
    moment = Clock.of(opened.scenario, mine.post).moment(at)
    told = selection_list(opened.scenario, opened.world, mine, opened.course_at(moment))
    write_whole(out, render_selection(told))
    wanted = sum(line.open for terminal in told.terminals for line in terminal.lines)
    say(f"EXERCISE. {told.unit} at {told.clock}: {wanted} to be presented. The list lies in {out}.")


def observed(drill: str, unit: str, at: str | None, *, json: bool) -> None:
    """Show what controls and contacts have told a unit, the last first."""
    opened, mine = _opened(drill, unit)
    clock = Clock.of(opened.scenario, mine.post)
    moment = clock.moment(at)
    words = Words("en", opened.scenario.start)
    told = sorted(
        _told(opened, mine.code, opened.course_at(moment), words), key=lambda each: (-each.t, each.consignment)
    )
    if json:
        say_json({"unit": unit, "t": moment, "told": [asdict(each) for each in told]})
        return
    say(f"EXERCISE. {pick(mine.name)} at {clock.text(moment)}: {len(told):,} observations and answers")
    rows = [(clock.text(each.t), each.consignment, each.by, each.what, each.words) for each in told[:MOST]]
    table(("At", "Consignment", "By", "Result", "Words and figures"), rows)
    if len(told) > MOST:
        say(f"and {len(told) - MOST:,} before; --json tells all")


def _opened(drill: str, code: str) -> tuple[Drill, Unit]:
    opened = Drill.open(drill)
    return opened, unit_of(opened, code)


def _told(opened: Drill, unit: str, course: Course, words: Words) -> Iterator[Told]:
    lane = course.lanes[course.lane_of[unit]]
    post, ids = lane.posts[unit], opened.world.consignments["id"]
    for job in post.jobs:
        if job.start is not None and job.end <= course.now:
            seen = observation(post.floor, job)
            control = words.title("control", post.floor.controls[job.control].code)
            yield Told(
                job.end, ids[job.row], control, words.title("result", RESULTS[job.result]), seen.told() if seen else ""
            )
    for row, t in post.lost:
        yield Told(t, ids[row], words.say("Presentation"), words.title("state", "not-found"), "")
    for each in lane.inquiries.all:
        if each.unit == unit and each.answer <= course.now:
            what = words.say("refused") if each.refused else words.say("answered")
            said = "" if each.refused else _answer(opened, post, each.row, each.question)
            yield Told(each.answer, ids[each.row], words.title("contact", each.to), what, said)
    for back in lane.referrals.answered(unit):
        what = words.title("answer", back.answer.said)
        yield Told(back.answer.t, ids[back.row], words.title("referral", back.kind), what, _referred(opened, back))


def _referred(opened: Drill, back: Referral) -> str:
    """Status and reason code of an answer, and the data that it completes."""
    whole = completed(opened.world, back.row) if back.answer.said == COMPLETED else {}
    return "; ".join([f"{back.answer.status} {back.answer.code}", *(f"{name}: {said}" for name, said in whole.items())])


def _answer(opened: Drill, post: Post, row: int, question: str) -> str:
    if question == "documents":
        return "Invoice and packing list: see the dossier of the consignment."
    if question == "whereabouts":
        return "It has been presented." if row in post.presented() else "It has not been presented."
    facts: dict[str, Any] = answer(opened.world, row, question)
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items() if value is not None)
